#!/usr/bin/python3 -I
"""Certificate and nginx of an office's server, for the command `kantor init`; root runs it, with Debian's own Python.

    web.py check ADDRESS [CERTIFICATE KEY]    say in one line what would go wrong, and change nothing
    web.py serve ADDRESS [CERTIFICATE KEY]    put the certificate where kiosk-office-web.service has it, and start that

Without a certificate of the office's own, certbot gets one, and renews it.
"""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

TLS = Path("/etc/kantor/tls")
LIVE = Path("/etc/letsencrypt/live/kantor")
SITES = ("/etc/nginx/sites-enabled", "/etc/nginx/conf.d")
NGINX = Path("/run/nginx.pid")
WEBROOT = Path("/var/www/html")
UNIT = "kiosk-office-web.service"
DESK, DESK_UNIT, DESK_S = ("127.0.0.1", 8090), "kiosk-office.service", 60.0
NAMES = ("fullchain.pem", "privkey.pem")


class Refusal(Exception):  # noqa: N818 - the caller is refused; nothing is in error
    """One line for the person who typed the command."""


def main(words: Sequence[str]) -> int:
    """Return the exit code."""
    what, address, *files = words
    certificate = (Path(files[0]), Path(files[1])) if files else None
    try:
        if what == "check":
            check(address, certificate)
        else:
            serve(address, certificate)
    except Refusal as error:
        sys.stderr.write(f"kantor: {error}\n")
        return 1
    return 0


def check(address: str, certificate: tuple[Path, Path] | None) -> None:
    """Raise Refusal where `serve` would fail: another site, a taken port, a bad certificate, an unknown name."""
    if others := [path.name for folder in SITES for path in Path(folder).glob("*") if path.name != "default"]:
        raise Refusal(f"nginx di server ini melayani situs lain ({others[0]}); meja kantor perlu server sendiri")
    for port in (443, 80):
        if _is_taken(port):
            raise Refusal(f"port {port} dipakai program lain (ss -ltnp menyebutnya); hentikan dulu, lalu ulangi")
    if certificate is not None:
        check_certificate(address, *certificate)
        return
    try:
        socket.getaddrinfo(address, 443)
    except OSError:
        raise Refusal(f"nama {address} belum ada di DNS; daftarkan dulu, atau pakai --certificate dan --key") from None


def check_certificate(address: str, certificate: Path, key: Path) -> None:
    """Raise Refusal for a certificate that browsers would not take for *address*, as far as can be told here."""
    for path in (certificate, key):
        if not path.is_file():
            raise Refusal(f"{path}: tidak ada berkas itu")
    if _openssl("x509", "-in", certificate, "-noout") is None:
        raise Refusal(f"{certificate}: bukan sertifikat (PEM)")
    if _openssl("pkey", "-in", key, "-noout", "-passin", "pass:") is None:
        raise Refusal(f"{key}: bukan kunci (PEM) tanpa sandi")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: "")
    except (ssl.SSLError, OSError):
        raise Refusal(f"{key} bukan kunci dari sertifikat {certificate}") from None
    if _openssl("x509", "-in", certificate, "-noout", "-checkend", "0") is None:
        raise Refusal(f"{certificate}: masa berlakunya sudah habis")
    if "does match" not in (_openssl("x509", "-in", certificate, "-noout", "-checkhost", address) or ""):
        raise Refusal(f"{certificate}: bukan untuk nama {address}")


def serve(address: str, certificate: tuple[Path, Path] | None) -> None:
    """Put the certificate and nginx's site for *address* in place. Raise Refusal as `check` does."""
    check(address, certificate)
    TLS.mkdir(mode=0o755, parents=True, exist_ok=True)
    if certificate is not None:
        for source, name in zip(certificate, NAMES, strict=True):
            _put(name, source.read_bytes())
    else:
        if "does match" not in (_openssl("x509", "-in", LIVE / NAMES[0], "-noout", "-checkhost", address) or ""):
            _get_certificate(address)
        for name in NAMES:
            (TLS / name).unlink(missing_ok=True)
            (TLS / name).symlink_to(LIVE / name)
    _start()
    _wait_for_desk()


def _get_certificate(address: str) -> None:
    """Let certbot get a certificate; nginx answers it meanwhile with one that nobody else believes. Raises Refusal."""
    if not (TLS / NAMES[0]).exists():
        files = ["-out", TLS / NAMES[0], "-keyout", TLS / NAMES[1]]
        kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        _openssl("req", *kind, "-days", "2", "-subj", f"/CN={address}", *files)
    _start()
    WEBROOT.mkdir(parents=True, exist_ok=True)
    words = ["certbot", "certonly", "--non-interactive", "--agree-tos", "--register-unsafely-without-email"]
    words += ["--webroot", "--webroot-path", str(WEBROOT), "--cert-name", "kantor", "--domain", address]
    words += ["--deploy-hook", f"systemctl try-reload-or-restart {UNIT}"]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        told = [line.strip() for line in (done.stdout + done.stderr).splitlines()]
        details = [line.removeprefix("Detail: ") for line in told if line.startswith("Detail: ")]
        detail = (details or ["sebabnya di /var/log/letsencrypt/letsencrypt.log"])[0]
        raise Refusal(f"certbot tidak mendapat sertifikat untuk {address}: {detail}")


def _put(name: str, content: bytes) -> None:
    draft = TLS / f".{name}"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(TLS / name)


def _start() -> None:
    """Start the web server in place of Debian's own, where this machine has units. Raises Refusal."""
    if not Path("/run/systemd/system").is_dir():
        return
    with suppress(subprocess.CalledProcessError):
        subprocess.run(["systemctl", "--quiet", "disable", "--now", "nginx.service"], check=True, capture_output=True)
    done = subprocess.run(["systemctl", "restart", UNIT], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"nginx tidak menyala; sebabnya: journalctl -u {UNIT} -n 20")


def _wait_for_desk() -> None:
    """Wait until the desk answers, so that the link that was printed works at once. Raises Refusal after DESK_S."""
    if not Path("/run/systemd/system").is_dir():
        return
    end = time.monotonic() + DESK_S
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(DESK) == 0:
                return
        time.sleep(0.2)
    raise Refusal(f"meja kantor belum menjawab; sebabnya: journalctl -u {DESK_UNIT} -n 20")


def _is_taken(port: int) -> bool:
    """Return whether another program than nginx, which gives way, holds *port* on this machine."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            tried.bind(("", port))
            return False
    with suppress(OSError):
        if Path(f"/proc/{NGINX.read_text().strip()}/comm").read_text() == "nginx\n":
            return False
    return True


def _openssl(*words: str | Path) -> str | None:
    """Return what openssl says, None where it fails."""
    done = subprocess.run(
        ["openssl", *map(str, words)], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.stdout if done.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
