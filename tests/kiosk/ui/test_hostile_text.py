"""What a feed may say stays text: no markup, no crash, no endless label."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ArticleView, ListView
from kiosk.core.glyphs import font_for
from kiosk.ui.primitives.picture import Picture
from kiosk.ui.theme.fonts import legible
from kiosk.ui.widgets.article import Paragraph, split
from tests.support.stage import Stage

HOSTILE = {
    "markup": "[size=20000]besar[/size] [font=nofile]x[/font] [ref=a]b[/ref] & [color=zz]",
    "surrogate": "satu \ud800 dua",
    "word": "a" * 1_000_000,
    "lines": "x\n" * 100_000,
    "arabic": "السلام عليكم warahmatullahi",
    "emoji": "Ayo 😀👍🏽 ikut",
    "zalgo": "h\u0336\u0321a\u0315\u031bl\u0321o" * 50,
}


@pytest.mark.slow(cases=7)
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("screen", ["item", "news", "home"])
def test_hostile_text_is_drawn_as_text(stage: Stage, screen: str, kind: str) -> None:
    text = HOSTILE[kind]
    item = replace(
        stage.village.news[0],
        title=text,
        author=text,
        blocks=(Block(BlockKind.PARAGRAPH, text),),
    )
    event = replace(stage.village.posyandu, title=text, place=text)
    views = {
        "item": ArticleView(item),
        "news": ListView(Category.NEWS, (item,)),
        "home": replace(stage.village.views["home"], hero=item, event=event),
    }
    stage.open(screen, view=views[screen])
    stage.canvas.draw()

    heights = [paragraph.texture_size[1] for paragraph in stage.widgets(Paragraph)]
    assert all(height <= 2048 for height in heights)
    if kind == "markup" and screen == "news":
        assert any("[size=20000]" in shown for shown in stage.texts())


@pytest.mark.parametrize("damage", ["missing", "corrupt", "empty"])
def test_a_picture_that_cannot_be_shown_gives_its_poster(stage: Stage, damage: str) -> None:
    path = stage.village.media / f"{damage}.jpg"
    if damage != "missing":
        path.write_bytes(b"\xff\xd8\xff\xe0 not a picture" if damage == "corrupt" else b"")
    item = replace(
        stage.village.news[0], attachments=(Attachment("https://example.org/x", "image/jpeg", path=path.name),)
    )

    stage.open("item", view=ArticleView(item))

    picture = stage.widgets(Picture)[0]
    assert picture.texture is None
    poster = tuple(round(255 * part) for part in stage.shell.theme.colors.berita[:3])
    assert stage.picture().getpixel((int(picture.x + 30), int(720 - picture.center_y))) == poster


def test_a_block_is_cut_where_words_end_and_nothing_is_lost() -> None:
    text = "Kalimat yang agak panjang dan berakhir. " * 200

    pieces = split(3, text, most=500, lines=20)

    assert all(len(piece.text) <= 500 for piece in pieces)
    assert all(text[piece.start : piece.start + len(piece.text)] == piece.text for piece in pieces)
    assert "".join(piece.text.replace(" ", "") for piece in pieces) == text.replace(" ", "")
    assert {piece.text[-1] for piece in pieces} == {"."}


def test_a_font_is_chosen_that_has_the_letters() -> None:
    assert font_for("Balai desa – “Bunga”", "KioskText-Bold") == "KioskText-Bold"
    assert font_for("ɓ ɗ ŋ", "KioskText-Bold") in ("KioskText-Bold", "Andika-Bold")
    assert font_for("ʔ ɬ", "KioskDisplay-Bold") == "Andika-Bold"


def test_unreadable_characters_keep_their_place() -> None:
    assert legible("a😀b\ud800c") == "a b\N{REPLACEMENT CHARACTER}c"
