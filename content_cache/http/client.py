"""One bounded GET (RFC 9110, conditional by RFC 9110 section 13), one bounded POST: the only place that speaks HTTP.

Nothing here trusts the other side: time is bounded as a whole, bytes on the wire and unpacked, redirects are followed by
hand, and the address that answers is looked at before anything is sent.
"""

from __future__ import annotations

import errno
import http.client
import io
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from content_cache.http.address_guard import AddressGuard
from content_cache.http.headers import fresh_for, generated, modified, retry_after
from content_cache.http.local_files import read_file
from content_cache.http.messages import Fetched, NotModified, Request, plain, too_large
from content_cache.http.transport import decoder, session
from content_cache.model.errors import (
    AddressError,
    ClockError,
    Code,
    DeadlineError,
    FetchError,
    GoneError,
    HttpStatusError,
    LoginNeededError,
    StoppedError,
    TooLargeError,
    UnreachableError,
)
from content_cache.model.problems import quoted
from content_cache.model.urls import host_of, is_local, is_secure

MOST_REDIRECTS = 5
_NAME_CODES: Mapping[int | None, Code] = {
    socket.EAI_NONAME: Code.NAME_UNKNOWN,
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME): Code.NAME_UNKNOWN,  # not everywhere
    socket.EAI_AGAIN: Code.NAME_NOT_RESOLVED,
}
_CONNECTION_CODES: Mapping[int | None, Code] = {
    errno.ECONNREFUSED: Code.CONNECTION_REFUSED,
    errno.ENETUNREACH: Code.NO_ROUTE,
    errno.EHOSTUNREACH: Code.NO_ROUTE,
    errno.ETIMEDOUT: Code.NO_ANSWER,
}
_CHUNK = 65536
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-")
_CONTENT = frozenset(
    (200, 203, 226)
)  # 226: the new items alone (RFC 3229, A-IM: feed), which is all that we take anyway


def fetch(request: Request, stop: threading.Event | None = None) -> Fetched | NotModified:
    """Fetch *request* once. Raises StoppedError once *stop* is set.

    Raises FetchError or one of its kinds: UnreachableError, DeadlineError, TooLargeError, AddressError, HttpStatusError
    (GoneError for 410), LoginNeededError, ClockError.
    """
    start = time.monotonic()
    if is_local(request.url):
        return read_file(request)
    with (
        AddressGuard(request.deadline, request.private_host, request.private_ports, stop) as guard,
        session(guard, request.authorities) as asking,
    ):
        try:
            return _follow_redirects(request, guard, asking, start)
        except Exception as error:
            if stop is not None and stop.is_set():
                raise StoppedError(Code.STOPPED) from error
            raise _as_fetch_error(error, guard, request) from error


def post(request: Request, body: bytes, headers: Mapping[str, str]) -> int:
    """Post *body* once; return the bytes sent and received. No redirect is followed, and the answer is not read.

    Raise FetchError as `fetch` does; HttpStatusError for any answer but 2xx.
    """
    return exchange(request, body, headers)[0]


def exchange(request: Request, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Post *body* as `post` does and return (bytes transferred, answer).

    The answer is read only up to `request.max_bytes`, and is empty if that is 0.
    """
    with (
        AddressGuard(request.deadline, request.private_host, request.private_ports) as guard,
        session(guard, request.authorities) as asking,
    ):
        said = {"User-Agent": request.user_agent, **headers}
        try:
            response = asking.post(
                request.url, data=body, headers=said, stream=True, timeout=guard.remaining, allow_redirects=False
            )
            with response:
                if not 200 <= response.status_code < 300:
                    raise HttpStatusError(response.status_code, retry_after=retry_after(response.headers))
                told, down, complete = b"", 0, True
                if request.max_bytes:
                    told, down, complete = _body(request, response, guard, request.max_bytes)
                if not complete:
                    raise FetchError(Code.BROKE_OFF, host=host_of(request.url), reason="")
                down += sum(len(name) + len(value) + 4 for name, value in response.headers.items())
                up = sum(len(name) + len(value) + 4 for name, value in response.request.headers.items())
                return len(body) + up + down, told
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise _as_fetch_error(error, guard, request) from error


def _follow_redirects(
    request: Request, guard: AddressGuard, asking: requests.Session, start: float
) -> Fetched | NotModified:
    url, permanent, down = request.url, True, 0
    most = MOST_REDIRECTS if request.may_redirect else 0
    for _ in range(most + 1):
        conditional = url == request.validators_url and bool(request.etag or request.last_modified)
        response = asking.get(
            url,
            headers=_headers(request, url, conditional=conditional),
            stream=True,
            timeout=guard.remaining,
            allow_redirects=False,
        )
        with response:
            down += sum(len(name) + len(value) + 4 for name, value in response.headers.items())
            target = response.headers.get("Location")
            if response.status_code not in _REDIRECTS or not target:
                return _fetched_answer(
                    request,
                    response,
                    guard,
                    url=url,
                    permanent=permanent,
                    down=down,
                    start=start,
                    conditional=conditional,
                )
            permanent &= response.status_code in _PERMANENT
            url = _hop(url, urljoin(url, target))
    raise FetchError(Code.TOO_MANY_REDIRECTS, count=most, url=plain(url))


def _headers(request: Request, url: str, *, conditional: bool) -> dict[str, str]:
    packed = "identity" if request.piece_bytes else "gzip, br"
    headers = {"User-Agent": request.user_agent, "Accept": request.accept, "Accept-Encoding": packed}
    if request.resume_at:
        if url == request.validators_url:
            headers |= {"Range": f"bytes={request.resume_at}-", "If-Range": request.if_range}
    elif conditional:
        headers["A-IM"] = "feed"
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
    return headers


def _hop(origin: str, target: str) -> str:
    before, after = urlsplit(origin), urlsplit(target)
    if after.scheme not in ("http", "https"):
        raise AddressError(Code.REDIRECT_NO_WEB, url=plain(target))
    if before.scheme == "https" and after.scheme == "http":
        raise AddressError(Code.REDIRECT_INSECURE, url=plain(target))
    return target


def _fetched_answer(
    request: Request,
    response: requests.Response,
    guard: AddressGuard,
    *,
    url: str,
    permanent: bool,
    down: int,
    start: float,
    conditional: bool,
) -> Fetched | NotModified:
    if guard.expired:
        raise DeadlineError(Code.TOO_SLOW, seconds=request.deadline)
    headers = response.headers
    if response.status_code == 304 and conditional:
        return NotModified(
            url=url,
            fresh_for=fresh_for(headers),
            generated=generated(headers),
            bytes_down=down,
            seconds=time.monotonic() - start,
        )
    expect_content(response, request.url, url)
    offset = _offset(request, response)
    body, wire, complete = _body(request, response, guard, request.max_bytes - offset)
    return Fetched(
        url=url,
        status=response.status_code,
        body=body,
        start=offset,
        complete=complete,
        content_type=headers.get("Content-Type", ""),
        etag=headers.get("ETag", ""),
        last_modified=headers.get("Last-Modified", ""),
        permanent_redirect=url if permanent and url != request.url else "",
        fresh_for=fresh_for(headers),
        bytes_down=down + wire,
        seconds=time.monotonic() - start,
        modified=modified(headers),
        generated=generated(headers),
    )


def expect_content(response: requests.Response, asked: str, url: str) -> None:
    """Raise FetchError unless *response* may hold the content that was requested at *asked*. *url* is where it came from after
    redirects.

    LoginNeededError: status 511, or an HTML page from another host if *asked* is not https. GoneError: status 410.
    HttpStatusError: any status but 200, 203, 206 and 226.
    """
    code, wanted = response.status_code, retry_after(response.headers)
    if code == 511:
        raise LoginNeededError(Code.LOGIN_NEEDED, host=host_of(asked))
    if code == 410:
        raise GoneError(code)
    if code not in _CONTENT and code != 206:
        raise HttpStatusError(code, retry_after=wanted)
    is_page = response.headers.get("Content-Type", "").lower().startswith("text/html")
    host = urlsplit(url).hostname
    if is_page and host != urlsplit(asked).hostname and not is_secure(asked):
        raise LoginNeededError(Code.LOGIN_NEEDED, host=host or "")


def _offset(request: Request, response: requests.Response) -> int:
    """Return where the body begins in the whole file: 0, or the offset at which a piece was requested. Raises FetchError."""
    if response.status_code != 206:
        return 0
    found = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    if not request.resume_at or not found or int(found[1]) != request.resume_at:
        raise FetchError(Code.WRONG_PIECE)
    return request.resume_at


def _body(request: Request, response: requests.Response, guard: AddressGuard, most: int) -> tuple[bytes, int, bool]:
    """Return the unpacked body of at most *most* bytes, its length on the wire, and whether it arrived whole.

    Raise TooLargeError for more bytes, DeadlineError when the time is up, unless a piece was requested.
    """
    said = response.headers.get("Content-Length", "")
    if said.isdecimal() and int(said[:18]) > most:
        raise too_large(request)  # before any of it is paid for
    unpack = decoder(response.headers.get("Content-Encoding", ""), undeclared=not request.piece_bytes)
    body, wire, complete, late = io.BytesIO(), 0, True, False  # it gives its bytes away without a copy
    enough = min(request.piece_bytes or most + 1, most + 1)
    try:
        while wire < enough and (chunk := response.raw.read1(min(_CHUNK, enough - wire), decode_content=False)):
            wire += len(chunk)
            body.write(unpack.feed(chunk, most - body.tell()))
        complete = wire < enough or said == str(wire)
    except TooLargeError as error:
        raise too_large(request) from error
    except (urllib3.exceptions.TimeoutError, TimeoutError):  # never shorter than what was left
        late = True
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, ConnectionError):
        complete = False  # cut off; what came may hold whole items
    if wire > most:
        raise too_large(request)
    late = late or guard.expired  # a body that the guard cut off looks complete
    if late and not request.piece_bytes:
        raise DeadlineError(Code.TOO_SLOW, seconds=request.deadline)
    return body.getvalue(), wire, complete and not late and (unpack.whole or not wire)


def _as_fetch_error(error: Exception, guard: AddressGuard, request: Request) -> FetchError:
    """Return *error*, of any library, as one of the fetch errors, by what the guard has seen."""
    host = host_of(request.url)
    if guard.refusal is not None:
        # what had answered first led there: a portal's login lies at the hall's own router
        led = LoginNeededError(Code.LOGIN_NEEDED, guard.refusal.problem, host=host)
        return led if guard.connected else guard.refusal
    if isinstance(error, FetchError):
        return error
    if not isinstance(
        error, requests.RequestException | urllib3.exceptions.HTTPError | http.client.HTTPException | OSError
    ):
        # what is no error of a library's: a host that made one of them stumble is one host that failed
        return FetchError(Code.BROKE_OFF, host=host, reason=f"{type(error).__name__}: {_reason(error)}")
    if guard.expired or isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        late = DeadlineError(Code.TOO_SLOW, seconds=request.deadline)
        return late if guard.connected else UnreachableError(Code.NO_ANSWER, host=host)
    if isinstance(error, requests.exceptions.SSLError):
        return _insecure(error, host)
    if isinstance(
        error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | requests.exceptions.MissingSchema
    ):
        return AddressError(Code.NO_WEB_ADDRESS, url=plain(request.url))
    if not guard.connected:
        return _unreachable(error, host)
    return FetchError(Code.BROKE_OFF, host=host, reason=_reason(error))


def _unreachable(error: Exception, host: str) -> UnreachableError:
    """Return the error for a missing connection, with a code by the system's error number."""
    cause = _innermost(error)
    number = cause.errno if isinstance(cause, OSError) else None
    # a name that is not resolved has numbers of its own, which mean other things elsewhere
    code = (_NAME_CODES if isinstance(cause, socket.gaierror) else _CONNECTION_CODES).get(number)
    if code is None:
        return UnreachableError(Code.UNREACHABLE, host=host, reason=_reason(error))
    return UnreachableError(code, host=host)


def _insecure(error: Exception, host: str) -> FetchError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        reason = cause.args[0] if cause.args else None
        cause = cause.__cause__ or cause.__context__ or getattr(reason, "reason", None)
    said = cause.verify_message if cause is not None else ""
    if "expired" in said or "not yet valid" in said:
        today = time.strftime("%Y-%m-%d")
        return ClockError(Code.CERTIFICATE_DATE, host=host, date=today, reason=said)
    if said:  # somebody else answered in its place: a portal that lets nothing through, or worse
        return FetchError(Code.TLS_FAILED, host=host, reason=plain(said))
    return FetchError(Code.TLS_FAILED, host=host, reason=_reason(error))


def _reason(error: BaseException) -> str:
    """Return the message of the innermost error; the outer ones only name objects of the libraries."""
    cause = _innermost(error)
    return quoted(getattr(cause, "strerror", None) or cause)


def _innermost(error: BaseException) -> BaseException:
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return error
