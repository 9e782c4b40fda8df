"""What another process does to the folder beside the desk: what the desk remembers of a file holds for that very file alone."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.office.notices.listing import NoticeList
from kiosk.office.people.access_file import access_file
from kiosk.office.people.people import People, Role
from tests.support.newsroom import PASSWORD, Browser, Newsroom


def notice(title: str, body: str = "Isi.", **more: str) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in {"title": title, **more}.items())
    return f"---\n{head}---\n{body}\n"


def same_age(path: Path, text: str, *, of: Path) -> None:
    """Replace a file by *text* with the times of the file *of*, as `rsync -t` and editors do."""
    stat = of.stat()
    draft = path.with_suffix(".tmp")
    draft.write_text(text, "utf-8")
    os.utime(draft, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    draft.replace(path)


def test_files_that_come_change_and_go_are_listed_as_they_are(room: Newsroom) -> None:
    seen = NoticeList(room.folder, room.office.notices.office, look_s=0.0)

    def listed() -> list[str]:
        return sorted(entry.title for entry in seen.list_entries(room.now))

    inner = room.folder / "luwuk"
    inner.mkdir()
    (room.folder / "satu.md").write_text(notice("Satu"), "utf-8")
    (inner / "dua.md").write_text(notice("Dua"), "utf-8")
    (inner / "_dua.md").write_text(notice("Dua lagi"), "utf-8")
    assert listed() == ["Dua lagi", "Satu"]

    (inner / "_dua.md").unlink()
    (inner / "tiga.md").write_text(notice("Tiga"), "utf-8")
    same_age(room.folder / "satu.md", notice("Sate"), of=room.folder / "satu.md")
    assert listed() == ["Dua", "Sate", "Tiga"]

    (inner / "dua.md").rename(inner / "empat.md")
    (inner / "tiga.md").unlink()
    assert [entry.name for entry in seen.list_entries(room.now) if entry.title == "Dua"] == ["luwuk/empat"]
    assert listed() == ["Dua", "Sate"]


def test_the_form_shows_and_says_what_stands_in_the_file_now(room: Newsroom, rahma: Browser) -> None:
    path = room.folder / "air.md"
    path.write_text(notice("Air", "Air mati pukul 08.00."), "utf-8")
    rahma.get("/kabar/air")
    assert "pukul delapan" in rahma.words

    same_age(path, notice("Air", "Air mati pukul 09.00."), of=path)
    rahma.get("/kabar/air")
    assert "pukul sembilan" in rahma.words
    assert "pukul delapan" not in rahma.words

    (room.folder / "ucapan.csv").write_text("Air;banyu\n", "utf-8")
    rahma.get("/kabar/air")
    assert "banyu mati pukul sembilan" in rahma.words


def test_a_list_of_villages_that_comes_is_on_the_next_page(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "air.md").write_text(notice("Air", areas="[72.01.05.2003]"), "utf-8")
    rahma.get("/kabar")
    assert "Kilongan" in rahma.words

    (room.folder / "desa.csv").write_text("72.01.05.2003,Kilongan Permai\n", "utf-8")
    rahma.get("/kabar")
    assert "Kilongan Permai" in rahma.words


def test_whoever_another_process_takes_out_is_out_at_once(room: Newsroom, anton: Browser) -> None:
    assert anton.get("/").status_code == 200

    other = People(access_file(room.folder / ".kantor"), memory_kib=8, rounds=1)
    other.set_roles("fatma", {Role.ADMINISTRATOR, Role.EDITOR})
    assert room.office.people.find_person("fatma") == other.find_person("fatma")

    other.remove("anton")
    assert room.office.people.find_person("anton") is None
    assert room.office.people.named("Anton Djalil") is None
    assert anton.get("/").status_code == 302
    assert room.browser().log_in("Anton Djalil", PASSWORD).status_code == 401


def test_a_power_cut_that_took_what_somebody_began_with_costs_nobody_a_word(
    room: Newsroom, anton: Browser, rahma: Browser
) -> None:
    """It is not synced: no page waits for a disk. Without it both texts stay, side by side."""
    name = anton.write("Air", "Satu.\n\nDua.")
    anton.get(f"/kabar/{name}")
    mine = anton.form(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    theirs = rahma.form(f"/kabar/{name}")
    rahma.post(f"/simpan/{name}", theirs | {"isi": "Satu dari Rahma.\n\nDua."})
    for base in (room.folder / ".kantor/dasar").iterdir():
        base.write_bytes(b"")

    told = anton.post(f"/simpan/{name}", mine | {"isi": "Satu.\n\nDua dari Anton."})
    assert told.status_code == 409
    assert "Satu dari Rahma." in (room.folder / f"_{name}.md").read_text("utf-8")
    assert any("Dua dari Anton." in path.read_text("utf-8") for path in (room.folder / ".kantor/lain").iterdir())
