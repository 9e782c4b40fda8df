"""What of a form is refused before it is read."""

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
    """A form without files, longer than what a form may hold in memory. werkzeug reads such a one whole, as long as a film may be,
    and whoever asks needs no session for it: the token is in the form."""
    most = request.max_form_memory_size
    is_plain = request.mimetype == "application/x-www-form-urlencoded"
    return is_plain and most is not None and (request.content_length or 0) > most
