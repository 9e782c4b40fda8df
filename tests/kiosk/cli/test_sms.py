"""`kiosk sms make`: a file that says what it means, or nothing is signed."""

import json
from pathlib import Path

import pytest

from content_cache.formats.sms.message import number_at, parse
from content_cache.formats.sms.parts import PartBox
from content_cache.signing.keys import SecretKey
from kiosk.cli.main import main

DRILL = {"minutes": 60, "severity": "awas", "hazard": "tsunami", "text": "Naik ke bukit"}


@pytest.fixture
def make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> "Making":
    return Making(tmp_path, capsys)


class Making:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "kiosk.toml").write_text("")
        (folder / "alert.key").write_text(SecretKey.generate("alert").file())

    def __call__(self, said: object, *more: str) -> tuple[int, str]:
        (self.folder / "w.json").write_text(json.dumps(said))
        words = ["--config", str(self.folder / "kiosk.toml"), "--data", str(self.folder), "sms", "make"]
        code = main([*words, str(self.folder / "w.json"), "--key", str(self.folder / "alert.key"), *more])
        return code, self._capsys.readouterr().out


@pytest.mark.parametrize(
    "more",
    [
        {"drill": "true"},
        {"drill": 1},
        {"simulasi": True},
        {"Drill": True},
        {"number": 20_261_127},
        {"number": 12},
        {"issued": "2026-11-27T10:00"},
    ],
)
def test_what_is_no_field_or_no_truth_is_refused(make: Making, more: dict[str, object]) -> None:
    code, out = make(DRILL | more, "--yes")
    assert (code, out) == (2, "")


def test_siren_only_where_it_is_wanted(make: Making) -> None:
    assert make(DRILL)[0] == 2
    assert make(DRILL, "--yes")[0] == 0
    code, out = make(DRILL | {"drill": True})
    assert code == 0
    assert out.startswith("simulasi ")
    box = PartBox()
    (whole,) = [content for line in out.splitlines() for content in box.take_text(line)]
    message = parse(whole)
    assert message.drill
    assert message.number == number_at(message.issued)
