"""`kiosk items`: what a visitor would see now.

`--from` and `--to` are days, and both count. With one of them the occurrences of events are listed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from html import escape
from itertools import islice

import msgspec
from msgspec import Struct

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.errors import StoreError
from content_cache.model.items import Clarification, Event, Item, Service
from content_cache.model.vocabulary import Category
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.cli.options import moment_of, value_of
from kiosk.cli.translated_parser import Parser
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.settings.file_text import read_faults


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filter of the list. *first* and *last* are inclusive days: with one of them, occurrences of events are listed."""

    category: Category | None = None
    search: str = ""
    first: date | None = None
    last: date | None = None
    limit: int | None = None


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--category", choices=[str(category) for category in Category], help=_("this category alone"))
    parser.add_argument("--search", default="", metavar=_("WORD"), help=_("those that hold this word alone"))
    parser.add_argument(
        "--from",
        dest="first",
        type=partial(_parse_day, _),
        metavar=_("DATE"),
        help=_("events from this day on: 2026-11-24"),
    )
    parser.add_argument(
        "--to", dest="last", type=partial(_parse_day, _), metavar=_("DATE"), help=_("events up to this day")
    )
    parser.add_argument("--limit", type=partial(_item_count, _), metavar="N", help=_("at most so many"))
    parser.add_argument("--now", metavar=_("TIME"), help=_("as if it were this time now (ISO 8601)"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if _settings_unread(installation):
        return 2  # the fault has been told; a list by other settings would not be this kiosk's
    wanted = Wanted(
        category=Category(asked.category) if asked.category else None,
        search=asked.search,
        first=asked.first,
        last=asked.last,
        limit=asked.limit,
    )
    return list_items(installation, wanted, now=moment_of(asked.now, installation), as_json=asked.json)


def _settings_unread(installation: Installation) -> bool:
    """Return whether nothing of kiosk.toml could be used.

    Faults that the appliance noted while it copied the card's file do not count.
    """
    config, faults = installation.config, installation.settings.faults
    return config is not None and any(not fault.key for fault in faults[len(read_faults(config)) :])


def _parse_day(_: Words, text: str) -> date:
    """Return the date of *text* in ISO 8601. Raises ArgumentTypeError."""
    day: date = value_of(text, date.fromisoformat, _('"{text}" is no date; example 2026-11-24', text=text))
    return day


def _item_count(_: Words, text: str) -> int:
    """Return *text* as a number of items, 0 or more. Raises ArgumentTypeError."""
    number: int = value_of(text, int, _('"{text}" is no whole number', text=text))
    if number < 0:
        raise argparse.ArgumentTypeError(_("{text} is less than zero", text=text))
    return number


def list_items(installation: Installation, wanted: Wanted, *, now: datetime | None, as_json: bool) -> int:
    """Print the items that *wanted* selects, as text or JSON, and return the exit code.

    Raises Refusal for impossible days or an unreadable store.
    """
    moment = installation.clock(now).read()
    if not (installation.data / STORE).exists() and not os.access(installation.data, os.W_OK):
        return _print_none(installation, moment, as_json=as_json)  # no empty store can be made there
    try:
        Store.open(installation.data, read_only=True).close()
    except StoreError as error:
        raise Refusal("{error}", error=error.problem) from error
    repository = installation.repository()
    try:
        items: Iterable[Item] = (
            _occurrences(repository, wanted, moment)
            if wanted.first or wanted.last
            else islice(repository.all_items(wanted.category, moment, search=wanted.search), wanted.limit)
        )
        if as_json:
            installation.print_json_list(
                _head(moment), "items", (msgspec.to_builtins(item_row(item, moment)) for item in items)
            )
            return 0
        shown = False
        for item in items:
            installation.out(_item_line(item))
            shown = True
    finally:
        repository.close()
    if not shown:
        installation.tell(_nothing(installation, wanted, moment))
    return 0


def _head(moment: Moment) -> dict[str, str]:
    return {"now": moment.now.isoformat(), "clock": str(moment.trust)}


def _print_none(installation: Installation, moment: Moment, *, as_json: bool) -> int:
    """Print that there is no content, as text or JSON, and return the exit code."""
    if as_json:
        installation.print_json_list(_head(moment), "items", ())
    else:
        installation.tell(_no_content(installation))
    return 0


def _no_content(installation: Installation) -> str:
    return installation.words(
        "{path}: there is no content; get some first with: kiosk refresh", path=str(installation.data)
    )


def _nothing(installation: Installation, wanted: Wanted, moment: Moment) -> str:
    """Return why no item was listed: nothing matches *wanted*, nothing is for this place, or nothing was ever fetched."""
    repository, _ = installation.repository(), installation.words
    try:
        empty = not repository.items(None, moment, limit=1)
    finally:
        repository.close()
    with Store.open(installation.data, read_only=True) as store:
        stored = store.reader.count()
    if empty and stored:
        return _(
            "{count} items are here, but none of them is for this place now; check [place] area", count=str(stored)
        )
    if empty:
        return _no_content(installation)
    if wanted.search:
        return _('Nothing matches "{words}": try other words, or fewer.', words=wanted.search)
    return _("There is nothing like that now.")


def _occurrences(repository: ContentRepository, wanted: Wanted, moment: Moment) -> list[Event]:
    if wanted.category not in (None, Category.EVENT):
        raise Refusal("--from and --to are for events alone", 2)
    first = wanted.first or moment.now.date()
    try:
        last = wanted.last or first + timedelta(days=365)
        zone = moment.now.tzinfo
        span = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    except OverflowError as error:
        raise Refusal("--from and --to are beyond the calendar", 2) from error
    if last < first:
        raise Refusal("--to {last} is before --from {first}", 2, last=str(last), first=str(first))
    needle = wanted.search.casefold()
    found = repository.events(*span, moment)
    return [event for event in found if needle in f"{event.title} {event.text}".casefold()][: wanted.limit]


def _item_line(item: Item) -> str:
    when = item.starts if isinstance(item, Event) else item.published
    return f"{when.strftime('%Y-%m-%d %H.%M') if when else '-':16}  {item.category:11}  {item.title}  ({item.source})"


class AttachmentRow(Struct, frozen=True, kw_only=True):
    """Attachment of an item in `kiosk items --json`."""

    type: str
    """Media type."""
    path: str
    """File in the data folder; empty while it is not here."""
    alt: str
    """Description of a picture."""
    thumbnail: str
    """Smaller file of a large picture, else empty."""
    width: int
    """Pixels of the stored picture; 0 where not known."""
    height: int
    """Pixels of the stored picture; 0 where not known."""
    page: int
    """Number of a document's page, else 0."""
    pages: int
    """Pages of a stored document, seconds of a stored film; 0 before it came, -1 where it cannot be opened."""


class ItemRow(Struct, frozen=True, kw_only=True):
    """Item in `kiosk items --json`. Every key is always there; times are RFC 3339."""

    id: str
    """Publisher's id, permanent within its source."""
    category: str
    """Category: `berita`, `kegiatan`, `pengumuman`, `layanan`, `klarifikasi` or `darurat`."""
    title: str
    """Plain text."""
    summary: str
    """Plain text."""
    text: str
    """Plain text."""
    html: str
    """Article as `p`, `h2`, `li`, `img` and `table` (`tr`, `th`, `td`) alone."""
    source: str
    """Name in the settings."""
    author: str
    """Plain text."""
    published: str | None
    """Publisher's date."""
    updated: str | None
    """Publisher's date."""
    starts: str | None
    """Begin of an event."""
    ends: str | None
    """End of an event (exclusive)."""
    all_day: bool | None
    """Whether an event lasts whole days."""
    place: str
    """Place of an event or a service."""
    expires: str | None
    """End until which the item is shown; null for none."""
    priority: int
    """0 ordinary, 1 important, 2 very important, 3 emergency."""
    pinned: bool
    """Whether it stays on top."""
    language: str
    """ISO 639 code, or empty."""
    areas: list[str]
    """Kemendagri codes; empty for everywhere."""
    link: str
    """Address of the original."""
    claim: str
    """Claim that a clarification checks."""
    verdict: str | None
    """`salah`, `menyesatkan`, `benar` or `belum`; null for other categories."""
    requirements: list[str]
    """Papers and things that a service asks for."""
    hours: str
    """Opening hours of a service."""
    seen_first: str | None
    """Time when this kiosk first had it."""
    attachments: list[AttachmentRow]
    """Attachments, below."""
    provenance: str
    """`terverifikasi`, `situs_resmi`, `kim` or `belum_diperiksa`."""
    verified: str
    """`signature`, `tls` or `none`."""
    fetched: str | None
    """Time when it was fetched last."""


def item_row(item: Item, moment: Moment) -> ItemRow:
    """Return *item* as `--json` prints it, its times in the zone of *moment*."""
    event = item if isinstance(item, Event) else None
    service = item if isinstance(item, Service) else None
    clarification = item if isinstance(item, Clarification) else None

    def at(when: datetime | None) -> str | None:
        return when.astimezone(moment.now.tzinfo).isoformat() if when else None

    return ItemRow(
        id=item.id,
        category=str(item.category),
        title=item.title,
        summary=item.summary,
        text=item.text,
        html=_html(item.blocks),
        source=item.source,
        author=item.author,
        published=at(item.published),
        updated=at(item.updated),
        starts=at(event.starts) if event else None,
        ends=at(event.ends) if event else None,
        all_day=event.all_day if event else None,
        place=event.place if event else service.place if service else "",
        expires=at(item.expires),
        priority=item.priority,
        pinned=item.pinned,
        language=item.language,
        areas=list(item.areas),
        link=item.link,
        claim=clarification.claim if clarification else "",
        verdict=str(clarification.verdict) if clarification else None,
        requirements=list(service.requirements) if service else [],
        hours=service.hours if service else "",
        seen_first=at(item.seen_first),
        attachments=[
            AttachmentRow(
                type=a.type,
                path=a.path,
                alt=a.alt,
                thumbnail=a.thumbnail,
                width=a.width,
                height=a.height,
                page=a.page,
                pages=a.pages,
            )
            for a in item.attachments
        ],
        provenance=str(item.provenance),
        verified=str(item.verified),
        fetched=at(item.fetched),
    )


_TAGS = {BlockKind.PARAGRAPH: "p", BlockKind.HEADING: "h2", BlockKind.ITEM: "li"}


def _html(blocks: Sequence[Block]) -> str:
    parts = []
    for block in blocks:
        if block.kind is BlockKind.PICTURE:
            parts.append(f'<img src="{escape(block.url)}" alt="{escape(block.text)}">')
        elif block.rows:
            parts += [
                "<table>",
                *(_table_row(row, "td" if n else "th") for n, row in enumerate(block.rows)),
                "</table>",
            ]
        else:
            tag = _TAGS[block.kind]
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return "\n".join(parts)


def _table_row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
