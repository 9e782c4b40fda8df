"""A card with two systems, as far as it is made without emulation."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.image import two_systems
from deploy.image.assemble import MB, START_MB
from tests.campaigns.appliance.card import Card
from tests.deploy.test_image import EPOCH, make_base

pytestmark = [
    pytest.mark.skipif(
        shutil.which("mkfs.erofs") is None or shutil.which("veritysetup") is None,
        reason="erofs-utils or cryptsetup-bin is not installed",
    ),
    pytest.mark.attack(
        "root and keys",
        "a program without rights asks RAUC to install or to mark a system as good",
        "the bus lets root alone speak with it; Debian's own rule lets anybody",
    ),
    pytest.mark.attack(
        "root and keys",
        "a root that rots on its card",
        "each block is checked when it is read; a root that does not fit is not mounted, and the machine starts anew",
    ),
]
HERE = Path(two_systems.__file__).parent


def made(place: Path, name: str) -> Card:
    place.mkdir(exist_ok=True)
    make_base(place / "base.tar")
    for folder, files in {
        "tree": {"hostname": "kiosk"},
        "card": {"kiosk.toml": "[place]"},
        "boot": {
            "cmdline.txt": "console=tty1 root=PARTUUID=4b494f53-02 ro quiet\n",
            "config.txt": "x=1",
            "start.elf": "elf",
        },
    }.items():
        (place / folder).mkdir(exist_ok=True)
        for file, text in files.items():
            (place / folder / file).write_text(text)
    with pytest.MonkeyPatch.context() as small:
        for part, size in {"CARD_MB": 36, "BOOT_MB": 36, "ROOT_MB": 8}.items():
            small.setattr(two_systems, part, size)
        two_systems.main(
            [
                *("--base", str(place / "base.tar"), "--tree", str(place / "tree"), "--card", str(place / "card")),
                *("--boot", str(place / "boot"), "--parts", str(place / name), "--out", str(place / f"{name}.img")),
                *("--epoch", str(EPOCH)),
            ]
        )
    return Card(place / f"{name}.img")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("two")


@pytest.fixture(scope="module")
def card(place: Path) -> Card:
    return made(place, "one")


def test_the_firmware_starts_the_first_system_and_with_its_flag_none_that_is_not_there(card: Card) -> None:
    assert card.two_systems
    assert card.chosen() == 2
    assert sorted(card.names()) == ["autoboot.txt", "kiosk.toml"]
    assert card.names(3) == []


def test_the_command_line_names_a_root_whose_blocks_are_checked(card: Card, place: Path) -> None:
    line = card.read("cmdline.txt", 2).decode().split()
    assert {"ro", "quiet", "root=/dev/mapper/root", "rootfstype=erofs", "rauc.slot=A"} <= set(line)
    assert not [word for word in line if word.startswith("root=PARTUUID")]
    (word,) = [word for word in line if word.startswith("kiosk.verity=")]
    partition, blocks, root_hash, salt = word.removeprefix("kiosk.verity=").split(",")
    assert partition == "4b494f53-05"
    root, start = place / "root.part", card.partition(5)
    with card.path.open("rb") as file:
        file.seek(start.start)
        root.write_bytes(file.read(start.size))
    assert root.read_bytes().startswith((place / "one/root.img").read_bytes())
    checked = [
        "veritysetup", "verify", "--no-superblock", f"--data-blocks={blocks}", f"--hash-offset={int(blocks) * 4096}",
        f"--salt={salt}", str(root), str(root), root_hash,
    ]  # fmt: skip
    assert subprocess.run(checked, capture_output=True, check=False).returncode == 0
    with root.open("r+b") as file:
        file.seek(int(blocks) * 4096 - 1)
        file.write(b"\1")
    assert subprocess.run(checked, capture_output=True, check=False).returncode != 0


def test_the_same_parts_make_the_same_bytes(card: Card, place: Path) -> None:
    again = made(place, "again")
    assert again.path.read_bytes() == card.path.read_bytes()
    assert (place / "again/root.img").read_bytes() == (place / "one/root.img").read_bytes()
    assert (place / "again/boot.vfat").read_bytes() == (place / "one/boot.vfat").read_bytes()


def test_room_for_the_second_system_is_that_of_the_first() -> None:
    """make-room and the generator count in sectors what two_systems.py counts in megabytes."""
    room = (HERE / "root-two/usr/lib/kiosk/make-room").read_text("utf-8")
    assert re.search(rf"^root_mb={two_systems.ROOT_MB} ", room, re.MULTILINE)
    generator = (HERE / "root-two/usr/lib/systemd/system-generators/kiosk-no-data").read_text("utf-8")
    assert f"+ {(two_systems.ROOT_MB + 2) * 2048}))" in generator


def test_the_image_is_no_larger_than_promised() -> None:
    megabytes = START_MB + two_systems.CARD_MB + 2 * two_systems.BOOT_MB + 1 + two_systems.ROOT_MB
    assert megabytes * MB <= 1_200_000_000


def test_of_the_data_partition_both_kinds_of_card_bind_the_same_folders() -> None:
    one, two = ((HERE / name / "etc/fstab").read_text("utf-8").splitlines() for name in ("root", "root-two"))
    bound = [line for line in one if line.startswith("/data/")]
    assert bound
    assert bound == [line for line in two if line.startswith("/data/")]


def test_rauc_s_slots_are_the_card_s_partitions() -> None:
    told = (HERE / "root-two/etc/rauc/system.conf").read_text("utf-8")
    slots = re.findall(r"\[slot\.(\w+)\.(\d)\]\ndevice=/dev/disk/by-partuuid/4b494f53-(\d\d)", told)
    assert slots == [("rootfs", "0", "05"), ("boot", "0", "02"), ("rootfs", "1", "06"), ("boot", "1", "03")]


def test_nobody_but_root_speaks_with_rauc() -> None:
    told = (HERE / "root/etc/dbus-1/system.d/kiosk-rauc.conf").read_text("utf-8")
    rules = re.findall(r'<policy (\S+="\w+")>\s*<(\w+) send_destination="de.pengutronix.rauc"/>', told)
    assert rules == [('context="default"', "deny"), ('user="root"', "allow")]
