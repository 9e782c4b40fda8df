"""What is said to somebody who uses the four buttons and sees nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.display_options import TEXT_SCALES, choices, offered
from kiosk.content.views.shown import AlertView, ListView
from kiosk.core.messages import ButtonPressed, Ending
from kiosk.i18n.translation import Translation, languages
from kiosk.narration.button_guide import HINT_AFTER_S
from kiosk.narration.guide_text import GuideText
from kiosk.pages.table import PAGES
from kiosk.speech.utterance import Prelude
from kiosk.ui.theme.tokens import read_tokens
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.items import Stock


def walk(hall: Hall, *names: str) -> str:
    """Press, and let what was said before come to its end; the words of the last press."""
    for name in names:
        said = len(hall.voice.said)
        hall.press(name)
        assert len(hall.voice.said) == said + 1, f"{name} is not answered by one saying"
        hall.speak_to(0)
        hall.speech_ends()
    return str(hall.words)


@pytest.mark.clause("5.2")
def test_the_first_press_wakes_says_where_one_is_and_sets_the_focus(guided: Hall) -> None:
    assert walk(guided, "next") == (
        "Info Desa Bunga. pukul sembilan lewat empat puluh satu menit pagi. Penting: Air pe de a em mati besok. "
        "delapan berita baru. Berita utama: Berita nol. Tekan dengarkan untuk membuka."
    )
    assert guided.voice.manners[-1].prelude is Prelude.TONE
    assert guided.board.by_buttons


@pytest.mark.clause("11.3.3.2", "12.1.1")
def test_home_says_what_there_is_and_on_home_what_the_buttons_do(guided: Hall) -> None:
    assert walk(guided, "home").endswith(
        "delapan berita baru. Tekan berikutnya untuk memilih. Tahan dengarkan untuk rangkuman hari ini."
    )
    assert walk(guided, "home") == (
        "Ini beranda Info Desa Bunga. Tekan berikutnya atau sebelumnya untuk memilih, dengarkan untuk membuka. "
        "Tahan dengarkan untuk rangkuman hari ini."
    )


@pytest.mark.clause("5.1.3.1", "5.1.6.2", "11.2.1.2", "11.3.2.1")
def test_every_choice_of_home_is_said_and_it_goes_round_with_a_tone(guided: Hall) -> None:
    walk(guided, "home")
    said = [walk(guided, "next").removesuffix(" Tekan dengarkan untuk membuka.") for _ in range(11)]
    assert said == [
        "Berita utama: Berita nol.",
        "Kegiatan berikutnya: Posyandu Melati. Hari ini pukul sepuluh sampai dua belas waktu indonesia tengah.",
        "Berita, delapan berita, delapan baru.",
        "Kegiatan, satu hari ini.",
        "Pengumuman, dua pengumuman, dua baru.",
        "Layanan, satu layanan, satu baru.",
        "Cek hoaks, satu klarifikasi, satu baru.",
        "Darurat, belum tersambung ke be em ka ge.",  # silence is never called safety
        "Cari.",
        "Tampilan: bahasa, ukuran huruf, warna, suara.",
        "Berita utama: Berita nol.",
    ]
    preludes = [manner.prelude for manner in guided.voice.manners[-11:]]
    assert preludes == [Prelude.NONE] * 10 + [Prelude.TONE]


def test_a_list_says_how_many_and_the_first_and_goes_on_over_its_pages_and_round(guided: Hall) -> None:
    walk(guided, "home", "next", "next", "next")
    assert walk(guided, "listen") == "Berita. delapan berita, delapan baru. Pertama: Berita nol."
    assert guided.board.focus == "row:0"
    assert [walk(guided, "next") for _ in range(3)] == [
        "dua dari delapan: Berita satu.",
        "tiga dari delapan: Berita dua.",
        "empat dari delapan: Berita tiga.",
    ]
    assert (view_of(guided.board, ListView).page, guided.board.focus) == (1, "row:0")
    assert walk(guided, *["next"] * 4) == "delapan dari delapan: Berita tujuh."
    assert walk(guided, "next") == "satu dari delapan: Berita nol."
    assert (view_of(guided.board, ListView).page, guided.voice.manners[-1].prelude) == (0, Prelude.TONE)
    assert walk(guided, "previous") == "delapan dari delapan: Berita tujuh."
    assert (view_of(guided.board, ListView).page, guided.voice.manners[-1].prelude) == (2, Prelude.TONE)


def test_an_item_is_read_at_once_and_so_is_the_next(guided: Hall) -> None:
    walk(guided, "home", "next", "next", "next", "listen", "next")
    assert walk(guided, "listen").startswith("Berita satu")
    assert guided.voice.said[-1].id == "berita-1"
    assert walk(guided, "next").startswith("Berita dua")
    assert guided.board.speaking is None  # it was read to its end
    walk(guided, *["next"] * 5)
    assert walk(guided, "next") == "Ini yang terakhir."
    walk(guided, *["previous"] * 7 * 2)  # each has its code before its beginning
    assert walk(guided, "previous") == "Simpan ke ha pe. Tekan dengarkan untuk membuka."
    assert walk(guided, "previous") == "Ini yang pertama."


@pytest.mark.clause("5.1.3.4")
def test_listen_stops_a_reading_and_goes_on_with_it(guided: Hall) -> None:
    walk(guided, "home", "next", "next", "next", "listen")
    guided.press("listen")
    guided.speak_to(0)
    guided.speak_to(2)
    said = len(guided.voice.said)
    guided.press("listen")
    assert guided.board.speaking is None
    guided.speech_ends(Ending.STOPPED)
    guided.press("listen")
    assert (guided.voice.said[-1], guided.voice.starts[-1]) == (guided.voice.said[said - 1], 2)


def test_the_days_are_named_with_their_events(guided: Hall) -> None:
    walk(guided, "home", "next", "next", "next", "next")
    assert (
        walk(guided, "listen")
        == "Kegiatan. Hari ini, Selasa, dua puluh empat November, satu kegiatan. Posyandu Melati."
    )
    assert (
        walk(guided, "next")
        == "empat hari lagi, Sabtu, dua puluh delapan November, satu kegiatan. Tour de Central Celebes."
    )
    assert walk(guided, "listen").startswith("Kegiatan. Sabtu")
    guided.controller.page("events").choose_day(guided.now.date() + timedelta(days=14))
    assert walk(guided, "next") == "Tidak ada kegiatan lagi sesudah ini."


def test_announcements_and_services_are_walked_and_read_one_by_one(guided: Hall) -> None:
    walk(guided, "home", *["next"] * 5)
    assert walk(guided, "listen").startswith("dua pengumuman. Penting: Air")
    assert walk(guided, "next") == "dua dari dua: Kerja bakti saluran air."
    assert "Bawa cangkul" in walk(guided, "listen")
    walk(guided, "home", *["next"] * 6)
    told = "Layanan. satu layanan, satu baru. Pertama: sim keliling. Kamis pukul sembilan sampai dua belas."
    assert walk(guided, "listen") == told
    assert "Kamis" in walk(guided, "listen")


def test_an_empty_list_says_so_and_when_it_was_checked(guided: Hall, stock: Stock) -> None:
    stock([], withdrawn=["hoaks"])
    walk(guided, "home", *["next"] * 7)
    assert walk(guided, "listen") == (
        "Cek hoaks. Belum ada kabar yang diperiksa. Dicek terakhir hari ini, pukul sembilan lewat empat puluh satu menit."
    )
    assert walk(guided, "listen") == "Tekan beranda untuk kembali ke awal."


def test_what_is_stale_says_so_first(guided: Hall) -> None:
    guided.now += timedelta(days=3)
    walk(guided, "home", "next", "next", "next")
    assert walk(guided, "listen").startswith(
        "Berita. Kabar ini tiga hari lalu. Tidak ada internet sejak Selasa. delapan berita"
    )


def test_search_offers_words_that_find_something(guided: Hall) -> None:
    walk(guided, "home", "previous", "previous")
    assert walk(guided, "listen") == "Cari. Ketik di layar, atau pilih saran. sim, satu hasil, Layanan."
    assert walk(guided, "listen").startswith("sim ")
    assert guided.board.screen == "item"


@pytest.mark.clause("5.1.3.12", "5.2", "5.6.1")
def test_language_size_colours_and_volume_are_chosen_by_ear(guided: Hall) -> None:
    walk(guided, "home", "previous")
    assert walk(guided, "listen") == "Tampilan dan suara. Bahasa: Indonesia, sedang dipakai."
    for choice in choices(guided.board.languages, headset=False):
        assert guided.board.focus == choice.spot
        walk(guided, "next")
    assert guided.board.focus == choices(guided.board.languages, headset=False)[0].spot  # round
    walk(guided, "next", "listen")
    assert (guided.board.language, guided.words) == ("en", "Language: English.")
    while guided.board.focus != f"option:{TEXT_SCALES[1]}":
        walk(guided, "next")
    assert walk(guided, "listen") == "Text size: large."
    assert guided.board.text_scale == TEXT_SCALES[1]
    while guided.board.focus != "option:louder":
        walk(guided, "next")
    walk(guided, "listen")
    assert (guided.voice.volume, guided.board.volume) == (90, 90)
    assert walk(guided, "home").startswith("Village Info Bunga.")
    assert not guided.board.sheet


def test_ten_seconds_of_silence_bring_one_hint(guided: Hall) -> None:
    walk(guided, "home", "next")
    said = len(guided.voice.said)
    guided.wait(HINT_AFTER_S - 1)
    assert len(guided.voice.said) == said
    guided.wait(1)
    assert guided.words == "Tekan berikutnya atau sebelumnya untuk memilih, dengarkan untuk membuka."
    guided.speech_ends()
    guided.wait(30)
    assert len(guided.voice.said) == said + 1


def test_nothing_is_hinted_while_something_is_read_or_to_fingers(guided: Hall) -> None:
    walk(guided, "home", "next")
    guided.press("listen")
    guided.speak_to(0)
    said = len(guided.voice.said)
    guided.wait(60)
    assert len(guided.voice.said) == said
    guided.controller.visit.touched()
    guided.speech_ends()
    guided.wait(20)
    assert len(guided.voice.said) == said


@pytest.mark.clause("11.2.2.1")
def test_still_here_is_spoken_and_listen_goes_on_reading(guided: Hall) -> None:
    walk(guided, "home", "next", "next", "next", "listen")
    guided.press("listen")
    guided.speak_to(0)
    guided.speak_to(1)
    guided.press("listen")
    guided.speech_ends(Ending.STOPPED)
    guided.wait(20)  # a hint
    guided.speech_ends()
    guided.wait(130)
    assert guided.board.seconds_left == 20
    assert guided.words == "Masih di sini? Tekan tombol apa saja."
    guided.wait(1)  # the question is no activity of the visitor's
    assert guided.board.seconds_left == 19
    guided.press("listen")
    assert guided.board.seconds_left == 0
    assert guided.voice.said[-1].id == "berita-0"
    assert guided.board.screen == "item"


@pytest.mark.parametrize("verb", ["previous", "next", "home"])
def test_any_other_button_stays_and_does_nothing_else(guided: Hall, verb: str) -> None:
    walk(guided, "home", "next", "next", "next", "listen")
    guided.wait(76)
    assert guided.board.seconds_left
    focus = guided.board.focus
    assert walk(guided, verb) == "Silakan lanjut."
    assert (guided.board.screen, guided.board.focus, guided.board.seconds_left) == ("news", focus, 0)


def test_holding_listen_is_the_bulletin_from_its_beginning_from_anywhere(guided: Hall) -> None:
    walk(guided, "home", "next", "next", "next", "listen", "listen")
    guided.controller.handle(ButtonPressed("listen"))
    guided.seconds += 1
    guided.controller.buttons.act_on_held()
    assert guided.board.screen == "home"
    assert guided.voice.said[-1].id == "bulletin"
    assert guided.board.speaking is not None


def test_a_finger_ends_the_speaking_guide(guided: Hall) -> None:
    guided.press("home")
    stops = guided.voice.stops
    guided.controller.visit.touched()
    assert guided.voice.stops == stops + 1
    guided.controller.navigation.open_category("berita")
    assert len(guided.voice.said) == 1  # fingers are not told where they are


def test_the_kiosks_own_words_do_not_lengthen_the_visit(guided: Hall) -> None:
    guided.press("home")
    guided.speak_to(0)
    guided.wait(75)
    assert guided.board.seconds_left == 20


@pytest.mark.clause("5.1.5")
def test_a_voice_that_fails_is_told_on_the_screen_and_the_buttons_work(guided: Hall) -> None:
    guided.press("home")
    guided.speech_ends(Ending.FAILED)
    assert guided.board.notice == "Suara belum bisa diputar. Silakan baca di layar."
    guided.press("next", "next", "next", "listen")
    assert guided.board.screen == "news"


def quake(**changes: Any) -> AlertView:
    made = AlertView(
        id="gempa-1",
        severity=Severity.AWAS,
        hazard=Hazard.QUAKE,
        magnitude=5.6,
        place="32 km barat daya Luwuk",
        source="BMKG",
        tsunami="Tidak berpotensi tsunami.",
    )
    return replace(made, **changes)


@pytest.mark.clause("5.1.3.1", "5.1.3.4")
def test_a_warning_is_walked_step_by_step_repeated_and_understood(guided: Hall) -> None:
    guided.controller.alerts.tell([quake()])
    assert guided.board.screen == "alert"
    assert walk(guided, "next").startswith("satu: ")
    assert walk(guided, "next").startswith("dua: ")
    whole = walk(guided, "listen")
    assert "magnitudo lima koma enam" in whole
    assert whole.index("berlindung") < whole.index("magnitudo") < whole.index("tsunami") < whole.index("Keluar")
    assert whole.index("Keluar") < whole.index("susulan") < whole.index("Luwuk") < whole.index("Sumber")
    assert walk(guided, "listen") == whole  # from the start
    guided.press("home")
    assert guided.board.screen == "idle"
    guided.press("home")
    assert "Gempa bumi" in guided.words  # it is still in force


def test_a_drill_is_said_to_be_one_before_all_else(guided: Hall) -> None:
    guided.controller.alerts.tell([quake(drill=True)])
    assert walk(guided, "listen").startswith("Ini simulasi, hanya latihan, bukan kejadian nyata.")


def test_the_first_run_says_its_steps(guided: Hall, tmp_path: Path) -> None:
    new = type(guided)(tmp_path, guided.settings, guided=True, screen="first-run")
    assert walk(new, "next").startswith("Langkah dua dari enam. ")
    assert "lewati" in walk(new, "next")
    assert walk(new, "previous").startswith("Langkah dua dari enam. ")
    new.close()


def test_the_choices_are_those_of_the_sheet() -> None:
    scales = read_tokens().text_scales
    assert (scales["biasa"], scales["besar"], scales["sangat_besar"]) == TEXT_SCALES
    assert {choice.value for choice in choices(offered(), headset=False) if choice.kind == "language"} <= set(
        languages()
    )


@pytest.mark.clause("5.1.3.1")
@pytest.mark.parametrize("language", languages())
def test_every_language_has_words_for_every_screen(guided: Hall, language: str) -> None:
    guide = GuideText(guided.board, Translation(language), {}, pages=PAGES)
    for category in ("berita", "kegiatan", "pengumuman", "layanan", "klarifikasi", "darurat"):
        guided.controller.home()
        guided.controller.navigation.open_category(category)
        assert guide.utterance([*guide.entry(), *guide.current_hint(), *guide.question()]).sentences


def test_a_hoax_check_says_its_verdict_before_its_claim(guided: Hall) -> None:
    guided.controller.navigation.open_category("klarifikasi")
    said = walk(guided, "next")
    assert "Salah. Tsunami besok malam? Kabar yang beredar: Besok malam ada tsunami." in said


@pytest.mark.clause("5.1.3.9", "5.1.3.11")
def test_a_headset_is_chosen_by_ear_and_its_volume(guided: Hall) -> None:
    guided.board.headset = True
    walk(guided, "home", "previous", "listen")
    while guided.board.focus != "option:headset":
        walk(guided, "next")
    assert guided.words == "Suara: saya saja."
    assert walk(guided, "listen") == "Hanya Anda yang mendengar."
    assert guided.voice.alone
    walk(guided, "previous", "listen")
    assert guided.voice.volume == guided.board.volume > guided.settings.speech.volume
    walk(guided, "next")
    assert walk(guided, "listen") == "Semua orang mendengar."
    assert not guided.voice.alone
