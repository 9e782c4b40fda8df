"""A Markdown file's front matter: YAML between two lines of `---`, or TOML between two lines of `+++`. Pure.

All single values come out as the text that was written ("72.10" is no number, "no" no false), with the line that they are on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml

FENCES = ("---", "+++")
_DEEPEST = 6
Value = str | list[Any] | dict[str, Any]


class MatterError(ValueError):
    """The front matter cannot be read; `line` counts from 1 within the file."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(" ".join(text.split()))
        self.line = line


@dataclass(frozen=True, slots=True)
class Matter:
    """`values` by name (texts, lists, tables of them), `lines` of each name, the `body` after it and the line it starts on."""

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    body: str
    body_line: int


def split(text: str) -> Matter:
    """Raises MatterError."""
    lines = text.lstrip("\ufeff").splitlines()
    skipped = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fence = lines[skipped].strip() if lines else ""
    if fence not in FENCES:
        raise MatterError("berkas ini tidak diawali keterangan di antara dua baris ---", 1)
    end = next((at for at in range(skipped + 1, len(lines)) if lines[at].strip() == fence), None)
    if end is None:
        raise MatterError(f"baris {fence} penutup keterangan tidak ada", skipped + 1)
    head = "\n".join(lines[skipped + 1 : end])
    values, where = _yaml(head, skipped + 2) if fence == "---" else _toml(head, skipped + 2)
    return Matter(values, where, "\n".join(lines[end + 1 :]).strip("\n"), end + 2)


def with_id(text: str, item_id: str) -> str:
    """The file with a line that gives its id right after the opening fence; all else stays as it is, line ends included."""
    start = text.index(next(mark for mark in re.findall(r"^(?:---|\+\+\+)", text.lstrip("\ufeff").lstrip())))
    end = text.index("\n", start) + 1
    line = f'id = "{item_id}"' if text[start] == "+" else f"id: {item_id}"
    return text[:end] + line + ("\r\n" if text[:end].endswith("\r\n") else "\n") + text[end:]


def _yaml(head: str, first: int) -> tuple[dict[str, Value], dict[str, int]]:
    try:
        node = yaml.compose(head, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        hint = "; beri tanda kutip kalau isinya memuat titik dua" if "mapping values" in str(error.problem) else ""
        raise MatterError(
            f"keterangan tidak dapat dibaca ({error.problem}){hint}", first + (mark.line if mark else 0)
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise MatterError(f"keterangan tidak dapat dibaca ({error})", first) from error
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise MatterError("keterangan harus berupa baris-baris nama: isi", first)
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in values:
            raise MatterError(f'"{name}" ditulis dua kali', first + key.start_mark.line)
        values[name], lines[name] = _plain(value, first), first + key.start_mark.line
    return values, lines


def _plain(node: yaml.Node, first: int, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise MatterError("keterangan bersarang terlalu dalam", first + node.start_mark.line)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, first, depth + 1) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value, first, depth + 1) for key, value in node.value}
    return str(node.value).strip()


def _toml(head: str, first: int) -> tuple[dict[str, Value], dict[str, int]]:
    try:
        tables = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise MatterError(
            f"keterangan tidak dapat dibaca ({error})", first + int(found[1]) - 1 if found else first
        ) from error
    lines: dict[str, int] = {}
    for number, line in enumerate(head.splitlines(), first):
        found = re.match(r"""\s*\[{0,2}\s*["']?([\w-]+)""", line)
        if found and found[1] in tables:  # and no key within a table
            lines.setdefault(found[1], number)
    return {name: _text(value) for name, value in tables.items()}, lines


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [_text(each) for each in value]
    if isinstance(value, dict):
        return {name: _text(each) for name, each in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (datetime, date, time)) else str(value).strip()
