"""Writing of the card while it is mounted for that: secrets wiped, highest numbers and keys remembered. A mark beside the
settings says which of them is wanted."""

from __future__ import annotations

import logging

from kiosk.appliance.boot_settings import WIPE, wipe
from kiosk.appliance.root_files.held_folder import OwnFolder
from kiosk.appliance.root_files.trust_files import REMEMBER, mirror_trust
from kiosk.core.paths import Folders

_log = logging.getLogger(__name__)


def write_card(folders: Folders) -> None:
    """Do what the marks ask for. A fault of the one is logged and does not hinder the other. Raise OSError for the last."""
    marks = folders.config.parent
    if (marks / WIPE).exists():
        try:
            _log.info("%d secrets wiped from the card", wipe(folders))
        except OSError as error:
            _log.warning("the secrets stay on the card: %s", error)
    with OwnFolder(marks) as folder:
        folder.remove(REMEMBER)  # before it is done: who asks meanwhile starts the unit again
    _log.info("the card %s", "remembers" if mirror_trust(folders) else "has it already")
