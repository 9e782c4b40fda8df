"""From the desk to the kiosks of a sample district: for two of three villages, heard, shown, and gone when it is withdrawn."""

from __future__ import annotations

import io
import json
import re
import wave
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.cli.main import main
from kiosk.demo.district import PASSWORD, villages, write_sample
from kiosk.office.people.people import Role
from tests.support.newsroom import Browser, Newsroom

MELATI, KENANGA, NELAYAN = villages()
TITLE = "Vaksin ternak gratis Sabtu pagi"


class District:
    """The sample's desk and its three kiosks."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capture = capture
        self.office = write_sample(folder, datetime.now(UTC), notices=False, key_memory=2**20)

    def kiosk(self, code: str, *words: str) -> str:
        own = folder_of(self.folder, code)
        status = main(["--config", str(own / "kiosk.toml"), "--data", str(own / "data"), *words])
        assert status == 0
        return self.capture.readouterr().out

    def titles(self, code: str) -> list[str]:
        self.kiosk(code, "refresh", "--force")
        told: dict[str, Any] = json.loads(self.kiosk(code, "items", "--json", "--limit", "200"))
        return [str(item["title"]) for item in told["items"]]


def folder_of(folder: Path, code: str) -> Path:
    return folder / f"kios-{code}"


def poster() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (700, 1000), "darkgreen").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "poster.jpg"


def tone() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(n % 50 * 5 for n in range(64_000)))
    return io.BytesIO(out.getvalue()), "rekaman.wav"


@pytest.mark.slow(cases=0)
def test_a_new_writer_reaches_two_of_three_villages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district = District(tmp_path, capsys)
    room = Newsroom.over(district.office)
    token = district.office.people.invite("Sri Wahyuni", {Role.WRITER}, "rahma", district.office.clock())
    sri = Browser(room)
    sri.get(f"/undangan/{token}")
    sri.submit(f"/undangan/{token}", sandi="perahu layar di pantai", lagi="perahu layar di pantai")
    name = sri.write(TITLE, "Bawa sapi dan kambing ke balai desa.", semua=None, daerah=["72.01.05"])
    sri.get(f"/kabar/{name}")
    sri.post(f"/kabar/{name}", {**sri.form(f"/kabar/{name}"), "lampiran": [poster(), tone()]})
    sri.get(f"/kabar/{name}")
    described = {"gambar:lampiran/poster.jpg:alt": "Sapi di depan balai desa", "lalu": "minta"}
    sri.submit(f"/kabar/{name}", **described)

    rahma = Browser(room)
    rahma.log_in("rahma", PASSWORD)
    rahma.get(f"/kabar/{name}")
    heard = re.findall(r"<span>([^<]*sapi[^<]*)</span>", rahma.text)
    assert heard
    assert rahma.get(f"/suara?kata={heard[0]}").mimetype == "audio/wav"
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    published(rahma)

    assert TITLE in district.titles(MELATI)
    assert TITLE in district.titles(KENANGA)
    assert TITLE not in district.titles(NELAYAN)
    item = json.loads(district.kiosk(MELATI, "items", "--search", "vaksin", "--json"))["items"][0]
    kinds = sorted(attachment["type"].split("/")[0] for attachment in item["attachments"])
    assert kinds == ["audio", "image"]
    assert all(attachment["path"] for attachment in item["attachments"])
    sound = tmp_path / "kata.wav"
    district.kiosk(MELATI, "say", "--item", item["id"], "--out", str(sound))
    with wave.open(str(sound)) as file:
        assert file.getnframes() / file.getframerate() > 2.0

    rahma.get(f"/kabar/{name}")
    rahma.post(f"/tarik/{name}", {"tanda": rahma.token})
    published(rahma)
    assert TITLE not in district.titles(MELATI)


def published(editor: Browser) -> None:
    editor.get("/terbitkan")
    editor.submit("/terbitkan", sandi=PASSWORD, yakin="ya")
    assert editor.page.status_code == 303, editor.words
    editor.room.office.editions.wait_until_done(60)
    editor.follow()
    assert "sudah terbit" in editor.words
