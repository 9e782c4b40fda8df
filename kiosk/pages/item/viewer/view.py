"""View of the page of pictures, and the order in which the buttons lead through their pieces."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item
from content_cache.model.picture_text import PictureText
from kiosk.content.pictures import is_poster, pictures_of
from kiosk.content.views.pieces import Piece, is_read, pieces_of

Texts = Callable[[Attachment], PictureText | None]
"""`ContentRepository.picture_text`"""

WHOLE = -1
"""Number in place of a piece's: the whole picture is shown."""


class ViewerSpot(Struct, frozen=True):
    """Picture of an item, and one of its pieces or WHOLE. *zoom* is the factor set by a finger, 0 for the usual size."""

    picture: int = 0
    piece: int = WHOLE
    zoom: float = 0.0


class PictureView(Struct, frozen=True):
    """Picture of *item* that fills the screen: number *index* (from 0) of *pictures*, and number *piece* of its
    *pieces*, or WHOLE.

    *zoom* is the factor set by a finger, 0 for the usual size. *machine*: its text was read by OCR. *before* and
    *after* are the (picture, piece) to which previous and next lead.
    """

    item: Item
    pictures: tuple[Attachment, ...]
    index: int = 0
    piece: int = WHOLE
    zoom: float = 0.0
    pieces: tuple[Piece, ...] = ()
    machine: bool = False
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None

    @property
    def picture(self) -> Attachment | None:
        return self.pictures[self.index] if self.pictures else None

    @property
    def number(self) -> tuple[int, int]:
        """Return the picture's number, from 1, and how many there are. In a document these are page numbers."""
        picture = self.picture
        return (picture.page, picture.pages) if picture and picture.page else (self.index + 1, len(self.pictures))

    @property
    def utterance(self) -> str:
        """Return the name under which this picture is spoken."""
        return f"picture {self.index} {self.item.id}"

    @property
    def about(self) -> str:
        """Return the subject of the page: the picture, whichever of its pieces is shown."""
        return self.utterance

    @property
    def turned(self) -> int:
        """Return the piece; a press that turns to another piece has it announced."""
        return self.piece

    @property
    def shown_piece(self) -> Piece | None:
        return self.pieces[self.piece] if self.piece != WHOLE else None


def picture_view(item: Item, spot: ViewerSpot, *, room: tuple[float, float], texts: Texts) -> PictureView:
    """Return the picture of *item* at *spot*.

    If it has fewer pictures or pieces by now, return the last. *room* is the viewport in sp.
    """
    pictures = pictures_of(item)
    index = max(0, min(spot.picture, len(pictures) - 1))

    def pieces(number: int) -> tuple[Piece, ...]:
        shown = pictures[number]
        return pieces_of(texts(shown), (shown.width, shown.height), room)

    here = pieces(index) if pictures else ()
    piece = min(spot.piece, len(here) - 1)

    def beside(step: int) -> tuple[int, int] | None:
        if piece != WHOLE and 0 <= piece + step < len(here):
            return index, piece + step
        number = index + step
        if not 0 <= number < len(pictures):
            return None
        if piece == WHOLE and here:
            return number, WHOLE
        there = len(pieces(number))
        return number, WHOLE if not there else 0 if step > 0 else there - 1

    text = texts(pictures[index]) if pictures else None
    return PictureView(
        item=item,
        pictures=pictures,
        index=index,
        piece=piece,
        zoom=spot.zoom,
        pieces=here,
        machine=text is not None and text.source == "machine" and bool(text.blocks),
        before=beside(-1),
        after=beside(+1),
    )


def first_spot(item: Item, number: int, *, room: tuple[float, float], texts: Texts) -> ViewerSpot:
    """Return where picture *number* of *item* opens: at its first piece if the piece's text fits the *room* (sp),
    else at the whole picture.
    """
    pictures = pictures_of(item)
    if number >= len(pictures):
        return ViewerSpot()
    shown = pictures[number]
    text = texts(shown)
    read = is_read(text) or is_poster(item, shown, text)
    found = pieces_of(text, (shown.width, shown.height), room) if read else ()
    return ViewerSpot(number, 0 if found and found[0].is_whole else WHOLE)
