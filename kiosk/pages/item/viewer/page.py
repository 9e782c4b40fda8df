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
    """Page of a picture over the whole screen.

    Previous and next lead from piece to piece, or from picture to picture while the whole is shown. The buttons lead
    through all pieces of all pictures.
    """

    name = "viewer"
    words = ViewerWords
    is_read = True
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        dict.fromkeys((SpeechStarted, SentenceStarted, SpeechPaused, SpeechEnded), "follow")
    )

    def open(self, number: int = 0) -> None:
        """Open picture *number* of the item on the screen."""
        article, navigation = self.kiosk.board.view, self.shell.navigation
        if isinstance(article, ArticleView) and article.opens:
            here, texts = navigation.here, self.kiosk.repository.picture_text
            spot = first_spot(article.item, number, room=navigation.layout_room.picture, texts=texts)
            self.kiosk.reader.start_voice()
            navigation.go(Spot(self.name, category=here.category, items=here.items, index=here.index, detail=spot))

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> PictureView:
        """Return the picture of *spot* as the item has it now."""
        item = self.shell.opened.find_item(spot, moment)
        return picture_view(item, spot.detail, room=fits.picture, texts=self.kiosk.repository.picture_text)

    def subject(self, view: PictureView) -> Item:
        """Return the item that the picture belongs to."""
        return view.item

    def step(self, direction: int) -> None:
        """Turn to the next or previous piece or picture."""
        view = self.shown
        if view.piece == WHOLE and view.pieces and self.kiosk.board.by_buttons and direction > 0:
            self._go((view.index, 0))
        else:
            self._go(view.before if direction < 0 else view.after)

    def why_idle(self, key: str) -> str:
        """Return that no piece or picture lies before or after this one, if *key* would lead there."""
        step = STEPS.get(key)
        if step is None or (self.shown.before if step < 0 else self.shown.after):
            return ""
        return FIRST if step < 0 else LAST

    def read(self) -> None:
        """Read the picture's text aloud in its item's language, beginning with the piece shown."""
        view, moment = self.shown, self.kiosk.clock.read()
        wording = self.kiosk.readings(self.kiosk.board.language).wording(view.item, moment)
        self.kiosk.reader.read(ViewerWords(self._phrases).aloud(view, wording), resume=False)

    def turn_picture(self, step: int) -> None:
        """Show the picture *step* further as a whole, after a swipe or a page key."""
        if (view := self._current_view) is not None and 0 <= view.index + step < len(view.pictures):
            self._go((view.index + step, WHOLE))

    def note_piece(self, piece: int, zoom: float) -> None:
        """Note that a finger or a key turned to *piece*, or to the WHOLE picture, at *zoom* times its usual size."""
        if self._current_view is not None:
            self._turn_to(piece=piece, zoom=zoom)

    def follow(self, _message: Message) -> None:
        """Turn to the piece that is being read aloud."""
        view, speaking = self._current_view, self.kiosk.board.speaking
        if view is None or speaking is None:
            return
        piece = speaking.sentence.block if speaking.sentence and speaking.utterance == view.utterance else WHOLE
        if piece != view.piece and 0 <= piece < len(view.pieces):
            self._turn_to(piece=piece, zoom=0.0)

    @property
    def _current_view(self) -> PictureView | None:
        """Return the picture's view while this page is on the screen, else `None`: a gesture or a speech message
        may arrive later.
        """
        view = self.kiosk.board.view
        return view if isinstance(view, PictureView) else None

    def _go(self, beside: tuple[int, int] | None) -> None:
        if beside is not None:
            self.kiosk.reader.leave()
            self.shell.navigation.change_spot(detail=ViewerSpot(*beside))

    def _turn_to(self, *, piece: int, zoom: float) -> None:
        navigation = self.shell.navigation
        navigation.change_spot(detail=replace(navigation.here.detail, piece=piece, zoom=zoom))
