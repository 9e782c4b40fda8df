"""A target is tried over each kind of line: what went well, and the one thing that did not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.office.targets.faults import TargetCode
from kiosk.office.targets.secrets import Secrets
from kiosk.office.targets.trial import TrialStep, try_target
from tests.kiosk.office.targets.servers import Server, asking_for_passwords


@pytest.mark.slow(cases=4)
def test_each_step_goes_well_and_nothing_is_left(server: Server, tmp_path: Path) -> None:
    found = try_target(server.at(), replace(server.secrets, public=server.public), tmp_path / "known")
    assert found.problem is None
    assert [each.step for each in found.done] == list(TrialStep)
    assert list((tmp_path / "server").rglob("uji-*")) == []


@pytest.mark.slow(cases=3)
def test_a_wrong_password_and_a_line_that_is_down_are_told(far: Server, tmp_path: Path) -> None:
    with asking_for_passwords(far):
        found = try_target(far.at(), Secrets("salah 1"), tmp_path / "known")
    assert (found.failed, found.problem and found.problem.code) == (TrialStep.CONNECT, TargetCode.PASSWORD)
    down = try_target(far.at(1), far.secrets, tmp_path / "known")
    assert (down.failed, down.problem and down.problem.code) == (TrialStep.CONNECT, TargetCode.UNREACHABLE)
    assert "salah 1" not in str(found)


def test_a_public_address_that_shows_another_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    found = try_target(str(tmp_path / "www"), Secrets(public="http://127.0.0.1:1/kios/"), tmp_path / "known")
    assert found.failed is TrialStep.PUBLIC
    assert list((tmp_path / "www").iterdir()) == []


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "www").write_text("a file")
    found = try_target(str(tmp_path / "www"), Secrets(), tmp_path / "known")
    assert (found.failed, found.problem and found.problem.code) == (TrialStep.CONNECT, TargetCode.REFUSED)
