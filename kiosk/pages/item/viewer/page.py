"""The page of the pictures of an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.items import Item
from kiosk.content.views.shown import ArticleView, Fits
from kiosk.core.clock import Moment
from kiosk.core.messages import Message, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.pages.item.viewer.view import WHOLE, PictureView, ViewerSpot, first_spot, picture_view
from kiosk.pages.item.viewer.words import ViewerWords
from kiosk.shell.page import FIRST, LAST, STEPS, Page
from kiosk.shell.route import Spot


class ViewerPage(Page[PictureView]):
    """A picture over the whole screen. Previous and next lead from piece to piece; from picture to picture where the whole is
    shown. Who uses the buttons comes through all pieces of all pictures."""

    name = "viewer"
    words = ViewerWords
    is_read = True
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        dict.fromkeys((SpeechStarted, SentenceStarted, SpeechPaused, SpeechEnded), "follow")
    )

    def open(self, number: int = 0) -> None:
        """Turn to picture *number* of the item that is shown."""
        article, navigation = self.kiosk.board.view, self.shell.navigation
        if isinstance(article, ArticleView) and article.opens:
            here, texts = navigation.here, self.kiosk.repository.picture_text
            spot = first_spot(article.item, number, room=navigation.layout_room.picture, texts=texts)
            self.kiosk.reader.start_voice()
            navigation.go(Spot(self.name, category=here.category, items=here.items, index=here.index, detail=spot))

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> PictureView:
        """Return the picture as the item has it now."""
        item = self.shell.opened.find_item(spot, moment)
        return picture_view(item, spot.detail, room=fits.picture, texts=self.kiosk.repository.picture_text)

    def subject(self, view: PictureView) -> Item:
        """Return the item that the picture is of."""
        return view.item

    def step(self, direction: int) -> None:
        """Turn to the piece or picture beside."""
        view = self.shown
        if view.piece == WHOLE and view.pieces and self.kiosk.board.by_buttons and direction > 0:
            self._go((view.index, 0))
        else:
            self._go(view.before if direction < 0 else view.after)

    def why_idle(self, key: str) -> str:
        """Return that nothing lies before or after what is shown."""
        step = STEPS.get(key)
        if step is None or (self.shown.before if step < 0 else self.shown.after):
            return ""
        return FIRST if step < 0 else LAST

    def read(self) -> None:
        """Read the picture aloud from the piece on that is shown, in the language of its item."""
        view, moment = self.shown, self.kiosk.clock.read()
        wording = self.kiosk.readings(self.kiosk.board.language).wording(view.item, moment)
        self.kiosk.reader.read(ViewerWords(self._phrases).aloud(view, wording), resume=False)

    def turn_picture(self, step: int) -> None:
        """Turn to another picture, whole: a finger has wiped."""
        if (view := self._current_view) is not None and 0 <= view.index + step < len(view.pictures):
            self._go((view.index + step, WHOLE))

    def note_piece(self, piece: int, zoom: float) -> None:
        """Note that a finger or a key has turned to *piece*, or to the WHOLE, *zoom* times as large as it comes."""
        if self._current_view is not None:
            self._turn_to(piece=piece, zoom=zoom)

    def follow(self, _message: Message) -> None:
        """Turn to the piece that is read out."""
        view, speaking = self._current_view, self.kiosk.board.speaking
        if view is None or speaking is None:
            return
        piece = speaking.sentence.block if speaking.sentence and speaking.utterance == view.utterance else WHOLE
        if piece != view.piece and 0 <= piece < len(view.pieces):
            self._turn_to(piece=piece, zoom=0.0)

    @property
    def _current_view(self) -> PictureView | None:
        """The picture while the page is shown: a finger, or a word of the voice, may come after it was left."""
        view = self.kiosk.board.view
        return view if isinstance(view, PictureView) else None

    def _go(self, beside: tuple[int, int] | None) -> None:
        if beside is not None:
            self.kiosk.reader.leave()
            self.shell.navigation.change_spot(detail=ViewerSpot(*beside))

    def _turn_to(self, *, piece: int, zoom: float) -> None:
        navigation = self.shell.navigation
        navigation.change_spot(detail=replace(navigation.here.detail, piece=piece, zoom=zoom))
