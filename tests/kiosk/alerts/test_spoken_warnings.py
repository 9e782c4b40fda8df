"""What is said of each sample warning: the texts of spoken_warnings.txt, and what holds for all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.alerts.spoken import alert_lines
from kiosk.alerts.steps import hazard_steps
from kiosk.alerts.text import AlertWords
from kiosk.content.views.shown import AlertView
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from tests.hostile.strings import own
from tests.kiosk.alerts.spoken_samples import DOES, DRILL, MOMENT, OLD, OVER, Sample, samples, spoken, table

GOLDEN = Path(__file__).with_name("spoken_warnings.txt")
SAMPLES = list(samples())
IN_FORCE = [each for each in SAMPLES if each.fate != OVER and not each.view.unchecked]
ENDED = [each for each in SAMPLES if each.fate == OVER]
UNCHECKED = [each for each in SAMPLES if each.view.unchecked]
_ = Translation("id").gettext
DRILL_SAID = "Ini simulasi, hanya latihan, bukan kejadian nyata."
DOUBT = "belum diperiksa, mungkin keliru."
NOT_SAFE = "Belum ada yang menyatakan aman."
SEVERITIES = ("awas.", "peringatan.", "waspada.", "info.")
ALARMS = re.compile(
    r"\b(?:awas|lari\w*|segera|sekarang|berpotensi|evakuasi|mengungsi|pindah|naik ke|berlindung)\b", re.IGNORECASE
)


def by_name(sample: Sample) -> str:
    return sample.name


def alarms() -> set[str]:
    """All sentences that tell people to do something while a warning holds."""
    told = {step.words for hazard in Hazard for severity in Severity for step in hazard_steps(hazard, severity, _)}
    return {sentence for words in told for sentence in spoken([words])}


def test_golden_texts() -> None:
    """Somebody reads each change of them; `python -m tests.kiosk.alerts.spoken_samples` writes them anew."""
    assert table(SAMPLES) == GOLDEN.read_text("utf-8")
    assert {(each.fate, each.kind) for each in SAMPLES} == set(DOES)
    assert len(SAMPLES) == 96


@pytest.mark.parametrize("sample", IN_FORCE, ids=by_name)
def test_what_to_do_stands_first(sample: Sample) -> None:
    order = spoken([sample.order or sample.words.steps[0].words])
    for said in (sample.said(), sample.once_more()[1:]):
        if sample.fate == DRILL:
            assert said.pop(0) == DRILL_SAID
        assert said.pop(0) in SEVERITIES
        if sample.issuer == "SMS" and said[: len(order)] != order:  # the text had no room for its step: ours is said
            order = spoken([sample.words.steps[0].words])
        assert said[: len(order)] == order


@pytest.mark.parametrize("sample", IN_FORCE, ids=by_name)
def test_no_figure_no_source_and_no_time_stands_before_all_that_is_to_be_done(sample: Sample) -> None:
    said = sample.said()
    last = (
        max(said.index(sentence) for step in sample.words.steps for sentence in spoken([step.words]))
        if not sample.order
        else 1
    )
    for sentence in said[: last + 1]:
        assert "Sumber" not in sentence
        assert "pukul" not in sentence
        assert "kilometer" not in sentence


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_a_magnitude_is_the_earthquakes(sample: Sample) -> None:
    for text in (" ".join(sample.said()), " ".join(sample.once_more())):
        assert all(before.lower() == "gempa bumi" for before in re.findall(r"(\S+ \S+) magnitudo", text))
    number = sample.words.magnitude
    if number:
        assert f"Gempa bumi {number}" in sample.words.cause[-1] or sample.fate == OVER
    assert number not in sample.words.band or not number or sample.view.hazard is Hazard.QUAKE


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_aftershocks_are_spoken_of_only_when_an_earthquake_was_named(sample: Sample) -> None:
    text = " ".join(sample.said()).lower()
    assert "susulan" not in text.partition("gempa bumi")[0]


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.fate == OLD], ids=by_name)
def test_late_warning_says_when_it_was_issued_and_nothing_of_a_shaking_that_is_over(sample: Sample) -> None:
    text = " ".join(sample.said())
    assert "Peringatan ini dikeluarkan lima jam lalu dan masih berlaku." in text
    assert sample.order or "sekarang" not in text
    assert "berguncang" not in text
    assert "terlambat" not in text


def test_repetition_of_an_earthquake_asks_nobody_whether_it_still_shakes() -> None:
    (live,) = [each for each in SAMPLES if each.name == "live, quake, BMKG"]
    assert "Masih berguncang?" in live.said()
    later = replace(MOMENT, now=MOMENT.now.replace(minute=30))
    words = AlertWords(live.view, later, Phrases(Translation("id")))
    assert not any("berguncang" in line for line in alert_lines(words))
    assert len(words.steps) == len(live.words.steps)


@pytest.mark.parametrize("sample", ENDED, ids=by_name)
def test_end_of_a_warning_holds_nothing_that_sounds_like_an_alarm(sample: Sample) -> None:
    over = "Sudah tidak berlaku lagi" if sample.view.expired else "Sudah berakhir"
    for said in (sample.said(), sample.once_more()[1:]):
        assert said[0].startswith(f"{over}: peringatan ")
        assert (said[1] == NOT_SAFE) is sample.view.expired
        assert not alarms().intersection(said)
        for sentence in said:
            assert not ALARMS.search(sentence), sentence
        told = " ".join(sentence for sentence in said if sentence != NOT_SAFE)
        assert not {"aman", "berpotensi"}.intersection(re.findall(r"\w+", told.lower()))


@pytest.mark.parametrize("sample", ENDED, ids=by_name)
def test_who_ended_it_and_when_is_said_after_all_that_is_to_be_done(sample: Sample) -> None:
    said = sample.said()
    told = "Masa berlakunya sudah habis" if sample.view.expired else "Diakhiri oleh "
    (at,) = [place for place, sentence in enumerate(said) if sentence.startswith(told)]
    assert said[at].endswith("pukul sebelas lewat lima puluh dua menit siang hari ini.")
    last = spoken([sample.words.steps[-1].words])[-1]
    assert said.index(last) + 1 == at
    assert said[at + 1 :] == (["Sumber: be em ka ge."] if sample.view.expired else [])


@pytest.mark.parametrize("sample", ENDED, ids=by_name)
def test_repetition_of_an_end_keeps_what_is_to_be_done_first_after_it(sample: Sample) -> None:
    first = spoken([sample.words.steps[0].words])
    assert sample.once_more()[-len(first) :] == first


@pytest.mark.parametrize("sample", [each for each in IN_FORCE if not each.order], ids=by_name)
def test_repetition_keeps_the_way_to_the_assembly_point(sample: Sample) -> None:
    again = sample.once_more()
    words = [step.words for step in sample.words.steps]
    (point, *_more) = (*(place for place, each in enumerate(words) if "Berkumpul di " in each), 0)
    told = spoken(words[: point + 1])
    start = again.index(told[0])
    assert again[start : start + len(told)] == told
    if "Masih berguncang?" in told:
        assert "Keluar." in told


@pytest.mark.parametrize("hazard", list(Hazard))
def test_no_step_after_the_end_waits_for_who_ended_it(hazard: Hazard) -> None:
    view = AlertView(id="a", severity=Severity.AWAS, hazard=hazard, ended=True, source="BPBD")
    told = [step.words for step in AlertWords(view, MOMENT, Phrases(Translation("id"))).steps]
    assert not any(re.search(r"(?:sampai|setelah|sebelum) (?:BPBD|BMKG|PVMBG|kantor)", words) for words in told)


@pytest.mark.parametrize("hazard", list(Hazard))
def test_each_hazard_has_its_own_steps_after_its_end(hazard: Hazard) -> None:
    view = AlertView(
        id="a", severity=Severity.AWAS, hazard=hazard, ended=True, source="BMKG", event="Lari! Berpotensi tsunami!"
    )
    words = AlertWords(view, MOMENT, Phrases(Translation("id")))
    told = [step.words for step in words.steps]
    others = {
        AlertWords(replace(view, hazard=other), MOMENT, Phrases(Translation("id"))).steps[0].words
        for other in Hazard
        if other is not hazard
    }
    assert told[0] not in others
    assert not any(ALARMS.search(line) for line in told)
    assert hazard_steps(hazard, Severity.AWAS, _)[0].words not in told


def test_issuers_own_name_of_what_people_flee_from_is_not_said_of_its_end() -> None:
    """An event such as this one would be heard as an alarm."""
    for hazard in (Hazard.TSUNAMI, Hazard.FLOOD, Hazard.FIRE, Hazard.OTHER):
        view = AlertView(
            id="a", severity=Severity.AWAS, hazard=hazard, ended=True, event="LARI! Air datang!", source="BPBD"
        )
        lines = alert_lines(AlertWords(view, MOMENT, Phrases(Translation("id"))))
        assert not any("lari" in line.lower() for line in lines)
        assert lines[0].startswith("Sudah berakhir: peringatan ")


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.fate == OLD], ids=by_name)
def test_late_warning_says_once_when_it_was_issued(sample: Sample) -> None:
    assert " ".join(sample.said()).lower().count("dikeluarkan") == 1


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.name == "late, quake, BMKG"], ids=by_name)
def test_hours_after_an_earthquake_only_who_has_a_damaged_house_goes_to_the_assembly_point(sample: Sample) -> None:
    said = sample.said()
    (at,) = [place for place, each in enumerate(said) if each.startswith("Berkumpul di ")]
    assert said[at - 1] == "Rumah rusak?"
    (live,) = [each for each in SAMPLES if each.name == "live, quake, BMKG"]
    assert "Rumah rusak?" not in live.said()


@pytest.mark.parametrize("severity", list(Severity))
def test_wave_is_never_said_as_if_it_had_come(severity: Severity) -> None:
    view = AlertView(id="a", severity=severity, hazard=Hazard.TSUNAMI, source="BMKG")
    said = spoken(alert_lines(AlertWords(view, MOMENT, Phrases(Translation("id")))))
    assert "Bisa terjadi tsunami." in said
    assert "Tsunami." not in said


def test_end_of_a_small_wave_sends_nobody_to_high_ground() -> None:
    """Show that no one is sent to high ground, since a small wave's steps were to keep away from the beach."""
    view = AlertView(id="a", severity=Severity.WASPADA, hazard=Hazard.TSUNAMI, source="BMKG", ended=True)
    told = [step.words for step in AlertWords(view, MOMENT, Phrases(Translation("id"))).steps]
    assert told[0] == "Tetap jauhi pantai dan tepi sungai sampai petugas mengizinkan."
    assert not any("tempat tinggi" in words for words in told)


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.issuer == "hall"], ids=by_name)
def test_hall_is_named_in_full(sample: Sample) -> None:
    """Show that the hall's full name is spoken: "Sumber: Kim Bunga" sounded like a person's name."""
    text = " ".join(sample.said())
    assert "Kelompok Informasi Masyarakat Bunga" in text
    assert not re.search(r"\bkim\b", text, re.IGNORECASE)


@pytest.mark.parametrize("sample", UNCHECKED, ids=by_name)
def test_what_nobody_has_checked_says_so_before_and_after_the_message_and_names_the_sender(sample: Sample) -> None:
    said = sample.said()
    ask = "Bersiaplah, dan tanyakan ke kantor desa sebelum meneruskannya."
    assert said[:3] == [DOUBT, ask, "Isi pesannya."]
    assert said[-2].startswith("Pengirim: nol delapan satu dua, ")
    assert said[-1] == DOUBT, "the last that is heard is no order of somebody whom nobody knows"
    assert not set(SEVERITIES).intersection(said)


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.fate == DRILL], ids=by_name)
def test_drill_says_so_before_and_after_what_is_to_be_done(sample: Sample) -> None:
    said = sample.said()
    assert (said[0], said[-1]) == (DRILL_SAID, DRILL_SAID)
    assert (sample.once_more()[1], sample.once_more()[-1]) == (DRILL_SAID, DRILL_SAID)
    ended = AlertWords(replace(sample.view, ended=True), MOMENT, Phrases(Translation("id")))
    for lines in (ended.spoken, ended.brief):
        assert lines[0] == lines[-1] == "Ini simulasi, hanya latihan, bukan kejadian nyata"


@pytest.mark.parametrize(
    "sample", [each for each in SAMPLES if each.issuer == "other host" and each.fate != OVER], ids=by_name
)
def test_unsigned_description_stands_beside_the_unsigned_instruction_and_both_say_that_nobody_signed(
    sample: Sample,
) -> None:
    (signed,) = [
        each for each in SAMPLES if (each.fate, each.kind, each.issuer) == (sample.fate, sample.kind, "office")
    ]
    assert sample.view.said == signed.view.said
    assert sample.words.issuer_words == signed.words.issuer_words
    assert sample.words.credit == "Sumber: BPBD Banggai, tanpa tanda tangan kantor"
    assert signed.words.credit == "Sumber: BPBD Banggai"
    said = sample.said()
    assert said.index("Peringatan ini belum dipastikan petugas.") + 1 == said.index("Sumber: be pe be de Banggai.")
    assert not any("tanda tangan" in sentence for sentence in said)
    assert "Peringatan ini belum dipastikan petugas." not in signed.said()


def test_whatever_an_issuer_writes_the_severity_is_said_first() -> None:
    plain = AlertView(id="a", severity=Severity.AWAS, hazard=Hazard.FLOOD, source="BPBD")
    for text in (*own(120, seed=47), " ", ".", "…", "\u200b", "\n\n.\n", "Lari!\u2028Air!"):
        for view in (
            *(replace(plain, said=text), replace(plain, said="Naik.", speech=text), replace(plain, known=text)),
            *(replace(plain, event=text), replace(plain, unchecked=True, said=text)),
            *(replace(plain, ended=True, event=text), replace(plain, ended=True, place=text, hazard=Hazard.RAIN)),
        ):
            lines = alert_lines(AlertWords(view, MOMENT, Phrases(Translation("id"))))
            assert lines[0].startswith(("AWAS.", "BELUM DIPERIKSA, MUNGKIN KELIRU.", "Sudah berakhir: peringatan "))
            assert all(line.strip() for line in lines)
            assert len(lines) > 1
