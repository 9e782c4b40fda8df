"""A tiny honest receiver of the way back, as CONTRACTS.md has it; and what goes wrong on the way to it."""

from __future__ import annotations

import json
import random
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from nacl.public import PrivateKey

from kiosk.post.account import Account, read_waiting
from kiosk.post.enrolment import read_enrolment
from kiosk.post.envelope import EnvelopeKind, key_text, open_, read_header, split, verify
from kiosk.post.faults import EnvelopeError

FAULTS = ("none", "refuse", "cut", "swallow", "half", "nonsense", "redirect")
"""How a message may end: taken and told; 503; the line breaks before all has come; taken, and the answer is lost; some taken, and
the answer is lost; an answer of somebody else's; a portal's redirect."""


class PostOffice:
    """Keeps what is honest, once. `fault` is what happens to the next messages, or is drawn by `chance`."""

    def __init__(self, *, code: str = "ABCDEFGH", chance: random.Random | None = None) -> None:
        self.secret = PrivateKey.generate()
        self.code = code
        self.fault = "none"
        self.chance = chance
        self.known: dict[str, bytes] = {}
        self.envelopes: dict[tuple[str, int], bytes] = {}
        self.copies: list[tuple[str, int]] = []
        self.bodies: list[bytes] = []
        self.accounts: dict[str, Account] = {}
        self.lock = threading.Lock()
        self.shut = False
        """Nothing gets here any more."""
        self.url = ""

    @property
    def key(self) -> str:
        """Return the office's public key as settings have it."""
        return key_text(bytes(self.secret.public_key), "office")

    def acknowledged(self, kiosk: str) -> int:
        """Return the number that the next edition acknowledges to *kiosk*."""
        with self.lock:
            return self.accounts.get(kiosk, Account()).acknowledged

    def opened(self, kiosk: str, kind: EnvelopeKind) -> dict[int, bytes]:
        """The contents of a kind, by number."""
        with self.lock:
            held = [(number, each) for (whose, number), each in sorted(self.envelopes.items()) if whose == kiosk]
        return {n: open_(each, bytes(self.secret)) for n, each in held if read_header(each).kind is kind}

    def take(self, envelope: bytes) -> int | None:
        """The number when it lies here now; None for what is not believed."""
        with self.lock:
            try:
                header = read_header(envelope)
                if header.kind is EnvelopeKind.ENROL and header.kiosk not in self.known:
                    told = read_enrolment(envelope, bytes(self.secret))
                    if told.code == self.code:
                        self.known[header.kiosk] = told.key
                verify(envelope, self.known.get(header.kiosk, b""))
            except EnvelopeError:
                return None
            before = self.envelopes.setdefault((header.kiosk, header.n), envelope)
            if before != envelope:
                self.copies.append((header.kiosk, header.n))
                return None
            account = self.accounts.get(header.kiosk, Account()).took(header.n)
            if header.kind is EnvelopeKind.WAITING:
                account = account.with_waiting(read_waiting(open_(envelope, bytes(self.secret)), header.n))
            self.accounts[header.kiosk] = account
            return header.n

    def receive(self, body: bytes) -> tuple[int, bytes]:
        """(the status, the answer)."""
        self.bodies.append(body)
        fault = "cut" if self.shut else self.chance.choice(FAULTS) if self.chance else self.fault
        if fault == "refuse":
            return 503, b""
        envelopes = list(split(body))
        if fault == "half":
            envelopes = envelopes[: (len(envelopes) + 1) // 2]
        taken = [n for n in map(self.take, envelopes) if n is not None] if fault not in ("cut", "redirect") else []
        if fault in ("cut", "swallow", "half"):
            return 0, b""
        if fault == "nonsense":
            return 200, b"<html>Selamat datang di WiFi Balai</html>"
        if fault == "redirect":
            return 302, b""
        if not taken:
            return 403, b"{}"
        return 200, json.dumps({"schema": 1, "taken": taken, "refused": []}).encode()


@contextmanager
def served(office: PostOffice, context: ssl.SSLContext | None = None) -> Iterator[PostOffice]:
    """Over http on loopback, or https; `url` is where."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if self.path != "/post":
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = office.receive(body)
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Location", "http://169.254.169.254/")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_GET(self) -> None:
            """In place of the signed edition: the number up to which a kiosk may forget."""
            answer = str(office.acknowledged(self.path.removeprefix("/"))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        office.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()
