"""What is said of the home page."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from content_cache.model.items import Event, NewsItem
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import HomeView
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.home.words import HomeWords
from tests.gallery.samples.warnings import sample_warning
from tests.support.items import WITA

MOMENT = Moment(datetime(2026, 11, 24, 9, 0, tzinfo=WITA), Trust.TRUSTED)
WORDS = HomeWords(Phrases(Translation("id")))
VIEW = HomeView(
    hero=NewsItem(id="n", source="desa", title="Jalan selesai"),
    event=Event(id="e", source="desa", title="Posyandu", starts=MOMENT.now + timedelta(hours=1)),
    counts={Category.NEWS: 12, Category.EVENT: 2},
    fresh={Category.NEWS: 3},
    events_today=2,
    place="Bunga",
)


def test_somebody_who_comes_hears_where_it_is_the_time_and_what_is_new() -> None:
    assert WORDS.entry(VIEW, MOMENT) == ["Info Desa Bunga.", "Pukul 9 pagi.", "3 berita baru."]
    doubtful = replace(MOMENT, trust=Trust.FLOOR)
    assert WORDS.entry(VIEW, doubtful) == ["Info Desa Bunga.", "3 berita baru."]


def test_an_answer_that_nobody_has_heard_is_told_with_where_it_stands() -> None:
    assert WORDS.entry(replace(VIEW, answered=(4,)), MOMENT)[-2:] == [
        "Pertanyaan nomor 4 sudah dijawab.",
        "Jawabannya ada di Layanan.",
    ]


def test_an_urgent_announcement_is_told_to_whoever_comes() -> None:
    assert WORDS.entry(replace(VIEW, urgent=("Air mati di Dusun 1",)), MOMENT)[2] == "Penting: Air mati di Dusun 1."


def test_a_warning_in_force_is_told_on_coming_and_on_its_tile() -> None:
    warned = replace(VIEW, warning=sample_warning("normal", MOMENT.now))
    band = WORDS.entry(warned, MOMENT)[2].rstrip(".")
    assert band == "PERINGATAN, Gempa bumi M 5,6"
    assert band in WORDS.focused(warned, "tile:darurat", MOMENT)[0]


def test_a_tile_says_what_it_holds_and_what_listen_does() -> None:
    press = "Tekan dengarkan untuk membuka."
    assert WORDS.focused(VIEW, "tile:berita", MOMENT) == ["Berita, 12 berita, 3 baru.", press]
    assert WORDS.focused(VIEW, "tile:kegiatan", MOMENT) == ["Kegiatan, 2 hari ini.", press]
    assert WORDS.focused(VIEW, "tile:darurat", MOMENT)[0] == "Darurat, belum diketahui."


def test_cards_and_keys_say_what_they_are() -> None:
    assert WORDS.focused(VIEW, "hero", MOMENT)[0] == "Berita utama: Jalan selesai."
    assert WORDS.focused(VIEW, "event", MOMENT)[0].startswith("Kegiatan berikutnya: Posyandu. Hari ini 10.00")
    assert WORDS.focused(VIEW, "key:search", MOMENT)[0] == "Cari."
    assert WORDS.focused(VIEW, "", MOMENT) == []


def test_each_full_hour_is_made_ahead() -> None:
    assert {"Pukul 12 malam.", "Pukul 11 malam.", "1 berita baru.", "10 berita baru."} <= set(WORDS.standing())
