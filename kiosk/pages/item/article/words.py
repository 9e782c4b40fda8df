"""Words of an item for visitors who use the buttons: its film, its poll, and what else of it can be opened."""

from __future__ import annotations

from kiosk.content.views.shown import ArticleView
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, sentence
from kiosk.narration.page_words import PageWords
from kiosk.narration.row_words import RowWords
from kiosk.narration.slip_words import SlipWords
from kiosk.pages.item.article.poll_words import PollWords
from kiosk.pages.item.article.view import PICTURE, PRINT, TABLE, TAKE


class ArticleWords(PageWords[ArticleView]):
    """Words about an item. The item itself is read aloud in its own language."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._polls = PollWords(phrases)
        self._play = self._("Press listen to play it.")

    def entry(self, view: ArticleView, moment: Moment) -> list[str]:
        """Return the lines of an item whose film waits for Listen, such as "Film.

        Cara menanam bakau. Tekan Dengarkan untuk memutar." Other items are read at once and have none.
        """
        return [f"{self._('Film')}.", sentence(view.item.title), self._play] if view.played else []

    def focused(self, view: ArticleView, focus: str, moment: Moment) -> list[str]:
        """Return what the target *focus* is and that Listen opens it."""
        if view.poll is not None and focus in view.poll.spots:
            return self._polls.focused(view.poll, focus)
        if focus == PICTURE:
            return self._picture_lines(view)
        if focus == PRINT:
            return [f"{SlipWords(self.phrases).key}.", self._("Press listen to print it on paper.")]
        if focus == TAKE:
            take = f"{self._('Save it to your phone')}."
            return [*RowWords(self.phrases).alone(take), self._("Press listen to open.")]
        blocks, table = view.item.blocks, index_of(focus, TABLE)
        if table is None:
            return []
        rows = len(blocks[table].rows) - 1 if table < len(blocks) else 0
        return [self._("Table, {n} rows").format(n=rows) + ".", self._("Press listen to open.")]

    def _picture_lines(self, view: ArticleView) -> list[str]:
        if view.plays:
            return [f"{self._('Film')}.", self._play]
        count = len(view.pictures)
        told = self._("Picture.") if count == 1 else self._("{count} pictures.").format(count=count)
        if view.document:
            told = self._("Document, {count} pages.").format(count=view.document.pages)
        return [told, self._("Press listen to open.")]

    def hint(self, view: ArticleView, focus: str) -> list[str]:
        """Return how to hear the item, or how to vote in its poll."""
        if view.played:
            return [self._play, *super().hint(view, focus)]
        if (
            view.poll is not None
            and (not focus or focus in view.poll.spots)
            and (told := self._polls.poll_hint(view.poll, focus))
        ):
            return told
        return self._usual

    @property
    def _usual(self) -> list[str]:
        return [
            self._("Press listen to hear it, next for the one after, home to go back to the start."),
            self._("Press previous to save it to your phone."),
        ]

    def end(self, view: ArticleView, focus: str, step: int) -> list[str]:
        """Return that no item lies before (*step* -1) or after (+1)."""
        return [self._("This is the last one.") if step > 0 else self._("This is the first one.")]

    def standing(self) -> list[str]:
        """Return lines for all kinds of items, which a slow voice synthesises ahead."""
        return [*self._usual, self._("This is the first one."), self._("This is the last one.")]
