"""Read-outs to the village: makes each when it is due, and notes that it was made.

Scheduled read-outs go to the roof horn (`[speech] horn_device`); where there is none, the speaker
gives them to the indoor loudspeaker. A visitor who is being read to is not interrupted: the read-out waits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.items import Event, Item
from content_cache.model.vocabulary import Category
from kiosk.broadcast.quiet_hours import is_quiet, quiet_of
from kiosk.broadcast.readout_policy import due_announcement, due_readout
from kiosk.content.repository import ContentRepository
from kiosk.content.views.ports import Readings
from kiosk.content.views.shown import Bulletin
from kiosk.core.clock import Moment
from kiosk.narration.language_turns import LanguageTurns
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import ReadoutSettings, Settings
from kiosk.speech.utterance import Manner, Prelude, Priority, Utterance, Where
from kiosk.state.memory import Memory

_NOT_COMPARED = -1


class ReadoutService:
    """Scheduler of read-outs in the kiosk's own language: the roof horn speaks to the village, not to the last
    visitor.

    *warnings* returns the alerts to say before a read-out; the bulletin has them among its own words.
    """

    def __init__(
        self,
        *,
        repository: ContentRepository,
        memory: Memory,
        reader: ReadAloud,
        readings: Callable[[str], Readings],
        settings: Settings,
        warnings: Callable[[Moment], Utterance | None] = lambda _: None,
    ) -> None:
        self._repository = repository
        self._memory = memory
        self._reader = reader
        self._settings = settings
        self._readings_in = readings
        self._warnings = warnings
        self._quiet = quiet_of(settings.speech, settings.place)
        self._kept_waiting: tuple[ReadoutSettings, date] | None = None
        self._turns = LanguageTurns()
        self._last_id = ""
        self._call: _Call | None = None
        self._compared = _NOT_COMPARED  # the version of the store that this was last compared with
        self._undo: Callable[[], None] = _do_nothing
        self._ceiling: int | None = None
        self._read_at: tuple[int, datetime] | None = None
        self._announcements: list[Item] = []

    def start_due_readout(self, moment: Moment, *, alarming: bool = False) -> None:
        """Start the read-out that is due, if any. Call this about once a second. *alarming*: a siren repeats each
        minute, so scheduled read-outs wait; an important announcement does not.

        A read-out is recorded at its start, so that a power cut in mid-sentence does not repeat it. One that a quiet
        time cuts off is made anew, from its beginning, when that ends.
        """
        self._lower_at_night(moment)
        self._follow_corrections(moment)
        if not moment.relative:
            return
        if self._quiet.end_of_quiet(moment.now) is not None:
            self._silence()
            return
        readout = self._due_readout(moment)
        if self._reader.speaking:
            # made after the visitor's reading, however long that takes
            self._kept_waiting = (readout, moment.now.date()) if readout is not None else None
            return
        new = due_announcement(self._announcements_now(moment), moment, self._quiet, self._announced)
        if new is not None:
            self._announce(new, moment)
        elif readout is not None and alarming:
            self._kept_waiting = readout, moment.now.date()
        elif readout is not None:
            self._read_out(readout, moment)

    def make_way(self) -> frozenset[str]:
        """Stop the read-out for a warning, or for a visitor who records; it is made anew later.

        Return the ids of all utterances to the village that have ended.
        """
        ended = self._reader.hush()
        if self._last_id in ended:
            self._undo()
            self._undo = _do_nothing
        return ended

    def _lower_at_night(self, moment: Moment) -> None:
        """Limit the volume to `night_volume` in quiet hours, when a visitor may still be read to. Prayers limit nothing."""
        speech = self._settings.speech
        at_night = moment.relative and is_quiet(moment.now.time(), speech.quiet_hours)
        ceiling = speech.night_volume if at_night else None
        if ceiling != self._ceiling:
            self._ceiling = ceiling
            self._reader.set_ceiling(ceiling)

    def _announcements_now(self, moment: Moment) -> list[Item]:
        """Return the announcements in force.

        The store is read again after a change and each minute, because one may have expired.
        """
        look = self._repository.version(), moment.now.replace(second=0, microsecond=0)
        if look != self._read_at:
            self._read_at = look
            self._announcements = self._repository.items(Category.ANNOUNCEMENT, moment)
        return self._announcements

    def _silence(self) -> None:
        if self._reader.priority is Priority.SCHEDULED:
            # otherwise it is a warning that is said like a scheduled read-out
            ours = self._reader.saying == self._last_id
            self._reader.stop()
            if ours:
                self._undo()
                self._undo = _do_nothing

    def _due_readout(self, moment: Moment) -> ReadoutSettings | None:
        today = moment.now.date()
        due = due_readout(self._settings.readouts, moment, self._quiet, lambda readout: self._done(readout, today))
        if due is None and self._kept_waiting is not None:
            readout, day = self._kept_waiting
            return readout if day == today and not self._done(readout, today) else None
        return due

    def _announce(self, item: Item, moment: Moment) -> None:
        for version in _versions(item):
            self._memory.readouts.note_announced(_key(item), version, moment.now)
        readings = self._readings_in(self._turns.next_language(item, self._settings.place.language))
        self._say(
            _Call(readings.item(item, moment), (item,), lambda left: readings.item(left[0], moment) if left else None)
        )
        self._undo = partial(self._forget_announced, item)

    def _forget_announced(self, item: Item) -> None:
        for version in _versions(item):
            self._memory.readouts.forget_announced(_key(item), version)

    def _read_out(self, readout: ReadoutSettings, moment: Moment) -> None:
        name, today = _readout_key(readout), moment.now.date()
        self._memory.readouts.note_read_out(name, today)
        call = self._call_for(readout, moment)
        if call is not None:
            self._say(call)
            self._undo = partial(self._memory.readouts.forget_read_out, name, today)

    def _in_next_language(self, item: Item, moment: Moment) -> Utterance:
        """Return the utterance of *item* in the next of its recorded languages, which take turns."""
        return self._readings_in(self._turns.next_language(item, self._settings.place.language)).item(item, moment)

    def _call_for(self, readout: ReadoutSettings, moment: Moment, *, ahead: bool = False) -> _Call | None:
        """Return the utterance of *readout* at *moment*, with its items and how to reword it after corrections.

        Return `None` for a category with neither items nor warnings; a bulletin always has a call. *ahead*: it is synthesised
        in advance, so a single item's recorded languages do not take their turn.
        """
        if readout.what == "bulletin":
            bulletin = self._repository.views.bulletin(moment)
            told = (*bulletin.announcements, *bulletin.events, *bulletin.news)
            return _Call(
                self._readings().bulletin(bulletin, moment), told, lambda left: self._bulletin(bulletin, left, moment)
            )
        category = Category(readout.what)
        items: Sequence[Item] = (
            self._repository.event_calendar.left_today(moment)
            if category is Category.EVENT
            else self._repository.items(category, moment)
        )
        words = self._list_words(items, moment, ahead=ahead)
        return (
            _Call(words, tuple(items), lambda left: self._list_words(left, moment, ahead=True))
            if words is not None
            else None
        )

    def _bulletin(self, told: Bulletin, left: Sequence[Item], moment: Moment) -> Utterance:
        """Return the bulletin *told* reduced to the items *left*, with the warnings in force now."""
        now = {(each.source, each.id, each.starts if isinstance(each, Event) else None): each for each in left}
        events = [now.get((each.source, each.id, each.starts)) for each in told.events]
        bulletin = replace(
            told,
            announcements=tuple(
                now[key] for each in told.announcements if (key := (each.source, each.id, None)) in now
            ),
            events=tuple(each for each in events if isinstance(each, Event)),
            news=tuple(now[key] for each in told.news if (key := (each.source, each.id, None)) in now),
            alerts=self._repository.views.bulletin(moment).alerts,
        )
        return self._readings().bulletin(bulletin, moment)

    def _list_words(self, items: Sequence[Item], moment: Moment, *, ahead: bool) -> Utterance | None:
        warnings = self._warnings(moment)
        if not items:
            return warnings
        if warnings is None and not ahead and len(items) == 1 and len(items[0].recordings) > 1:
            return self._in_next_language(items[0], moment)
        notices = self._readings().notices(items, moment)
        if warnings is None:
            return notices
        # the recording of the only item would be played in place of all the words
        return replace(notices, sentences=warnings.sentences + notices.sentences, recording=None)

    def coming(self, moment: Moment) -> Iterator[Utterance]:
        """Yield the scheduled read-outs of the next 24 hours in order, worded for their time."""
        if not moment.relative:
            return
        times: list[tuple[datetime, ReadoutSettings]] = []
        for day in (moment.now.date(), moment.now.date() + timedelta(days=1)):
            for readout in self._settings.readouts:
                at = datetime.combine(day, readout.at, moment.now.tzinfo)
                if day.weekday() in readout.days and moment.now < at <= moment.now + timedelta(days=1):
                    times.append((at, readout))
        for at, readout in sorted(times, key=lambda each: each[0]):
            call = self._call_for(readout, replace(moment, now=at), ahead=True)
            if call is not None:
                yield call.utterance

    def _follow_corrections(self, moment: Moment) -> None:
        """Stop or reword the read-out when the publisher of an item in it withdraws or corrects that.

        The other items go on; a single corrected item is said from its beginning.
        """
        call = self._call
        if call is None or (version := self._repository.version()) == self._compared:
            return
        self._compared = version
        if not self._reader.has_utterance(call.utterance):
            self._call = None
            return
        now = [self._current_item(item, moment) for item in call.items]
        if all(new is old for new, old in zip(now, call.items, strict=True)):
            return
        left = tuple(item for item in now if item is not None)
        words = call.word(left)
        if words is None:
            self._reader.end_utterance(call.utterance)
            self._call = None
            return
        if call.utterance.recording is None:  # a recording would play from its beginning, in place of all that was said
            words = replace(words, recording=None)
        said = self._reader.replace_utterance(call.utterance, words, anew=len(call.items) == 1)
        self._call = replace(call, utterance=said, items=left) if said is not None else None

    def _current_item(self, item: Item, moment: Moment) -> Item | None:
        """Return *item* as the store has it at *moment*, or None if it was withdrawn or its end was moved into the past.

        Return *item* itself if its words are unchanged, if it never was in the store, or while the store cannot be read.
        An event keeps the times of its own occurrence.
        """
        if item.seen_first is None:
            return item  # never was in the store
        if not self._repository.has_item(item):
            return None
        now = self._repository.item(item.id, item.source)
        if now is None:
            return item
        if now.expires is not None and now.expires <= moment.now and now.expires != item.expires:
            return None
        if isinstance(now, Event) and isinstance(item, Event):
            own = now.starts, now.ends or now.starts
            if (item.starts, item.ends) in (own, *((each.starts, each.ends) for each in now.occurrences)):
                now = replace(now, starts=item.starts, ends=item.ends, all_day=item.all_day)
        return item if _audible_parts(now) == _audible_parts(item) else now

    def _say(self, call: _Call) -> None:
        speech, utterance = self._settings.speech, call.utterance
        self._last_id, self._call, self._compared = utterance.id, call, _NOT_COMPARED
        manner = Manner(
            Priority.SCHEDULED,
            Where.HORN,
            Prelude.CHIME if speech.chime else Prelude.NONE,
            volume=speech.volume,  # not the visitor's setting
        )
        self._reader.read(utterance, manner, resume=False)

    def _readings(self) -> Readings:
        return self._readings_in(self._settings.place.language)

    def _announced(self, item: Item) -> bool:
        return any(self._memory.readouts.was_announced(_key(item), version) for version in _versions(item))

    def _done(self, readout: ReadoutSettings, day: date) -> bool:
        return self._memory.readouts.was_read_out(_readout_key(readout), day)


class _Call(Struct, frozen=True):
    """Read-out under way: its utterance, its items, and the function that words those that are left."""

    utterance: Utterance
    items: tuple[Item, ...]
    word: Callable[[Sequence[Item]], Utterance | None]


def _audible_parts(item: Item) -> tuple[object, ...]:
    """Return the parts of *item* whose change a listener would notice."""
    when = (item.starts, item.ends, item.place) if isinstance(item, Event) else ()
    return (item.title, item.summary, item.text, item.blocks, item.speech_text, *when)


def _do_nothing() -> None:
    pass


def _key(item: Item) -> str:
    return f"{item.source}\n{item.id}"


def _versions(item: Item) -> tuple[str, ...]:
    """Return two versions of *item*: its publisher's date of change, and a hash of its words.

    It is announced again on the day it came only if both have changed. Neither a feed that dates its items anew each
    hour nor a corrected typing error is announced again.
    """
    words = "\n".join((item.title, item.summary, item.text, item.speech_text))
    by_words = hashlib.sha256(words.encode()).hexdigest()
    return (item.updated.isoformat() if item.updated else "", by_words)


def _readout_key(readout: ReadoutSettings) -> str:
    return f"{readout.at:%H:%M} {readout.what}"
