"""A hall where questions are taken: what comes of them is seen on the board."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import BinaryIO

from nacl.signing import SigningKey

from content_cache.model.errors import Code, StoppedError
from kiosk.content.sealed_answers import SealedAnswers, decoded
from kiosk.content.views.questions import AskView
from kiosk.core.messages import (
    Ending,
    Message,
    QuestionTaken,
    RecordingHeard,
)
from kiosk.hall.question_box import HallBox
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.ask.page import PROMPT, AskPage
from kiosk.pages.ask.words import AskWords
from kiosk.settings import Settings
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.questions import ASKING, SEED, Drawer, Takes

OPUS = b"OggS a voice"
OWN_KEY = SigningKey(SEED)
"""Opens what is sealed to this kiosk."""


class SlowOpener:
    """Decodes when the test lets it: `go` and `ended` are set."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Event()
        self.go.set()
        self.made: list[BinaryIO] = []
        self.stopped = False

    def __call__(self, content: bytes, stop: threading.Event) -> BinaryIO:
        self.begun.set()
        while not self.go.wait(0.01):
            if stop.is_set():
                self.stopped = True
                raise StoppedError(Code.STOPPED)
        self.made.append(decoded(content, stop))
        return self.made[-1]


class Village:
    """A hall where questions are taken."""

    def __init__(
        self,
        folder: Path,
        *,
        guided: bool = True,
        settings: Settings = ASKING,
        seals: bool = True,
        box: HallBox | None = None,
    ) -> None:
        self.drawer, self.takes = Drawer(), Takes()
        self.drawer.seals = seals
        self.told: list[Message] = []
        self.opener = SlowOpener()
        self.sealed = SealedAnswers(folder, self.drawer, self.told.append, decode=self.opener)
        self.hall = Hall(
            folder, settings, guided=guided, outbox=self.drawer, record=self.takes, hall=box, sealed=self.sealed
        )
        self.desk: AskPage = self.hall.controller.page("ask")
        self.hall.controller.home()

    @property
    def view(self) -> AskView:
        return view_of(self.hall.board, AskView)

    def heard_by(self) -> str:
        """Return who hears the question, as the page says."""
        return " ".join(words for _, words in AskWords(Phrases(Translation("id"))).who_hears(self.view))

    def say_prompt(self) -> None:
        self.hall.controller.handle(self.hall.voice.end(PROMPT, Ending.DONE))

    def hear(self, *seconds: float, level: int = 70) -> None:
        for each in seconds:
            self.hall.controller.handle(RecordingHeard(each, level))

    def take(self, why: str = "", seconds: float = 7.0) -> None:
        taken = QuestionTaken(self.takes.begun[-1].number, seconds, b"" if why else OPUS, why)
        self.hall.controller.handle(taken)

    def record(self) -> None:
        """Up to the review."""
        self.record_for(0)

    def begin(self, kind: int = 0) -> None:
        """Come to the page, and choose what is brought: a question, a complaint (1), a letter (2)."""
        self.hall.controller.navigation.ask()
        self.desk.choose_kind(kind)

    def record_for(self, whom: int, kind: int = 0) -> None:
        self.begin(kind)
        self.desk.choose_recipient(whom)
        self.desk.speak()
        self.say_prompt()
        self.hear(0.2, 3.0)
        self.desk.finish_recording()
        self.take()

    @property
    def said(self) -> str:
        return " ".join(sentence.spoken for each in self.hall.voice.said for sentence in each.sentences)
