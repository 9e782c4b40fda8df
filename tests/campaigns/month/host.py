"""A cheap web host whose clock is right: files as they are, If-Modified-Since, Date."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.campaigns.month.kiosk import Machine


class _Files(SimpleHTTPRequestHandler):
    machine: Machine

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.machine.now.timestamp() if timestamp is None else timestamp, usegmt=True)

    def log_message(self, *_args: Any) -> None:
        """Nobody reads it."""


@contextmanager
def web(folder: Path, machine: Machine) -> Iterator[str]:
    """The base URL of a server of `folder`, by the true time of `machine`."""
    handler = type("Files", (_Files,), {"machine": machine})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
