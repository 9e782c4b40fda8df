"""Slides that take turns over the whole idle screen. Pure.

A slide is an item with what is shown of it: a poster, or the still of a film, in whose place the film plays without a sound.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item

MOST_SLIDES = 20
POSTER, FILM = "poster", "film"
_BETWEEN = 2  # number of posters between two other slides


class Slide(Struct, frozen=True):
    """*picture* of *item*, number *number* (from 1) of *total*. *weight* is how often it comes in a round."""

    item: Item
    picture: Attachment
    weight: int = 1
    number: int = 1
    total: int = 1
    kind: str = POSTER

    @property
    def slide_key(self) -> tuple[str, str, str]:
        return self.item.source, self.item.id, self.picture.path

    @property
    def path(self) -> str:
        """Return the path of the file that is shown: the poster, or the still of a film."""
        return self.picture.thumbnail if self.picture.is_film else self.picture.path

    @property
    def shape(self) -> float:
        """Return the picture's height divided by its width; that of an A4 page if it is unknown."""
        return self.picture.height / self.picture.width if self.picture.width and self.picture.height else 2**0.5


def turns(slides: Sequence[Slide]) -> list[Slide]:
    """Return the order of one round.

    Each slide comes as often as its weight, spread over the round (smooth weighted round robin, as in nginx). Slides
    of equal weight keep their order.
    """
    lead = [0] * len(slides)
    total = sum(slide.weight for slide in slides)
    order = []
    for _ in range(total):
        lead = [now + slide.weight for now, slide in zip(lead, slides, strict=True)]
        best = lead.index(max(lead))
        lead[best] -= total
        order.append(slides[best])
    return order


def poster_at(turn: int, others: int, round_of: int) -> int | None:
    """Return the index into a round of *round_of* posters that *turn* shows; `None` if one of the *others* slides is
    shown.

    Those come first, then after every few posters.
    """
    if not round_of:
        return None
    if not others:
        return turn % round_of
    group = 1 + min(_BETWEEN, round_of)
    place = turn % group
    return None if place == 0 else (turn // group * (group - 1) + place - 1) % round_of


def other_at(turn: int, posters: int) -> int:
    """Return how many slides other than posters came before *turn*."""
    return turn // (1 + min(_BETWEEN, posters)) if posters else turn


def newcomer(slides: Sequence[Slide], known: set[tuple[str, str, str]]) -> Slide | None:
    """Return the first slide whose key is not in *known*, `None` if all are known."""
    return next((slide for slide in slides if slide.slide_key not in known), None)
