"""The office's server on loopback: browsers that keep their connections take nobody else's place."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from typing import Any

import pytest
import requests

from kiosk.cli.office import make_server
from kiosk.installation import Refusal

BROWSERS, EACH = 50, 6  # writers, and the connections that a browser holds to one host


def hello(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "2")])
    return [b"ya"]


def test_fifty_browsers_hold_their_connections_and_a_page_still_comes() -> None:
    server = make_server(hello, 0)
    port = server.effective_port
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        with ExitStack() as stack:
            for _ in range(BROWSERS * EACH):
                stack.enter_context(closing(socket.create_connection(("127.0.0.1", port), 10)))
            assert requests.get(f"http://127.0.0.1:{port}/", timeout=20).text == "ya"
    finally:
        server.close()
        thread.join(10)


def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, pytest.raises(Refusal) as refused:
        make_server(hello, taken.getsockname()[1])
    assert "--port" in str(refused.value.args)
