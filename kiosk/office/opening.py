"""All that one office's desk consists of, built in one step."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.i18n.translation import FALLBACK
from kiosk.office.areas import Areas
from kiosk.office.context import OfficeContext
from kiosk.office.editions import Editions, Step
from kiosk.office.hearing import Hearing
from kiosk.office.history import History
from kiosk.office.keys import FOLDER as KEYS
from kiosk.office.keys import KeyCabinet
from kiosk.office.notices import PRIVATE, Notices
from kiosk.office.people import People
from kiosk.office.setup import read_setup


def open_office(
    folder: Path,
    *,
    language: str = FALLBACK,
    clock: Callable[[], datetime] | None = None,
    people: People | None = None,
) -> OfficeContext:
    """The desk over an office's folder. `clock` gives aware times, by default this machine's in the office's zone."""
    private = folder / PRIVATE
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    history = History(folder)
    notices = Notices(folder, history)
    notices.clear_bases()
    cabinet = KeyCabinet(private / KEYS)

    def now() -> datetime:
        return datetime.now(UTC).astimezone(ZoneInfo(notices.office().timezone))

    return OfficeContext(
        folder=folder,
        notices=notices,
        people=people or People(private),
        history=history,
        cabinet=cabinet,
        editions=Editions(folder, private, cabinet, lambda: read_setup(folder), _send),
        hearing=Hearing(private),
        areas=Areas(folder),
        setup=lambda: read_setup(folder),
        clock=clock or now,
        seconds=(lambda: clock().timestamp()) if clock else time.time,
        language=language,
    )


def _send(_folder: Path, _target: str, _step: Step) -> None:
    return None
