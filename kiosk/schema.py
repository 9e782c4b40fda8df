"""How a TOML table becomes a frozen dataclass: each field carries the parser of its value, every fault is kept with its line.

A fault never stops the reading: the field keeps its default, so that one wrong line disables only what it is about.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

T = TypeVar("T")
Parser = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in the settings: the line (0 where none can be named), the key and what is wrong, in Indonesian."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"baris {self.line}: " if self.line else ""
        return f"{where}{self.key}: {self.message}" if self.key else f"{where}{self.message}"


def setting(default: Any, parse: Parser) -> Any:
    """A dataclass field with the parser of its value. `parse` raises ValueError with one Indonesian line."""
    if isinstance(default, (dict, list)):
        return field(default_factory=default.copy, metadata={"parse": parse})
    return field(default=default, metadata={"parse": parse})


def required(parse: Parser) -> Any:
    """A field without which its section cannot be used."""
    return field(metadata={"parse": parse})


class Reader:
    """Reads tables of one file and gathers the faults."""

    def __init__(self, text: str) -> None:
        self._lines = dict(_lines(text))
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        line = self._lines.get(path, 0) or self._lines.get(path.rpartition(".")[0], 0)
        self.faults.append(Fault(line, re.sub(r"\.(\d+)", _count_from_one, path), message))

    def section(self, cls: type[T], table: Any, path: str) -> T | None:
        """`cls` from `table`; None where a required field is missing or wrong (the fault is kept)."""
        if not isinstance(table, Mapping):
            self.fault(path, "harus berupa bagian, ditulis [nama] di baris sendiri")
            table = {}
        known = {f.name: f for f in fields(cls) if "parse" in f.metadata}  # type: ignore[arg-type]
        for key in table:
            if key not in known:
                self.fault(f"{path}.{key}", f"tidak dikenal{did_you_mean(key, known)}")
        values = {}
        for name, spec in known.items():
            if name in table:
                try:
                    values[name] = spec.metadata["parse"](table[name])
                except ValueError as wrong:
                    kept = "" if _is_required(spec) else f"; dipakai nilai bawaan {shown(_default(spec))}"
                    self.fault(f"{path}.{name}", f"{wrong}{kept}")
        missing = [name for name, spec in known.items() if _is_required(spec) and name not in values]
        for name in missing:
            if name not in table:
                self.fault(path, f"{name} belum diisi")
        return None if missing else cls(**values)


def did_you_mean(word: str, choices: Collection[str]) -> str:
    """ "; maksudnya name?" for the nearest of the choices, or the choices themselves where there are few, or nothing."""
    near = difflib.get_close_matches(word.lower(), [c for c in choices if c], n=1, cutoff=0.6)
    if near:
        return f"; maksudnya {near[0]}?"
    return f"; pilihannya: {', '.join(choices)}" if 0 < len(choices) <= 8 else ""


def shown(value: object) -> str:
    """A value as TOML writes it, short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _is_required(spec: dataclasses.Field[Any]) -> bool:
    return spec.default is MISSING and spec.default_factory is MISSING


def _default(spec: dataclasses.Field[Any]) -> object:
    return spec.default_factory() if callable(spec.default_factory) else spec.default


def _count_from_one(match: re.Match[str]) -> str:
    return f" ke-{int(match[1]) + 1}"


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_.-]+))\s*=""")


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """(dotted path, line from 1) of each header and key. Tables of an array are numbered: "source.0.url"."""
    section = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = header[2]
            if header[1] == "[[":
                counts[section] = counts.get(section, -1) + 1
                section = f"{section}.{counts[section]}"
            yield section, number
        elif key := _KEY.match(line):
            name = key[1] or key[2] or key[3]
            yield (f"{section}.{name}" if section else name), number
