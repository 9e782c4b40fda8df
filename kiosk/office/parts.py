"""A notice as the form shows it: its parts, each a text; read from a file, written into one, two people's put together. Pure.

A part that nobody changed stays in the file as it was written, with its comments, and so does what the form does not know.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from content_cache.publishing.front_matter import MatterError, Value, split, with_values

BODY = "body"
TEXTS = (
    "title", "category", "publish_from", "expires", "priority", "author", "starts", "ends", "place", "hours", "claim", "verdict",
    "link", "speech_text", "audio", "film",
)  # fmt: skip
LISTS = ("areas", "groups", "requirements")
TABLES = ("pictures", "documents")
MAPS = ("answers", "poll")
NAMES = (*TEXTS, *LISTS, *TABLES, *MAPS, BODY)
DESK = "desk"
"""In a draft: who writes it, since when, what was asked. No kiosk sees it."""

Parts = dict[str, str]


class Merged(Struct, frozen=True):
    """`parts` is what both agree on, with the own part where they do not; `conflicts` names those where they do not."""

    parts: Parts
    conflicts: tuple[str, ...] = ()


def version(text: str) -> str:
    """What a file is called by as it is now."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read(text: str) -> Parts:
    """The parts of a file; of one whose front matter cannot be read the whole is the body."""
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
    """What the desk has noted in a draft."""
    try:
        noted = split(text).values.get(DESK)
    except MatterError:
        return {}
    return {name: value for name, value in noted.items() if isinstance(value, str)} if isinstance(noted, dict) else {}


def tables(value: Any) -> list[dict[str, str]]:
    """Pictures or documents as they are written: a table, a name, or a list of them; each with at least its `file`."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        table = one if isinstance(one, dict) else {"file": one}
        texts = {name: text for name, text in table.items() if isinstance(text, str)}
        if texts.get("file"):
            found.append(texts)
    return found


def pictures(parts: Mapping[str, str], name: str = "pictures") -> list[dict[str, str]]:
    """Those of a notice's parts."""
    try:
        return tables(json.loads(parts.get(name) or "[]"))
    except ValueError:
        return []


def written(text: str, changed: Mapping[str, str], noted: Mapping[str, str] | None = None) -> str:
    """The file with these parts changed ("" takes one out). `noted` is what the desk notes, None leaves that as it is, an empty one
    takes it out. Front matter that cannot be read becomes the body of a new file: nothing of it is lost."""
    values: dict[str, Value | None] = {}
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
    """What becomes of two people's parts that began as `base`. A part that one of them changed is taken from that one, of the body
    a paragraph. Time never decides."""
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
    """By paragraphs; None where both changed the same ones, or neighbours of which nobody can say in which order they stand."""
    old, own, other = (_paragraphs(each) for each in (base, mine, theirs))
    merged: list[str] = []
    at = own_at = other_at = 0
    for start, end, own_start, other_start in (
        *_unchanged(old, own, other),
        (len(old), len(old), len(own), len(other)),
    ):
        before, changed, otherwise = old[at:start], own[own_at:own_start], other[other_at:other_start]
        if changed != before and otherwise not in (before, changed):
            return None
        merged += otherwise if changed == before else changed
        merged += old[start:end]
        at, own_at, other_at = end, own_start + end - start, other_start + end - start
    return "\n\n".join(merged)


def _unchanged(old: Sequence[str], own: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where both still have what they began with: from and to which paragraph, and where that stands in each."""
    here, there = (
        {
            block.a + n: block.b + n
            for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
            for n in range(block.size)
        }
        for new in (own, other)
    )
    return [(at, at + 1, here[at], there[at]) for at in range(len(old)) if at in here and at in there]


def _paragraphs(text: str) -> list[str]:
    return [each.strip("\n") for each in text.split("\n\n") if each.strip("\n")]
