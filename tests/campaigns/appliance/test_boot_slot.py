"""What chooses between the two systems of a card, by the script that does it, and a firmware that reads what it writes."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.campaigns.appliance.firmware import NoStartError, partition_of, reads_config

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "the system that was found good is written over while another is on trial",
        "the backend refuses to give it up, so RAUC does not begin",
    ),
    pytest.mark.attack(
        "root and keys",
        "the power fails while `autoboot.txt` or `config.txt` is rewritten",
        "a new file takes the old one's place after its bytes are on the card; the old one's are not given "
        "away until the name leads to the new ones; whichever is there starts a system",
    ),
]


SCRIPT = Path(__file__).parents[3] / "deploy/image/root-two/usr/lib/kiosk/boot-slot"
A_B = frozenset({2, 3})
SLOTS = {2: "A", 3: "B"}
FRESH = b"[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n"
COMMANDS = ("mkdir", "mount", "mv", "rm", "sync")  # that change something


@pytest.mark.parametrize(
    ("autoboot", "tryboot", "asked", "started"),
    [
        (FRESH, False, 0, 2),
        (FRESH, True, 0, 3),
        (
            FRESH,
            False,
            3,
            3,
        ),  # "unless the partition number was already specified as a parameter to the reboot command"
        (FRESH.replace(b"\n", b"\r\n"), True, 0, 3),
        (b"boot_partition=3\n", False, 0, 3),
        (b"[none]\nboot_partition=3\n[all]\nboot_partition=2\n", False, 0, 2),
        (b"[all]\nboot_partition=0\n", False, 0, 2),  # "the first bootable FAT partition"
        (b"", False, 0, 2),
        (None, True, 0, 2),
        (b"#" * 511 + b"\n[all]\nboot_partition=3\n", False, 0, 2),  # "limited to 512 bytes"
    ],
)
def test_the_firmware_does_as_its_documentation_says(
    autoboot: bytes | None, tryboot: bool, asked: int, started: int
) -> None:
    assert partition_of(autoboot, tryboot=tryboot, bootable=A_B, asked=asked) == started


def test_the_firmware_starts_nothing_that_is_not_there() -> None:
    with pytest.raises(NoStartError):
        partition_of(FRESH, tryboot=True, bootable=frozenset({2}))
    assert reads_config(FRESH, tryboot=True) == "config.txt"
    assert reads_config(b"[all]\nboot_partition=2\n", tryboot=True) == "tryboot.txt"


@dataclass
class Board:
    """A card's FAT and data folders, and a machine that was started from one of them."""

    place: Path
    running: str = "A"

    def __post_init__(self) -> None:
        for name in ("fat", "system", "run", "bin"):
            (self.place / name).mkdir(exist_ok=True)
        if not self.autoboot.exists():
            self.autoboot.write_bytes(FRESH)
        self.sounds("0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones")
        (self.place / "bin/systemctl").write_text(f"#!/bin/sh\necho $* >>{self.place}/asked\n")
        (self.place / "bin/systemctl").chmod(0o755)
        self.kill_at(0)

    def sounds(self, *cards: str) -> None:
        """Write *cards* as /proc/asound/cards lists them."""
        (self.place / "cards").write_text(
            "".join(f" {card}\n   more words\n" for card in cards) or "--- no soundcards ---\n"
        )

    @property
    def autoboot(self) -> Path:
        return self.place / "fat/autoboot.txt"

    def kill_at(self, number: int) -> None:
        """The script and all it began end before its command of this number; 0: before none. mount has nothing to do here."""
        (self.place / "left").write_text(str(number))
        for name in COMMANDS:
            real = "true" if name == "mount" else shutil.which(name)
            path = self.place / "bin" / name
            path.write_text(
                f"#!/bin/sh\nread -r left <{self.place}/left\n"
                f'echo $((left - 1)) >{self.place}/left\n[ $left != 1 ] || kill -KILL 0\nexec {real} "$@"\n'
            )
            path.chmod(0o755)

    def do(self, *words: str) -> subprocess.CompletedProcess[str]:
        (self.place / "cmdline").write_text(f"ro quiet rauc.slot={self.running} panic=10\n")
        return subprocess.run(
            ["sh", str(SCRIPT), *words],
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            env={
                "PATH": f"{self.place}/bin:{os.environ['PATH']}",
                "KIOSK_FAT": str(self.place / "fat"),
                "KIOSK_SYSTEM": str(self.place / "system"),
                "KIOSK_RUN": str(self.place / "run"),
                "KIOSK_CMDLINE": str(self.place / "cmdline"),
                "KIOSK_CARDS": str(self.place / "cards"),
            },
        )

    def told(self, *words: str) -> str:
        done = self.do(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def restart(self, *, in_order: bool = True) -> str:
        """Restart the board and return the slot that the firmware starts. With *in_order* False (a power cut) no reboot
        flag is set."""
        flag = self.place / "run/systemd/reboot-param"
        if in_order:
            self.do("arm")
        tryboot = in_order and flag.exists() and flag.read_text() == "0 tryboot"
        shutil.rmtree(self.place / "run")
        (self.place / "run").mkdir()
        self.running = SLOTS[partition_of(self.autoboot.read_bytes(), tryboot=tryboot, bootable=A_B)]
        self.do("begin")
        return self.running


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def install(board: Board, slot: str) -> None:
    """Call the boot backend as RAUC does during an installation to *slot*."""
    board.told("set-state", slot, "bad")
    board.told("set-primary", slot)
    assert board.told("get-primary") == slot


def test_a_new_card_starts_its_first_system_and_tries_nothing(board: Board) -> None:
    assert (board.told("get-primary"), board.told("get-current"), board.told("get-state", "B")) == ("A", "A", "good")
    assert board.do("trial").returncode != 0
    assert board.do("waits").returncode != 0
    assert board.restart() == "A"


def test_one_that_proves_good_is_kept(board: Board) -> None:
    install(board, "B")
    assert board.do("waits").returncode == 0
    assert board.restart() == "B"
    assert board.do("trial").returncode == 0
    board.told("set-state", "B", "good")
    assert board.do("trial").returncode != 0
    assert (board.restart(), board.restart(in_order=False)) == ("B", "B")
    install(board, "A")  # the next one goes into the other slot
    assert board.restart() == "A"
    board.told("set-state", "A", "good")
    assert board.restart(in_order=False) == "A"


def test_one_that_is_not_kept_is_not_started_again(board: Board) -> None:
    install(board, "B")
    assert board.restart() == "B"
    board.told("set-state", "B", "bad")  # its ten minutes are over
    assert board.restart() == "A"
    assert (board.told("get-primary"), board.told("get-state", "B")) == ("A", "bad")
    assert board.restart() == "A"


def test_a_power_cut_in_a_trial_is_nobody_s_fault_three_times(board: Board) -> None:
    install(board, "B")
    for _ in range(3):
        assert board.restart() == "B"
        assert board.restart(in_order=False) == "A"
    assert board.told("get-state", "B") == "bad"
    assert board.restart() == "A"


def test_one_that_has_lost_its_sound_is_not_kept(board: Board) -> None:
    install(board, "B")
    assert board.restart() == "B"
    board.sounds()
    done = board.do("keep")
    assert (done.returncode, "0 sound cards, 1 before" in done.stderr) == (1, True)
    board.sounds("0 [HDMI           ]: vc4-hdmi - vc4-hdmi", "1 [Device         ]: USB-Audio - USB Audio Device")
    board.told("keep")
    assert board.restart(in_order=False) == "B"


def test_a_kiosk_without_sound_is_kept_without_it(board: Board) -> None:
    board.sounds()
    install(board, "B")
    assert board.restart() == "B"
    board.told("keep")
    assert board.restart() == "B"


def test_one_that_is_given_up_makes_room_for_the_good_one_at_once(board: Board) -> None:
    install(board, "B")
    assert board.restart() == "B"
    assert "sistem B tidak terbukti baik" in board.told("give-up")
    assert (board.place / "asked").read_text() == "reboot --no-block\n"
    assert (board.restart(), board.told("get-state", "B")) == ("A", "bad")


def test_one_that_cannot_write_is_given_up_all_the_same(board: Board) -> None:
    install(board, "B")
    assert board.restart() == "B"
    (board.place / "system/boot-slot").unlink()
    (board.place / "system").rmdir()
    board.told("give-up")
    assert (board.place / "asked").read_text() == "reboot --no-block\n"
    assert board.restart() == "A"


def test_the_system_that_was_found_good_is_never_written_over_nor_given_up(board: Board) -> None:
    install(board, "B")
    assert board.restart() == "B"
    for words in (("set-state", "A", "bad"), ("set-state", "A", "bad")):
        done = board.do(*words)
        assert (done.returncode, "not given up" in done.stderr) == (1, True)
    assert board.restart() == "A"
    assert board.do("set-state", "B", "good").returncode == 1  # it does not run
    assert board.restart(in_order=False) == "A"


@pytest.mark.parametrize("content", [b"", b"[all]\nboot_partition=1\n", b"\0" * 512, b"boot_partition=7"])
def test_a_broken_autoboot_is_told(board: Board, content: bytes) -> None:
    board.autoboot.write_bytes(content)
    done = board.do("get-primary")
    assert (done.returncode, "which is no system" in done.stderr) == (1, True)


@pytest.mark.parametrize("content", ["", "pending=C\ntries=99\n", "\0\0\0", "pending=B\ntries=x", "$(reboot)"])
def test_what_was_kept_and_cannot_be_read_tries_nothing(board: Board, content: str) -> None:
    (board.place / "system/boot-slot").write_text(content)
    assert board.told("get-primary") == "A"
    assert board.restart() == "A"


def test_where_nothing_can_be_kept_nothing_is_tried(board: Board) -> None:
    shutil.rmtree(board.place / "system")
    assert board.do("set-primary", "B").returncode != 0
    assert board.restart() == "A"


def test_the_old_file_is_held_until_the_name_leads_to_the_new_one(board: Board) -> None:
    """A FAT gives the bytes of a file that nobody holds away with the rename: a firmware would read what follows there."""
    install(board, "B")
    assert board.restart() == "B"
    sync, seen = board.place / "bin/sync", board.place / "seen"
    sync.write_text(f"#!/bin/sh\necho $* $(ls -l /proc/$PPID/fd | grep -c 'autoboot.txt (deleted)') >>{seen}\n")
    board.told("set-state", "B", "good")
    fat = board.place / "fat"
    assert seen.read_text().splitlines()[:3] == [f"{fat}/autoboot.new 0", f"{fat}/autoboot.txt 1", f"{fat} 1"]


def test_killed_before_any_of_its_commands_it_leaves_a_card_that_starts_the_right_system(tmp_path: Path) -> None:
    """Before the new one is kept every start without the flag is the old one; after that, the new one; in between either."""
    steps = (("set-state", "B", "bad"), ("set-primary", "B"), ("arm",), ("begin",), ("set-state", "B", "good"))
    killed = 0
    for step, words in enumerate(steps):
        for number in itertools.count(1):
            place = tmp_path / f"{step}-{number}"
            place.mkdir()
            board = Board(place)
            for before in steps[:step]:
                if before == ("begin",):
                    assert board.restart() == "B"
                elif before != ("arm",):
                    board.told(*before)
            board.kill_at(number)
            died = board.do(*words).returncode < 0
            board.kill_at(0)
            allowed = {"A"} if step < 4 else {"A", "B"} if died else {"B"}
            assert board.restart(in_order=False) in allowed, (words, number)
            assert board.told("get-primary") in "AB"
            assert board.restart() in "AB"
            if not died:
                break
            killed += 1
    assert killed > 15
