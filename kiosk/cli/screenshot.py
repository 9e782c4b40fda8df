"""`kiosk screenshot`: one screen as a picture, without a display."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.installation import Call, Refusal
from kiosk.pictures.pose import draw
from kiosk.pictures.shots import AGES, STATES, Shot, fitting

if TYPE_CHECKING:
    pass


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
            from kiosk.demo.sample import sample_village

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
