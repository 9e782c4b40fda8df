"""Target in an S3-compatible store, by minio's client. An object is stored whole or not at all, so nothing is renamed."""

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
from content_cache.signing.edition import file_hash, media_hash
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import CutError, TargetCode, TargetError
from kiosk.office.targets.place import CONNECT_S, FOLDERS, MOST_BYTES, SILENT_S, Outgoing, RemoteFile
from kiosk.office.targets.secrets import Secrets

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
_CONNECTIONS = 8
_NEVER_CHANGES, _ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


class Bucket:
    """Objects of one bucket below the address's prefix. It is safe for threads. Methods raise TargetError; CutError if
    the line broke."""

    def __init__(self, address: Address, secrets: Secrets) -> None:
        self._address, self._secrets = address, secrets
        self._bucket, _, prefix = address.path.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_S, read=SILENT_S),
            retries=urllib3.Retry(0, redirect=0),
            maxsize=_CONNECTIONS,
        )
        with self._s3_errors(""):
            self._client = Minio(
                address.host_label,
                access_key=address.user,
                secret_key=secrets.password,
                secure=not address.scheme.endswith("+http"),
                region=address.options.get("region"),
                http_client=self._pool,
            )

    def entries(self, start: str, *, below: bool = False) -> Iterator[tuple[str, RemoteFile]]:
        """Yield the objects whose names begin with *start*, sorted by name. With *below* include those behind a further slash."""
        with self._s3_errors(""):
            for one in self._client.list_objects(self._bucket, prefix=self._prefix + start, recursive=below):
                if not one.is_dir and one.object_name:
                    name = one.object_name.removeprefix(self._prefix)
                    yield name, RemoteFile(one.size or 0, f"{one.etag} {one.last_modified}")

    def put(self, name: str, content: bytes, *, keep: str = _ASK_AGAIN) -> None:
        """Store *content* as the object *name*, whole or not at all. *keep* is its Cache-Control header."""
        with self._s3_errors(name):
            self._client.put_object(
                self._bucket,
                self._prefix + name,
                io.BytesIO(content),
                len(content),
                content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
                metadata={"Cache-Control": keep},
            )

    def read(self, name: str, most: int = MOST_BYTES) -> bytes | None:
        """Return at most *most* bytes of object *name*, or `None` if there is none."""
        try:
            with self._s3_errors(name):
                answer = self._client.get_object(self._bucket, self._prefix + name)
                try:
                    return bytes(answer.read(most))
                finally:
                    answer.close()
                    answer.release_conn()
        except _MissingError:
            return None

    def remove(self, name: str) -> None:
        """Remove object *name*. A missing one is no error."""
        with suppress(_MissingError), self._s3_errors(name):
            self._client.remove_object(self._bucket, self._prefix + name)

    def close(self) -> None:
        """Close the connections. Never raise."""
        with suppress(Exception):
            self._pool.clear()

    @contextmanager
    def _s3_errors(self, file: str) -> Iterator[None]:
        host = self._address.host_label
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
        host = self._address.host_label
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


class S3Place:
    """Target of editions in a bucket."""

    def __init__(self, address: Address, secrets: Secrets, _known: Path) -> None:
        self._bucket = Bucket(address, secrets)

    def entries(self) -> dict[str, RemoteFile]:
        starts = (f"{folder}/" if folder else "" for folder in FOLDERS)
        return {name: entry for start in starts for name, entry in self._bucket.entries(start)}

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        for one in files:
            never_changes = media_hash(one.name) or file_hash(one.name)
            self._bucket.put(one.name, one.content(), keep=_NEVER_CHANGES if never_changes else _ASK_AGAIN)
            sent(one)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            if (content := self._bucket.read(name)) is not None:
                yield name, content

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            self._bucket.remove(name)

    def close(self) -> None:
        self._bucket.close()


class _MissingError(Exception):
    """Error: there is no such object."""
