"""Checks of a form before it is read."""

from __future__ import annotations

from typing import Protocol


class _Request(Protocol):
    @property
    def mimetype(self) -> str: ...

    @property
    def content_length(self) -> int | None: ...

    @property
    def max_form_memory_size(self) -> int | None: ...


def is_too_long(request: _Request) -> bool:
    """Return whether *request* is a form without files that is longer than a form may be in memory. werkzeug would read
    it whole, up to the size of a film. The sender needs no session for that, because the token is in the form."""
    most = request.max_form_memory_size
    is_plain = request.mimetype == "application/x-www-form-urlencoded"
    return is_plain and most is not None and (request.content_length or 0) > most
