"""What is written and said of the poll of an item. Pure."""

from __future__ import annotations

from content_cache.model.polls import Poll
from kiosk.i18n.phrases import Phrases
from kiosk.state.vote_box import Full
from kiosk.viewmodel.polls import poll_of, spots
from kiosk.viewmodel.ports import BoardPort


class PollWords:
    """In the language of `phrases`."""

    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    @property
    def heading(self) -> str:
        return self._("Choose one")

    def sent(self, choice: str) -> str:
        """Pilihan Anda: Pasar malam. Kirim?"""
        return self._("Your choice: {choice}. Send it?").format(choice=choice)

    def thanks(self, poll: Poll) -> str:
        """What came of it is said to be told only where the office says that it tells it."""
        thanks = self._("Thank you. Your vote is counted.")
        return f"{thanks} {self._('The results are shown here later.')}" if poll.shown else thanks

    def full(self, full: Full) -> str:
        if full is Full.HOUR:
            return self._("Many votes came this hour. Try again later.")
        if full is Full.DAY:
            return self._("Many votes came today. Try again tomorrow.")
        return self._("The vote cannot be kept now. Tell the staff.")


class PollGuide:
    """Speaks of the poll to those who use the buttons."""

    def __init__(self, phrases: Phrases) -> None:
        self._words = PollWords(phrases)
        self._ = phrases.translation.gettext

    def focused(self, board: BoardPort) -> list[str]:
        """Pilihan satu: Pasar malam. Tekan Dengarkan untuk memilih."""
        shown = poll_of(board)
        kind, _colon, name = board.focus.partition(":")
        if shown is None:
            return []
        choices = shown.poll.choices
        if kind == "choice" and name.isdigit() and int(name) < len(choices):
            said = self._("Choice {n}: {choice}.").format(n=int(name) + 1, choice=choices[int(name)])
            return [said, self._("Press listen to choose.")]
        if name == "send":
            asked = self._words.sent(choices[min(board.poll.chosen, len(choices) - 1)])
            return [asked, self._("Press listen to send it, next to choose another.")]
        return [self._("Choose another."), self._("Press listen to choose.")]

    def hint(self, board: BoardPort) -> list[str]:
        """On its item, while it may be voted in."""
        if not spots(board):
            return []
        return self.focused(board) if board.focus else [self._("This is a poll. Press next to hear the choices.")]
