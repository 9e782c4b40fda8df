"""Wishes to ask sources out of their turn. They are kept until a round takes them, so that none made during a round is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

Poll = Callable[[], bool | Collection[str]]
"""Function that is called about once a second. It returns True for all sources, names for these, False for none."""


class OnDemand:
    """Store of wishes to ask sources out of turn. *poll* is a Poll, or None if nobody can wish; *names* are those of all
    sources."""

    def __init__(self, poll: Poll | None, names: Iterable[str]) -> None:
        self._poll = poll
        self._names = frozenset(names)
        self._wished: set[str] = set()

    def poll(self) -> bool:
        """Call *poll* and store its wishes; return whether any source is wished for."""
        said = self._poll() if self._poll is not None else False
        self._wished |= self._names if said is True else self._names & set(said or ())
        return bool(self._wished)

    def take_wishes(self) -> frozenset[str]:
        """Return all sources that are wished for, and clear the wishes."""
        taken, self._wished = frozenset(self._wished), set()
        return taken

    def take_one(self, name: str) -> bool:
        """Return whether the source *name* is wished for, and clear that wish."""
        wished = name in self._wished
        self._wished.discard(name)
        return wished
