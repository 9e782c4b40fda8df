"""Log of an office's editions: those under way in this process, and the last finished ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kiosk.core.json_file import JsonFile
from kiosk.office.editions.previous import Previous, in_folder
from kiosk.office.publishing.records import EditionProgress

MOST_KEPT = 50
_REMEMBERED = 5
_GOES_ON = ("speaks", "makes", "sends")


class EditionLog:
    """Log of one office's editions, stored in the folder *private*. *out* returns the folder that kiosks take editions from."""

    def __init__(self, private: Path, out: Callable[[], Path]) -> None:
        self._out = out
        self._kept = JsonFile(private / "terbitan.json", list[EditionProgress])
        self._keeping = threading.Lock()
        self._begun: list[EditionProgress] = []

    def remember_begun(self, edition: EditionProgress) -> None:
        """Add *edition* to those that this process publishes or sends again."""
        self._begun = [*(each for each in self._begun if each is not edition), edition][-_REMEMBERED:]

    def write_edition(self, edition: EditionProgress) -> None:
        """Store *edition* in its present state. On a full disk only this process knows of it."""
        with self._keeping:
            others = [each for each in self._kept.read() if each.number != edition.number]
            kept = sorted([edition, *others], key=lambda each: each.number, reverse=True)[:MOST_KEPT]
            with suppress(OSError):
                self._kept.write(kept)

    @property
    def goes_on(self) -> bool:
        """Return whether this process is speaking, making or sending an edition."""
        return any(each.state in _GOES_ON for each in self._begun)

    @property
    def is_sending(self) -> bool:
        """Return whether this process is sending an edition to a target right now."""
        return any(step.state == "goes" for each in self._begun for step in each.steps)

    def hurry_all(self) -> None:
        """Stop the synthesis of speech for all editions: they go out with the sentences spoken so far."""
        for edition in self._begun:
            edition.hurried = True

    def hurry(self, number: int) -> None:
        """Stop synthesis for edition *number*: kiosks speak the remaining sentences with their own voices."""
        edition = self.find_edition(number)
        if edition is not None and edition.state == "speaks":
            edition.hurried = True

    def overtake(self) -> None:
        """Stop sending older editions, because a newer one goes out. Each transfer ends after its present file."""
        for edition in self._begun:
            for step in edition.steps:
                step.overtaken = True

    def find_edition(self, number: int) -> EditionProgress | None:
        """Return the edition *number*, else the one that was planned with that number before a warning took it."""
        every = [*reversed(self._begun), *self.finished()]
        found = next((edition for edition in every if edition.number == number), None)
        return found or next((edition for edition in every if edition.planned == number), None)

    def brought(self, item_id: str) -> int:
        """Return the number of the last edition that had the item as a new one, 0 where the log does not reach so far."""
        found = (each for each in (*self._begun, *self.finished()) if each.written and item_id in each.new)
        return max((each.number for each in found), default=0)

    def finished(self) -> list[EditionProgress]:
        """Return the last finished editions, the newest first."""
        return [each for each in self._kept.read() if each.state not in _GOES_ON]

    def interrupted(self) -> Iterator[EditionProgress]:
        """Yield the editions that a killed process was publishing, the oldest first. Their `written` is true if kiosks
        may take them. Each is stored as finished once the next is requested. Call it before this process publishes
        anything."""
        for edition in reversed(self._kept.read()):
            if edition.state in _GOES_ON:
                edition.written = self.published().signed == edition.number
                edition.state = "done" if edition.written and not edition.steps else "failed"
                yield edition
                self.write_edition(edition)

    def published(self) -> Previous:
        """Read the edition that kiosks find now, and return it."""
        return in_folder(self._out())

    def newest(self) -> tuple[int, datetime | None]:
        """Return number and signing time of the edition that kiosks find now; the number is 0 without one."""
        found = self.published()
        try:
            issued = datetime.fromisoformat(found.feed["_kiosk"]["issued"])
        except (KeyError, TypeError, ValueError):
            issued = None
        return found.seq, issued

    def is_newest(self, number: int) -> bool:
        """Return whether *number* is the edition that kiosks find now."""
        return self.published().seq == number

    def written_at(self) -> float:
        """Return when the last edition with new notices was written, in seconds since the epoch; 0 for none."""
        finished = self.finished()
        before = finished[0].begun.timestamp() if finished else 0.0  # records of older programs lack `wrote`
        return max((each.wrote for each in (*self._begun, *finished)), default=0.0) or before
