"""What is on trial since this boot: an update of the program, overlays of the card. Both are kept once the home screen
was shown, or give way together."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.appliance.overlays import Overlays
from kiosk.appliance.update.installer import Updating
from kiosk.core.paths import Folders

_log = logging.getLogger(__name__)


def begin_overlays(folders: Folders) -> str:
    """Do what the settings ask of the card's overlays. Return "tryboot" or "restart" if the machine must restart, else ""."""
    return Overlays(folders).work()


def keep_trials(folders: Folders) -> None:
    """Keep what is on trial, because the home screen was shown and stayed."""
    if _settled(Updating(folders).confirm_trial):
        _log.info("the update has shown its home screen: it is kept")
    if _settled(Overlays(folders).confirm_trial):
        _log.info("the overlays of kiosk.toml have shown a home screen: they are kept")


def end_trials(folders: Folders) -> bool:
    """Give up what is still on trial, because the time is over. Return true if a restart brings back what was before."""
    update = _settled(Updating(folders).give_up)
    if update:
        _log.warning("the update has not shown its home screen: the program before it comes back")
    return _settled(Overlays(folders).give_up) or update


def _settled(settle: Callable[[], bool]) -> bool:
    """Call *settle*, and return what it returns; false if the card refuses. One trial never stops the other."""
    try:
        return settle()
    except OSError as error:
        _log.warning("a trial is not settled: %s", error)
        return False
