"""Real servers on loopback that an office publishes to, and a line to them that breaks where a test says."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
import os
import secrets
import shlex
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kiosk.office.targets.address import Address
from kiosk.office.targets.secrets import Secrets
from tests.content_cache.central.village import web

USER, PASSWORD = "kantor", "bunga melati 7"
RSYNC = shutil.which("rsync")


@dataclass(frozen=True)
class Server:
    """`target` with {} where the port goes, `port` its own. What is put there lies in `root`, "" for a store of its own; kiosks
    take it from `public`."""

    target: str
    port: int
    public: str
    root: Path
    secrets: Secrets = field(default_factory=lambda: Secrets(PASSWORD))

    def at(self, port: int = 0) -> str:
        return self.target.format(port or self.port)

    @property
    def scheme(self) -> str:
        return Address.from_target(self.at()).scheme


# --- SFTP


async def _exec(process: Any) -> None:
    """Run the command that a client gave as `ssh host words`."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*shlex.split(process.command), stdin=pipe, stdout=pipe, stderr=pipe)
    await process.redirect(stdin=child.stdin, stdout=child.stdout, stderr=child.stderr)
    process.exit(await child.wait())
    await (
        process.wait_closed()
    )  # or what it has begun is left to the collector, which tells of it in the middle of another test


@contextmanager
def sftp(
    root: Path,
    path: str = "/www/kios",
    *,
    rename: bool = True,
    key: Any = None,
    allowed: Path | None = None,
    lies: bool = False,
) -> Iterator[Server]:
    """asyncssh's server, shut into `root`; without `rename` it has no renaming onto a file that is there. A file of `allowed` keys
    opens it too. One that `lies` keeps as many bytes as it was given, and others."""
    import asyncssh

    class Login(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    class Files(asyncssh.SFTPServer):
        def __init__(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
            super().__init__(chan, chroot=os.fsencode(root))

        def posix_rename(self, oldpath: bytes, newpath: bytes) -> Any:
            if not rename:
                raise asyncssh.SFTPOpUnsupported("no posix-rename")
            return super().posix_rename(oldpath, newpath)

        def write(self, file_obj: object, offset: int, data: bytes) -> Any:
            return super().write(file_obj, offset, bytes(len(data)) if lies else data)

    root.mkdir(exist_ok=True)
    made = key or asyncssh.generate_private_key("ssh-ed25519")
    ready: list[int] = []
    begun, loop = threading.Event(), asyncio.new_event_loop()

    async def listen() -> None:
        acceptor = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Login,
            server_host_keys=[made],
            sftp_factory=Files,
            process_factory=_exec,
            encoding=None,
            authorized_client_keys=str(allowed) if allowed else None,
        )
        ready.append(acceptor.get_port())
        begun.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.1))  # what was cancelled ends
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(20)
    with web(root / path.strip("/")) as (public, _):
        try:
            yield Server(f"sftp://{USER}@127.0.0.1:{{}}{path}", ready[0], f"{public}/", root / path.strip("/"))
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(20)


# --- WebDAV


@contextmanager
def webdav(root: Path, path: str = "/www/kios", *, readonly: bool = False, lies: bool = False) -> Iterator[Server]:
    """wsgidav on cheroot. One that `lies` keeps half of what it was given."""
    import logging

    from cheroot import wsgi
    from wsgidav.wsgidav_app import WsgiDAVApp

    root.mkdir(exist_ok=True)
    config = {
        "provider_mapping": {"/": {"root": str(root), "readonly": readonly}},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "logging": {"enable": False},
        "verbose": 0,
    }
    logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
    server = wsgi.Server(("127.0.0.1", 0), _halved(WsgiDAVApp(config)) if lies else WsgiDAVApp(config), numthreads=4)
    server.error_log = lambda *_args, **_more: None  # type: ignore[method-assign]  # a line that was cut is no news
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    with web(root / path.strip("/")) as (public, _):
        try:
            yield Server(
                f"webdav+http://{USER}@127.0.0.1:{{}}{path}", server.bind_addr[1], f"{public}/", root / path.strip("/")
            )
        finally:
            server.stop()
            thread.join(20)


def _halved(app: Any) -> Any:
    def halved(environ: dict[str, Any], start: Any) -> Any:
        if environ["REQUEST_METHOD"] == "PUT":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ |= {"wsgi.input": io.BytesIO(body[: len(body) // 2]), "CONTENT_LENGTH": str(len(body) // 2)}
        return app(environ, start)

    return halved


# --- S3


@contextmanager
def asking_for_passwords(server: Server) -> Iterator[None]:
    """moto looks at them only when it is told to."""

    def tell(after: bytes) -> None:
        asked = http.client.HTTPConnection("127.0.0.1", server.port)
        asked.request("POST", "/moto-api/reset-auth", after, {"Content-Type": "text/plain"})
        assert asked.getresponse().status == 200
        asked.close()

    if not server.scheme.startswith("s3"):
        yield
        return
    tell(b"0")
    try:
        yield
    finally:
        tell(b"inf")


@contextmanager
def s3(_root: Path, path: str = "kios") -> Iterator[Server]:
    """moto's server; its bucket, of this place alone, can be read by everybody."""
    import logging

    pytest.importorskip("moto", reason="the dependency group s3 is not installed")
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    bucket = f"kabar-{secrets.token_hex(4)}"  # moto keeps them as long as the process lasts
    server.start()
    _, port = server.get_host_and_port()
    url = f"http://127.0.0.1:{port}"
    client = boto3.client(
        "s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id=USER, aws_secret_access_key=PASSWORD
    )
    client.create_bucket(Bucket=bucket)
    read = {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": f"arn:aws:s3:::{bucket}/*"}
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [read]}))
    try:
        yield Server(
            f"s3+http://{USER}@127.0.0.1:{{}}/{bucket}/{quote(path)}", port, f"{url}/{bucket}/{quote(path)}/", Path()
        )
    finally:
        server.stop()


# --- rsync


@contextmanager
def rsync(root: Path, path: str = "kios desa", *, readonly: bool = False) -> Iterator[Server]:
    """rsync's own server."""
    root.mkdir(exist_ok=True)
    place = root.with_name(f"{root.name}.rsyncd")
    place.mkdir()
    (place / "secrets").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
    (place / "secrets").chmod(0o600)
    (port,) = free_ports(1)
    # without one, version 3.5.0 finds no file of a folder below its module's
    chroot = "yes" if os.geteuid() == 0 else "no"
    user = f"use chroot = {chroot}\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
    (place / "conf").write_text(
        f"{user}pid file = {place}/pid\nlog file = {place}/log\n[www]\npath = {root}\n"
        f"read only = {str(readonly).lower()}\nauth users = {USER}\nsecrets file = {place}/secrets\n",
        "utf-8",
    )
    words = [
        RSYNC or "rsync",
        "--daemon",
        "--no-detach",
        f"--config={place}/conf",
        "--address=127.0.0.1",
        f"--port={port}",
    ]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
    try:
        _await_port(port)
        (root / path).mkdir(parents=True, exist_ok=True)
        with web(root / path) as (public, _):
            yield Server(f"rsync://{USER}@127.0.0.1:{{}}/www/{path}", port, f"{public}/", root / path)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def folder(root: Path, path: str = "kios") -> Iterator[Server]:
    root.mkdir(exist_ok=True)
    with web(root / path) as (public, _):
        yield Server(str(root / path), 0, f"{public}/", root / path, Secrets())


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _await_port(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
    raise AssertionError("rsync does not answer")


# --- the line


class Line:
    """To a port of this machine, until so many bytes have gone over it either way: then all its connections end, and none is made
    anew."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self.carried = self.sent = (
            0  # bytes either way, and towards the server, since the line was mended or set to break
        )
        self.left: float = float("inf")
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def cut_after(self, size: float) -> None:
        with self._lock:
            self.left, self.carried, self.sent = size, 0, 0

    def mend(self) -> None:
        self.cut_after(float("inf"))

    def close(self) -> None:
        self._listening.close()
        self._break()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self.left <= 0:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                near.close()
                continue
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open += [near, far]
            for come, go, towards in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._carry, args=(come, go, towards), daemon=True).start()

    def _carry(self, come: socket.socket, go: socket.socket, towards: bool) -> None:
        with suppress(OSError):
            while chunk := come.recv(1 << 16):
                with self._lock:
                    part = chunk[: max(0, int(min(self.left, len(chunk))))]
                    self.left -= len(part)
                    self.carried += len(part)
                    self.sent += len(part) if towards else 0
                go.sendall(part)
                if len(part) < len(chunk) or self.left <= 0:
                    self._break()
                    return
            go.shutdown(socket.SHUT_WR)

    def _break(self) -> None:
        with self._lock:
            broken, self._open = self._open, []
        for one in broken:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def line(port: int) -> Iterator[Line]:
    made = Line(port)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def answering(said: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """The port of a server that says this to everybody, and hangs up; and what it was asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    near, _ = listening.accept()
                except OSError:
                    return
                with near, suppress(OSError):
                    near.settimeout(5)
                    heard.append(near.recv(65_536))
                    near.sendall(said)

        threading.Thread(target=answer, daemon=True).start()
        yield int(listening.getsockname()[1]), heard
        listening.shutdown(socket.SHUT_RDWR)


Start = Callable[[Path], Any]
SERVERS: dict[str, Start] = {
    "folder": folder,
    "sftp": sftp,
    "webdav": webdav,
    "s3": s3,
    "rsync": rsync,
}
