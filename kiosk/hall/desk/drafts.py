"""Notice in preview, before it is published."""

from __future__ import annotations

from msgspec import Struct

from kiosk.hall.notices.notice import Notice


class Previewed(Struct, frozen=True):
    """Notice in preview. `since` is the version of the published notice that its author began with, "" for a new notice."""

    notice: Notice
    since: str = ""

    @property
    def id(self) -> str:
        return self.notice.id
