"""Warnings in words: the same for the screen and the voice."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.alerts.ranking import for_band
from kiosk.alerts.spoken import alert_lines, alert_once_more
from kiosk.alerts.steps import PART, parts, steps
from kiosk.alerts.text import HEADING_ICONS, KIND_ICONS, AlertWords
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.ui.theme.tokens import read_tokens
from tests.gallery.samples.warnings import sample_warning

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=timezone(timedelta(hours=8)))
LONGEST = 72  # characters of a step: three lines of a card


def worded(alert: AlertView, language: str = "id", trust: Trust = Trust.TRUSTED) -> AlertWords:
    return AlertWords(alert, Moment(NOW, trust), Phrases(Translation(language)))


def test_an_earthquake_reads_from_its_kind_to_its_source() -> None:
    words = worded(sample_warning("normal", NOW))
    assert (words.heading, words.advice) == ("PERINGATAN", "Waspadai gempa susulan")
    assert (words.kind, words.magnitude) == ("Gempa bumi", "M 5,6")
    assert words.when == "Hari ini pukul 09.38 WITA"
    assert words.source == "Sumber: BMKG (contoh) · diterima 09.39"
    assert words.band == "PERINGATAN · Gempa bumi M 5,6"
    assert worded(sample_warning("normal", NOW), "en").magnitude == "M 5.6"


def test_a_late_one_says_so_first() -> None:
    words = worded(sample_warning("late", NOW))
    assert words.advice == "Dikeluarkan 3 jam lalu"
    assert "3 jam" not in worded(sample_warning("late", NOW), trust=Trust.FLOOR).advice  # who knows how long ago


def test_the_end_is_never_called_safe() -> None:
    words = worded(sample_warning("ended", NOW))
    told = " ".join([words.heading, words.advice, words.call, words.when, *(step.words for step in words.steps)])
    assert words.heading == "PERINGATAN BERAKHIR"
    assert "aman" not in told.lower().split()


def test_what_merely_ran_out_was_ended_by_nobody() -> None:
    ended = sample_warning("ended", NOW)
    assert worded(ended).advice == "Diakhiri oleh BMKG (contoh)"
    ran_out = worded(replace(ended, expired=True))
    assert (ran_out.advice, ran_out.call) == ("Masa berlakunya sudah habis", "Belum ada yang menyatakan aman")


def test_a_drill_says_so_on_the_screen_and_in_the_band() -> None:
    words = worded(sample_warning("drill", NOW))
    assert words.drill == "SIMULASI · BUKAN KEJADIAN NYATA"
    assert words.band.startswith("SIMULASI · AWAS")
    assert worded(sample_warning("normal", NOW)).drill == ""


def test_what_lasts_says_until_when() -> None:
    assert worded(sample_warning("weather", NOW)).when == "Berlaku sampai hari ini 12.00 WITA"


@pytest.mark.parametrize("trust", [Trust.FLOOR, Trust.UNKNOWN])
def test_nothing_is_called_today_by_a_clock_that_nobody_vouches_for(trust: Trust) -> None:
    assert worded(sample_warning("normal", NOW), trust=trust).when == "24 Nov pukul 09.38 WITA"


@pytest.mark.parametrize("language", ["id", "en", "bgz"])
@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("hazard", list(Hazard))
def test_each_hazard_has_three_short_steps_with_icons(hazard: Hazard, severity: Severity, language: str) -> None:
    icons = read_tokens().icons
    alert = AlertView(id="a", severity=severity, hazard=hazard)
    for each in (alert, replace(alert, ended=True)):
        told = steps(each, Translation(language).gettext)
        assert len({step.words for step in told}) == 3
        assert all(step.icon in icons for step in told)
        assert all(0 < len(step.words) <= (LONGEST if language != "en" else LONGEST + 12) for step in told)
        assert worded(each, language).kind
        assert KIND_ICONS[hazard] in icons
        assert HEADING_ICONS[each.tone] in icons


def test_what_the_office_writes_is_said_whole_and_takes_the_place_of_our_steps() -> None:
    office = sample_warning("office", NOW)
    words = worded(office)
    assert words.band == "AWAS · Banjir di Sungai Bunga"
    told = " ".join(alert_lines(words))
    first, _, then = office.said.partition(". ")
    assert f"AWAS. {first}. Banjir di Sungai Bunga. {then}" in told
    assert steps(office, Translation("id").gettext)[0].words not in told
    assert words.call not in told
    assert " ".join(words.issuer_words) == office.said
    assert "Dengar, air naik." in " ".join(alert_lines(worded(replace(office, speech="Dengar, air naik."))))
    for without in (replace(office, said=" "), replace(office, ended=True)):
        assert worded(without).issuer_words == ()
        assert worded(without).steps[0].words in " ".join(alert_lines(worded(without)))


def test_a_long_text_is_shown_in_parts_of_whole_sentences() -> None:
    text = " ".join(f"Kalimat nomor {number} tentang air yang naik di sungai kita." for number in range(40))
    found = parts(replace(sample_warning("office", NOW), said=text))
    assert " ".join(found) == text
    assert all(len(part) <= PART for part in found)
    assert all(part.endswith(".") for part in found)
    assert all(len(part) <= PART for part in parts(replace(sample_warning("office", NOW), said="a" * 5_000)))


def test_a_small_tsunami_keeps_people_off_the_beach_and_a_great_one_sends_them_up() -> None:
    def first(severity: Severity) -> str:
        alert = AlertView(id="a", severity=severity, hazard=Hazard.TSUNAMI)
        return steps(alert, Translation("id").gettext)[0].words

    assert first(Severity.AWAS) == first(Severity.SIAGA) == "Lari ke tempat tinggi sekarang."
    assert first(Severity.WASPADA) == "Jauhi pantai dan tepi sungai."


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("hazard", list(Hazard))
def test_no_step_of_a_late_warning_says_now(hazard: Hazard, severity: Severity) -> None:
    alert = AlertView(id="a", severity=severity, hazard=hazard, sent=NOW - timedelta(hours=5), received=NOW, meet="SDN")
    assert alert.late is not None
    assert not any("sekarang" in step.words for step in steps(alert, Translation("id").gettext))


@pytest.mark.parametrize(
    ("minutes", "trust", "told"),
    [(1, Trust.TRUSTED, False), (5 * 60, Trust.TRUSTED, False), (5 * 60, Trust.FLOOR, True), (1, Trust.FLOOR, False)],
)
def test_voice_says_when_it_came_only_where_that_is_late_and_nothing_else_tells_it(
    minutes: int, trust: Trust, told: bool
) -> None:
    sent = NOW - timedelta(minutes=minutes)
    words = worded(replace(sample_warning("normal", NOW), sent=sent, received=NOW), trust=trust)
    assert ("diterima" in " ".join(alert_lines(words))) is told
    assert "diterima" in words.source


def test_voice_says_the_end_as_the_clock_is_told_and_midnight_by_its_day() -> None:
    weather = sample_warning("weather", NOW)
    for ends, said in (
        (NOW.replace(hour=16, minute=0), "pukul 4 sore hari ini"),
        (NOW.replace(hour=7, minute=30) + timedelta(days=1), "pukul 7.30 pagi besok"),
        (NOW.replace(hour=0, minute=0) + timedelta(days=1), "hari ini"),
    ):
        assert f"Berlaku sampai {said}." in alert_lines(worded(replace(weather, ends=ends)))


def test_bare_time_has_its_verb() -> None:
    quake = sample_warning("normal", NOW)
    for alert, said in (
        (quake, "Gempa terjadi pukul 9.38 pagi hari ini."),
        (replace(quake, magnitude=0.0, sent=quake.starts), "Dikeluarkan pukul 9.38 pagi hari ini."),
        (replace(quake, magnitude=0.0, sent=NOW - timedelta(minutes=9)), "Berlaku mulai pukul 9.38 pagi hari ini."),
    ):
        assert said in alert_lines(worded(alert))


def test_what_nobody_has_checked_is_never_told_as_a_warning() -> None:
    rumour = sample_warning("unchecked", NOW)
    words = worded(rumour)
    assert (words.heading, words.band) == ("KABAR BELUM DIPERIKSA", "BELUM DIPERIKSA · Banjir")
    assert words.call == "SMS 0812 0000 0001 (contoh) menulis:"
    assert words.issuer_words[0].startswith("“Air Sungai Bunga")
    again = alert_once_more(words, Translation("id").gettext)
    assert again[1] == "BELUM DIPERIKSA, MUNGKIN KELIRU."
    assert worded(replace(rumour, said="تحذير من فيضان")).issuer_words == ("Tulisan pesan ini tidak bisa ditampilkan.",)


def test_band_names_a_real_warning_before_what_nobody_has_checked() -> None:
    real = replace(sample_warning("caution", NOW), starts=NOW - timedelta(hours=2))
    assert for_band([sample_warning("unchecked", NOW), real]) == real
