"""An S3-compatible store by minio's client: an object is there whole or not at all, so nothing is renamed."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.etree.ElementTree import ParseError  # what minio's client parses with

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from content_cache.http.messages import plain
from content_cache.publishing.targets.address import Address
from content_cache.publishing.targets.faults import CutError, TargetCode, TargetError
from content_cache.publishing.targets.place import CONNECT_S, FOLDERS, MOST_BYTES, SILENT_S, Entry, Outgoing
from content_cache.publishing.targets.secrets import Secrets
from content_cache.signing.edition import file_hash, media_hash

_MISSING = ("NoSuchKey", "NoSuchObject")
_PASSWORD = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSecurity", "InvalidClientTokenId", "AuthFailure")
_FULL = (
    "QuotaExceeded",
    "XMinioStorageFull",
    "InsufficientStorage",
    "EntityTooLarge",
    "XMinioAdminBucketQuotaExceeded",
)
_CUT = ("SlowDown", "ServiceUnavailable", "RequestTimeout", "InternalError", "IncompleteBody")
_NEVER_CHANGES, _ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


class S3Place:
    def __init__(self, address: Address, secrets: Secrets, _known: Path) -> None:
        self._address, self._secrets = address, secrets
        self._bucket, _, prefix = address.path.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_S, read=SILENT_S), retries=urllib3.Retry(0, redirect=0)
        )
        with self._told(""):
            self._client = Minio(
                address.place,
                access_key=address.user,
                secret_key=secrets.password,
                secure=not address.scheme.endswith("+http"),
                region=address.options.get("region"),
                http_client=self._pool,
            )

    def entries(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        with self._told(""):
            for folder in FOLDERS:
                start = f"{self._prefix}{folder}/" if folder else self._prefix
                for one in self._client.list_objects(self._bucket, prefix=start):
                    if not one.is_dir and one.object_name:
                        name = one.object_name.removeprefix(self._prefix)
                        found[name] = Entry(one.size or 0, f"{one.etag} {one.last_modified}")
        return found

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        for one in files:
            content = one.content()
            keep = _NEVER_CHANGES if media_hash(one.name) or file_hash(one.name) else _ASK_AGAIN
            with self._told(one.name):
                self._client.put_object(
                    self._bucket,
                    self._prefix + one.name,
                    io.BytesIO(content),
                    len(content),
                    content_type=mimetypes.guess_type(one.name)[0] or "application/octet-stream",
                    metadata={"Cache-Control": keep},
                )
            sent(one)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            try:
                with self._told(name):
                    answer = self._client.get_object(self._bucket, self._prefix + name)
                    try:
                        content = bytes(answer.read(MOST_BYTES))
                    finally:
                        answer.close()
                        answer.release_conn()
            except _MissingError:
                continue
            yield name, content

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            with suppress(_MissingError), self._told(name):
                self._client.remove_object(self._bucket, self._prefix + name)

    def close(self) -> None:
        with suppress(Exception):
            self._pool.clear()

    @contextmanager
    def _told(self, file: str) -> Iterator[None]:
        host = self._address.place
        try:
            yield
        except S3Error as error:
            raise self._as_ours(str(error.code or ""), file, error) from error
        except urllib3.exceptions.MaxRetryError as error:
            reason = self._reason(error.reason or error)
            if isinstance(error.reason, urllib3.exceptions.SSLError):
                raise TargetError(TargetCode.CERTIFICATE, host=host, reason=reason) from error
            if isinstance(error.reason, urllib3.exceptions.NewConnectionError):
                raise CutError(TargetCode.UNREACHABLE, host=host, reason=reason) from error
            raise CutError(TargetCode.CUT, host=host, reason=reason) from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise CutError(TargetCode.CUT, host=host, reason=self._reason(error)) from error
        except (ParseError, UnicodeDecodeError) as error:  # half a list of objects
            raise CutError(TargetCode.CUT, host=host, reason=self._reason(error)) from error
        except (MinioException, ValueError) as error:
            raise TargetError(TargetCode.REFUSED, host=host, file=file, reason=self._reason(error)) from error

    def _as_ours(self, code: str, file: str, error: S3Error) -> Exception:
        host = self._address.place
        if code in _MISSING:
            return _MissingError()
        if code in _PASSWORD:
            return TargetError(TargetCode.PASSWORD, host=host, user=self._address.user)
        if code in _FULL:
            return TargetError(TargetCode.FULL, host=host)
        if code in _CUT:
            return CutError(TargetCode.CUT, host=host, reason=code)
        return TargetError(TargetCode.REFUSED, host=host, file=file, reason=plain(code or str(error)))

    def _reason(self, error: BaseException) -> str:
        return plain(self._secrets.hidden(str(error) or type(error).__name__))


class _MissingError(Exception):
    """There is no such object."""
