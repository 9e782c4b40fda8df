"""A visitor's votes in the polls of items: chosen, asked about once, counted. One vote in a poll a visit."""

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
    """Votes of one visit, counted in *box*. *taken*: there is an office that they can be sent to."""

    def __init__(self, box: VoteBox, *, taken: bool) -> None:
        self._box = box
        self._taken = taken
        self._voted: set[str] = set()
        self._chosen: tuple[str, int] | None = None  # of which poll, and which choice
        self._told, self._wrong = "", False

    def poll_view(self, item: Item, moment: Moment) -> PollView | None:
        """Return the open poll of *item*; `None` without one, where no votes are taken, and when it is over."""
        poll = item.poll
        if poll is None or not self._taken or not poll.open_at(moment.now):
            return None
        name = poll_id(item.id, poll.choices)
        asked, chosen = self._chosen or ("", 0)
        return PollView(poll, chosen if asked == name else None, name in self._voted, self._told, self._wrong)

    def note_choice(self, item: Item, poll: Poll, index: int) -> None:
        """Note choice *index*, which is asked about before it is sent."""
        self.leave()
        self._chosen = poll_id(item.id, poll.choices), index

    def count_vote(self, words: PollWords, poll: Poll, now: datetime) -> str:
        """Count the choice on the card, and return the thanks, or why it is not counted."""
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
        """Forget what was chosen and not sent: it is not meant. Called when the item is left, too."""
        self._chosen, self._told, self._wrong = None, "", False

    def reset_choice(self) -> None:
        """Begin anew, for the next visitor."""
        self.leave()
        self._voted.clear()
