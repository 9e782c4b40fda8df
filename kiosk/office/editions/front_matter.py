"""Front matter of a Markdown file: YAML between two lines of `---`, or TOML between two lines of `+++`. Pure.

All scalars are returned as the text that was written ("72.10" is no number, "no" no false), with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import yaml

from content_cache.model.problems import Detail
from kiosk.office.editions.faults import FaultCode

FENCES = ("---", "+++")
_DEEPEST = 6
# line ends as editors count them; str.splitlines also splits at ten other characters
_LINE_END = re.compile(r"\r\n?|\n")
_NO_LINE_END = re.compile("[\x85\u2028\u2029]")  # YAML 1.1 does
Value = str | list[Any] | dict[str, Any]


class MatterError(ValueError):
    """Error: the front matter cannot be read; `line` counts from 1 within the file."""

    def __init__(self, line: int, code: FaultCode, /, **details: Detail) -> None:
        super().__init__(code.value)
        self.line = line
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Matter:
    """Parsed file: `values` by name (texts, lists, tables of them), `lines` of each name, the `body`, and the line it
    starts on."""

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    body: str
    body_line: int


@lru_cache(maxsize=64)  # a desk that saves a notice reads one text many times
def split(text: str) -> Matter:
    """Parse *text* into front matter and body. The result is cached and must not be changed. Raise MatterError for
    front matter that is missing or malformed."""
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
    """Return *text* with a line for the id right after the opening fence. All else stays as it is, line ends included."""
    start = text.index(next(mark for mark in re.findall(r"^(?:---|\+\+\+)", text.lstrip("\ufeff").lstrip())))
    end = text.index("\n", start) + 1
    line = f'id = "{item_id}"' if text[start] == "+" else f"id: {item_id}"
    return text[:end] + line + ("\r\n" if text[:end].endswith("\r\n") else "\n") + text[end:]


def with_values(text: str, changed: Mapping[str, Value | None], body: str | None = None) -> str:
    """Return *text* with the values *changed* in its front matter, None to remove one, and with another *body* if given.

    Other values stay as written, with their comments, and so do the line ends. TOML becomes YAML; a file without front
    matter gets one. Raise MatterError for front matter that cannot be read."""
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    try:
        matter = split(text)
    except MatterError as error:
        if error.code is not FaultCode.NO_FRONT_MATTER:
            raise
        matter = Matter({}, {}, text.lstrip("\ufeff"), 1)
        head: list[str] = []
    else:
        lines = _LINE_END.split(text.lstrip("\ufeff"))
        start = next(at for at, line in enumerate(lines) if line.strip())
        head = lines[start + 1 : matter.body_line - 2]
        if lines[start].strip() == "+++" or len(set(matter.lines.values())) < len(matter.lines):
            head = _dumped(matter.values)
            matter = Matter(matter.values, _yaml("\n".join(head), 1)[1], matter.body, 1)
        else:
            matter = Matter(matter.values, {name: at - start - 1 for name, at in matter.lines.items()}, matter.body, 1)
    written = (matter.body if body is None else body).strip("\n")
    wanted = {name: value for name, value in {**matter.values, **changed}.items() if value is not None}

    def whole(lines: list[str]) -> str:
        return end_of_line.join(["---", *lines, "---", *_LINE_END.split(written), ""])

    kept = whole(_with_lines(head, matter.lines, changed))
    return mark + (kept if _reads_as(kept, wanted, changed, written) else whole(_dumped(wanted)))


def _reads_as(whole: str, wanted: Mapping[str, Value], changed: Mapping[str, Value | None], body: str) -> bool:
    """Return whether *whole* parses to *body*, the names of *wanted*, and its unchanged values. It does not if a
    changed line was part of a multi-line or referenced value."""
    try:
        matter = split(whole)
    except MatterError:
        return False
    untouched = wanted.keys() - changed.keys()
    same = all(matter.values.get(name) == wanted[name] for name in untouched)
    return same and matter.values.keys() == wanted.keys() and matter.body == "\n".join(_LINE_END.split(body))


def _with_lines(head: list[str], at: Mapping[str, int], changed: Mapping[str, Value | None]) -> list[str]:
    """Return the lines *head* of a front matter with the values *changed*. *at* is the line of each name, from 1. A
    value extends to the next name, or to a comment before that."""
    starts = sorted(line - 1 for line in at.values())
    spans: dict[str, tuple[int, int]] = {}
    for name, line in at.items():
        end = next((start for start in starts if start > line - 1), len(head))
        while end > line and (not head[end - 1].strip() or head[end - 1].startswith("#")):
            end -= 1
        spans[name] = line - 1, end
    whole = list(head)
    for name in sorted(spans, key=lambda each: spans[each], reverse=True):
        if name in changed:
            value = changed[name]
            whole[slice(*spans[name])] = [] if value is None else _dumped({name: value})
    new = {name: value for name, value in changed.items() if name not in spans and value is not None}
    return [*whole, *_dumped(new)]


def _dumped(values: Mapping[str, Value]) -> list[str]:
    if not values:
        return []
    text: str = yaml.safe_dump(
        dict(values), allow_unicode=True, default_flow_style=False, sort_keys=False, width=10_000
    )
    lines = text.rstrip("\n").split("\n")
    if any(line.strip() in FENCES for line in lines):  # within a text: it would end the front matter
        lines = yaml.safe_dump(
            dict(values), allow_unicode=True, default_style='"', sort_keys=False, width=10**6
        ).splitlines()
    return lines


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
        values[name], lines[name] = _node_value(value, first), first + key.start_mark.line
    return values, lines


def _node_value(node: yaml.Node, first: int, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise MatterError(first + node.start_mark.line, FaultCode.FRONT_MATTER_TOO_DEEP)
    if isinstance(node, yaml.SequenceNode):
        return [_node_value(each, first, depth + 1) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _node_value(value, first, depth + 1) for key, value in node.value}
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
        if found and found[1] in tables:  # only names of the top level
            lines.setdefault(found[1], number)
    return {name: _texts_within(value) for name, value in tables.items()}, lines


def _one_line(what: object) -> str:
    return " ".join(str(what).split())


def _texts_within(value: Any) -> Any:
    if isinstance(value, list):
        return [_texts_within(each) for each in value]
    if isinstance(value, dict):
        return {name: _texts_within(each) for name, each in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (datetime, date, time)) else str(value).strip()
