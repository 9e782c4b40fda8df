from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from content_cache.files import write_whole
from content_cache.formats import read_feed
from content_cache.model.errors import FetchError
from content_cache.model.loop import LoopTerms
from content_cache.model.sources import Source
from content_cache.signing.edition import LATEST, Latest
from content_cache.signing.signatures import Signature
from kiosk.demo.server import TYPES, serve
from kiosk.office.editions.faults import FolderError
from kiosk.office.editions.previous import in_folder, on_site
from kiosk.office.editions.publish import plan, write_edition
from tests.content_cache.central.office import (
    ALERT,
    CALENDAR,
    FLOOD,
    MARKET,
    NEWS,
    NOW,
    OTHER,
    WATER,
    OfficePC,
    picture,
)
from tests.told import folder_fault

DAY = timedelta(days=1)


def latest(office: OfficePC) -> Latest:
    return Latest.parse(Signature.parse((office.out / LATEST).read_bytes()).comment)


def test_what_is_published_is_signed_and_named_by_its_hash(office: OfficePC) -> None:
    planned = office.publish()
    signature = Signature.parse((office.out / LATEST).read_bytes())
    body = (office.out / "feed-1.json").read_bytes()
    signature.verify(NEWS.public, body)
    assert (latest(office).seq, latest(office).issued) == (1, NOW)
    assert (office.out / "feed.json").read_bytes() == body
    feed = json.loads(body)
    assert [item["id"] for item in feed["items"]] == ["air", "pasar"]
    water = feed["items"][0]
    assert water["content_text"] == "Perbaikan pipa. Tampunglah air malam ini."
    assert water["_kiosk"] == {
        "category": "pengumuman", "priority": 2, "expires": "2026-09-11T00:00:00+08:00", "provenance": "terverifikasi",
        "areas": ["72.01.05"],
    }  # fmt: skip
    (attachment,) = water["attachments"]
    assert (office.out / attachment["url"]).read_bytes() == picture()
    assert attachment["_kiosk"]["alt"] == "Pipa bocor di tepi jalan"
    assert planned.added == ["Air mati besok", "Harga cakalang turun"]


def test_equal_input_gives_equal_bytes(office: OfficePC, tmp_path: Path) -> None:
    office.publish()
    again = OfficePC(office.folder, tmp_path / "lain")
    again.publish()
    assert again.bytes_out() == office.bytes_out()


def test_publishing_again_changes_nothing(office: OfficePC) -> None:
    office.publish()
    before = office.bytes_out()
    assert not office.publish(later=DAY).is_new
    assert office.bytes_out() == before


def test_a_number_is_never_used_twice(office: OfficePC) -> None:
    office.publish()
    office.put("pasar.md", MARKET.replace("25.000", "26.000"))
    planned = office.publish(later=DAY)
    assert (planned.latest.seq, planned.changed, planned.added) == (2, ["Harga cakalang turun"], [])
    item = planned.feed["items"][-1]
    assert (item["date_published"], item["date_modified"]) == ("2026-09-03T09:00:00+08:00", "2026-09-04T09:00:00+08:00")
    (office.out / LATEST).write_bytes(b"damaged")  # the names beside it still tell
    assert office.publish(later=DAY).latest.seq == 3


def test_a_deleted_file_becomes_a_tombstone_for_good(office: OfficePC) -> None:
    office.publish()
    (office.folder / "pasar.md").unlink()
    planned = office.publish(later=DAY)
    assert (planned.feed["_kiosk"]["tombstones"], planned.withdrawn) == (["pasar"], ["Harga cakalang turun"])
    office.put("air.md", WATER.replace("malam", "siang"))
    assert office.publish(later=DAY).feed["_kiosk"]["tombstones"] == ["pasar"]
    office.put("pasar.md", MARKET)
    assert office.publish(later=DAY).feed["_kiosk"]["tombstones"] == []


def test_what_has_ended_long_ago_is_left_out_and_needs_no_tombstone(office: OfficePC) -> None:
    office.publish()
    planned = office.publish(later=30 * DAY)
    assert [item["id"] for item in planned.feed["items"]] == ["pasar"]
    assert planned.feed["_kiosk"]["tombstones"] == []


def test_old_editions_stay_for_kiosks_in_mid_download(office: OfficePC) -> None:
    for shade in ("red", "green", "blue", "teal"):
        office.put("pipa.png", picture(shade))
        office.publish(later=DAY, keep=2)
    assert sorted(path.name for path in office.out.glob("feed-*.json")) == ["feed-3.json", "feed-4.json"]
    assert len(list(office.out.glob("media/*"))) == 2


def test_a_calendar_is_listed_and_its_events_are_withdrawn_by_name(office: OfficePC) -> None:
    office.put("acara/kalender.ics", CALENDAR)
    (entry,) = office.publish().feed["_kiosk"]["files"]
    assert (office.out / entry["name"]).read_bytes() == CALENDAR.encode()
    assert entry["type"] == "ics"
    (office.folder / "acara/kalender.ics").unlink()
    (stone,) = office.publish(later=DAY).feed["_kiosk"]["tombstones"]
    assert stone.startswith("posyandu@kantor")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_id_is_written_in_and_never_changed(office: OfficePC, end: str) -> None:
    for name, text in (("air.md", WATER), ("pasar.md", MARKET)):
        without = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("id"))
        office.put(name, without.replace("\n", end))
    office.plan()
    assert b"id:" not in (office.folder / "air.md").read_bytes()  # a dry run writes nothing
    ids = office.publish().ids
    for name, key in ids.items():
        text = (office.folder / name).read_bytes().decode()
        assert key in text
        assert text.count(end) == text.count("\n")
    office.put("air.md", (office.folder / "air.md").read_bytes().replace(b"mati", b"hidup"))
    planned = office.publish(later=DAY)
    assert (planned.ids, {item["id"] for item in planned.feed["items"]}) == ({}, set(ids.values()))


def test_large_pictures_are_made_small_and_tell_no_place(office: OfficePC) -> None:
    office.put("pipa.png", picture(size=(3000, 2000)))
    planned = office.publish()
    (attachment,) = planned.feed["items"][0]["attachments"]
    from PIL import Image

    with Image.open(office.out / attachment["url"]) as shown:
        assert max(shown.size) == 2560


WRONG: dict[str, tuple[Callable[[OfficePC], None], str]] = {
    "a title too long": (lambda o: o.put("air.md", WATER.replace("besok", "b" * 300)), "air.md:3: judul 309 huruf"),
    "no title": (lambda o: o.put("air.md", WATER.replace("title: Air mati besok\n", "")), "air.md:1: judul (title) tidak ada"),
    "no end": (lambda o: o.put("air.md", WATER.replace("expires: 2026-09-10\n", "")), "air.md:1: tanggal berakhir"),
    "no date": (lambda o: o.put("air.md", WATER.replace("2026-09-10", "lusa")), 'air.md:6: "lusa" bukan tanggal'),
    "two dates": (
        lambda o: o.put("air.md", WATER.replace("2026-09-10", "9 September 2026, 18.005 September 2026")),
        'air.md:6: "9 September 2026, 18.005 September 2026" bukan tanggal',
    ),
    "no alt": (lambda o: o.put("air.md", WATER.replace("alt: Pipa", "# ")), "air.md:8: gambar pipa.png tanpa teks alt"),
    "no picture": (lambda o: o.put("pipa.png", b"GIF89a???"), "air.md:8: pipa.png tidak dapat dipakai"),
    "a missing file": (lambda o: (o.folder / "pipa.png").unlink(), "air.md:8: pipa.png tidak ada di folder ini"),
    "outside": (lambda o: o.put("air.md", WATER.replace("pipa.png", "../../rahasia.png")), "air.md:8: ../../rahasia.png"),
    "a category": (lambda o: o.put("air.md", WATER.replace("pengumuman", "pengumumam")), 'mungkin maksudnya "pengumuman"?'),
    "an area": (lambda o: o.put("air.md", WATER.replace("72.01.05", "Luwuk")), 'air.md:5: "Luwuk" bukan kode wilayah'),
    "twice": (lambda o: o.put("salinan.md", WATER), "salinan.md: id sama dengan air.md"),
    "a priority": (lambda o: o.put("air.md", WATER.replace("priority: 2", "priority: 3")), "air.md:7: priority 3 hanya untuk"),
    "a claim": (lambda o: o.put("air.md", WATER.replace("pengumuman", "klarifikasi")), "air.md:1: klarifikasi tanpa claim"),
    "no front matter": (lambda o: o.put("baru.md", "Isi saja."), "baru.md:1: berkas ini tidak diawali"),
    "an open fence": (lambda o: o.put("baru.md", "---\ntitle: a\nIsi"), "baru.md:1: baris --- penutup"),
    "yaml": (lambda o: o.put("baru.md", "---\ntitle: Air: mati\n---\nIsi"), "baru.md:2: keterangan tidak dapat dibaca"),
    "toml": (lambda o: o.put("baru.md", "+++\nid = 'a'\ntitle = Air\n+++\nIsi"), "baru.md:3: keterangan tidak dapat dibaca"),
    "no UTF-8": (lambda o: o.put("baru.md", b"---\ntitle: \xe9\n---\nIsi"), "baru.md: bukan teks UTF-8"),
    "no calendar": (lambda o: o.put("a.ics", "halo"), "a.ics: tidak dapat dipakai"),
    "a recording": (lambda o: o.put("pasar.md", MARKET.replace('"berita"', '"berita"\naudio = "pipa.png"')), "pasar.md:5: pipa"),
    "a turn": (lambda o: o.put("air.md", WATER.replace("priority: 2", "loop: {hours: [pagi]}")), 'air.md:7: loop: "hours" tidak'),
    "an emergency": (lambda o: o.put("banjir.md", FLOOD), "banjir.md: kategori darurat hanya dapat diterbitkan dengan kunci alert"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_told_with_file_and_line(office: OfficePC, name: str) -> None:
    spoil, told = WRONG[name]
    spoil(office)
    with pytest.raises(FolderError) as raised:
        office.plan()
    lines = [folder_fault(fault) for fault in raised.value.faults]
    assert any(told in line for line in lines), lines
    assert not office.out.exists()


def test_all_faults_are_told_at_once(office: OfficePC) -> None:
    office.put("air.md", WATER.replace("72.01.05", "Luwuk").replace("2026-09-10", "lusa"))
    office.put("pasar.md", MARKET.replace("berita", "brita"))
    with pytest.raises(FolderError) as raised:
        office.plan()
    assert {(fault.file, fault.line) for fault in raised.value.faults} == {
        ("air.md", 5),
        ("air.md", 6),
        ("pasar.md", 4),
    }


def test_the_terms_of_a_turn_reach_the_kiosk(office: OfficePC) -> None:
    terms = "loop:\n  weight: 3\n  hours: [07:00-18:00]\n  days: senin, kamis\n  until: 2026-09-08"
    office.put("air.md", WATER.replace("priority: 2", terms))
    office.put("pasar.md", MARKET.replace('"berita"', '"berita"\nloop = {weight = 0}'))
    office.publish()
    body = (office.out / "feed-1.json").read_bytes()
    told = {item["id"]: item["_kiosk"]["loop"] for item in json.loads(body)["items"]}
    until = "2026-09-09T00:00:00+08:00"
    assert told == {
        "air": {"weight": 3, "hours": ["07:00-18:00"], "days": ["mon", "thu"], "until": until},
        "pasar": {"weight": 0},
    }
    source = Source(name="a", url="https://kantor.example/feed.json")
    read = {item.id: item.loop for item in read_feed(body, source, now=NOW).items}
    until_then = datetime.fromisoformat(until)
    assert read == {"air": LoopTerms(3, ((420, 1080),), (0, 3), until_then), "pasar": LoopTerms(0)}


@pytest.mark.parametrize(
    ("written", "starts", "ends"),
    [
        ("starts: 8-10 September 2026", "2026-09-08T00:00:00+08:00", "2026-09-11T00:00:00+08:00"),
        ("starts: 8-10 September 2026, 08.00", "2026-09-08T08:00:00+08:00", "2026-09-11T00:00:00+08:00"),
        ("starts: 8 September 2026, 08.00-11.00", "2026-09-08T08:00:00+08:00", "2026-09-08T11:00:00+08:00"),
        (
            "starts: 8-10 September 2026\nends: 12 September 2026",
            "2026-09-08T00:00:00+08:00",
            "2026-09-13T00:00:00+08:00",
        ),
        (
            "starts: 8 September 2026\nends: 8 s.d. 10 September 2026",
            "2026-09-08T00:00:00+08:00",
            "2026-09-11T00:00:00+08:00",
        ),
        ("starts: 8 September 2026", "2026-09-08T00:00:00+08:00", None),
        ("starts: 8 September 2026, 08.00", "2026-09-08T08:00:00+08:00", None),
        ("starts: 8 September 2026, 8", "2026-09-08T08:00:00+08:00", None),
        ("starts: 8 September 2026, 8,30", "2026-09-08T08:30:00+08:00", None),
    ],
)
def test_a_span_where_an_event_begins_tells_its_end_too(
    office: OfficePC, written: str, starts: str, ends: str | None
) -> None:
    office.put("bazar.md", f"---\nid: bazar\ntitle: Bazar\ncategory: kegiatan\n{written}\n---\nDi lapangan.\n")
    office.publish()
    items = json.loads((office.out / "feed-1.json").read_bytes())["items"]
    told = next(item["_kiosk"] for item in items if item["id"] == "bazar")
    assert (told["starts"], told.get("ends")) == (starts, ends)
    assert told.get("all_day", False) is ("T00:00" in starts)


def test_a_table_of_markdown_reaches_the_kiosk(office: OfficePC) -> None:
    office.put("pasar.md", MARKET + "\n| Barang | Harga (Rp) |\n|---|---:|\n| Beras | 15.000 |\n")
    office.publish()
    body = (office.out / "feed-1.json").read_bytes()
    source = Source(name="a", url="https://kantor.example/feed.json")
    (item,) = [item for item in read_feed(body, source, now=NOW).items if item.id == "pasar"]
    assert item.blocks[-1].rows == (("Barang", "Harga (Rp)"), ("Beras", "15.000"))


def test_a_long_title_or_an_unknown_field_is_but_a_warning(office: OfficePC) -> None:
    office.put("pasar.md", MARKET.replace("turun", "turun " * 12).replace('id = "pasar"', 'id = "pasar"\njudul = "a"'))
    told = [folder_fault(fault) for fault in office.publish().faults]
    assert told == ['pasar.md:3: perhatian: "judul" tidak dikenal' + told[0].split("dikenal")[1],
                    "pasar.md:4: perhatian: judul 86 huruf; sebaiknya paling banyak 60"]  # fmt: skip


def test_an_emergency_takes_the_alert_key(office: OfficePC) -> None:
    office.put("banjir.md", FLOOD)
    planned = office.publish(key=ALERT)
    kiosk = next(item for item in planned.feed["items"] if item["id"] == "banjir")["_kiosk"]
    assert (kiosk["category"], kiosk["priority"]) == ("darurat", 3)


def test_another_key_makes_another_edition(office: OfficePC) -> None:
    office.publish()
    assert office.publish(key=OTHER).latest.seq == 2


def test_a_clock_that_went_back_is_told(office: OfficePC) -> None:
    office.publish()
    office.put("pasar.md", MARKET.replace("25", "26"))
    with pytest.raises(FolderError, match="clock_behind"):
        office.publish(later=-DAY)


def test_a_lost_output_folder_goes_on_from_the_site(office: OfficePC, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TYPES, ".minisig", "text/plain")
    office.publish()
    (office.folder / "pasar.md").unlink()
    site = office.out.rename(office.out.with_name("situs"))
    with serve(site) as url:
        planned = plan(office.folder, office.out, NEWS, on_site(url), NOW + DAY)
    write_edition(planned, office.folder, office.out)
    assert (planned.latest.seq, planned.feed["_kiosk"]["tombstones"]) == (2, ["pasar"])


@pytest.mark.parametrize("url", ["https://[alamat]/", "https://[::1", "https://desa.go.id:99999/"])
def test_a_site_whose_address_is_none_is_an_error_of_the_address(url: str) -> None:
    with pytest.raises(FetchError):
        on_site(url)


def test_broken_off_at_any_write_the_old_edition_is_whole(office: OfficePC, monkeypatch: pytest.MonkeyPatch) -> None:
    office.publish()
    office.put("pipa.png", picture("red"))
    office.now += DAY
    planned = office.plan()
    left = 0

    def breaking(path: Path, content: bytes, mode: int | None) -> None:
        nonlocal left
        if left == 0:
            raise OSError("pulled")
        left -= 1
        write_whole(path, content, mode)

    monkeypatch.setattr("kiosk.office.editions.publish.write_whole", breaking)
    for count in (3, 2, 1, 0, 0):  # media, feed-2.json, feed.json, the signature; what is written stays
        left = min(count, 2) if (office.out / "feed-2.json").exists() else count
        with pytest.raises(OSError, match="pulled"):
            write_edition(planned, office.folder, office.out)
        before = in_folder(office.out)
        signature = Signature.parse((office.out / LATEST).read_bytes())
        signature.verify(NEWS.public, (office.out / latest(office).edition_name).read_bytes())
        assert latest(office).seq == 1
        assert all(
            (office.out / one["url"]).is_file() for item in before.items.values() for one in item.get("attachments", ())
        )


BARRED = """
import os, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "posix_ipc", "syslog"):
    sys.modules[name] = None
for name in ("fork", "getuid", "geteuid", "statvfs", "fchmod", "killpg", "getppid", "O_DIRECTORY", "O_NOFOLLOW"):
    delattr(os, name)
from kiosk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow(cases=0)
def test_nothing_that_windows_lacks_is_needed(office: OfficePC, tmp_path: Path) -> None:
    """keys new, publish with all its options, on a Python without the modules and calls that Windows does not have."""
    office.put("acara.ics", CALENDAR)
    call = [sys.executable, "-c", BARRED, "--data", str(tmp_path / "data")]
    keys, out = str(tmp_path / "kunci"), str(office.out)
    for words in (
        ["keys", "new", "--to", keys, "--no-password"],
        [
            "publish",
            str(office.folder),
            "--to",
            out,
            "--key",
            f"{keys}/news.key",
            "--now",
            "2026-09-03T09:00",
            "--preview",
        ],
        [
            "publish",
            str(office.folder),
            "--to",
            out,
            "--key",
            f"{keys}/news.key",
            "--now",
            "2026-09-03T10:00",
            "--dry-run",
        ],
    ):
        done = subprocess.run(call + words, capture_output=True, text=True, check=False, timeout=60)
        told = ["1/2 air.md", "2/2 pasar.md"] if words[0] == "publish" else []
        assert (done.returncode, done.stderr.splitlines()) == (0, told)
    assert "Tidak ada yang berubah" in done.stdout
    if shutil.which("minisign"):
        feed, public = f"{out}/feed-1.json", f"{keys}/news.pub"
        subprocess.run(
            ["minisign", "-V", "-p", public, "-m", feed, "-x", f"{out}/{LATEST}"], check=True, capture_output=True
        )
