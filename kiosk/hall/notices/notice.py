"""Notice made in the hall: the form that a person fills in, checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from content_cache.model.loop import LoopTerms
from content_cache.model.problems import Problem, msgid, problem
from content_cache.text.chat import without_chat_marks
from content_cache.text.plain import clean_line, clean_text
from kiosk.hall.notices.event_times import EVENING, EventTimes, end_of_day, last_day_of, read_times
from kiosk.hall.notices.faults import NoticeCode

TITLE_LIMIT = 120
TITLE_ADVISED = 60
TEXT_LIMIT = 3_000
FILM = ".mp4"
MOST_ATTACHED = 10  # pictures and documents of a notice
ALT_LIMIT, PICTURE_TEXT_LIMIT = 200, 5_000


class NoticeKind(StrEnum):
    ANNOUNCEMENT = "pengumuman"
    EVENT = "kegiatan"
    EMERGENCY = "darurat"


class Attached(Struct, frozen=True):
    """Picture, film, or document of `pages` pages: the name of its file in the desk's media folder, and its
    description. `text` is the text within a picture as its author confirmed it; None while nobody has checked OCR's."""

    file: str
    alt: str = ""
    text: str | None = None
    pages: int = 0

    @property
    def is_film(self) -> bool:
        return self.file.endswith(FILM)


class Notice(Struct, frozen=True, kw_only=True):
    """Notice of the hall. `ends` is when it is taken down. `starts` is an event's beginning, `closes` its end if its
    hour was told. `voice` is the name of a file in the desk's media folder. `loop` says when its poster is shown on an
    idle screen. `author` wrote it, `second` confirmed it: a darurat needs both."""

    id: str
    kind: NoticeKind
    title: str
    text: str = ""
    starts: datetime | None = None
    closes: datetime | None = None
    ends: datetime
    place: str = ""
    urgent: bool = False
    attached: tuple[Attached, ...] = ()
    voice: str = ""
    loop: LoopTerms | None = None
    author: str = ""
    second: str = ""
    written: datetime
    changed: datetime | None = None
    withdrawn: datetime | None = None

    def over(self, now: datetime) -> bool:
        return self.withdrawn is not None or self.ends <= now

    @property
    def form_version(self) -> str:
        """Return a text that changes with each version. A form uses it to notice that the notice was changed
        meanwhile."""
        return (self.withdrawn or self.changed or self.written).isoformat()

    @property
    def told_end(self) -> datetime | None:
        """Return the end of an event as far as its author told it: the hour, or the last evening of several days.
        Return None for an event of one day without an hour, even across midnight."""
        if self.starts is None or self.closes is not None:
            return self.closes
        return self.ends if self.ends > end_of_day(self.starts) else None

    @property
    def last_day(self) -> date | None:
        """Return the last day on which an event of several days begins; None for an event of one day."""
        if self.starts is None or self.told_end is None:
            return None
        last = last_day_of(self.starts, self.told_end)
        return last if last > self.starts.date() else None

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of its attachments and recording."""
        return tuple(filter(None, (*(each.file for each in self.attached), self.voice)))


class Form(Struct, frozen=True):
    """Form as it was typed, and its faults, by the name of the field."""

    values: Mapping[str, str]
    faults: Mapping[str, Problem] = field(default_factory=dict)


UNTIL: Mapping[str, tuple[str, int]] = {
    "hari-ini": (msgid("Until tonight"), 0),
    "besok": (msgid("Until tomorrow night"), 1),
    "3-hari": (msgid("For 3 days"), 3),
    "seminggu": (msgid("For a week"), 7),
    "sebulan": (msgid("For 30 days"), 29),
}
"""Durations of a notice, by their names in the form: a message of the catalogue, and the days from today, to the evening."""

KEPT = "tetap"
"""Value of the form for a notice that keeps its former end."""


LOOPS: Mapping[str, tuple[str, LoopTerms | None]] = {
    "": (msgid("In turn with the others"), None),
    "sering": (msgid("More often than the others"), LoopTerms(3)),
    "jam-kerja": (
        msgid("In turn, on working days from 07.00 to 15.00"),
        LoopTerms(1, ((7 * 60, 15 * 60),), (0, 1, 2, 3, 4)),
    ),
    "tanpa": (msgid("Not at all"), LoopTerms(0)),
}
"""Choices how often a notice's poster fills the idle screen, by their names in the form."""


def from_form(
    values: Mapping[str, str], notice_id: str, author: str, now: datetime, *, before: Notice | None = None
) -> tuple[Notice | None, Form]:
    """Return the notice that the form describes, None if there are faults, and the form with all faults. *now* is
    aware, in the village's zone; *before* is the notice that is being changed."""
    faults: dict[str, Problem] = {}
    kind = _kind(values, faults)
    title = clean_line(without_chat_marks(values.get("judul", "")), 2 * TITLE_LIMIT)
    text = clean_text(without_chat_marks(values.get("isi", "")), 2 * TEXT_LIMIT)
    if not title:
        faults["judul"] = problem(NoticeCode.NO_TITLE)
    elif len(title) > TITLE_LIMIT:
        faults["judul"] = problem(NoticeCode.TITLE_TOO_LONG, most=TITLE_LIMIT)
    if len(text) > TEXT_LIMIT:
        faults["isi"] = problem(NoticeCode.TEXT_TOO_LONG, most=TEXT_LIMIT)
    times = _event_times(values, now, faults, before) if kind is NoticeKind.EVENT else None
    ends = times.ends if times is not None else _ends(values, kind, now, faults, before)
    form = Form(dict(values), faults)
    if faults or ends is None:
        return None, form
    made = Notice(
        id=notice_id, kind=kind, title=title, text=text, ends=ends,
        starts=times.starts if times else None, closes=times.closes if times else None,
        place=clean_line(without_chat_marks(values.get("tempat", "")), 120), urgent=values.get("penting") == "ya",
        loop=LOOPS.get(values.get("putar", ""), LOOPS[""])[1],
        author=author, written=now,
    )  # fmt: skip
    return made, form


def _kind(values: Mapping[str, str], faults: dict[str, Problem]) -> NoticeKind:
    try:
        return NoticeKind(values.get("jenis", NoticeKind.ANNOUNCEMENT))
    except ValueError:
        faults["jenis"] = problem(NoticeCode.NO_KIND)
        return NoticeKind.ANNOUNCEMENT


def _event_times(
    values: Mapping[str, str], now: datetime, faults: dict[str, Problem], before: Notice | None
) -> EventTimes | None:
    return read_times(values, now, faults, before.starts if before is not None else None)


def _ends(
    values: Mapping[str, str], kind: NoticeKind, now: datetime, faults: dict[str, Problem], before: Notice | None
) -> datetime | None:
    if kind is NoticeKind.EVENT:  # its day is wrong
        return None
    if before is not None and values.get("sampai") == KEPT:
        return before.ends
    chosen = UNTIL.get(values.get("sampai", "besok"))
    if chosen is None:
        faults["sampai"] = problem(NoticeCode.NO_UNTIL)
        return None
    return datetime.combine(now.date() + timedelta(days=chosen[1]), EVENING, now.tzinfo)


def changed(old: Notice, new: Notice, now: datetime) -> Notice:
    """Return *new* as a later version of *old*: with the same id and time of writing."""
    return replace(new, id=old.id, written=old.written, changed=now)
