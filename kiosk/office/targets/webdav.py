"""Target by WebDAV, with webdav4: each file is written under another name, then moved."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.etree.ElementTree import ParseError  # what webdav4 parses with

import httpx
import webdav4.client as dav

from content_cache.http.messages import plain
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

_CUT = (408, 423, 429, 502, 503, 504)  # statuses that mean "try later"


class WebdavPlace:
    def __init__(self, address: Address, secrets: Secrets, _known: Path) -> None:
        self._address, self._secrets = address, secrets
        scheme = "http" if address.scheme.endswith("+http") else "https"
        self._client = dav.Client(
            f"{scheme}://{address.host_label}",
            auth=(address.user, secrets.password) if address.user else None,
            retry=False,
            timeout=httpx.Timeout(SILENT_S, connect=CONNECT_S),
        )
        self._made: set[str] = set()

    def entries(self) -> dict[str, RemoteFile]:
        found: dict[str, RemoteFile] = {}
        for folder in FOLDERS:
            with self._webdav_errors(folder), suppress(dav.ResourceNotFound):
                for one in self._client.ls(self._remote_path(folder)):
                    if isinstance(one, dict) and one["type"] == "file":
                        last = str(one["name"]).rpartition("/")[2]
                        stamp = one["etag"] or one["modified"] or ""
                        found[f"{folder}/{last}" if folder else last] = RemoteFile(
                            one["content_length"] or 0, str(stamp)
                        )
                self._made.add(folder)
        return found

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        for one in files:
            content = one.content()
            with self._webdav_errors(one.name):
                self._make_folder(one.name.rpartition("/")[0])
                draft = f"{one.name}{PART}"
                self._client.upload_fileobj(
                    io.BytesIO(content), self._remote_path(draft), overwrite=True, size=len(content)
                )
                # a move has no body that a broken line could cut: only the host itself could break it
                self._client.move(self._remote_path(draft), self._remote_path(one.name), overwrite=True)
            sent(one)

    def _make_folder(self, folder: str) -> None:
        if folder in self._made:
            return
        if folder:
            self._make_folder("")
        self._make_path(self._remote_path(folder))
        self._made.add(folder)

    def _make_path(self, path: str) -> None:
        try:
            self._client.mkdir(path)
        except dav.ResourceAlreadyExists:
            return
        except (dav.ResourceConflict, dav.ResourceNotFound):
            above = path.rpartition("/")[0]
            if not above:
                raise
            self._make_path(above)
            self._client.mkdir(path)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            body = bytearray()
            with (
                self._webdav_errors(name),
                self._client.http.stream("GET", self._client.join_url(self._remote_path(name))) as answer,
            ):
                if answer.status_code == httpx.codes.NOT_FOUND:
                    continue
                if answer.is_error:
                    raise dav.HTTPError(answer)
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        break
            yield name, bytes(body)

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            with self._webdav_errors(name), suppress(dav.ResourceNotFound):
                self._client.remove(self._remote_path(name))

    def close(self) -> None:
        with suppress(Exception):
            self._client.http.close()

    def _remote_path(self, name: str) -> str:
        return f"{self._address.path}/{name}".strip("/")

    @contextmanager
    def _webdav_errors(self, file: str) -> Iterator[None]:
        try:
            yield
        except (httpx.HTTPError, dav.ClientError, ParseError, ValueError) as error:
            raise self._as_ours(error, file) from error

    def _as_ours(self, error: Exception, file: str) -> TargetError:
        host, reason = self._address.host_label, plain(self._secrets.hidden(str(error) or type(error).__name__))
        if isinstance(error, httpx.ConnectError):
            if "CERTIFICATE" in reason:
                return TargetError(TargetCode.CERTIFICATE, host=host, reason=reason)
            return CutError(TargetCode.UNREACHABLE, host=host, reason=reason)
        if isinstance(error, httpx.HTTPError | ParseError):  # half an answer, or half a list
            return CutError(TargetCode.CUT, host=host, reason=reason)
        if isinstance(error, dav.InsufficientStorage):
            return TargetError(TargetCode.FULL, host=host)
        status = error.status_code if isinstance(error, dav.HTTPError) else 0
        if status == httpx.codes.UNAUTHORIZED:
            return TargetError(TargetCode.PASSWORD, host=host, user=self._address.user)
        if status in _CUT:
            return CutError(TargetCode.CUT, host=host, reason=str(status))
        return TargetError(TargetCode.REFUSED, host=host, file=file, reason=str(status) if status else reason)
