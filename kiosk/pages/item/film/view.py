"""View of the page of a film."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item


class FilmView(Struct, frozen=True):
    """*film* of *item* over the whole screen.

    *at* is its position in seconds while it does not play. *text* and *sign* tell whether subtitles and signs are on,
    even if it has none. *failed*: it cannot be played.
    """

    item: Item
    film: Attachment
    at: float = 0.0
    playing: bool = False
    text: bool = True
    sign: bool = True
    failed: bool = False

    @property
    def seconds(self) -> int:
        return self.film.pages

    @property
    def has_text(self) -> bool:
        return self.item.subtitles is not None

    @property
    def has_sign(self) -> bool:
        """Return whether a sign-language film can stand beside this film, which must not be one itself."""
        return self.item.sign is not None and self.film.role != "sign"

    @property
    def about(self) -> str:
        """Return the subject of the page: the film's item, and whether the film failed."""
        return f"{self.item.id} {self.failed}"
