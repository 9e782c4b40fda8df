"""What is sent next, and what has waited too long: by a time that no wrong clock moves by years."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.post.envelope import VOICE_KEPT, EnvelopeKind
from kiosk.post.sending import AGAIN_DAYS, DAY_S, KEPT_DAYS, Sending
from kiosk.post.spool import WaitingEnvelope

pytestmark = pytest.mark.attack(
    "what goes back",
    "a clock that is wrong by years makes everything too old",
    "30 days for a question, 90 for others, of a time of its own",
)


YEAR = 365 * DAY_S


def waiting(number: int, kind: EnvelopeKind = EnvelopeKind.QUESTION, size: int = 1_000) -> WaitingEnvelope:
    return WaitingEnvelope(number, kind, 0, size, Path())


def numbers(chosen: list[WaitingEnvelope]) -> list[int]:
    return [each.number for each in chosen]


def test_what_makes_known_goes_first_then_people_then_machines() -> None:
    kinds = (
        EnvelopeKind.COUNTS,
        EnvelopeKind.HEALTH,
        EnvelopeKind.VOTE,
        EnvelopeKind.QUESTION,
        EnvelopeKind.LOG,
        EnvelopeKind.ENROL,
        EnvelopeKind.NOTICE,
        EnvelopeKind.QUESTION,
    )
    all_ = [waiting(number, kind) for number, kind in enumerate(kinds, 1)]
    assert numbers(Sending().chosen(all_, a_day=10**6, most=10**6)) == [6, 4, 8, 7, 3, 5, 2, 1]
    assert numbers(Sending().chosen(all_, a_day=10**6, most=3_000)) == [6, 4, 8]


def test_a_days_bytes_are_kept_but_one_envelope_always_goes() -> None:
    all_ = [waiting(1, size=300_000), waiting(2, size=200_000), waiting(3, size=50_000)]
    sending = Sending()
    assert numbers(sending.chosen(all_, a_day=100_000, most=900_000)) == [1], "else it would never go"
    sending.spent = 40_000
    assert sending.chosen(all_, a_day=100_000, most=900_000) == []
    assert numbers(sending.chosen(all_, a_day=100_000, most=900_000, smallest=True)) == [3]
    sending.run_on(DAY_S)
    assert numbers(sending.chosen(all_, a_day=600_000, most=900_000)) == [1, 2, 3]
    assert numbers(sending.chosen(all_, a_day=600_000, most=100_000)) == [1]


def test_what_was_taken_comes_again_ever_more_seldom_until_it_is_acknowledged() -> None:
    sending, all_ = Sending(), [waiting(1)]
    sent = []
    for day in range(KEPT_DAYS):
        if sending.chosen(all_, a_day=10**6, most=10**6):
            sent.append(day)
            sending.took([1])
        sending.run_on(DAY_S)
    assert sent == [0, AGAIN_DAYS, 3 * AGAIN_DAYS, 7 * AGAIN_DAYS]


@pytest.mark.parametrize(("kind", "days"), [(EnvelopeKind.QUESTION, VOICE_KEPT.days), (EnvelopeKind.NOTICE, KEPT_DAYS)])
def test_what_waited_too_long_is_given_up_a_voice_when_the_screen_promises(kind: EnvelopeKind, days: int) -> None:
    sending, all_ = Sending(), [waiting(1, kind), waiting(2, kind)]
    assert sending.see(all_[:1]) == []
    sending.run_on(DAY_S)
    assert sending.see(all_) == []
    sending.run_on(days * DAY_S - 1)
    assert sending.see(all_) == [1]


@pytest.mark.parametrize("years", [-50, -1, 1, 10, 8_000])
def test_a_clock_that_is_wrong_by_years_ages_nothing_by_years(years: int) -> None:
    sending = Sending()
    sending.was_off(1.8e9, 0)
    assert sending.see([waiting(1)]) == []
    for boot in range(8):
        sending.was_off(1.8e9 + (years * YEAR if boot % 2 else 0), 60.0)
    assert sending.see([waiting(1)]) == [], "each boot with a wild clock counts a week at most"
    assert sending.age <= 8 * 7 * DAY_S


def test_a_kiosk_that_was_off_ages_by_what_passed() -> None:
    sending = Sending()
    sending.was_off(1.8e9, 100.0)
    assert sending.age == 0
    sending.run_on(50.0)
    sending.was_off(1.8e9 + 2 * DAY_S, 100.0)
    assert sending.age == 50.0 + 2 * DAY_S - 100.0
    sending.was_off(1.8e9, 0.0)
    assert sending.age == 50.0 + 2 * DAY_S - 100.0


@pytest.mark.parametrize("content", [b"", b"\0", b"[]", b'{"age":"x"}', b'{"handed":{"x":{}}}', b"[" * 5_000])
def test_what_it_remembers_may_be_lost(content: bytes) -> None:
    assert Sending.from_stored(content) == Sending()


def test_what_it_remembers_is_read_as_it_was_written() -> None:
    sending = Sending()
    sending.see([waiting(1), waiting(1_000_000_007)])
    sending.took([1_000_000_007])
    sending.run_on(3.5)
    assert Sending.from_stored(sending.to_json()) == sending


def test_what_waits_no_more_is_forgotten() -> None:
    sending = Sending()
    sending.see([waiting(1), waiting(2)])
    sending.took([1, 2])
    sending.see([waiting(2)])
    assert (list(sending.since), list(sending.handed)) == ([2], [2])
