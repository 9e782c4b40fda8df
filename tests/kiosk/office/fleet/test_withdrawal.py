"""One notice taken back at once: an edition without it, while what else is ready waits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import SecretKey
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.publish import KEPT, without_item
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.fleet.item_spread import ItemSpread, first_edition, spread_of
from kiosk.office.warnings.warnings import new_warning
from tests.content_cache.central.office import ALERT, NEWS, OfficePC
from tests.kiosk.office.notices.test_writing import BODY, TITLE, publish
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.posting import enrol, report_health

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
    room.office.editions.wait_until_done(30)
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
    room.office.editions.wait_until_done(30)
    assert titles(room) == ["Kabar lain"]
    assert rahma.get(f"/tarik-sekarang/{name}").headers["Location"] == f"/kabar/{name}", "nobody has it any more"
    answer = rahma.post(f"/tarik-sekarang/{name}", {"tanda": rahma.token, "sandi": KEY_PASSWORD})
    assert answer.status_code in (303, 403)


def release_warning(room: Newsroom) -> None:
    """Publish a warning that two people have released."""
    warning = new_warning(
        event="Banjir", severity="awas", text="Air naik", steps="Lari", origin="BPBD", areas=("72.01",), hours="6",
        first="fatma", now=room.now, drill=False,
    )  # fmt: skip
    alert = room.office.cabinet.unlock_key(KeyRole.ALERT, KEY_PASSWORD)
    room.office.warnings.propose(warning)
    path = room.office.warnings.store_released(warning, "hendra", room.now, "kantor@72.01.kim-kiosk", alert)
    room.office.editions.warn("Fatma, Hendra", alert, path, room.now, done=lambda _edition: None)
    room.office.editions.wait_until_done(30)


@pytest.mark.attack(
    "people",
    "a warning is released between the page of a withdrawal and its password",
    "which key the edition needs is looked up again when nothing else can publish: the everyday one drops no warning",
)
def test_warning_released_meanwhile_stays(room: Newsroom, name: str) -> None:
    editions, item_id, taken = room.office.editions, room.office.notices.item_id(name), []
    keys = {role: room.office.cabinet.unlock_key(role, KEY_PASSWORD) for role in (KeyRole.NEWS, KeyRole.ALERT)}

    def withdraw(key: SecretKey) -> None:
        editions.publish_without(
            "Rahma", key, item_id, room.now, take_out=lambda: taken.append(name), done=lambda _edition: None
        )
        editions.wait_until_done(30)

    assert editions.role_without(item_id, room.now) is KeyRole.NEWS
    release_warning(room)
    before = feed(room)
    with pytest.raises(OfficeError) as refused:
        withdraw(keys[KeyRole.NEWS])
    assert refused.value.problem.code == OfficeCode.WARNING_STANDS.value
    assert (feed(room), taken) == (before, [])
    withdraw(keys[KeyRole.ALERT])
    assert (titles(room), taken) == (["Kabar lain"], [name])
    assert [entry["type"] for entry in feed(room)["_kiosk"]["files"]] == ["cap"]


def begin_draft(rahma: Browser, name: str, title: str) -> None:
    """Open a live notice and save it as a draft of another title."""
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", judul=title)


def test_draft_begun_before_the_first_edition_hinders_no_withdrawal(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write(TITLE, BODY, lalu="siap")
    begin_draft(rahma, name, "Judul baru")
    publish(rahma)
    (item,) = feed(room)["items"]
    rahma.get(f"/tarik-sekarang/{name}")
    rahma.submit(f"/tarik-sekarang/{name}", sandi=KEY_PASSWORD)
    room.office.editions.wait_until_done(30)
    assert titles(room) == []
    assert feed(room)["_kiosk"]["tombstones"] == [item["id"]]
    assert room.office.notices.item_id(name) == item["id"], "shown again it is the same"
    deeds = [deed.what for deed in room.office.history.deeds(10)]
    assert f"menarik “{TITLE}”" in deeds, "by the title that was on show"


def test_draft_begun_before_the_first_edition_keeps_its_id(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write(TITLE, BODY, lalu="siap")
    begin_draft(rahma, name, "Judul baru")
    publish(rahma)
    (item,) = feed(room)["items"]
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    publish(rahma)
    assert [(each["id"], each["title"]) for each in feed(room)["items"]] == [(item["id"], "Judul baru")]
    assert feed(room)["_kiosk"]["tombstones"] == []


def test_notice_that_no_edition_has_offers_no_withdrawal_at_once(rahma: Browser, name: str) -> None:
    other = rahma.write("Belum terbit", BODY, lalu="siap")
    for each, offered in ((name, True), (other, False)):
        rahma.get(f"/kabar/{each}")
        assert (f"/tarik-sekarang/{each}" in rahma.text) is offered


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
    assert [first_edition(office.out, key, 0) for key in ("air", "baru", "lagi", "tidak-ada")] == [1, 2, 3, 0]
    kiosks = [kiosk("72.01.05.2003", 1), kiosk("72.01.05.2004", 2), kiosk("72.01.06.2001", 3), kiosk("72.01.051", 3)]
    assert spread_of(kiosks, ["72.01.05"], 2, lambda each: each.edition == 2) == ItemSpread(2, 1, 1)
    assert spread_of(kiosks, [], 2, lambda _each: False) == ItemSpread(4, 3, 0)
    assert spread_of(kiosks, [], 0, lambda _each: False).having == 0


def add_edition(room: Newsroom, name: str) -> None:
    """Publish one notice more."""
    (room.folder / f"{name}.md").write_text(f"---\ntitle: {name}\n---\nIsi.\n")
    key = room.office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    room.office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
    room.office.editions.wait_until_done(30)


def test_silent_kiosks_of_editions_that_are_no_longer_kept_are_counted(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    add_edition(room, "lama")
    add_edition(room, "ini")
    for number, id_ in enumerate(("000000000001", "000000000002"), 1):
        enrol(room.office, id_)
        report_health(room.office, id_, 1, sources=[{"edition": number}])
    for n in range(KEPT):
        add_edition(room, f"baru-{n}")
    assert feed(room)["_kiosk"]["seq"] == KEPT + 2
    room.wait(days=3)
    rahma = room.browser("Rahma Lasaeo")
    rahma.get("/tarik-sekarang/ini")
    assert "1 dari 2 kios melapor sudah menerimanya." in rahma.words
    assert "1 kios tanpa internet tetap menampilkannya." in rahma.words


def test_item_older_than_the_log_counts_as_one_of_the_first_edition(tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    for n in range(KEPT + 1):
        office.put(f"lagi-{n}.md", f"---\nid: lagi-{n}\ntitle: Lagi\n---\nIsi.\n")
        office.publish()
    assert [first_edition(office.out, "air", brought) for brought in (0, 1)] == [1, 1]
    assert first_edition(office.out, "tidak-ada", 3) == 0
