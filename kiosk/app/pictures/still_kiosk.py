"""Kiosk without a window, of whose present content a picture is drawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from kiosk.app.pictures.stand_ins import FrozenStopwatch, RecordingVoice, SilentTake
from kiosk.content.sealed_answers import OwnKey, SealedAnswers, decoded
from kiosk.core.build import VERSION
from kiosk.core.clock import Clock
from kiosk.hardware.lamp import Lamp
from kiosk.installation import Installation, Refusal
from kiosk.narration.read_aloud import ReadAloud
from kiosk.pages.table import PAGES
from kiosk.settings import Settings
from kiosk.ui.runtime.environment import kivy_home, prepare, unit_for

if TYPE_CHECKING:  # whatever loads Kivy waits until its settings are made
    from kiosk.app.pictures.offscreen import Canvas
    from kiosk.content.repository import ContentRepository
    from kiosk.hall.question_box import Hearing, QuestionOutbox
    from kiosk.shell.controller import Controller
    from kiosk.ui.board import Board


class Look(Struct, frozen=True):
    """Look of a picture: *size* in px; theme, text size and language, by default those of the settings."""

    size: tuple[int, int]
    theme: str | None = None
    text_scale: float | None = None
    language: str | None = None


class StillParts(Struct, frozen=True):
    """Parts of a kiosk that is drawn: *data* is its folder, *screen* the page that it begins with."""

    settings: Settings
    repository: ContentRepository
    data: Path
    screen: str = PAGES.main.idle
    outbox: QuestionOutbox | None = None
    key: OwnKey | None = None
    decode: Callable[[bytes, Event], BinaryIO] = decoded
    recognise: Callable[[int, str, int], Hearing] | None = None


class StillKiosk(Struct, frozen=True):
    """Kiosk of which a picture is drawn. *voice* and *stopwatch* are stand-ins."""

    board: Board
    controller: Controller
    repository: ContentRepository
    clock: Clock
    voice: RecordingVoice
    stopwatch: FrozenStopwatch


def parts_of(installation: Installation, look: Look, stack: ExitStack) -> StillParts:
    """Return the parts of the installation's own kiosk; *stack* closes its store."""
    settings, repository = installation.settings, installation.repository()
    stack.callback(repository.close)
    if look.language:
        settings = replace(settings, place=replace(settings.place, language=look.language))
    spool = installation.spool() if settings.questions.asked else None
    return StillParts(settings, repository, installation.data, outbox=spool, key=spool)


def open_kiosk(installation: Installation, parts: StillParts, look: Look, clock: Clock, stack: ExitStack) -> StillKiosk:
    """Open the kiosk at its first page; *stack* closes what it reads.

    It remembers in a copy: a picture changes neither the next picture nor the real kiosk.
    """
    from kiosk.i18n.phrases import village
    from kiosk.i18n.translation import Translation
    from kiosk.narration.narrator import SpokenReadings
    from kiosk.shell.controller import Controller
    from kiosk.shell.page import Kiosk
    from kiosk.state.memory import Memory, copy_memory
    from kiosk.ui.board import Board

    settings = parts.settings
    own = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-")))
    copy_memory(parts.data, own)
    memory = stack.enter_context(Memory(own))
    sealed = SealedAnswers(parts.data, parts.key, decode=parts.decode)
    stack.callback(sealed.close)
    board, voice, stopwatch = Board(), RecordingVoice(), FrozenStopwatch()

    def readings(language: str) -> SpokenReadings:
        return SpokenReadings(
            Translation(language), installation.data, settings.speech.lexicon, place=village(settings.place.name)
        )

    kiosk = Kiosk(
        board=board,
        repository=parts.repository,
        memory=memory,
        reader=ReadAloud(board, voice, rate=settings.speech.rate, no_sound=lambda: ""),
        readings=readings,
        settings=settings,
        clock=clock,
        monotonic=stopwatch.seconds,
        tell=lambda _message: None,
        data=parts.data,
        version=VERSION,
        size=lambda: look.size,
        use_output=lambda _device: None,
        lamp=Lamp(),
        outbox=parts.outbox,
        record=SilentTake,
        sealed=sealed,
        recognise=parts.recognise,
    )
    controller = Controller(kiosk, PAGES, button_guide=None, understood=lambda _alert: None, screen=parts.screen)
    stack.callback(controller.navigation.leave_screen)  # work there ends before its folder is removed
    board.theme = look.theme or board.theme
    board.text_scale = look.text_scale or board.text_scale
    return StillKiosk(board, controller, parts.repository, clock, voice, stopwatch)


def draw_to_file(
    installation: Installation, kiosk: StillKiosk, look: Look, out: Path, canvas: Canvas | None = None
) -> None:
    """Draw the page of *kiosk* into the PNG *out*, on the open *canvas* or a new one.

    Raises Refusal if the file cannot be written.
    """
    from kiosk.app.pictures.offscreen import render

    try:
        render(
            kiosk.board,
            kiosk.controller,
            out,
            look.size,
            canvas=canvas,
            unit=unit_of(installation, look),
            media=installation.data,
        )
    except OSError as error:
        raise Refusal(
            "{path}: the picture cannot be written ({reason})", path=str(out), reason=error.strerror or str(error)
        ) from error


def unit_of(installation: Installation, look: Look) -> float:
    """Return px per sp on the installation's screen in a window of *look*'s size."""
    screen = installation.settings.screen
    return unit_for(look.size, dpi=screen.dpi, distance_mm=screen.distance_mm)


def draw(installation: Installation, go: Callable[[StillKiosk], object], look: Look, clock: Clock, out: Path) -> None:
    """Draw the page to which *go* leads into the PNG *out*. Raises Refusal as *go* does, and if the file cannot be written."""
    prepare(size=look.size, offscreen=True, home=kivy_home(installation.data))
    with ExitStack() as stack:
        kiosk = open_kiosk(installation, parts_of(installation, look, stack), look, clock, stack)
        go(kiosk)
        draw_to_file(installation, kiosk, look, out)
