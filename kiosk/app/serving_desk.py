"""Wires the page for the hall's own notices (`kiosk.service.notice_editor`) to this kiosk.

Its folder, voice, microphone and network.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.core.clock import Moment
from kiosk.core.messages import Tell
from kiosk.core.network import own_address
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import FALLBACK
from kiosk.narration.read_aloud import Reader
from kiosk.notices.as_item import Village, as_item
from kiosk.notices.notice import Notice
from kiosk.notices.recording import Recording
from kiosk.notices.store import Shelf
from kiosk.service.notice_editor import Door, NoticeDesk
from kiosk.settings import Settings
from kiosk.speech.utterance import Utterance
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import Readings


def make_desk(
    data: Path,
    settings: Settings,
    door: Door,
    memory: Memory,
    reader: Reader,
    *,
    now: Callable[[], Moment],
    language: Callable[[], str],
    readings: Callable[[str], Readings],
    tell: Tell,
) -> NoticeDesk:
    place = Village(village(settings.place.name), settings.place.timezone, dict(settings.speech.lexicon))

    def read(notice: Notice) -> None:
        reader.read(readings(FALLBACK).item(as_item(notice, place), now()), resume=False)

    return NoticeDesk(
        door,
        memory,
        shelf=lambda: Shelf(data, place.name),
        now=now,
        language=language,
        record=lambda path: Recording(settings.desk.microphone, path, tell),
        play=lambda path: reader.read(Utterance("recording", (), recording=path), resume=False),
        read=read,
        hush=reader.leave,
        address=lambda: settings.desk.address or own_address(settings.desk.port),
        enabled=settings.desk.enabled,
    )
