"""What is said of the announcements board."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from kiosk.content.views.shown import NoticesView
from kiosk.core.clock import Freshness
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.announcements.words import AnnouncementsWords
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.present import present


def test_the_board_says_how_many_and_how_old_they_are(hall: Hall) -> None:
    hall.controller.navigation.open_category("pengumuman")
    view, words = view_of(hall.board, NoticesView), AnnouncementsWords(Phrases(Translation("id")))
    moment = present(hall.board.moment)
    assert words.entry(view, moment) == ["2 pengumuman."]
    old = Freshness(hall.now - timedelta(days=3), stale=True)
    assert words.entry(replace(view, freshness=old), moment)[0] == "Kabar ini 3 hari lalu."
    told = words.entry(NoticesView((), freshness=old), moment)
    assert told[:2] == ["Pengumuman.", "Tidak ada pengumuman yang berlaku."]
    assert told[2].startswith("Dicek terakhir")


def test_the_last_page_counts_its_cards_from_the_end(hall: Hall) -> None:
    hall.controller.navigation.open_category("pengumuman")
    cards = view_of(hall.board, NoticesView).cards
    words, moment = AnnouncementsWords(Phrases(Translation("id"))), present(hall.board.moment)
    view = NoticesView((replace(cards[-1], priority=0, pinned=False),), page=2, pages=3, total=7)
    assert words.focused(view, "row:0", moment)[0].startswith("7 dari 7: ")
    assert words.focused(view, "row:1", moment) == []
