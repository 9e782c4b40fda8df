"""View of an item's poll with the visitor's choice. Pure."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.polls import Poll


class PollView(Struct, frozen=True):
    """Open poll in which votes are taken.

    *chosen* is the index of the choice to be confirmed, `None` while there is none; *voted*: the vote was sent. *told*
    is the result of the last act, *wrong* whether it failed.
    """

    poll: Poll
    chosen: int | None = None
    voted: bool = False
    told: str = ""
    wrong: bool = False

    @property
    def spots(self) -> tuple[str, ...]:
        """Return the focus spots: the choices, or the acts on the chosen one; none once the vote is sent."""
        if self.voted:
            return ()
        if self.chosen is not None:
            return "poll:send", "poll:change"
        return tuple(f"choice:{index}" for index in range(len(self.poll.choices)))
