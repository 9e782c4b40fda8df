"""Memory of what each recipient was told, and of the letters that failed. The teller writes it, the home page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from content_cache.model.problems import Problem
from kiosk.core.json_file import JsonFile
from kiosk.office.telling.digest import RecipientState

HOOK, PUSH = "kait", "dorong"
"""Key of the web hook among the recipients, and first word of the keys of browsers, whose second is the person's id. All
other keys are mail addresses."""


class UnsentLetters(Struct, frozen=True):
    """Recipients *names* whose last letters failed for the same *reason*, with the time of the failure and of the next try.
    *way* is `HOOK`, `PUSH`, or "" for mail."""

    way: str
    names: tuple[str, ...]
    reason: Problem
    failed: datetime | None
    again: datetime | None


class TellMemory:
    """Store of the *states* of recipients by address, in the desk's *private* folder. The teller and the pages share it."""

    def __init__(self, private: Path) -> None:
        self._file = JsonFile(private / "diberitakan.json", dict[str, RecipientState])
        self.states = self._file.read()

    def keep(self) -> None:
        with suppress(OSError):  # on a full disk this run alone remembers
            self._file.write(self.states)

    def unsent(self) -> Iterator[UnsentLetters]:
        """Yield the letters that failed last, grouped by reason."""
        failing: dict[tuple[str, str], list[tuple[str, RecipientState]]] = {}
        for key, state in sorted(dict(self.states).items()):
            if state.problem is not None:
                first, _, rest = key.partition(" ")
                way = first if first in (HOOK, PUSH) else ""
                name = rest.partition(" ")[0] if way == PUSH else key
                failing.setdefault((way, str(state.problem)), []).append((name, state))
        for (way, _reason), rows in failing.items():
            problem = rows[0][1].problem
            failed = [state.failed for _, state in rows if state.failed is not None]
            again = [state.again for _, state in rows if state.again is not None]
            if problem is not None:
                names = tuple(dict.fromkeys(name for name, _ in rows))
                yield UnsentLetters(way, names, problem, max(failed, default=None), min(again, default=None))
