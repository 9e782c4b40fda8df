"""What is written and said of the poll of an item. Pure."""

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
        """Return "Pilihan Anda: Pasar malam. Kirim?" """
        return self._("Your choice: {choice}. Send it?").format(choice=choice)

    def thanks(self, poll: Poll) -> str:
        """Return the thanks. That the results are shown is promised only where the office says that it shows them."""
        thanks = self._("Thank you. Your vote is counted.")
        return f"{thanks} {self._('The results are shown here later.')}" if poll.shown else thanks

    def full(self, full: Full) -> str:
        """Return why a vote is not counted."""
        if full is Full.HOUR:
            return self._("Many votes came this hour. Try again later.")
        if full is Full.DAY:
            return self._("Many votes came today. Try again tomorrow.")
        return self._("The vote cannot be kept now. Tell the staff.")

    def focused(self, view: PollView, focus: str) -> list[str]:
        """Return "Pilihan satu: Pasar malam. Tekan Dengarkan untuk memilih.", or what Listen does with the chosen one."""
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
        """Return what can be done on the poll's item while it may be voted in."""
        if not view.spots:
            return []
        return self.focused(view, focus) if focus else [self._("This is a poll. Press next to hear the choices.")]
