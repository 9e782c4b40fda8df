"""A few days of the two months. All of them: python -m tests.campaigns.month"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.month.living import Boot, Setting, village
from tests.campaigns.month.office import CENTRAL, ICAL

DAYS, SEED = 6, 9
"""With a line before the clock is set, and starts with a clock that is wrong. A calendar that forgets an end, and a store that
forgets to withdraw, are found in it."""


@pytest.mark.slow(cases=0)
def test_a_kiosk_tells_nothing_untrue_while_its_office_line_power_and_clock_change(tmp_path: Path) -> None:
    with village(tmp_path, SEED, every=2) as life:
        life.live(DAYS)
        assert {name for name, _ in life.known.things} >= {CENTRAL, ICAL}
    assert life.faults == []
    happened = set(life.counts)
    assert happened & {f"line: {Setting.LATER}", f"line: {Setting.NEVER}"}
    assert happened & {f"boot: {boot}" for boot in Boot if boot is not Boot.RIGHT}
    assert {"looks, clock right", "looks, clock floor"} <= happened
