"""What a kiosk may show and say at a moment, reckoned anew from CONTRACTS.md and from what its office had said when last heard.

Nothing here calls what it judges: it has the views and the words, and compares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from content_cache.alerts.standing import AlertState
from content_cache.model.items import Apart, Clarification, Event, Item
from content_cache.model.vocabulary import Category, Verdict
from kiosk.content.views.shown import ListView, Shown
from kiosk.core.clock import Trust
from kiosk.narration.day_words import DayWords
from kiosk.narration.row_words import no_warning
from kiosk.pages.prices.words import PricesWords
from kiosk.speech.utterance import Utterance
from tests.campaigns.month import office
from tests.campaigns.month.kiosk import Kiosk
from tests.campaigns.month.truth import MARK, WITA, Heard, Known, Span, is_new

_RELATIVE = re.compile(
    r"\b(?:besok|kemarin|hari ini|hari lagi|yang lalu|baru saja|malam ini|(?:menit|jam) lalu)\b", re.IGNORECASE
)
_LISTS = (Category.NEWS, Category.ANNOUNCEMENT, Category.SERVICE, Category.CLARIFICATION, Category.EVENT)
_DAY = timedelta(days=1)
_AHEAD = timedelta(days=60)
_SLACK = timedelta(minutes=5)  # by which a clock that is kept right may be wrong
_ROWS = 4


def said(utterance: Utterance) -> str:
    return " ".join(sentence.spoken for sentence in utterance.sentences)


class Look:
    """One look at all that a visitor could see and hear. `faults` are what is untrue of it."""

    def __init__(self, kiosk: Kiosk, known: Known) -> None:
        self._kiosk, self._known = kiosk, known
        self._true = kiosk.machine.now
        self._moment = kiosk.moment()
        self._shown: list[str] = []  # all that was shown, offered or said
        self._words: list[str] = []  # in words; no title here has one of a day
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()  # that there was something to judge

    @property
    def trust(self) -> Trust:
        return self._moment.trust

    @property
    def right(self) -> bool:
        """Return whether the kiosk trusts its clock and the clock is right."""
        return self._moment.trust is Trust.TRUSTED and abs(self._moment.now - self._true) <= _SLACK

    @property
    def misled(self) -> bool:
        """Has somebody vouched for a wrong time? Then nothing can be told by it."""
        return not self.right and (self.trust is Trust.TRUSTED or self._known.misled)

    def take(self, *, thorough: bool = True) -> list[str]:
        self._floor()
        self._lists()
        self._home()
        self._events()
        self._idle()
        self._bulletin()
        self._day()
        self._warnings()
        self._answers()
        if thorough:
            self._searching()
            self._calendar()
            self._items()
        self._freshness()
        self._nothing_else()
        return self.faults

    def _fault(self, what: str) -> None:
        trust = f"{self._moment.trust} {self._moment.now:%d %b %H.%M.%S}"
        self.faults.append(f"{self._true.astimezone(WITA):%Y-%m-%d %H.%M.%S} (clock: {trust}): {what}")

    def _show(self, *what: object) -> None:
        self._shown += [repr(each) for each in what]

    def _say(self, lines: Iterable[str]) -> None:
        told = list(lines)
        self._shown += told
        self._words += told

    # --- what is to be seen

    def _floor(self) -> None:
        floor = self._moment.floor
        if floor is not None and floor > self._true + _SLACK and not self.misled:
            self._fault(f"the floor says {floor:%Y-%m-%d %H.%M}, which is still to come")

    def _visible(self, each: Heard) -> bool | None:
        """Return whether a thing must be shown (True) or hidden (False); None if a wrong clock leaves it open."""
        thing = each.thing
        if self.right:
            return thing.in_force(self._moment.now)
        if self.misled:
            return None
        if thing.publish_from is not None and thing.publish_from > self._moment.now:
            return None
        if not thing.is_over(self._true) and (thing.publish_from is None or thing.publish_from <= self._true):
            return True  # nothing that is in force goes for a clock that is wrong
        return None

    def _compare(self, what: str, shown: Iterable[Item], known: Iterable[Heard]) -> None:
        ids = {(item.source, item.id) for item in shown}
        for each in known:
            key, wanted = (each.thing.source, each.thing.id), self._visible(each)
            if wanted is not None and wanted != (key in ids):
                self._fault(f"{what}: {key} is {'missing' if wanted else 'shown'}: {each.thing}")

    def _lists(self) -> None:
        repository, moment, known = self._kiosk.repository, self._moment, self._known
        for category in _LISTS:
            first = repository.views.listing(category, moment, page=0, rows=_ROWS)
            pages = [repository.views.listing(category, moment, page=n, rows=_ROWS) for n in range(first.pages)]
            rows = [row for page in pages for row in page.rows]
            self._show(*pages)
            self._compare(f"list of {category}", rows, known.of(category))
            self._counted(first, rows)
            self._rows(rows[:_ROWS])
            board = self._kiosk.board
            board.screen, board.moment = "news", moment
            board.shown = Shown(board.screen, replace(first, freshness=repository.freshness(moment)))
            self._say(self._kiosk.guide.entry())
        notices = repository.views.notices(moment, page=0, cards=100)
        self._compare("board of announcements", notices.cards, known.of(Category.ANNOUNCEMENT))
        if notices.total != len(notices.cards):
            self._fault(f"announcements: {notices.total} are told, {len(notices.cards)} cards")
        self._show(notices)

    def _counted(self, first: ListView, rows: Sequence[Item]) -> None:
        """Check a list's totals, its count of new rows and the order of *rows*."""
        category, since = first.category, first.new_since
        self.seen["rows"] += len(rows)
        self.seen["new rows"] += first.fresh
        if len(rows) != first.total or len({(row.source, row.id) for row in rows}) != len(rows):
            self._fault(f"list of {category}: {first.total} are told, {len(rows)} rows")
        new = sum(since is not None and row.shown_first is not None and row.shown_first > since for row in rows)
        if new != first.fresh:
            self._fault(f"list of {category}: {first.fresh} new are told, {new} rows say so")
        known = self._known.of(category)
        most = sum(is_new(each, self._true - _SLACK) for each in known if self._visible(each))
        if self.right and first.fresh > most:
            self._fault(f"list of {category}: {first.fresh} are told as new, {most} came within two days")
        order = [(not row.pinned, -row.priority, -_newest(row)) for row in rows]
        if order != sorted(order):
            self._fault(f"list of {category}: not in its order")

    def _rows(self, rows: Sequence[Item]) -> None:
        for row in rows:
            if row.published is not None:
                self._published(row)
            if row.expires is not None:
                self._dated(
                    self._kiosk.phrases.until(row.expires, self._moment), row.expires - timedelta(minutes=1), row
                )
            if isinstance(row, Clarification) and row.verdict is not Verdict.FALSE:
                self._fault(f"{row.title} is told as {row.verdict}")

    def _published(self, row: Item) -> None:
        words = self._kiosk.phrases.when(row.published, self._moment) if row.published else ""
        self._say([words])
        heard = self._known.things.get((row.source, row.id))
        if (
            self.right
            and heard is not None
            and row.source in (office.RSS, office.ATOM)
            and row.published != heard.thing.published
        ):
            self._fault(
                f"{row.title}: of {heard.thing.published:%d %b %H.%M}, is told as of {row.published:%d %b %H.%M}"
            )
        if "besok" in words.lower():
            self._fault(f"{row.title}: was published tomorrow ({words})")

    def _dated(self, words: str, when: datetime, about: object) -> None:
        """A relative word is of the day that it says."""
        self._say([words])
        if not self.right:
            return
        for word, off in (("besok", 1), ("hari ini", 0), ("kemarin", -1)):
            if words.lower().startswith(word) and when.astimezone(WITA).date() != self._moment.now.date() + off * _DAY:
                self._fault(f"{words!r} is said of {when.astimezone(WITA)}: {about}")

    def _home(self) -> None:
        repository, moment = self._kiosk.repository, self._moment
        home = repository.views.home_view(moment)
        self._show(home)
        board = self._kiosk.board
        board.screen, board.moment = "home", moment
        day = repository.day_sheets.day_view(moment)
        board.shown = Shown(board.screen, replace(home, day=day, place=board.place))
        self._say(self._kiosk.guide.entry())
        for category in _LISTS[:4]:
            view = repository.views.listing(category, moment, page=0, rows=_ROWS)
            if (home.counts[category], home.fresh[category]) != (view.total, view.fresh):
                self._fault(f"home says {home.counts[category]} {category}, its list {view.total}")
        silence = no_warning(home.alerts_checked, moment, self._kiosk.phrases, connected=home.warned)
        heard = self._known.heard.get(office.QUAKES)
        known = heard is not None and self._true - heard <= _DAY + _SLACK
        known = known or self.misled
        if silence == "Tidak ada peringatan aktif" and not known:
            self._fault(f"no warning is said to be active, BMKG was asked {heard}")
        if self._kiosk.book.emergency_view(moment).known(moment) and not known:
            self._fault(f"Darurat: no warning is known to be in force, BMKG was asked {heard}")

    # --- events

    def _spans(self) -> Iterator[tuple[Heard, Span]]:
        for each in self._known.of(Category.EVENT):
            if self._visible(each) is not False:
                yield from ((each, span) for span in each.thing.spans)

    def _events(self) -> None:
        moment = self._moment
        upcoming = self._kiosk.repository.event_calendar.upcoming(moment, 999)
        self._show(upcoming)
        told = [(event.source, event.id, event.starts) for event in upcoming]
        if len(set(told)) != len(told):
            self._fault("an event is told twice as to come")
        times = {(each.thing.source, each.thing.id, span[0]): span for each, span in self._spans()}
        for key in told:
            if key not in times:
                self._fault(f"told as to come: {key}, which is no time of it")
            elif self.right and times[key][1] <= moment.now:
                self._fault(f"told as to come after its end: {key}")
        if self.right:
            self._all_events(upcoming, times)
        else:  # what has not begun by any clock that may be right is to come
            begun, last = max(self._true, moment.now), moment.now + _AHEAD / 2
            if missing := {key for key, span in times.items() if begun < span[0] < last} - set(told):
                self._fault(f"to come by any clock, and not told: {missing}")
        for event in upcoming[:6]:
            if event.starts is not None:
                self._dated(self._kiosk.phrases.event_span(event, moment), event.starts, event.id)

    def _all_events(self, upcoming: Sequence[Event], times: Mapping[tuple[str, str, datetime], Span]) -> None:
        """Check that with a right clock no event to come is missing, the soonest comes first, and those left today are listed."""
        now = self._moment.now
        told = {(event.source, event.id, event.starts) for event in upcoming}
        if missing := {key for key, span in times.items() if span[1] > now and span[0] < now + _AHEAD} - told:
            self._fault(f"to come, and not told: {missing}")
        order = [max(_local(event), now.date()) for event in upcoming]
        if order != sorted(order):
            self._fault("the events to come are not in their order")
        found = self._kiosk.repository.event_calendar.left_today(self._moment)
        left = {(event.source, event.id, event.starts) for event in found}
        self.seen["events left of today"] += len(left)
        today = {key for key, span in times.items() if _touches(span, now.date()) and span[1] > now}
        if left != today:
            self._fault(f"left of today: {left ^ today}")

    def _calendar(self) -> None:
        calendar, moment = self._kiosk.repository.event_calendar, self._moment
        today = (self._moment.now if self.right else self._true.astimezone(WITA)).date()
        spans = list(self._spans())
        for offset in (-9, -3, -1, 0, 1, 2, 5, 11):
            day = today + offset * _DAY
            view = calendar.calendar(day, day, moment)
            self._show(view)
            told = {(event.source, event.id, event.starts) for event in view.events}
            true = {(each.thing.source, each.thing.id, span[0]) for each, span in spans if _touches(span, day)}
            if told != true:
                self._fault(f"calendar, {day}: {told ^ true}")
            if view.marks.get(day, 0) != len(view.events):
                self._fault(f"calendar, {day}: {view.marks.get(day, 0)} marks, {len(view.events)} events")
            if view.today is not None and not moment.relative:
                self._fault("a day is marked as today while the clock is not believed")
            words = said(self._kiosk.readings.day(view, moment))
            self._say([words])
            if self.right:
                for word, off in (("besok", 1), ("hari ini", 0), ("kemarin", -1)):
                    if f", {word}." in words.lower() and off != offset:
                        self._fault(f"{word!r} is said of {day}")

    # --- the idle screen and the bulletin

    def _idle(self) -> None:
        view = self._kiosk.idle.idle_view(self._moment)
        self._show(view)
        turns = [slide.item for slide in view.posters]
        self.seen["posters in turn"] += len(turns)
        for item in [*turns, *filter(None, (view.news, view.notice))]:
            heard = self._known.things.get((item.source, item.id))
            if heard is None or (self.right and not heard.thing.in_force(self._moment.now)):
                self._fault(f"idle: {item.id} is not in force")

    def _bulletin(self) -> None:
        bulletin = self._kiosk.repository.views.bulletin(self._moment)
        words = said(self._kiosk.readings.bulletin(bulletin, self._moment))
        self._show(bulletin)
        self._say([words])
        titles = [item.title for item in (*bulletin.announcements, *bulletin.news)]
        for mark in {found for title in titles for found in MARK.findall(title)}:
            spoken = len(re.findall(rf"\bkabar {mark}\b", words, re.IGNORECASE))
            if spoken != 1:
                self._fault(f"bulletin: {mark} is named {spoken} times")
        if not self.right:
            return
        left = {
            each.thing.mark
            for each, span in self._spans()
            if _touches(span, self._moment.now.date()) and span[1] > self._moment.now
        }
        events = {each.thing.mark for each, _ in self._spans()}
        named = set(MARK.findall(words.lower())) & events
        if named != left:
            self._fault(f"bulletin: of today's events {named ^ left}")

    # --- the day at a glance

    def _day(self) -> None:
        day, moment = self._kiosk.repository.day_sheets.day_view(self._moment), self._moment
        self._show(day)
        words = DayWords(self._kiosk.phrases)
        if not moment.relative:
            if day.forecast or day.prices or day.sea or day.last_forecast:
                self._fault("a sheet of the day is told while the clock is not believed")
            return
        self.seen["forecasts"] += day.forecast is not None
        self.seen["prices"] += day.prices is not None
        if day.forecast is not None and self.right:
            first, last = day.forecast.steps[0].at, day.forecast.steps[-1].at
            if (
                self._true - day.forecast.issued > timedelta(hours=24) + _SLACK
                or first > self._true + timedelta(hours=3) + _SLACK
            ):
                self._fault(f"a forecast of {day.forecast.issued} is told, from {first} to {last}")
            if day.forecast.old != (moment.now - day.forecast.issued > timedelta(hours=12)):
                self._fault("an old forecast is not told as old, or a new one is")
        if day.forecast is None and day.last_forecast is not None:
            told = " ".join(words.no_weather(day.last_forecast, moment))
            self._say([told])
            local = day.last_forecast.astimezone(WITA)
            if self._true - day.last_forecast > 7 * _DAY and not re.search(rf"\b{local.day} ", told):
                self._fault(f"a forecast of {local:%d %b} is told as {told!r}")
        if day.prices is not None:
            self._say(PricesWords(self._kiosk.phrases).entry(day.prices, moment))
            age = self._true - day.prices.issued
            if self.right and (age > 30 * _DAY + _SLACK or (age > 2 * _DAY + _SLACK and not day.prices.old)):
                self._fault(f"prices of {day.prices.issued} are told, old={day.prices.old}")
            self._dated(
                self._kiosk.phrases.day_name(day.prices.issued.astimezone(WITA).date(), moment),
                day.prices.issued,
                "prices",
            )

    # --- warnings, answers

    def _warnings(self) -> None:
        moment = self._moment
        standing = self._kiosk.repository.warnings(moment)
        self._show(standing)
        view = self._kiosk.repository.views.listing(Category.ALERT, moment, page=0, rows=99)
        if view.total != len(view.rows):
            self._fault(f"warnings: {view.total} are told, {len(view.rows)} rows")
        self._show(view)
        held = {each.alert.id for each in standing if each.state is AlertState.IN_FORCE}
        self.seen["warnings in force"] += len(held)
        for each in self._known.of(Category.ALERT):
            ends = each.thing.expires
            if ends is None:
                continue
            over = ends <= self._moment.now if self.right else ends <= min(self._true, self._moment.floor or self._true)
            if self.right and moment.before is None and (each.thing.id in held) == over:
                self._fault(f"warning {each.thing.id} until {ends} is {'told' if over else 'not told'} as in force")
            elif not self.right and not self.misled and ends > self._true and each.thing.id not in held:
                self._fault(f"warning {each.thing.id} holds until {ends}, and is not told")

    def _answers(self) -> None:
        found = self._kiosk.repository.answer_book.list_answers(self._moment)
        self.seen["answers"] += len(found)
        self._show(found)
        self._compare("answers", found, self._known.of(Apart.ANSWER))

    # --- one by one

    def _searching(self) -> None:
        for each in sorted(self._known.things.values(), key=lambda one: one.thing.mark)[-8:]:
            if each.thing.category in (Apart.ANSWER, Category.ALERT):
                continue
            view = self._kiosk.search.search_view(each.thing.mark, self._moment, typing=True, page=0, rows=_ROWS)
            self._show(view)
            found = any(MARK.findall(hit.title.lower()) == [each.thing.mark] for hit in view.hits)
            wanted = self._visible(each)
            if wanted is not None and wanted != found:
                self._fault(f"search for {each.thing.mark}: found is {found}")

    def _items(self) -> None:
        for key, each in list(self._known.things.items())[-12:]:
            item = self._kiosk.repository.item(key[1])
            if item is None:
                self._fault(f"{key} cannot be opened")
                continue
            words = said(self._kiosk.readings.item(item, self._moment))
            self._shown += [repr(item), words]
            if (
                not isinstance(item, Event)
                and each.thing.mark not in words.lower()
                and each.thing.category is not Category.ALERT
            ):
                self._fault(f"{key}: {each.thing.mark} is not read: {words}")

    # --- how old it is

    def _freshness(self) -> None:
        repository, moment = self._kiosk.repository, self._moment
        fresh = repository.freshness(moment)
        words = self._kiosk.phrases.freshness(fresh, moment)
        last = max(self._known.heard.values(), default=None)
        if fresh.refreshed is None or last is None:
            return
        if fresh.refreshed > self._true + _SLACK and self.right:
            self._fault(f"refreshed at {fresh.refreshed}, which is still to come ({words})")
        if self._moment.relative:
            self._shown.append(words)
        if self.right:
            age = self._true - last
            if age > _DAY + _SLACK and not fresh.stale:
                self._fault(f"nothing was heard for {age}, and it is not told as stale ({words})")
        elif not self.misled:
            days = re.search(r"(\d+) hari lalu", words)
            if days and int(days[1]) * _DAY > self._true - last + _SLACK:
                self._fault(f"{words!r}, and it was {self._true - last} ago")
            if not days and _RELATIVE.search(words):
                self._fault(f"{words!r} while the clock is not believed")

    def _nothing_else(self) -> None:
        """Check that no edited or withdrawn text is shown, and that no relative date is shown while the clock is not trusted."""
        found = set(MARK.findall(" ".join(self._shown).lower()))
        for mark in sorted(found - self._known.marks):
            where = next(text for text in self._shown if mark in text.lower())
            self._fault(f"{mark} is told, which was edited, withdrawn or never heard: {where[:200]}")
        if not self._moment.relative:
            words = " ".join(self._words)
            if relative := _RELATIVE.search(words):
                start = max(relative.start() - 60, 0)
                self._fault(f"while the clock is not believed: …{words[start : relative.end() + 20]}…")


def _newest(row: Item) -> float:
    when = row.published or row.seen_first
    return when.timestamp() if when else 0.0


def _local(event: Event) -> date:
    return event.starts.astimezone(WITA).date() if event.starts else date.min


def _touches(span: Span, day: date) -> bool:
    """Return whether *span*, whose end is exclusive, has a part on *day*."""
    first, last = span[0].astimezone(WITA), span[1].astimezone(WITA)
    return first.date() <= day and last > datetime(day.year, day.month, day.day, tzinfo=WITA)


def edges(known: Known, first: datetime, last: datetime) -> Sequence[datetime]:
    """The moments in [first, last) at which something begins or ends, with those just before and after."""
    moments: set[datetime] = set()
    for each in known.things.values():
        thing = each.thing
        moments |= {when for when in (thing.expires, thing.publish_from) if when}
        moments |= {when for span in thing.spans for when in span}
        moments.add(each.first + timedelta(hours=48))
    second = timedelta(seconds=1)
    around = {when + off for when in moments for off in (-second, timedelta(0), second)}
    return sorted(when for when in around if first <= when < last)
