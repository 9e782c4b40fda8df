"""Memory of SMS through power cuts: numbers taken, SMS sent, parts that wait for others.

A day and a month are those of the clock. One that jumps is given no SMS for nothing: what was counted for a day stays counted.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.core.json_file import JsonFile
from kiosk.state.sms_state import NAME, SmsFault, SmsState, read_state

ANSWERS_A_DAY = 3
HEADLINES_A_DAY = 3
UNCHECKED_A_DAY = 12
_DAYS = 400
_MOST_PARTS_KEPT = 60
_FLOOD_S = 60.0
_log = logging.getLogger(__name__)


class SmsAccount:
    """Memory of SMS in the *folder* of the modem's process.

    If the disk is full, it lasts until the process ends.
    """

    def __init__(self, folder: Path, *, monthly: int) -> None:
        self._folder = folder
        self._monthly = monthly
        self._kept = -_FLOOD_S  # when parts were written
        self.state = read_state(folder)

    def may_tell(self, issued: datetime, now: datetime) -> bool:
        """Return whether one more headline may be taken, by the limits of the day it was *issued* and of today."""
        state = self.state
        return not _is_full(state.headlines, issued, HEADLINES_A_DAY) and not _is_full(state.told, now, HEADLINES_A_DAY)

    def count_headline(self, issued: datetime, now: datetime) -> None:
        _count_day(self.state.headlines, issued)
        _count_day(self.state.told, now)

    def may_show(self, mark: str, now: datetime) -> bool:
        """Return whether one more unsigned SMS may be shown today.

        *mark* identifies its words: the same ones within a day return False.
        """
        heard = {
            one: at for one, at in self.state.heard.items() if abs(now - datetime.fromisoformat(at)) < timedelta(days=1)
        }
        self.state.heard = heard
        is_full = len(heard) >= UNCHECKED_A_DAY or _is_full(self.state.unchecked, now, UNCHECKED_A_DAY)
        return mark not in heard and not is_full

    def remember_shown(self, mark: str, now: datetime) -> None:
        self.state.heard[mark] = now.isoformat()
        _count_day(self.state.unchecked, now)
        self.write_state()

    def may_answer(self, now: datetime) -> bool:
        """Return whether one more SMS may be sent, within the day's and the month's limit.

        True means that it is already counted on the card; call this right before sending.
        """
        month = f"{now:%Y-%m}"
        sent = sum(count for day, count in self.state.sent.items() if day.startswith(month))
        if sent >= self._monthly:
            self.tell_sending(SmsFault.SPENT)
            return False
        if _is_full(self.state.sent, now, ANSWERS_A_DAY):
            return False
        _count_day(self.state.sent, now)
        return self.write_state()

    def tell_fault(self, fault: SmsFault) -> None:
        if fault is not self.state.fault:
            self.state.fault = fault
            self.write_state()

    def tell_sending(self, fault: SmsFault) -> None:
        if fault is not self.state.sending:
            self.state.sending = fault
            self.write_state()

    def keep_parts(self, parts: list[str]) -> None:
        """Store the newest *parts* that wait for others. During a flood they are stored once in _FLOOD_S seconds, to spare
        the card."""
        is_flood = len(parts) > _MOST_PARTS_KEPT
        if is_flood and time.monotonic() - self._kept < _FLOOD_S:
            return
        parts = parts[-_MOST_PARTS_KEPT:]
        if parts != self.state.parts:
            self._kept = time.monotonic()
            self.state.parts = parts
            self.write_state()

    def write_state(self) -> bool:
        """Write the state; return False, with a line in the log, if that fails."""
        try:
            JsonFile(self._folder / NAME, SmsState, mode=0o640).write(self.state)
        except OSError as error:
            _log.warning("%s: not kept: %s", self._folder / NAME, error.strerror)
            return False
        return True


def _is_full(counts: dict[str, int], when: datetime, most: int) -> bool:
    return counts.get(f"{when:%Y-%m-%d}", 0) >= most


def _count_day(counts: dict[str, int], when: datetime) -> None:
    day = f"{when:%Y-%m-%d}"
    counts[day] = counts.get(day, 0) + 1
    for old in sorted(counts)[:-_DAYS]:
        del counts[old]
