"""The problems that are told, by their codes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from content_cache.model.problems import ProblemCode
from deploy.reference.markdown import codes, table

ROOT = Path(__file__).parents[2]


def lines() -> Iterator[str]:
    """Yield the lines of problems.md."""
    yield """# Problems

A problem is an object of `code`, `details` (values by name) and `causes` (problems that it consists of), in JSON, in the store,
in reports and between processes. A code that was released keeps its meaning. The messages below are those of the catalogues.
"""
    for folder in ("content_cache", "kiosk"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "(ProblemCode):" not in path.read_text("utf-8"):
                continue
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            yield f"\n## {path.relative_to(ROOT).as_posix()}\n\n"
            kinds = [
                each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__
            ]
            rows = [code for kind in kinds if issubclass(kind, ProblemCode) for code in kind]
            yield from table(
                ("code", "message", "details"), ((f"`{row}`", row.message, codes(sorted(row.details))) for row in rows)
            )
