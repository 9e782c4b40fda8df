"""Keys in kiosk.toml: a wrong one is told with its line, and its feed is not taken unsigned instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_cache.signing.keys import SecretKey
from kiosk.settings import load
from tests.told import setting_fault

KEY = str(SecretKey(b"12345678", bytes(32)).public)


def settings_of(tmp_path: Path, keys: str, form: str = "central") -> tuple[list[str], list[str]]:
    """The faults, and the names of the sources that are used."""
    path = tmp_path / "kiosk.toml"
    path.write_text(f'[[source]]\nname = "a"\nurl = "https://a.id/"\nformat = "{form}"\nkeys = {keys}\n', "utf-8")
    settings = load(path)
    return [setting_fault(fault) for fault in settings.faults], [source.name for source in settings.sources]


@pytest.mark.parametrize("keys", [f'["{KEY}"]', f'["{KEY} news", "{KEY} spare"]'])
def test_a_key_may_say_what_it_is_for(tmp_path: Path, keys: str) -> None:
    assert settings_of(tmp_path, keys) == ([], ["a"])


@pytest.mark.parametrize("keys", ['["RWQ"]', f'["{KEY[:-1]}"]', '["rahasia"]', "[7]"])
@pytest.mark.parametrize("form", ["central", "auto"])
def test_what_is_no_key_is_told_and_the_feed_not_taken(tmp_path: Path, keys: str, form: str) -> None:
    faults, sources = settings_of(tmp_path, keys, form)
    assert sources == []
    assert any(fault.startswith("baris 5: ") and fault.endswith("sumber ini tidak dipakai") for fault in faults), faults
