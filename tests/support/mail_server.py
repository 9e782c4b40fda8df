"""A mail server on loopback (RFC 5321): TLS from the first byte, by STARTTLS or none, well behaved or not."""

from __future__ import annotations

import base64
import email
import email.policy
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

import trustme

AUTHORITY = trustme.CA()
USER, PASSWORD = "kios@kantor.example", "hujan di bulan juni"


def trusting() -> ssl.SSLContext:
    """Return the context of a client that trusts this server's authority alone."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


@dataclass
class MailHost:
    """Server's `port`, the letters that it took, and what each client said. `how` may change meanwhile: `well`, `refuses` letters,
    `echoes` a line of its own, is `full` (452), `drips` a byte at a time, `drops` after the letter."""

    port: int = 0
    how: str = "well"
    echo: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def texts(self, to: str = "") -> list[str]:
        return [each.get_content() for each in self.letters if to in str(each["To"])]


class _Server(socketserver.ThreadingTCPServer):
    """Server of one host."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, host: MailHost, tls: str, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Client)
        self.host, self.tls, self.context = host, tls, context

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave a client that breaks off to itself."""


class _Client(socketserver.StreamRequestHandler):
    """One client."""

    server: _Server

    def handle(self) -> None:
        with suppress(OSError):
            if self.server.tls == "from the start":
                self.encrypt()
            self.talk()

    def encrypt(self) -> None:
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

    def talk(self) -> None:
        if self.server.host.how == "drips":
            while not self.server.host.stopped.wait(0.02):
                self.request.sendall(b"2")
            return
        self.tell("220 surat.example")
        while line := self.rfile.readline(2_000):
            self.server.host.said.append(line)
            if not self.answer(line.strip()):
                return

    def tell(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def answer(self, line: bytes) -> bool:
        verb = line.split(b" ")[0].upper()
        match verb:
            case b"EHLO" if self.server.tls == "starttls" and not isinstance(self.request, ssl.SSLSocket):
                self.tell("250-surat.example\r\n250 STARTTLS")
            case b"EHLO":
                self.tell("250-surat.example\r\n250 AUTH PLAIN")
            case b"STARTTLS":
                self.tell("220 ya")
                self.encrypt()
            case b"AUTH":
                right = base64.b64decode(line.split(b" ")[-1]) == f"\0{USER}\0{PASSWORD}".encode()
                self.tell("235 ya" if right else f"535 sandi {PASSWORD}x salah")
            case b"RCPT" if self.server.host.how == "echoes":
                self.tell(self.server.host.echo)
            case b"RCPT" if self.server.host.how == "refuses":
                self.tell("550 tidak dikenal")
            case b"MAIL" if self.server.host.how == "full":
                self.tell("452 penuh")
            case b"DATA":
                self.tell("354 tulis")
                self.take()
                return self.server.host.how != "drops"
            case b"QUIT":
                self.tell("221 sampai jumpa")
                return False
            case _:
                self.tell("250 ya")
        return True

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.server.host.letters.append(letter)
        self.tell("250 diterima")


@contextmanager
def mail_host(*, tls: str = "from the start", name: str = "localhost", how: str = "well") -> Iterator[MailHost]:
    """Serve letters; *tls* is `from the start`, `starttls` or `none`, *name* that of the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    with _Server(MailHost(how=how), tls, context) as server:
        server.host.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server.host
        finally:
            server.host.stopped.set()
            server.shutdown()
