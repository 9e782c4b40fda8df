"""Prompts: short lines of the kiosk's own, such as where one is and what is in focus.

A prompt is no reading: nothing lights up, listen does not stop it, and it does not count as the visitor's activity.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from kiosk.content.views.ports import VoicePort
from kiosk.core.messages import Ending, Message, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.speech.utterance import Manner, Prelude, Utterance

_log = logging.getLogger(__name__)
_NAME = "prompt#"


class PromptPlayer:
    """Player of prompts. *monotonic* gives seconds. A new prompt replaces the one before."""

    def __init__(self, voice: VoicePort, monotonic: Callable[[], float]) -> None:
        self._voice = voice
        self._monotonic = monotonic
        self._count = 0
        self._saying = ""
        self.quiet_since = float("-inf")

    @property
    def saying(self) -> bool:
        return bool(self._saying)

    def say(self, utterance: Utterance, *, prelude: Prelude = Prelude.NONE) -> None:
        if not utterance.sentences:
            return
        self._count += 1
        self._saying = f"{_NAME}{self._count}"
        self._voice.say(replace(utterance, id=self._saying, about=_NAME), Manner(prelude=prelude, aside=True))

    def stop(self) -> None:
        if self._saying:
            self._clear()
            self._voice.stop(scheduled=False)

    def gave_way(self) -> None:
        """Forget the prompt that is being said, without stopping the voice, because a reading replaces it."""
        if self._saying:
            self._clear()

    def on_speech(self, message: Message) -> bool:
        """Return whether *message* is about a prompt."""
        if not isinstance(message, SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded):
            return False
        if not message.utterance.startswith(_NAME):
            return False
        if isinstance(message, SpeechEnded) and message.utterance == self._saying:
            self._clear()
            if message.ending is Ending.FAILED:
                _log.warning("not said: %s", message.reason)
        return True

    def _clear(self) -> None:
        self._saying = ""
        self.quiet_since = self._monotonic()
