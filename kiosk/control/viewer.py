"""The pictures of an item over the whole screen: whole, or piece by piece in reading order."""

from __future__ import annotations

from kiosk.content.pictures import first_spot
from kiosk.content.repository import ContentRepository
from kiosk.control.navigation import Navigation
from kiosk.control.route import Spot
from kiosk.narration.read_aloud import ReadAloud
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.views import WHOLE


class PictureViewer:
    """Previous and next lead from piece to piece; from picture to picture where the whole is shown. Who uses the buttons comes
    through all pieces of all pictures."""

    def __init__(
        self, board: BoardPort, repository: ContentRepository, navigation: Navigation, reader: ReadAloud
    ) -> None:
        self._board = board
        self._texts = repository.picture_text
        self._navigation = navigation
        self._reader = reader

    def open(self, number: int = 0) -> None:
        """Picture `number` of the item that is shown."""
        article, here = self._board.article, self._navigation.here
        if article is None or here.screen != "item" or not article.opens:
            return
        picture, piece = first_spot(article.item, number, room=self._navigation.fits.picture, texts=self._texts)
        self._reader.get_ready()
        self._navigation.go(
            Spot("viewer", category=here.category, items=here.items, index=here.index, picture=picture, piece=piece)
        )

    # in the viewer

    def step(self, step: int) -> None:
        """To the piece or picture beside."""
        view = self._board.picture
        if view is None:
            return
        if view.piece == WHOLE and view.pieces and self._board.by_buttons and step > 0:
            self._go((view.index, 0))
        else:
            self._go(view.before if step < 0 else view.after)

    def turn(self, step: int) -> None:
        """To another picture, whole: a finger has wiped."""
        view = self._board.picture
        if view is not None and 0 <= view.index + step < len(view.pictures):
            self._go((view.index + step, WHOLE))

    def _go(self, spot: tuple[int, int] | None) -> None:
        if spot is not None:
            self._reader.leave()
            self._navigation.turn(picture=spot[0], piece=spot[1], zoom=0.0)

    def look(self, piece: int, zoom: float) -> None:
        """A finger or a key has turned to this piece, or to the WHOLE, `zoom` times as large as it comes."""
        if self._navigation.here.screen == "viewer":
            self._navigation.turn(piece=piece, zoom=zoom)

    def follow(self) -> None:
        """What is read out is shown."""
        view, speaking = self._board.picture, self._board.speaking
        if view is None or speaking is None or self._navigation.here.screen != "viewer":
            return
        piece = speaking.sentence.block if speaking.sentence and speaking.utterance == view.utterance else WHOLE
        if piece != view.piece and 0 <= piece < len(view.pieces):
            self._navigation.turn(piece=piece, zoom=0.0)
