"""A sample of `python -m tests.campaigns.valley`: two halls with an avahi each find one another by what the unit announces."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.campaigns.public.networks import run
from tests.campaigns.valley.halls import Hall, chain, lacking

OTHER = "http://10.71.0.1:8088/"
LOOK = (
    "import sys, time\n"
    "from kiosk.refresher.neighbours.reach import in_reach\n"
    "until = time.monotonic() + 30\n"
    "while sys.argv[1] not in (found := in_reach()) and time.monotonic() < until: time.sleep(0.2)\n"
    "print(*found)\n"
)


@pytest.mark.skipif(bool(lacking()), reason=lacking() or "-")
def test_a_kiosk_finds_the_next_one_by_what_it_announces() -> None:
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lembah-")))
        place.chmod(0o755)
        one, two = (Hall(name, place / name, stack) for name in ("a1b", "a2b"))
        chain((one, two))
        for hall in (one, two):
            hall.begin()
            hall.announce()
        # avahi may name a kiosk to itself, too: asked, it has nothing newer
        found = set(run(*two.within(), sys.executable, "-c", LOOK, OTHER).split())
        assert {OTHER} <= found <= {OTHER, "http://10.71.0.2:8088/"}
