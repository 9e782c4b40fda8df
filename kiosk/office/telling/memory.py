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

HOOK = "kait"
"""Key of the web hook among the recipients; all other keys are mail addresses."""


class UnsentLetters(Struct, frozen=True):
    """Recipients *names* whose last letters failed for the same *reason*, with the time of the failure and of the next try."""

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
        failing: dict[tuple[bool, str], list[tuple[str, RecipientState]]] = {}
        for name, state in sorted(dict(self.states).items()):
            if state.problem is not None:
                failing.setdefault((name == HOOK, str(state.problem)), []).append((name, state))
        for rows in failing.values():
            problem = rows[0][1].problem
            failed = [state.failed for _, state in rows if state.failed is not None]
            again = [state.again for _, state in rows if state.again is not None]
            if problem is not None:
                yield UnsentLetters(
                    tuple(name for name, _ in rows), problem, max(failed, default=None), min(again, default=None)
                )
