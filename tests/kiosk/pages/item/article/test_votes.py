"""A vote on an item's screen, by finger and by the four buttons: asked about once, one a visit, and only where an office is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.polls import Poll, poll_id
from kiosk.content.views.polls import PollView
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.article.page import ArticlePage
from kiosk.settings import Settings
from kiosk.settings.sections import PostSettings
from kiosk.state.vote_box import MOST_AN_HOUR
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import NOW, Stock, news_item
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "people",
    "one person votes for the village, a feed asks or counts, a vote is read off the card or the line, "
    "one is counted twice",
)


VOTING = replace(USUAL, post=PostSettings("", "RWQ", ""))
POLL = Poll(("Pasar malam", "Jalan tani", "Lampu jalan"), NOW + timedelta(days=3))
ID = poll_id("jajak", POLL.choices)


def opened(folder: Path, settings: Settings = VOTING, *, guided: bool = False) -> Hall:
    hall = Hall(folder, settings, guided=guided)
    hall.controller.home()
    hall.controller.navigation.open_item("jajak")
    return hall


@pytest.fixture
def polled(tmp_path: Path, stock: Stock) -> Iterator[Hall]:
    stock([news_item(0, id="jajak", title="Apa dulu?", poll=POLL), news_item(1)])
    hall = opened(tmp_path)
    yield hall
    hall.close()


def page(hall: Hall) -> ArticlePage:
    found = hall.controller.page("item")
    assert isinstance(found, ArticlePage)
    return found


def poll(hall: Hall) -> PollView:
    return present(view_of(hall.board, ArticleView).poll)


def votes(hall: Hall) -> str:
    batch = hall.memory.votes.batch()
    return batch[1].partition(b"\n")[2].decode() if batch else ""


def test_chosen_asked_about_and_sent(polled: Hall) -> None:
    polls = page(polled)
    assert poll(polled).spots == ("choice:0", "choice:1", "choice:2")
    polls.send()
    assert votes(polled) == "", "nothing was chosen"
    polls.ask_about_choice(0)
    assert poll(polled).spots == ("poll:send", "poll:change")
    assert polled.voice.said == [], "who touches reads it; others stand around"
    polls.change()
    polls.ask_about_choice(1)
    polls.send()
    assert poll(polled).told == "Terima kasih. Suara Anda sudah dihitung."
    assert polled.words == "Terima kasih. Suara Anda sudah dihitung."
    assert poll(polled).spots == ()
    assert votes(polled) == f'{{"poll": "{ID}", "choice": 1, "votes": 1}}'


def test_one_vote_a_visit(polled: Hall) -> None:
    polls = page(polled)
    polls.ask_about_choice(0)
    polls.send()
    for _ in range(3):
        polls.ask_about_choice(1)
        polls.send()
    polled.controller.home()
    polled.controller.navigation.open_item("jajak")
    polls.ask_about_choice(1)
    polls.send()
    assert (poll(polled).spots, poll(polled).told) == ((), "")
    polled.wait(200)  # Masih di sini?
    polled.wait(20)
    assert polled.board.screen == "idle"
    polled.controller.home()
    polled.controller.navigation.open_item("jajak")
    polls.ask_about_choice(2)
    polls.send()
    assert votes(polled).count('"votes": 1') == 2


def test_what_was_not_sent_is_nothing(polled: Hall) -> None:
    polls = page(polled)
    polls.ask_about_choice(0)
    polled.controller.home()
    polled.controller.navigation.open_item("jajak")
    assert len(poll(polled).spots) == 3
    polls.send()
    for wrong in (-1, 3, 99):
        polls.ask_about_choice(wrong)
    polls.send()
    assert votes(polled) == ""


def test_too_many_are_told_and_not_taken(polled: Hall) -> None:
    for _ in range(MOST_AN_HOUR):
        polled.memory.votes.add(ID, 0, NOW)
    polls = page(polled)
    polls.ask_about_choice(2)
    polls.send()
    assert poll(polled).wrong
    assert polled.words == poll(polled).told == "Sudah banyak suara pada jam ini. Coba lagi nanti."
    assert '"choice": 2' not in votes(polled)


def test_a_card_that_is_full_thanks_nobody(polled: Hall) -> None:
    page(polled).ask_about_choice(2)
    polled.memory.close()
    page(polled).send()
    assert (poll(polled).wrong, poll(polled).voted) == (True, False)


def test_without_an_office_and_after_its_end_nothing_is_asked(tmp_path: Path, stock: Stock) -> None:
    stock([news_item(0, id="jajak", poll=POLL)])
    for settings, days in ((USUAL, 0), (VOTING, 4)):
        hall = Hall(tmp_path, settings)
        hall.now += timedelta(days=days)
        hall.controller.home()
        hall.controller.navigation.open_item("jajak")
        page(hall).ask_about_choice(0)
        page(hall).send()
        assert (view_of(hall.board, ArticleView).poll, votes(hall)) == (None, "")
        hall.close()


def test_a_walk_by_the_buttons(tmp_path: Path, stock: Stock) -> None:
    """Check what is said after each press, for somebody who cannot see the screen."""
    stock([news_item(0, id="jajak", title="Apa dulu?", poll=replace(POLL, shown=True)), news_item(1)])
    hall = Hall(tmp_path, VOTING, guided=True)
    hall.press("home", "next", "next")
    hall.controller.navigation.open_item("jajak")
    walk: list[tuple[str, str]] = []
    for button in ("next", "next", "listen", "next", "listen", "previous", "listen", "listen", "next"):
        hall.press(button)
        walk.append((button, hall.words))
    assert walk == [
        ("next", "Pilihan satu: Pasar malam. Tekan Dengarkan untuk memilih."),
        ("next", "Pilihan dua: Jalan tani. Tekan Dengarkan untuk memilih."),
        ("listen", "Pilihan Anda: Jalan tani. Kirim? Tekan Dengarkan untuk mengirim, Berikut untuk pilihan lain."),
        ("next", "Pilih yang lain. Tekan Dengarkan untuk memilih."),
        ("listen", "Pilihan dua: Jalan tani. Tekan Dengarkan untuk memilih."),
        ("previous", "Pilihan satu: Pasar malam. Tekan Dengarkan untuk memilih."),
        ("listen", "Pilihan Anda: Pasar malam. Kirim? Tekan Dengarkan untuk mengirim, Berikut untuk pilihan lain."),
        ("listen", "Terima kasih. Suara Anda sudah dihitung. Hasilnya nanti tampil di sini."),
        walk[-1],
    ]
    assert present_title(hall) == "Berita 1", "on to the next item"
    assert '"choice": 0, "votes": 1' in votes(hall)
    hall.close()


def present_title(hall: Hall) -> str:
    return view_of(hall.board, ArticleView).item.title
