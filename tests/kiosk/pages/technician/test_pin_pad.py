"""The pad for the PIN: five minutes for the right one, and a lock after five wrong ones that no power cut opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.pages.technician.pin_pad import PinEntry
from kiosk.pages.technician.view import PinView
from kiosk.settings.pin import hash_pin
from kiosk.shell.tools.staff_pin import LOCKED_FOR_S, LONGEST_S, MOST_TRIES, OPEN_FOR_S, PAD, StaffPin
from kiosk.state.memory import Memory
from kiosk.state.pin_tries import PinTries

pytestmark = pytest.mark.attack(
    "people",
    "PINs tried at the touch pad, the plug pulled when it locks",
    "a try is counted in `kiosk.sqlite` before it is compared; each five wrong ones lock it for twice as "
    "long as the last, from five minutes to an hour, again after a restart; new PINs have six digits",
)


PIN = "246810"


class Door:
    """A pad whose stopwatch the test turns; the count of wrong PINs lies in a real memory."""

    def __init__(self, memory: Memory, kept: str = PIN) -> None:
        self.memory, self.kept = memory, kept
        self.seconds = 0.0
        self.start()

    def start(self) -> None:
        """Begin anew, as after a power cut."""
        self.pin = StaffPin(self.kept, self.memory.pin_tries, self._stopwatch)
        self.pad = PinEntry(self.pin)

    def _stopwatch(self) -> float:
        return self.seconds

    @property
    def wrong(self) -> int:
        return self.memory.pin_tries.of(PAD)

    def try_pin(self, pin: str) -> PinView:
        for digit in pin:
            self.pad.digit(digit)
        self.pad.enter()
        return self.pad.pin_view


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with Memory(tmp_path) as memory:
        yield Door(memory)


def test_the_pin_opens_the_page_for_five_minutes(door: Door) -> None:
    assert door.pad.pin_view == PinView()
    door.try_pin(PIN)
    assert door.pin.is_open
    door.seconds = OPEN_FOR_S - 28
    assert (door.pin.is_open, door.pin.is_expired, door.pin.locks_in) == (True, False, 28)
    door.seconds = OPEN_FOR_S + 1
    assert (door.pin.is_open, door.pin.is_expired, door.pin.locks_in) == (False, True, 0)


def test_a_page_may_hand_the_open_door_to_another(door: Door) -> None:
    door.try_pin(PIN)
    with door.pin.passed_on():
        door.pad.close()
    assert door.pin.is_open
    door.pad.close()
    assert not door.pin.is_open


@pytest.mark.parametrize("pin", ["", "24681", "2468100", "000000", "1" * 40])
def test_no_other_pin_does(door: Door, pin: str) -> None:
    assert door.try_pin(pin).wrong is bool(pin)
    assert not door.pin.is_open


def test_a_hash_is_opened_by_its_pin(door: Door) -> None:
    door.kept = hash_pin(PIN)
    door.start()
    door.try_pin("111111")
    assert not door.pin.is_open
    door.try_pin(PIN)
    assert door.pin.is_open


def test_without_a_pin_in_the_settings_nothing_opens(door: Door) -> None:
    door.kept = ""
    door.start()
    assert door.try_pin("0000").unset
    assert not door.pin.is_open


def test_five_wrong_pins_lock_the_pad_for_five_minutes_even_for_the_right_one(door: Door) -> None:
    for left in range(MOST_TRIES - 1, 0, -1):
        assert door.try_pin("1111").tries == left
    assert door.try_pin("1111").locked_for == LOCKED_FOR_S
    door.try_pin(PIN)
    assert not door.pin.is_open
    door.seconds = LOCKED_FOR_S - 1
    assert door.pad.pin_view.locked_for == 1
    door.pad.close()
    door.try_pin(PIN)
    assert not door.pin.is_open, "going away does not help"
    door.seconds = LOCKED_FOR_S
    door.try_pin(PIN)
    assert door.pin.is_open


def test_each_time_the_pad_locks_for_twice_as_long_and_the_right_pin_begins_anew(door: Door) -> None:
    """Five tries every five minutes were all PINs of four digits in a week of nights."""
    waits = []
    for _ in range(6):
        for _ in range(MOST_TRIES):
            door.try_pin("1111")
        waits.append(door.pad.pin_view.locked_for)
        door.seconds += waits[-1]
    assert waits == [300, 600, 1200, 2400, 3600, 3600]
    assert waits[-1] == LONGEST_S
    door.try_pin(PIN)
    assert (door.pin.is_open, door.wrong) == (True, 0)


def test_a_pad_that_was_locked_for_an_hour_is_that_again_after_the_plug_was_pulled(door: Door) -> None:
    door.memory.pin_tries.keep(PAD, 50)
    door.start()
    assert door.pad.pin_view.locked_for == LONGEST_S
    door.memory.pin_tries.keep(PAD, 51)
    door.start()
    assert (door.pad.pin_view.locked_for, door.pad.pin_view.tries) == (0, MOST_TRIES - 1)


def test_pulling_the_plug_gives_no_try_back(door: Door) -> None:
    for wrong in range(1, MOST_TRIES):
        door.start()
        assert door.try_pin("1111").tries == MOST_TRIES - wrong
    for _ in range(3):
        door.try_pin("1111")
        door.start()
        assert door.pad.pin_view.locked_for == LOCKED_FOR_S
        door.try_pin(PIN)
        assert not door.pin.is_open
    door.seconds = LOCKED_FOR_S
    door.try_pin(PIN)
    assert (door.pin.is_open, door.wrong) == (True, 0)


class Reading(PinTries):
    """Counts of a real memory, and what was kept of them."""

    def __init__(self, memory: Memory) -> None:
        self._tries, self.kept = memory.pin_tries, list[int]()

    def of(self, door: str) -> int:
        return self._tries.of(door)

    def keep(self, door: str, number: int) -> None:
        assert door == PAD
        self.kept.append(number)


def test_a_try_is_counted_before_it_is_compared(door: Door) -> None:
    tries = Reading(door.memory)
    assert StaffPin(PIN, tries, lambda: 0.0).opens(PIN)
    assert tries.kept == [1, 0]


def test_what_was_typed_is_erased_digit_by_digit(door: Door) -> None:
    for digit in "2468107":
        door.pad.digit(digit)
    door.pad.erase_digit()
    assert door.pad.pin_view.typed == 6
    door.pad.enter()
    assert door.pin.is_open
