"""What is said of a list."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ListView
from kiosk.core.clock import Freshness
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.news.words import NewsWords
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.present import present

WORDS = NewsWords(Phrases(Translation("id")))


def test_a_list_says_its_name_how_many_and_how_old_they_are(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    view, moment = view_of(hall.board, ListView), present(hall.board.moment)
    assert WORDS.entry(replace(view, fresh=0), moment) == ["Berita.", "8 berita."]
    assert WORDS.entry(replace(view, fresh=3), moment) == ["Berita.", "8 berita, 3 baru."]
    old = Freshness(hall.now - timedelta(days=3), stale=True)
    assert WORDS.entry(replace(view, freshness=old), moment)[1] == "Kabar ini 3 hari lalu."


def test_an_empty_list_says_so_and_when_it_was_last_checked(hall: Hall) -> None:
    hall.controller.home()
    moment = present(hall.board.moment)
    for category, calm in (
        (Category.NEWS, "Belum ada berita."),
        (Category.SERVICE, "Belum ada layanan."),
        (Category.CLARIFICATION, "Belum ada kabar yang diperiksa."),
    ):
        told = WORDS.entry(ListView(category, (), freshness=Freshness(hall.now)), moment)
        assert told[1] == calm
        assert told[2].startswith("Dicek terakhir")


def test_without_a_check_in_the_last_day_no_silence_of_warnings_is_called_calm(hall: Hall) -> None:
    hall.controller.home()
    moment, empty = present(hall.board.moment), ListView(Category.ALERT, ())
    assert WORDS.entry(empty, moment)[1] == "Belum diketahui."
    assert WORDS.entry(replace(empty, alerts_checked=hall.now), moment)[1] == "Tidak ada peringatan aktif."
    late = replace(empty, alerts_checked=hall.now - timedelta(hours=25))
    assert WORDS.entry(late, moment)[1] == "Belum diketahui."
    assert WORDS.entry(replace(empty, warned=False), moment)[1] == "Belum tersambung ke BMKG."


def test_the_list_of_warnings_knows_when_those_who_warn_were_asked(hall: Hall) -> None:
    hall.controller.navigation.open_alerts()
    view, repository = view_of(hall.board, ListView), hall.repository
    assert (view.category, view.warned, view.alerts_checked) == (
        Category.ALERT,
        repository.warned,
        repository.alerts_checked(),
    )


def test_a_row_tells_its_place_and_the_first_that_it_is_the_first(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    view, moment = view_of(hall.board, ListView), present(hall.board.moment)
    assert WORDS.arrived(view, "row:0", moment)[0].startswith("Pertama: ")
    assert WORDS.focused(view, "row:0", moment)[0].startswith("1 dari 8: ")
    assert WORDS.focused(view, "row:7", moment) == []
    assert WORDS.focused(view, "", moment) == []
