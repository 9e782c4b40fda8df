"""Interfaces that the controller needs, so that it imports neither Kivy nor pyttsx3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from content_cache.model.items import Item
from content_cache.model.picture_text import PictureText
from kiosk.content.views.service_views import ToolView
from kiosk.content.views.shown import (
    AlertView,
    Bulletin,
    CalendarView,
    Handout,
    Shown,
    Speaking,
)
from kiosk.core.clock import Freshness, Moment
from kiosk.speech.scheduling.queue import QueuedSpeech
from kiosk.speech.script.item_script import ItemScript
from kiosk.speech.utterance import AS_ASKED, Manner, Utterance


class BoardPort(Protocol):
    """Interface of kiosk.ui.board.Board, which explains the properties."""

    place: str
    contact: str
    language: str
    languages: Sequence[str]
    theme: str
    text_scale: float
    screen: str
    moment: Moment | None
    freshness: Freshness | None
    shown: Shown | None
    asks: bool
    prints: bool
    band: AlertView | None
    tool: ToolView | None
    focus: str
    by_buttons: bool
    speaking: Speaking | None
    unheard: bool
    slow: bool
    volume: int
    headset: bool
    alone: bool
    sheet: bool
    handout: Handout | None
    seconds_left: int
    notice: str
    notice_icon: str
    dark: bool
    rotation: int
    touch: tuple[float, ...]

    @property
    def view(self) -> object: ...


class VoicePort(Protocol):
    """Interface of kiosk.speech.scheduling.speaker.Speaker. Calls return at once; results come by the inbox."""

    @property
    def speeches(self) -> Sequence[QueuedSpeech]: ...

    def say(self, utterance: Utterance, manner: Manner = AS_ASKED, *, start: int = 0) -> None: ...

    def stop(self, *, urgent: bool = False, scheduled: bool = True, asked: bool = True) -> Sequence[QueuedSpeech]: ...

    def withdraw(self, speech: QueuedSpeech) -> None: ...

    def set_volume(self, percent: int) -> None: ...

    def set_ceiling(self, percent: int | None) -> None: ...

    def set_alone(self, alone: bool) -> None: ...

    def set_rate(self, words_a_minute: int) -> None: ...

    def warm_up(self) -> None: ...

    def open_device(self) -> None: ...


class Readings(Protocol):
    """Interface of kiosk.narration.narrator: utterances in one language for what is shown."""

    def item(self, item: Item, moment: Moment, texts: Sequence[PictureText | None] = ()) -> Utterance: ...

    def day(self, calendar: CalendarView, moment: Moment) -> Utterance: ...

    def notices(self, items: Sequence[Item], moment: Moment) -> Utterance: ...

    def bulletin(self, bulletin: Bulletin, moment: Moment) -> Utterance: ...

    def rows(
        self, name: str, told: Sequence[tuple[int, str]], moment: Moment, item: Item | None = None
    ) -> Utterance: ...

    def wording(self, item: Item, moment: Moment) -> ItemScript: ...

    def lines(self, name: str, lines: Sequence[str], moment: Moment) -> Utterance: ...
