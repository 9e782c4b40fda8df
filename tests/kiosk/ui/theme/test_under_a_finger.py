"""A face under a finger differs from what it was, and its words can still be read."""

from __future__ import annotations

import pytest

from kiosk.ui.theme.tokens import Colour, colour, read_tokens, under_a_finger

TOKENS = read_tokens()
FACES = {face for theme in TOKENS.themes.values() for face in vars(theme).values() if face[3] == 1}
TILES = [colour(code) for code in ("#0B5A6B", "#235A2D", "#8A3B12", "#2B4A94", "#7A2A5C", "#A31515")]
WORDS = {"key": "onkey", "primary": "onprimary", "voice": "onvoice", "bar": "onbar", "surface": "ink"}


def luminance(face: Colour) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in face[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_each_face_differs() -> None:
    for face in (*FACES, *TILES):
        assert contrast(face, under_a_finger(face)) >= 1.3, face


@pytest.mark.parametrize("theme", TOKENS.themes)
def test_its_words_stay_legible(theme: str) -> None:
    faces = TOKENS.themes[theme]
    pairs = [(getattr(faces, face), getattr(faces, words)) for face, words in WORDS.items()]
    for face, words in (*pairs, *((tile, colour("#FFFFFF")) for tile in TILES)):
        assert contrast(under_a_finger(face), words) >= 4.5, (face, words)


def test_what_is_clear_is_tinted() -> None:
    assert under_a_finger((0.0, 0.0, 0.0, 0.0))[3] > 0
