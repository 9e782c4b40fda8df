"""A question that was heard: an item that is sure, three to choose from, or none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content_cache.model.items import Clarification, NewsItem
from content_cache.model.vocabulary import Verdict
from kiosk.core.messages import QuestionHeard
from kiosk.pages.search.answering import Answering, SearchAnswer
from tests.support.hall import Hall
from tests.support.items import Stock

Ask = Callable[..., SearchAnswer]


@pytest.fixture
def ask(hall: Hall, village: Stock) -> Ask:
    news = (
        ("posyandu", "Posyandu Melati", "Timbang balita di balai desa, pukul sepuluh."),
        ("pasar", "Pasar murah di lapangan", "Sembako murah untuk warga."),
        ("ternak", "Vaksin ternak di lapangan", "Sapi dan kambing warga."),
    )
    village([NewsItem(id=name, source="desa", title=title, text=text) for name, title, text in news], source="desa")
    claim = "Air galon isi ulang beracun"
    check = Clarification(id="galon", source="periksa", title="Air galon aman", claim=claim, verdict=Verdict.FALSE)
    village([check], source="periksa")

    def put(text: str, sureness: float = -0.3, silence: float = 0.05) -> SearchAnswer:
        moment = hall.clock.read()
        return Answering(hall.repository).find_answer(QuestionHeard(1, text, sureness, silence), moment)

    return put


def ids(answer: SearchAnswer) -> list[str]:
    return [item.id for item in answer.candidates]


def test_what_has_the_rare_words_is_sure(ask: Ask) -> None:
    answer = ask("kapan vaksin kambing")
    assert (ids(answer)[0], answer.sure) == ("ternak", True)


def test_two_that_are_as_near_are_to_choose_from(ask: Ask) -> None:
    answer = ask("ada apa di lapangan")
    assert not answer.sure
    assert {"pasar", "ternak"} <= set(ids(answer)[:3])


def test_what_was_hardly_understood_is_never_sure(ask: Ask) -> None:
    assert not ask("posyandu melati", sureness=-1.5).sure
    assert not ask("posyandu melati", silence=0.9).sure


@pytest.mark.attack(
    "people",
    "silence, noise, a shout, another language, 8 s of one vowel: words that a recogniser makes up",
    "nothing is read aloud unless the words that count are an item's own, and clearly heard",
)
@pytest.mark.parametrize("text", ["", "...", "Terima kasih.", "Thanks for watching!", "e", "kapan", "apa itu"])
def test_what_a_recogniser_makes_up_has_no_answer(ask: Ask, text: str) -> None:
    assert not ask(text).sure


def test_a_rumour_has_its_verdict_where_that_is_sure(ask: Ask) -> None:
    answer = ask("benarkah air galon isi ulang beracun")
    assert (ids(answer)[0], answer.sure) == ("galon", True)
    opposite = ask("benarkah air galon isi ulang tidak beracun")
    assert not opposite.sure
    assert ask("benarkah gunung colo meletus tadi malam").unchecked


def test_a_check_is_no_answer_to_who_does_not_ask_for_one(ask: Ask) -> None:
    assert not ask("air galon").sure
