"""A kiosk without a window, made for one picture: its settings, its folder and what its store holds are those of the shot."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.store.store import Store
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.build import VERSION
from kiosk.core.clock import Clock
from kiosk.hardware.lamp import Lamp
from kiosk.installation import Installation
from kiosk.narration.read_aloud import ReadAloud
from kiosk.pictures.stand_ins import FrozenStopwatch, RecordingVoice, Shredder, SilentHearing, SilentTake, undecoded
from kiosk.settings import TechnicianSettings
from kiosk.shell.posing import PIN, Poses, Shot

if TYPE_CHECKING:  # whatever loads Kivy waits until its settings are made
    from kiosk.content.repository import ContentRepository
    from kiosk.shell.controller import Controller
    from kiosk.ui.board import Board


@dataclass(frozen=True)
class PosedKiosk:
    """Kiosk that a picture is drawn from, and the voice and the stopwatch that stand in for a visitor's."""

    board: Board
    controller: Controller
    repository: ContentRepository
    voice: RecordingVoice
    stopwatch: FrozenStopwatch
    clock: Clock


def open_kiosk(installation: Installation, poses: Poses, clock: Clock, stack: ExitStack) -> PosedKiosk:
    """Return the kiosk at its first screen. *stack* closes what it reads, and removes the folders that it was given.

    It remembers in a folder of its own: wrong PINs of one picture lock neither the next one nor the kiosk in the hall.
    """
    from kiosk.i18n.phrases import village
    from kiosk.i18n.translation import Translation
    from kiosk.narration.narrator import SpokenReadings
    from kiosk.pages.table import PAGES
    from kiosk.shell.controller import Controller
    from kiosk.shell.page import Kiosk
    from kiosk.state.memory import Memory, copy_memory
    from kiosk.ui.board import Board

    shot, now = poses.shot, clock.read().now
    own = replace(installation.settings, technician=TechnicianSettings(pin=PIN))
    if shot.language:
        own = replace(own, place=replace(own.place, language=shot.language))
    settings = poses.settings(own)
    repository = _repository(installation, shot, stack)
    furnished = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-")))
    if poses.furnish(furnished, now):
        data = furnished
    else:
        data = installation.data
        copy_memory(data, furnished)
    poses.stock(repository, data, now)
    memory = stack.enter_context(Memory(furnished))
    questions = Shredder() if settings.questions.asked else None
    sealed = SealedAnswers(data, questions, decode=undecoded)
    stack.callback(sealed.close)
    board, voice, stopwatch = Board(), RecordingVoice(), FrozenStopwatch()

    def readings(language: str) -> SpokenReadings:
        return SpokenReadings(
            Translation(language), installation.data, settings.speech.lexicon, place=village(settings.place.name)
        )

    kiosk = Kiosk(
        board=board,
        repository=repository,
        memory=memory,
        reader=ReadAloud(board, voice, rate=installation.settings.speech.rate, no_sound=lambda: ""),
        readings=readings,
        settings=settings,
        clock=clock,
        monotonic=stopwatch.seconds,
        tell=lambda _message: None,
        data=data,
        version=VERSION,
        size=lambda: shot.size,
        use_output=lambda _device: None,
        lamp=Lamp(),
        outbox=questions,
        record=SilentTake,
        sealed=sealed,
        recognise=SilentHearing if poses.aloud else None,
    )
    controller = Controller(
        kiosk,
        PAGES,
        button_guide=None,
        understood=lambda _alert: None,
        screen=poses.page if poses.begins else PAGES.main.idle,
    )
    stack.callback(controller.navigation.leave_screen)  # what is done there ends before its folder does
    return PosedKiosk(board, controller, repository, voice, stopwatch, clock)


def _repository(installation: Installation, shot: Shot, stack: ExitStack) -> ContentRepository:
    from kiosk.content.repository import ContentRepository

    if shot.state == "empty":
        nothing = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-empty-")))
        repository = ContentRepository(lambda: Store.open(nothing), area=installation.settings.place.area)
    else:
        repository = installation.repository()
    stack.callback(repository.close)
    return repository
