"""The step from one target to the next, in reading order. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def next_focus(order: Sequence[str], focus: str, step: int, *, begins: int = 0, wrap: bool = False) -> str | None:
    """Return the target of *order* after (*step* 1) or before (-1) *focus*; `None` beyond the ends, unless it wraps.

    Without a focus a step forward starts at index *begins*, a step back at the last.
    """
    if not order:
        return None
    if focus not in order:
        return order[begins if step > 0 else -1]
    place = order.index(focus) + step
    if not 0 <= place < len(order):
        return order[place % len(order)] if wrap else None
    return order[place]
