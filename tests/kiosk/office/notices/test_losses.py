"""Ways in which a text could get lost: two people's, a session's end, letters that no editor shows, files of other programs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from dulwich.repo import Repo

from kiosk.core.children import OWN_MODULES
from kiosk.office.base.history import History
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import read_notice
from kiosk.office.editions.front_matter import split, with_values
from kiosk.office.notices import parts
from kiosk.office.opening import take_up
from tests.support.newsroom import Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "merging 4,000 equal paragraphs holds a notice for 88 s",
)


TITLE, BODY = "Air PDAM mati", "Paragraf A.\n\nParagraf B.\n\nParagraf C."


def draft(room: Newsroom, name: str) -> dict[str, str]:
    return parts.read_parts((room.folder / f"_{name}.md").read_text("utf-8"))


def test_a_form_that_took_nothing_of_others_takes_nothing_back(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    his, hers = anton.form(f"/kabar/{name}"), rahma.form(f"/kabar/{name}")
    theirs = {"isi": BODY.replace("C.", "C dari Rahma."), "sampai": "30 Desember 2026, 10.00", "jenis": "layanan"}
    rahma.post(f"/simpan/{name}", {**hers, **theirs, "semua": "", "daerah": "72.01.05.2003", "syarat": "KTP"})

    his["isi"] = BODY.replace("A.", "A dari Anton.")
    told = anton.post(f"/simpan/{name}", his).get_json()
    assert told["merged"] == {
        "isi": his["isi"].replace("C.", "C dari Rahma."),
        "sampai": "30 Desember 2026, 10.00",
        "jenis": "layanan",
        "daerah": ["72.01.05.2003"],
        "syarat": "KTP",
    }
    assert anton.post(f"/simpan/{name}", his | {"dasar": told["own"]}).status_code == 200
    his["isi"] = his["isi"].replace("Anton.", "Anton. Lagi.")
    assert anton.post(f"/simpan/{name}", his | {"dasar": told["own"]}).status_code == 200

    kept = draft(room, name)
    assert kept["body"] == "Paragraf A dari Anton. Lagi.\n\nParagraf B.\n\nParagraf C dari Rahma."
    assert kept["expires"] == "2026-12-30T10:00+08:00"
    assert (kept["category"], kept["areas"], kept["requirements"]) == ("layanan", "72.01.05.2003", "KTP")


def test_a_page_left_open_goes_on_after_its_writer_logged_in_elsewhere(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, "Satu.")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    room.wait(minutes=40)
    told = anton.post(f"/simpan/{name}", form | {"isi": "Satu. Dua."}).get_json()
    assert told["ended"]
    anton.log_in("Anton Djalil")
    saved = anton.post(f"/simpan/{name}", form | {"isi": "Satu. Dua. Tiga.", "dasar": told["version"]})

    assert saved.status_code == 200
    assert draft(room, name)["body"] == "Satu. Dua. Tiga."


def test_another_persons_log_in_opens_no_forms_of_the_one_before(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, "Satu.")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    room.wait(minutes=40)
    anton.log_in("Rahma Lasaeo")

    assert anton.post(f"/simpan/{name}", form | {"isi": "Lain"}).status_code == 403


def test_any_space_is_one_and_what_nobody_changed_stays_letter_by_letter(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write("Sabtu,\u00a05\u00a0Desember", "Biaya Rp\u00a05.000 pukul\u202f08.00\u2009WITA")
    assert draft(room, name)["title"] == "Sabtu, 5 Desember"
    assert draft(room, name)["body"] == "Biaya Rp 5.000 pukul 08.00 WITA"
    (room.folder / "lama.md").write_text("---\ntitle: Rp\u00a05.000\nplace: Balai\n---\nIsi\n", "utf-8")
    rahma.get("/kabar/lama")
    rahma.submit("/kabar/lama", tempat="Pasar")
    assert draft(room, "lama")["title"] == "Rp\u00a05.000"


def test_a_day_without_an_hour_lasts_until_its_end(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write(TITLE, BODY, sampai="5 Desember 2026", mulai="5 Desember 2026, 08.00")
    assert draft(room, name)["expires"] == "2026-12-05"
    assert draft(room, name)["publish_from"] == "2026-12-05T08:00+08:00"
    rahma.get(f"/kabar/{name}")
    assert rahma.form(f"/kabar/{name}")["sampai"] == "5 Desember 2026"
    text = "---\ntitle: T\nexpires: 5 Desember 2026\nstarts: 4 Desember 2026\nends: 4/12/2026 10.00\n---\nIsi\n"
    notice = read_notice("t.md", text, room.office.notices.office(), room.now, Faults())
    assert notice is not None
    assert notice.expires is not None
    assert notice.expires.isoformat() == "2026-12-06T00:00:00+08:00"
    assert notice.ends is not None
    assert notice.ends.isoformat() == "2026-12-04T10:00:00+08:00"
    assert notice.plain["all_day"] is True


@pytest.mark.parametrize("gone", [False, True])
def test_a_text_that_its_writer_may_save_no_more_becomes_a_draft_of_its_own(
    room: Newsroom, anton: Browser, rahma: Browser, gone: bool
) -> None:
    name = anton.write(TITLE, BODY, sampai="5 Desember 2026, 10.00")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    told = anton.post(f"/simpan/{name}", form | {"isi": "Ketikan Anton"})
    assert told.get_json() == {"conflict": f"/gabung/{name}"}
    if gone:
        (room.folder / f"{name}.md").unlink()
    anton.get(f"/gabung/{name}")
    assert "Ketikan Anton" in anton.words
    assert "Simpan yang dipilih" not in anton.words
    assert anton.post(f"/gabung/{name}", {"tanda": anton.token, "lalu": "gabung"}).status_code == 403
    assert anton.post(f"/gabung/{name}", {"tanda": form["tanda"], "lalu": "lain"}).status_code == 303
    assert "Ketikan Anton" in "".join(path.read_text("utf-8") for path in room.folder.glob("_*.md"))


@pytest.mark.parametrize(
    "text",
    [
        "---\n{title: A,\n category: berita,\n place: B}\n---\nisi\n",
        "---\n  title: A\n  place: B\n---\nisi\n",
        "---\ntitle: &t A\nplace: *t\n---\nisi\n",
        "---\ntitle: A\nplace: B\n...\n---\nisi\n",
        '---\ntitle: A\nspeech_text: "a\\n---\\nb"\n---\nisi\n',
    ],
)
def test_front_matter_of_any_form_keeps_all_that_was_not_changed(text: str) -> None:
    before = split(text)
    for changed in ({"title": "Baru"}, {"place": "x\n---\ny"}, {"desk": {"by": "x"}}):
        after = split(with_values(text, changed))
        assert {**after.values} == {**before.values, **changed}
        assert after.body == before.body


def test_half_of_a_base_is_none(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, BODY, tempat="Balai")
    version = room.office.notices.open(name).version
    base = room.folder / f".kantor/dasar/{version}.md"
    base.write_text(base.read_text("utf-8")[:40], "utf-8")
    assert room.office.notices.parts_of(version) is None
    room.office.notices.open(name)
    assert room.office.notices.parts_of(version) == draft(room, name)


def test_what_was_on_show_is_in_the_history_when_it_is_withdrawn_with_a_draft(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "lama.md").write_text("---\ntitle: Lama\n---\nYang tampil\n", "utf-8")
    rahma.get("/kabar/lama")
    rahma.submit("/kabar/lama", isi="Rancangan")
    rahma.get("/kabar/lama")
    rahma.post("/tarik/lama", {"tanda": rahma.token})

    assert room.files() == ["_lama.md"]
    assert "withdrawn" in parts.desk((room.folder / "_lama.md").read_text("utf-8"))
    with Repo(str(room.folder)) as repo:
        blobs = [repo[each].as_raw_string() for each in repo.object_store if repo[each].type_name == b"blob"]
    assert any(b"Yang tampil" in blob for blob in blobs)


def test_a_file_of_an_old_program_is_left_as_it_is(room: Newsroom, rahma: Browser) -> None:
    content = "---\ntitle: Kafé\n---\nIsi é\n".encode("cp1252")
    (room.folder / "lama.md").write_bytes(content)
    rahma.get("/tulis")
    token = rahma.token
    assert rahma.get("/kabar/lama").status_code == 400
    assert "UTF-8" in rahma.words
    for path in ("/kabar/lama", "/siap/lama", "/tarik/lama", "/simpan/lama", "/minta/lama"):
        assert rahma.post(path, {"tanda": token, "judul": "Baru"}).status_code in (400, 404)
    assert room.files() == ["lama.md"]
    assert (room.folder / "lama.md").read_bytes() == content


def test_line_ends_and_the_mark_before_the_first_letter_stay(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "lama.md").write_bytes("\ufeff---\r\ntitle: A\r\n---\r\nSatu\r\n\r\nDua\r\n".encode())
    rahma.get("/kabar/lama")
    rahma.submit("/kabar/lama", isi="Satu\r\n\r\nTiga")
    rahma.get("/kabar/lama")
    rahma.post("/siap/lama", {"tanda": rahma.token})

    whole = (room.folder / "lama.md").read_bytes().decode()
    assert whole.startswith("\ufeff---\r\ntitle: A\r\n")
    assert whole.endswith("---\r\nSatu\r\n\r\nTiga\r\n")
    assert whole.count("\n") == whole.count("\r\n")


def test_each_notice_in_the_list_opens_whatever_its_file_is_called(room: Newsroom, rahma: Browser) -> None:
    for name in ("Info #2", "apa?", "100%25", "a&b=c", "sub/kabar é", "__x"):
        path = room.folder / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\ntitle: Judul\n---\nIsi\n", "utf-8")
    rahma.get("/kabar")
    links = re.findall(r'href="(/kabar/[^"]+)"', rahma.text)
    assert len(links) == 5
    for link in links:
        assert rahma.get(link).status_code == 200, link
        assert rahma.submit(link, tempat="Balai").status_code == 303
        assert rahma.follow().status_code == 200, link
        assert "Balai" in rahma.text


class WhileCompared(parts.Parts):
    """A writer's parts. The first time that a merge reads their body it calls `meanwhile`."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def get(self, key: str, default: Any = None) -> Any:
        if key == "body":
            act, self.meanwhile = self.meanwhile, WhileCompared.meanwhile
            act()
        return super().get(key, default)


def test_texts_are_compared_without_holding_up_others(room: Newsroom) -> None:
    """4,000 equal paragraphs were compared for 88 s under the lock of the notice, and of each that shares the lock."""
    notices = room.office.notices
    first = notices.save_draft("air", "", {"title": TITLE, "body": BODY}, "p1", room.now)
    theirs = {"title": TITLE, "body": BODY.replace("C.", "C dia.")}
    notices.save_draft("air", first.version, theirs, "p2", room.now)

    mine = WhileCompared(title=TITLE, body=BODY.replace("A.", "A saya."))
    third = theirs | {"place": "Bunga"}
    with ThreadPoolExecutor(1) as others:
        base = notices.open("air").version
        mine.meanwhile = lambda: others.submit(notices.save_draft, "air", base, third, "p3", room.now).result(60)
        saved = notices.save_draft("air", first.version, mine, "p1", room.now)

    assert not saved.conflicts
    kept = draft(room, "air")
    assert kept["body"] == "Paragraf A saya.\n\nParagraf B.\n\nParagraf C dia."
    assert kept["place"] == "Bunga"


def test_what_a_killed_desk_left_is_taken_up(room: Newsroom, anton: Browser) -> None:
    """A lock ended the history for good: 17 editions were 2 commits, and a warning's withdrawal never appeared."""
    git = room.folder / ".git"
    anton.write(TITLE, BODY)
    for lock in (git / "index.lock", git / "objects/47/359b44b7e0bb5eb44722e68b7d872b802b30a2.lock"):
        lock.parent.mkdir(exist_ok=True)
        lock.write_bytes(b"")
    room.office.history.commit_deed("Hendra", "mencabut peringatan", ["office.toml"], now=room.now)
    assert room.office.history.fault
    left = room.folder / ".air.md.0a1b2c3d"
    left.write_text("setengah", "utf-8")
    os.utime(left, (0, 0))

    again = Newsroom.over(room.office).office
    take_up(again)
    assert History(room.folder).deeds(1)[0].what != "mencabut peringatan", "the lock is not older than this process"
    begun_later = History(room.folder)
    begun_later.catch_up()
    assert (begun_later.fault, begun_later.deeds(1)[0].what) == ("", "mencabut peringatan")
    begun_later.catch_up()
    assert [deed.what for deed in begun_later.deeds(9)].count("mencabut peringatan") == 1
    assert not left.exists()


@pytest.mark.slow(cases=0)
def test_each_deed_of_a_desk_that_is_killed_is_in_the_history() -> None:
    """Kill the desk six times; `python -m tests.kiosk.office.publishing.history_killing` is the long form."""
    command = [sys.executable, *OWN_MODULES, "-m", "tests.kiosk.office.publishing.history_killing", "6"]
    root = Path(__file__).parents[4]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
