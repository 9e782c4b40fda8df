"""Phonemes of words in espeak-ng's mnemonics for Indonesian ("désa" -> "d'Esa"). Pure.

Indonesian spelling tells all sounds but those of e, which is given as é (taling) or e (pepet) here. The mnemonics and
where they stand were taken from the output of `espeak-ng -v id -x`; its MBROLA voice takes the same ones.
"""

from __future__ import annotations

import re

_DIGRAPHS = {"ng": "N", "ny": "n^", "sy": "C", "kh": "x", "gh": "gh"}
_CONSONANTS = {"c": "tS", "j": "dZ", "y": "j", "q": "k", "x": "ks"}
_DIPHTHONGS = {"ai": "aI", "au": "aU", "oi": "oI"}
_VOWELS = {"a": "a", "i": "i", "u": "u", "o": "o", "é": "E", "e": "@"}
_PEPET = "@"
_SOUNDS = re.compile(r"ai|au|oi$|[aiuoée]|ng|ny|sy|kh|gh|[b-df-hj-np-tv-z]")
_UNSTRESSED = frozenset({"ke", "se", "per"})
MAIN_STRESS, LESSER_STRESS, APART = "'", ",", "_|"
_PLAIN = "bdfghklmnpstvwz"
SOUNDS = frozenset(
    (*_DIGRAPHS.values(), *_CONSONANTS.values(), *_DIPHTHONGS.values(), *_VOWELS.values(), "O", "R", "R2", *_PLAIN)
)
_STRESS_DISTANCE = 2  # syllables from the lesser stress to the main one


def phonemes(marked: str) -> str:
    """Return the phonemes of *marked*, one word in small letters, its taling marked é; other signs in it are left out."""
    return "".join(sounds_of(marked))


def sounds_of(marked: str) -> list[str]:
    """Return the phonemes one by one: each of SOUNDS, before it "_|" where it is held apart, and before that the
    mark of a stress."""
    sounds = _SOUNDS.findall(marked)
    parts = [_sound_at(sounds, place) for place in range(len(sounds))]
    kernels = [place for place, sound in enumerate(sounds) if _is_vowel(sound)]
    if not kernels or marked in _UNSTRESSED:
        return parts
    main = _main_stress(kernels, parts)
    parts[kernels[main]] = MAIN_STRESS + parts[kernels[main]]
    lesser = next(
        (
            each
            for each in (main - _STRESS_DISTANCE, main - _STRESS_DISTANCE - 1)
            if each >= 0 and parts[kernels[each]] != _PEPET
        ),
        None,
    )
    if lesser is not None:
        parts[kernels[lesser]] = LESSER_STRESS + parts[kernels[lesser]]
    return parts


def _is_vowel(sound: str) -> bool:
    return sound in _VOWELS or sound in _DIPHTHONGS


def _main_stress(kernels: list[int], parts: list[str]) -> int:
    """Return the syllable with the main stress: the last but one, or the last if that has a pepet ("empat", "beras")."""
    last = len(kernels) - 1
    if last and parts[kernels[last - 1]] != _PEPET:
        return last - 1
    return last


def _sound_at(sounds: list[str], place: int) -> str:
    sound = sounds[place]
    following = sounds[place + 1] if place + 1 < len(sounds) else ""
    if sound in _VOWELS:
        # separated from an equal vowel and from a diphthong: "maaf", "pemakaian"
        before = sounds[place - 1] if place else ""
        apart = before == sound or before in _DIPHTHONGS
        return (APART if apart else "") + ("O" if sound == "o" and following == "r" else _VOWELS[sound])
    if sound == "r":
        return "R2" if _is_vowel(following) else "R"
    return _DIPHTHONGS.get(sound) or _DIGRAPHS.get(sound) or _CONSONANTS.get(sound, sound)
