"""What the page of a film shows."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.items import Attachment, Item


class FilmView(Struct, frozen=True):
    """A *film* of *item* over the whole screen. *at* is where it stands while it does not play, seconds; *text* and *sign* tell
    whether its subtitles and its signs are shown, which it may not have. *failed*: it cannot be played."""

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
        """Whether signs can stand beside it: a film in sign language alone has none."""
        return self.item.sign is not None and self.film.role != "sign"

    @property
    def about(self) -> str:
        """Which film it is, and that it cannot be played."""
        return f"{self.item.id} {self.failed}"
