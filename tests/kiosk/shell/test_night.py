from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from kiosk.core.clock import Moment, Trust
from kiosk.shell.day_night import is_night, theme_at

WITA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (4, 59, True), (5, 0, False), (12, 0, False)],
)
def test_the_dark_theme_is_the_nights(hour: int, minute: int, night: bool) -> None:
    now = datetime(2026, 11, 24, hour, minute, tzinfo=WITA)
    assert is_night(Moment(now, Trust.TRUSTED)) is night
    assert theme_at("auto", Moment(now, Trust.TRUSTED)) == ("dark" if night else "light")
    assert theme_at("auto", Moment(now, Trust.FLOOR)) == "light"
    assert theme_at("contrast", Moment(now, Trust.TRUSTED)) == "contrast"
