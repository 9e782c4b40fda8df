"""Certificate of the desk, made by openssl at the first start and kept, for paired phones know it.

It is valid from 2020 until 2049, because the kiosk's clock may be wrong when it is made. Only the kiosk's screen
vouches for it, which shows its fingerprint (`kiosk.hall.notices.pairing`)."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterable
from pathlib import Path

from content_cache.files import write_whole
from kiosk.hall.notices.pairing import CERTIFICATE

_DEADLINE_S = 60.0
_END = "-----END PRIVATE KEY-----\n"


def certificate(folder: Path, names: Iterable[str]) -> tuple[Path, Path]:
    """Return the files of certificate and key in the desk's *folder*. Make them for the host names *names* if they are
    missing or unusable. Raise OSError."""
    public = folder / CERTIFICATE
    secret = public.with_name("key.pem")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(public, secret)
    except (OSError, ssl.SSLError):
        public.parent.mkdir(mode=0o750, exist_ok=True)
        key, _, made = _make_certificate(tuple(names)).partition(_END)
        write_whole(secret, f"{key}{_END}".encode(), 0o600)
        write_whole(public, made.encode(), 0o640)
    return public, secret


def _make_certificate(names: tuple[str, ...]) -> str:
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-sha256",
        "-keyout", "/dev/stdout", "-not_before", "20200101000000Z", "-not_after", "20491231235959Z",
        "-subj", f"/CN={names[0]}", "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names),
        "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_DEADLINE_S, check=True)
    except subprocess.SubprocessError as error:
        raise OSError(f"openssl makes no certificate: {error}") from error
    return done.stdout
