"""The picture that stands while the kiosk starts, written as at a boot into what the kernel shows: here files in their place."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from deploy.image.still import PANELS, drawn, packed

CHECKOUT = Path(__file__).parents[2]
SHOW = CHECKOUT / "deploy/image/root/usr/lib/kiosk/show-still"
SIZE = (800, 480)
BAR = (0x0A, 0x3A, 0x45)
DARK = b"\0" * 16


def shown(folder: Path, *, size: str = "800,480", bits: int = 32, stride: int = 3200) -> bytes:
    """Return the content of a frame buffer, dark before, after the boot's script has drawn on it."""
    about, stills, devices = folder / "class/fb0", folder / "stills", folder / "dev"
    for each in (about, stills, devices):
        each.mkdir(parents=True)
    for name, value in {"virtual_size": size, "bits_per_pixel": bits, "stride": stride}.items():
        (about / name).write_text(f"{value}\n")
    for depth in (32, 16):
        with (stills / f"800x480-{depth}.zst").open("wb") as file:
            subprocess.run(["zstd", "-q", "-c"], input=packed(drawn(SIZE), depth), stdout=file, check=True)
    (devices / "fb0").write_bytes(DARK)
    where = {"SYSFS": str(folder / "class"), "STILLS": str(stills), "DEVICES": str(devices)}
    subprocess.run([str(SHOW), "fb0"], env=os.environ | where, check=True, timeout=30)
    return (devices / "fb0").read_bytes()


def test_the_sign_stands_on_the_idle_screens_ground_and_nothing_else() -> None:
    for wide, high in PANELS:
        picture = drawn((wide, high))
        assert picture.size == (wide, high)
        assert {
            picture.getpixel(corner) for corner in ((0, 0), (wide - 1, 0), (0, high - 1), (wide - 1, high - 1))
        } == {BAR}
        box = Image.eval(picture.convert("L"), lambda grey: 255 * (grey > 70)).getbbox()
        assert box is not None
        assert abs(box[0] + box[2] - wide) <= 4
        assert min(box[2] - box[0], box[3] - box[1]) > min(wide, high) / 5


def test_a_frame_buffer_of_32_bits_holds_the_picture_whole(tmp_path: Path) -> None:
    held = shown(tmp_path)
    assert len(held) == 3200 * 480
    assert Image.frombytes("RGB", SIZE, held, "raw", "BGRX").tobytes() == drawn(SIZE).tobytes()


def test_one_of_16_bits_holds_it_as_near_as_it_can(tmp_path: Path) -> None:
    held = shown(tmp_path, bits=16, stride=1600)
    assert len(held) == 1600 * 480
    assert Image.frombytes("RGB", SIZE, held, "raw", "BGR;16").getpixel((0, 0)) == pytest.approx(BAR, abs=8)


@pytest.mark.parametrize("odd", [{"size": "801,480"}, {"bits": 24}, {"stride": 3328}], ids=lambda odd: next(iter(odd)))
def test_one_of_another_form_stays_as_it_is(tmp_path: Path, odd: dict[str, object]) -> None:
    assert shown(tmp_path, **odd) == DARK  # type: ignore[arg-type]


def test_the_kernel_writes_no_text_where_the_picture_stands() -> None:
    line = (CHECKOUT / "deploy/image/boot/cmdline.txt").read_text().split()
    assert [word for word in line if word.startswith("console=")] == ["console=ttyS1,115200"]
    assert {"quiet", "vt.global_cursor_default=0"} <= set(line)
    rule = (CHECKOUT / "deploy/image/root/usr/lib/udev/rules.d/92-kiosk-still.rules").read_text()
    assert 'ENV{SYSTEMD_WANTS}+="kiosk-still@%k.service"' in rule
    unit = (CHECKOUT / "systemd/kiosk-still@.service").read_text()
    assert "ExecStart=-/usr/lib/kiosk/show-still %I\n" in unit
    assert "DeviceAllow=/dev/%I rw\n" in unit
