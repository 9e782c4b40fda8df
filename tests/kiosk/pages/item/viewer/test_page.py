"""The pictures of an item over the whole screen: what keys, buttons, fingers and the voice turn to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.model.items import Clarification
from deploy.pictures.draw.poster import A4, blt
from kiosk.content.views.shown import ArticleView
from kiosk.core.messages import SentenceStarted
from kiosk.pages.item.viewer.view import WHOLE, PictureView
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.pictures import pictured, stored

WIDE = (1600, 1066)
TEXT = blt(doubtful="Rp900.000").text
POSTER = pictured("poster", A4, WIDE)
PHOTOS = pictured("foto", *[WIDE] * 10, text="Upacara bendera. " * 60, alt="Warga berbaris")
NOTHING = pictured("kosong", text="Tanpa gambar.")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    stored(tmp_path, [POSTER, PHOTOS, NOTHING], {"poster": TEXT})
    hall = Hall(tmp_path, USUAL, guided=True)
    hall.controller.home()
    yield hall
    hall.close()


def view(hall: Hall) -> PictureView:
    return view_of(hall.board, PictureView)


def look_at(hall: Hall, name: str) -> PictureView:
    hall.controller.navigation.open_item(name)
    hall.controller.page("viewer").open()
    return view(hall)


def test_a_poster_opens_at_its_first_piece_and_next_walks_through_all_of_it(hall: Hall) -> None:
    shown = look_at(hall, "poster")
    assert (shown.index, shown.piece, len(shown.pictures)) == (0, 0, 2)
    seen = [shown.piece]
    while view(hall).index == 0:
        hall.controller.next()
        seen.append(view(hall).piece)
    assert seen == [*range(len(shown.pieces)), WHOLE]  # the photograph after it is shown whole
    assert hall.controller.why_resting("next")
    hall.controller.previous()
    assert (view(hall).index, view(hall).piece) == (0, len(shown.pieces) - 1)


def test_ten_photographs_are_all_reached(hall: Hall) -> None:
    assert look_at(hall, "foto").piece == WHOLE
    assert hall.controller.why_resting("previous")
    for number in range(1, 10):
        hall.controller.next()
        assert view(hall).index == number
    hall.controller.next()
    assert view(hall).index == 9
    hall.controller.page("viewer").turn_picture(-1)  # a finger wipes
    assert view(hall).index == 8


def test_all_of_a_poster_turns_from_picture_to_picture(hall: Hall) -> None:
    look_at(hall, "poster")
    hall.controller.page("viewer").note_piece(WHOLE, 0.0)
    hall.controller.next()
    assert (view(hall).index, view(hall).piece) == (1, WHOLE)
    hall.controller.previous()
    assert (view(hall).index, view(hall).piece) == (0, len(view(hall).pieces) - 1)


def test_back_leads_to_the_item_and_home_home(hall: Hall) -> None:
    look_at(hall, "poster")
    hall.controller.back()
    assert (hall.board.screen, view_of(hall.board, ArticleView).item.id) == ("item", "poster")
    hall.controller.page("viewer").open()
    hall.controller.home()
    assert hall.board.screen == "home"


def test_an_item_without_pictures_opens_none(hall: Hall) -> None:
    hall.controller.navigation.open_item("kosong")
    hall.controller.page("viewer").open()
    assert hall.board.screen == "item"
    hall.controller.home()
    hall.controller.page("viewer").open()
    assert hall.board.screen == "home"


def test_listen_reads_from_the_piece_on_and_the_screen_follows(hall: Hall) -> None:
    look_at(hall, "poster")
    for _ in range(3):
        hall.controller.next()
    hall.controller.listen()
    said = hall.voice.said[-1].sentences
    assert said[0].spoken == "Teks pada gambar, dibaca mesin, bisa salah."
    assert said[1].block == 3
    assert "setiap keluarga menerima. satu baris tidak terbaca, lihat gambar." in hall.words.lower()
    assert "sembilan ratus ribu" not in hall.words  # nobody is sure of it
    assert "tiga ratus ribu rupiah" in hall.words
    last = next(number for number, sentence in enumerate(said) if sentence.block == 5)
    hall.speak_to(last)
    assert view(hall).piece == 5
    hall.controller.next()  # who turns on silences it
    assert (view(hall).piece, hall.board.speaking) == (6, None)


def test_what_is_read_of_one_picture_turns_no_other(hall: Hall) -> None:
    look_at(hall, "poster")
    hall.controller.listen()
    hall.controller.page("viewer").turn_picture(+1)
    assert (view(hall).index, view(hall).piece) == (1, WHOLE)
    hall.controller.page("viewer").follow(SentenceStarted("picture 0 poster", 3))
    assert view(hall).piece == WHOLE


@pytest.mark.clause("5.1.3.6", "11.1.1.1")
def test_a_photograph_is_told_by_what_it_shows(hall: Hall) -> None:
    look_at(hall, "foto")
    hall.controller.listen()
    assert hall.words == "Warga berbaris."


def test_a_picture_that_went_with_its_item_leaves_what_is_there(hall: Hall) -> None:
    look_at(hall, "foto")
    for _ in range(9):
        hall.controller.next()
    stored(hall.folder, [pictured("foto", WIDE, text="Upacara.")], {})
    hall.controller.navigation.look_up_anew()
    assert view(hall).index == 0
    stored(hall.folder, [pictured("foto", text="Upacara.")], {})
    hall.controller.navigation.look_up_anew()
    assert view(hall).pictures == ()
    for act in (hall.controller.next, hall.controller.previous, hall.controller.listen, hall.controller.back):
        act()
    assert hall.board.screen == "item"


@pytest.mark.clause("5.1.3.1", "5.1.3.6", "11.1.1.1")
def test_by_buttons_alone_a_poster_is_heard_piece_by_piece(hall: Hall) -> None:
    hall.board.by_buttons = True
    hall.controller.navigation.open_item("poster")
    hall.press("next")
    assert (hall.board.screen, hall.board.focus, hall.words) == (
        "item", "picture", "dua gambar. Tekan dengarkan untuk membuka.",
    )  # fmt: skip
    hall.press("previous")
    assert (hall.board.screen, hall.board.focus) == ("item", "")
    hall.press("next", "listen")
    assert hall.words.startswith("Gambar satu dari dua. Dibaca mesin, bisa salah. Bagian satu. Pemerintah Desa Bunga")
    hall.press("next", "next")
    assert hall.words.startswith("Bagian tiga. Penyaluran tahap empat")
    hall.press("next")
    assert hall.words.startswith("Bagian empat. Setiap keluarga menerima. Satu baris tidak terbaca, lihat gambar.")
    hall.press("listen")
    assert [each.block for each in hall.voice.said[-1].sentences][:2] == [-2, 3]
    hall.press(*["next"] * (len(view(hall).pieces) - view(hall).piece))
    assert hall.words == "Gambar dua dari dua."
    hall.press("next")
    assert hall.words == "Ini yang terakhir."
    hall.press("home")
    assert hall.board.screen == "home"


def test_an_item_with_one_photograph_takes_no_more_presses_than_before(hall: Hall) -> None:
    stored(hall.folder, [pictured("satu", WIDE, text="Kerja bakti. " * 60), POSTER], {})
    hall.board.by_buttons = True
    hall.controller.navigation.open_item("satu")
    hall.press("next")
    assert hall.board.focus != "picture"


def test_the_item_reads_what_stands_in_its_poster(hall: Hall) -> None:
    hall.controller.navigation.open_item("poster")
    assert view_of(hall.board, ArticleView).poster
    hall.controller.listen()
    assert "Teks pada gambar, dibaca mesin, bisa salah. Pemerintah Desa Bunga" in hall.words
    assert hall.words.endswith("Daftar penerima ditempel di balai desa.")


def test_the_picture_of_a_rumour_never_stands_alone(hall: Hall) -> None:
    shown = pictured("hoaks", A4, WIDE)
    fields = {name: getattr(shown, name) for name in ("id", "source", "title", "published", "attachments")}
    stored(hall.folder, [Clarification(**fields, claim="Bansos lewat tautan"), POSTER], {"hoaks": TEXT})
    hall.board.by_buttons = True
    hall.controller.navigation.open_item("hoaks")
    article = view_of(hall.board, ArticleView)
    assert (article.poster, article.opens) == (False, False)
    hall.press("next")
    assert hall.board.focus == ""
    hall.controller.page("viewer").open()
    assert hall.board.screen == "item"
    hall.controller.listen()
    assert "Setiap keluarga" not in hall.words


def test_an_article_with_photographs_is_no_poster(hall: Hall) -> None:
    hall.controller.navigation.open_item("foto")
    assert not view_of(hall.board, ArticleView).poster
    hall.controller.listen()
    assert "Teks pada gambar" not in hall.words
