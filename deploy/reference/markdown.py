"""Markdown of docstrings and tables, for all documents."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache


@cache
def docstrings(kind: type) -> Mapping[str, str]:
    """Return the attribute docstrings of *kind*, by the attribute's name, each on one line."""
    found = {}
    (body,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 -- for the checker of types
    name = ""
    for node in body.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                continue
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                found[name] = linked(" ".join(text.split()))
        name = ""
    return found


def linked(text: str) -> str:
    """Return *text* with links in place of citations of sections of CONTRACTS.md and formats.md."""

    def link(match: re.Match[str]) -> str:
        anchor = re.sub(r"[^\w\- ]", "", match[2].lower()).replace(" ", "-")
        return f"[{match[2]}]({'../' if match[1] == 'CONTRACTS' else ''}{match[1]}.md#{anchor})"

    return re.sub(r'\b(CONTRACTS|formats)\.md,\s+"([^"]+)"', link, text)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = tuple(header)
    yield f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in row)} |\n"


def codes(names: Iterable[object]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
