"""What the harness reads from a card's own root: of which number its image is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.campaigns.appliance.card import SECTOR, Card

ONE = "label: dos\nstart=2048, size=2048, type=c\nstart=4096, size=8192, type=83\n"
TWO = "label: dos\n1 : start=2048, size=2048, type=c\n4 : start=4096, size=20480, type=f\n5 : start=6144, size=8192, type=83\n"


@pytest.mark.parametrize(("table", "two", "start"), [(ONE, False, 4096), (TWO, True, 6144)])
def test_the_number_of_an_image_is_that_of_its_root(tmp_path: Path, table: str, two: bool, start: int) -> None:
    card = Card(tmp_path / "card")
    card.path.write_bytes(bytes(16 << 20))
    subprocess.run(["sfdisk", "-q", str(card.path)], input=table, check=True, text=True, capture_output=True)
    files, image = tmp_path / "files", tmp_path / "root"
    (files / "usr/share/kiosk").mkdir(parents=True)
    (files / "usr/share/kiosk/number").write_text("7\n")
    if two:
        subprocess.run(["mkfs.erofs", "--quiet", image, files], check=True, capture_output=True)
    else:
        subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", files, image, "4M"], check=True, capture_output=True)
    with card.path.open("r+b") as file:
        file.seek(start * SECTOR)
        file.write(image.read_bytes())
    assert card.update_number == 7
