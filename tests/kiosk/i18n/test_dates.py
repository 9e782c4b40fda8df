"""Days in the words of a language."""

from __future__ import annotations

from datetime import date

import pytest
from babel import UnknownLocaleError

from kiosk.i18n.dates import written_date

DAY = date(2026, 11, 24)


def test_a_day_in_each_language_one_after_the_other() -> None:
    written = [written_date(DAY, "EEEE, d MMMM y", language) for language in ("id", "en_GB", "id")]

    assert written == ["Selasa, 24 November 2026", "Tuesday, 24 November 2026", "Selasa, 24 November 2026"]


def test_a_language_that_nobody_has_is_told() -> None:
    with pytest.raises(UnknownLocaleError):
        written_date(DAY, "d MMM", "bgz")
