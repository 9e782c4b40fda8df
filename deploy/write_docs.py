"""Write the documents that follow from the code: `deploy/docs/generated/`.

    python deploy/write_docs.py

A test compares what this command writes with what is committed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
GENERATED = ROOT / "deploy/docs/generated"
_HEAD = "<!-- Written by `python deploy/write_docs.py`. -->\n\n"
_GROUPS = {
    "what comes in": "What comes in: feeds, pictures, sticks, SMS, the store",
    "what goes back": "What goes back: envelopes, the spool, the line",
    "people": "People: the desks, the screen, the codes",
    "from afar": "From afar: settings, requests, turns of updates",
    "root and keys": "Root, users, updates, keys, clock",
}


def documents() -> Mapping[str, str]:
    """Return the text of each document by its file name."""
    return {"attacks.md": _HEAD + _attacks()}


def _attacks() -> str:
    """Return the attacks that tests try, from their markers `attack(group, what is tried, what holds it)`.

    The third argument stands at one test of each attack. Raises ValueError for an attack without it, or with two.
    """
    tests: dict[tuple[str, str], list[str]] = {}
    holds: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for group, tried, *held in _markers(path):
            key = (group, tried)
            name = path.relative_to(ROOT).as_posix()
            tests.setdefault(key, []).extend([name] if name not in tests.get(key, ()) else [])
            if held and holds.setdefault(key, held[0]) != held[0]:
                raise ValueError(f"{name}: two tests say what holds {tried!r}")
    if missing := [tried for (group, tried) in tests if (group, tried) not in holds]:
        raise ValueError(f"no test says what holds: {missing}")
    parts = [
        "# Attacks that tests try\n\n",
        "Each row is a marker `attack` on the tests that are named. `pytest -m attack` runs them all.\n",
    ]
    for group, heading in _GROUPS.items():
        rows = sorted((tried, names) for (of, tried), names in tests.items() if of == group)
        parts.append(f"\n## {heading}\n\n| what is tried | what holds | tests |\n|---|---|---|\n")
        parts += [f"| {tried} | {holds[group, tried]} | {_codes(names)} |\n" for tried, names in rows]
    if strange := {group for group, _ in tests} - _GROUPS.keys():
        raise ValueError(f"unknown groups: {strange}")
    return "".join(parts)


def _markers(path: Path) -> Iterator[list[str]]:
    """Yield the arguments of each `pytest.mark.attack(...)` of the test module *path*."""
    text = path.read_text("utf-8")
    if "mark.attack(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.attack":
            yield [ast.literal_eval(argument) for argument in node.args]


def _codes(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main() -> None:
    GENERATED.mkdir(exist_ok=True)
    for name, text in documents().items():
        (GENERATED / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
