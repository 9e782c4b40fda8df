"""A rumour in the search: its verdict where a check is sure, three to choose from, or the way to the office."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_cache.model.items import Clarification
from content_cache.model.vocabulary import Verdict
from kiosk.content.views.questions import AskStep, AskView
from kiosk.content.views.shown import ArticleView
from kiosk.pages.search.view import SearchVerdict, SearchView
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import Stock
from tests.support.questions import ASKING, Drawer

CLAIM = "Air galon isi ulang mengandung racun"


@pytest.fixture
def village_with_checks(village: Stock) -> Stock:
    village([
        Clarification(id="galon", source="periksa", title="Air galon aman diminum", claim=CLAIM, verdict=Verdict.FALSE),
        Clarification(id="sumur", source="periksa", title="Sumur aman", claim="Air sumur mengandung racun", verdict=Verdict.FALSE),
    ], source="periksa")  # fmt: skip
    return village


def look(hall: Hall, query: str) -> SearchView:
    """Type *query* and show its results."""
    hall.controller.home()
    page = hall.controller.page("search")
    page.turn_to()
    page.type_letters(query)
    page.show_results()
    return view_of(hall.board, SearchView)


def unchecked(hall: Hall) -> int:
    return hall.memory.counts.counts_on(hall.now.date()).get("unchecked", 0)


@pytest.mark.usefixtures("village_with_checks")
def test_a_sure_check_comes_first_with_its_verdict(hall: Hall) -> None:
    found = look(hall, "benarkah air galon isi ulang mengandung racun")
    assert (found.finding, found.hits[0].id) == (SearchVerdict.SURE, "galon")
    hall.controller.page("search").open_hit(0)
    assert view_of(hall.board, ArticleView).item.id == "galon"
    assert unchecked(hall) == 0


@pytest.mark.usefixtures("village_with_checks")
def test_the_opposite_has_no_verdict_of_its_own(hall: Hall) -> None:
    found = look(hall, "benarkah air galon isi ulang tidak mengandung racun")
    assert found.finding is SearchVerdict.LIKELY
    assert {item.id for item in found.hits[:2]} == {"galon", "sumur"}
    hall.controller.listen()
    assert hall.words.startswith("Mungkin ini yang Anda maksud. "), "no one verdict is read as the answer"


@pytest.mark.usefixtures("village_with_checks")
def test_a_rumour_that_is_none_of_those_shown_is_one_that_nobody_has_checked(hall: Hall) -> None:
    look(hall, "benarkah air galon isi ulang tidak mengandung racun")
    while hall.board.focus != "none":  # by the four buttons
        hall.press("next")
    hall.press("listen")
    found = view_of(hall.board, SearchView)
    assert (found.finding, unchecked(hall)) == (SearchVerdict.UNKNOWN, 1)
    assert not any(isinstance(item, Clarification) for item in found.hits)
    hall.controller.back()
    assert view_of(hall.board, SearchView).query == found.query, "the way back is that of the results"


@pytest.mark.usefixtures("village_with_checks")
def test_what_does_not_ask_for_a_check_is_searched_alone(hall: Hall) -> None:
    assert look(hall, "air").finding is SearchVerdict.NONE
    found = look(hall, "air galon tidak beracun")
    assert (found.finding, found.hits[0].id) == (SearchVerdict.NONE, "galon")
    hall.controller.listen()
    assert hall.board.screen == "search", "a check that may be about another claim is not read as the answer"


def test_what_nobody_has_checked_goes_to_the_office_when_it_is_sent(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    drawer = Drawer()
    hall = Hall(tmp_path, ASKING, outbox=drawer)
    rumour = "benarkah gunung colo meletus tadi malam"
    found = look(hall, rumour)
    assert (found.finding, found.hits[0].title) == (SearchVerdict.UNKNOWN, "Belum ada yang memeriksa kabar ini")
    assert unchecked(hall) == 1
    assert hall.memory.counts.counts_on(hall.now.date())["unchecked_bencana"] == 1, (
        "by its subject, without a word of it"
    )
    look(hall, rumour)
    assert unchecked(hall) == 1, "the same words again are the same wish"
    hall.controller.listen()
    assert "Kirim ke kantor untuk diperiksa. Jangan sebarkan dulu." in hall.words, (
        "who has chosen no row hears the page"
    )
    hall.controller.page("search").open_hit(0)
    asked = view_of(hall.board, AskView)
    assert (hall.board.screen, asked.step, asked.text) == ("ask", AskStep.WHOM, rumour)
    hall.controller.page("ask").choose_recipient(1)
    assert view_of(hall.board, AskView).step is AskStep.REVIEW
    assert drawer.contents == [], "nothing is sent by itself"
    hall.controller.page("ask").send_question()
    _told, body = drawer.told()
    assert body.decode() == rumour
    assert view_of(hall.board, AskView).step is AskStep.DONE
    hall.close()


def test_what_is_not_sent_is_thrown_away(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    hall = Hall(tmp_path, ASKING, outbox=Drawer())
    look(hall, "benarkah gunung colo meletus tadi malam")
    hall.controller.page("search").open_hit(0)
    hall.controller.home()
    hall.controller.navigation.ask()
    assert view_of(hall.board, AskView).text == ""
    hall.close()


def test_where_nobody_is_asked_it_is_said_and_leads_nowhere(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    hall = Hall(tmp_path, USUAL)
    found = look(hall, "benarkah gunung colo meletus tadi malam")
    assert found.finding is SearchVerdict.UNKNOWN
    assert not any(item.id.startswith("hari-ini:") for item in found.hits)
    assert not any(isinstance(item, Clarification) for item in found.hits), "a verdict would be taken for its own"
    hall.controller.listen()
    assert "Belum ada yang memeriksa kabar ini. Jangan sebarkan dulu." in hall.words
    hall.close()
