"""Words of a poster, from the fields of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from content_cache.formats.repeats import next_times
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.event_days import local_time
from content_cache.model.items import Event, Occurrence
from content_cache.model.problems import Problem, problem
from content_cache.model.vocabulary import Category, Verdict
from content_cache.text.cleaning import to_blocks
from kiosk.i18n.dates import written_date, zone_name
from kiosk.i18n.rule_words import RuleWords
from kiosk.office.base.faults import OfficeCode
from kiosk.office.editions.folder import FolderNotice, Office
from kiosk.office.editions.markdown import render
from kiosk.office.notices.poster_drawing import PosterText, drawable, title_fits
from kiosk.office.wording import PageWording

_FILLS = MappingProxyType(
    {
        Category.NEWS: "#0B5A6B",
        Category.EVENT: "#235A2D",
        Category.ANNOUNCEMENT: "#8A3B12",
        Category.SERVICE: "#2B4A94",
        Category.CLARIFICATION: "#7A2A5C",
    }
)
_MOST_LINK = 300  # letters: a longer one has a code that no telephone reads from a wall


def poster_fault(title: str, size: tuple[int, int]) -> Problem | None:
    """Return why no poster of *size* is made with *title*; None if one can be made."""
    if not drawable(title):
        return problem(OfficeCode.POSTER_LETTERS)
    return None if title_fits(title, size) else problem(OfficeCode.POSTER_TITLE)


def poster_text(notice: FolderNotice, office: Office, wording: PageWording, now: datetime) -> PosterText:
    """Return the words of *notice* for its poster. Of a repeated event it tells the next time and the rule."""
    words = wording.words
    event, repeats = _event(notice, wording, now)
    areas = [str(code) for code in notice.plain.get("areas", ())]
    link = str(notice.plain.get("link", ""))
    hoax = notice.category is Category.CLARIFICATION
    verdict = str(notice.plain.get("verdict", ""))
    marked = [wording.verdict(Verdict(verdict))] if hoax and verdict in list(Verdict) else _when(event, wording)
    return PosterText(
        office=f"{words('Village information')} · {office.publisher or office.title}",
        band=f"{wording.category(notice.category)} · {wording.areas(areas)}",
        fill=_FILLS.get(notice.category, "#0A3A45"),
        title=notice.title,
        marked=tuple(marked),
        place=str(notice.plain.get("place", "")),
        points=tuple(_points(notice, wording)),
        more=words("The rest is on the kiosk in the village hall."),
        foot=tuple(
            filter(
                None,
                (
                    words("Scan this, or hear it at the kiosk")
                    if _is_web(link)
                    else words("Hear it at the kiosk in the village hall"),
                    repeats and words("Repeats: {rule}", rule=repeats),
                    str(notice.plain.get("author", "")),
                ),
            )
        ),
        link=link if _is_web(link) else "",
    )


def _is_web(link: str) -> bool:
    return link.startswith(("https://", "http://")) and len(link) <= _MOST_LINK


def _event(notice: FolderNotice, wording: PageWording, now: datetime) -> tuple[Event | None, str]:
    """Return the event of *notice*, at its next time, and its rule in words, "" for one that is once."""
    if notice.starts is None or notice.category is not Category.EVENT:
        return None, ""
    when, repeats = Occurrence(notice.starts, notice.ends or notice.starts), ""
    if notice.repeated is not None:
        series = notice.repeated.series
        when = next(iter(next_times(series, now, 1)), notice.repeated.shown)
        repeats = RuleWords(wording.words)(series.rule, series.first.starts.astimezone(wording.zone))
    all_day = bool(notice.plain.get("all_day"))
    return Event(id="-", source="-", title="-", starts=when.starts, ends=when.ends, all_day=all_day), repeats


def _when(event: Event | None, wording: PageWording) -> list[str]:
    when = local_time(event, wording.zone) if event is not None else None
    if event is None or when is None:
        return []
    language = wording.words.translation.language
    begins, ends = (written_date(day, "EEEE, d MMMM y", language) for day in (when.starts.date(), when.last))
    days = begins if begins == ends else wording.words("{start} to {end}", start=begins, end=ends)
    if event.all_day:
        return [days]
    until = f"–{when.ends:%H.%M}" if when.ends > when.starts else ""
    return [days, f"{when.starts:%H.%M}{until} {zone_name(when.starts)}".rstrip()]


def _points(notice: FolderNotice, wording: PageWording) -> Iterator[tuple[bool, str]]:
    if claim := str(notice.plain.get("claim", "")):
        yield False, f"“{claim}”"
    if hours := str(notice.plain.get("hours", "")):
        yield False, wording.words("Open: {hours}", hours=hours)
    for need in notice.plain.get("requirements", ()):
        yield True, str(need)
    for block in to_blocks(render(notice.body, lambda _file: "").html):
        yield from _lines_of(block)


def _lines_of(block: Block) -> Iterator[tuple[bool, str]]:
    if block.kind is not BlockKind.PICTURE:
        yield from ((block.kind is BlockKind.ITEM, line) for line in block.text.splitlines() if line.strip())
