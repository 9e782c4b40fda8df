"""What the first page of the notice desk shows: a line for each notice that is up, and how much the hall was used. Pure of Kivy."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.notices.notice import Notice
from kiosk.state.memory import Memory
from kiosk.viewmodel.service_views import DayCount, DeskNotice

DAYS = 7  # of counts that are shown


def line(notice: Notice, now: datetime, language: str, *, asked: bool) -> DeskNotice:
    """`asked`: whether it is really to be taken down."""
    translation = Translation(language)
    told = translation.gettext("until {date} · {author}").format(
        date=Phrases(translation).short_date(notice.ends.astimezone(now.tzinfo).date()), author=notice.author
    )
    return DeskNotice(notice.id, notice.title, told, notice.urgent, asked=asked)


def counts(memory: Memory, today: date) -> tuple[DayCount, ...]:
    """Today's first, then those of the days before."""
    return tuple(_count(memory, today - timedelta(days=back)) for back in range(DAYS))


def _count(memory: Memory, day: date) -> DayCount:
    numbers = memory.counts(day)
    return DayCount(day, numbers.get("read", 0), numbers.get("heard", 0), numbers.get("sought", 0))
