"""A push service on loopback (RFC 8030): it checks the office's token (RFC 8292), and its browsers decrypt messages (RFC 8291)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
_PATIENCE_S = 20.0


def unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PushBrowser:
    """Browser with keys of its own at one push service."""

    def __init__(self, endpoint: str, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b"") -> None:
        self.endpoint = endpoint
        self._key = key or ec.generate_private_key(_CURVE)
        self.p256dh = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.auth = auth or os.urandom(16)

    @property
    def mark(self) -> str:
        return hashlib.sha256(self.endpoint.encode()).hexdigest()

    def form(self, **other: str) -> dict[str, str]:
        """Return what the account page's script sends of it."""
        return {"alamat": self.endpoint, "kunci": unpadded(self.p256dh), "rahasia": unpadded(self.auth), **other}

    def decrypt(self, body: bytes) -> bytes:
        """Return the content of a message of one record. HMAC alone is used, as RFC 8291 writes it out in section 3.4."""
        salt, length = body[:16], body[20]
        point, cipher = body[21 : 21 + length], body[21 + length :]
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point))
        secret = _mac(_mac(self.auth, shared), b"WebPush: info\0" + self.p256dh + point + b"\1")
        prk = _mac(salt, secret)
        key, nonce = (_mac(prk, b"Content-Encoding: " + each + b"\0\1") for each in (b"aes128gcm", b"nonce"))
        content = AESGCM(key[:16]).decrypt(nonce[:12], cipher, None).rstrip(b"\0")
        assert content.endswith(b"\2")
        return content[:-1]


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def verified_claims(authorization: str, public: str) -> dict[str, Any]:
    """Return the claims of a VAPID token. Raise an exception unless the key *public* signed it."""
    parts = dict(each.split("=", 1) for each in authorization.removeprefix("vapid ").split(", "))
    assert parts["k"] == public
    signed, _, signature = parts["t"].rpartition(".")
    raw = padded(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, padded(public))
    key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    head, claims = (json.loads(padded(each)) for each in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    return dict(claims)


@dataclass
class PushMessageTaken:
    """Message that the service took: its path, its headers, its body."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushHost:
    """Push service at `url`. `public` is the key that its subscriptions are for. `how` is a status, `hangs` or
    `redirects`."""

    url: str = ""
    authorities: str = ""
    public: str = ""
    how: str = "201"
    now: datetime | None = None
    taken: list[PushMessageTaken] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def browser(self, name: str = "satu") -> PushBrowser:
        return PushBrowser(f"{self.url}/push/{name}")

    def status(self, authorization: str) -> int:
        """Return 401 or 403 for a token that is not of the subscription's office and for now."""
        if not authorization.startswith("vapid "):
            return 401
        try:
            claims = verified_claims(authorization, self.public)
        except Exception:  # noqa: BLE001 - whatever is wrong with it
            return 403
        now = self.now.timestamp() if self.now else 0
        right = claims["aud"] == self.url and now < claims["exp"] <= now + 86_400
        return int(self.how) if right else 403


@contextmanager
def push_host(how: str = "201") -> Iterator[PushHost]:
    """Serve one push service over TLS."""
    authority, host = trustme.CA(), PushHost(how=how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            host.reached.set()
            if host.how == "hangs":
                host.stopped.wait(_PATIENCE_S)
                return
            redirects = host.how == "redirects"
            status = 307 if redirects else host.status(self.headers.get("Authorization", ""))
            if status < 300:
                host.taken.append(PushMessageTaken(self.path, dict(self.headers), body))
            self.send_response(status)
            if redirects:
                self.send_header("Location", f"{host.url}/push/dalam")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    host.url = f"https://localhost:{web.server_port}"
    host.authorities = authority.cert_pem.bytes().decode()
    threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield host
    finally:
        host.stopped.set()
        web.shutdown()
        web.server_close()
