"""The panel's size out of EDID blocks: honest ones, those that television sets send, damaged and hostile ones."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kiosk.hardware.panel import panel_size, size_in

pytestmark = pytest.mark.attack(
    "root and keys",
    "a display lies about its size",
    "what cannot be one is not believed; every layout keeps its room",
)


HEADER = b"\x00\xff\xff\xff\xff\xff\xff\x00"


def edid(cm: tuple[int, int] = (0, 0), mm: tuple[int, int] | None = None) -> bytes:
    """A base block that says so, with its checksum."""
    block = bytearray(128)
    block[:8] = HEADER
    block[21], block[22] = cm
    if mm is not None:
        block[54:56] = (14850).to_bytes(2, "little")  # a pixel clock: this descriptor is a timing
        block[66], block[67] = mm[0] & 0xFF, mm[1] & 0xFF
        block[68] = (mm[0] >> 8) << 4 | mm[1] >> 8
    block[127] = -sum(block) % 256
    return bytes(block)


def connector(folder: Path, name: str, block: bytes, status: str = "connected") -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "edid").write_bytes(block)
    (folder / name / "status").write_text(status + "\n")


@pytest.mark.parametrize(
    ("block", "size"),
    [
        (edid(cm=(95, 54), mm=(952, 535)), (952, 535)),
        (edid(cm=(34, 19)), (340, 190)),
        (edid(cm=(22, 13), mm=(160, 90)), (220, 130)),  # an aspect in place of a size: the other place may know it
        (edid(cm=(16, 9), mm=(1600, 900)), None),
        (edid(cm=(0, 0), mm=(0, 0)), None),
        (edid(cm=(79, 0)), None),  # an aspect, as EDID 1.4 writes it
        (edid(cm=(255, 255), mm=(4095, 4095)), None),
        (edid(cm=(3, 2)), None),
        (edid(cm=(34, 19))[:127], None),
        (b"", None),
        (b"\x00" * 128, None),
        (b"\xff" * 256, None),
        (edid(cm=(34, 19))[:-1] + b"\x00", None),
    ],
)
def test_a_size_is_taken_where_it_can_be_one(block: bytes, size: tuple[int, int] | None) -> None:
    assert size_in(block) == size


def test_no_block_of_noise_makes_it_fail_or_gives_what_no_panel_has() -> None:
    chance = random.Random(7)
    for _ in range(3000):
        block = bytearray(HEADER + chance.randbytes(119))
        block.append(-sum(block) % 256)
        size = size_in(bytes(block) + chance.randbytes(chance.choice((0, 128))))
        assert size is None or (min(size) >= 19 and max(size) <= 2800)


def test_of_the_machines_displays_the_connected_one_counts(tmp_path: Path) -> None:
    connector(tmp_path, "card0-HDMI-A-1", edid(mm=(952, 535)))
    connector(tmp_path, "card0-HDMI-A-2", edid(mm=(344, 194)), status="disconnected")
    connector(tmp_path, "card0-Writeback-1", b"")
    assert panel_size(tmp_path) == (952, 535)


def test_two_displays_of_different_size_are_none(tmp_path: Path) -> None:
    connector(tmp_path, "card0-HDMI-A-1", edid(mm=(952, 535)))
    connector(tmp_path, "card0-HDMI-A-2", edid(mm=(344, 194)))
    assert panel_size(tmp_path) is None


def test_a_machine_without_displays_and_a_file_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    assert panel_size(tmp_path / "nowhere") is None
    (tmp_path / "card0-HDMI-A-1/edid").mkdir(parents=True)
    (tmp_path / "card0-HDMI-A-1/status").write_text("connected")
    assert panel_size(tmp_path) is None
    (tmp_path / "card0-HDMI-A-2").mkdir()
    os.mkfifo(tmp_path / "card0-HDMI-A-2/edid")  # sysfs has none; without a status it is not opened
    assert panel_size(tmp_path) is None
