"""Code that runs inside a reader answers for a source: what of it is believed, and what becomes of the others."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.formats.feed import Feed, Link
from content_cache.jobs.admission import admit
from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.codec import item_to_json
from content_cache.model.errors import Code
from content_cache.model.items import Alert, Announcement, Event, Item, NewsItem, Occurrence, Sheet
from content_cache.model.loop import LoopTerms
from content_cache.model.sheets import MOST_ROWS, MOST_STEPS, Price, Sky, Water, WeatherStep
from content_cache.model.sources import Source
from content_cache.refresh import read_job
from tests.content_cache.house import House, rss, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.hostile import captive

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "tables of 10,000 rows, of 200 columns, of cells over a thousand columns, 60,000 within each other; a "
        "reader that answers with ragged or endless ones, or with what they said last",
    ),
    pytest.mark.attack(
        "what comes in",
        "a reader that was taken over answers with an alert, a file of the kiosk as a picture, an item of "
        "another source",
        "each item is held against what readers make of that source; one lie, and nothing of the answer is believed",
    ),
    pytest.mark.attack(
        "what comes in",
        "an index names addresses of others",
        "links are of the index's own origin, 60 at most",
    ),
]


WHEN = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)
GOOD = NewsItem(id="1", source="a", title="Judul", text="Isi")
ALERT = Alert(id="1", source="a", title="Tsunami", published=WHEN, priority=3)
TABLE = Block(BlockKind.PARAGRAPH, "a – b\nGula – 2", rows=(("a", "b"), ("Gula", "2")))
TERMS = LoopTerms(3, ((420, 1080),), (0, 6), WHEN)
LIES: dict[str, Item] = {
    "an alert": ALERT,
    "an emergency that is news": replace(GOOD, priority=3),
    "a priority below all": replace(GOOD, priority=-1),
    "an item of another source": replace(GOOD, source="BMKG"),
    "the settings as a picture": replace(GOOD, attachments=(Attachment("/var/lib/kiosk/kiosk.toml", "image/png"),)),
    "a picture that is here already": replace(
        GOOD, attachments=(Attachment("https://x.example/a.png", "image/png", path="../kiosk.toml"),)
    ),
    "a picture in the text": replace(GOOD, blocks=(Block(BlockKind.PICTURE, "", "file:///etc/passwd"),)),
    "too many pictures": replace(GOOD, attachments=(Attachment("https://x.example/a.png", "image/png"),) * 21),
    "a link into the kiosk": replace(GOOD, link="javascript:alert(1)"),
    "when it was fetched": replace(GOOD, fetched=WHEN),
    "when it was first seen": replace(GOOD, seen_first=WHEN),
    "a date without a zone": replace(GOOD, published=datetime(2026, 9, 3)),  # noqa: DTZ001
    "a date that never ends": replace(GOOD, expires=datetime(9999, 1, 1, tzinfo=UTC)),
    "a time without a zone": Event(
        id="1",
        source="a",
        title="Rapat",
        occurrences=(Occurrence(datetime(2026, 9, 3), WHEN),),  # noqa: DTZ001
    ),
    "no title": replace(GOOD, title=""),
    "a title without end": replace(GOOD, title="a" * 1001),
    "a text that turns round": replace(GOOD, text="harga \u202e000.1"),
    "a bell": replace(GOOD, text="\a"),
    "a number for a title": replace(GOOD, title=5),
    "a text for a priority": replace(GOOD, priority="1"),
    "the weather, of a blog": Sheet(id="1", source="a", title="Kilongan"),
    "what a table said last": replace(GOOD, blocks=(replace(TABLE, before=(("Gula", "1"),)),)),
    "a table of ragged rows": replace(GOOD, blocks=(replace(TABLE, rows=(("a", "b"), ("c",))),)),
    "a table without end": replace(GOOD, blocks=(replace(TABLE, rows=(("a", "b"),) * 600),)),
    "a table of a thousand columns": replace(GOOD, blocks=(replace(TABLE, rows=(("a",) * 1000,)),)),
    "a turn of a thousand": replace(GOOD, loop=LoopTerms(1000)),
    "a turn at hours that there are not": replace(GOOD, loop=LoopTerms(1, ((0, 5000),))),
    "a turn on an eighth day": replace(GOOD, loop=LoopTerms(1, (), (7,))),
    "a turn without end": replace(GOOD, loop=LoopTerms(1, ((1, 2),) * 1000)),
    "a list for a place": Event(id="1", source="a", title="Rapat", place=["Balai"]),  # type: ignore[arg-type]
}


def read_lying(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed:
    """Takes the reader over: its answer is the lie that the body names."""
    name = body.decode()
    if name == "nothing":
        return read_feed(rss("Baik"), source, content_type=content_type, url=url, now=now)
    vars(read_job)["lines_of"] = lambda _items, _source: ((item_to_json(LIES[name]),), ())  # in this process alone
    return Feed()


def read_attacking(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed:
    """Tries what an attacker would, one after the other, and dies of the last."""
    if b"serang" in body:
        target = captive.Target(folder=body.decode().partition("|")[2], port=1, parent=os.getppid())
        for name, attempt in captive.ATTEMPTS.items():
            if name in {"go on beyond its deadline", "system calls of another processor"}:
                continue
            try:
                attempt(target)
            except (Exception, MemoryError):  # noqa: BLE001, S112 - the next one may succeed
                continue
            return read_feed(rss(f"Terambil: {name}"), source, content_type=content_type, url=url, now=now)
        captive.foreign_calls(target)
    return read_feed(body, source, content_type=content_type, url=url, now=now)


@pytest.mark.slow(cases=7)
@pytest.mark.parametrize("name", LIES)
def test_a_lie_of_a_reader_is_believed_by_nobody(house: House, server: MisbehavingServer, name: str) -> None:
    feed = source(server.on("/feed", reply(name.encode())))
    outcome = house.one(feed, reader=read_lying)
    assert outcome.error is not None
    assert (outcome.status, outcome.error.code) == ("failed", Code.LINE_BROKEN)
    assert house.store.reader.count() == 0


def test_an_alert_of_a_source_that_may_raise_one_is_an_alert(house: House, server: MisbehavingServer) -> None:
    """And the truth is believed: it is the rights that were lacking above."""
    url = server.on("/feed", reply(b"an alert"))
    assert house.one(source(url, alerts=True), reader=read_lying).added == 1
    assert isinstance(house.store.reader.items()[0], Alert)
    assert house.one(source(server.on("/good", reply(b"nothing")), name="b"), reader=read_lying).added == 1


@pytest.mark.parametrize(
    "item",
    [
        GOOD,
        replace(GOOD, blocks=(TABLE,), loop=LoopTerms(3, ((420, 1080),), (0, 6), WHEN)),
        Announcement(id="2", source="a", title="Air mati", priority=2),
    ],
)
def test_what_readers_say_is_admitted(item: Item) -> None:
    admit(item, source("https://desa.example/feed"), may_warn=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": (WeatherStep(WHEN, Sky.CLEAR, 31),) * (MOST_STEPS + 1)},
        {"prices": (Price("Beras", "1 kg", 14_500),) * (MOST_ROWS + 1)},
        {"steps": (WeatherStep(datetime(2026, 9, 3), Sky.CLEAR, 31),)},  # noqa: DTZ001
        {"waters": (Water("Selat", WHEN, datetime(9999, 1, 1, tzinfo=UTC), 0.5, 1.25),)},
    ],
    ids=["steps", "rows", "no zone", "no end"],
)
def test_sheets_are_bounded_whatever_a_reader_says(wrong: dict[str, tuple[object, ...]]) -> None:
    asked = Source(name="a", url="https://x.example", format="bmkg-cuaca")
    whole = Sheet(id="1", source="a", title="Kilongan", steps=(WeatherStep(WHEN, Sky.CLEAR, 31),))
    admit(whole, asked, may_warn=False)
    with pytest.raises(ValueError, match=r"rows|date"):
        admit(replace(whole, **wrong), asked, may_warn=False)


@pytest.mark.slow(cases=0)
def test_a_reader_that_attacks_harms_nobody_else(house: House, server: MisbehavingServer) -> None:
    with captive.surroundings() as target:
        before = captive.traces(target)
        hostile = source(server.on("/a", reply(f"serang|{target.folder}".encode())), name="a")
        good = source(server.on("/b", reply(rss("Baik"))), name="b")
        refresher = house.refresher(hostile, good, reader=read_attacking)
        attacked, kept = refresher.refresh(force=True)
        assert captive.traces(target) == before
    assert (attacked.status, kept.status) == ("failed", "updated")
    assert house.titles() == ["Baik"]
    server.on("/b", reply(rss("Baik", "Dua")))
    assert refresher.refresh(force=True)[1].added == 1


# --- a reader starts only where there are bytes to read


class Started:
    """Counts the processes that this one starts, by the interpreter's own audit events."""

    def __init__(self) -> None:
        self.count = 0
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _arguments: tuple[object, ...]) -> None:
        self.count += event in {"subprocess.Popen", "os.fork", "os.posix_spawn"}

    def since(self, before: int) -> int:
        return self.count - before


@pytest.fixture(scope="module")
def started() -> Started:
    return Started()


@pytest.mark.slow(cases=0)
def test_no_process_is_started_for_what_is_known(house: House, server: MisbehavingServer, started: Started) -> None:
    sources = [
        source(
            server.on(f"/{number}", reply(rss(f"Berita {number}"), headers={"ETag": f'"{number}"'})), name=str(number)
        )
        for number in range(6)
    ]
    refresher = house.refresher(*sources, reader=read_feed)
    before = started.count
    assert {outcome.http_status for outcome in refresher.refresh(force=True)} == {200}
    assert started.since(before) == 3  # two readers, and a starter that forks the other four
    for number in range(1, 5):  # the host says that nothing is new; of the others one sends the same, one something new
        server.on(f"/{number}", reply(b"", status=304))
    server.on("/5", reply(rss("Berita 5", "Baru"), headers={"ETag": '"baru"'}))
    before = started.count
    outcomes = refresher.refresh(force=True)
    assert [outcome.http_status for outcome in outcomes] == [200, 304, 304, 304, 304, 200]
    assert [outcome.status for outcome in outcomes] == [*["unchanged"] * 5, "updated"]
    assert started.since(before) == 1


def read_index(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed:
    """An index that a reader made up: it names addresses of others, and more than there can be."""
    if body == b"index":
        folder, _, _ = url.rpartition("/")
        return Feed(follow=(Link("http://192.0.2.1/x"), *(Link(f"{folder}/{n}") for n in range(200))))
    return read_feed(body, source, content_type=content_type, url=url, now=now)


def test_links_that_a_reader_names_are_of_the_index_own_host_and_few(
    house: House, server: MisbehavingServer, started: Started
) -> None:
    url = server.on("/rss", reply(b"index"))
    for number in range(200):
        server.on(f"/{number}", reply(rss(f"Berita {number}")))
    before = started.count
    outcome = house.one(source(url), reader=read_index)
    assert outcome.added == 59
    assert outcome.status == "partial"
    assert started.since(before) == 2  # one for the index, one for all that it named
