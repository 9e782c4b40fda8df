"""How an article uses its room: lines an eye finds back from, large letters before the picture, hits above the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from kivy.core.text import Label as CoreLabel
from msgspec.structs import replace

from kiosk.pages.item.article.screen import ArticlePicture, SidePicture
from kiosk.ui.frame.player_bar import PlayerBar
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import Text
from kiosk.ui.widgets.article import Paragraph, Reading
from tests.kiosk.ui.states import STATES
from tests.support.present import present
from tests.support.stage import Stage

MOST = 75  # characters of a line; Bringhurst's measure


def narrowest(paragraph: Paragraph, length: int) -> float:
    """The width in px of the narrowest piece of `length` characters that begins with a word."""
    letters = CoreLabel(font_size=paragraph.font_size, font_name=paragraph.font_name)
    words = paragraph.words
    begins = [0, *(at + 1 for at, letter in enumerate(words) if letter == " ")]
    pieces = [words[at : at + length] for at in begins if at + length <= len(words)]
    return min((letters.get_extents(piece)[0] for piece in pieces), default=float("inf"))


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_no_line_of_an_article_on_a_large_screen_is_too_long(stage: Stage, scale: float) -> None:
    stage.open("item", (1920, 1080), text_scale=scale)
    stage.settle()
    paragraphs = [each for each in stage.widgets(Paragraph) if len(each.words) > MOST]
    assert paragraphs
    for paragraph in paragraphs:
        assert narrowest(paragraph, MOST + 1) > paragraph.width, paragraph.words


def test_a_large_screen_has_a_large_picture_beside_the_text(stage: Stage) -> None:
    stage.open("item", (1280, 720))
    (small,) = stage.widgets(SidePicture)
    room = small.width * small.height
    stage.open("item", (1920, 1080))
    (large,) = stage.widgets(SidePicture)
    assert large.width * large.height > 2 * room


@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 720), 1.8), ((720, 1280), 1.4), ((800, 480), 1.0), ((1920, 1080), 2.0)]
)
def test_text_comes_before_the_picture_where_letters_are_large_or_the_window_is_small(
    stage: Stage, size: tuple[int, int], scale: float
) -> None:
    stage.open("item", size, text_scale=scale)
    stage.settle()
    (picture,) = stage.widgets(ArticlePicture)
    assert all(paragraph.y >= picture.top for paragraph in stage.widgets(Paragraph))


@pytest.mark.parametrize(("size", "scale"), [((800, 480), 1.2), ((720, 1280), 1.4)])
def test_no_card_begins_with_its_empty_edge_alone(stage: Stage, size: tuple[int, int], scale: float) -> None:
    """A strip without a word at the lower edge looks like a card that is cut off."""
    looks = STATES["poster"](stage)
    stage.open(looks.pop("screen"), size, text_scale=scale, **looks)
    stage.settle()
    (reading,) = stage.widgets(Reading)
    seen = 0
    for _ in range(40):
        low, high = reading.y + reading.foot, reading.top - reading.brow
        for card in (each for each in reading.walk(restrict=True) if isinstance(each, Surface)):
            _, foot = card.to_window(card.x, card.y)
            _, top = card.to_window(card.x, card.top)
            shown = min(top, high) - max(foot, low)
            if shown < 2 or card.height <= reading.height / 2:
                continue
            seen += 1
            lines = [
                (text.to_window(0, a)[1], text.to_window(0, b)[1])
                for text in _texts(card)
                for a, b in text.lines_of_text()
            ]
            assert any(a >= low - 2 and b <= high + 2 for a, b in lines), (card, shown)
        if reading.scroll_y <= 0:
            break
        reading.turn(1)
        stage.settle()
    assert seen


def _texts(widget: Any) -> list[Text]:
    return [each for each in widget.walk(restrict=True) if isinstance(each, Text)]


def test_what_the_village_is_told_meanwhile_lights_nothing_of_the_article(stage: Stage) -> None:
    article = stage.village.news[0]
    speaking = stage.village.speaking(article, 3)
    stage.open("item", speaking=speaking)
    stage.settle()
    assert [each for each in stage.widgets(Paragraph) if each.lit]
    (bar,) = stage.widgets(PlayerBar)
    own = bar.height
    stage.board.speaking = replace(speaking, utterance="pengumuman-air-mati")
    stage.settle()
    assert not [each for each in stage.widgets(Paragraph) if each.lit]
    assert bar.height < own, "no keys for what is not the visitor's"
    assert any(text.startswith(present(speaking.sentence).spoken[:12]) for text in stage.texts())
