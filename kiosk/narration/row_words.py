"""Words for the rows of a list, and for a list that is empty or old. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from content_cache.model.items import Announcement, Clarification, Event, Item, Service
from kiosk.content.views.clarified import claim_and_fact
from kiosk.core.clock import Freshness, Moment
from kiosk.i18n.phrases import Phrases, capital, sentence
from kiosk.narration.narrator import SPOKEN

MOST_COUNTED = 30
"""Number of items in a list up to which its count is rendered ahead."""
_WEEK = 7  # days for which a weekday's name is unambiguous
_SILENT_AFTER = 24 * 3600  # seconds without a check after which nobody knows whether there is a warning


class RowWords:
    """Words of rows in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._ = phrases.translation.gettext

    def row(self, item: Item, place: int, total: int, moment: Moment, *, first: bool = False) -> list[str]:
        """Return the spoken row, such as "Dua dari delapan: …"; *place* counts from 0.

        If the visitor comes *first* to row 0, it begins with "Pertama: ".
        """
        if isinstance(item, Announcement) and (item.priority or item.pinned):
            label = self._("Important")
        elif first and place == 0:
            label = self._("First")
        else:
            label = self._("{page} of {pages}").format(page=place + 1, pages=total)
        if isinstance(item, Clarification):
            return [f"{label}.", *self._verdict_lines(item)]
        if isinstance(item, Service):
            hours = "; ".join(item.hours.splitlines())
            return [f"{label}: {sentence(item.title)}", *(sentence(told) for told in (hours, item.place) if told)]
        return [*self.alone(f"{label}: {self.item(item, moment)}")]

    def item(self, item: Item, moment: Moment | None) -> str:
        """Return title and, for an event, its time, such as "Posyandu Melati. Besok 08.00–10.00 WITA." """
        when = self._phrases.event_span(item, moment) if isinstance(item, Event) and moment else ""
        return " ".join(filter(None, (sentence(item.title), sentence(when) if when else "")))

    def alone(self, line: str) -> list[str]:
        """Return *line* as a list.

        In a language without a voice its first part becomes a sentence of its own, which a person can record. The rest
        is a title or a number.
        """
        if self._phrases.translation.language in SPOKEN:
            return [line]
        found = re.match(r"([^:,.]+)[:,] (.+)", line, re.DOTALL)
        return [f"{found[1]}.", sentence(capital(found[2]))] if found else [line]

    def row_hint(self) -> list[str]:
        """Return how the buttons work on a focused row."""
        return [self._("Press next for the one after, listen to hear it, home to go back to the start.")]

    def nothing(self, calm: str, freshness: Freshness | None, moment: Moment) -> Iterator[str]:
        """Yield *calm*, the line of an empty list, and when the content was last checked."""
        yield f"{calm}."
        refreshed = freshness.refreshed if freshness else None
        if refreshed is not None:
            when = refreshed.astimezone(moment.now.tzinfo)
            time = self._("at {time}").format(time=self._phrases.time(when))
            told = f"{self._phrases.day_name(when.date(), moment)}, {time}"
            yield self._("Last checked {when}").format(when=told) + "."

    def stale(self, freshness: Freshness | None, moment: Moment) -> Iterator[str]:
        """Yield the lines about content that is old, such as "Kabar ini tiga hari lalu.

        Tidak ada internet sejak Sabtu."; nothing if it is fresh.
        """
        if freshness is None or not freshness.stale or freshness.refreshed is None or not moment.relative:
            return
        yield self._("This is from {ago}.").format(ago=self._phrases.ago(freshness.refreshed, moment.now))
        when = freshness.refreshed.astimezone(moment.now.tzinfo).date()
        recent = (moment.now.date() - when).days < _WEEK
        named = self._phrases.weekday_date(when).partition(",")[0] if recent else self._phrases.long_date(when)
        yield self._("No internet since {when}.").format(when=named)

    def _verdict_lines(self, item: Clarification) -> list[str]:
        """Return the spoken lines of a clarification, such as "Salah.

        Tsunami tidak bisa diramal. Kabar yang beredar: …". The claim never comes before its verdict.
        """
        claim, fact = claim_and_fact(item)
        said = [self._phrases.verdict(item.verdict).capitalize(), fact if claim else item.title]
        if claim:
            said.append(f"{self._('What is going round')}: {claim}")
        return [sentence(each) for each in said if each]


def no_warning(checked: datetime | None, moment: Moment | None, phrases: Phrases, *, connected: bool) -> str:
    """Return the line where no warning is known.

    *checked* is when the sources of warnings last answered, *connected*: there are any. Silence is never called
    safety: without a check in the last day nothing is known.
    """
    _ = phrases.translation.gettext
    if not connected:
        return _("Not connected to BMKG yet")
    if checked is None or moment is None or not moment.relative:
        return _("Not known yet")
    known = (moment.now - checked).total_seconds() <= _SILENT_AFTER
    return _("No active warning") if known else _("Not known yet")
