"""An update and overlays on trial in the same boot: both kept, or both given up, and none hinders the other."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kiosk.appliance.overlays import CONFIG, OLD, OverlayTrial, with_overlays
from kiosk.appliance.trials import end_trials, keep_trials
from kiosk.appliance.update.slots import IMAGE, SlotState, read_state, write_state
from kiosk.core.paths import Folders

BEFORE = b"arm_64bit=1\n"
WANTED = ("i2c-rtc",)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A kiosk whose boot runs an update and overlays, both on trial."""
    folders = Folders(tmp_path)
    for folder in (folders.system, folders.card, folders.chosen.parent, tmp_path / "proc/self"):
        folder.mkdir(parents=True)
    write_state(folders.system / "slots.json", SlotState(trial="a", tries=2, a=7))
    folders.chosen.symlink_to(folders.slots / "a.squashfs")
    (tmp_path / "proc/self/mounts").write_text(f"/dev/loop0 {folders.program} squashfs ro 0 0\n")
    (folders.system / "board.json").write_bytes(msgspec.json.encode(OverlayTrial(trying=WANTED, started=True)))
    (folders.card / CONFIG).write_bytes(with_overlays(BEFORE, WANTED))
    (folders.card / OLD).write_bytes(BEFORE)
    return folders


def slots(folders: Folders) -> SlotState:
    return read_state(folders.system / "slots.json")


def overlays(folders: Folders) -> OverlayTrial:
    return msgspec.json.decode((folders.system / "board.json").read_bytes(), type=OverlayTrial)


def test_both_are_kept_after_the_home_screen_and_nothing_is_left_to_give_up(folders: Folders) -> None:
    keep_trials(folders)
    assert (slots(folders).good, overlays(folders)) == ("a", OverlayTrial())
    assert not end_trials(folders)
    assert (folders.card / CONFIG).read_bytes() == with_overlays(BEFORE, WANTED)


def test_both_give_way_when_the_time_is_over_by_one_restart(folders: Folders) -> None:
    assert end_trials(folders)
    assert slots(folders) == SlotState(good=IMAGE, a=7, refused=7)
    assert overlays(folders) == OverlayTrial(refused=WANTED)
    assert (folders.card / CONFIG).read_bytes() == BEFORE
    assert not end_trials(folders), "a machine that starts anew every ten minutes"


@pytest.mark.parametrize("refuses", ["config", "slots"])
def test_a_card_that_refuses_one_does_not_stop_the_other(folders: Folders, refuses: str) -> None:
    if refuses == "config":
        (folders.card / OLD).unlink()
    else:
        (folders.chosen.parent / "newest").mkdir()  # the number cannot be published
    assert end_trials(folders)
    if refuses == "config":
        assert slots(folders).refused == 7
        assert overlays(folders).trying == WANTED
    else:
        assert (folders.card / CONFIG).read_bytes() == BEFORE


def test_without_a_trial_nothing_is_written(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mounts").write_text("")
    keep_trials(folders)
    assert not end_trials(folders)
    assert not folders.system.exists()
