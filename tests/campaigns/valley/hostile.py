"""What hands a bad edition out, at its port as a kiosk does: `FOLDER HOW`."""

from __future__ import annotations

import sys
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from kiosk.core.network import PUBLIC_PORT


class Dripping(SimpleHTTPRequestHandler):
    """A byte now and then, for as long as somebody listens."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"u")
            time.sleep(0.5)


class Endless(SimpleHTTPRequestHandler):
    """As much as somebody takes."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(bytes(1 << 20))


if __name__ == "__main__":
    handler = {"slow": Dripping, "endless": Endless}.get(sys.argv[2], SimpleHTTPRequestHandler)
    ThreadingHTTPServer(("", PUBLIC_PORT), partial(handler, directory=sys.argv[1])).serve_forever()
