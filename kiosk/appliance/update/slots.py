"""Choice of the program that runs: the image's own, or an update in one of two slots. Pure, but for reading and writing
one small file.

An update is on trial until it has shown its home screen for a while. Each boot on trial counts. After `TRIES` boots, or
when the trial is given up, the former program runs again. The image's own program is always there."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kiosk.appliance.root_files.held_folder import read_own, write_own

IMAGE = "image"
SLOTS = ("a", "b")
_MOST = 10_000  # bytes
TRIES = 3  # boots: a trial may suffer a power cut without being at fault
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SlotState:
    """State of the slots. `good` runs when nothing is on trial. `trial` is a slot or "", `tries` the boots it has left.
    `a` and `b` are the numbers of the updates in the slots, 0 for none. `refused` is the newest number that failed its
    trial."""

    good: str = IMAGE
    trial: str = ""
    tries: int = 0
    a: int = 0
    b: int = 0
    refused: int = 0

    def slot_number(self, slot: str) -> int:
        return {"a": self.a, "b": self.b}.get(slot, 0)

    @property
    def newest(self) -> int:
        """Return the number above which an update is taken. It covers what runs, what is on trial, and what failed."""
        return max(self.slot_number(self.good), self.slot_number(self.trial), self.refused)

    @property
    def spare(self) -> str:
        """Return the slot that may be written: never the good one."""
        return "b" if self.good == "a" else "a"


def choose_slot(state: SlotState) -> tuple[str, SlotState]:
    """Return what this boot runs, and the state to store before it does."""
    if not state.trial:
        return state.good, state
    if state.tries <= 0:
        return state.good, given_up(state)
    return state.trial, replace(state, tries=state.tries - 1)


def given_up(state: SlotState) -> SlotState:
    """Return the state after the trial failed: the good program runs again, and this update is not taken a second time."""
    return replace(state, trial="", tries=0, refused=max(state.refused, state.slot_number(state.trial)))


def passed(state: SlotState) -> SlotState:
    """Return the state after the trial succeeded: the tried slot is good from now on."""
    return replace(state, good=state.trial, trial="", tries=0) if state.trial else state


def emptied(state: SlotState, slot: str) -> SlotState:
    """Return the state before *slot* is written: its former content is not named any more."""
    return replace(state, trial="" if state.trial == slot else state.trial, **{slot: 0})  # type: ignore[arg-type]  # a or b


def on_trial(state: SlotState, slot: str, number: int) -> SlotState:
    return replace(state, trial=slot, tries=TRIES, **{slot: number})  # type: ignore[arg-type]  # a or b


def read_state(path: Path) -> SlotState:
    """Return the stored state; the image alone if the file cannot be read."""
    try:
        return _checked(SlotState(**json.loads(read_own(path, _MOST).decode("ascii"))))
    except FileNotFoundError:
        return SlotState()
    except (OSError, ValueError, TypeError) as error:
        _log.warning("%s cannot be read (%s): the image's own program runs", path, error)
        return SlotState()


def _checked(state: SlotState) -> SlotState:
    if state.good not in (IMAGE, *SLOTS) or state.trial not in ("", *SLOTS):
        raise ValueError(f"{state.good}, {state.trial}: no slots")
    return replace(state, tries=int(state.tries), a=int(state.a), b=int(state.b), refused=int(state.refused))


def write_state(path: Path, state: SlotState) -> None:
    """Store *state*. Raise OSError."""
    write_own(path, json.dumps(asdict(state)).encode("ascii"), make=0o700)
