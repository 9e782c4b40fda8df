"""The attack table, on the web and on a stick: nothing of it is shown, one Indonesian line says why, nothing cached is lost."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import Imported, ImportResult, import_bundle
from content_cache.central.import_result import LONGEST_S
from content_cache.central.time_limits import copying, verifying
from content_cache.model.items import Alert, Item
from content_cache.model.vocabulary import Severity
from content_cache.signing.edition import Listed, feed_name
from tests.content_cache.central.attacks import ATTACKS, Attack, Spoil, flipped, found, missing, older
from tests.content_cache.central.changing_stick import ChangingFile
from tests.content_cache.central.office import ALERT, CALENDAR, FLOOD, MARKET, NOW, OfficePC, picture
from tests.content_cache.central.village import Village, living, pinned
from tests.told import told

pytestmark = pytest.mark.attack(
    "what comes in",
    "a stick that gives other bytes when it is read again",
    "what was verified is what was read, and of files only bytes that match the verified edition are "
    "used; an update is copied first and verified as the copy",
)


WEB = {name: attack for name, attack in ATTACKS.items() if attack.web}
STICK = {name: attack for name, attack in ATTACKS.items() if attack.on_stick}


@pytest.fixture(scope="module")
def first_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose kiosk has the first edition while the second is out. It is made once for all attacks."""
    place = tmp_path_factory.mktemp("hari-pertama")
    office = OfficePC.at(place)
    office.out.mkdir()
    with living(place, office) as village:
        village.publish()
        assert village.refresh().status == "updated"
        office.put("pasar.md", MARKET.replace("turun", "naik"))
        office.put("pipa.png", picture("red"))
        office.put("baru.md", MARKET.replace("pasar", "baru"))
        office.put("acara.ics", CALENDAR)
        village.publish()
    return place


@pytest.fixture
def lived_in(first_days: Path, tmp_path: Path) -> Iterator[Village]:
    place = tmp_path / "desa"
    shutil.copytree(first_days, place)
    office = OfficePC(place / "kantor", place / "terbit", now=NOW + timedelta(days=2))
    with living(place, office) as village:
        village.house.clock.now = office.now
        yield village


def contents(village: Village) -> tuple[dict[str, Item], int, list[str]]:
    return village.items(), village.seq, sorted(path.name for path in (village.house.data_dir / "media").iterdir())


def take(village: Village, folder: Path) -> Imported:
    (bundle,) = bundles_in(folder)
    return import_bundle(
        village.house.store, bundle, [pinned(village.url)], clock=village.house.clock, limits=village.house.limits
    )


@pytest.mark.slow(cases=15)
@pytest.mark.parametrize("attack", WEB.values(), ids=WEB)
def test_on_the_web(lived_in: Village, attack: Attack) -> None:
    before = contents(lived_in)
    attack.spoil(lived_in.office, lived_in.office.out)
    outcome = lived_in.refresh()
    assert outcome.status == "failed"
    assert attack.told in lived_in.why(outcome)
    assert lived_in.shown() == [] if attack.evicts else contents(lived_in) == before


@pytest.mark.slow(cases=13)
@pytest.mark.parametrize("attack", STICK.values(), ids=STICK)
def test_on_a_stick(lived_in: Village, attack: Attack, tmp_path: Path) -> None:
    before = contents(lived_in)
    stick = tmp_path / "stick"
    shutil.copytree(lived_in.office.out, stick)
    lived_in.office.out = stick
    attack.spoil(lived_in.office, stick)
    imported = take(lived_in, stick)
    assert imported.result is ImportResult.REFUSED
    assert attack.told in told(imported.error)
    assert contents(lived_in) == before


def test_an_older_edition_on_the_web(lived_in: Village) -> None:
    lived_in.refresh()
    before = contents(lived_in)
    older(lived_in.office, lived_in.office.out)
    outcome = lived_in.refresh()
    assert outcome.status == "failed"
    assert "sudah punya yang lebih baru (edisi 2); edisi 1 tidak dipakai" in lived_in.why(outcome)
    assert contents(lived_in)[:2] == before[:2]


def test_an_older_edition_on_a_stick(lived_in: Village) -> None:
    lived_in.refresh()
    before = contents(lived_in)
    older(lived_in.office, lived_in.office.out)
    imported = take(lived_in, lived_in.office.out)
    assert (imported.result, contents(lived_in)) == (ImportResult.OLDER, before)
    assert told(imported.error) == "sudah punya yang lebih baru (edisi 2); edisi 1 tidak dipakai"


@pytest.mark.parametrize("spoil", [flipped("media/*"), missing("media/*")], ids=["changed", "missing"])
def test_on_the_web_a_wrong_picture_is_left_out_and_its_item_stays(
    lived_in: Village, spoil: Spoil, caplog: pytest.LogCaptureFixture
) -> None:
    """A host that has a file no more, or another one, does not keep the text from the village."""
    caplog.set_level("INFO")
    wrong = found(lived_in.office.out, "media/*").name
    spoil(lived_in.office, lived_in.office.out)
    assert lived_in.refresh().status == "updated"
    assert lived_in.items()["air"].picture is None
    assert any(wrong in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("year", [1970, 2100])
def test_a_wrong_clock_lets_nothing_in_and_keeps_nothing_out(lived_in: Village, year: int) -> None:
    lived_in.house.clock.now = datetime(year, 1, 2, tzinfo=UTC)
    assert lived_in.refresh().status == "updated"
    assert lived_in.seq == 2
    older(lived_in.office, lived_in.office.out)
    assert take(lived_in, lived_in.office.out).result is ImportResult.OLDER


def test_of_a_stick_with_folders_without_end_some_are_looked_at(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "latest.minisig").touch()
    assert len(bundles_in(tmp_path)) == 30
    assert len(bundles_in(tmp_path, most=10)) == 10


def test_a_kiosk_without_keys_takes_nothing(lived_in: Village) -> None:
    outcome = lived_in.refresh(keys=(), alert_keys=(), format="central", name="tanpa kunci")
    assert (outcome.status, lived_in.why(outcome)) == (
        "failed",
        "belum ada sumber dengan keys di kiosk.toml; tambahkan [[source]] kantor itu beserta keys-nya",
    )


def test_ninety_days_later_a_stick_from_yesterday(village: Village, tmp_path: Path) -> None:
    village.publish()
    village.refresh()
    village.house.clock.now = village.office.now = NOW + timedelta(days=90)
    village.office.put("baru.md", MARKET.replace("pasar", "baru"))
    village.office.publish()
    shutil.copytree(village.office.out, tmp_path / "stick" / "kabar")
    imported = take(village, tmp_path / "stick")  # found in a folder of the stick
    assert (imported.result, imported.seq, imported.added) == (ImportResult.TAKEN, 2, 1)
    now = village.house.clock.now
    assert sorted(item.id for item in village.house.store.reader.items(expired_at=now)) == ["baru", "pasar"]
    assert take(village, tmp_path / "stick").result is ImportResult.SAME
    assert village.refresh().status == "unchanged"  # and the web has nothing that is not here


@pytest.mark.parametrize("step", ["verifying", "copying"])
def test_a_stick_that_oversteps_its_time_is_told_to_be_slow_and_is_taken_later(
    village: Village, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """No line is blamed, nor the office: there is nothing wrong with what is on it."""
    village.office.publish()
    with monkeypatch.context() as patch:
        patch.setattr(f"content_cache.central.bundle_import.{step}", lambda _: -1.0)  # over before it began
        imported = take(village, village.office.out)
    assert (imported.result, village.items()) == (ImportResult.SLOW, {})
    assert told(imported.error) == "flash disk terlalu lambat; cabut dan pasang lagi, atau pakai yang lain"
    assert take(village, village.office.out).result is ImportResult.TAKEN


def test_a_stick_has_time_according_to_what_is_on_it_but_does_not_hold_the_kiosk_for_ever() -> None:
    a_year, everything = 100_000_000, 10**12
    assert verifying(0) < verifying(a_year) < verifying(everything) == LONGEST_S
    recording = Listed("media/a.mp3", "", 15_000_000, "media")
    assert copying([recording]) > 150  # a quarter of an hour: 86 MB of it are written, beside two others
    assert copying([recording] * 3) > copying([recording])


def test_a_stick_brings_its_pictures(village: Village) -> None:
    village.office.publish()
    assert take(village, village.office.out).result is ImportResult.TAKEN
    shown = village.items()["air"].picture
    assert shown is not None
    assert (village.house.data_dir / shown.path).is_file()
    village.asked.clear()
    assert village.refresh().status == "unchanged"
    assert village.asked == ["latest.minisig"]


def test_an_emergency_from_a_stick_is_known_as_such_until_the_web_brings_it_too(village: Village) -> None:
    """Show that an alert from a stick keeps its mark until the web brings it: with an untrusted clock a stick's alert,
    perhaps years old, must not sound."""
    village.office.put("banjir.md", FLOOD)
    village.publish(key=ALERT)
    assert take(village, village.office.out).result is ImportResult.TAKEN
    flood = village.items()["banjir"]
    assert isinstance(flood, Alert)
    assert (flood.severity, flood.by_stick) == (Severity.SIAGA, True)
    village.office.put("baru.md", MARKET.replace("pasar", "baru"))
    village.publish(key=ALERT)
    assert village.refresh().status == "updated"
    flood = village.items()["banjir"]
    assert isinstance(flood, Alert)
    assert not flood.by_stick


def test_a_stick_that_changes_after_it_was_verified(lived_in: Village, tmp_path: Path) -> None:
    """The edition is the office's when it is verified, and names one more picture when it is read again: nobody signed that."""
    for number in range(300):  # so that verifying takes a while, and the change comes in time
        lived_in.office.put(f"berita-{number}.md", MARKET.replace("pasar", f"berita-{number}"))
    lived_in.publish()
    stick = tmp_path / "stick"
    shutil.copytree(lived_in.office.out, stick)
    edition, other, unsigned = stick / feed_name(3), tmp_path / "other.json", picture("black")
    digest = hashlib.sha256(unsigned).hexdigest()
    changed = json.loads(edition.read_bytes())
    (pictured,) = (one for item in changed["items"] for one in item.get("attachments", ()))
    name = f"media/{digest}.png"
    one_more = {"url": name, "size_in_bytes": len(unsigned), "_kiosk": {"sha256": digest}}
    changed["items"][0].setdefault("attachments", []).append(pictured | one_more)
    (stick / name).write_bytes(unsigned)
    other.write_bytes(json.dumps(changed).encode())
    with ChangingFile(edition, other) as changing:
        imported = take(lived_in, stick)
    assert changing.has_changed.is_set()
    assert (imported.result, imported.error) == (ImportResult.TAKEN, None)
    assert not any(digest in url for url in lived_in.house.store.media.records()), (
        "only what was signed is decoded and kept"
    )
