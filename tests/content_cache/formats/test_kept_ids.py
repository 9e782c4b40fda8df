"""Ids that are too long: each becomes a hash of its own, wherever a blank stands in it."""

from __future__ import annotations

import pytest

from content_cache.formats.item_builder import ID_LIMIT, kept_id
from kiosk.settings.faults import SettingError
from kiosk.settings.parsers import label


def test_ids_that_differ_behind_a_blank_at_the_limit_stay_apart() -> None:
    begin = "ab " * (ID_LIMIT // 3) + "a "  # its last character is a blank
    assert len(begin) == ID_LIMIT
    assert kept_id(begin + "satu") != kept_id(begin + "dua")
    assert len(kept_id(begin + "satu")) <= ID_LIMIT
    assert kept_id(begin.strip() + "b") == begin.strip() + "b"


def test_name_with_a_blank_at_its_longest_is_refused_and_not_cut() -> None:
    assert label(10)("abcdefghij") == "abcdefghij"
    for long in ("abcdefghi jklmnop", "abcdefghij k", "abcdefghijk"):
        with pytest.raises(SettingError):
            label(10)(long)
