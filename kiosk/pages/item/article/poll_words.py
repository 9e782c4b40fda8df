"""Words of an item's poll, written and spoken. Pure."""

from __future__ import annotations

from content_cache.model.polls import Poll
from kiosk.content.views.polls import PollView
from kiosk.i18n.phrases import Phrases
from kiosk.state.vote_box import Full


class PollWords:
    """Words about polls in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    @property
    def poll_heading(self) -> str:
        """Return the line above the choices."""
        return self._("Choose one")

    def sent(self, choice: str) -> str:
        """Return the question before the vote is sent, such as "Pilihan Anda: Pasar malam. Kirim?" """
        return self._("Your choice: {choice}. Send it?").format(choice=choice)

    def thanks(self, poll: Poll) -> str:
        """Return the thanks for a vote.

        It promises that results are shown later only if the office has said so (*poll.shown*).
        """
        thanks = self._("Thank you. Your vote is counted.")
        return f"{thanks} {self._('The results are shown here later.')}" if poll.shown else thanks

    def full(self, full: Full) -> str:
        """Return why a vote was not counted: too many votes in this hour or day, or the card cannot be written."""
        if full is Full.HOUR:
            return self._("Many votes came this hour. Try again later.")
        if full is Full.DAY:
            return self._("Many votes came today. Try again tomorrow.")
        return self._("The vote cannot be kept now. Tell the staff.")

    def focused(self, view: PollView, focus: str) -> list[str]:
        """Return the line of the focused choice or key, such as "Pilihan satu: Pasar malam. Tekan Dengarkan untuk memilih." """
        kind, _colon, name = focus.partition(":")
        choices = view.poll.choices
        if kind == "choice" and name.isdigit() and int(name) < len(choices):
            said = self._("Choice {n}: {choice}.").format(n=int(name) + 1, choice=choices[int(name)])
            return [said, self._("Press listen to choose.")]
        if name == "send":
            asked = self.sent(choices[min(view.chosen or 0, len(choices) - 1)])
            return [asked, self._("Press listen to send it, next to choose another.")]
        return [self._("Choose another."), self._("Press listen to choose.")]

    def poll_hint(self, view: PollView, focus: str) -> list[str]:
        """Return how to vote in the item's poll by the buttons; nothing if no vote can be cast."""
        if not view.spots:
            return []
        return self.focused(view, focus) if focus else [self._("This is a poll. Press next to hear the choices.")]
