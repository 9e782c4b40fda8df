"""Context of the app, given by a command or a test."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from kiosk.app.watchdog import Watchdog
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Clock
from kiosk.settings import Settings


class AppContext(Struct, frozen=True):
    """Settings and their file, the data folder, the repository and the clock.

    *refresh*: a refresher is to run; *monotonic* gives seconds; *put* keeps something for the office, None where none
    is set.
    """

    settings: Settings
    data: Path
    repository: ContentRepository
    clock: Clock
    config: Path | None = None
    refresh: bool = False
    monotonic: Callable[[], float] = time.monotonic
    put: Callable[[str, bytes], object] | None = None
    watchdog: Watchdog = field(default_factory=lambda: Watchdog({}))
