"""Choice of an item's language where nobody has chosen one: its recordings take turns."""

from __future__ import annotations

from content_cache.model.items import Item

_KNOWN = 100  # items; older ones begin anew


class LanguageTurns:
    """Turns of each item's languages: the village's own first, then the others in order."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], int] = {}

    def next_language(self, item: Item, own: str) -> str:
        """Return the next language of *item*; *own* unless it has several."""
        languages = sorted(item.recordings, key=lambda language: (language != own, language))
        if len(languages) < 2:
            return own
        key = (item.source, item.id)
        turn = self._given.pop(key, 0)
        self._given[key] = turn + 1
        if len(self._given) > _KNOWN:
            del self._given[next(iter(self._given))]
        return languages[turn % len(languages)]
