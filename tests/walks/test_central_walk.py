"""From the office's `kiosk publish` to the hall: an emergency over the web that sounds, and a stick that is taken in by the
refresher that runs. Pictures for a look: PICTURES=DIR pytest tests/walks/test_central_walk.py"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from kiosk.app.pictures.offscreen import Canvas
from kiosk.cli.main import main
from kiosk.content.views.shown import Speaking
from tests.content_cache.central.village import web
from tests.support.walk import Hall
from tests.walks.hearing import hear

FLOOD = """---
title: Banjir di Sungai Bunga
category: darurat
expires: {expires}
severity: awas
---
Naiklah ke tempat tinggi sekarang juga.
"""
NOTICE = "---\ntitle: {title}\ncategory: berita\n---\nPasar dibuka pukul 06.00.\n"
PICTURE = (
    "---\ntitle: Gambar {number}\ncategory: berita\npictures:\n  - file: {number}.png\n    alt: Warna\n---\nIsi.\n"
)


class Press:
    """The office's PC: its folder, its keys, what it publishes."""

    def __init__(self, place: Path) -> None:
        self.folder, self.out, self.keys = place / "kantor", place / "terbit", place / "kunci"
        self._published = time.time() - 3600.0
        self.folder.mkdir()
        self.put("feed.toml", 'title = "Kabar Banggai"\n')
        assert main(["keys", "new", "--to", str(self.keys), "--no-password"]) == 0

    def put(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def publish(self, key: str = "news") -> int:
        status = main(["publish", str(self.folder), "--to", str(self.out), "--key", str(self.keys / f"{key}.key")])
        if status == 0:
            # A web host tells the age of its files in whole seconds, and an office does not publish twice in one.
            self._published += 60.0
            os.utime(self.out / "latest.minisig", (self._published, self._published))
        return status

    def public(self, name: str) -> str:
        return (self.keys / f"{name}.pub").read_text("utf-8").splitlines()[1]

    def settings(self, address: str) -> str:
        return (
            f'[[source]]\nname = "Diskominfo"\nurl = "{address}/"\nformat = "central"\n'
            f'keys = ["{self.public("news")} news", "{self.public("spare")} spare"]\n'
            f'alert_keys = ["{self.public("alert")} alert"]\n'
        )


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


@pytest.fixture
def central(tmp_path: Path, press: Press, canvas: Canvas) -> Iterator[Hall]:
    """A hall that asks the office's web host."""
    press.out.mkdir()
    with web(press.out) as (address, _):
        hall = Hall(tmp_path, address, canvas)
        hall.config.write_text(
            f'[place]\nname = "Desa Bunga"\narea = "72.01.05"\n{press.settings(address)}'
            f'[speech]\nvoice = "id"\ndevice = "quick-wav:{hall.sound}"\nquiet_hours = []\nquiet_at_prayer = false\n',
            "utf-8",
        )
        yield hall
        hall.close()


def shot(hall: Hall, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        hall.canvas.frames(6)
        hall.canvas.save_png(Path(folder) / f"{name}.png")


def test_an_emergency_that_the_alert_key_signed_fills_the_screen_and_sounds(press: Press, central: Hall) -> None:
    press.put("pasar.md", NOTICE.format(title="Pasar pagi pindah"))
    assert press.publish() == 0
    assert central.refresh() == 0
    central.open()
    central.app.tick()
    assert central.app.board.screen == "idle"
    until = datetime.now(ZoneInfo("Asia/Makassar")) + timedelta(hours=3)
    press.put("banjir.md", FLOOD.format(expires=f"{until:%Y-%m-%d %H.%M}"))
    assert press.publish("news") == 1, "the daily key may not"
    assert press.publish("alert") == 0
    assert central.refresh() == 0
    central.wait_until(lambda: central.app.board.screen == "alert")
    central.wait_until(lambda: central.app.board.speaking is not None and central.app.board.speaking.index >= 0)
    shot(central, "darurat")
    spoken = " ".join(sentence.spoken for sentence in central.app.board.speaking.sentences).lower()
    assert "banjir di sungai bunga" in spoken
    assert "naiklah ke tempat tinggi" in spoken
    assert central.shows("Banjir di Sungai Bunga")
    assert central.shows("Naiklah ke tempat tinggi sekarang juga.")
    assert hear(central.sound).seconds > 1
    central.app.controller.alerts.acknowledge()
    (press.folder / "banjir.md").unlink()
    assert press.publish() == 0
    assert central.refresh() == 0
    central.wait_until(lambda: central.app.board.band is None)


@contextmanager
def kiosk(hall: Hall, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "kiosk", "--config", str(hall.config), "--data", str(hall.data), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.mark.slow(cases=0)
def test_a_stick_is_taken_in_by_the_refresher_shown_and_spoken(press: Press, central: Hall, tmp_path: Path) -> None:
    for number in range(12):
        press.put(f"{number}.md", PICTURE.format(number=number))
        Image.new("RGB", (320, 200), (20 * number, 90, 120)).save(press.folder / f"{number}.png")
    central.data.mkdir()
    assert press.publish() == 0
    stick = tmp_path / "flashdisk"
    press.out.rename(stick)  # the web host has nothing: what comes now came by the stick
    press.out.mkdir()
    central.open()
    notices: list[str] = []
    icons: list[str] = []  # the toast takes its icon and puts the usual one back
    board = central.app.board
    board.bind(notice=lambda _, words: notices.append(words), notice_icon=lambda _, icon: icons.append(icon))
    said: list[str] = []

    def hear(_: object, now: Speaking | None) -> None:
        if now:
            said.append(" ".join(sentence.spoken for sentence in now.sentences))

    board.bind(speaking=hear)
    with kiosk(central, "refresh", "--keep-going"), kiosk(central, "import", str(stick)) as importing:
        central.wait_until(lambda: central.shows("dari 12") or central.shows("12 kabar baru"))
        shot(central, "flash-disk-diambil")
        central.wait_until(lambda: central.shows("Isi flash disk berhasil diambil: 12 kabar baru."))
        shot(central, "flash-disk-berhasil")
        central.wait_until(lambda: "Isi flash disk berhasil diambil: dua belas kabar baru." in said)
        out, err = importing.communicate(timeout=60)
    assert importing.returncode == 0, err
    assert "berhasil, edisi 1 (12 baru, 0 berubah, 0 ditarik)" in out
    # what comes before the end may be over before a busy machine has looked; nothing else may stand there
    before = [words for words in notices if words and "berhasil" not in words]
    assert all(words.startswith(("Flash disk sedang dibaca.", "Mengambil isi flash disk: ")) for words in before)
    assert ("usb" in icons) == bool(before)
    (report,) = (stick / "laporan-kios").glob("*.txt")
    assert "berhasil, edisi 1" in report.read_text("utf-8")
