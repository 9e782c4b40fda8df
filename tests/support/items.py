"""A village's items at one moment in November, and how they come into a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import compare
from content_cache.model.items import Announcement, Clarification, Event, Item, NewsItem, Occurrence, Service
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Provenance, Verdict
from content_cache.store.store import Store

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)


@dataclass(frozen=True)
class Stock:
    """Puts items into the store of a folder, as the refresher would."""

    folder: Path

    def __call__(
        self, items: Sequence[Item], *, source: str = "Diskominfo", at: datetime = NOW, withdrawn: Sequence[str] = ()
    ) -> None:
        with Store.open(self.folder) as store:
            changes = compare(store.fingerprints(source), items, withdrawn)
            store.apply(source, changes, SourceRecord(name=source, last_success=at), at)


def everyday() -> list[Item]:
    """Eight news items, two announcements, events around today, a service and a clarification."""
    news = [news_item(number) for number in range(8)]
    return [*news, water_notice(), work_notice(), clinic(), tour(), licence_service(), false_claim()]


def news_item(number: int, **changes: object) -> NewsItem:
    text = f"Isi berita nomor {number}. Kalimat kedua berita {number}."
    fields = {
        "id": f"berita-{number}",
        "source": "Diskominfo",
        "title": f"Berita {number}",
        "text": text,
        "blocks": (Block(BlockKind.PARAGRAPH, text),),
        "published": NOW - timedelta(hours=number * 7),
        "provenance": Provenance.KIM if number % 3 == 2 else Provenance.VERIFIED,
        "author": "Diskominfo Banggai",
    }
    return NewsItem(**(fields | changes))  # type: ignore[arg-type]


def water_notice() -> Announcement:
    text = "Air mati pukul 08.00 sampai 16.00 WITA di Dusun 1. Tampung air malam ini."
    return Announcement(
        id="air-mati",
        source="Diskominfo",
        title="Air PDAM mati besok",
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, text),),
        published=NOW - timedelta(hours=2),
        expires=NOW + timedelta(days=1),
        priority=2,
        pinned=True,
        provenance=Provenance.VERIFIED,
    )


def work_notice() -> Announcement:
    return Announcement(
        id="kerja-bakti",
        source="Diskominfo",
        title="Kerja bakti saluran air",
        text="Bawa cangkul.",
        expires=NOW + timedelta(days=4),
    )


def clinic() -> Event:
    """Every Tuesday at ten: one today, one in a week."""
    first = NOW.replace(hour=10, minute=0)
    times = tuple(Occurrence(first + timedelta(weeks=n), first + timedelta(weeks=n, hours=2)) for n in range(-2, 3))
    return Event(
        id="posyandu",
        source="Diskominfo",
        title="Posyandu Melati",
        place="Balai Desa",
        starts=first,
        ends=times[2].ends,
        occurrences=times,
    )


def tour() -> Event:
    """Three whole days, from Saturday."""
    first = datetime(2026, 11, 28, tzinfo=WITA)
    last = first + timedelta(days=3)
    return Event(
        id="tour", source="Diskominfo", title="Tour de Central Celebes", starts=first, ends=last, all_day=True,
        occurrences=(Occurrence(first, last, all_day=True),),
    )  # fmt: skip


def licence_service() -> Service:
    return Service(
        id="sim", source="Diskominfo", title="SIM keliling", requirements=("KTP", "SIM lama"), hours="Kamis 09.00–12.00"
    )


def false_claim() -> Clarification:
    text = "Gempa tidak dapat diramal harinya."
    return Clarification(
        id="hoaks", source="Diskominfo", title="Tsunami besok malam?", claim="Besok malam ada tsunami", verdict=Verdict.FALSE,
        text=text, blocks=(Block(BlockKind.PARAGRAPH, text),),
    )  # fmt: skip
