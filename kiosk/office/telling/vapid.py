"""Cryptography of web push: the office's VAPID key (RFC 8292), and messages that only one browser can read (RFC 8291)."""

from __future__ import annotations

import base64
import binascii
import json
import os
import struct
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError

FILE = "dorong.json"
SECRET_BYTES, POINT_BYTES = 16, 65
"""Length of a browser's secret, and of a public key as an uncompressed point."""
_CURVE = ec.SECP256R1()
_HOLDS = timedelta(hours=12)
"""Time that a token holds. A push service refuses more than 24 hours."""
_RECORD = 4_096
_LAST = b"\x02"


class VapidKey:
    """Key pair by which push services know the office, in the desk's *private* folder. Browsers subscribe with its
    public key, so another key would end all subscriptions."""

    def __init__(self, private: Path) -> None:
        self._file = JsonFile(private / FILE, str, most=1_000)
        self._making = threading.Lock()

    def public(self) -> str:
        """Return the public key as a browser takes it (base64url). Make the key where there is none. Raise OfficeError
        for a damaged file, OSError."""
        return base64url(_point(self._private().public_key()))

    def authorization(self, endpoint: str, contact: str, now: datetime) -> str:
        """Return the header that proves to the push service of *endpoint* who sends. *contact* is an address of the
        office. Raise as `public` does."""
        key, parts = self._private(), urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + _HOLDS).timestamp())}
        if contact:
            claims["sub"] = contact
        signed = f"{_json64({'typ': 'JWT', 'alg': 'ES256'})}.{_json64(claims)}"
        r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
        token = f"{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
        return f"vapid t={token}, k={base64url(_point(key.public_key()))}"

    def _private(self) -> ec.EllipticCurvePrivateKey:
        with self._making:
            try:
                return ec.derive_private_key(int(self._file.read_value(), 16), _CURVE)
            except FileNotFoundError:
                key = ec.generate_private_key(_CURVE)
                self._file.write(format(key.private_numbers().private_value, "064x"))
                return key
            except ValueError as error:
                raise OfficeError(OfficeCode.PUSH_KEY, file=FILE) from error


def encrypt_push(
    content: bytes,
    p256dh: bytes,
    auth: bytes,
    *,
    own: Callable[[], ec.EllipticCurvePrivateKey] = lambda: ec.generate_private_key(_CURVE),
    random: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """Return *content* encrypted for the browser with the keys *p256dh* and *auth*, in the coding aes128gcm (RFC 8188).
    Raise ValueError for a key that is no point of P-256."""
    sender, salt = own(), random(16)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, p256dh)
    point = _point(sender.public_key())
    shared = sender.exchange(ec.ECDH(), receiver)
    secret = _derived(shared, auth, b"WebPush: info\0" + p256dh + point, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack(">IB", _RECORD, len(point)) + point
    return head + AESGCM(key).encrypt(nonce, content + _LAST, None)


def is_browser_key(p256dh: bytes) -> bool:
    """Return whether *p256dh* is a point of P-256 in the form that browsers give."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, p256dh)
    except ValueError:
        return False
    return len(p256dh) == POINT_BYTES


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_base64url(text: str, most: int) -> bytes:
    """Return the bytes of *text*, b"" for other letters or more than *most* bytes."""
    if not text.isascii() or len(text) > most * 2:
        return b""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except binascii.Error:
        return b""


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def _json64(value: dict[str, object]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())
