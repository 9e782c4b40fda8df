"""The text of a picture: blocks, lines and words with their boxes, as JSON and back, and as its author wrote it."""

from __future__ import annotations

import msgspec
import pytest

from content_cache.model.picture_text import (
    PictureText,
    Region,
    TextBlock,
    TextLine,
    Word,
    picture_text_from_json,
    picture_text_to_json,
    written_by_author,
)

HEAD = TextLine(
    (Word("BLT", Region(0.1, 0.1, 0.2, 0.15), 0.97), Word("Rp300.000", Region(0.25, 0.08, 0.5, 0.15), 0.4, True))
)
READ = PictureText((TextBlock(Region(0.1, 0.08, 0.5, 0.15), (HEAD,)),))


def test_it_is_read_as_it_was_written() -> None:
    assert picture_text_from_json(picture_text_to_json(READ)) == READ
    assert picture_text_from_json(picture_text_to_json(PictureText())) == PictureText()


@pytest.mark.parametrize("line", ["", "{}", "[1]", '[[], "somebody"]', '[[[[0,0,1,1],[[[["a","b"]]]]]],"machine"]'])
def test_what_is_none_is_refused(line: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        picture_text_from_json(line)


def test_a_line_has_the_box_of_its_words() -> None:
    assert HEAD.box == Region(0.1, 0.08, 0.5, 0.15)
    assert (HEAD.text, READ.text, READ.all_words[1].doubtful) == ("BLT Rp300.000", "BLT Rp300.000", True)


def test_an_author_wrote_paragraphs() -> None:
    text = written_by_author("Vaksinasi gratis\nSabtu 12 September\n\n\n\nBawa KTP")
    assert (text.source, text.text) == ("author", "Vaksinasi gratis\nSabtu 12 September\n\nBawa KTP")
    assert text.blocks[0].box == Region(0, 0, 1, 1)
