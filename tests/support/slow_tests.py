"""Which cases of slow tests a run of the whole suite leaves out.

A test marked `@pytest.mark.slow(cases=N)` takes 0.8 s of a processor or more in all its cases; N of them stay. Such tests
take most of
the time: what goes through a whole kiosk, a soak, each size and letter of a screen, each damage to a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def left_out(names: Sequence[str], stay: Mapping[str, int]) -> set[str]:
    """Return those cases (node ids) of *names* that a run of the whole suite leaves out.

    *stay* has the number of cases that stay by test, without its parameters. They are spread over a test's cases.
    """
    cases: dict[str, list[str]] = {}
    for name in names:
        cases.setdefault(function_of(name), []).append(name)
    return {each for test, kept in stay.items() for each in _cases_beyond(cases.get(test, []), kept)}


def function_of(name: str) -> str:
    """Return the test of a case (node id), without its parameters."""
    return name.partition("[")[0]


def is_whole_run(asked: Iterable[str], root: Path) -> bool:
    """Tell whether these arguments of pytest, read from *root*, ask for the whole suite and for no test by its name."""
    return {(root / each).resolve() for each in asked} <= {root.resolve(), (root / "tests").resolve()}


def _cases_beyond(cases: Sequence[str], stay: int) -> list[str]:
    kept = {place * len(cases) // stay for place in range(stay)}
    return [case for place, case in enumerate(cases) if place not in kept]
