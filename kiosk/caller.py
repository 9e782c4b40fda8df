"""The village crier's watch: while nobody is at the kiosk, read out what is due, and note that it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from content_cache.items import Category, Item
from kiosk.announcer import due_announcement, due_readout, is_quiet
from kiosk.clock import Moment
from kiosk.contents import Contents
from kiosk.memory import Memory
from kiosk.ports import Readings
from kiosk.reader import Reader
from kiosk.settings import Readout, Settings
from kiosk.speech.utterance import Prelude, Priority, Utterance, Where


class Caller:
    """Uses the kiosk's own language: what the roof horn says is for the village, not for the last visitor."""

    def __init__(
        self,
        *,
        contents: Contents,
        memory: Memory,
        reader: Reader,
        readings: Callable[[str], Readings],
        settings: Settings,
    ) -> None:
        self._contents = contents
        self._memory = memory
        self._reader = reader
        self._settings = settings
        self._readings_in = readings

    def call(self, moment: Moment) -> None:
        """Start the read-out that is due, if any. It is noted at its start: a power cut in mid-sentence does not repeat it."""
        if self._reader.speaking:
            return
        speech = self._settings.speech
        if not moment.relative or is_quiet(moment.now.time(), speech.quiet_hours):
            return
        announcements = self._contents.items(Category.ANNOUNCEMENT, moment)
        new = due_announcement(announcements, moment, speech.quiet_hours, self._announced)
        if new is not None:
            self._memory.note_announced(_key(new), _version(new), moment.now)
            self._say(self._readings().item(new, moment))
            return
        readout = due_readout(self._settings.readouts, moment, speech.quiet_hours, lambda r: self._done(r, moment))
        if readout is not None:
            self._memory.note_read_out(_name(readout), moment.now.date())
            self._read_out(readout, moment)

    def _read_out(self, readout: Readout, moment: Moment) -> None:
        if readout.what == "bulletin":
            utterance = self._readings().bulletin(self._contents.bulletin(moment), moment)
        else:
            category = Category(readout.what)
            items: Sequence[Item] = (
                self._contents.day_events(moment.now.date(), moment)
                if category is Category.EVENT
                else self._contents.items(category, moment)
            )
            if not items:
                return
            utterance = self._readings().notices(items, moment)
        self._say(utterance)

    def _say(self, utterance: Utterance) -> None:
        prelude = Prelude.CHIME if self._settings.speech.chime else Prelude.NONE
        self._reader.read(utterance, priority=Priority.SCHEDULED, where=Where.BOTH, prelude=prelude)

    def _readings(self) -> Readings:
        return self._readings_in(self._settings.place.language)

    def _announced(self, item: Item) -> bool:
        return self._memory.announced(_key(item), _version(item))

    def _done(self, readout: Readout, moment: Moment) -> bool:
        return self._memory.read_out(_name(readout), moment.now.date())


def _key(item: Item) -> str:
    return f"{item.source}\n{item.id}"


def _version(item: Item) -> str:
    """An announcement that its publisher changed on the day it came is called out once more."""
    return item.updated.isoformat() if item.updated else ""


def _name(readout: Readout) -> str:
    return f"{readout.at:%H:%M} {readout.what}"
