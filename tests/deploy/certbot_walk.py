"""A walk of `web.py serve` with a real certbot, a CA that speaks ACME (pebble) and nginx as it ships.

    unshare --mount --net python -m tests.deploy.certbot_walk FOLDER

Runs as root in namespaces of its own, where it may use port 80 and write below /etc. Writes what was told to FOLDER/told.json.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme

HOST = "kabar.example.go.id"
ROOT = Path(__file__).parents[2]
LIVE = Path("/etc/kantor/tls/fullchain.pem")
HIDDEN = ("/etc/letsencrypt", "/etc/kantor", "/var/log/letsencrypt", "/var/lib/letsencrypt", "/var/www", "/srv", "/run")


def shell(*words: str) -> None:
    subprocess.run(words, check=True)


def prepare(folder: Path) -> None:
    """Hide this machine's own folders, and have names lead here."""
    for path in HIDDEN:
        Path(path).mkdir(parents=True, exist_ok=True)
        shell("mount", "-t", "tmpfs", "tmpfs", path)
    shell("ip", "link", "set", "lo", "up")
    hosts = folder / "hosts"
    hosts.write_text(f"127.0.0.1 localhost {HOST}\n")
    shell("mount", "--bind", str(hosts), "/etc/hosts")
    authority = trustme.CA()
    own = authority.issue_cert("localhost")
    own.private_key_pem.write_to_path(folder / "key.pem")
    own.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    authority.cert_pem.write_to_path(folder / "acme.pem")
    os.environ["REQUESTS_CA_BUNDLE"] = str(folder / "acme.pem")
    Path("/etc/letsencrypt/cli.ini").write_text("server = https://localhost:14000/dir\n")
    config = {
        "listenAddress": "127.0.0.1:14000",
        "managementListenAddress": "127.0.0.1:15000",
        "certificate": str(folder / "cert.pem"),
        "privateKey": str(folder / "key.pem"),
        "httpPort": 80,
        "tlsPort": 443,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": config}))


@contextmanager
def running(folder: Path, name: str, port: int, *words: str, **more: str) -> Iterator[None]:
    """Run a server until it has been left, and wait until it listens on *port*."""
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, env=os.environ | more)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise SystemExit(f"{name} does not listen: {(folder / f'{name}.log').read_text()}")
        yield
    finally:
        process.terminate()
        process.wait()


def authority(folder: Path) -> str:
    """Return the CA's own certificate."""
    context = ssl.create_default_context(cafile=str(folder / "acme.pem"))
    with urllib.request.urlopen("https://localhost:15000/roots/0", context=context) as answer:
        return str(answer.read().decode())


def serial(trusted: str) -> str:
    """Return the serial number of the certificate that nginx shows for HOST, as a browser that trusts *trusted* takes it."""
    context = ssl.create_default_context(cadata=trusted)
    with (
        socket.create_connection(("127.0.0.1", 443), timeout=20) as line,
        context.wrap_socket(line, server_hostname=HOST) as secure,
    ):
        return str((secure.getpeercert() or {})["serialNumber"])


def reloaded(folder: Path, trusted: str, before: str) -> str:
    """Have nginx read its certificate again; return the serial number that follows *before*, "" if none does."""
    shell("nginx", "-c", str(folder / "nginx.conf"), "-s", "reload")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError):
            if (found := serial(trusted)) != before:
                return found
        time.sleep(0.1)
    return ""


def serve() -> dict[str, object]:
    """Run the command that `kantor init --address` runs; return its exit code and what it said."""
    words = ["/usr/bin/python3", "-I", str(ROOT / "deploy/kantor/web.py"), "serve", HOST]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return {"code": done.returncode, "told": done.stderr}


def walk(folder: Path) -> dict[str, object]:
    prepare(folder)
    told: dict[str, object] = {}
    shutil.copy(ROOT / "deploy/kantor/nginx.conf", folder / "nginx.conf")
    nginx = ("nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;")
    names = ("pebble-challtestsrv", "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "")
    ca = ("pebble", "-config", str(folder / "pebble.json"), "-dnsserver", "127.0.0.1:8053")
    told["no authority"] = serve()
    with running(folder, "names", 8055, *names), running(folder, "ca", 14000, *ca, PEBBLE_VA_NOSLEEP="1"):
        told["port 80 is closed"] = serve()
        with running(folder, "nginx", 443, *nginx):
            told["first"] = serve()
            told["linked"] = str(LIVE.readlink())
            trusted = authority(folder)
            told["serial"] = reloaded(folder, trusted, "")
            told["again"] = serve()
            subprocess.run(
                ["certbot", "renew", "--force-renewal", "--no-random-sleep-on-renew"], check=True, capture_output=True
            )
            told["renewed"] = reloaded(folder, trusted, str(told["serial"]))
    told["hook"] = next(Path("/etc/letsencrypt/renewal").glob("*.conf")).read_text()
    return told


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / "told.json").write_text(json.dumps(walk(place)))
