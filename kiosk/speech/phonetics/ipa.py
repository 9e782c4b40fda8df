"""Words for a neural voice: signs of the International Phonetic Association, with the punctuation that makes its pauses.

The sounds are those of `phonemes`; each has its sign in a table, so that none can be lost on the way. An r between or
before vowels is trilled like any other: recognisers understood that better than a tap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.phonetics.phonemes import APART, LESSER_STRESS, MAIN_STRESS, sounds_of
from kiosk.speech.phonetics.pronunciation import Pronunciation, within

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        **{sound: sound for sound in "abdfhijklmnopstuvwxz"},
        "g": "ɡ",
        "gh": "ɣ",
        "N": "ŋ",
        "n^": "ɲ",
        "C": "ʃ",
        "tS": "ʧ",
        "dZ": "ʤ",
        "ks": "ks",
        "R": "r",
        "R2": "r",
        "E": "ɛ",
        "@": "ə",
        "O": "ɔ",
        "aI": "aj",
        "aU": "aw",
        "OI": "oj",
        "oI": "oj",
    }
)
# unstressed words, as in espeak-ng
_WEAK = frozenset({"dan", "di", "ke", "yang", "se", "per", "para", "si"})
STRESSES: Mapping[str, str] = MappingProxyType({MAIN_STRESS: "ˈ", LESSER_STRESS: "ˌ"})
_NO_STRESS = dict.fromkeys(map(ord, STRESSES.values()))
PAUSES = ",.;:!?"
_PIECES = re.compile(rf"[^\W\d_]+(?:'[^\W\d_]+)*|[{PAUSES}]|[—–…]")
_VOWELS = "aiueoéèê"
_AS_COMMA = "—–…"
_LETTERS = str.maketrans({"ø": "o", "ß": "ss", "œ": "o", "æ": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i"})


def ipa(text: str, pronunciation: Pronunciation) -> str:
    """Return the text in signs: words apart by spaces, pauses after the word before them.

    Parts without a sound are left out. A foreign letter is said without its accent; other scripts are not said.
    """
    said: list[str] = []
    for found in _PIECES.finditer(text):
        piece = found[0]
        if piece in PAUSES or piece in _AS_COMMA:
            if said and said[-1][-1] not in PAUSES:
                said[-1] += "," if piece in _AS_COMMA else piece
            continue
        word = piece.lower()
        seen = {"capital": piece[0].isupper(), "inside": within(text, found.start())}
        marked = pronunciation.marked(word, **seen) or pronunciation.marked(_without_accents(word), **seen)
        if not any(letter in _VOWELS for each in marked for letter in each):
            # "b." of a grade: a letter alone has its name
            marked = tuple(each for name in spelled("".join(marked)).split() for each in pronunciation.marked(name))
        said += filter(None, (_weak(each) if each in _WEAK else signs(each) for each in marked))
    return " ".join(said)


def signs(marked: str) -> str:
    """Return one word, its taling marked é, in signs."""
    return "".join(map(_sign, sounds_of(marked)))


def _weak(marked: str) -> str:
    return signs(marked).translate(_NO_STRESS)


def _sign(sound: str) -> str:
    stress = STRESSES.get(sound[0], "")
    bare = sound[len(MAIN_STRESS) :] if stress else sound
    return stress + SIGNS[bare.removeprefix(APART)]


def _without_accents(word: str) -> str:
    """Return a lower-case *word* without accents, except on e, whose sound they tell: "josé" stays, "müller" is "muller"."""
    apart = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return unicodedata.normalize("NFC", re.sub(r"(?<!e)[\u0300-\u036f]", "", apart))
