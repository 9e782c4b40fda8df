"""Values as TOML text, and files of TOML changed in place: comments, order and what nobody asked to change stay as written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_value(value: Any) -> str:
    """Return *value* as TOML. It is JSON's text but for DEL, dates and times."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(key)} = {toml_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)  # dates and times


def toml_key(key: str) -> str:
    """Return *key* bare where TOML allows it, else quoted."""
    return key if _BARE.fullmatch(key) else toml_value(key)


class TomlEditError(ValueError):
    """Error: the file is no TOML, or is written in a way that cannot be changed line by line."""


class TomlEdit:
    """Editor of TOML *text*, table by table. A table is named by its header as written, "" for the part above the
    first. In an array of tables (`[[target]]`) each has a number from 0. The constructor raises TomlEditError for text
    that is no TOML."""

    def __init__(self, text: str) -> None:
        self._before = _parsed(text)
        self.text = text

    def set(self, header: str, values: Mapping[str, Any], number: int = 0) -> None:
        """Set the keys of a table to *values*, or remove a key whose value is `None`. A missing table is added at the
        end. Raise TomlEditError where a line cannot be changed."""
        blocks = _blocks(self.text)
        place = _place(blocks, header, number)
        if place < 0:
            blocks[-1] = f"{blocks[-1].rstrip()}\n\n".lstrip()
            blocks.append(f"{header}\n")
            place = len(blocks) - 1
        for key, value in values.items():
            blocks[place] = _with_value(blocks[place], key, value)
        self._check("".join(blocks), lambda table: _set(table, header, number, values))

    def remove(self, header: str, number: int = 0) -> None:
        """Remove a table with all of its keys. Raise TomlEditError where there is none, or where it cannot be cut out."""
        blocks = _blocks(self.text)
        place = _place(blocks, header, number)
        if place < 0:
            raise TomlEditError("no such table")
        after = re.search(r"(?:^[ \t]*(?:#.*)?\n)*\Z", blocks[place], re.MULTILINE)
        blocks[place] = after[0] if after else ""  # comments above the next table belong to it
        self._check("".join(blocks), lambda table: _drop(table, header, number))

    def _check(self, text: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Accept the new *text* only if it parses to the old tables after *change*. Raise TomlEditError otherwise."""
        wanted = _parsed(self.text)
        change(wanted)
        if _parsed(text) != wanted:
            raise TomlEditError("written in another way than line by line")
        self.text = text


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise TomlEditError(str(error)) from error


def _blocks(text: str) -> list[str]:
    """Split *text* before each line that may be a header. The first block is the part above all headers."""
    found = re.split(r"(?m)^(?=[ \t]*\[)", text)
    return found if not text.lstrip(" \t").startswith("[") else ["", *found[1:]] if not found[0] else ["", *found]


def _place(blocks: Sequence[str], header: str, number: int) -> int:
    if not header:
        return 0
    path = _path(header)
    places = [at for at, block in enumerate(blocks) if at and _path(block.partition("\n")[0]) == path]
    return places[number] if number < len(places) else -1


def _path(header: str) -> tuple[str, Any]:
    """Return the kind and the parsed name of a header. Thus `["a"]` and `[a]` are one table."""
    kind = "[[" if header.strip().startswith("[[") else "["
    try:
        return kind, tomllib.loads(header)
    except ValueError:
        return kind, header


def _with_value(block: str, key: str, value: Any) -> str:
    name = rf"(?:{re.escape(key)}|\"{re.escape(key)}\")"
    line = re.compile(rf"(?m)^[ \t]*{name}[ \t]*=.*\n?")
    written = f"{toml_key(key)} = {toml_value(value)}\n" if value is not None else ""
    if line.search(block):
        return line.sub(lambda _: written, block, count=1)
    body = block.rstrip()
    rest = block[len(body) :]
    return f"{body}\n{written}{rest.removeprefix(chr(10))}" if body else f"{written}{rest}"


def _set(table: dict[str, Any], header: str, number: int, values: Mapping[str, Any]) -> None:
    found = _table(table, header, number, make=True)
    for key, value in values.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = tomllib.loads(f"v = {toml_value(value)}")["v"]


def _drop(table: dict[str, Any], header: str, number: int) -> None:
    name = next(iter(tomllib.loads(header)))
    if header.startswith("[["):
        del table[name][number]
        if not table[name]:
            del table[name]
    else:
        del table[name]


def _table(table: dict[str, Any], header: str, number: int, *, make: bool) -> dict[str, Any]:
    if not header:
        return table
    name = next(iter(tomllib.loads(header)))
    if not header.startswith("[["):
        found: dict[str, Any] = table.setdefault(name, {})
        return found
    tables: list[dict[str, Any]] = table.setdefault(name, [])
    if make and number >= len(tables):
        tables.append({})
    return tables[min(number, len(tables) - 1)]
