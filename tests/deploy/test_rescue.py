"""Neither system can be started: what stands on the screen, by the ramdisk's own script with files in the place of devices."""

from __future__ import annotations

import gzip
import os
import subprocess
from pathlib import Path

import numpy
import pytest
import zxingcpp

from deploy.image.rescue import FOLDER, append, drawn
from deploy.image.still import PANELS, packed
from kiosk.i18n.rescue_words import rescue_words
from kiosk.i18n.translation import Translation

SCRIPT = Path(__file__).parents[2] / "deploy/image/early/etc/initramfs-tools/scripts/local-top/kiosk-verity"
SIZE = (800, 480)
DARK = b"\0" * 16


class Ramdisk:
    """What the script finds; programs of a boot note that they were called, and `failing` ends with an error."""

    def __init__(self, folder: Path, failing: str = "") -> None:
        self._folder = folder
        about = folder / "class/fb0"
        for each in (about, folder / "dev/disk/by-partuuid", folder / "rescue", folder / "bin"):
            each.mkdir(parents=True)
        for name, value in {"virtual_size": "800,480", "bits_per_pixel": "32", "stride": "3200"}.items():
            (about / name).write_text(f"{value}\n")
        (folder / "dev/disk/by-partuuid/4b494f53-05").write_text("")
        (folder / "dev/fb0").write_bytes(DARK)
        (folder / "cmdline").write_text("ro quiet rauc.slot=A kiosk.verity=4b494f53-05,100,abc,def\n")
        (folder / "rescue/800x480-32.gz").write_bytes(gzip.compress(packed(drawn(SIZE), 32)))
        for name in ("dmsetup", "modprobe", "dd", "sleep", "reboot"):
            program = folder / "bin" / name
            program.write_text(
                f'#!/bin/sh\necho "{name} $*" >>"{folder}/called"\n{"exit 1" if name == failing else ""}\n'
            )
            program.chmod(0o755)

    def start(self, *, size: str = "") -> tuple[int, list[str], bytes]:
        """(exit code, what was called, what the frame buffer holds)."""
        if size:
            (self._folder / "class/fb0/virtual_size").write_text(size)
        where = {
            "CMDLINE": "cmdline", "DEVICES": "dev", "SYSFS": "class", "RESCUE": "rescue", "KMSG": "kmsg", "ROOT": "root",
            "PATH": f"{self._folder}/bin:{os.environ['PATH']}",
        }  # fmt: skip
        ended = subprocess.run(["sh", SCRIPT], env=os.environ | where, cwd=self._folder, check=False, timeout=30)
        called = [line.split()[0] for line in (self._folder / "called").read_text().splitlines()]
        return ended.returncode, called, (self._folder / "dev/fb0").read_bytes()


def test_a_sound_root_shows_nothing(tmp_path: Path) -> None:
    assert Ramdisk(tmp_path).start() == (0, ["modprobe", "dmsetup", "dd"], DARK)


@pytest.mark.parametrize("failing", ["dmsetup", "dd"])
def test_a_root_that_does_not_fit(tmp_path: Path, failing: str) -> None:
    code, called, shown = Ramdisk(tmp_path, failing).start()
    assert code == 1
    assert called[-2:] == ["sleep", "reboot"]  # and so home, where this was a trial
    assert shown == packed(drawn(SIZE), 32)
    assert "does not fit" in (tmp_path / "kmsg").read_text() or "no root" in (tmp_path / "kmsg").read_text()


def test_a_partition_that_is_gone(tmp_path: Path) -> None:
    ramdisk = Ramdisk(tmp_path)
    (tmp_path / "dev/disk/by-partuuid/4b494f53-05").unlink()
    _, called, shown = ramdisk.start()
    assert called[-1] == "reboot"
    assert "dmsetup" not in called
    assert len(shown) == 800 * 480 * 4


def test_a_screen_of_another_size_stays_dark_and_the_machine_starts_anew(tmp_path: Path) -> None:
    code, called, shown = Ramdisk(tmp_path, "dmsetup").start(size="333,222")
    assert (code, called[-1], shown) == (1, "reboot", DARK)


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080), (480, 800)])
def test_all_of_it_is_on_the_picture(size: tuple[int, int]) -> None:
    """Show that nothing is cut off: every pixel at the edges has the background's colour."""
    picture = drawn(size)
    wide, high = size
    ground = picture.getpixel((0, 0))
    edge = [(x, y) for x in range(wide) for y in (0, high - 1)] + [(x, y) for y in range(high) for x in (0, wide - 1)]
    assert {picture.getpixel(point) for point in edge} == {ground}
    assert len(picture.getcolors(1 << 20) or []) > 2


def test_picture_and_code_say_the_same_of_the_old_card() -> None:
    _, steps, caption, told = rescue_words(Translation("id"))
    assert [each.endswith("Serahkan kartu lama ke kantor.") for each in (steps[-1], told)] == [True, True]
    assert caption == "Untuk teknisi"


@pytest.mark.slow(cases=5)
@pytest.mark.parametrize("size", [*PANELS, *((high, wide) for wide, high in PANELS)])
def test_a_telephone_reads_the_code_of_each_panel(size: tuple[int, int]) -> None:
    (code,) = zxingcpp.read_barcodes(numpy.array(drawn(size).convert("L"), dtype=numpy.uint8))
    assert code.text == rescue_words(Translation("id"))[-1]


def test_it_lies_behind_the_ramdisk_s_own_archive(tmp_path: Path) -> None:
    ramdisk = tmp_path / "initrd.img-6"
    ramdisk.write_bytes(b"own")
    append(ramdisk, {"a.gz": b"12345", "b.gz": b""})
    content = ramdisk.read_bytes()
    assert content.startswith(b"own\0" + b"070701")
    assert content.count(b"070701") == 4  # the folder, two files, the end
    assert f"{FOLDER}/a.gz\0".encode() in content
    at = content.index(b"12345")
    assert (at - 4) % 4 == 0
