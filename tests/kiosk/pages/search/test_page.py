"""The keyboard, suggestions and results; a search that finds nothing is counted once, when it is given up."""

from __future__ import annotations

import pytest

from kiosk.content.views.shown import ArticleView, Fits
from kiosk.pages.search.view import SearchView
from tests.support.board import view_of
from tests.support.hall import Hall


def sought(hall: Hall) -> int:
    return hall.memory.counts.counts_on(hall.now.date()).get("sought", 0)


def type_words(hall: Hall, words: str) -> None:
    hall.controller.home()
    hall.controller.page("search").turn_to()
    for letter in words:
        hall.controller.page("search").type_letters(letter)
    hall.controller.page("search").search_typed()


def test_results_without_any(hall: Hall) -> None:
    type_words(hall, "zzzz")
    hall.controller.page("search").show_results()
    assert sought(hall) == 1
    hall.controller.page("search").edit()
    hall.controller.home()
    assert sought(hall) == 1, "the same words again are the same wish"


@pytest.mark.parametrize("way", ["home", "back"])
def test_a_search_that_is_left(hall: Hall, way: str) -> None:
    type_words(hall, "zzzz")
    getattr(hall.controller, way)()
    assert sought(hall) == 1


def test_whoever_walks_away_is_counted(hall: Hall) -> None:
    type_words(hall, "zzzz")
    hall.wait(75)
    hall.wait(21)
    assert (hall.board.screen, sought(hall)) == ("idle", 1)


@pytest.mark.parametrize("words", ["posyandu", "", "z", "  "])
def test_what_is_found_or_hardly_typed_is_not(hall: Hall, words: str) -> None:
    type_words(hall, words)
    hall.controller.page("search").show_results()
    hall.controller.home()
    assert sought(hall) == 0


def test_letters_on_the_way_are_no_search(hall: Hall) -> None:
    """ "posx" finds nothing while "posyandu" is being typed with a slip; what counts is what is given up."""
    type_words(hall, "posx")
    hall.controller.page("search").erase_letter()
    hall.controller.page("search").type_letters("yandu")
    hall.controller.page("search").show_results()
    assert sought(hall) == 0


def test_two_wishes_are_two(hall: Hall) -> None:
    for words in ("zzzz", "yyyy", "yyyy"):
        type_words(hall, words)
        hall.controller.page("search").show_results()
    assert sought(hall) == 3


def test_what_is_typed_is_found_and_opened(hall: Hall) -> None:
    type_words(hall, " air  ma")
    found = view_of(hall.board, SearchView)
    assert (found.query, found.typing, [item.title for item in found.hits]) == (
        "air ma",
        True,
        ["Air PDAM mati besok"],
    )
    hall.controller.page("search").show_results()
    assert not view_of(hall.board, SearchView).typing
    hall.controller.page("search").open_hit(0)
    assert view_of(hall.board, ArticleView).item.title == "Air PDAM mati besok"
    hall.controller.back()
    assert (hall.board.screen, view_of(hall.board, SearchView).typing) == ("search", False)
    hall.controller.page("search").edit()
    hall.controller.page("search").erase_letter()
    assert (view_of(hall.board, SearchView).query, view_of(hall.board, SearchView).looked_for) == ("air m", "air ma")
    hall.controller.page("search").erase_all()
    hall.controller.page("search").search_typed()
    assert view_of(hall.board, SearchView).hits == ()
    hall.controller.page("search").show_results()  # there is nothing to look for
    assert view_of(hall.board, SearchView).typing


def test_results_turn_their_pages_and_neighbours_are_hits(hall: Hall) -> None:
    type_words(hall, "berita")
    hall.controller.page("search").show_results()
    found = view_of(hall.board, SearchView)
    assert found.pages == -(-len(found.hits) // 3) > 1
    hall.controller.navigation.page_down()
    assert view_of(hall.board, SearchView).shown_hits == found.hits[3:6]
    hall.controller.navigation.set_fits(Fits(hits=1))
    assert view_of(hall.board, SearchView).shown_hits == found.hits[3:4]
    hall.controller.page("search").open_hit(0)
    hall.controller.previous()
    assert view_of(hall.board, ArticleView).item == found.hits[2]


@pytest.mark.clause("5.1.7")
def test_the_buttons_reach_the_suggestions_and_read_what_they_find(hall: Hall) -> None:
    hall.controller.home()
    while hall.board.focus != "key:search":
        hall.press("next")
    hall.press("listen")
    assert hall.board.screen == "search"
    type_words(hall, "posy")
    assert [suggestion.words for suggestion in view_of(hall.board, SearchView).suggestions] == ["posyandu"]
    hall.press("next")
    assert hall.board.focus == "suggestion:0"
    hall.press("listen")
    assert view_of(hall.board, ArticleView).item.title == "Posyandu Melati"
    assert hall.voice.said
