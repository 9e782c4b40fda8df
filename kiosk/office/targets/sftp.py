"""Target by SFTP, with paramiko. A host's key is pinned at the first connection; another key later is refused."""

from __future__ import annotations

import logging
import socket
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import paramiko

from content_cache.files import write_whole
from content_cache.http.messages import plain
from content_cache.signing.edition import media_hash
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import CutError, TargetCode, TargetError
from kiosk.office.targets.place import (
    CONNECT_S,
    FOLDERS,
    MOST_BYTES,
    PART,
    SILENT_S,
    Outgoing,
    RemoteFile,
)
from kiosk.office.targets.secrets import Secrets

_PORT = 22
_CHUNK = 32_768  # bytes: what every server takes in one packet
_UNDER_WAY = 4_000_000  # bytes that a server may have stored out of order when the line broke; no hole before them
_LINE: Final = f"{__name__}.line"


class SftpPlace:
    def __init__(self, address: Address, secrets: Secrets, known: Path) -> None:
        self._address = address
        # "/~/kios" is in the home folder
        self._folder = address.path.removeprefix("/~/") if address.path.startswith("/~/") else address.path
        self._secrets = secrets
        self._client = paramiko.SSHClient()
        self._known = known
        self._made: set[str] = set()
        logging.getLogger(_LINE).setLevel(logging.CRITICAL)  # failures are told once, by our own codes
        try:
            self._sftp = self._connected()
        except BaseException:
            self._client.close()
            raise

    def _connected(self) -> paramiko.SFTPClient:
        address, secrets = self._address, self._secrets
        self._client.set_log_channel(_LINE)
        if self._known.exists():
            with self._sftp_errors(str(self._known)):
                self._client.load_host_keys(str(self._known))
        self._client.set_missing_host_key_policy(_Pin(self._known))
        key = self._own_key()
        own = not (secrets.password or key)
        try:
            self._client.connect(
                address.host,
                address.port or _PORT,
                address.user or None,
                password=secrets.password or None if key is None else None,
                pkey=key,
                allow_agent=own,
                look_for_keys=own,
                timeout=CONNECT_S,
                banner_timeout=CONNECT_S,
                auth_timeout=CONNECT_S,
                channel_timeout=CONNECT_S,
            )
        except paramiko.BadHostKeyException as error:
            raise self._another_key(error.expected_key, error.key) from error
        except _AnotherKeyError as error:
            raise self._another_key(error.pinned, error.shown) from error
        except paramiko.AuthenticationException as error:
            if any(
                word in str(error) for word in ("EOF", "timeout")
            ):  # the line broke just then: no word on the password
                raise CutError(TargetCode.CUT, host=address.host_label, reason=self._reason(error)) from error
            raise TargetError(TargetCode.PASSWORD, host=address.host_label, user=address.user) from error
        except (OSError, paramiko.SSHException, EOFError) as error:
            if (
                str(error) == "No authentication methods available"
            ):  # paramiko's word for: no password, no key, no agent
                raise TargetError(TargetCode.PASSWORD, host=address.host_label, user=address.user) from error
            raise CutError(TargetCode.UNREACHABLE, host=address.host_label, reason=self._reason(error)) from error
        with self._sftp_errors(""):
            if transport := self._client.get_transport():
                transport.set_keepalive(15)
            sftp = self._client.open_sftp()
            if channel := sftp.get_channel():
                channel.settimeout(SILENT_S)
            return sftp

    def _own_key(self) -> paramiko.PKey | None:
        """Return the SSH key that the secrets name, None if they name none. Raise TargetError if it cannot be read, or
        needs another passphrase."""
        file, password = self._secrets.key, self._secrets.password
        if file is None:
            return None
        try:
            # bytes, whatever its annotations say
            return paramiko.PKey.from_path(file, password.encode() if password else None)  # type: ignore[arg-type]
        except (OSError, ValueError, TypeError, paramiko.SSHException) as error:
            host = self._address.host_label
            raise TargetError(TargetCode.PASSWORD, host=host, user=self._address.user) from error

    def entries(self) -> dict[str, RemoteFile]:
        found: dict[str, RemoteFile] = {}
        for folder in FOLDERS:
            with self._sftp_errors(folder), suppress(FileNotFoundError):
                for one in self._sftp.listdir_attr(self._remote_path(folder)):
                    if stat.S_ISREG(one.st_mode or stat.S_IFREG):
                        name = f"{folder}/{one.filename}" if folder else one.filename
                        found[name] = RemoteFile(one.st_size or 0, str(one.st_mtime or ""))
        return found

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        for one in files:
            content = one.content()
            with self._sftp_errors(one.name):
                self._make_folder(one.name.rpartition("/")[0])
                draft = f"{one.name}{PART}"
                self._write_from(draft, content, self._bytes_sent(draft, content) if media_hash(one.name) else 0)
                self._rename(draft, one.name, content)
            sent(one)

    def _bytes_sent(self, draft: str, content: bytes) -> int:
        """Return how many bytes of *content* the file *draft* surely has from an interrupted transfer, 0 for none."""
        try:
            size = self._sftp.stat(self._remote_path(draft)).st_size or 0
        except OSError:
            return 0
        return max(0, size - _UNDER_WAY) if size <= len(content) else 0

    def _write_from(self, name: str, content: bytes, start: int) -> None:
        with self._sftp.open(self._remote_path(name), "r+b" if start else "wb") as file:
            file.set_pipelined(True)
            file.seek(start)
            for at in range(start, len(content), _CHUNK):
                file.write(content[at : at + _CHUNK])
        # errors of pipelined writes come late, or not at all
        if self._sftp.stat(self._remote_path(name)).st_size != len(content):
            with suppress(OSError):
                self._sftp.remove(self._remote_path(name))
            raise TargetError(TargetCode.FULL, host=self._address.host_label)

    def _rename(self, draft: str, name: str, content: bytes) -> None:
        try:
            self._sftp.posix_rename(self._remote_path(draft), self._remote_path(name))
        except FileNotFoundError:
            raise
        except OSError:
            # without OpenSSH's extension none renames onto a file that is there. Written over it in one packet, the few bytes of a
            # signature are the old ones or the new ones; a file that has its hash for a name is never there whole
            with self._sftp.open(self._remote_path(name), "r+b" if self._is_there(name) else "wb") as file:
                file.write(content)
                file.truncate(len(content))
            self._sftp.remove(self._remote_path(draft))

    def _is_there(self, name: str) -> bool:
        try:
            self._sftp.stat(self._remote_path(name))
        except FileNotFoundError:
            return False
        return True

    def _make_folder(self, folder: str) -> None:
        if folder in self._made:
            return
        path = self._remote_path(folder)
        steps = [path[:at] for at, letter in enumerate(path) if letter == "/" and at] + [path]
        missing = []
        for step in reversed(steps):  # above what is there nothing may be to see
            try:
                self._sftp.stat(step)
                break
            except FileNotFoundError:
                missing.append(step)
        for step in reversed(missing):
            self._sftp.mkdir(step)
        self._made.add(folder)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            with self._sftp_errors(name):
                try:
                    with self._sftp.open(self._remote_path(name), "rb") as file:
                        size = file.stat().st_size or 0
                        file.prefetch(min(size, MOST_BYTES), max_concurrent_requests=64)
                        content = file.read(min(size, MOST_BYTES))
                except FileNotFoundError:
                    continue
            yield name, content

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            with self._sftp_errors(name), suppress(FileNotFoundError):
                self._sftp.remove(self._remote_path(name))

    def close(self) -> None:
        with suppress(Exception):
            self._client.close()

    def _remote_path(self, name: str) -> str:
        return f"{self._folder}/{name}".rstrip("/")

    def _another_key(self, pinned: paramiko.PKey, shown: paramiko.PKey) -> TargetError:
        return TargetError(
            TargetCode.HOST_KEY,
            host=self._address.host_label,
            pinned=pinned.fingerprint,
            shown=shown.fingerprint,
            path=str(self._known),
        )

    @contextmanager
    def _sftp_errors(self, file: str) -> Iterator[None]:
        host = self._address.host_label
        try:
            yield
        except (EOFError, ConnectionError, TimeoutError, paramiko.SSHException) as error:
            raise CutError(TargetCode.CUT, host=host, reason=self._reason(error)) from error
        except OSError as error:
            reason = self._reason(error)
            if "closed" in reason.lower():  # paramiko's word for a line that is gone
                raise CutError(TargetCode.CUT, host=host, reason=reason) from error
            if any(word in reason.lower() for word in ("space", "quota", "full")):
                raise TargetError(TargetCode.FULL, host=host) from error
            raise TargetError(TargetCode.REFUSED, host=host, file=file, reason=reason) from error

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return "timeout"
        return plain(self._secrets.hidden(getattr(error, "strerror", None) or str(error) or type(error).__name__))


def shown_key(address: Address) -> str:
    """Return the fingerprint of the key that the host at *address* shows, before anybody logs in. Raise CutError."""
    try:
        with socket.create_connection((address.host, address.port or _PORT), CONNECT_S) as line:
            transport = paramiko.Transport(line)
            transport.set_log_channel(_LINE)
            try:
                transport.start_client(timeout=CONNECT_S)
                return transport.get_remote_server_key().fingerprint
            finally:
                transport.close()
    except (OSError, paramiko.SSHException, EOFError) as error:
        reason = plain(getattr(error, "strerror", None) or str(error) or type(error).__name__)
        raise CutError(TargetCode.UNREACHABLE, host=address.host_label, reason=reason) from error


class _AnotherKeyError(paramiko.SSHException):
    def __init__(self, pinned: paramiko.PKey, shown: paramiko.PKey) -> None:
        super().__init__("another host key")
        self.pinned, self.shown = pinned, shown


class _Pin(paramiko.MissingHostKeyPolicy):
    """Policy that pins a host's first key in OpenSSH's format. A known host gets no second key."""

    def __init__(self, known: Path) -> None:
        self._known = known

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        if pinned := client.get_host_keys().lookup(hostname):
            raise _AnotherKeyError(next(iter(pinned.values())), key)
        before = self._known.read_text("utf-8") if self._known.exists() else ""
        self._known.parent.mkdir(parents=True, exist_ok=True)
        line = f"{hostname} {key.get_name()} {key.get_base64()}\n"
        write_whole(
            self._known, f"{before}{'' if before.endswith(chr(10)) or not before else chr(10)}{line}".encode(), None
        )
