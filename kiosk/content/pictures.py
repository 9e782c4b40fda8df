"""The pictures of an item: which are there, what stands in them, and which way leads through their pieces."""

from __future__ import annotations

from collections.abc import Callable

from content_cache.model.items import Attachment, Clarification, Item
from content_cache.model.picture_text import PictureText
from kiosk.viewmodel.pieces import UPRIGHT, Piece, is_read, pieces_of
from kiosk.viewmodel.views import MOST_WORDS_BESIDE, WHOLE, ArticleView, PictureView

Texts = Callable[[Attachment], PictureText | None]
"""`ContentRepository.picture_text`"""


def pictures_of(item: Item) -> tuple[Attachment, ...]:
    """Those that are stored, in their order, each once; of a document all pages, also such as are alike."""
    found = {(each.path, each.page): each for each in item.attachments if each.is_picture and each.path}
    return tuple(found.values())


def is_poster(item: Item, picture: Attachment | None, text: PictureText | None) -> bool:
    """Is a picture what the item is about: an upright one, or one to be read, with few words beside it?"""
    if picture is None or isinstance(item, Clarification):
        return False
    upright = picture.height >= UPRIGHT * picture.width > 0
    return ArticleView(item).words <= MOST_WORDS_BESIDE and (upright or is_read(text))


def picture_view(
    item: Item, spot: tuple[int, int], zoom: float, *, room: tuple[float, float], texts: Texts
) -> PictureView:
    """As a visitor looks at `spot`: the number of a picture, and of a piece of it or WHOLE. What is not there any more is left for
    what is beside it."""
    pictures = pictures_of(item)
    index = max(0, min(spot[0], len(pictures) - 1))

    def pieces(number: int) -> tuple[Piece, ...]:
        shown = pictures[number]
        return pieces_of(texts(shown), (shown.width, shown.height), room)

    here = pieces(index) if pictures else ()
    piece = min(spot[1], len(here) - 1)

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
        zoom=zoom,
        pieces=here,
        machine=text is not None and text.source == "machine" and bool(text.blocks),
        before=beside(-1),
        after=beside(+1),
    )


def first_spot(item: Item, number: int, *, room: tuple[float, float], texts: Texts) -> tuple[int, int]:
    """Where a look at picture `number` begins: at the first piece of what is to be read, at the whole of a photograph."""
    pictures = pictures_of(item)
    if number >= len(pictures):
        return 0, WHOLE
    shown = pictures[number]
    text = texts(shown)
    read = is_read(text) or is_poster(item, shown, text)
    found = pieces_of(text, (shown.width, shown.height), room) if read else ()
    return number, 0 if found else WHOLE
