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

from content_cache.model.problems import Detail
from content_cache.publishing.faults import FaultCode

FENCES = ("---", "+++")
_DEEPEST = 6
_LINE_END = re.compile(r"\r\n?|\n")  # what an editor counts; str.splitlines takes ten other characters for one too
_NO_LINE_END = re.compile("[\x85\u2028\u2029]")  # YAML 1.1 does
Value = str | list[Any] | dict[str, Any]


class MatterError(ValueError):
    """The front matter cannot be read; `line` counts from 1 within the file."""

    def __init__(self, line: int, code: FaultCode, /, **details: Detail) -> None:
        super().__init__(code.value)
        self.line = line
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Matter:
    """`values` by name (texts, lists, tables of them), `lines` of each name, the `body` after it and the line it starts on."""

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    body: str
    body_line: int


def split(text: str) -> Matter:
    """Raises MatterError."""
    lines = _LINE_END.split(text.lstrip("\ufeff"))
    skipped = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fence = lines[skipped].strip()
    if fence not in FENCES:
        raise MatterError(1, FaultCode.NO_FRONT_MATTER)
    end = next((at for at in range(skipped + 1, len(lines)) if lines[at].strip() == fence), None)
    if end is None:
        raise MatterError(skipped + 1, FaultCode.FRONT_MATTER_OPEN, fence=fence)
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
        node = yaml.compose(_NO_LINE_END.sub(" ", head), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        colon = "mapping values" in str(error.problem)
        code = FaultCode.FRONT_MATTER_COLON if colon else FaultCode.FRONT_MATTER_BROKEN
        raise MatterError(first + (mark.line if mark else 0), code, reason=_one_line(error.problem)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise MatterError(first, FaultCode.FRONT_MATTER_BROKEN, reason=_one_line(error)) from error
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise MatterError(first, FaultCode.FRONT_MATTER_NO_NAMES)
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in values:
            raise MatterError(first + key.start_mark.line, FaultCode.FRONT_MATTER_TWICE, name=name)
        values[name], lines[name] = _plain(value, first), first + key.start_mark.line
    return values, lines


def _plain(node: yaml.Node, first: int, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise MatterError(first + node.start_mark.line, FaultCode.FRONT_MATTER_TOO_DEEP)
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
        at = first + int(found[1]) - 1 if found else first
        raise MatterError(at, FaultCode.FRONT_MATTER_BROKEN, reason=_one_line(error)) from error
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), first):
        found = re.match(r"""\s*\[{0,2}\s*["']?([\w-]+)""", line)
        if found and found[1] in tables:  # and no key within a table
            lines.setdefault(found[1], number)
    return {name: _text(value) for name, value in tables.items()}, lines


def _one_line(what: object) -> str:
    return " ".join(str(what).split())


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [_text(each) for each in value]
    if isinstance(value, dict):
        return {name: _text(each) for name, each in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (datetime, date, time)) else str(value).strip()
