"""What the poll of an item is told: what this visitor has done with it. Pure."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.polls import Poll, poll_id
from kiosk.core.clock import Moment
from kiosk.viewmodel.views import ArticleView


class PollView(Struct, frozen=True):
    """`taken` says that votes are taken here. `voted` are the polls that this visitor has voted in; of the poll `asked` the choice
    `chosen` is to be sent, "" while there is none. `told` is what came of the last act, `wrong` whether that is bad news."""

    taken: bool = False
    voted: frozenset[str] = frozenset()
    asked: str = ""
    chosen: int = 0
    told: str = ""
    wrong: bool = False

    def anew(self) -> PollView:
        """For the next visitor."""
        return PollView(self.taken)

    def left(self) -> PollView:
        """The item is left: what was not sent is not meant."""
        return replace(self, asked="", chosen=0, told="", wrong=False)


class AskedPoll(Struct, frozen=True):
    """The poll of the item that is shown, by the name that its votes have."""

    id: str
    poll: Poll


class PollBoard(Protocol):
    """The part of the board that polls go by."""

    @property
    def article(self) -> ArticleView | None: ...
    @property
    def moment(self) -> Moment | None: ...
    @property
    def poll(self) -> PollView: ...


def poll_of(board: PollBoard) -> AskedPoll | None:
    """Return the open poll of the item that is shown; `None` without one, where no votes are taken, and when it is over."""
    article, moment = board.article, board.moment
    poll = article.item.poll if article is not None else None
    if article is None or poll is None or moment is None or not board.poll.taken or not poll.open_at(moment.now):
        return None
    return AskedPoll(poll_id(article.item.id, poll.choices), poll)


def spots(board: PollBoard) -> list[str]:
    """Return what the four buttons stop at: the choices, or the acts on the chosen one; nothing once the vote is sent."""
    shown, view = poll_of(board), board.poll
    if shown is None or shown.id in view.voted:
        return []
    if view.asked == shown.id:
        return ["poll:send", "poll:change"]
    return [f"choice:{index}" for index in range(len(shown.poll.choices))]
