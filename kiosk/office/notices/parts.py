"""Parts of a notice, each a text: read from a file, written into one, merged from two people's. Pure.

A part that nobody changed stays in the file as it was written, with its comments. So does whatever the form does not know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from kiosk.office.editions.front_matter import MatterError, Value, split, with_values

BODY = "body"
TEXTS = (
    "title", "category", "publish_from", "expires", "priority", "author",
    "starts", "ends", "repeats", "place", "hours", "claim", "verdict",
    "link", "speech_text", "audio", "film",
)  # fmt: skip
LISTS = ("areas", "groups", "requirements", "except", "also")
TABLES = ("pictures", "documents")
MAPS = ("answers", "poll")
NAMES = (*TEXTS, *LISTS, *TABLES, *MAPS, BODY)
_MOST_COMPARED = 500 * 500  # pairs of paragraphs that two texts are compared by
DESK = "desk"
"""Key of the desk's notes in a draft: who writes it, since when, what was asked. No kiosk sees it."""

Parts = dict[str, str]


class Merged(Struct, frozen=True):
    """Result of a merge. `parts` is the merged notice, with the own part in a conflict; `conflicts` names the parts in conflict."""

    parts: Parts
    conflicts: tuple[str, ...] = ()


def text_version(text: str) -> str:
    """Return the version of *text*: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_parts(text: str) -> Parts:
    """Return the parts of the file *text*. If its front matter cannot be read, all of it is the body."""
    try:
        matter = split(text)
    except MatterError:
        return {BODY: text.lstrip("\ufeff").strip("\n")}
    parts = {name: value for name in TEXTS if isinstance(value := matter.values.get(name), str) and value}
    for name in LISTS:
        value = matter.values.get(name, [])
        entries = value if isinstance(value, list) else [value]
        if lines := [str(entry) for entry in entries if isinstance(entry, str) and entry]:
            parts[name] = "\n".join(lines)
    for name in TABLES:
        if found := tables(matter.values.get(name)):
            parts[name] = json.dumps(found, ensure_ascii=False)
    for name in MAPS:
        if isinstance(table := matter.values.get(name), dict):
            parts[name] = json.dumps(table, ensure_ascii=False)
    if matter.body:
        parts[BODY] = matter.body
    return parts


def desk(text: str) -> dict[str, str]:
    """Return the desk's notes in the draft *text*, by name."""
    try:
        noted = split(text).values.get(DESK)
    except MatterError:
        return {}
    return {name: value for name, value in noted.items() if isinstance(value, str)} if isinstance(noted, dict) else {}


def item_id(text: str) -> str:
    """Return the id in the file *text*, "" before the first edition with it."""
    try:
        found = split(text).values.get("id", "")
    except MatterError:
        return ""
    return found if isinstance(found, str) else ""


def tables(value: Any) -> list[dict[str, str]]:
    """Return pictures or documents as tables with at least `file`. *value* may be a table, a file name, or a list of them."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        table = one if isinstance(one, dict) else {"file": one}
        texts = {name: text for name, text in table.items() if isinstance(text, str)}
        if texts.get("file"):
            found.append(texts)
    return found


def pictures(parts: Mapping[str, str], name: str = "pictures") -> list[dict[str, str]]:
    """Return the tables in the part *name*, by default the pictures of the notice."""
    try:
        return tables(json.loads(parts.get(name) or "[]"))
    except ValueError:
        return []


def with_parts(
    text: str, changed: Mapping[str, str], noted: Mapping[str, str] | None = None, *, known_as: str = ""
) -> str:
    """Return the file *text* with the parts *changed* ("" removes one). *noted* are the desk's notes: None leaves them,
    an empty mapping removes them. *known_as* is the notice's id in editions; "" leaves the id.

    If the front matter cannot be read, all of the text becomes the body of a new file: nothing is lost."""
    values: dict[str, Value | None] = {"id": known_as} if known_as not in ("", item_id(text)) else {}
    for name, part in changed.items():
        if name in LISTS:
            values[name] = [line for line in part.split("\n") if line.strip()] or None
        elif name in TABLES:
            values[name] = list[Any](pictures(changed, name)) or None
        elif name in MAPS:
            values[name] = dict[str, Any](json.loads(part)) if part else None
        elif name in TEXTS:
            values[name] = part or None
    if noted is not None:
        values[DESK] = dict(noted) or None
    try:
        return with_values(text, values, changed.get(BODY))
    except MatterError:
        return with_values("", values, changed.get(BODY, text))


def merge(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """Merge two people's parts, which both began as *base*. A part that one of them changed is taken from that one, and
    so is a paragraph of the body. Time never decides."""
    merged: Parts = {}
    conflicts: list[str] = []
    for name in dict.fromkeys((*NAMES, *base, *mine, *theirs)):
        old, own, other = (each.get(name, "") for each in (base, mine, theirs))
        if own == other or other == old:
            part = own
        elif own == old:
            part = other
        elif name == BODY and (both := _merge_text(old, own, other)) is not None:
            part = both
        else:
            part = own
            conflicts.append(name)
        if part:
            merged[name] = part
    return Merged(merged, tuple(conflicts))


def _merge_text(base: str, mine: str, theirs: str) -> str | None:
    """Merge two texts, both changed from *base*, by paragraphs. Return None where both changed the same or neighbouring
    paragraphs, and where a comparison would take seconds."""
    old, own, other = (_paragraphs(each) for each in (base, mine, theirs))
    here, there = _kept_paragraphs(old, own), _kept_paragraphs(old, other)
    if here is None or there is None:
        return None
    merged: list[str] = []
    at = own_at = other_at = 0
    unchanged = [(each, here[each], there[each]) for each in here if each in there]
    for start, own_start, other_start in (*unchanged, (len(old), len(own), len(other))):
        before, changed, otherwise = old[at:start], own[own_at:own_start], other[other_at:other_start]
        if changed != before and otherwise not in (before, changed):
            return None
        merged += otherwise if changed == before else changed
        merged += old[start : start + 1]
        at, own_at, other_at = start + 1, own_start + 1, other_start + 1
    return "\n\n".join(merged)


def _kept_paragraphs(old: Sequence[str], new: Sequence[str]) -> dict[int, int] | None:
    """Map each paragraph of *old* that is still in *new* to its place there, in rising order, by a longest common
    subsequence. Return None if the part between common beginning and end has more than `_MOST_COMPARED` pairs: the time
    grows with their number."""
    begin, end = 0, 0
    shorter = min(len(old), len(new))
    while begin < shorter and old[begin] == new[begin]:
        begin += 1
    while end < shorter - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    middle, new_middle = old[begin : len(old) - end], new[begin : len(new) - end]
    if len(middle) * len(new_middle) > _MOST_COMPARED:
        return None
    kept = {at: at for at in range(begin)}
    kept |= {begin + at: begin + to for at, to in _common_subsequence(middle, new_middle)}
    kept |= {len(old) - at: len(new) - at for at in range(end, 0, -1)}
    return kept


def _common_subsequence(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of a longest common subsequence, in order (Wagner and Fischer 1974)."""
    numbers: dict[str, int] = {}  # numbers compare faster than paragraphs
    one, two = ([numbers.setdefault(each, len(numbers)) for each in text] for text in (old, new))
    longest = [[0] * (len(two) + 1)]  # from each place to the end, the last row first
    for paragraph in reversed(one):
        below, row = longest[-1], [0] * (len(two) + 1)
        for at in range(len(two) - 1, -1, -1):
            row[at] = below[at + 1] + 1 if paragraph == two[at] else max(below[at], row[at + 1])
        longest.append(row)
    longest.reverse()
    pairs = []
    at = to = 0
    while at < len(one) and to < len(two):
        if one[at] == two[to]:
            pairs.append((at, to))
            at, to = at + 1, to + 1
        elif longest[at + 1][to] >= longest[at][to + 1]:
            at += 1
        else:
            to += 1
    return pairs


def _paragraphs(text: str) -> list[str]:
    return [each.strip("\n") for each in text.split("\n\n") if each.strip("\n")]
