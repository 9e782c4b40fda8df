from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.learn_letter_e import learn
from kiosk.cli.main import main
from kiosk.speech.phonetics.letter_e import LetterE, letter_e, read_lexicon
from kiosk.speech.phonetics.letter_e_guess import Guesser, readings
from kiosk.speech.phonetics.phonemes import phonemes
from kiosk.speech.phonetics.pronunciation import Pronunciation
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.synthesis.child import printable

FAMILIES = (
    "berkelok",
    "kelokan",
    "mengelak",
    "kémah",
    "déwan",
    "séwa",
    "menyéwa",
    "besar",
    "membesar",
    "télur",
    "beras",
)


OFFICE = (
    "désa", "kepala", "keluarga", "beras", "empat", "dengan", "sékretaris", "bendahara", "présidén", "menteri", "keséhatan",
    "kecamatan", "témpé", "rékening", "senin", "merdéka", "soré", "bésok", "lebih", "bersih", "geréja", "pendidikan",
    "pemerintah", "tervérifikasi",
)  # fmt: skip


@pytest.mark.parametrize("marked", OFFICE)
def test_words_of_offices_have_their_e(marked: str) -> None:
    assert letter_e().marked(marked.replace("é", "e")) == marked


@pytest.mark.parametrize(
    ("word", "marks"),
    [
        ("berkemah", "01"),  # a stem of the lexicon behind a prefix
        ("menyewakan", "01"),  # a sibling, its first letter lost to the prefix
        ("memperbesar", "000"),
        ("dibelokkan", "1"),
        ("merevitalisasi", "01"),  # stands alone
        ("pesekolah", "00"),  # a word that there is not
    ],
)
def test_what_is_not_looked_up_sounds_as_its_siblings(word: str, marks: str) -> None:
    assert letter_e().guessed(word) == marks


def test_what_is_learnt_from_a_few_words_fits_them() -> None:
    lexicon = read_lexicon("# notes\ndésa\nkota\nberas\nkeras\nbésa\nlésa\nteras\n")
    roots = {"lekar": "1"}
    learnt = LetterE(lexicon, lambda: Guesser(lexicon, roots, learn(lexicon, roots)))
    assert learnt.marked("mesa") == "mésa"
    assert learnt.marked("leras") == "leras"


def test_words_are_taken_apart_with_the_letter_that_the_prefix_took() -> None:
    assert {reading.stem for reading in readings("menyewa")} >= {"sewa", "menyewa", "ewa"}


def test_marks_that_stand_in_a_word_are_kept() -> None:
    assert letter_e().marked("lêmbèan") == "lembéan"


@pytest.mark.parametrize(
    ("marked", "sounds"),
    [
        ("désa", "d'Esa"),
        ("empat", "@mp'at"),  # a pepet bears no stress
        ("beras", "b@R2'as"),
        ("keséhatan", "k@sEh'atan"),
        ("énérgi", "En'ERgi"),
        ("sékretaris", "s,EkR2@t'aR2is"),
        ("menyanyi", "m@n^'an^i"),
        ("pemakaian", "p@mak'aI_|an"),
        ("ke", "k@"),
    ],
)
def test_phonemes_are_espeaks(marked: str, sounds: str) -> None:
    assert phonemes(marked) == sounds


def test_only_what_the_voice_would_guess_is_given_as_phonemes() -> None:
    assert Pronunciation().spoken("Rapat desa, dua hari.") == "Rapat [[d'Esa]], dua hari."


def test_words_from_elsewhere_and_letters_are_respelled() -> None:
    assert Pronunciation().spoken("ka te pe lewat WhatsApp") == "ka [[t'E]] [[p'E]] [[l'ewat]] [[w'otsEp]]".replace(
        "l'ewat", phonemes("léwat")
    )


def test_a_local_name_tells_its_own_sound() -> None:
    words = say_words("Rapat di Lembean.", lexicon={"Lembean": "Lêmbéan"})
    assert Pronunciation().spoken(words) == "Rapat di [[l@mb'Ean]]."


def test_english_is_left_to_its_voice() -> None:
    assert Pronunciation().spoken("The meeting", "en") == "The meeting"


@pytest.mark.parametrize("text", ["[[h@'loU]] satu", "[[[h@'loU]]] satu", "[ [h@'loU] ] satu", "]][[ satu"])
def test_brackets_of_a_feed_command_nothing(text: str) -> None:
    assert "[" not in printable(text)
    assert "[" not in Pronunciation().spoken(text)  # nor where the text comes straight to it


@pytest.mark.parametrize("text", ["", "e" * 300, "é" * 41, "eeee", "ñe", "e'e'e", "Ελλάδα e"])
def test_odd_words_have_some_sound_or_are_left(text: str) -> None:
    assert Pronunciation().spoken(text).count("[[") == Pronunciation().spoken(text).count("]]")


@pytest.mark.parametrize(
    ("voice", "language", "printed"),
    [
        ("id", "id", "Rapat [[d'Esa]], h di loU.\n"),
        ("silent", "id", "Rapat desa, h di loU.\n"),
        ("id", "en", "Rapat desa h@loU.\n"),
    ],
)
def test_say_prints_what_the_voice_gets(
    voice: str, language: str, printed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["say", "Rapat desa [[h@loU]].", "--phonemes", "--voice", voice, "--language", language]
    assert main(["--data", str(tmp_path), *words]) == 0
    assert " ".join(capsys.readouterr().out.split()) == printed.strip()


def test_say_knows_the_words_of_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(
        '[speech.lexicon]\nLuwuk = "luwuk"\n"Kmp." = "kampung"\nBPU = "balai pertemuan umum"\n"Tompotika Raya" = "tompotika"\n',
        encoding="utf-8",
    )
    text = "Rapat di BPU Kmp. Baru, Luwuk. Jalan Tompotika Raya ditutup."
    assert main(["--config", str(settings), "--data", str(tmp_path), "say", text, "--words"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Rapat di balai pertemuan umum kampung Baru, luwuk.",
        "Jalan tompotika ditutup.",
    ]


def test_say_speaks_english_by_its_own_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "say", "Rp5.000 at 09.00 WITA", "--words", "--language", "en"]) == 0
    assert capsys.readouterr().out == "5000 rupiah at 09:00 Central Indonesian Time.\n"


def test_the_kiosk_itself_loads_no_lexicon() -> None:
    code = (
        "import sys, kiosk.speech.scheduling.speaker, kiosk.narration.narrator; "
        "print([name for name in sys.modules if 'letter_e' in name or 'pronunciation' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
