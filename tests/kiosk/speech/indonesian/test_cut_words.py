"""Words cut short as in messages: what is learned reads what it has not seen, and what is no such word stays."""

from __future__ import annotations

import time
from importlib import resources

import pytest

from deploy.learn_cut_words import learned, pairs, share_read
from kiosk.speech.indonesian.cut_words import costs, whole_word
from kiosk.speech.script.normaliser import say_words


def test_learned_half_reads_the_other_half() -> None:
    found = pairs()
    assert len(found) >= 600
    assert share_read(learned(found[::2]), found[1::2]) >= 0.8
    assert share_read(learned(found[1::2]), found[::2]) >= 0.8


def test_costs_are_those_that_the_pairs_give() -> None:
    assert {kind: (f"{kept:.2f}", f"{left:.2f}") for kind, (kept, left) in learned(pairs()).items()} == {
        kind: (f"{kept:.2f}", f"{left:.2f}") for kind, (kept, left) in costs().items()
    }


def test_table_is_small() -> None:
    assert len((resources.files("kiosk.speech.indonesian.senses") / "frequent_words.txt").read_bytes()) <= 300_000


@pytest.mark.parametrize(
    ("cut", "word"),
    [
        ("pndftrn", "pendaftaran"),
        ("kbakaran", "kebakaran"),
        ("pnyluhan", "penyuluhan"),
        ("hrgx", "harganya"),
        ("brapa", "berapa"),
        # two words are near each other, or the token is one
        ("prh", ""),
        ("tnah", ""),
        ("brand", ""),
        ("ktp", ""),
        ("npwp", ""),
    ],
)
def test_whole_word_leads_or_none_is_told(cut: str, word: str) -> None:
    assert whole_word(cut) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("yg mrasa khilangan dmpet hub sy", "yang merasa kehilangan dompet hubungi saya"),
        ("air sngai mluap smpe lutut", "air sungai meluap sampai lutut"),
        ("Bsk ada pnyluhan di balai dsa", "besok ada penyuluhan di balai desa"),
        ("wrga2 skalian mhn hdir", "warga-warga sekalian mohon hadir"),
        ("org2 dtg k kantor, bpk2 d balai", "orang-orang datang ke kantor, bapak-bapak di balai"),
        ("kursi yg lm sm meja yg br", "kursi yang lama sama meja yang baru"),
        ("mdh2an cpt smbuh, sy doakn", "mudah-mudahan cepat sembuh, saya doakan"),
        ("kpl feri blm dtg krn ombak", "kapal feri belum datang karena ombak"),
        # English stays
        ("tlg isi forms yg sy kirim", "tolong isi forms yang saya kirim"),
        # nothing else tells of a message
        ("Pesan tkt pesawat", "Pesan te ka te pesawat"),
        ("risiko rsk tinggi", "risiko er es ka tinggi"),
        # names, acronyms, units, addresses and amounts are left
        ("Jgn lupa bawa ktp dan npwp", "jangan lupa bawa ka te pe dan en pe we pe"),
        ("yg dtg pak rdwan dan bu srti", "yang datang pak rdwan dan bu srti"),
        ("tlg kirim 5 krg ke rmh sy", "tolong kirim lima karung ke rumah saya"),
    ],
)
def test_message_is_said_in_words(text: str, words: str) -> None:
    assert say_words(text).lower().replace("-", " ") == words.lower().replace("-", " ")


@pytest.mark.attack(
    "what comes in",
    "a message of long rows of consonants, each to be taken for a word",
    "tokens of more than 20 letters are not searched",
)
def test_rows_of_consonants_take_no_time() -> None:
    text = "yg jgn " + " ".join("bcdfghjklmnpqrstvwxz"[n % 7 :] * (1 + n % 9) for n in range(300))
    start = time.process_time()
    say_words(text)
    assert time.process_time() - start < 2
