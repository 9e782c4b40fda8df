"""The villages that are asked, and what they are asked: read from the tables beside this module.

The questions, the rumours and the crowded village were written from the content of the sample village alone, before the ranking
was looked at. Of each table the odd lines may be looked at to make it better, the even ones are held out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.model.changes import Changes
from content_cache.model.items import Announcement, Clarification, Event, Item, NewsItem, Service
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Category, Provenance, Verdict
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.demo.moments import MONTHS
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.settings import load

HERE = Path(__file__).parent
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo("Asia/Makassar"))  # a Tuesday
MOMENT = Moment(NOW, Trust.TRUSTED)
_AREA = "72.01.05"
_MONTHS_BACK = 12
_KINDS = {Category.NEWS: NewsItem, Category.ANNOUNCEMENT: Announcement, Category.SERVICE: Service}


class Question(Struct, frozen=True):
    """What a resident types in a village, and the items that answer it."""

    village: str
    words: str
    right: frozenset[str]


class Rumour(Struct, frozen=True):
    """What is told, the check that is about it ("" for none), and how near an unknown one is to a check."""

    words: str
    right: str
    kind: str


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of this folder by the names of its first line."""
    head, *lines = (HERE / name).read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def questions() -> list[Question]:
    rows = table("questions.tsv")
    return [Question(row["village"], row["question"], frozenset(row["right"].split())) for row in rows]


def rumours() -> list[Rumour]:
    return [Rumour(row["told"], row["right"].strip("-"), row["kind"]) for row in table("claims.tsv")]


def crowd() -> tuple[Item, ...]:
    """Return what a crowded village has beside the sample: items of these weeks, events, checks, and a year of old items."""
    return (*_items(), *_events(), *_checks(), *_history())


def _items() -> Iterator[Item]:
    for row in table("crowded_items.tsv"):
        yield _item(row["id"], Category(row["category"]), row["title"], row["text"], int(row["days"]))


def _events() -> Iterator[Item]:
    for row in table("crowded_events.tsv"):
        day = (NOW + timedelta(days=int(row["day"]))).date()
        begins, ends = (
            datetime.combine(day, time.fromisoformat(row[key].replace(".", ":")), NOW.tzinfo)
            for key in ("from", "until")
        )
        yield Event(
            id=row["uid"],
            source="desa",
            title=row["title"],
            text=row["text"],
            place=row["place"],
            starts=begins,
            ends=ends,
            published=NOW - timedelta(days=20),
        )


def _checks() -> Iterator[Item]:
    for n, row in enumerate(table("checks.tsv")):
        yield Clarification(
            id=row["id"],
            source="desa",
            title=row["title"],
            claim=row["claim"],
            text=row["text"],
            verdict=Verdict(row["verdict"]),
            published=NOW - timedelta(days=3 * n),
        )


def _history() -> Iterator[Item]:
    for back in range(1, _MONTHS_BACK + 1):
        for n, row in enumerate(table("history.tsv")):
            told = {
                "bulan": MONTHS[(NOW.month - 1 - back) % 12],
                "n": 11 + (7 * n + 5 * back) % 80,
                "d": 1 + (n + back) % 4,
            }
            title, text = (row[key].format(**told) for key in ("title", "text"))
            yield _item(f"{row['id']}-{back}", Category(row["category"]), title, text, 30 * back + n % 20)


def _item(key: str, category: Category, title: str, text: str, days: int) -> Item:
    kind = _KINDS[category]
    return kind(
        id=key,
        source="desa",
        title=title,
        text=text,
        published=NOW - timedelta(days=days, hours=1),
        provenance=Provenance.KIM,
    )


@contextmanager
def village(*, crowded: bool, more: tuple[Item, ...] = ()) -> Iterator[ContentRepository]:
    """The sample village as a kiosk has it, with the crowd where it is *crowded*, and with *more*."""
    with TemporaryDirectory(prefix="asking-") as folder:
        installation = Installation(load(None), None, Path(folder), lambda _: None, lambda _: None)
        with sample_village(installation, NOW) as sample:
            if crowded:
                with Store.open(sample.data) as store:
                    store.apply("desa", Changes(added=(*crowd(), *more)), SourceRecord(name="desa"), NOW)
            repository = ContentRepository(lambda: Store.open(sample.data, read_only=True), area=_AREA)
            yield repository
            repository.close()
