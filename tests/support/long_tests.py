"""Which tests a run of the whole house leaves out: those of tests/long_tests.txt, but for a few cases of each.

They take most of the time: what goes through a whole kiosk, a soak, each size and letter of a screen, each damage to a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

TABLE = Path(__file__).parents[1] / "long_tests.txt"


def long_tests(table: Path = TABLE) -> dict[str, int]:
    """Of each test named there, without its parameters, how many of its cases stay."""
    rows = (line.split(None, 1) for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {name: int(stay) for stay, name in rows}


def left_out(names: Sequence[str], table: dict[str, int]) -> set[str]:
    """Of these cases (node ids), those that a run of the whole house leaves out. What stays is spread over a test's cases."""
    cases: dict[str, list[str]] = {}
    for name in names:
        cases.setdefault(function_of(name), []).append(name)
    return {each for test, stay in table.items() for each in _cases_beyond(cases.get(test, []), stay)}


def function_of(name: str) -> str:
    """A case's test, without its parameters."""
    return name.partition("[")[0]


def is_whole_run(asked: Iterable[str], root: Path) -> bool:
    """Whether these arguments of pytest, read from `root`, ask for the whole house and for no test by its name."""
    return {(root / each).resolve() for each in asked} <= {root.resolve(), (root / "tests").resolve()}


def _cases_beyond(cases: Sequence[str], stay: int) -> list[str]:
    kept = {place * len(cases) // stay for place in range(stay)}
    return [case for place, case in enumerate(cases) if place not in kept]
