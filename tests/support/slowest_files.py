"""Files of tests by the seconds that their tests took together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

MOST = 10


def slowest_files(durations: Iterable[tuple[str, float]], most: int = MOST) -> list[tuple[float, str]]:
    """Return the *most* files with their seconds, the slowest first, of (test, seconds) of each part of each test."""
    seconds: Counter[str] = Counter()
    for test, duration in durations:
        seconds[test.partition("::")[0]] += duration  # type: ignore[assignment]  # a counter adds any number
    return [(many, file) for file, many in seconds.most_common(most)]
