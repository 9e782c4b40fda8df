"""One notice taken back at once: an edition without it, while what else is ready waits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.publish import without_item
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.fleet.item_spread import ItemSpread, first_edition, spread_of
from tests.content_cache.central.office import ALERT, NEWS, OfficePC
from tests.kiosk.office.notices.test_writing import BODY, TITLE, publish
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "a notice is withdrawn at once by a writer, with a wrong password, twice, or that no edition has",
    "editors alone, by the key's password; the edition that is out stays, and no other change goes out",
)


def feed(room: Newsroom) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((room.folder / ".kantor/terbit/feed.json").read_bytes())
    return found


def titles(room: Newsroom) -> list[str]:
    return sorted(item["title"] for item in feed(room)["items"])


@pytest.fixture
def name(rahma: Browser) -> str:
    """A notice that is out, with another one."""
    name = rahma.write(TITLE, BODY, lalu="siap")
    rahma.write("Kabar lain", BODY, lalu="siap")
    publish(rahma)
    return name


def test_notice_goes_at_once_and_other_changes_wait(room: Newsroom, rahma: Browser, name: str) -> None:
    (item_id,) = (item["id"] for item in feed(room)["items"] if item["title"] == TITLE)
    before = feed(room)["_kiosk"]["seq"]
    rahma.write("Belum waktunya", BODY, lalu="siap")
    rahma.get(f"/kabar/{name}")
    assert f"/tarik-sekarang/{name}" in rahma.text
    rahma.get(f"/tarik-sekarang/{name}")
    assert "1 perubahan lain tetap menunggu." in rahma.words
    rahma.submit(f"/tarik-sekarang/{name}", sandi=KEY_PASSWORD)
    assert rahma.page.headers["Location"] == f"/terbitkan/{before + 1}"
    room.office.editions.wait(30)
    assert titles(room) == ["Kabar lain"]
    assert feed(room)["_kiosk"]["tombstones"] == [item_id]
    assert f"_{name}.md" in room.files()
    rahma.get("/")
    assert "1siap terbit" in rahma.words, "what is ready still waits"
    rahma.get("/kabar?lihat=ditarik")
    assert "Kios masih menampilkannya" not in rahma.words
    publish(rahma)
    assert titles(room) == ["Belum waktunya", "Kabar lain"]
    assert feed(room)["_kiosk"]["tombstones"] == [item_id]


def test_wrong_password_changes_nothing(room: Newsroom, rahma: Browser, name: str) -> None:
    before = feed(room)
    rahma.get(f"/tarik-sekarang/{name}")
    rahma.submit(f"/tarik-sekarang/{name}", sandi="bukan sandi kunci")
    assert "Sandi kunci salah" in rahma.words
    assert feed(room) == before
    assert f"{name}.md" in room.files()


def test_notice_withdrawn_before_can_still_go_at_once(room: Newsroom, rahma: Browser, name: str) -> None:
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/tarik/{name}", {"tanda": rahma.token})
    rahma.get(f"/tarik-sekarang/{name}")
    rahma.submit(f"/tarik-sekarang/{name}", sandi=KEY_PASSWORD)
    room.office.editions.wait(30)
    assert titles(room) == ["Kabar lain"]
    assert rahma.get(f"/tarik-sekarang/{name}").headers["Location"] == f"/kabar/{name}", "nobody has it any more"
    answer = rahma.post(f"/tarik-sekarang/{name}", {"tanda": rahma.token, "sandi": KEY_PASSWORD})
    assert answer.status_code in (303, 403)


def test_only_warnings_leave_an_edition_of_the_news_key(tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    office.publish()

    before = in_folder(office.out)
    before.feed["_kiosk"]["files"].append({"name": "alerts/a.xml", "sha256": "0" * 64, "size": 1, "type": "cap"})
    for key, left in ((NEWS, []), (ALERT, ["cap"])):
        planned = without_item("air", key, before, office.now)
        assert [entry["type"] for entry in planned.feed["_kiosk"]["files"]] == left
        assert [item["id"] for item in planned.feed["items"]] == ["pasar"]


def kiosk(area: str, edition: int) -> FleetKiosk:
    return FleetKiosk(area, area, area, datetime(2026, 11, 27, tzinfo=UTC), edition)


def test_kiosks_with_the_first_edition_that_had_it_are_counted(tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    office.publish()
    office.put("baru.md", "---\nid: baru\ntitle: Baru\n---\nIsi.\n")
    office.publish()
    office.put("lagi.md", "---\nid: lagi\ntitle: Lagi\n---\nIsi.\n")
    office.publish()
    assert [first_edition(office.out, key) for key in ("air", "baru", "lagi", "tidak-ada")] == [1, 2, 3, 0]
    kiosks = [kiosk("72.01.05.2003", 1), kiosk("72.01.05.2004", 2), kiosk("72.01.06.2001", 3), kiosk("72.01.051", 3)]
    assert spread_of(kiosks, ["72.01.05"], 2, lambda each: each.edition == 2) == ItemSpread(2, 1, 1)
    assert spread_of(kiosks, [], 2, lambda _each: False) == ItemSpread(4, 3, 0)
    assert spread_of(kiosks, [], 0, lambda _each: False).having == 0
