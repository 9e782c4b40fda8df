"""`kiosk demo`: the kiosk on the sample village, served on loopback, in a folder that is thrown away."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.demo.sample import sample_village
from kiosk.installation import Call


def demo(call: Call, *, window: tuple[int, int] | None) -> int:
    from kiosk.cli.run import run

    with sample_village(call, datetime.now(UTC)) as village:
        return run(village, window=window, refresh=True, clock=village.clock(believed=True))
