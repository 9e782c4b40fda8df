"""The poll of an item, as the visitor before it has answered it. Pure."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.polls import Poll


class PollView(Struct, frozen=True):
    """An open poll where votes are taken. *chosen* is the index of the choice that is asked about, `None` while there is none;
    *voted* says that the vote was sent. *told* is what came of the last act, *wrong* whether that is bad news."""

    poll: Poll
    chosen: int | None = None
    voted: bool = False
    told: str = ""
    wrong: bool = False

    @property
    def spots(self) -> tuple[str, ...]:
        """Focus spots: the choices, or the acts on the chosen one; none once the vote is sent."""
        if self.voted:
            return ()
        if self.chosen is not None:
            return "poll:send", "poll:change"
        return tuple(f"choice:{index}" for index in range(len(self.poll.choices)))
