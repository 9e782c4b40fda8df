"""Items as plain JSON values and back: what the store keeps of an item.

Fields at their defaults are left out, so that a field added later needs no migration. Datetimes are RFC 3339 with offset.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

from content_cache.items import (
    KINDS,
    Attachment,
    Block,
    BlockKind,
    Category,
    Hazard,
    Item,
    Occurrence,
    Provenance,
    Severity,
    Verdict,
    Verified,
    Wording,
)

KIND = "kind"


def item_to_json(item: Item) -> str:
    """The item as one line of JSON, keys sorted: equal items give equal lines.

    Raises ValueError where a text holds what JSON or UTF-8 cannot carry.
    """
    text = json.dumps(item_to_dict(item), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    text.encode()  # a lone surrogate is told here, not in the midst of a transaction
    return text


def item_from_json(text: str) -> Item:
    """The item of such a line. Raises ValueError when the line is none of ours."""
    try:
        return item_from_dict(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a stored item: {error}") from error


def item_to_dict(item: Item) -> dict[str, Any]:
    values: dict[str, Any] = {KIND: item.category.value}
    for field in fields(item):
        value = getattr(item, field.name)
        if value != _default(field):
            values[field.name] = _encode(value)
    return values


def item_from_dict(values: Mapping[str, Any]) -> Item:
    kind = KINDS[Category(values[KIND])]
    known = {field.name for field in fields(kind)}
    return kind(**{name: _DECODERS.get(name, _same)(value) for name, value in values.items() if name in known})


def _default(field: Field[Any]) -> Any:
    return None if field.default is MISSING else field.default


_PARTS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(field.name for field in fields(kind)) for kind in (Attachment, Block, Occurrence, Wording)}
)


def _encode(value: Any) -> Any:
    if isinstance(value, str):
        return value  # StrEnum among them
    if isinstance(value, tuple):
        return [_encode(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    names = _PARTS.get(type(value))
    if names is not None:
        parts = [(name, getattr(value, name)) for name in names]
        return {name: _encode(part) for name, part in parts if part not in ("", False)}
    return value  # int, bool


def _same(value: Any) -> Any:
    return value


def _strings(value: list[str]) -> tuple[str, ...]:
    return tuple(value)


def _attachments(value: list[dict[str, Any]]) -> tuple[Attachment, ...]:
    return tuple(Attachment(**{"url": "", "type": ""} | part) for part in value)


def _blocks(value: list[dict[str, str]]) -> tuple[Block, ...]:
    return tuple(Block(BlockKind(part["kind"]), part.get("text", ""), part.get("url", "")) for part in value)


def _occurrences(value: list[dict[str, Any]]) -> tuple[Occurrence, ...]:
    time = datetime.fromisoformat
    return tuple(Occurrence(time(part["starts"]), time(part["ends"]), part.get("all_day", False)) for part in value)


def _wordings(value: list[dict[str, str]]) -> tuple[Wording, ...]:
    return tuple(Wording(**{"language": "", "title": ""} | part) for part in value)


_TUPLES = ("areas", "requirements", "references", "places", "polygons", "circles", "geocodes")
_DATES = ("published", "updated", "publish_from", "expires", "seen_first", "fetched", "starts", "ends", "effective")
_DECODERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    dict.fromkeys(_DATES, datetime.fromisoformat)
    | dict.fromkeys(_TUPLES, _strings)
    | {
        "attachments": _attachments,
        "blocks": _blocks,
        "occurrences": _occurrences,
        "provenance": Provenance,
        "verified": Verified,
        "verdict": Verdict,
        "severity": Severity,
        "hazard": Hazard,
        "wordings": _wordings,
    }
)
