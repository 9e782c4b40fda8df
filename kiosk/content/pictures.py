"""The pictures of an item: which are there, and whether it is about one."""

from __future__ import annotations

from content_cache.model.attachments import Attachment
from content_cache.model.items import Clarification, Item
from content_cache.model.picture_text import PictureText
from kiosk.content.views.pieces import UPRIGHT, is_read
from kiosk.content.views.shown import MOST_WORDS_BESIDE, ArticleView


def pictures_of(item: Item) -> tuple[Attachment, ...]:
    """Return the stored pictures of *item* in their order, each once. All pages of a document are kept, even equal ones."""
    found = {(each.path, each.page): each for each in item.attachments if each.is_picture and each.path}
    return tuple(found.values())


def is_poster(item: Item, picture: Attachment | None, text: PictureText | None) -> bool:
    """Return whether *picture* is the subject of *item*: upright or full of text, with few words beside it."""
    if picture is None or isinstance(item, Clarification):
        return False
    upright = picture.height >= UPRIGHT * picture.width > 0
    return ArticleView(item).count_words <= MOST_WORDS_BESIDE and (upright or is_read(text))
