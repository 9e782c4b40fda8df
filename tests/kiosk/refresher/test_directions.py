"""What the office tells a kiosk in its edition: real editions over a real web host and sticks, and who tries to forge it."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import import_bundle
from content_cache.formats.directions import directions_of
from content_cache.jobs.limits import Limits
from content_cache.model.changes import Changes
from content_cache.model.sources import EditionFloor, Source
from content_cache.signing.edition import Latest
from content_cache.signing.signatures import sign
from kiosk.core.clock import Moment, Trust
from kiosk.installation import Installation
from kiosk.office.editions.faults import FolderError
from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.publish import plan, write_edition
from kiosk.refresher.directions import Directions
from kiosk.refresher.office_requests import LOG_BYTES, OfficeRequest, is_due, packed_log, without_persons
from kiosk.refresher.office_requests import MOST as OF_A_KIOSK
from kiosk.settings import Settings, load, overrides
from kiosk.settings.office_layer import CHOICES, read_choices, read_layer, write_choices
from kiosk.settings.office_rules import find_problems
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.content_cache.central.office import NEWS, NOW, OTHER, OfficePC
from tests.content_cache.central.village import Village, living, pinned
from tests.told import told

pytestmark = [
    pytest.mark.attack(
        "from afar",
        "settings in a plain feed, an unsigned or altered stick, an older edition, by a revoked key",
        "only what the store took as the newest verified edition of pinned keys",
    ),
    pytest.mark.attack(
        "from afar",
        "a restart every night, or at once after each start",
        "by night, by a trusted clock, after six hours",
    ),
]


ME = "0123456789ab"
LOUD = "[speech]\nvolume = 60\n"
WANTED = """[[request]]
id = "{id}"
kiosk = "0123456789ab"
kind = "{kind}"
until = 2026-09-20T00:00:00+08:00
"""


class Kiosk:
    """The refresher's part that obeys, over the store of a village; what it would send lies in `sent`."""

    def __init__(
        self, village: Village, data: Path, *, source: Source | None = None, trust: Trust = Trust.TRUSTED
    ) -> None:
        self.village, self.data, self.trust = village, data, trust
        self.sent: list[tuple[str, bytes]] = []
        self.acknowledged: list[int] = []
        self.memory = Memory(data)
        self.source = source or pinned(village.url)
        self.begin()

    def begin(self, put: Callable[[str, bytes], object] | None = None) -> None:
        """Make the directions anew, as after a restart."""
        settings = replace(Settings(sources=(self.source,)), office=load(None, self.data).office)
        settings = replace(settings, place=replace(settings.place, area="72.01.05.2003"))
        installation = Installation(settings, None, self.data, print, print)
        self.directions = Directions(
            installation, self.village.house.store, self.memory, ME,
            look=lambda: self.moment, put=put or (lambda kind, content: self.sent.append((kind, content))),
            acknowledge=self.acknowledged.append,
        )  # fmt: skip

    @property
    def moment(self) -> Moment:
        now = self.village.house.clock.now
        return Moment(now, self.trust, now if self.trust is Trust.FLOOR else None)

    def obey(self) -> None:
        self.directions.expire()
        self.directions.follow_directions()

    @property
    def volume(self) -> int:
        return load(None, self.data).speech.volume

    def asked_for(self, kind: RequestKind) -> int:
        return len(self.memory.requests.pending(kind))


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    return OfficePC.at(tmp_path)


@pytest.fixture
def village(tmp_path: Path, office: OfficePC) -> Iterator[Village]:
    office.out.mkdir()
    with living(tmp_path, office) as made:
        yield made


@pytest.fixture
def kiosk(village: Village, tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(village, tmp_path / "data")
    yield made
    made.memory.close()


def come(kiosk: Kiosk) -> None:
    """The next edition is published, fetched and obeyed."""
    kiosk.village.publish()
    assert kiosk.village.refresh().error is None
    kiosk.obey()


def test_a_signed_edition_says_how_far_the_office_has_what_was_sent(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("tanda-terima.json", json.dumps({ME: 17, "ba9876543210": 99}))
    come(kiosk)
    assert kiosk.acknowledged == [17]


@pytest.mark.parametrize("number", [0, -1, 2**53, 1.5, True, "17", None, [17], {}])
def test_an_acknowledgement_that_is_no_number_is_left_out_alone(number: object) -> None:
    told = json.loads(directions_of({"acks": {ME: number, "ba9876543210": 5, "x": 6, "../../etc/pa": 7}}) or "{}")
    assert told == {"acks": {"ba9876543210": 5}}


@pytest.mark.parametrize("acks", [[], "x", 7, {}, {f"{n:012x}": 1 for n in range(20_001)}])
def test_acknowledgements_that_are_none_say_nothing(acks: object) -> None:
    assert directions_of({"acks": acks}) == ""


def test_the_acknowledgements_of_a_province_take_nothing_else_away() -> None:
    acks = {f"{n:012x}": 2**52 for n in range(20_000)}
    told = json.loads(directions_of({"acks": acks, "rings": {"7": {"trial": True}}}) or "{}")
    assert told == {"acks": acks, "rings": {"7": {"trial": True}}}


def test_a_setting_comes_with_an_edition_changes_and_goes_with_one(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    assert kiosk.volume == 60
    assert kiosk.directions.must_restart
    kiosk.begin()
    kiosk.obey()
    assert not kiosk.directions.must_restart, "who has begun anew has it"
    assert not office.plan().is_new, "the same setting is no new edition"  # type: ignore[unreachable]
    office.put("setelan/semua.toml", LOUD.replace("60", "70"))
    come(kiosk)
    assert kiosk.volume == 70
    (office.folder / "setelan/semua.toml").unlink()
    come(kiosk)
    assert kiosk.volume == 80
    assert read_layer(kiosk.data).rows == ()


def test_a_stick_brings_it_too_and_an_unsigned_one_never(kiosk: Kiosk, office: OfficePC, tmp_path: Path) -> None:
    office.put("setelan/semua.toml", LOUD)
    office.publish()
    stick = tmp_path / "flash"
    shutil.copytree(office.out, stick)
    feed = json.loads((stick / "feed-1.json").read_text())

    def bring() -> str:
        store, clock = kiosk.village.house.store, kiosk.village.house.clock
        came = import_bundle(store, Bundle(stick), [kiosk.source], clock=clock, limits=Limits())
        kiosk.obey()
        return str(came.result)

    good = (stick / "feed-1.json").read_bytes()
    feed["_kiosk"]["settings"][0]["values"]["speech"]["volume"] = 30
    (stick / "feed-1.json").write_text(json.dumps(feed))
    assert (bring(), kiosk.volume) == ("refused", 80)
    body = (stick / "feed-1.json").read_bytes()
    (stick / "latest.minisig").write_bytes(sign(body, OTHER, Latest(1, NOW).comment))
    assert (bring(), kiosk.volume) == ("refused", 80)
    (stick / "latest.minisig").unlink()
    assert (bring(), kiosk.volume) == ("refused", 80)
    (stick / "feed-1.json").write_bytes(good)
    shutil.copy(office.out / "latest.minisig", stick)
    assert (bring(), kiosk.volume) == ("taken", 60)


def test_an_older_edition_brings_nothing_back(kiosk: Kiosk, office: OfficePC, tmp_path: Path) -> None:
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    old = tmp_path / "lama"
    shutil.copytree(office.out, old)
    office.put("setelan/semua.toml", LOUD.replace("60", "70"))
    come(kiosk)
    house = kiosk.village.house
    came = import_bundle(house.store, Bundle(old), [kiosk.source], clock=house.clock, limits=Limits())
    kiosk.obey()
    assert (str(came.result), kiosk.volume) == ("older", 70)


def test_a_plain_feed_sets_nothing(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    office.publish()
    plain = Source(name="Diskominfo", url=f"{kiosk.village.url}/feed.json", format="json")
    outcome = kiosk.village.refresher(plain).refresh(force=True)[0]
    kiosk.obey()
    assert (outcome.error, outcome.added, kiosk.volume) == (None, 2, 80)


def test_a_revoked_key_and_another_offices_word_count_for_nothing(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    kiosk.source = pinned(kiosk.village.url, floor=EditionFloor(1, 0, frozenset({int.from_bytes(NEWS.id, "little")})))
    kiosk.begin()
    kiosk.obey()
    assert kiosk.volume == 80
    kiosk.source = pinned(kiosk.village.url, keys=(f"{OTHER.public} news",))
    kiosk.begin()
    kiosk.obey()
    assert kiosk.volume == 80


def forged(office: OfficePC, change: Callable[[dict[str, Any]], None]) -> None:
    """Publish an edition with the office's key that *change* has altered as no program of ours would."""
    before = in_folder(office.out)
    planned = plan(office.folder, office.out, office.key, before, office.now + timedelta(days=1))
    feed = json.loads(json.dumps(planned.feed))
    change(feed["_kiosk"])
    feed["_kiosk"]["seq"] = before.seq + 1
    latest = Latest(before.seq + 1, planned.latest.issued)
    body = json.dumps(feed).encode()
    (office.out / latest.edition_name).write_bytes(body)
    (office.out / "latest.minisig").write_bytes(sign(body, office.key, latest.comment))


def setting(values: Any, **more: Any) -> dict[str, Any]:
    return {"id": "semua", "for": {}, "values": values, "issued": NOW.isoformat()} | more


Change = Callable[[dict[str, Any]], Any]
FORGED: list[Change] = [
    lambda kiosk: kiosk.update(settings=[setting({"speech": {"volume": 0}})]),
    lambda kiosk: kiosk.update(settings=[setting({"technician": {"pin": "1234"}, "wifi": {"name": "x"}})]),
    lambda kiosk: kiosk.update(settings=[setting({"speech": {"volume": 10**300}})]),
    lambda kiosk: kiosk.update(settings=[setting({"speech": {"volume": float("nan")}})]),
    lambda kiosk: kiosk.update(settings=[setting({"speech": {"quiet_hours": ["00:00-23:59"]}})]),
    lambda kiosk: kiosk.update(settings=[setting({"speech": {"lexicon": {f"k{n}": "x" * 50 for n in range(5_000)}}})]),
    lambda kiosk: kiosk.update(settings="semua"),
    lambda kiosk: kiosk.update(settings={"a": 1}),
    lambda kiosk: kiosk.update(settings=[[[[[{}]]]]]),
    lambda kiosk: kiosk.update(settings=[setting({"speech": {"volume": 30}}, **{"for": {"kiosks": ["lain"]}})] * 2_001),
    lambda kiosk: kiosk.update(requests=[5, None, {"id": "a"}, {"id": "a", "kiosk": ME, "kind": "picture", "until": "besok"}]),
    lambda kiosk: kiosk.update(requests={"id": "a"}, rings=[1]),
    lambda kiosk: kiosk.update(requests=[{"id": "a", "kiosk": ME, "kind": "shell", "until": "2026-09-20T00:00:00Z"}]),
    lambda kiosk: kiosk.update(requests=[{"id": "a", "kiosk": ME, "kind": "log", "until": "2026-09-20T00:00:00"}]),
    lambda kiosk: kiosk.update(requests=[{"id": "x" * 61, "kiosk": ME, "kind": "log", "until": "2026-09-20T00:00:00Z"}]),
    lambda kiosk: kiosk.update(requests=[{"id": "before:9", "kiosk": ME, "kind": "log", "until": "2026-09-20T00:00:00Z"}]),
    lambda kiosk: kiosk.update(requests=[{"id": "a", "kiosk": "lain", "kind": "log", "until": "2026-09-20T00:00:00Z"}]),
]  # fmt: skip


def unmoved(kiosk: Kiosk) -> None:
    kiosk.obey()
    assert kiosk.volume in (60, 80)
    assert load(None, kiosk.data).technician.pin == ""
    assert kiosk.sent == []
    assert kiosk.memory.requests.unanswered() == []


@pytest.mark.parametrize("change", FORGED[9:10])
def test_what_no_office_may_say_costs_no_news(kiosk: Kiosk, office: OfficePC, change: Change) -> None:
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    forged(office, change)
    kiosk.village.house.clock.now += timedelta(days=1)
    assert kiosk.village.refresh().error is None
    assert kiosk.village.seq == 2
    unmoved(kiosk)


def test_what_no_office_may_say_changes_nothing(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    store = kiosk.village.house.store
    for seq, change in enumerate(FORGED, 2):
        fields = json.loads(json.dumps({"settings": [setting({"speech": {"volume": 60}})]}))
        change(fields)
        edition = replace(store.edition(kiosk.source.name), seq=seq, directions=directions_of(fields))
        store.apply(kiosk.source.name, Changes(), None, kiosk.moment.now, edition)
        unmoved(kiosk)


def wanted(**more: Any) -> dict[str, Any]:
    return {"id": "a", "kiosk": ME, "kind": "log", "until": "2026-09-20T00:00:00+08:00", "since": 1} | more


HOSTILE: dict[str, dict[str, Any]] = {
    "a list's section with a dot": {"settings": [setting({"source.url": []})]},
    "and the section itself": {"settings": [setting({"source.url": [], "source": []})]},
    "of a setting that there is none": {"settings": [setting({"source.nope": []})]},
    "of the read-outs": {"settings": [setting({"readout.from": [], "readout": []})]},
    "what the file would not keep": {"settings": [setting({"readout.x": []})]},
    "a voice that nobody has": {"settings": [setting({"speech": {"voice": "kokoro/aa_bb"}})]},
    "our own mark as a name": {"requests": [wanted(id="BEFORE:x")]},
    "the mark of a loss": {"requests": [wanted(id="Before:999999")]},
    "the first moment there is": {"requests": [wanted(until="0001-01-01T00:00:00+14:00")]},
    "no time that can be": {"settings": [setting({"speech": {"volume": 50}}, issued="0001-01-01T00:00:00+14:00")]},
}


@pytest.mark.attack(
    "from afar",
    "an edition that keeps the kiosk from starting, or from taking the next one",
)
def test_whatever_an_edition_says_the_kiosk_begins_and_takes_the_next_one(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    store, name = kiosk.village.house.store, kiosk.source.name
    seq = 1

    def tell(fields: dict[str, Any]) -> None:
        nonlocal seq
        seq += 1
        store.apply(
            name, Changes(), None, kiosk.moment.now,
            replace(store.edition(name), seq=seq, directions=directions_of(json.loads(json.dumps(fields)))),
        )  # fmt: skip

    for what, fields in HOSTILE.items():
        tell(fields)
        for _ in range(3):
            kiosk.obey()
            kiosk.begin()
        kiosk.obey()
        assert not kiosk.directions.must_restart, f"{what}: it would begin anew for ever"
        tell({"settings": [setting({"speech": {"volume": 70}})], "requests": [wanted(id=f"good-{seq}")]})
        kiosk.sent.clear()
        kiosk.obey()
        assert (kiosk.volume, len(kiosk.sent)) == (70, 1), what


def test_an_id_that_an_older_program_wrote_down_ends_nothing(kiosk: Kiosk) -> None:
    for order in ("BEFORE:x", "before:", "before:x", "before:-1", "before:7", "before:\u0663", "a"):
        kiosk.memory.orders.note_begun(order, NOW)
    assert kiosk.memory.orders.forgotten == 7


def test_what_fails_is_told_and_holds_up_nothing_else(
    kiosk: Kiosk, office: OfficePC, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_number: int) -> None:
        raise ZeroDivisionError("a fault that nobody knows yet")

    kiosk.directions = Directions(
        Installation(Settings(sources=(kiosk.source,)), None, kiosk.data, print, print), kiosk.village.house.store,
        kiosk.memory, ME, look=lambda: kiosk.moment, acknowledge=failing,
        put=lambda kind, content: kiosk.sent.append((kind, content)),
    )  # fmt: skip
    office.put("tanda-terima.json", json.dumps({ME: 17}))
    office.put("setelan/semua.toml", LOUD)
    office.put("permintaan.toml", WANTED.format(id="a", kind="log"))
    come(kiosk)
    assert (kiosk.volume, len(kiosk.sent)) == (60, 1)
    assert "a fault that nobody knows yet" in caplog.text


# --- choices of somebody at the kiosk


def chosen_at(kiosk: Kiosk) -> datetime:
    return read_choices(kiosk.data)["speech.volume"]


def test_a_choice_by_a_clock_that_was_ahead_holds_no_longer_than_any_other(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    write_choices(kiosk.data, {"speech.volume": NOW.replace(year=2036)})
    come(kiosk)
    assert (kiosk.volume, chosen_at(kiosk)) == (80, kiosk.moment.now)
    kiosk.village.house.clock.now += timedelta(days=31)
    kiosk.obey()
    assert kiosk.volume == 60


def test_a_choice_is_noted_by_no_clock_that_may_be_ahead(kiosk: Kiosk, office: OfficePC) -> None:
    overrides.change(kiosk.data, None, {"speech": {"volume": 50}})
    office.put("setelan/semua.toml", LOUD)
    right = kiosk.moment.now
    kiosk.trust = Trust.UNKNOWN
    kiosk.village.publish()
    assert kiosk.village.refresh().error is None
    kiosk.village.house.clock.now = right.replace(year=2036)
    kiosk.obey()
    assert (kiosk.volume, read_choices(kiosk.data)) == (50, {}), "the choice holds, and no time is written down"
    kiosk.village.house.clock.now = right
    kiosk.trust = Trust.TRUSTED
    kiosk.obey()
    assert (kiosk.volume, chosen_at(kiosk)) == (50, right)


def test_a_choice_without_a_zone_is_none(kiosk: Kiosk, office: OfficePC) -> None:
    (kiosk.data / CHOICES).write_text('{"speech.volume": "2026-09-03T09:00:00"}')
    office.put("setelan/semua.toml", LOUD)
    come(kiosk)
    assert kiosk.volume == 60


def test_what_was_put_aside_here_stays_aside(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("setelan/semua.toml", LOUD)
    write_choices(kiosk.data, {"speech.volume": NOW})
    come(kiosk)
    assert kiosk.volume == 80
    kiosk.village.house.clock.now += timedelta(days=31)
    kiosk.obey()
    assert (kiosk.volume, read_layer(kiosk.data).rows[0].state) == (60, "asked")


# --- requests


@pytest.mark.attack(
    "from afar",
    "a request again: a replayed stick, a restart, a new data partition",
    "written down before it is done, a log and a picture when they are kept; by the edition that had it first",
)
def test_a_request_is_done_once_whatever_comes_again(kiosk: Kiosk, office: OfficePC) -> None:
    (kiosk.data / "faults.log").write_text("2026-09-03T09:00:00+0800 kios kiosk[1]: gagal\n")
    office.put("permintaan.toml", WANTED.format(id="a", kind="log"))
    come(kiosk)
    assert [kind for kind, _ in kiosk.sent] == ["log"]
    assert b"gagal" in gzip.decompress(kiosk.sent[0][1])
    kiosk.begin()
    kiosk.obey()
    office.put("pasar.md", "---\nid: pasar\ntitle: Baru\n---\nIsi.\n")
    come(kiosk)
    kiosk.memory.close()
    kiosk.memory = Memory(kiosk.data)
    kiosk.begin()
    kiosk.obey()
    assert len(kiosk.sent) == 1
    office.put("permintaan.toml", WANTED.format(id="b", kind="picture") + WANTED.format(id="c", kind="log"))
    come(kiosk)
    assert len(kiosk.sent) == 2
    assert kiosk.asked_for(RequestKind.PICTURE) == 1


def test_requests_to_other_kiosks_crowd_out_none(kiosk: Kiosk, office: OfficePC) -> None:
    others = "".join(WANTED.format(id=f"lain-{n}", kind="log").replace(ME, f"{n:012d}") for n in range(OF_A_KIOSK + 50))
    office.put("permintaan.toml", others + WANTED.format(id="a", kind="log"))
    come(kiosk)
    assert len(kiosk.sent) == 1


def test_a_log_that_cannot_be_kept_now_is_kept_later_and_once(kiosk: Kiosk, office: OfficePC) -> None:
    full, keep = True, kiosk.sent.append

    def put(kind: str, content: bytes) -> None:
        if full:
            raise OSError("no room")
        keep((kind, content))

    kiosk.begin(put=put)
    office.put("permintaan.toml", WANTED.format(id="a", kind="log") + WANTED.format(id="b", kind="picture"))
    come(kiosk)
    assert kiosk.asked_for(RequestKind.PICTURE) == 1, "what fails holds up no other"
    full = False
    for _ in range(3):
        kiosk.obey()
    kiosk.begin()
    kiosk.obey()
    assert (len(kiosk.sent), kiosk.asked_for(RequestKind.PICTURE)) == (1, 1)


def test_a_log_whose_sending_cannot_be_noted_is_not_sent_each_minute(kiosk: Kiosk, office: OfficePC) -> None:
    with closing(sqlite3.connect(kiosk.data / "kiosk.sqlite")) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON orders BEGIN SELECT RAISE(FAIL, 'full'); END")
        database.commit()
    office.put("permintaan.toml", WANTED.format(id="a", kind="log"))
    come(kiosk)
    kiosk.obey()
    assert len(kiosk.sent) == 1


def test_after_its_end_a_request_is_nobodys_and_the_office_sends_it_no_more(kiosk: Kiosk, office: OfficePC) -> None:
    office.put("permintaan.toml", WANTED.format(id="a", kind="log"))
    office.publish()
    kiosk.village.house.clock.now = datetime(2026, 9, 20, tzinfo=UTC)
    assert kiosk.village.refresh().error is None
    kiosk.obey()
    assert kiosk.sent == []
    office.now = datetime(2026, 9, 20, tzinfo=UTC)
    assert "requests" not in office.publish().feed["_kiosk"]


def test_on_a_new_data_partition_nothing_is_done_again(kiosk: Kiosk, office: OfficePC, tmp_path: Path) -> None:
    office.put("permintaan.toml", WANTED.format(id="a", kind="log"))
    come(kiosk)
    with living(tmp_path / "baru", office) as village:
        village.house.clock.now = office.now
        source = pinned(village.url, floor=EditionFloor(1, 0, frozenset()))
        anew = Kiosk(village, tmp_path / "baru/data", source=source)
        village.refresh()
        anew.obey()
        assert (village.seq, anew.sent) == (1, [])
        office.put("permintaan.toml", WANTED.format(id="a", kind="log") + WANTED.format(id="b", kind="log"))
        come(anew)
        assert len(anew.sent) == 1
        anew.memory.close()


AT = datetime(2026, 9, 3, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 9, 3, 3, 30, tzinfo=UTC)
DUE = [
    ("log", Moment(AT, Trust.TRUSTED), "", True),
    ("log", Moment(AT, Trust.FLOOR, AT), "", True),
    ("log", Moment(AT, Trust.FLOOR, AT + timedelta(days=99)), "", False),
    ("log", Moment(AT, Trust.UNKNOWN), "", False),
    ("picture", Moment(AT + timedelta(days=2), Trust.TRUSTED), "", False),
    ("test_sound", Moment(AT, Trust.TRUSTED), "10:00", True),
    ("test_sound", Moment(AT, Trust.TRUSTED), "09.55", True),
    ("test_sound", Moment(AT, Trust.TRUSTED), "10:01", False),
    ("test_sound", Moment(AT, Trust.TRUSTED), "09:49", False),
    ("test_sound", Moment(AT, Trust.FLOOR, AT), "10:00", False),
    ("test_sound", Moment(AT, Trust.TRUSTED), "", False),
    ("restart", Moment(NIGHT, Trust.TRUSTED), "", True),
    ("restart", Moment(NIGHT, Trust.FLOOR, NIGHT), "", False),
    ("restart", Moment(AT, Trust.TRUSTED), "", False),
]


@pytest.mark.parametrize(("kind", "moment", "at", "due"), DUE)
def test_what_people_hear_waits_for_a_clock_that_is_trusted(kind: str, moment: Moment, at: str, due: bool) -> None:
    request = OfficeRequest("a", ME, kind, AT + timedelta(days=1), at=at)
    assert is_due(request, moment, up=lambda: 7 * 3600.0) == due
    assert not is_due(request, Moment(AT + timedelta(days=2), Trust.TRUSTED), up=lambda: 7 * 3600.0)


def test_a_machine_that_just_restarted_does_not_again() -> None:
    request = OfficeRequest("a", ME, "restart", AT)
    assert not is_due(request, Moment(NIGHT, Trust.TRUSTED), up=lambda: 3600.0)


@pytest.mark.attack(
    "from afar",
    "a log tells who somebody is",
    "addresses, numbers, names of networks and what stands between quotes go before it is sealed",
)
def test_a_log_holds_nobody_and_no_secret(tmp_path: Path) -> None:
    secret = [
        "0812-3456-7890",
        "siti@desa.go.id",
        "192.168.1.7",
        "aa:bb:cc:dd:ee:ff",
        "RumahSiti",
        "Siti Aminah",
        "fe80::1:2:3",
    ]
    line = (
        f'kiosk[1]: dari {secret[0]} {secret[1]} {secret[2]} {secret[3]} SSID={secret[4]} "{secret[5]}" {secret[6]} '
        "/media/kiosk/RumahSiti/a psk: RumahSiti kode 12"
    )
    clean = without_persons(line)
    assert [each for each in secret if each in clean] == []
    assert "kode 12" in clean
    (tmp_path / "faults.log").write_text(
        "".join(f"baris-{n} {sha256(str(n).encode()).hexdigest()}\n" for n in range(9_000))
    )
    packed = packed_log(tmp_path)
    lines = gzip.decompress(packed).decode().splitlines()
    assert len(packed) <= LOG_BYTES
    assert lines[0].startswith("kim-kiosk ")
    assert lines[-1].startswith("baris-8999 ")


# --- the office's folder

FOLDER = [
    ("setelan/a.toml", "[speech]\nvolume = 0\n", "line 2"),
    ("setelan/a.toml", "[wifi]\nname = 'x'\n", "line 2"),
    ("setelan/a.toml", "areas = ['x']\n", "a.toml"),
    ("setelan/a.toml", "areas = 'x'\n", "a.toml"),
    ("setelan/a b.toml", LOUD, "a b.toml"),
    ("setelan/a.toml", "[[", "a.toml"),
    ("permintaan.toml", WANTED.format(id="a", kind="shell"), "permintaan.toml"),
    ("permintaan.toml", WANTED.format(id="a", kind="test_sound"), "permintaan.toml"),
    ("permintaan.toml", WANTED.format(id="a", kind="log") * 2, "permintaan.toml"),
    ("permintaan.toml", WANTED.format(id="a b", kind="log"), "permintaan.toml"),
    ("permintaan.toml", WANTED.format(id="a", kind="log").replace("+08:00", ""), "permintaan.toml"),
    ("permintaan.toml", "request = 5", "permintaan.toml"),
    ("gelombang.toml", "12 = 5", "gelombang.toml"),
    ("gelombang.toml", "[12]\nshare = 101", "gelombang.toml"),
    ("gelombang.toml", "[x]\nshare = 1", "gelombang.toml"),
    ("gelombang.toml", "[12]\nshare = 1\nfor = 5", "gelombang.toml"),
]  # fmt: skip


def test_a_fault_is_told_before_anything_is_published(office: OfficePC) -> None:
    for name, text, where in FOLDER:
        office.put(name, text)
        with pytest.raises(FolderError) as refused:
            plan(office.folder, office.out, office.key, in_folder(office.out), office.now, check=find_problems)
        (fault,) = refused.value.faults
        assert where in f"{fault.file} line {fault.line}"
        assert told(fault.problem)
        (office.folder / name).unlink()


def test_what_the_folder_has_is_what_the_edition_says(office: OfficePC) -> None:
    office.put(
        "setelan/pesisir.toml",
        'areas = ["72.01.05"]\ngroups = ["nelayan"]\n[speech]\nvolume = 70\n[emergency]\nchecked = 2026-11-20\n',
    )
    office.put("setelan/_rancangan.toml", "[[")
    office.put("gelombang.toml", "[12]\ntrial = true\nshare = 10\n")
    office.out.mkdir()
    planned = plan(office.folder, office.out, office.key, in_folder(office.out), office.now, check=find_problems)
    write_edition(planned, office.folder, office.out)
    kiosk = planned.feed["_kiosk"]
    assert kiosk["settings"] == [
        {
            "id": "pesisir", "for": {"areas": ["72.01.05"], "groups": ["nelayan"]},
            "values": {"speech": {"volume": 70}, "emergency": {"checked": "2026-11-20"}}, "issued": "2026-09-03T09:00:00+08:00",
        }
    ]  # fmt: skip
    assert kiosk["rings"] == {"12": {"trial": True, "share": 10}}
