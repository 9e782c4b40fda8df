"""`kiosk screenshot`: one screen as a picture, without a display."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.cli.run import kivy_home
from kiosk.core.clock import Clock
from kiosk.installation import Call, Refusal
from kiosk.pictures.pose import Pose
from kiosk.pictures.shots import AGES, STATES, Shot, fitting

if TYPE_CHECKING:
    from kiosk.pictures.offscreen import Canvas


def screenshot(call: Call, shot: Shot, *, out: Path | None, names_only: bool, on_demo: bool) -> int:
    """Raises Refusal for a screen, a state or an item that is not there, or a file that cannot be written."""
    if names_only:
        for name in STATES:
            call.out(name)
        return 0
    if shot.screen not in STATES:
        raise Refusal(f'layar "{shot.screen}" tidak ada; pilihannya: {", ".join(STATES)}', 2)
    meant = fitting(shot.screen, shot.state)
    if meant is None:
        states = ", ".join(STATES[shot.screen])
        raise Refusal(f'layar "{shot.screen}" tidak punya keadaan "{shot.state}"; pilihannya: {states}', 2)
    if out is None:
        raise Refusal("tulis ke mana gambarnya: --out BERKAS.png", 2)
    shot = replace(shot, screen=meant[0], state=meant[1])
    with ExitStack() as stack:
        if on_demo:
            from kiosk.cli.demo import sample_village

            shown_at = shot.now or datetime.now(UTC)
            call = stack.enter_context(sample_village(call, shown_at - shot.age))
        draw(call, shot, call.clock(_shown_at(call, shot, on_demo=on_demo)), out)
    return 0


def _shown_at(call: Call, shot: Shot, *, on_demo: bool) -> datetime | None:
    """The time on the picture; None for the machine's own."""
    if shot.now is not None:
        return shot.now
    if on_demo:
        return datetime.now(UTC)
    refreshed = call.last_refresh() if shot.state in AGES else None
    return refreshed + shot.age if refreshed else None


def draw(call: Call, shot: Shot, clock: Clock, out: Path, canvas: Canvas | None = None) -> None:
    """Draw a screen to a PNG, on an open canvas or on its own. Raises Refusal for an item that is not there, or a file that
    cannot be written."""
    from kiosk.ui.runtime.environment import prepare

    if canvas is None:
        prepare(size=shot.size, offscreen=True, home=kivy_home(call.data))
    with ExitStack() as stack:
        pose = Pose(call, shot, clock, stack)
        from kiosk.pictures.offscreen import render

        try:
            render(pose.board, pose.attendant, out, shot.size, canvas=canvas, media=call.data)
        except OSError as error:
            raise Refusal(f"{out}: gambar tidak dapat ditulis ({error.strerror or error})") from error
