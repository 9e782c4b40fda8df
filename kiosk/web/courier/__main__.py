"""Service of the courier's uploads: `python -m kiosk.web.courier FOLDER [SOCKET]`, run by kiosk-courier.service. Nobody types this.

systemd holds the socket and starts this with the first upload (sd_listen_fds(3)). Unused for a while it ends, and takes
no memory."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from kiosk.web.courier.receiving import CourierDoor
from kiosk.web.courier.serving import server

IDLE_S = 300.0
_HANDED = 3  # SD_LISTEN_FDS_START


def main(argv: list[str]) -> int:
    """Serve uploads until SIGTERM, or until it is unused for a while."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    os.umask(0o027)
    door = CourierDoor(Path(argv[0]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if argv[1:]:
        line = socket.socket(socket.AF_UNIX)
        Path(argv[1]).unlink(missing_ok=True)
        line.bind(argv[1])
        Path(argv[1]).chmod(0o660)
    else:
        line = socket.socket(fileno=_HANDED)
        threading.Thread(target=_end_unused, args=(door,), daemon=True).start()
    server(door, line).serve_forever()
    return 0


def _end_unused(door: CourierDoor) -> None:
    while door.is_busy or time.monotonic() - door.last < IDLE_S:
        time.sleep(IDLE_S / 10)
        door.sweep()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
