"""What is looked for in vain is counted once, when it is given up."""

from __future__ import annotations

import pytest

from tests.support.hall import Hall


def sought(hall: Hall) -> int:
    return hall.memory.counts.of(hall.now.date()).get("sought", 0)


def type_words(hall: Hall, words: str) -> None:
    hall.controller.home()
    hall.controller.search.open()
    hall.controller.search.type_letters(words)


def test_results_without_any(hall: Hall) -> None:
    type_words(hall, "zzzz")
    hall.controller.search.show_results()
    assert sought(hall) == 1
    hall.controller.search.edit()
    hall.controller.home()
    assert sought(hall) == 1, "the same words again are the same wish"


@pytest.mark.parametrize("way", ["home", "back"])
def test_a_search_that_is_left(hall: Hall, way: str) -> None:
    type_words(hall, "zzzz")
    hall.controller.search.find()
    getattr(hall.controller, way)()
    assert sought(hall) == 1


def test_whoever_walks_away_is_counted(hall: Hall) -> None:
    type_words(hall, "zzzz")
    hall.controller.search.find()
    hall.wait(75)
    hall.wait(16)
    assert (hall.board.screen, sought(hall)) == ("idle", 1)


@pytest.mark.parametrize("words", ["posyandu", "", "z", "  "])
def test_what_is_found_or_hardly_typed_is_not(hall: Hall, words: str) -> None:
    type_words(hall, words)
    hall.controller.search.show_results()
    hall.controller.home()
    assert sought(hall) == 0


def test_letters_on_the_way_are_no_search(hall: Hall) -> None:
    """ "posx" finds nothing while "posyandu" is being typed with a slip; what counts is what is given up."""
    type_words(hall, "posx")
    hall.controller.search.find()
    hall.controller.search.erase()
    hall.controller.search.type_letters("yandu")
    hall.controller.search.show_results()
    assert sought(hall) == 0


def test_two_wishes_are_two(hall: Hall) -> None:
    for words in ("zzzz", "yyyy", "yyyy"):
        type_words(hall, words)
        hall.controller.search.show_results()
    assert sought(hall) == 3
