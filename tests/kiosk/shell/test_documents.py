"""A PDF from its feed to what is found, seen and heard of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.formats import read_feed
from content_cache.store.store import Store
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.viewer.view import PictureView
from tests.content_cache.house import Clock, House, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.support import pdfs
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import NOW
from tests.support.present import present

FEED = (
    b'<rss version="2.0"><channel><item><title>Belanja desa 2026</title><guid>apbdes</guid>'
    b'<enclosure url="/apbdes.pdf" type="application/pdf" length="1"/></item></channel></rss>'
)


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a kiosk that has got a budget of four pages."""
    folder, server = tmp_path_factory.mktemp("data"), MisbehavingServer()
    server.on("/feed", reply(FEED))
    server.on("/apbdes.pdf", reply(pdfs.apbdes(4)))
    with Store.open(folder) as store:
        house = House(store, Clock(NOW), folder)
        house.refresher(source(server.url + "/feed"), reader=read_feed).refresh(force=True)
    yield folder
    server.close()


@pytest.fixture
def hall(refreshed: Path) -> Iterator[Hall]:
    hall = Hall(refreshed, USUAL, guided=True)
    hall.controller.home()
    yield hall
    hall.close()


def view(hall: Hall) -> PictureView:
    return view_of(hall.board, PictureView)


def open_(hall: Hall) -> None:
    hall.controller.navigation.open_item("apbdes")


@pytest.mark.slow(cases=0)
def test_a_word_of_page_3_finds_it_and_page_3_is_shown_and_read(hall: Hall) -> None:
    found = hall.repository.all_items(None, hall.clock.read(), search="tigapuluhan")
    assert [item.id for item in found] == ["apbdes"]
    open_(hall)
    hall.controller.page("viewer").open()
    while view(hall).number[0] < 3:
        hall.controller.next()
    assert (view(hall).number, view(hall).piece) == ((3, 4), 0)
    hall.controller.listen()
    assert "lembar tigapuluhan" in hall.words.lower()
    assert "lembar satupuluhan" not in hall.words.lower()
    assert "lima juta rupiah" in hall.words, "3.0 Pendapatan asli desa Rp5.000.000"
    assert "mesin" not in hall.words, "its file says so itself"


def test_pages_are_turned_whole_too(hall: Hall) -> None:
    open_(hall)
    hall.controller.page("viewer").open(1)
    hall.controller.page("viewer").turn_picture(+1)
    assert view(hall).number == (3, 4)


def test_the_item_tells_of_its_first_page_alone(hall: Hall) -> None:
    open_(hall)
    article = view_of(hall.board, ArticleView)
    assert article.poster
    assert present(article.document).pages == 4
    hall.controller.listen()
    assert "Halaman satu dari empat." in hall.words
    assert "lembar satupuluhan" in hall.words.lower()
    assert "lembar duapuluhan" not in hall.words.lower()


TABLED = (
    b'<rss version="2.0"><channel><item><title>Realisasi belanja</title><guid>realisasi</guid>'
    b'<enclosure url="/realisasi.pdf" type="application/pdf" length="1"/></item></channel></rss>'
)


def test_a_table_of_a_page_is_found_by_its_words_and_read_row_by_row_with_its_headers(tmp_path: Path) -> None:
    server = MisbehavingServer()
    server.on("/feed", reply(TABLED))
    pages = [pdfs.table(pdfs.BUDGET, (40, 90, 300, 420), title="Realisasi anggaran tahun 2026")]
    server.on("/realisasi.pdf", reply(pdfs.document(pages)))
    with Store.open(tmp_path) as store:
        house = House(store, Clock(NOW), tmp_path)
        house.refresher(source(server.url + "/feed"), reader=read_feed).refresh(force=True)
    server.close()
    hall = Hall(tmp_path, USUAL, guided=True)
    found = hall.repository.all_items(None, hall.clock.read(), search="bagi hasil pajak")
    assert [item.id for item in found] == ["realisasi"]
    hall.controller.navigation.open_item("realisasi")
    hall.controller.listen()
    dana, alokasi, pajak = [sentence.spoken for sentence in hall.voice.said[-1].sentences][-3:]
    assert dana == (
        "Dana Desa: anggaran sembilan ratus empat puluh dua juta seratus delapan belas ribu rupiah, "
        "realisasi enam ratus juta rupiah."
    )
    assert alokasi.startswith("Alokasi Dana Desa: anggaran enam ratus sebelas juta")
    assert pajak == "Bagi hasil pajak: anggaran sembilan puluh delapan juta dua ratus ribu rupiah."
    hall.close()
