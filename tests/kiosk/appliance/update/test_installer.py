"""Updates: only the office's, only whole, only newer; on trial until the home screen is seen; the old program comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.signing.keys import SecretKey
from kiosk.appliance.root_files.record import RootRecord, write_kept
from kiosk.appliance.update.installer import Updating
from kiosk.appliance.update.package import signature_name
from kiosk.appliance.update.slots import (
    IMAGE,
    TRIES,
    SlotState,
    choose_slot,
    emptied,
    given_up,
    on_trial,
    passed,
    read_state,
)
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestResult
from tests.kiosk.appliance.office import KEY, MACHINE, program, publish

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "an older program on a new data partition, or over a newer image",
        "the image's number is the floor",
    ),
    pytest.mark.attack(
        "root and keys",
        "a program for another machine under this one's name",
        "machine and number are in what is signed",
    ),
]


class Appliance:
    """A root with the image's program; its boots mount what was chosen, where this machine lets them."""

    def __init__(self, root: Path) -> None:
        self.folders = Folders(root)
        self.folders.system.mkdir(parents=True)
        self.folders.arrived.mkdir(parents=True)
        program(self.folders.program, "dari image")
        (root / "proc/self").mkdir(parents=True)
        self.updating = Updating(self.folders, [str(KEY.public)], machine=MACHINE)

    def boot(self, *, shows_home: bool = True) -> str:
        """Boot and return the slot that runs; write /proc/self/mounts for it."""
        slot = self.updating.settle_boot()
        over = f"/dev/loop0 {self.folders.program} squashfs ro 0 0\n" if slot != IMAGE else ""
        (self.folders.root / "proc/self/mounts").write_text(f"/dev/mmcblk0p2 / ext4 ro 0 0\n{over}")
        if shows_home:
            self.updating.confirm_trial()
        return slot

    @property
    def state(self) -> SlotState:
        return read_state(self.folders.system / "slots.json")

    def newest(self) -> int:
        return int((self.folders.run / "kiosk-slot/newest").read_text())


@pytest.fixture
def appliance(tmp_path: Path) -> Appliance:
    return Appliance(tmp_path / "root")


def test_a_good_update_runs_from_the_next_boot_and_is_kept(appliance: Appliance) -> None:
    publish(appliance.folders.arrived, 7)
    told = appliance.updating.install_update(appliance.folders.arrived)
    assert (told.result, told.data) == (RequestResult.DONE, {"number": 7, "version": "0.7.0"})
    assert appliance.boot() == "a"
    assert appliance.state == SlotState(good="a", a=7)
    assert appliance.boot() == "a"
    publish(appliance.folders.arrived, 8)
    assert appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.DONE
    assert (appliance.boot(), appliance.state.good, appliance.newest()) == ("b", "b", 8)


def test_what_never_shows_its_home_screen_gives_way_to_what_did(appliance: Appliance) -> None:
    publish(appliance.folders.arrived, 7)
    appliance.updating.install_update(appliance.folders.arrived)
    appliance.boot()
    publish(appliance.folders.arrived, 8)
    appliance.updating.install_update(appliance.folders.arrived)
    assert appliance.boot(shows_home=False) == "b"
    assert appliance.updating.give_up()  # the timer, after ten minutes; then it restarts the machine
    assert appliance.boot() == "a"
    assert (
        appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.SAME
    )  # not a second time
    publish(appliance.folders.arrived, 9)
    assert appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.DONE
    assert appliance.boot() == "b"


def test_power_cuts_during_a_trial_are_borne_but_not_for_ever(appliance: Appliance) -> None:
    publish(appliance.folders.arrived, 7)
    appliance.updating.install_update(appliance.folders.arrived)
    assert [appliance.boot(shows_home=False) for _ in range(TRIES + 2)] == ["a"] * TRIES + [IMAGE] * 2
    assert appliance.state.refused == 7


def test_an_update_that_could_not_be_mounted_is_not_kept(appliance: Appliance) -> None:
    publish(appliance.folders.arrived, 7)
    appliance.updating.install_update(appliance.folders.arrived)
    appliance.updating.settle_boot()
    (appliance.folders.root / "proc/self/mounts").write_text("/dev/mmcblk0p2 / ext4 ro 0 0\n")
    assert not appliance.updating.confirm_trial()  # the image's home screen is not the update's


def forged_key(folder: Path) -> None:
    publish(folder, 7, key=SecretKey.generate())


def forged_comment(folder: Path) -> None:
    publish(folder, 7, comment="seq=7 file=feed-7.json issued=2026-11-25T09:41:00+08:00")


def changed_byte(folder: Path) -> None:
    path = publish(folder, 7)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_off(folder: Path) -> None:
    path = publish(folder, 7)
    os.truncate(path, path.stat().st_size - 1)


def longer(folder: Path) -> None:
    with publish(folder, 7).open("ab") as file:
        file.write(b"\0" * 4096)


def other_content(folder: Path) -> None:
    other = publish(folder.parent / "other", 7, "lain")
    shutil.copy(other, publish(folder, 7))


def a_link(folder: Path) -> None:
    path = publish(folder, 7)
    moved = path.rename(path.with_name("lain"))
    path.symlink_to(moved)


def a_pipe(folder: Path) -> None:
    publish(folder, 7)
    (folder / signature_name(MACHINE)).unlink()
    os.mkfifo(folder / signature_name(MACHINE))


def missing(folder: Path) -> None:
    publish(folder, 7).unlink()


def no_signature(folder: Path) -> None:
    publish(folder, 7)
    (folder / signature_name(MACHINE)).write_bytes(b"untrusted comment: \n" * 400)


BAD = [forged_key, forged_comment, changed_byte, cut_off, longer, other_content, a_link, a_pipe, missing, no_signature]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.__name__)
def test_nothing_else_is_taken(appliance: Appliance, bad: object) -> None:
    bad(appliance.folders.arrived)  # type: ignore[operator]
    told = appliance.updating.install_update(appliance.folders.arrived)
    assert told.result in (RequestResult.REFUSED, RequestResult.NOT_FOUND)
    assert told.problem
    assert appliance.state == SlotState()
    assert appliance.boot() == IMAGE


def test_without_keys_in_the_settings_none_is_taken(appliance: Appliance) -> None:
    publish(appliance.folders.arrived, 7)
    assert (
        Updating(appliance.folders, machine=MACHINE).install_update(appliance.folders.arrived).result
        is RequestResult.REFUSED
    )
    write_kept(appliance.folders, RootRecord(update_keys=(str(KEY.public),)))
    assert (
        Updating(appliance.folders, machine=MACHINE).install_update(appliance.folders.arrived).result
        is RequestResult.DONE
    )


def test_an_older_number_is_not_taken_again(appliance: Appliance) -> None:
    for number in (7, 8):
        publish(appliance.folders.arrived, number)
        appliance.updating.install_update(appliance.folders.arrived)
        appliance.boot()
    older = appliance.folders.root / "older"
    publish(older, 6)
    assert appliance.updating.install_update(older).result is RequestResult.SAME


def image_of(appliance: Appliance, number: int) -> None:
    """Write the image's own number."""
    (appliance.folders.image).mkdir(parents=True, exist_ok=True)
    (appliance.folders.image / "number").write_text(f"{number}\n")


def test_a_new_data_partition_takes_nothing_older_than_the_image(appliance: Appliance) -> None:
    """All that was kept is gone: the image's own number is the floor."""
    image_of(appliance, 9)
    for number in (7, 9):
        publish(appliance.folders.arrived, number)
        told = Updating(appliance.folders, [str(KEY.public)], machine=MACHINE).install_update(appliance.folders.arrived)
        assert told.result is RequestResult.SAME
    publish(appliance.folders.arrived, 10)
    told = Updating(appliance.folders, [str(KEY.public)], machine=MACHINE).install_update(appliance.folders.arrived)
    assert told.result is RequestResult.DONE


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "on trial"])
def test_a_newer_image_over_an_older_update_runs_the_image(appliance: Appliance, kept: bool) -> None:
    publish(appliance.folders.arrived, 7)
    appliance.updating.install_update(appliance.folders.arrived)
    if kept:
        assert appliance.boot() == "a"
    image_of(appliance, 9)  # the card was given a newer image, the data partition stayed
    appliance.updating = Updating(appliance.folders, [str(KEY.public)], machine=MACHINE)
    assert appliance.boot() == IMAGE
    assert appliance.newest() == 9
    publish(appliance.folders.arrived, 8)
    assert appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.SAME
    publish(appliance.folders.arrived, 10)
    assert appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.DONE
    assert appliance.boot() in ("a", "b")


def test_a_package_for_another_machine_is_none_whatever_its_name(appliance: Appliance) -> None:
    """Signed by the office, for its other boards: under this machine's name it was taken."""
    path = publish(appliance.folders.arrived, 7, machine="riscv64")
    (appliance.folders.arrived / signature_name("riscv64")).rename(appliance.folders.arrived / signature_name(MACHINE))
    told = appliance.updating.install_update(appliance.folders.arrived)
    assert (told.result, told.problem.code if told.problem else "") == (RequestResult.REFUSED, "update_other_machine")
    assert path.name.endswith("-riscv64.squashfs")
    assert appliance.boot() == IMAGE


@pytest.mark.parametrize("said", ["number=8", "machine=riscv64", "version=9"])
def test_number_machine_and_version_are_inside_what_is_signed(appliance: Appliance, said: str) -> None:
    publish(appliance.folders.arrived, 7)
    signature = appliance.folders.arrived / signature_name(MACHINE)
    name = said.partition("=")[0]
    signature.write_text(re.sub(rf"{name}=\S+", said, signature.read_text()))
    assert appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.REFUSED


def test_a_slot_that_the_card_spoiled_is_not_run(appliance: Appliance) -> None:
    for number in (7, 8):
        publish(appliance.folders.arrived, number)
        appliance.updating.install_update(appliance.folders.arrived)
        appliance.boot()
    with (appliance.folders.slots / "b.squashfs").open("r+b") as file:
        file.seek(100)
        file.write(b"\xff\xff")
    assert appliance.boot() == IMAGE
    assert not (appliance.folders.run / "kiosk-slot/chosen.squashfs").is_symlink()


def test_a_spoiled_trial_gives_way_to_what_was_good(appliance: Appliance) -> None:
    for number, kept in ((7, True), (8, False)):
        publish(appliance.folders.arrived, number)
        appliance.updating.install_update(appliance.folders.arrived)
        if kept:
            appliance.boot()
    (appliance.folders.slots / "b.squashfs").write_bytes(b"")
    assert appliance.boot() == "a"


def test_a_state_that_cannot_be_read_runs_the_image(appliance: Appliance) -> None:
    for written in ("", "{}x", '{"good": "c"}', '{"good": "a", "tries": "x"}', "[]", '{"huh": 1}'):
        (appliance.folders.system / "slots.json").write_text(written)
        assert appliance.boot() == IMAGE


@pytest.mark.parametrize("cut", range(10))
def test_a_power_cut_while_one_is_taken_in_leaves_what_runs(
    appliance: Appliance, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    publish(appliance.folders.arrived, 7)
    appliance.updating.install_update(appliance.folders.arrived)
    appliance.boot()
    publish(appliance.folders.arrived, 8)
    synced, left = os.fsync, [cut]

    class PowerCutError(Exception):
        pass

    def failing(handle: int) -> None:
        if not left[0]:
            raise PowerCutError
        left[0] -= 1
        synced(handle)

    monkeypatch.setattr(os, "fsync", failing)
    finished = False
    with suppress(PowerCutError):
        finished = appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.DONE
    monkeypatch.setattr(os, "fsync", synced)
    assert appliance.boot() in ("a", "b") if not finished else appliance.boot() == "b"
    if not finished:
        assert appliance.updating.install_update(appliance.folders.arrived).result in (
            RequestResult.DONE,
            RequestResult.SAME,
        )
        assert appliance.boot() == "b"


@given(st.lists(st.sampled_from(["install", "good boot", "bad boot", "gave up"]), max_size=30))
def test_whatever_happens_what_was_good_is_never_written_and_always_there(happens: list[str]) -> None:
    state, number = SlotState(), 0
    for what in happens:
        good = state.good
        match what:
            case "install":
                number += 1
                slot = state.spare
                assert slot != state.good
                state = on_trial(emptied(state, slot), slot, number)
            case "gave up":
                state = given_up(state) if state.trial else state
            case _:
                slot, state = choose_slot(state)
                assert slot in (state.good, state.trial)
                if what == "good boot" and slot == state.trial:
                    state = passed(state)
                    good = state.good
        assert state.good == good
        assert state.good == IMAGE or state.slot_number(state.good)
        assert state.newest <= number
    for _ in range(TRIES + 1):
        slot, state = choose_slot(state)
    assert (slot, state.trial) == (state.good, "")


def test_the_signature_is_minisigns(appliance: Appliance) -> None:
    path = publish(appliance.folders.arrived, 7)
    signature = appliance.folders.arrived / signature_name(MACHINE)
    asked: list[str | Path] = ["minisign", "-V", "-m", path, "-x", signature, "-P", str(KEY.public)]
    assert "kim-kiosk-program number=7" in subprocess.run(asked, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def mounted(appliance: Appliance) -> Appliance:
    """Return the appliance if this machine can mount as the unit does, in a mount namespace; skip the test otherwise."""
    tried = subprocess.run(["unshare", "--mount", "losetup", "--find"], capture_output=True, text=True, check=False)
    if tried.returncode or "squashfs" not in Path("/proc/filesystems").read_text():
        pytest.skip(f"no loop device or no squashfs here: {tried.stderr.strip()}")
    return appliance


def test_what_is_mounted_runs_and_cannot_be_written(mounted: Appliance) -> None:
    publish(mounted.folders.arrived, 7, "dari pembaruan")
    mounted.updating.install_update(mounted.folders.arrived)
    assert mounted.updating.settle_boot() == "a"
    program, chosen = mounted.folders.program, mounted.folders.chosen
    mount = f"mount -t squashfs -o ro,nosuid,nodev,loop {chosen} {program}"
    script = f"{mount} && {program}/bin/kiosk; touch {program}/x; cat /proc/self/mounts"
    ran = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False)
    assert ran.stdout.startswith("dari pembaruan\n")
    assert "Read-only file system" in ran.stderr
    (mounted.folders.root / "proc/self/mounts").write_text(ran.stdout.partition("\n")[2])
    assert mounted.updating.running() == "a"
    assert mounted.updating.confirm_trial()


def test_a_technician_goes_back_to_the_program_before(appliance: Appliance) -> None:
    for number in (7, 8):
        publish(appliance.folders.arrived, number)
        appliance.updating.install_update(appliance.folders.arrived)
        appliance.boot()
    assert appliance.updating.go_back().result is RequestResult.DONE
    assert (appliance.boot(), appliance.state.slot_number("a")) == ("a", 7)
    assert (
        appliance.updating.install_update(appliance.folders.arrived).result is RequestResult.SAME
    )  # it is not taken again
    assert appliance.updating.go_back().result is RequestResult.DONE
    assert appliance.boot() == IMAGE
    assert appliance.updating.go_back().result is RequestResult.SAME


def test_who_goes_back_during_a_trial_ends_that_alone(appliance: Appliance) -> None:
    for number in (7, 8):
        publish(appliance.folders.arrived, number)
        appliance.updating.install_update(appliance.folders.arrived)
        if number == 7:
            appliance.boot()
    assert appliance.updating.go_back().result is RequestResult.DONE
    assert (appliance.boot(), appliance.state.refused) == ("a", 8)


def test_a_slot_that_is_spoiled_is_not_gone_back_to(appliance: Appliance) -> None:
    for number in (7, 8):
        publish(appliance.folders.arrived, number)
        appliance.updating.install_update(appliance.folders.arrived)
        appliance.boot()
    (appliance.folders.slots / "a.squashfs").write_bytes(b"rot")
    appliance.updating.go_back()
    assert appliance.boot() == IMAGE


def test_what_there_is_is_told(appliance: Appliance) -> None:
    appliance.boot()
    assert appliance.updating.answer_state().data["slots"] == {}
    publish(appliance.folders.arrived, 7)
    appliance.updating.install_update(appliance.folders.arrived)
    told = appliance.updating.answer_state().data
    assert (told["running"], told["trial"], told["slots"]) == (IMAGE, "a", {"a": {"number": 7, "version": "0.7.0"}})
    appliance.boot()
    assert appliance.updating.answer_state().data["running"] == "a"
    (appliance.folders.slots / "a.minisig").write_bytes(b"rot")
    assert appliance.updating.answer_state().data["slots"] == {"a": {"number": 7, "version": ""}}
