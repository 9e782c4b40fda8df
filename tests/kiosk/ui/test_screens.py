"""Every screen at every size draws, cuts nothing off, and can be hit with a finger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_a_theme_changes_the_page(stage: Any, theme: str) -> None:
    stage.open("home")
    light = stage.picture().getpixel((640, 355))

    stage.board.theme = theme
    stage.settle()

    assert stage.picture().getpixel((640, 98)) != light
    assert sum(stage.picture().getpixel((440, 98))) < 150


def test_a_change_of_language_changes_the_words(stage: Any) -> None:
    stage.open("home")
    assert "Dengarkan" in stage.texts()

    stage.board.language = "en"
    stage.settle()

    assert "Listen" in stage.texts()
    assert "Dengarkan" not in stage.texts()


def test_the_spoken_sentence_is_lit_and_no_other(stage: Any) -> None:
    from kiosk.ui.widgets.reading import Paragraph

    stage.open("item", speaking=stage.village.speaking(stage.village.news[0], 3))
    tint = tuple(round(255 * part) for part in stage.shell.theme.colors.voicetint[:3])
    lit = [paragraph for paragraph in stage.widgets(Paragraph) if paragraph.lit]
    assert [paragraph.words[slice(*paragraph.lit)] for paragraph in lit] == [
        "Warga yang hendak ke pasar dapat lewat Jalan Imam Bonjol."
    ]
    x, y, width, height = lit[0].lines()[0]
    x, y = lit[0].to_window(x, y)
    assert stage.picture().getpixel((int(x - 2), int(720 - y - height / 2))) == tint
    box = (int(x), int(720 - y - height), int(x + width), int(720 - y))

    stage.board.speaking = None
    stage.settle()

    assert tint not in {colour for _, colour in stage.picture().crop(box).getcolors(1 << 16)}


def test_the_page_follows_the_voice(stage: Any) -> None:
    from kiosk.ui.widgets.reading import Reading

    stage.open("item", (800, 480), text_scale=2.0)
    reading = stage.widgets(Reading)[0]
    assert reading.scroll_y == 1

    last = len(stage.village.speaking(stage.village.news[0], 0).sentences) - 1
    stage.board.speaking = stage.village.speaking(stage.village.news[0], last)
    stage.settle()

    assert reading.scroll_y < 0.5


def test_a_board_of_silence_does_not_say_safe(stage: Any) -> None:
    stage.open("home", home=replace(stage.board.home, alerts_checked=None))

    assert "Belum diketahui" in stage.texts()
    assert not any("Tidak ada peringatan" in text for text in stage.texts())
