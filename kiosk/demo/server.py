"""Server of the sample village on loopback, with ETag, Last-Modified and 304 like a good host."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TYPES = {
    ".json": "application/feed+json; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/rss+xml",
    ".jpg": "image/jpeg",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
    ".srt": "application/x-subrip",
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path) -> None:
        self._folder = folder.resolve()
        super().__init__(*args)

    def do_GET(self) -> None:
        self._send_file(with_body=True)

    def do_HEAD(self) -> None:
        self._send_file(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is the base class's
        """Log nothing, because the terminal belongs to the kiosk."""

    def _send_file(self, *, with_body: bool) -> None:
        path = (self._folder / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if path.suffix not in TYPES or not path.is_relative_to(self._folder) or not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = path.read_bytes()
        modified = path.stat().st_mtime
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        unchanged = self._is_unchanged(etag, modified)
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", formatdate(modified, usegmt=True))
        if not unchanged:
            self.send_header("Content-Type", TYPES[path.suffix])
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(body)

    def _is_unchanged(self, etag: str, modified: float) -> bool:
        """Return whether the client's copy is up to date.

        If-Modified-Since counts only without If-None-Match (RFC 9110, 13.2.2).
        """
        if (asked := self.headers.get("If-None-Match")) is not None:
            tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
            return etag in tags or tags == ["*"]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return int(modified) <= since.timestamp()


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve *folder* on a free port of 127.0.0.1 while the context lasts. Yields the base URL, without a closing slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=folder)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample-village")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
