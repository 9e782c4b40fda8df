"""Spoken guide for visitors who use the buttons: it says after each press where they are, asks, and gives a hint
after a silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.content.views.ports import BoardPort
from kiosk.content.views.snapshot import Snapshot
from kiosk.core.messages import Ending, Message, SpeechEnded
from kiosk.narration.guide_text import GuideText
from kiosk.narration.prompts import PromptPlayer
from kiosk.speech.utterance import Prelude

HINT_AFTER_S = 10.0


class ButtonGuide:
    """Spoken guide. *guides* creates the texts of a language when they are first needed; *monotonic* gives seconds."""

    def __init__(
        self,
        board: BoardPort,
        prompts: PromptPlayer,
        guides: Callable[[str], GuideText],
        monotonic: Callable[[], float],
    ) -> None:
        self._board = board
        self._prompts = prompts
        self._make = guides
        self._monotonic = monotonic
        self._guides: dict[str, GuideText] = {}
        self._pressed = float("-inf")
        self._hinted = False

    @property
    def guide(self) -> GuideText:
        language = self._board.language
        if language not in self._guides:
            self._guides[language] = self._make(language)
        return self._guides[language]

    def prepare_guide(self) -> None:
        """Create the guide of the present language in advance."""
        _ = self.guide

    def tell(self, verb: str, before: Snapshot, *, reading: bool, tone: bool) -> None:
        """Say the result of a press of *verb*; *before* is the board before it.

        Nothing is said while a *reading* for the visitor goes on. *tone*: a tone comes first.
        """
        self._pressed, self._hinted = self._monotonic(), False
        if reading:
            self._prompts.gave_way()
        else:
            self._say(self.guide.after(verb, before), tone=tone)

    def refocused(self) -> None:
        """Say what has the focus now, because it moved without a press."""
        if lines := self.guide.focused():
            self._say(lines)

    def ask(self) -> None:
        """Ask "Masih di sini?"."""
        self._say(self.guide.question())

    def stayed(self, *, reading: bool) -> None:
        self._pressed, self._hinted = self._monotonic(), False
        if reading:
            self._prompts.gave_way()
        else:
            self._say(self.guide.welcome_back())

    def give_hint(self, *, reading: bool, quiet_since: float) -> None:
        """Say once, after a silence, what can be done.

        Call this about once a second. *quiet_since* is when the last reading ended, in seconds of *monotonic*.
        """
        since = max(self._pressed, self._prompts.quiet_since, quiet_since)
        if self._hinted or reading or self._prompts.saying or self._monotonic() - since < HINT_AFTER_S:
            return
        self._hinted = True
        self._say(self.guide.current_hint())

    def leave(self) -> None:
        """Stop the prompt, because a finger touched the screen or the visitor has gone."""
        self._prompts.stop()

    def on_speech(self, message: Message) -> bool:
        """Return whether *message* is about a prompt of the guide. If one failed, a notice on the screen says so."""
        ours = self._prompts.on_speech(message)
        if ours and isinstance(message, SpeechEnded) and message.ending is Ending.FAILED:
            self._board.notice = self.guide.no_sound()
        return ours

    def _say(self, lines: Sequence[str], *, tone: bool = False) -> None:
        self._prompts.say(self.guide.utterance(lines), prelude=Prelude.TONE if tone else Prelude.NONE)
