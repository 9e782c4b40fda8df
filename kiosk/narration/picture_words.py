"""Spoken text of pictures. A line that OCR did not read surely is only mentioned, not read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.picture_text import PictureText
from kiosk.content.views.pieces import IN_PICTURES, JoinedText, Piece, join_lines, on_an_item
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.script.sentences import sentence_spans
from kiosk.speech.utterance import NOWHERE, Sentence


class PictureWords:
    """Spoken text of pictures. *wording* is in the item's language."""

    def __init__(self, wording: ItemScript) -> None:
        self._wording = wording

    def texts(self, texts: Sequence[PictureText | None], page: Attachment | None = None) -> Iterator[Sentence]:
        """Yield all text in the pictures of an item, each sentence tied to its block (`IN_PICTURES` + number).

        The first picture may be the *page* of a document.
        """
        source, phrases = "", self._wording.phrases
        for number, (text, block) in enumerate(on_an_item(texts), IN_PICTURES):
            if text.source != source:
                written_in = (
                    phrases.on_page.format(n=page.page, all=page.pages) if page and not source else phrases.in_picture
                )
                source = text.source
                yield from self._own_line(phrases.by_machine if source == "machine" else written_in)
            yield from self._sentences(join_lines(block.lines, printed=source == "author"), number)

    def pieces(self, pieces: Sequence[Piece], start: int, *, machine: bool) -> Iterator[Sentence]:
        """Yield the sentences from piece *start* on, each tied to its piece.

        *machine*: the text was read by OCR, which is said first.
        """
        if machine:
            yield from self._own_line(self._wording.phrases.by_machine)
        for number, piece in enumerate(pieces[start:], start):
            for said in self._sentences(piece.joined_text, number):
                yield replace(said, start=0, end=0)

    def _own_line(self, line: str) -> tuple[Sentence, ...]:
        return tuple(replace(each, block=NOWHERE) for each in notice("", [line], self._wording).sentences)

    def _sentences(self, told: JoinedText, block: int) -> Iterator[Sentence]:
        wording, phrases = self._wording, self._wording.phrases
        for first, last, unread in told.parts():
            if unread:
                yield Sentence(phrases.unread if unread == 1 else phrases.several_unread, block, first, last)
                continue
            for start, end in sentence_spans(told.text[first:last], abbreviations=wording.abbreviations):
                begins, ends = first + start, first + end
                text = told.text[begins:ends].strip(" ,")
                if spoken := say_words(text, wording.language, wording.lexicon):
                    ending = "" if spoken[-1] in ".!?" else "."
                    yield Sentence(f"{spoken.rstrip(',;: ')}{ending}" if ending else spoken, block, begins, ends)
