"""JSON that may be hostile or cut off -> the values that are whole and sane."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from content_cache.model.errors import Code, FormatError

_DEEPEST = 20  # levels within one item
_MOST_VALUES = 10_000  # of one item
_LONGEST_INTEGER = 18  # digits
_MOST_OBJECTS = 100_000  # of a document that is read as a whole: each takes some hundred bytes
_SURROGATE = re.compile("[\ud800-\udfff]")
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")


class _Refused:
    """Placeholder for a value that JSON does not have (NaN), or that is too large."""


_REFUSED = _Refused()


def loads(text: str, most: int) -> tuple[dict[str, Any], bool]:
    """Parse a JSON object; return it and whether it was complete.

    Of a cut-off text the first *most* whole members of "items" are kept; of a text too large for memory, *most* + 1. Raise
    FormatError if it is no JSON object or is nested too deep.
    """
    decoder = json.JSONDecoder(parse_constant=lambda _: _REFUSED, parse_int=_integer)
    if text.count("{") > _MOST_OBJECTS:
        first = _salvage(text, decoder, most + 1)
        if first is not None and len(first["items"]) > most:
            return first, True
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        value = _salvage(text, decoder, most)
        if value is None:
            raise FormatError(Code.JSON_BROKEN, reason=error.msg, line=error.lineno) from error
        return value, False
    except RecursionError as error:
        raise FormatError(Code.JSON_TOO_DEEP) from error
    if not isinstance(value, dict):
        raise FormatError(Code.JSON_NO_OBJECT)
    return value, True


def number_in(value: object, least: float, most: float) -> float | None:
    """Return *value* if it is a number from *least* to *most*, else None. Booleans, infinity and NaN return None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        return None
    return value


def fault(value: object, depth: int = 0) -> Code | None:
    """Return the fault of a value from `loads`, or None: NaN or infinity, a lone surrogate, too deep, too many values."""
    return _fault(value, depth, [_MOST_VALUES])


def _fault(value: object, depth: int, room: list[int]) -> Code | None:
    room[0] -= 1
    if room[0] < 0 or depth > _DEEPEST:
        return Code.ITEM_TOO_DEEP
    if isinstance(value, _Refused):
        return Code.ITEM_NO_NUMBER
    if isinstance(value, str):
        return Code.ITEM_HALF_CHARACTER if _SURROGATE.search(value) else None
    if isinstance(value, Mapping):
        members: Sequence[object] = [*value.keys(), *value.values()]
    elif isinstance(value, list):
        members = value
    else:
        return None
    return next((found for member in members if (found := _fault(member, depth + 1, room))), None)


def _integer(digits: str) -> object:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else _REFUSED


def _salvage(text: str, decoder: json.JSONDecoder, most: int) -> dict[str, Any] | None:
    start = _ITEMS.search(text)
    if start is None:
        return None
    items: list[object] = []
    place = start.end()
    try:
        head = decoder.decode(text[: start.end()] + "]}")
        while len(items) < most:
            blank = _SEPARATOR.match(text, place)
            item, place = decoder.raw_decode(text, blank.end() if blank else place)
            items.append(item)
    except json.JSONDecodeError:
        if not items:
            return None
    except RecursionError:
        pass  # what is nested without end is not saved; the items before it are
    return {**(head if isinstance(head, dict) else {}), "items": items}
