"""Requests and answers: one exchange with a host, or one read of a local file. Data alone."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from content_cache.model.errors import Code, TooLargeError
from content_cache.model.problems import quoted

ACCEPT = ", ".join(
    (
        "application/feed+json",
        "application/atom+xml",
        "application/rss+xml",
        "text/calendar",
        "application/json;q=0.9",
        "application/xml;q=0.9",
        "*/*;q=0.5",
    )
)


class Fetched(Struct, frozen=True, kw_only=True):
    """Fetched body. *complete* is False if it was cut off. *permanent_redirect* is the address if every redirect was a 301
    or 308, else "".

    *start* is where *body* begins in the whole, if a piece was requested (RFC 9110, 14). *url* is the last one asked;
    *etag* and *last_modified* belong to it. *fresh_for* is in seconds, 0 if unknown. *bytes_down* counts headers and body
    as they came, *seconds* the whole exchange. *modified* and *generated* are as in `headers`.
    """

    url: str
    status: int
    body: bytes
    start: int = 0
    complete: bool = True
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    permanent_redirect: str = ""
    fresh_for: float = 0.0
    bytes_down: int = 0
    seconds: float = 0.0
    modified: int = 0
    generated: int = 0


class NotModified(Struct, frozen=True, kw_only=True):
    """Answer that the stored content is current (HTTP status 304)."""

    url: str
    fresh_for: float = 0.0
    generated: int = 0
    bytes_down: int = 0
    seconds: float = 0.0


class Request(Struct, frozen=True, kw_only=True):
    """Request with its limits. *deadline* is in seconds; *max_bytes* holds on the wire and unpacked.

    The validators are sent to *validators_url* alone, never to a redirect's target. *private_host* is the one host that may
    lie on this machine or in its network, on *private_ports* or any if there are none. *folder* is the one folder that a
    file may be read from, "" for none. *authorities* are certificates (PEM) of authorities trusted
    besides the usual ones.
    *may_redirect*: redirects are followed.

    With *piece_bytes* the body may come in pieces, as it is on the wire. A piece ends when the line breaks off, time is up
    or so many bytes were read; it is not *complete*. *resume_at* is where the next piece begins, if the body still has the
    validator *if_range*.
    """

    url: str
    deadline: float
    max_bytes: int
    user_agent: str
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    private_host: str = ""
    private_ports: tuple[int, ...] = ()
    authorities: str = ""
    folder: str = ""
    may_redirect: bool = True
    accept: str = ACCEPT
    piece_bytes: int = 0
    resume_at: int = 0
    if_range: str = ""


Fetch = Callable[[Request], Fetched | NotModified]
"""Type of `client.fetch` and its wrappers. Raises FetchError."""


def too_large(request: Request) -> TooLargeError:
    return TooLargeError(Code.TOO_LARGE, megabytes=request.max_bytes / 1e6)


def plain(text: str) -> str:
    """Return an address, or a message of the settings' own server, in one printable line of at most 160 letters."""
    return quoted(text, 160)
