"""A kiosk without a window, as a visitor has left it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.store.store import Store
from kiosk.app.pictures.still_kiosk import StillParts, draw_to_file, open_kiosk, parts_of
from kiosk.core.clock import Clock
from kiosk.installation import Installation
from kiosk.pages.table import PAGES
from kiosk.settings import TechnicianSettings
from kiosk.ui.runtime.environment import kivy_home, prepare
from tests.gallery.posing import PIN, Poses, Shot
from tests.gallery.samples.warnings import sample_warning
from tests.gallery.shots import poses as kinds
from tests.gallery.stand_ins import Shredder, SilentHearing, come_to, undecoded

if TYPE_CHECKING:  # whatever loads Kivy waits until its settings are made
    from kiosk.app.pictures.offscreen import Canvas

_SPOKEN = 3  # the sentence that is lit: after title, origin and date the first of the text


class Pose:
    """`board` and `controller` of a kiosk that stands as `shot` says; `stack` closes what it reads.

    Raises Refusal for an item that is not there.
    """

    def __init__(self, installation: Installation, shot: Shot, clock: Clock, stack: ExitStack) -> None:
        poses = kinds()[shot.screen](shot)
        parts = _parts(installation, poses, clock, stack)
        self.kiosk = kiosk = open_kiosk(installation, parts, shot.drawn, clock, stack)
        self.board, self.controller = kiosk.board, kiosk.controller
        self.voice, self.stopwatch = kiosk.voice, kiosk.stopwatch
        self._clock = clock
        poses.turn(kiosk)
        self._take_state(shot.state)
        poses.settle(kiosk)

    def _take_state(self, state: str) -> None:
        controller = self.controller
        match state:
            case "timeout":
                page = controller.navigation.page
                reads = page is not None and page.is_read
                self.stopwatch.still_for = 160.0 if reads else 85.0
                controller.tick()
            case "speaking":
                self.read_aloud()
            case "band" | "pin-band":
                controller.alerts.tell([replace(sample_warning("caution", self._clock.read().now), ends=None)])

    def read_aloud(self) -> None:
        """Press the listen key, and let the voice come to the text."""
        self.controller.listen()
        if (told := come_to(self.voice, _SPOKEN)) is not None:
            self.controller.handle(told)


def _parts(installation: Installation, poses: Poses, clock: Clock, stack: ExitStack) -> StillParts:
    """Return the parts of the kiosk that is posed; *stack* removes the folders that it is given."""
    shot, now = poses.shot, clock.read().now
    own = parts_of(installation, shot.drawn, stack)
    settings = poses.settings(replace(own.settings, technician=TechnicianSettings(pin=PIN)))
    repository = own.repository
    if shot.state == "empty":
        from kiosk.content.repository import ContentRepository

        nothing = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-empty-")))
        repository = ContentRepository(lambda: Store.open(nothing), area=installation.settings.place.area)
        stack.callback(repository.close)
    furnished = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-")))
    data = furnished if poses.furnish(furnished, now) else installation.data
    poses.stock(repository, data, now)
    questions = Shredder() if settings.questions.asked else None
    return StillParts(
        settings,
        repository,
        data,
        screen=poses.page if poses.begins else PAGES.main.idle,
        outbox=questions,
        key=questions,
        decode=undecoded,
        recognise=SilentHearing if poses.aloud else None,
    )


def draw(installation: Installation, shot: Shot, clock: Clock, out: Path, canvas: Canvas | None = None) -> None:
    """Draw a screen to a PNG, on an open canvas or on its own. Raises Refusal for an item that is not there, or a file that
    cannot be written."""
    if canvas is None:
        prepare(size=shot.size, offscreen=True, home=kivy_home(installation.data))
    with ExitStack() as stack:
        draw_to_file(installation, Pose(installation, shot, clock, stack).kiosk, shot.drawn, out, canvas)
