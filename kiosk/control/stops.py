"""Where the four buttons stop on the way from an item to the next one: the choices of its poll, its tables, its film, or its
pictures where they are to be read. On the way back, before its beginning: the key by which a phone takes it along, so that
nobody who listens to one item after the other presses once more."""

from __future__ import annotations

from kiosk.viewmodel.polls import spots
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.tables import tables

PICTURE = "picture"
TABLE = "table"
TAKE = "take"
_MOST_TABLES = 5  # of an item


def stops(board: BoardPort) -> list[str]:
    """ "take", unless the item is being read; the item itself, which is ""; then what its poll asks ("choice:0"), "table:3" for
    each table by the number of its block, and "picture"."""
    article = board.article
    if article is None or not board.by_buttons:
        return [""]
    pictured = article.opens and (article.poster or len(article.pictures) > 1)
    if article.plays:  # in their place; what is about a film is played by the listen key at once
        pictured = not article.about_film
    return [
        *[TAKE] * (board.speaking is None or board.focus == TAKE),
        "",
        *spots(board),
        *(f"{TABLE}:{number}" for number in tables(article.item)[:_MOST_TABLES]),
        *[PICTURE] * pictured,
    ]


def stop_beside(board: BoardPort, step: int) -> str | None:
    """What the focus moves to before the item is turned; None where there is nothing more."""
    order = stops(board)
    place = order.index(board.focus if board.focus in order else "") + step
    return order[place] if 0 <= place < len(order) else None
