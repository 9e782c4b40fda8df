"""Items as plain JSON values and back: what the store keeps of an item.

Fields at their defaults are left out, so that a field added later needs no migration; and so is a text that is no more than the
words of its blocks, which would be written twice. Datetimes are RFC 3339 with offset.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.concerns import ConcernStage
from content_cache.model.items import KINDS, Answer, Apart, Item, Occurrence, Sheet, Wording
from content_cache.model.loop import LoopTerms
from content_cache.model.plain_text import blocks_text
from content_cache.model.polls import Poll
from content_cache.model.sheets import Contact, Point, Price, SheetKind, StaffMember, Water, WeatherStep, WordSound
from content_cache.model.vocabulary import Hazard, Provenance, Severity, Verdict, Verified
from content_cache.model.voices import ItemVoice

KIND = "kind"
_KINDS: Mapping[str, type[Item]] = MappingProxyType(
    {kind.value: found for kind, found in KINDS.items()} | {Apart.SHEET.value: Sheet, Apart.ANSWER.value: Answer}
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def item_to_json(item: Item) -> str:
    """Return *item* as one line of JSON with sorted keys, so that equal items give equal lines.

    Raise ValueError if a text has characters that JSON or UTF-8 cannot carry.
    """
    return encode(item_to_dict(item))


def encode(values: Mapping[str, Any]) -> str:
    """Return *values* as one line of JSON. Raise ValueError for a lone surrogate or NaN."""
    text = _ENCODER.encode(values)
    text.encode()  # a lone surrogate is told here, not in the midst of a transaction
    return text


def line_to_dict(line: str) -> Mapping[str, Any]:
    """Return the values of a line of `item_to_json`. Raise ValueError if it is not one line with a JSON object."""
    values = json.loads(line)
    if not isinstance(line, str) or not isinstance(values, dict) or line[-1] != "}":
        raise ValueError("not a line of ours")
    return values


def with_times(text: str, *, seen_first: datetime, fetched: datetime) -> str:
    """Return the line *text* of an item with the two times appended; it must have neither."""
    return f'{text[:-1]},"fetched":"{fetched.isoformat()}","seen_first":"{seen_first.isoformat()}"}}'


def item_from_json(text: str) -> Item:
    """Return the item of a line of `item_to_json`. Raise ValueError for any other text."""
    try:
        return item_from_dict(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a stored item: {error}") from error


def item_to_dict(item: Item) -> dict[str, Any]:
    values: dict[str, Any] = {KIND: item.category.value}
    for name, default in _DEFAULTS[type(item)]:
        value = getattr(item, name)
        if value != default:
            values[name] = value if type(value) is str else _encode(value)
    if item.blocks:
        if item.text == blocks_text(item.blocks):
            values.pop("text", None)
        else:
            values["text"] = item.text
    return values


def item_from_dict(values: Mapping[str, Any]) -> Item:
    kind = _KINDS[values[KIND]]
    known = _DEFAULTS[kind]
    item = {name: _DECODERS.get(name, _same)(values[name]) for name, _ in known if name in values}
    if "blocks" in item and "text" not in item:
        item["text"] = blocks_text(item["blocks"])
    return kind(**item)


def _defaults_of(kind: type[Item]) -> tuple[tuple[str, Any], ...]:
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    required = len(names) - len(defaults)
    return tuple(zip(names, (None,) * required + defaults, strict=True))


_DEFAULTS: Mapping[type[Item], tuple[tuple[str, Any], ...]] = MappingProxyType(
    {kind: _defaults_of(kind) for kind in _KINDS.values()}
)


_PARTS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {kind: kind.__struct_fields__ for kind in (Attachment, Occurrence, Wording)}
)


def _encode(value: Any) -> Any:
    if isinstance(value, str):
        return value  # StrEnum among them
    if isinstance(value, tuple):
        return [_encode(part) for part in value]
    if isinstance(value, Block):
        block = {"kind": value.kind, "text": value.text, "url": value.url, "rows": value.rows, "before": value.before}
        return {name: part for name, part in block.items() if part}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(
        value, WeatherStep | Water | Price | StaffMember | Contact | Point | WordSound | LoopTerms | ItemVoice | Poll
    ):
        return msgspec.to_builtins(value)
    names = _PARTS.get(type(value))
    if names is not None:
        parts = [(name, getattr(value, name)) for name in names]
        return {name: _encode(part) for name, part in parts if part not in ("", False)}
    return value  # int, float, bool


def _same(value: Any) -> Any:
    return value


def _strings(value: list[str]) -> tuple[str, ...]:
    return tuple(value)


def _attachments(value: list[dict[str, Any]]) -> tuple[Attachment, ...]:
    return tuple(Attachment(**{"url": "", "type": ""} | part) for part in value)


def _blocks(value: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(
            BlockKind(part["kind"]),
            part.get("text", ""),
            part.get("url", ""),
            _cells(part.get("rows", ())),
            _cells(part.get("before", ())),
        )
        for part in value
    )


def _cells(value: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, value))


def _occurrences(value: list[dict[str, Any]]) -> tuple[Occurrence, ...]:
    time = datetime.fromisoformat
    return tuple(Occurrence(time(part["starts"]), time(part["ends"]), part.get("all_day", False)) for part in value)


def _rows_codec(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    def rows(value: Any) -> tuple[Any, ...]:
        return msgspec.convert(value, tuple[kind, ...])  # type: ignore[valid-type]

    return rows


def _loop(value: Any) -> LoopTerms:
    return msgspec.convert(value, LoopTerms)


def _poll(value: Any) -> Poll:
    return msgspec.convert(value, Poll)


def _voice(value: Any) -> ItemVoice:
    return msgspec.convert(value, ItemVoice)


def _wordings(value: list[dict[str, str]]) -> tuple[Wording, ...]:
    return tuple(Wording(**{"language": "", "title": ""} | part) for part in value)


_TUPLES = ("areas", "groups", "requirements", "references", "places", "polygons", "circles", "geocodes", "undrawn")
_DATES = ("published", "updated", "publish_from", "expires", "seen_first", "fetched", "starts", "ends", "effective")
_DECODERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    dict.fromkeys(_DATES, datetime.fromisoformat)
    | dict.fromkeys(_TUPLES, _strings)
    | {
        "attachments": _attachments,
        "blocks": _blocks,
        "occurrences": _occurrences,
        "provenance": Provenance,
        "stage": ConcernStage,
        "verified": Verified,
        "verdict": Verdict,
        "severity": Severity,
        "hazard": Hazard,
        "loop": _loop,
        "poll": _poll,
        "voice": _voice,
        "wordings": _wordings,
        "sheet": SheetKind,
        "steps": _rows_codec(WeatherStep),
        "waters": _rows_codec(Water),
        "prices": _rows_codec(Price),
        "people": _rows_codec(StaffMember),
        "contacts": _rows_codec(Contact),
        "sounds": _rows_codec(WordSound),
        "points": _rows_codec(Point),
    }
)
