"""[board] overlays into config.txt: each list once, what it replaced back where no home screen came, whole at any power cut."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.appliance.boot_settings import Settling
from kiosk.appliance.overlays import CONFIG, MARK, OLD, ONCE, Overlays, in_config, with_overlays
from kiosk.core.paths import Folders
from kiosk.settings import load
from tests.told import setting_fault

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "an overlay's name brings other lines into config.txt, or a file that somebody put on the card",
    ),
    pytest.mark.attack(
        "root and keys",
        "an overlay shows no home screen; the power goes while config.txt is written",
        "what it replaced comes back by itself, but for one that hangs Debian's kernel: the old file lies "
        "beside it; whole at each write",
    ),
]


SHIPPED = ("hifiberry-dac", "i2c-rtc", "vc4-kms-dsi-7inch", "spoils-the-boot")
DELIVERED = b"# firmware\r\narm_64bit=1\n[pi4]\ncore_freq=500\n[all]\ndisable_splash=1"


class Board:
    """A Raspberry Pi with its card: `power_on` starts it, up to the kiosk's home screen if its overlays let it."""

    def __init__(self, root: Path, *, release: str = "6.12.118+deb13-arm64", two_systems: bool = False) -> None:
        self.folders = folders = Folders(root)
        self.boot = folders.run / "kiosk-boot" if two_systems else folders.card
        for folder in (
            folders.card,
            self.boot / "overlays",
            folders.data,
            folders.system,
            folders.image,
            root / "proc/sys/kernel",
        ):
            folder.mkdir(parents=True)
        self.told = root / "proc/device-tree/chosen/bootloader/tryboot"
        self.told.parent.mkdir(parents=True)
        (root / "proc/sys/kernel/osrelease").write_text(release)
        for name in SHIPPED:
            (self.boot / "overlays" / f"{name}.dtbo").write_bytes(b"")
        (folders.image / "overlays").write_text("\n".join((*SHIPPED, "not-on-the-card")))
        (self.boot / CONFIG).write_bytes(DELIVERED)
        if two_systems:
            (root / "etc/rauc").mkdir(parents=True)
            (root / "etc/rauc/system.conf").write_text("")
            (folders.card / "autoboot.txt").write_text("[all]\nboot_partition=2\n")
        self.write("")
        self.once = False
        self.starts = 0
        self.homes = 0

    def write(self, overlays: str) -> None:
        (self.folders.card / "kiosk.toml").write_text(f"[place]\nname = 'Bunga'\n[board]\noverlays = [{overlays}]\n")

    @property
    def config(self) -> bytes:
        return (self.boot / CONFIG).read_bytes()

    @property
    def faults(self) -> list[str]:
        return [setting_fault(fault) for fault in load(self.folders.config).faults if fault.key == "board.overlays"]

    def power_on(self, *, most: int = 8) -> bool:
        """Restarts by itself included. True where it comes to rest with the home screen; what hangs is pulled out of the wall."""
        for _ in range(most):
            self.starts += 1
            read = ONCE if self.once and (self.boot / ONCE).exists() else CONFIG
            self.told.write_bytes(b"\0\0\0" + bytes([self.once]))
            used = in_config((self.boot / read).read_bytes())
            self.once = False
            if "spoils-the-boot" in used:
                return False
            wanted = self.settle()
            if wanted:
                self.once = wanted == "tryboot"
                continue
            if "i2c-rtc,black" in used:  # it starts, and no home screen comes: ten minutes later
                if Overlays(self.folders).give_up():
                    continue
                return False
            Overlays(self.folders).confirm_trial()
            self.homes += 1
            return True
        raise AssertionError("it starts anew and anew")

    def settle(self) -> str:
        for path in self.folders.config.parent.glob("*"):
            path.unlink()
        Settling(self.folders, lasting=lambda: True).settle_settings()
        return Overlays(self.folders).work() if (self.folders.config.parent / MARK).exists() else ""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace fsync, so that the test does not wait for this machine's disk. The calls themselves tell what is lost."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


@pytest.fixture(
    params=[("6.12.118+deb13-arm64", False), ("6.12.25+rpt-rpi-v8", False), ("6.12.25+rpt-rpi-v8", True)],
    ids=["debian", "raspios", "two systems"],
)
def board(tmp_path: Path, request: pytest.FixtureRequest) -> Board:
    return Board(tmp_path, release=request.param[0], two_systems=request.param[1])


def test_without_any_nothing_is_written(board: Board) -> None:
    assert board.power_on()
    assert board.starts == 1
    assert board.config == DELIVERED
    assert not (board.folders.system / "board.json").exists()


def test_one_that_is_good_is_kept(board: Board) -> None:
    board.write('"hifiberry-dac", "i2c-rtc,ds3231"')
    assert board.power_on()
    assert board.starts == 2
    assert board.config.startswith(DELIVERED)
    assert in_config(board.config) == ("hifiberry-dac", "i2c-rtc,ds3231")
    assert board.config.splitlines()[-4:-1] == [b"[all]", b"dtoverlay=hifiberry-dac", b"dtoverlay=i2c-rtc,ds3231"]
    assert (board.boot / OLD).read_bytes() == DELIVERED
    assert board.power_on()
    assert board.starts == 3
    board.write("")
    assert board.power_on()
    assert board.config == DELIVERED + b"\n"
    assert not board.faults


def test_one_that_shows_no_home_screen_is_taken_back_and_not_tried_again(board: Board) -> None:
    board.write('"i2c-rtc,black"')
    assert board.power_on()
    assert in_config(board.config) == ()
    assert len(board.faults) == 1
    starts = board.starts
    assert board.power_on()
    assert board.starts == starts + 1
    board.write("")
    assert board.power_on()
    board.write('"i2c-rtc,ds3231"')
    assert board.power_on()
    assert in_config(board.config) == ("i2c-rtc,ds3231",)
    assert not board.faults


def test_a_power_cut_during_the_trial_takes_it_back(board: Board) -> None:
    """Once is once: who pulled the plug may have looked at a black screen."""
    board.write('"hifiberry-dac"')
    board.once = board.settle() == "tryboot"
    board.told.write_bytes(b"\0\0\0" + bytes([board.once]))
    board.settle()  # the trial's boot came as far as this
    board.once = False
    assert board.power_on()
    assert in_config(board.config) == ()


def test_one_that_hangs_the_kernel_is_taken_back_by_the_firmware(tmp_path: Path) -> None:
    board = Board(tmp_path, release="6.12.25+rpt-rpi-v8")
    board.write('"spoils-the-boot"')
    assert not board.power_on()
    assert board.config == DELIVERED
    assert board.power_on()
    assert len(board.faults) == 1
    assert not (board.boot / ONCE).exists()


def test_on_debians_kernel_the_old_file_lies_beside_it(tmp_path: Path) -> None:
    """Show that a setting which hangs the kernel is undone by hand: the old file lies beside it."""
    board = Board(tmp_path)
    board.write('"spoils-the-boot"')
    assert not board.power_on()
    (board.boot / OLD).replace(board.boot / CONFIG)
    board.write("")
    assert board.power_on()
    assert board.config == DELIVERED


def test_a_card_with_two_systems_keeps_the_firmwares_trial_for_them(tmp_path: Path) -> None:
    board = Board(tmp_path, release="6.12.25+rpt-rpi-v8", two_systems=True)
    board.write('"hifiberry-dac"')
    assert board.settle() == "restart"
    assert {path.name for path in board.folders.card.iterdir()} == {"autoboot.txt", "kiosk.toml"}
    assert in_config(board.config) == ("hifiberry-dac",)


@pytest.mark.parametrize("name", ["evil", "not-on-the-card", "hifiberry-dac-evil"])
def test_what_the_image_does_not_ship_is_left_out_alone(board: Board, name: str) -> None:
    (board.boot / "overlays/evil.dtbo").write_bytes(b"put there by somebody")
    board.write(f'"hifiberry-dac", "{name}"')
    assert board.power_on()
    assert in_config(board.config) == ("hifiberry-dac",)
    assert len(board.faults) == 1
    assert name in board.faults[0]


@pytest.mark.parametrize(
    "name",
    [r"i2c-rtc\ndtparam=watchdog=off", r"i2c-rtc\ninclude evil.txt", "i2c-rtc,a=b\\u0000", "../i2c-rtc", "i2c-rtc,a b"],
)
def test_no_name_is_another_line(board: Board, name: str) -> None:
    board.write(f'"{name}"')
    assert board.power_on()
    assert board.config == DELIVERED
    assert load(board.folders.config).faults


def test_where_nothing_outlives_a_boot_nothing_is_tried(board: Board) -> None:
    board.write('"hifiberry-dac"')
    Settling(board.folders, lasting=lambda: False).settle_settings()
    assert not (board.folders.config.parent / MARK).exists()


def test_a_machine_that_is_no_raspberry_pi_starts(tmp_path: Path) -> None:
    board = Board(tmp_path)
    (board.boot / CONFIG).unlink()
    Settling(board.folders, lasting=lambda: True).settle_settings()
    assert not load(board.folders.config).faults
    board.write('"hifiberry-dac"')
    Settling(board.folders, lasting=lambda: True).settle_settings()
    assert len(load(board.folders.config).faults) == 1


class CutError(Exception):
    """The power."""


CALLS = ("fsync", "replace", "unlink")


def cut_at(number: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The power goes at the `number`th of these calls, before or after it is done in turn."""
    left = [number]
    for name in CALLS:
        real: Callable[..., Any] = getattr(os, name)

        def call(*words: Any, real: Callable[..., Any] = real, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and number % 2:
                raise CutError
            result = real(*words, **named)
            if left[0] == 0:
                raise CutError
            return result

        monkeypatch.setattr(os, name, call)
    return left


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(
    ("release", "overlays"),
    [("6.12.118+deb13-arm64", '"i2c-rtc,black"'), ("6.12.25+rpt-rpi-v8", '"hifiberry-dac"')],
    ids=["debian, black", "raspios, good"],
)
def test_the_power_goes_at_each_write(
    tmp_path: Path, release: str, overlays: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """config.txt is what it was or what was wanted, and it ends at the home screen."""
    whole = {(), tuple(name.strip('"') for name in overlays.split())}
    cuts = 0
    for number in range(1, 200):
        board = Board(tmp_path / str(number), release=release)
        board.write(overlays)
        with monkeypatch.context() as patched:
            left = cut_at(number, patched)
            with suppress(CutError):
                board.power_on()
        assert in_config(board.config) in whole, number
        assert board.config.startswith(DELIVERED)
        assert board.power_on(), number
        assert in_config(board.config) in whole
        if left[0] > 0:
            break
        cuts += 1
    assert cuts > 15


def test_a_full_card_is_told_and_changes_nothing(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    board.write('"hifiberry-dac"')

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        for path in board.folders.config.parent.glob("*"):
            path.unlink()
        board.folders.config.parent.mkdir(parents=True, exist_ok=True)
        (board.folders.config.parent / MARK).write_text('["hifiberry-dac"]')
        with pytest.raises(OSError, match="No space"):
            Overlays(board.folders).work()
    assert board.config == DELIVERED
    assert board.power_on()
    assert in_config(board.config) == ("hifiberry-dac",)


@given(
    content=st.binary(max_size=200),
    names=st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,10}(,[a-z]{1,5})?", fullmatch=True), max_size=4),
)
def test_all_that_is_others_stays(content: bytes, names: list[str]) -> None:
    once = with_overlays(content, names)
    assert in_config(once) == tuple(names)
    assert with_overlays(once, names) == once
    assert with_overlays(once, ()).rstrip(b"\n") == with_overlays(content, ()).rstrip(b"\n")


def test_what_somebody_wrote_between_the_marks_stays() -> None:
    written = with_overlays(DELIVERED, ["hifiberry-dac"]).replace(b"# <<< kiosk.toml\n", b"hdmi_force_hotplug=1\n")
    assert in_config(written) == ("hifiberry-dac",)
    assert b"hdmi_force_hotplug=1" in with_overlays(written, ["i2c-rtc,ds3231"])
