"""Update on a stick: copied to where the provisioner takes it from, which is then requested. The stick's unit runs it
without rights."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from content_cache.model.errors import CacheError
from kiosk.appliance.update.download import bring
from kiosk.appliance.update.package import FOLDER
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.state.root_requests import own_door


def from_stick(folders: Folders, stick: Path) -> int:
    """Copy the stick's update and request its installation. Return 0, also if there is none; 1 for an update that is
    not the office's, or cannot be read."""
    keys = load(folders.config).update.keys if folders.config.exists() else ()
    newest = folders.chosen.with_name("newest")
    try:
        package = bring(stick / FOLDER, folders.data, keys, newest=newest)
    except (CacheError, OSError) as error:
        logging.warning("the update on this stick is not taken: %s", error)
        return 1
    if package is not None:
        logging.info("an update on this stick: number %d, version %s", package.number, package.version)
        with Memory(folders.data, door=own_door(folders.run)) as memory:
            memory.requests.leave_request(RequestKind.UPDATE, datetime.now(UTC))
    return 0
