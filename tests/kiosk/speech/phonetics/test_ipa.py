"""Words in the signs that the neural voice is given: no sound is lost on the way."""

from __future__ import annotations

import string

import pytest

from kiosk.speech.phonetics.ipa import PAUSES, SIGNS, STRESSES, ipa, signs
from kiosk.speech.phonetics.phonemes import SOUNDS, sounds_of
from kiosk.speech.phonetics.pronunciation import Pronunciation
from kiosk.speech.synthesis.kokoro_voice import TOKENS


def test_every_sound_has_a_sign_and_every_sign_a_token() -> None:
    assert set(SIGNS) >= SOUNDS
    needed = {sign for signs_ in SIGNS.values() for sign in signs_} | {*STRESSES.values(), *PAUSES, " "}
    assert needed <= set(TOKENS)
    assert len(set(TOKENS.values())) == len(TOKENS)


def test_every_pair_of_letters_is_made_of_known_sounds() -> None:
    """Show that any two letters side by side in a word give known sounds."""
    letters = [*string.ascii_lowercase, "é", "ng", "ny", "sy", "kh", "gh", "ai", "au", "oi"]
    for first in letters:
        for second in letters:
            for word in (first + second, f"ba{first}{second}an", f"{first}{second}é"):
                assert sounds_of(word)
                assert set(signs(word)) <= set(TOKENS), word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Warga desa.", "wˈarɡa dˈɛsa."),
        ("jangan, hujan!", "ʤˈaŋan, hˈuʤan!"),
        ("syarat khusus", "ʃˈarat xˈusus"),
        ("nyiur; cucu", "ɲˈiur; ʧˈuʧu"),
        ("pulau Banggai", "pˈulaw bˈaŋɡaj"),
        ("di balai dan yang lain", "di bˈalaj dan jaŋ lˈajn"),
        ("Toili, amboi", "toˈili, ˈamboj"),
        ("José Müller", "ʤˈosɛ mˈulər"),
        ("satu – dua… tiga", "sˈatu, dˈua, tˈiɡa"),
        ("Søren Łódź", "sˈɔrɛn lˈodz"),
        ("hepatitis b.", "hˌɛpatˈitis bˈɛ."),
        ("مرحبا", ""),
        ("- ( ) / @", ""),
        (", . satu", "sˈatu"),
        ("satu,, dua?!", "sˈatu, dˈua?"),
    ],
)
def test_a_text_in_signs(text: str, said: str) -> None:
    assert ipa(text, Pronunciation()) == said
