"""Votes of a visitor in the polls of items: chosen, confirmed, counted. A visit has one vote in a poll."""

from __future__ import annotations

import logging
from datetime import datetime

from content_cache.model.items import Item
from content_cache.model.polls import Poll, poll_id
from kiosk.content.views.polls import PollView
from kiosk.core.clock import Moment
from kiosk.pages.item.article.poll_words import PollWords
from kiosk.state.vote_box import Full, VoteBox

_log = logging.getLogger(__name__)


class Ballot:
    """Votes of one visit, counted in *box*. *taken*: there is an office to which they can be sent."""

    def __init__(self, box: VoteBox, *, taken: bool) -> None:
        self._box = box
        self._taken = taken
        self._voted: set[str] = set()
        self._chosen: tuple[str, int] | None = None  # id of the poll, and index of the choice
        self._told, self._wrong = "", False

    def poll_view(self, item: Item, moment: Moment) -> PollView | None:
        """Return the view of *item*'s open poll; `None` if it has none, if it is over, or if no votes are taken."""
        poll = item.poll
        if poll is None or not self._taken or not poll.open_at(moment.now):
            return None
        name = poll_id(item.id, poll.choices)
        asked, chosen = self._chosen or ("", 0)
        return PollView(poll, chosen if asked == name else None, name in self._voted, self._told, self._wrong)

    def note_choice(self, item: Item, poll: Poll, index: int) -> None:
        """Note choice *index*, which the visitor must confirm before it counts."""
        self.leave()
        self._chosen = poll_id(item.id, poll.choices), index

    def count_vote(self, words: PollWords, poll: Poll, now: datetime) -> str:
        """Count the chosen vote, stored on the memory card, and return the thanks, or why it is not counted."""
        if self._chosen is None:
            return ""
        name, index = self._chosen
        full = Full.FAULT
        try:
            full = self._box.add(name, index, now)
        except OSError as error:
            _log.warning("a vote is not kept: %s", error)
        self.leave()
        self._wrong = full is not Full.NO
        self._told = words.full(full) if self._wrong else words.thanks(poll)
        if not self._wrong:
            self._voted.add(name)
        return self._told

    def leave(self) -> None:
        """Drop a choice that was not confirmed. Called when the item is left, too."""
        self._chosen, self._told, self._wrong = None, "", False

    def reset_choice(self) -> None:
        """Forget choices and votes, so that the next visitor may vote."""
        self.leave()
        self._voted.clear()
