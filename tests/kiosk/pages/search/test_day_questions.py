"""Questions about the day: each leads to the page that answers it, and no other question does."""

from __future__ import annotations

import pytest

from kiosk.content.views.shown import ArticleView
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.search.view import SearchView
from kiosk.pages.search.words import SearchWords
from kiosk.pages.table import PAGES
from kiosk.shell.day_question import PRAYERS, STAFF, is_one_of
from tests.kiosk.content.rumours import KNOWN, KNOWN_FIRST, UNKNOWN, UNKNOWN_FIRST
from tests.kiosk.content.village_questions import FIRST, OTHERS
from tests.support.board import view_of
from tests.support.hall import Hall


def page_for(query: str, place: str = "") -> str:
    """Return the name of what answers *query*; "" where that is no question about the day."""
    asked = {name: PAGES.page(name).questions for name in PAGES.asked_of_day} | {"prayers": PRAYERS, "staff": STAFF}
    return ", ".join(name for name, questions in asked.items() if is_one_of(query, questions, place))


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("jam berapa", "home"),
        ("jam berapa sekarang?", "home"),
        ("Pukul berapa ini", "home"),
        ("tanggal berapa hari ini", "home"),
        ("hari apa sekarang", "home"),
        ("cuaca besok", "weather"),
        ("apakah besok hujan", "weather"),
        ("cuaca di desa bunga", "weather"),
        ("ombak hari ini", "weather"),
        ("gelombang laut besok tinggi", ""),
        ("harga beras", "prices"),
        ("harga beras di pasar sekarang berapa", "prices"),
        ("jadwal salat", "prayers"),
        ("jam berapa magrib", "prayers"),
        ("waktu sholat hari ini", "prayers"),
        ("petugas hari ini siapa", "staff"),
        ("nomor darurat", "emergency"),
        ("nomor telepon ambulans", "emergency"),
        ("jam berapa air mati", ""),
        ("harga tiket bus", ""),
        ("petugas kebersihan", ""),
        ("magrib mengaji", ""),
        ("tanggal 5 ada apa", ""),
        ("hari Sabtu ada kegiatan apa", ""),
        ("", ""),
        ("cuaca " * 40, ""),
    ],
)
def test_which_page_answers(query: str, page: str) -> None:
    assert page_for(query, "Desa Bunga") == page


def test_other_questions_are_left_to_the_search() -> None:
    asked = (*FIRST, *OTHERS, *KNOWN_FIRST, *KNOWN, *UNKNOWN_FIRST, *UNKNOWN)
    about_prices = {"harga ikan cakalang sekarang berapa", "harga cabai"}
    assert {query for query in asked if page_for(query)} == about_prices


def look(hall: Hall, query: str) -> SearchView:
    """Type *query* and show its results."""
    hall.controller.home()
    page = hall.controller.page("search")
    page.turn_to()
    page.type_letters(query)
    page.show_results()
    return view_of(hall.board, SearchView)


def test_the_time_is_said_and_leads_home(hall: Hall) -> None:
    found = look(hall, "jam berapa sekarang")
    assert found.hits[0].title == f"Sekarang pukul {hall.now:%H.%M}"
    told = SearchWords(Phrases(Translation("id"))).focused(found, "row:0", hall.clock.read())
    assert told[1] == "Selasa, 24 November 2026."
    hall.controller.listen()
    assert hall.board.screen == "search", "who has chosen no row hears the page"
    hall.controller.page("search").open_hit(0)
    assert hall.board.screen == "home"


def test_the_emergency_numbers_are_opened(hall: Hall) -> None:
    assert look(hall, "nomor darurat").hits[0].title == "Nomor darurat"
    hall.controller.page("search").open_hit(0)
    assert hall.board.screen == "emergency"


def test_a_page_without_content_is_not_offered(hall: Hall) -> None:
    assert not any(item.id.startswith("hari-ini:") for item in look(hall, "cuaca besok").hits)


def test_rows_beside_it_open_as_usual(hall: Hall) -> None:
    found = look(hall, "nomor darurat hari ini")
    rest = [n for n, item in enumerate(found.shown_hits) if item.source]
    if rest:
        hall.controller.page("search").open_hit(rest[0])
        assert view_of(hall.board, ArticleView).item == found.shown_hits[rest[0]]
