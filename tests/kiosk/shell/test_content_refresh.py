"""An edition comes while somebody is there: what lies in focus, what is open and what is read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Announcement, Item, NewsItem
from kiosk.content.views.shown import ArticleView, HomeView, ListView, NoticesView
from kiosk.core.messages import ContentChanged
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import NOW, Stock, everyday, news_item
from tests.support.present import present

GONE = "Kabar ini tidak diterbitkan lagi."


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Somebody walks by the four buttons, and hears where they are."""
    Stock(tmp_path)(everyday())
    hall = Hall(tmp_path, USUAL, guided=True)
    hall.press("home")
    yield hall
    hall.close()


def edition(hall: Hall, *items: Item, withdrawn: tuple[str, ...] = ()) -> None:
    Stock(hall.folder)(list(items), withdrawn=withdrawn)
    hall.controller.handle(ContentChanged(hall.repository.revision()))


def in_focus(hall: Hall) -> str:
    return view_of(hall.board, ListView).rows[int(hall.board.focus.partition(":")[2])].id


def told(text: str) -> NewsItem:
    blocks = tuple(Block(BlockKind.PARAGRAPH, each) for each in text.split("|"))
    return news_item(0, text=text.replace("|", "\n"), blocks=blocks)


@pytest.mark.parametrize("newer", [1, 2])
def test_who_was_told_of_a_row_opens_that_row_though_newer_ones_came(hall: Hall, newer: int) -> None:
    """Show that the focused row is opened though newer rows have pushed it down, with two of them to the next page."""
    hall.controller.navigation.open_category("berita")
    hall.press("next", "next")
    assert in_focus(hall) == "berita-1"
    edition(hall, *(news_item(20 + n, published=NOW + timedelta(minutes=n)) for n in range(newer)))
    assert (in_focus(hall), view_of(hall.board, ListView).page) == ("berita-1", newer // 2)
    hall.press("listen")
    assert view_of(hall.board, ArticleView).item.id == "berita-1"


def test_where_the_row_was_taken_back_whoever_cannot_see_is_told_of_the_one_in_its_place(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    hall.press("next", "next")
    edition(hall, withdrawn=("berita-1",))
    assert in_focus(hall) == "berita-2"
    assert "berita dua" in hall.words.lower()
    edition(hall, withdrawn=tuple(f"berita-{n}" for n in range(8)))
    assert (hall.board.focus, view_of(hall.board, ListView).total) == ("", 0)


def test_another_headline_in_focus_is_told(hall: Hall) -> None:
    hall.board.focus = "hero"
    hero = present(view_of(hall.board, HomeView).hero).id
    edition(hall, news_item(9, published=NOW, title="Banjir di Dusun 2"), withdrawn=("berita-0",))
    assert present(view_of(hall.board, HomeView).hero).id != hero
    assert "banjir di dusun dua" in hall.words.lower()


def test_a_finger_that_chose_nothing_hears_nothing(hall: Hall) -> None:
    hall.controller.visit.touched()
    hall.controller.navigation.open_category("berita")
    said = len(hall.voice.said)
    edition(hall, news_item(9, published=NOW), withdrawn=("berita-1",))
    assert (hall.board.focus, len(hall.voice.said)) == ("", said)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("Ralat: 21 orang.|Satu kalimat. Dua kalimat.|Tiga kalimat.", "Dua kalimat."),
        ("Ralat: 21 orang.|Semua lain.", "Berita nol."),
    ],
)
def test_what_is_put_right_while_it_is_read_goes_on_in_the_new_words(hall: Hall, now: str, begins: str) -> None:
    edition(hall, told("Satu kalimat. Dua kalimat.|Tiga kalimat."))
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    said = [each.spoken for each in hall.voice.said[-1].sentences]
    hall.speak_to(said.index("Dua kalimat."))
    edition(hall, told(now))
    sentences = hall.voice.said[-1].sentences
    assert "Ralat: dua puluh satu orang." in [each.spoken for each in sentences]
    assert sentences[hall.voice.starts[-1]].spoken == begins
    assert present(hall.board.speaking).sentences == sentences


def test_what_only_comes_again_is_not_begun_anew(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.speak_to(2)
    said = len(hall.voice.said)
    edition(hall, news_item(0, priority=1), news_item(30))
    hall.now += timedelta(minutes=1)
    hall.controller.look_again()
    assert len(hall.voice.said) == said


def test_what_is_taken_back_is_not_read_to_its_end(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.speak_to(1)
    edition(hall, withdrawn=("berita-0",))
    assert (hall.board.notice, hall.words) == (GONE, GONE)
    assert "berita-0" not in [each.utterance.id for each in hall.voice.speeches]
    hall.board.notice = ""
    edition(hall, news_item(31))
    assert hall.board.notice == "", "once"


def test_a_notice_of_several_is_taken_back_while_they_are_read(hall: Hall) -> None:
    """The next goes on; what came newly is on the page."""
    third = Announcement(id="c", source="Diskominfo", title="Pasar pindah", text="Ke lapangan.", published=NOW)
    edition(hall, third)
    hall.controller.navigation.set_fits(replace(hall.controller.navigation.layout_room, rows=3))
    hall.controller.navigation.open_category("pengumuman")
    hall.board.focus = ""
    hall.controller.listen()
    said = [each.spoken for each in hall.voice.said[-1].sentences]
    titles = [said.index(each) for each in ("Air pe de a em mati besok.", "Kerja bakti saluran air.", "Pasar pindah.")]
    second, last = sorted(titles)[1:]
    hall.speak_to(second + 1)
    edition(hall, Announcement(id="baru", source="Diskominfo", title="Baru", text="Baru saja.", published=NOW))
    assert [each.spoken for each in hall.voice.said[-1].sentences] == said
    gone = "kerja-bakti" if said[second].startswith("Kerja") else "c"
    edition(hall, withdrawn=(gone,))
    left = [each.spoken for each in hall.voice.said[-1].sentences]
    assert said[second] not in left
    # both notices end with the same date, which may be said again, and the next begins with "Pengumuman."
    assert said[last] in left[hall.voice.starts[-1] :][:3]


def test_the_one_notice_that_is_read_is_taken_back(hall: Hall) -> None:
    hall.controller.navigation.open_category("pengumuman")
    hall.press("next", "listen")
    hall.speak_to(1)
    read = hall.voice.said[-1].id
    edition(hall, withdrawn=(read,))
    assert (hall.board.notice, hall.words) == (GONE, GONE)
    assert read not in [each.utterance.id for each in hall.voice.speeches]


def test_of_what_was_put_right_and_taken_back_the_wrong_words_do_not_come_again(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    edition(hall, news_item(0, title="Berita 0 (ralat)"))
    edition(hall, withdrawn=("berita-0",))
    assert view_of(hall.board, ArticleView).item.title == "Berita 0 (ralat)"
    hall.controller.page("viewer").open()
    hall.controller.back()
    hall.controller.home()
    assert hall.board.screen == "home"


def test_next_leads_past_what_was_taken_back(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    edition(hall, withdrawn=("berita-1", "berita-2"))
    assert hall.controller.why_resting("next") == ""
    hall.controller.next()
    assert view_of(hall.board, ArticleView).item.id == "berita-3"
    edition(hall, withdrawn=tuple(f"berita-{n}" for n in range(4, 8)))
    assert hall.controller.why_resting("next") != ""


def test_another_source_that_uses_the_same_id_takes_nothing_back(hall: Hall) -> None:
    """Many feeds number their items from 1."""
    hall.controller.navigation.open_item("berita-0")
    others = [news_item(number, source="KIM", title="Lain", published=NOW + timedelta(hours=1)) for number in (0, 1)]
    Stock(hall.folder)(others, source="KIM")
    edition(hall, news_item(0, title="Berita 0 (ralat)"))
    assert (view_of(hall.board, ArticleView).item.title, hall.board.notice) == ("Berita 0 (ralat)", "")
    hall.controller.next()
    assert view_of(hall.board, ArticleView).item.id == "berita-1"


def test_a_card_opens_what_it_shows_though_another_source_uses_its_id(hall: Hall) -> None:
    notice = Announcement(id="air-mati", source="KIM", title="Air hidup lagi", text="Sudah.", published=NOW)
    Stock(hall.folder)(
        [news_item(0, source="KIM", title="Lain", published=NOW - timedelta(days=9)), notice], source="KIM"
    )
    edition(hall)
    hero = present(view_of(hall.board, HomeView).hero)
    hall.controller.page("home").open_hero()
    assert view_of(hall.board, ArticleView).item.source == hero.source
    hall.controller.navigation.open_category("pengumuman")
    for card in view_of(hall.board, NoticesView).cards:
        if card.id == "air-mati":
            hall.controller.navigation.open_item(card.id)
            assert view_of(hall.board, ArticleView).item.source == card.source
            break


def test_a_store_that_is_lost_has_taken_nothing_back(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.repository.close()
    store = hall.folder / "content.sqlite"
    store.rename(hall.folder / "away")
    hall.controller.look_again()
    assert (hall.board.notice, hall.controller.why_resting("next")) == ("", "")
    (hall.folder / "away").rename(store)


def test_a_store_that_cannot_be_read_has_taken_nothing_back(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.repository.close()
    store = hall.folder / "content.sqlite"
    kept = store.read_bytes()
    store.unlink()
    store.mkdir()
    hall.controller.look_again()
    assert hall.repository.failures
    assert (hall.board.notice, hall.controller.why_resting("next")) == ("", "")
    store.rmdir()
    store.write_bytes(kept)


def test_an_event_that_is_over_stays(hall: Hall) -> None:
    hall.controller.navigation.open_category("kegiatan")
    hall.controller.page("events").open_event(0)
    event = view_of(hall.board, ArticleView).item
    hall.now += timedelta(hours=5)
    hall.controller.look_again()
    assert (view_of(hall.board, ArticleView).item, hall.board.notice) == (replace(event), "")
