"""A kiosk of alerts alone: a real store and memory, the bell that sounds, the desk that fills the screen, a voice that notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from content_cache.alerts import Place as AlertPlace
from content_cache.store.store import Store
from kiosk.alerts.screen import AlertDesk
from kiosk.alerts.sound_policy import Raised, Sounding, all_due, in_turn
from kiosk.alerts.spoken import alert_lines
from kiosk.alerts.text import AlertWords
from kiosk.broadcast.alert_sounder import AlertSounder, since_boot
from kiosk.content.local_alerts import name_of, understood_of, view_of
from kiosk.content.repository import ContentRepository
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import PlaceSettings, Settings, SpeechSettings
from kiosk.speech.utterance import Manner, Utterance
from kiosk.state.alert_history import Sounded
from kiosk.state.memory import Memory
from tests.support.listening_voice import ListeningVoice

SETTINGS = Settings(
    place=PlaceSettings(name="Kilongan", area="72.01.05"), speech=SpeechSettings(volume=70, quiet_at_prayer=False)
)
KILONGAN = AlertPlace(-0.93, 122.79, "72.01.05", ("Kilongan", "Luwuk Utara", "Banggai"))


def next_sounding(
    alerts: Iterable[Raised], moment: Moment, sounded: Mapping[str, Sounded], *, quiet: bool, volume: int
) -> Sounding | None:
    """Return what a kiosk sounds now; None while nothing is due."""
    return next(iter(in_turn(all_due(alerts, moment, sounded, quiet=quiet, volume=volume))), None)


class AlertKiosk:
    """One that was just started on the data folder. `uptime` is how long its machine has been on."""

    screen = "idle"
    band: AlertView | None = None
    speaking: Any = None
    notice = ""

    def __init__(self, folder: Path, uptime: timedelta | None = None) -> None:
        self.voice = ListeningVoice()
        self._folder = folder
        self.repository = ContentRepository(lambda: Store.open(folder, read_only=True), area="72.01.05", place=KILONGAN)
        self._memory = Memory(folder)
        self._reader = ReadAloud(self, self.voice, rate=130, no_sound=lambda: "")  # type: ignore[arg-type]
        self._bell = AlertSounder(
            repository=self.repository,
            memory=self._memory,
            reader=self._reader,
            settings=SETTINGS,
            uptime=since_boot if uptime is None else lambda: uptime,
        )
        self._desk = AlertDesk(self, enter=self._enter, leave=self._leave)  # type: ignore[arg-type]

    @property
    def view(self) -> AlertView | None:
        """Return the alert that fills the screen, None for none."""
        return self._desk.shown if self.screen == "alert" else None

    def _enter(self) -> None:
        self.screen = "alert"

    def _leave(self) -> None:
        self.screen = "idle"

    # what a second of it brings

    def lives(self, moment: Moment) -> None:
        """Sounds what is due, to its end, and shows what stands."""
        before = len(self.said)
        self._bell.sound_due_alert(moment)
        standing = self.repository.warnings(moment)
        known = {name_of(each.alert): view_of(each, "id") for each in standing}
        self._desk.tell(list(known.values()), understood=understood_of(known, self._memory.alerts.by_alert()))
        for utterance in self.said[before:]:
            self._reader.on_speech(self.voice.end(utterance.id))

    def understands(self, moment: Moment) -> None:
        """Somebody presses "Mengerti" to what fills the screen."""
        assert self.view is not None
        self._bell.understood(self.view, moment)
        self._desk.acknowledge()

    # what a visitor notices

    @property
    def said(self) -> list[Utterance]:
        return self.voice.said

    @property
    def manners(self) -> list[Manner]:
        return self.voice.manners

    def raised(self) -> list[str]:
        """Which of "sound", "screen" and "band" there is."""
        raised = {"sound": self.said, "screen": self.screen == "alert", "band": self.band}
        return [name for name, is_raised in raised.items() if is_raised]

    def shown(self, moment: Moment) -> str:
        """ "full", "band", "listed" or "-" """
        if self.screen == "alert":
            return "full"
        return "band" if self.band else "listed" if self.repository.items(None, moment) else "-"

    def written(self, moment: Moment) -> str:
        """The words of the warning on the screen, of the band, or else of the items."""
        phrases = Phrases(Translation("id"))
        if self.screen == "alert" and self.view is not None:
            return " ".join(alert_lines(AlertWords(self.view, moment, phrases)))
        if self.band is not None:
            return AlertWords(self.band, moment, phrases).band
        return " ".join(f"{item.title} {item.text}" for item in self.repository.items(None, moment))

    def close(self) -> None:
        self._memory.close()
        self.repository.close()
