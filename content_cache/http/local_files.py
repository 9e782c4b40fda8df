"""Sources that are files: a folder on a stick, or what the desk wrote. The same bounds hold as on the web."""

from __future__ import annotations

import time
from pathlib import Path

from content_cache.files import open_readable
from content_cache.http.messages import Fetched, NotModified, Request, too_large
from content_cache.model.errors import AddressError, Code, FetchError, UnreachableError
from content_cache.model.urls import path_of


def read_file(request: Request) -> Fetched | NotModified:
    """Read a local file as if it had been fetched; its time and size serve as ETag.

    Raise UnreachableError if it cannot be read, TooLargeError, and AddressError if it lies outside of the request's folder.
    """
    start = time.monotonic()
    path = path_of(request.url)
    try:
        real = path.resolve(strict=True)
        if not request.folder or not real.is_relative_to(Path(request.folder).resolve()):
            raise AddressError(Code.OUTSIDE_FOLDER, path=str(path))
        if not real.is_file():
            raise FetchError(Code.NO_FILE, path=str(path))
        state = real.stat()
        mark = f"{state.st_mtime_ns}-{state.st_size}"
        if request.etag == mark and request.validators_url == request.url:
            return NotModified(url=request.url, seconds=time.monotonic() - start)
        with open_readable(real) as file:
            body = file.read(request.max_bytes + 1)
    except OSError as error:
        if isinstance(error, FetchError):
            raise
        raise UnreachableError(Code.FILE_UNREADABLE, path=str(path), reason=error.strerror or str(error)) from error
    if len(body) > request.max_bytes:
        raise too_large(request)
    return Fetched(
        url=request.url, status=0, body=body, etag=mark, bytes_down=len(body), seconds=time.monotonic() - start
    )
