"""The attacks that tests try, by their markers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from deploy.reference.markdown import codes, table

ROOT = Path(__file__).parents[2]


_GROUPS = {
    "what comes in": "What comes in: feeds, pictures, sticks, SMS, the store",
    "what goes back": "What goes back: envelopes, the spool, the line",
    "people": "People: the desks, the screen, the codes",
    "from afar": "From afar: settings, requests, turns of updates",
    "root and keys": "Root, users, updates, keys, clock",
}


def lines() -> Iterator[str]:
    """Yield the attacks that tests try, from their markers `attack(group, what is tried, what holds it)`.

    The third argument stands at one test of each attack. Raises ValueError for an attack without it, or with two.
    """
    tests: dict[tuple[str, str], list[str]] = {}
    holds: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for group, tried, *held in _markers(path):
            names = tests.setdefault((group, tried), [])
            names += [name] if name not in names else []
            if held and holds.setdefault((group, tried), held[0]) != held[0]:
                raise ValueError(f"{name}: two tests say what holds {tried!r}")
    if missing := [tried for group, tried in tests if (group, tried) not in holds]:
        raise ValueError(f"no test says what holds: {missing}")
    if strange := {group for group, _ in tests} - _GROUPS.keys():
        raise ValueError(f"unknown groups: {strange}")
    yield "# Attacks that tests try\n\n"
    yield "Each row is a marker `attack` on the tests that are named. `pytest -m attack` runs them all.\n"
    for group, heading in _GROUPS.items():
        yield f"\n## {heading}\n\n"
        rows = sorted((tried, names) for (of, tried), names in tests.items() if of == group)
        yield from table(
            ("what is tried", "what holds", "tests"),
            ((tried, holds[group, tried], codes(names)) for tried, names in rows),
        )


def _markers(path: Path) -> Iterator[list[str]]:
    """Yield the arguments of each `pytest.mark.attack(...)` of the test module *path*."""
    text = path.read_text("utf-8")
    if "mark.attack(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.attack":
            yield [ast.literal_eval(argument) for argument in node.args]
