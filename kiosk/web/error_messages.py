"""Messages of a desk's pages for HTTP errors, by status."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from content_cache.model.problems import msgid

ERROR_MESSAGES: Mapping[int, str] = MappingProxyType(
    {
        400: msgid("This request is not understood. Go back and try again."),
        403: msgid("This page has expired. Log in again."),
        404: msgid("There is no such page."),
        405: msgid("There is no such page."),
        413: msgid("The file is too large."),
        429: msgid("Wrong too often. Wait a moment, then try again."),
    }
)
