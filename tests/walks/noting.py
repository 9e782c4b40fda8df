"""An inbox that lets a test see what is told."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.messages import Inbox, Message


class NotingInbox(Inbox):
    """`note` is called with each message, in the thread that tells it, before it is put in."""

    def __init__(self, wake: Callable[[], None], *, note: Callable[[Message], None]) -> None:
        super().__init__(wake)
        self._note = note

    def tell(self, message: Message) -> None:
        self._note(message)
        super().tell(message)
