"""State of the modem's process that survives power cuts, and the faults that stop SMS, each in one line."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct

from content_cache.files import open_plain, read_plain
from content_cache.model.problems import msgid

NAME, RUNNING = "state.json", "running"
_WINDOW = 20_000  # how far below the highest a late number may be: two weeks in minutes
_MOST = 400_000  # bytes
_log = logging.getLogger(__name__)


class SmsFault(StrEnum):
    NONE = ""
    NO_MANAGER = "no_manager"
    NO_MODEM = "no_modem"
    PIN = "pin"
    SIM = "sim"
    UNSENT = "unsent"
    SPENT = "spent"


FAULTS: Mapping[SmsFault, str] = MappingProxyType(
    {
        SmsFault.NO_MANAGER: msgid("ModemManager does not answer: no SMS comes in"),
        SmsFault.NO_MODEM: msgid("there is no modem: no SMS comes in; plug it in"),
        SmsFault.PIN: msgid("the SIM card wants its PIN: no SMS comes in; switch the PIN off in a phone"),
        SmsFault.SIM: msgid("there is no SIM card that works: no SMS comes in"),
        SmsFault.UNSENT: msgid("an SMS could not be sent: is there credit on the card?"),
        SmsFault.SPENT: msgid("as many SMS were sent this month as [sms] monthly allows; answers wait for the next"),
    }
)
"""Faults, each as a message of the catalogue."""
NOT_RUNNING = msgid("the process that receives SMS does not run")


class SmsNumbers(Struct):
    """Numbers *taken* near the *highest*."""

    highest: int = 0
    taken: list[int] = []

    def is_new(self, number: int) -> bool:
        """Return whether *number* was not taken before. One too far below the highest to tell is not new."""
        return number > self.highest - _WINDOW and number not in self.taken

    def add_number(self, number: int) -> None:
        self.highest = max(self.highest, number)
        self.taken = [each for each in (*self.taken, number) if each > self.highest - _WINDOW]


class SmsState(Struct):
    """State as it is written.

    The everyday key, which signs *news*, uses up no number of the *warnings*. Counts are by day ("2026-11-27").
    """

    warnings: SmsNumbers = msgspec.field(default_factory=SmsNumbers)
    news: SmsNumbers = msgspec.field(default_factory=SmsNumbers)
    sent: dict[str, int] = {}
    headlines: dict[str, int] = {}  # numbers of headlines, by the day of their signature
    told: dict[str, int] = {}  # headlines, by the day that they came
    unchecked: dict[str, int] = {}
    heard: dict[str, str] = {}  # hashes of unchecked messages, and when they came
    parts: list[str] = []
    fault: SmsFault = SmsFault.NONE
    sending: SmsFault = SmsFault.NONE


def read_state(folder: Path) -> SmsState:
    """Return the state in *folder*; a new one if the file is damaged or missing.

    Without it no old SMS sounds again: it is too old, or known already.
    """
    try:
        return msgspec.json.decode(read_plain(folder / NAME, _MOST), type=SmsState)
    except FileNotFoundError:
        return SmsState()
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("%s: begun anew: %s", folder / NAME, error)
        return SmsState()


def faults_of(folder: Path) -> list[str]:
    """Return the faults that keep SMS from being received or sent, as messages of the catalogue."""
    if not _is_running(folder):
        return [NOT_RUNNING]
    state = read_state(folder)
    return [FAULTS[fault] for fault in (state.fault, state.sending) if fault is not SmsFault.NONE]


def _is_running(folder: Path) -> bool:
    try:
        with open_plain(folder / RUNNING) as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
