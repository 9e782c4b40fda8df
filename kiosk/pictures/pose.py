"""A kiosk without a window, as a visitor has left it: what `kiosk screenshot` draws."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.core.clock import Clock
from kiosk.demo.warnings import sample_warning
from kiosk.installation import Installation, Refusal
from kiosk.pictures.posed_kiosk import open_kiosk
from kiosk.pictures.shots import poses as kinds
from kiosk.shell.posing import Shot
from kiosk.ui.runtime.environment import kivy_home

if TYPE_CHECKING:
    from kiosk.pictures.offscreen import Canvas

_SPOKEN = 3  # the sentence that is lit: after title, origin and date the first of the text


class Pose:
    """`board` and `controller` of a kiosk that stands as `shot` says; `stack` closes what it reads.

    Raises Refusal for an item that is not there.
    """

    def __init__(self, installation: Installation, shot: Shot, clock: Clock, stack: ExitStack) -> None:
        poses = kinds()[shot.screen](shot)
        kiosk = open_kiosk(installation, poses, clock, stack)
        self.board, self.controller = kiosk.board, kiosk.controller
        self.voice, self.stopwatch = kiosk.voice, kiosk.stopwatch
        self._clock = clock
        self.board.theme = shot.theme or self.board.theme
        self.board.text_scale = shot.text_scale or self.board.text_scale
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
        """The listen key, and the voice has come to the text."""
        self.controller.listen()
        if (told := self.voice.come_to(_SPOKEN)) is not None:
            self.controller.handle(told)


def draw(installation: Installation, shot: Shot, clock: Clock, out: Path, canvas: Canvas | None = None) -> None:
    """Draw a screen to a PNG, on an open canvas or on its own. Raises Refusal for an item that is not there, or a file that
    cannot be written."""
    from kiosk.ui.runtime.environment import prepare, unit_for

    screen = installation.settings.screen
    unit = unit_for(shot.size, dpi=screen.dpi, distance_mm=screen.distance_mm)
    if canvas is None:
        prepare(size=shot.size, offscreen=True, home=kivy_home(installation.data))
    with ExitStack() as stack:
        pose = Pose(installation, shot, clock, stack)
        from kiosk.pictures.offscreen import render

        try:
            render(pose.board, pose.controller, out, shot.size, canvas=canvas, unit=unit, media=installation.data)
        except OSError as error:
            raise Refusal(
                "{path}: the picture cannot be written ({reason})", path=str(out), reason=error.strerror or str(error)
            ) from error
