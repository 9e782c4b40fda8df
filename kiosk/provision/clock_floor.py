"""The clock at boot, from what this kiosk has seen (`kiosk.provision.clock.begin`)."""

from __future__ import annotations

import time
from datetime import datetime

from kiosk.core.paths import Folders
from kiosk.installation import Call
from kiosk.provision.clock import MODULE, begin
from kiosk.settings import load


def at_boot(folders: Folders) -> str:
    """Raises OSError where the clock may not be set."""
    config = folders.config if folders.config.exists() else None
    call = Call(load(config, folders.data), config, folders.data, lambda _: None, lambda _: None)
    module = folders.root / MODULE.relative_to("/")
    return begin(call.floor(), _set, module=module, vouched=folders.vouched)


def _set(moment: datetime) -> None:
    time.clock_settime(time.CLOCK_REALTIME, moment.timestamp())
