"""A poster by the four buttons alone: heard from the item, and piece by piece over the whole screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory

from content_cache.model.attachments import Attachment
from content_cache.model.items import NewsItem
from content_cache.model.records import MediaRecord
from content_cache.model.vocabulary import Provenance
from content_cache.store.store import Store
from deploy.pictures.draw.poster import blt
from kiosk.app.pictures.offscreen import Canvas
from tests.walks.test_button_walk import HOME, NOW, OPEN, Visitor, loudest, pins, words  # noqa: F401 - a fixture

SIZE = (905, 1280)
POSTER = NewsItem(
    id="poster",
    source="Diskominfo",
    title="BLT dibagikan Kamis",
    published=NOW,
    provenance=Provenance.VERIFIED,
    attachments=(Attachment("https://desa.id/blt.jpg", "image/jpeg"),),
)
MACHINE = "Teks pada gambar, dibaca mesin, bisa salah."
HEAD = "Pemerintah Desa Bunga Kecamatan Luwuk Utara Kabupaten Banggai."
STAGE = "Penyaluran tahap empat tahun dua ribu dua puluh enam untuk empat puluh dua keluarga penerima manfaat."
AMOUNT = "Setiap keluarga menerima. Satu baris tidak terbaca, lihat gambar."
MONEY = "Oktober sampai Desember tiga bulan kali tiga ratus ribu rupiah."


@pytest.fixture
def visitor(tmp_path: Path, canvas: Canvas, pins: MockFactory) -> Iterator[Visitor]:  # noqa: F811
    made = Visitor(tmp_path, canvas, pins, items=[POSTER])
    page = blt(SIZE, doubtful="Rp900.000")
    page.picture.save(made.data / "blt.jpg", quality=80)
    with Store.open(made.data) as store:
        store.media.add([MediaRecord(url=POSTER.attachments[0].url, path="blt.jpg", width=SIZE[0], height=SIZE[1])])
        store.media.add_text("blt.jpg", page.text)
    made.app.tick()
    yield made
    made.close()


@pytest.mark.slow(cases=0)
def test_a_poster_is_heard_whole_and_piece_by_piece(visitor: Visitor) -> None:
    visitor.press("next")
    visitor.press("listen")
    told = visitor.hear_out()
    assert told.startswith("be el te dibagikan Kamis. Dari Diskominfo, terverifikasi.")
    assert f"{MACHINE} {HEAD}" in told
    assert f"{AMOUNT} {MONEY}" in told

    visitor.press("next")
    visitor.press("listen")
    board: Any = visitor.app.board
    assert (board.screen, board.view.piece) == ("viewer", 0)
    visitor.press("next")
    visitor.press("next")
    visitor.press("next")
    said = [words(utterance) for utterance in visitor.asked]
    assert said[0].startswith(HOME.partition(".")[0])
    assert said[2:] == [
        f"Gambar. {OPEN}",
        f"Gambar satu dari satu. Dibaca mesin, bisa salah. Bagian satu. {HEAD}",
        "Bagian dua. be el te Dana Desa.",
        f"Bagian tiga. {STAGE}",
        f"Bagian empat. {AMOUNT} {MONEY}",
    ]

    visitor.press("listen")
    told = visitor.hear_out()
    assert told.startswith(f"{MACHINE} {AMOUNT} {MONEY}")
    assert "sembilan ratus ribu" not in told
    assert board.view.piece == len(board.view.pieces) - 1, "the picture has followed the voice"
    visitor.press("home")
    assert visitor.place[0] == "home"
    assert loudest(visitor.sound) > 3000
