"""What takes turns over the whole screen while nobody is there. Pure.

A slide is an item with what is shown of it: a poster, or the still of a film, in whose place the film plays without a sound.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from content_cache.model.items import Attachment, Item

MOST_SLIDES = 20
POSTER, FILM = "poster", "film"
_BETWEEN = 2  # posters between two of the others


class Slide(Struct, frozen=True):
    """`picture` of `item`, which is number `number` (from 1) of `total`; `weight` is how often it comes."""

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
        """The file of what is shown."""
        return self.picture.thumbnail if self.picture.is_film else self.picture.path

    @property
    def shape(self) -> float:
        """Height by width."""
        return self.picture.height / self.picture.width if self.picture.width and self.picture.height else 2**0.5


def turns(slides: Sequence[Slide]) -> list[Slide]:
    """One round: each as often as its weight, the repeated ones spread over it (smooth weighted round robin, as nginx does it);
    of those with the same weight the first comes first."""
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
    """The place in a round of posters whose turn it is; None for one of the `others` that are shown in turn, which come first and
    then behind every few posters."""
    if not round_of:
        return None
    if not others:
        return turn % round_of
    group = 1 + min(_BETWEEN, round_of)
    place = turn % group
    return None if place == 0 else (turn // group * (group - 1) + place - 1) % round_of


def other_at(turn: int, posters: int) -> int:
    """Return how many slides other than posters were shown before the one at *turn*."""
    return turn // (1 + min(_BETWEEN, posters)) if posters else turn


def newcomer(slides: Sequence[Slide], known: set[tuple[str, str, str]]) -> Slide | None:
    """One that was not there before, which comes next."""
    return next((slide for slide in slides if slide.slide_key not in known), None)
