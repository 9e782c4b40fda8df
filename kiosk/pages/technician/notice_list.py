"""First step of the notice editor: a line for each notice in force, how much the hall was used, and the result of an
import from a USB stick.

Pure of Kivy.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiosk.hall.notices.notice import Notice
from kiosk.hall.notices.usb_staging import Brought
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.technician.view import DayCount, DeskNotice
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

DAYS = 7  # days whose counts are shown
MOST_FAULTS = 2  # faults in a stick's notices that are named, at most


def line(notice: Notice, now: datetime, language: str, *, asked: bool) -> DeskNotice:
    """Return the line of *notice* in the list, in *language*. *asked*: the line asks whether it is really to be withdrawn."""
    translation = Translation(language)
    told = translation.gettext("until {date} · {author}").format(
        date=Phrases(translation).short_date(notice.ends.astimezone(now.tzinfo).date()), author=notice.author
    )
    return DeskNotice(notice.id, notice.title, told, notice.urgent, asked=asked)


def counts(memory: Memory, today: date) -> tuple[DayCount, ...]:
    """Return how much the hall was used on each of the last days, today first."""
    return tuple(_day_count(memory, today - timedelta(days=back)) for back in range(DAYS))


def _day_count(memory: Memory, day: date) -> DayCount:
    numbers = memory.counts.counts_on(day)
    return DayCount(day, numbers.get("read", 0), numbers.get("heard", 0), numbers.get("sought", 0))


class StickNotices:
    """Import of notices from a USB stick.

    The refresher publishes them, because it decodes strangers' files in a bounded process; its answer is shown here.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._asked: int | None = None  # the number of the request

    @property
    def asked(self) -> bool:
        """Return whether an import was requested and has no answer yet."""
        return self._asked is not None

    def import_stick(self, now: datetime) -> None:
        self._asked = self._memory.requests.leave_request(RequestKind.TAKE_STICK, now)

    def import_result(self, language: str) -> tuple[str, bool] | None:
        """Return the result of the import from the stick in words, and whether there were faults.

        `None` before it is known, and after it was returned once.
        """
        answer = self._memory.requests.answer_to(self._asked) if self._asked is not None else None
        if answer is None:
            return None
        self._asked = None
        brought, translation = Brought.from_json(answer), Translation(language)
        taken = translation.ngettext(
            "{count} notice taken from the stick.", "{count} notices taken from the stick.", brought.taken
        ).format(count=brought.taken)
        faults = [error_text(fault, translation) for fault in brought.faults[:MOST_FAULTS]]
        return " ".join((taken, *faults)), bool(faults)
