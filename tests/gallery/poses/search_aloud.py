"""States in which the kiosk is pictured while it is asked aloud."""

from __future__ import annotations

from collections.abc import Mapping
from math import sin
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.core.messages import QuestionHeard, QuestionTaken, RecordingHeard
from kiosk.pages.search.aloud.page import AloudPage
from kiosk.settings import Settings
from tests.gallery.posing import Poses
from tests.gallery.samples.questions import SAMPLE_QUESTIONS

_HEARD: Mapping[str, str] = MappingProxyType(
    {
        "sure": "kapan perekaman KTP pemula",
        "choose": "perpanjangan SIM",
        "none": "helikopter",
        "unchecked": "katanya galon isi ulang beracun",
        "verdict": "benarkah pemerintah membagikan 5 juta kepada kepala keluarga daftar lewat tautan",
    }
)


class AloudPoses(Poses):
    """Each step of a question, as somebody would speak it."""

    page = "aloud"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "speak", "think", *_HEARD, "told", "timeout")}
    )

    @property
    def aloud(self) -> bool:
        """Whether the kiosk may be asked aloud: here it always is."""
        return True

    def settings(self, own: Settings) -> Settings:
        """Let questions be asked."""
        return replace(own, questions=SAMPLE_QUESTIONS)

    def turn(self, posed: StillKiosk) -> None:
        """Ask, up to the step that the state names."""
        posed.controller.home()
        posed.controller.navigation.open_day(self.page)
        page: AloudPage = posed.controller.page(self.page)
        state = self.shot.state
        if state not in ("speak", "think", "told", *_HEARD):
            return
        page.speak()
        for fifth in range(1, 20):
            page.on_recorder(RecordingHeard(fifth / 5, round(50 + 42 * abs(sin(fifth)))))
        if state == "told":
            page.on_recorder(QuestionTaken(1, why="quiet"))
        if state in ("think", *_HEARD):
            page.on_recorder(QuestionTaken(1, 4.0, b"OggS"))
        if state in _HEARD:
            page.understood(QuestionHeard(1, _HEARD[state], -0.2, 0.05))
