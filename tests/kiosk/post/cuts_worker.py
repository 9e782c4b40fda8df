"""A process of the kiosk for `cuts`: `python -m tests.kiosk.post.cuts_worker DATA URL KEY ask|send`.

`ask` puts questions in without rest and says "<number> <token>" once each is safe; `send` sends what waits and forgets what the
office has, without rest. Both say "ready" first.
"""

from __future__ import annotations

import secrets
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from content_cache.model.errors import CacheError
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from kiosk.core.identity import kiosk_id
from kiosk.installation import Installation
from kiosk.post.faults import PostError
from kiosk.post.spool import Spool
from kiosk.refresher.adoption import OfficeAdoption
from kiosk.refresher.post_sender import PostSender
from kiosk.settings import Settings
from kiosk.settings.sections import PostSettings
from kiosk.state.memory import Memory


def ask(spool: Spool) -> NoReturn:
    print("ready", flush=True)
    while True:
        token = secrets.token_hex(8)
        number = spool.put_question(lambda own, token=token: f"{own} {token}".encode())  # type: ignore[misc]
        print(number, token, flush=True)


def begun(installation: Installation) -> PostSender:
    """Tried anew, as the window begins a refresher that has ended again: of two that make one file in the same moment, one is told
    that it is locked."""
    while True:
        with suppress(CacheError, PostError, OSError):
            memory = Memory(installation.data)
            sender = PostSender(
                installation,
                Store.open(installation.data),
                memory,
                OfficeAdoption(installation, memory),
                look=lambda: Moment(datetime.now(UTC), Trust.TRUSTED),
            )
            sender.enrol()
            return sender
        time.sleep(0.05)


def send(installation: Installation, url: str) -> NoReturn:
    data, spool = installation.data, installation.spool()
    sender = begun(installation)
    print("ready", flush=True)
    while True:
        try:
            spool.tell()
            if body := sender.next_message(unbounded=True):
                sender.record_result(sender.sent(body))
            with urllib.request.urlopen(f"{url}/{kiosk_id(data)}") as answer:
                sender.acknowledge(int(answer.read()))
        except (OSError, PostError) as error:
            print(error, file=sys.stderr)


def main(data: Path, url: str, key: str, what: str) -> None:
    settings = Settings(post=PostSettings(url, key, "ABCDEFGH"))
    installation = Installation(settings, None, data, print, print)
    if what == "ask":
        ask(installation.spool())
    send(installation, url)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
