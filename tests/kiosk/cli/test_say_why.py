"""`kiosk say --words --why`: what gave each of the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli.main import main


def kiosk(tmp_path: Path, *words: str) -> int:
    config = tmp_path / "kiosk.toml"
    config.write_text('[speech]\nvoice = "silent"\n', "utf-8")
    return main(["--config", str(config), "--data", str(tmp_path / "data"), *words])


def test_readings_with_their_rivals_and_rules_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kiosk(tmp_path, "say", "Rapat smp jam 8. Periksa ke dr Ani", "--words", "--why")
    lines = [line.split("[")[0].rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "Rapat sampai jam delapan.",
        "  smp -> sampai",
        "  8 -> delapan",
        "Periksa ke dokter Ani",
        "  dr -> dokter",
        "    dari",
    ]


def test_without_words_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk(tmp_path, "say", "Rapat smp jam 8", "--why") == 2
    assert "--why" in capsys.readouterr().err
