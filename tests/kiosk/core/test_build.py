"""Version that a build tells: with its commit between two releases."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.build import VERSION, build_version


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2026-09-03T00:00:00+00:00 1a2b3c4d5e6f", f"{VERSION}+g1a2b3c4d5e6f" if ".dev" in VERSION else VERSION),
        ("2026-09-03T00:00:00+00:00", VERSION),
        ("2026-09-03T00:00:00+00:00 <b>", VERSION),
        ("\xe9", VERSION),
    ],
)
def test_builds_between_two_releases_are_told_apart(tmp_path: Path, line: str, told: str) -> None:
    stamp = tmp_path / "build-date"
    stamp.write_text(f"{line}\n", "latin-1")
    assert build_version(stamp) == told


def test_a_checkout_has_the_version_alone(tmp_path: Path) -> None:
    assert build_version(tmp_path / "none") == VERSION
