"""A notice that is looked at before it is published."""

from __future__ import annotations

from msgspec import Struct

from kiosk.hall.notices.notice import Notice


class Previewed(Struct, frozen=True):
    """`since` is the version of what is up that its author began with, "" for a new notice."""

    notice: Notice
    since: str = ""

    @property
    def id(self) -> str:
        return self.notice.id
