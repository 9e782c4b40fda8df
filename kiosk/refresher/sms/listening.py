"""The modem's process: listens until it is stopped, or the bus goes away."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import signal

from content_cache.files import make_folder, write_whole
from kiosk.installation import Installation, Refusal
from kiosk.refresher.sms import modem
from kiosk.refresher.sms.account import SmsAccount
from kiosk.refresher.sms.bell import hang
from kiosk.refresher.sms.door import NOTHING, SmsDoor
from kiosk.refresher.sms.keys import keys_of
from kiosk.refresher.sms.status import status_text
from kiosk.settings.sms_sources import FOLDER, SIGNED, UNCHECKED
from kiosk.state.sms_state import RUNNING, SmsFault

_log = logging.getLogger(__name__)


def receive_sms(installation: Installation) -> int:
    """Run the modem's process until it is stopped; return 1 if the system bus has gone.

    Raises Refusal if SMS are switched off, or if the folder cannot be written or is in use.
    """
    settings = installation.settings.sms
    if not settings.enabled:
        raise Refusal("SMS are switched off: see [sms] in kiosk.toml", 2)
    folder = installation.data / FOLDER
    try:
        make_folder(folder, 0o750)
        hang(folder)
        for name, empty in ((SIGNED, b""), (UNCHECKED, NOTHING)):
            if not (folder / name).exists():
                write_whole(folder / name, empty, 0o640)
        lock = os.open(folder / RUNNING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error
    account = SmsAccount(folder, monthly=settings.monthly)
    door = SmsDoor(
        folder,
        settings,
        account,
        keyring=lambda: keys_of(installation),
        now=lambda: installation.clock().read().now,
        answer=lambda: status_text(installation),
    )
    try:
        return asyncio.run(_listen(door, account))
    finally:
        os.close(lock)


async def _listen(door: SmsDoor, account: SmsAccount) -> int:
    try:
        bus = await modem.system_bus()
    except OSError as error:
        _log.warning("there is no system bus: %s", error)
        account.tell_fault(SmsFault.NO_MANAGER)
        return 1
    modems = modem.Modems(bus, door.receive_sms, account.tell_fault, account.tell_sending, office=door.office)
    listening = asyncio.ensure_future(modems.receive_messages())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, listening.cancel)
    try:
        await listening
    except asyncio.CancelledError:
        return 0
    return 1
