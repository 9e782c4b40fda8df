"""The trials of a release: their order, what a break costs, and what the table says. No emulator: trials are handed in."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.campaigns.appliance.scenarios import SCENARIOS, SYSTEMS
from tests.campaigns.appliance.whole import OK, Built, read_built, release_order, run_release

BUILT = Built("info-desa.img", "a" * 64, "457b3e32")


class Trials:
    """Trials that pass, fail or are broken off, as the test says; it remembers which were asked for."""

    def __init__(self, folder: Path, order: tuple[str, ...] = release_order(two_systems=True)) -> None:
        self.folder, self.order = folder, order
        self.fails: dict[str, str] = {}
        self.breaks = ""
        self.asked: list[str] = []
        self.time = 0.0

    def attempt(self, name: str) -> str:
        self.asked.append(name)
        if name == self.breaks:
            raise KeyboardInterrupt
        self.time += 61
        return self.fails.get(name, OK)

    def run(self, built: Built = BUILT) -> bool:
        self.asked = []
        return run_release(built, self.order, self.folder, self.attempt, clock=lambda: self.time)

    @property
    def table(self) -> str:
        return (self.folder / "release.md").read_text("utf-8")


@pytest.fixture
def trials(tmp_path: Path) -> Trials:
    return Trials(tmp_path / "out")


def test_each_trial_is_a_scenario_once_and_the_cuts_of_power_come_last() -> None:
    one, two = release_order(two_systems=False), release_order(two_systems=True)
    assert len({*one}) == len(one)
    assert len({*two}) == len(two)
    assert {*one} <= {*SCENARIOS}
    assert {*two} <= {*SCENARIOS, *SYSTEMS}
    assert ("update" in one, "update" in two, "system" in two) == (True, False, True)
    assert (one[0], two[0], one[-1], two[-1]) == ("start", "start", "power", "power")


def test_all_run_in_order_and_the_table_names_image_and_commit(trials: Trials) -> None:
    assert trials.run()
    assert tuple(trials.asked) == trials.order
    head, *rows = trials.table.splitlines()
    assert head == f"info-desa.img, SHA-256 `{'a' * 64}`, commit `457b3e32`"
    assert rows[3:] == [f"| `{name}` | ok | 61 s |" for name in trials.order]


def test_a_break_costs_the_trial_it_came_in_and_no_other(trials: Trials) -> None:
    trials.breaks = trials.order[3]
    with pytest.raises(KeyboardInterrupt):
        trials.run()
    assert f"| `{trials.order[2]}` | ok | 61 s |\n| `{trials.order[3]}` | not run | |" in trials.table
    trials.breaks = ""
    assert trials.run()
    assert tuple(trials.asked) == trials.order[3:]


def test_what_failed_is_told_and_tried_again_while_the_rest_goes_on(trials: Trials) -> None:
    trials.fails = {"stick": "no | picture\nafter 600 s"}
    assert not trials.run()
    assert tuple(trials.asked) == trials.order
    assert "| `stick` | no / picture after 600 s | 61 s |" in trials.table
    trials.fails = {}
    assert trials.run()
    assert trials.asked == ["stick"]


def test_another_image_begins_anew(trials: Trials) -> None:
    trials.run()
    assert trials.run(Built("info-desa.img", "b" * 64, "x"))
    assert tuple(trials.asked) == trials.order


def test_a_record_that_cannot_be_read_begins_anew(trials: Trials) -> None:
    trials.run()
    (trials.folder / "release.json").write_text('{"image": {"sha256"')
    assert trials.run()
    assert tuple(trials.asked) == trials.order


@pytest.mark.parametrize("bill", ["own", "another's", "none"])
def test_the_commit_is_that_of_the_bills_date_if_the_bill_is_this_images(tmp_path: Path, bill: str) -> None:
    image = tmp_path / "info-desa.img"
    image.write_bytes(b"an image")
    digest = hashlib.sha256(b"an image").hexdigest()
    when, commit = subprocess.run(
        ["git", "log", "-1", "--format=%ct %h"], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    ).stdout.split()
    if bill != "none":
        told = digest if bill == "own" else "0" * 64
        made = datetime.fromtimestamp(int(when), UTC).isoformat()
        image.with_suffix(".cdx.json").write_text(json.dumps({"metadata": {"timestamp": made, "hash": told}}))
    assert read_built(image) == Built("info-desa.img", digest, commit if bill == "own" else "?")
