"""What an office may acknowledge: never a number above one that is still to come."""

from __future__ import annotations

import random

import pytest

from kiosk.post.account import MOST_RANGES, Account, WaitingNumbers, read_waiting, still_waiting, waiting_content
from kiosk.post.envelope import HIGHEST_NUMBER, MOST, EnvelopeKind
from kiosk.post.faults import EnvelopeError, PostCode

pytestmark = pytest.mark.attack(
    "what goes back",
    "a stick with questions is lost while later ones go by the line",
    "a number is acknowledged only where none below it is still to come",
)


def heard(account: Account, numbers: list[int], upto: int) -> Account:
    content = waiting_content(still_waiting(numbers, upto))
    return account.with_waiting(read_waiting(content, upto + 1))


def test_what_came_in_order_is_acknowledged() -> None:
    account = Account()
    for number in (1, 2, 3, 3, 1):
        account = account.took(number)
    assert account == Account(3)


def test_a_number_that_lies_on_a_stick_under_way_holds_back_those_above_it() -> None:
    account = Account().took(1).took(3).took(4)
    assert account == Account(1, ((3, 4),))
    assert account.took(2) == Account(4)


def test_what_the_kiosk_had_to_give_up_holds_nothing_back() -> None:
    """2 and 5 to 7 were counts for which there was no room; 4 and 9 wait."""
    account = heard(Account().took(1).took(3).took(8), [4, 9], 10)
    assert account.acknowledged == 3
    account = account.took(4)
    assert account.acknowledged == 8
    assert account.took(9).acknowledged == 10


def test_an_old_list_that_comes_again_takes_nothing_back_and_claims_nothing() -> None:
    early, early_highest = [2, 3], 3
    account = heard(Account(), early, early_highest)
    assert account.acknowledged == 1
    account = heard(account.took(2).took(3), [5], 6)
    assert account.acknowledged == 4
    assert heard(account, early, early_highest) == account


def test_a_new_data_partition_begins_at_a_higher_number() -> None:
    begin = 1_000_000_001
    account = heard(Account(17), [begin], begin)
    assert account.took(begin).acknowledged == begin


def test_a_long_list_speaks_of_lower_numbers_and_fits() -> None:
    numbers = list(range(HIGHEST_NUMBER - 40_000, HIGHEST_NUMBER, 2))
    told = still_waiting(numbers, HIGHEST_NUMBER - 1)
    content = waiting_content(told)
    assert len(content) <= MOST[EnvelopeKind.WAITING]
    assert read_waiting(content, HIGHEST_NUMBER) == told
    assert told.waiting[-1][1] == numbers[MOST_RANGES - 1] <= told.upto < numbers[MOST_RANGES]


def test_whatever_order_things_come_in_nothing_is_acknowledged_that_is_still_to_come() -> None:
    chance = random.Random(24)
    for _ in range(300):
        made = chance.randrange(1, 40)
        waiting = {number for number in range(1, made + 1) if chance.random() < 0.6}
        lost = set(range(1, made + 1)) - waiting  # given up before anybody had them
        taken: set[int] = set()
        account = Account()
        for _ in range(60):
            if waiting and chance.random() < 0.6:
                number = chance.choice(sorted(waiting))
                taken.add(number)
                account = account.took(number)
            else:
                account = heard(account, sorted(waiting), made)
            to_come = waiting - taken
            assert account.acknowledged < min(to_come, default=made + 1)
            # what was acknowledged the kiosk forgets
            waiting -= {number for number in waiting if number <= account.acknowledged}
        assert lost.isdisjoint(taken)
        for number in sorted(waiting - taken):
            account = account.took(number)
        assert heard(account, [], made) == Account(made)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"waiting":[]}',
        b'{"upto":-1,"waiting":[]}',
        b'{"upto":10,"waiting":[]}',
        b'{"upto":1e99,"waiting":[]}',
        b'{"upto":9,"waiting":[1]}',
        b'{"upto":9,"waiting":[[2,1]]}',
        b'{"upto":9,"waiting":[[1,1],[2,2]]}',
        b'{"upto":9,"waiting":[[3,4],[1,1]]}',
        b'{"upto":9,"waiting":[[0,1]]}',
        b'{"upto":9,"waiting":[[-5,1]]}',
        b'{"upto":9,"waiting":[[1,10]]}',
        b'{"upto":9,"waiting":[[1,1e99]]}',
        b'{"upto":9,"waiting":[[1,null]]}',
        b'{"upto":9,"waiting":[[1,1,1]]}',
        b'{"upto":9,"waiting":' + b"[" * 2_000,
    ],
)
def test_what_is_no_list_of_numbers_is_told(content: bytes) -> None:
    with pytest.raises(EnvelopeError) as caught:
        read_waiting(content, 10)
    assert caught.value.problem.code == PostCode.NO_LIST


def test_a_list_of_too_many_is_told() -> None:
    runs = tuple((number, number) for number in range(1, 2 * MOST_RANGES + 2, 2))
    with pytest.raises(EnvelopeError):
        read_waiting(waiting_content(WaitingNumbers(1_000, runs)), 1_001)
