"""From the office's `kiosk publish` over nginx with TLS and the processes that a technician starts to the screen, the search and
the voice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app.pictures.offscreen import Canvas
from tests.content_cache.central.nginx import NGINX, Host, nginx
from tests.support.walk import Hall
from tests.walks.hearing import hear

FISH = """---
title: Harga cakalang turun
category: berita
areas: [72.01]
---
Ikan cakalang Rp25.000 sekilo di pasar pagi.
"""
ELSEWHERE = "---\ntitle: Pasar Luwuk ditutup\ncategory: berita\nareas: [72.01.06]\n---\nSampai Senin.\n"


@dataclass
class Village:
    hall: Hall
    out: Path
    keys: Path
    host: Host

    def type(self, *words: str) -> str:
        """At a terminal, as a process of its own."""
        call = [sys.executable, "-m", "kiosk", "--config", str(self.hall.config), "--data", str(self.hall.data), *words]
        environment = os.environ | self.host.environment
        done = subprocess.run(call, capture_output=True, text=True, check=False, env=environment, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def village(tmp_path: Path, canvas: Canvas) -> Iterator[Village]:
    out = tmp_path / "terbit"
    out.mkdir()
    with nginx(tmp_path / "nginx", out) as host:
        hall = Hall(tmp_path, "http://127.0.0.1:9", canvas)
        made = Village(hall, out, tmp_path / "kunci", host)
        told = made.type("keys", "new", "--to", str(made.keys), "--no-password")
        pins = "\n".join(line for line in told.splitlines() if line.startswith(("format", "keys", "alert_keys")))
        hall.config.write_text(
            f'[place]\nname = "Desa Bunga"\narea = "72.01.05"\n[[source]]\nname = "Diskominfo"\nurl = "{host.url}"\n{pins}\n'
            f'[speech]\nvoice = "id"\ndevice = "quick-wav:{hall.sound}"\nquiet_hours = []\nquiet_at_prayer = false\n',
            "utf-8",
        )
        yield made
        hall.close()


@pytest.mark.skipif(NGINX is None, reason="apt install nginx-light (deploy/setup.sh does)")
def test_what_an_office_signed_is_shown_searched_and_spoken(village: Village, tmp_path: Path) -> None:
    office, hall = tmp_path / "kantor", village.hall
    office.mkdir()
    (office / "feed.toml").write_text('title = "Kabar Banggai"\n', "utf-8")
    (office / "ikan.md").write_text(FISH, "utf-8")
    (office / "luwuk.md").write_text(ELSEWHERE, "utf-8")
    village.type("publish", str(office), "--to", str(village.out), "--key", str(village.keys / "news.key"))
    if minisign := shutil.which("minisign"):
        verify = [minisign, "-V", "-p", str(village.keys / "news.pub"), "-m", str(village.out / "feed-1.json")]
        verify += ["-x", str(village.out / "latest.minisig")]
        assert "seq=1" in subprocess.run(verify, check=True, capture_output=True, text=True).stdout
    assert "Diskominfo: diperbarui (2 baru" in village.type("refresh", "--force")

    hall.open()
    controller, board = hall.app.controller, hall.app.board
    controller.home()
    controller.navigation.open_category("berita")
    hall.wait_until(lambda: hall.shows("Harga cakalang turun"))
    assert not hall.shows("Pasar Luwuk")

    controller.home()
    search = controller.page("search")
    search.turn_to()
    search.type_letters("cakal")
    hall.wait_until(lambda: search.shown.looked_for == "cakal" and bool(search.shown.hits))
    search.show_results()
    hall.wait_until(lambda: hall.shows("cakalang[/color][/u] turun"))  # what was looked for is marked
    search.open_hit(0)
    hall.wait_until(lambda: board.screen == "item" and hall.shows("Rp25.000 sekilo"))

    controller.listen()
    said: list[str] = []
    hall.wait_until(lambda: board.speaking is not None and board.speaking.index >= 0)
    said += [sentence.spoken.lower() for sentence in board.speaking.sentences]
    hall.wait_until(lambda: board.speaking is None)
    assert any("dua puluh lima ribu rupiah sekilo" in sentence for sentence in said), said
    assert hear(hall.sound).seconds > 2
