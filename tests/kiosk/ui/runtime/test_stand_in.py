"""Modules that are left out while another one is imported, and are there again afterwards."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from kiosk.ui.runtime.stand_in import missing, stand_in

# as at the start; the settings' types are read by msgspec with what Python itself has
TYPED = """
import sys
from kiosk.ui.runtime.stand_in import missing
with missing("typing_extensions"):
    import msgspec
from pathlib import Path
from kiosk.settings import load
config = Path(sys.argv[1])
config.write_text('[place]\\nname = "Desa Bunga"\\nlatitude = 300', "utf-8")
settings = load(config, config.parent)
print(settings.place.name, len(settings.faults), "typing_extensions" in sys.modules)
import typing_extensions
"""


def test_it_is_there_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with stand_in("this", zen="short"):
        assert import_module("this").zen == "short"
    assert "this" not in sys.modules


def test_what_is_missing_cannot_be_imported_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with missing("colorsys"), pytest.raises(ImportError):
        import_module("colorsys")
    assert import_module("colorsys").rgb_to_hsv


def test_what_has_been_imported_is_left_as_it_is() -> None:
    true = import_module("colorsys")
    with stand_in("colorsys"), missing("colorsys"):
        assert import_module("colorsys") is true
    assert sys.modules["colorsys"] is true


def test_the_settings_are_read_without_a_second_set_of_types(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TYPED, str(tmp_path / "kiosk.toml")], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.split(), done.stderr) == (["Desa", "Bunga", "1", "False"], "")
