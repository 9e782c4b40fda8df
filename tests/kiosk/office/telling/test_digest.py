"""Decisions about letters, without any clock, desk or server: what one recipient is told over days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from content_cache.model.problems import Problem
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.digest import Digest, RecipientState, due, follow, mark_failed, mark_sent
from kiosk.office.telling.events import OfficeEvent, OfficeState

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
ALL = tuple(TellKind)
STEP = timedelta(minutes=4)
DAY = timedelta(days=1)
QUESTION = OfficeEvent(TellKind.QUESTIONS, count=1)


def kiosk(seen: datetime, *, card: bool = False) -> FleetKiosk:
    return FleetKiosk("k1", "Bunga", "", seen, faults=("card",) if card else (), told=seen)


def office(*events: OfficeEvent, known: FleetKiosk | None = None, warms_up: bool = False) -> OfficeState:
    return OfficeState({each.event_key: each for each in events}, {known.id: known} if known else {}, warms_up)


def silent(at: datetime) -> OfficeEvent:
    return OfficeEvent(TellKind.SILENT, "k1", "Bunga", at)


class Recipient:
    """Recipient whose letters arrive, and whose memory is read anew before each look, as after a restart."""

    def __init__(self) -> None:
        self.state = RecipientState()
        self.letters: list[Digest] = []

    def look(self, standing: OfficeState, now: datetime) -> None:
        self.state = msgspec.json.decode(msgspec.json.encode(self.state), type=RecipientState)
        follow(self.state, standing, ALL, now)
        if (digest := due(self.state, now)) is not None:
            self.letters.append(digest)
            mark_sent(self.state, digest, now)

    def watch(self, standing: OfficeState, now: datetime, span: timedelta) -> datetime:
        over = now + span
        while now < over:
            self.look(standing, now)
            now += STEP
        return now


def test_trickle_of_questions_makes_four_letters_a_day() -> None:
    siti, now = Recipient(), NOW
    for _ in range(24):
        now = siti.watch(
            office(QUESTION), now, timedelta(minutes=30)
        )  # one comes, and half an hour later it is answered
        now = siti.watch(office(), now, timedelta(minutes=30))
    assert 2 <= len(siti.letters) <= 4


def test_resting_questions_go_with_a_letter_that_goes_anyway() -> None:
    siti = Recipient()
    now = siti.watch(office(QUESTION), NOW, timedelta(hours=2))
    now = siti.watch(office(), now, timedelta(minutes=4))
    known = kiosk(now, card=True)
    card = OfficeEvent(TellKind.CARD, "k1", "Bunga", now)
    siti.watch(office(QUESTION, card, known=known), now, timedelta(minutes=30))
    assert [{each.kind for each in letter.new} for letter in siti.letters] == [
        {TellKind.QUESTIONS},
        {TellKind.QUESTIONS, TellKind.CARD},
    ]


def test_silent_kiosk_is_well_again_once_it_has_reported() -> None:
    siti, heard = Recipient(), NOW - 3 * DAY
    now = siti.watch(office(silent(heard), known=kiosk(heard)), NOW, timedelta(hours=2))
    now = siti.watch(
        office(known=kiosk(heard)), now, 2 * DAY
    )  # the office calls it silent after more days, or its clock is wrong
    assert len(siti.letters) == 1
    siti.watch(office(known=kiosk(now)), now, timedelta(hours=2))
    assert [each.at for each in siti.letters[1].recovered] == [now]


def test_fault_of_a_card_is_over_once_a_newer_report_has_none() -> None:
    siti = Recipient()
    card = OfficeEvent(TellKind.CARD, "k1", "Bunga", NOW)
    now = siti.watch(office(card, known=kiosk(NOW, card=True)), NOW, timedelta(hours=2))
    now = siti.watch(office(known=kiosk(NOW - DAY)), now, timedelta(hours=5))  # an older report came by another way
    assert len(siti.letters) == 1
    siti.watch(office(known=kiosk(now)), now, timedelta(hours=2))
    assert [each.kind for each in siti.letters[1].recovered] == [TellKind.CARD]


def test_nobody_is_told_that_it_is_well_who_was_not_told_that_it_was_not() -> None:
    siti = Recipient()
    follow(siti.state, office(silent(NOW - 3 * DAY), known=kiosk(NOW - 3 * DAY)), ALL, NOW)
    mark_failed(siti.state, Problem("office_tell_failed"), NOW)
    siti.watch(office(known=kiosk(NOW)), NOW + STEP, timedelta(hours=5))
    assert siti.letters == []


@pytest.mark.attack(
    "people",
    "the desk's clock jumps by years, ahead or back, while something is to be told",
    "no letter waits for a time that was wrong, and none is sent twice",
)
@pytest.mark.parametrize("jump", [-3650 * DAY, -DAY, timedelta(hours=-2), timedelta(hours=2), DAY, 3650 * DAY])
def test_clock_that_jumps_neither_silences_nor_floods(jump: timedelta) -> None:
    siti = Recipient()
    now = siti.watch(office(QUESTION), NOW, timedelta(hours=2))
    known, card = kiosk(now, card=True), OfficeEvent(TellKind.CARD, "k1", "Bunga", now)
    siti.look(office(QUESTION, card, known=known), now)
    now += jump
    siti.watch(office(QUESTION, card, known=known), now, timedelta(hours=2))
    assert [{each.kind for each in letter.new} for letter in siti.letters] == [{TellKind.QUESTIONS}, {TellKind.CARD}]


def test_failed_letter_is_tried_within_an_hour_of_a_clock_put_back() -> None:
    siti = Recipient()
    follow(siti.state, office(QUESTION), ALL, NOW)
    for _ in range(9):
        mark_failed(siti.state, Problem("office_tell_failed"), NOW)
    siti.watch(office(QUESTION), NOW - 30 * DAY, timedelta(hours=1, minutes=8))
    assert len(siti.letters) == 1


def test_memory_with_a_time_of_no_zone_is_damaged() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"sent": "2026-12-03T08:00:00"}', type=RecipientState)
