"""Which folder a command works on, where the one that is named cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.installation import Refusal, find_data


@pytest.fixture
def worn_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on a card that refuses to be written; for root, too, who runs the tests."""
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: allowed(path, mode) and not mode & os.W_OK)
    return tmp_path


def test_what_lies_on_a_card_that_refuses_to_be_written_is_shown(worn_out: Path) -> None:
    (worn_out / "content.sqlite").touch()
    assert find_data(worn_out, {}) == worn_out


def test_a_folder_with_nothing_in_it_that_cannot_be_written_is_refused(worn_out: Path) -> None:
    with pytest.raises(Refusal, match="may not be written"):
        find_data(worn_out, {})


def test_a_command_that_only_reads_takes_it_as_a_folder_without_content(worn_out: Path) -> None:
    assert find_data(worn_out, {}, only_read=True) == worn_out
