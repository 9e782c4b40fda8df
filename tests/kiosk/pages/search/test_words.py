"""What is said of suggestions and results."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from content_cache.model.items import NewsItem
from content_cache.model.vocabulary import Category
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.search.view import SearchVerdict, SearchView, Suggestion
from kiosk.pages.search.words import SearchWords
from tests.support.shown_village import NOW

MOMENT = Moment(NOW, Trust.TRUSTED)
HITS = tuple(NewsItem(id=str(n), source="Desa", title=f"Kabar {n}") for n in range(4))
TYPED = SearchView("sim", "sim", suggestions=(Suggestion("sim", 1, (Category.SERVICE,)),), hits=HITS[:1])
RESULTS = SearchView("kabar", "kabar", typing=False, hits=HITS, page=1, pages=2)


@pytest.fixture
def words() -> SearchWords:
    return SearchWords(Phrases(Translation("id")))


def test_the_keyboard_says_what_can_be_done(words: SearchWords) -> None:
    assert words.entry(TYPED, MOMENT) == ["Cari. Ketik di layar, atau pilih saran."]
    assert words.focused(TYPED, "suggestion:0", MOMENT) == ["sim, 1 hasil, Layanan."]


def test_results_say_their_number_and_what_was_meant(words: SearchWords) -> None:
    assert words.entry(RESULTS, MOMENT) == ["4 hasil."]
    meant = SearchView("kabr", "kabr", typing=False, hits=HITS, meant="kabar")
    assert words.entry(meant, MOMENT) == ["Maksudnya “kabar”: 4 hasil."]


def test_a_hit_has_its_place_among_all_pages(words: SearchWords) -> None:
    assert words.focused(RESULTS, "row:0", MOMENT) == ["4 dari 4: Kabar 3."]
    assert words.focused(RESULTS, "row:1", MOMENT) == []
    first = SearchView("kabar", "kabar", typing=False, hits=HITS)
    assert words.arrived(first, "row:0", MOMENT) == ["Pertama: Kabar 0."]


def test_the_key_for_none_of_those_shown_says_so(words: SearchWords) -> None:
    assert words.arrived(replace(RESULTS, finding=SearchVerdict.LIKELY), "none", MOMENT) == ["Bukan ini semua."]
    assert words.arrived(RESULTS, "none", MOMENT) == []
