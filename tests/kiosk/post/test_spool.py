"""The spool: what was confirmed is there, whatever became of power, disk, room and clock."""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from kiosk.core.edition_trust import PostKey
from kiosk.post.account import Account, read_waiting
from kiosk.post.envelope import EnvelopeKind, open_, read_header, verify
from kiosk.post.faults import EnvelopeError, PostCode, PostError, SpoolError
from kiosk.post.identity import own_key, public_of
from kiosk.post.spool import A_PARTITION, FOLDER, MOST_BYTES, Spool
from tests.support.full_disk import full_disk

pytestmark = [
    pytest.mark.attack(
        "what goes back",
        "somebody acknowledges what was never taken, or more than was made",
        "signed editions alone; more than was made is refused, told in `kiosk post list` and to the office",
    ),
    pytest.mark.attack(
        "what goes back",
        "kills and power cuts while something is sealed, sent, acknowledged; a full disk; a damaged note of "
        "the last number",
    ),
    pytest.mark.attack(
        "what goes back",
        "10,000 questions, or a line without an answer for months",
        "40 MB: counts give way first, questions are refused, never driven out",
    ),
]


OFFICE = PrivateKey(b"f" * 32)
KEY = PostKey("25a0f9710781", "6b" * 32)
LARGE = b"x" * 290_000


def now() -> datetime:
    return datetime(2026, 11, 27, tzinfo=UTC)


def spool(data: Path, *, key: PostKey = KEY, most: int = MOST_BYTES) -> Spool:
    return Spool(data, key, bytes(OFFICE.public_key), now=now, most=most, patience=60.0)


def opened(made: Spool) -> dict[int, bytes]:
    """Return the content of all waiting envelopes by number, as the office reads them."""
    found = {}
    for each in made.waiting_envelopes():
        envelope = made.read(each)
        assert verify(envelope, public_of(KEY)).n == each.number
        assert read_header(envelope).kind is each.kind
        found[each.number] = open_(envelope, bytes(OFFICE))
    return found


def numbers(made: Spool) -> list[int]:
    return [each.number for each in made.waiting_envelopes()]


def code_of(caught: pytest.ExceptionInfo[PostError]) -> str:
    return caught.value.problem.code


def test_what_is_put_in_waits_in_order_and_is_sealed(tmp_path: Path) -> None:
    made = spool(tmp_path)
    assert [
        made.put(EnvelopeKind.COUNTS, b"counts"),
        made.put(EnvelopeKind.QUESTION, b"question"),
        made.put(EnvelopeKind.VOTE, b"vote"),
    ] == [
        1,
        2,
        3,
    ]
    assert opened(spool(tmp_path)) == {1: b"counts", 2: b"question", 3: b"vote"}
    for path in (tmp_path / FOLDER).iterdir():
        assert b"question" not in path.read_bytes().partition(b"\n")[2]


def test_a_question_has_a_number_of_its_own(tmp_path: Path) -> None:
    made = spool(tmp_path)
    made.put(EnvelopeKind.COUNTS, b"counts")
    assert [made.put_question(lambda n: b"%d" % n) for _ in range(3)] == [1, 2, 3]
    assert opened(made) == {1: b"counts", 2: b"1", 3: b"2", 4: b"3"}
    made.acknowledge(4)
    assert spool(tmp_path).put_question(lambda n: b"%d" % n) == 4


def test_the_number_rises_though_all_was_taken_and_forgotten(tmp_path: Path) -> None:
    made = spool(tmp_path)
    for number in range(1, 8):
        assert made.put(EnvelopeKind.VOTE, b"") == number
        assert spool(tmp_path).acknowledge(number) == 1
    assert numbers(made) == []
    assert made.made().acknowledged == 7


def test_a_question_that_was_kept_just_before_a_cut_gives_its_number_to_no_other(tmp_path: Path) -> None:
    """Show that a number is not given twice after a power cut between its envelope and the note of it."""
    made = spool(tmp_path)
    made.put_question(lambda _: b"1")
    notes = {half: half.read_bytes() for half in (tmp_path / FOLDER).glob("made.*")}
    made.put_question(lambda _: b"2")
    for half in (tmp_path / FOLDER).glob("made.*"):
        half.unlink()
    for half, content in notes.items():
        half.write_bytes(content)
    assert spool(tmp_path).acknowledge(2) == 2
    assert spool(tmp_path).put_question(lambda _: b"3") == 3


def test_an_acknowledgement_takes_up_to_its_number_and_none_above(tmp_path: Path) -> None:
    made = spool(tmp_path)
    for _ in range(5):
        made.put(EnvelopeKind.NOTICE, b"")
    assert made.acknowledge(3) == 3
    assert made.acknowledge(3) == made.acknowledge(1) == made.acknowledge(0) == made.acknowledge(-7) == 0
    assert numbers(made) == [4, 5]


def test_an_acknowledgement_of_what_was_never_made_is_refused_and_remembered(tmp_path: Path) -> None:
    made = spool(tmp_path)
    made.put(EnvelopeKind.QUESTION, b"")
    with pytest.raises(SpoolError) as caught:
        made.acknowledge(2)
    assert code_of(caught) == PostCode.BEYOND
    assert numbers(made) == [1]
    assert spool(tmp_path).made().beyond == 2
    assert made.acknowledge(1) == 1
    assert made.made().beyond == 0


def test_an_acknowledgement_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    made = spool(tmp_path)
    for _ in range(3):
        made.put(EnvelopeKind.VOTE, b"")
    kept = {path.name: path.read_bytes() for path in (tmp_path / FOLDER).glob("*.amplop")}
    made.acknowledge(2)
    for name, content in kept.items():  # a power cut may bring back what was taken away last
        (tmp_path / FOLDER / name).write_bytes(content)
    assert spool(tmp_path).acknowledge(2) == 2
    assert numbers(made) == [3]


def test_without_an_office_nothing_is_put_in(tmp_path: Path) -> None:
    with pytest.raises(PostError) as caught:
        Spool(tmp_path, KEY, None, now=now).put(EnvelopeKind.VOTE, b"")
    assert code_of(caught) == PostCode.NO_OFFICE
    with pytest.raises(EnvelopeError):
        spool(tmp_path).put(EnvelopeKind.VOTE, b"x" * 4_001)
    assert spool(tmp_path).put(EnvelopeKind.VOTE, b"") == 1


# --- room


def test_counts_give_way_first_the_oldest_before_the_newer_and_questions_never(tmp_path: Path) -> None:
    made = spool(tmp_path, most=700_000)
    for kind in (EnvelopeKind.VOTE, EnvelopeKind.COUNTS, EnvelopeKind.HEALTH, EnvelopeKind.COUNTS, EnvelopeKind.NOTICE):
        made.put(kind, b"")
    for number in range(6, 8):
        assert made.put(EnvelopeKind.QUESTION, LARGE) == number
    made.put(EnvelopeKind.LOG, b"x" * 95_000)
    assert numbers(made) == [1, 3, 4, 5, 6, 7, 8], "the older counts gave way"
    assert made.made().lost == {"counts": 1}
    with pytest.raises(SpoolError) as caught:
        made.put(EnvelopeKind.QUESTION, LARGE)
    assert code_of(caught) == PostCode.SPOOL_FULL
    assert numbers(made) == [1, 3, 4, 5, 6, 7, 8], "nothing gave way in vain"
    assert made.put(EnvelopeKind.QUESTION, b"x" * 80_000) == 9
    assert numbers(made) == [1, 5, 6, 7, 9], "counts, health, then the log, but no vote"


def test_what_matters_less_drives_nothing_out(tmp_path: Path) -> None:
    made = spool(tmp_path, most=12_288)
    for _ in range(3):
        made.put(EnvelopeKind.NOTICE, b"")
    with pytest.raises(SpoolError):
        made.put(EnvelopeKind.COUNTS, b"")
    assert numbers(made) == [1, 2, 3]


def test_the_office_learns_what_was_given_up_and_acknowledges_past_it(tmp_path: Path) -> None:
    made = spool(tmp_path, most=24_576)
    for kind in (
        EnvelopeKind.COUNTS,
        EnvelopeKind.QUESTION,
        EnvelopeKind.COUNTS,
        EnvelopeKind.COUNTS,
        EnvelopeKind.COUNTS,
        EnvelopeKind.COUNTS,
        EnvelopeKind.NOTICE,
    ):
        made.put(kind, b"")
    assert numbers(made) == [2, 3, 4, 5, 6, 7]
    assert made.tell()
    assert not made.tell()
    account = Account()
    for number, content in opened(made).items():
        kind = read_header(made.read(next(each for each in made.waiting_envelopes() if each.number == number))).kind
        account = (
            account.with_waiting(read_waiting(content, number)).took(number)
            if kind is EnvelopeKind.WAITING
            else account.took(number)
        )
    assert account == Account(8)
    made.put(EnvelopeKind.NOTICE, b"")
    assert made.tell()
    assert numbers(made) == [2, 5, 6, 7, 9, 10], "one list at a time; for it nothing is given up"


def test_what_waited_too_long_is_given_up_and_told(tmp_path: Path) -> None:
    made = spool(tmp_path)
    for _ in range(3):
        made.put(EnvelopeKind.QUESTION, b"")
    assert made.give_up([2, 9]) == 1
    assert (numbers(made), made.made().lost, made.made().untold) == ([1, 3], {"question": 1}, True)


def test_ten_thousand_questions_end_in_a_clear_no(tmp_path: Path) -> None:
    made = spool(tmp_path, most=100_000)
    told: list[int] = []

    def ask_on() -> None:
        for _ in range(10_000):
            told.append(made.put_question(lambda _: b"x"))  # noqa: PERF401 - what was told before the no

    with pytest.raises(SpoolError) as caught:
        ask_on()
    assert code_of(caught) == PostCode.SPOOL_FULL
    assert numbers(made) == told == list(range(1, len(told) + 1))
    assert sum(path.stat().st_blocks * 512 for path in (tmp_path / FOLDER).glob("*.amplop")) <= 100_000


# --- faults of the card


class FullDisk:
    """Every new file is refused, as on a full disk. The one system call that must fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        really = os.open

        def refused(path: object, flags: int, *more: int, **named: int) -> int:
            if flags & os.O_CREAT and what in str(path):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return really(path, flags, *more, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "open", refused)


def test_a_full_disk_is_told_and_gives_no_number_away(tmp_path: Path) -> None:
    made = spool(tmp_path)
    made.put(EnvelopeKind.VOTE, b"1")
    with pytest.MonkeyPatch.context() as patch:
        FullDisk(patch, ".amplop")
        with pytest.raises(SpoolError) as caught:
            made.put(EnvelopeKind.VOTE, b"2")
    assert code_of(caught) == PostCode.DISK_FULL
    assert made.put(EnvelopeKind.VOTE, b"3") == 2
    assert opened(made) == {1: b"1", 2: b"3"}


def test_a_disk_that_fills_between_envelope_and_number_repeats_none(tmp_path: Path) -> None:
    made = spool(tmp_path)
    made.put_question(lambda _: b"1")
    with pytest.MonkeyPatch.context() as patch:
        FullDisk(patch, "made.")
        assert made.put_question(lambda _: b"2") == 2
        assert made.put(EnvelopeKind.VOTE, b"") == 3
        with pytest.raises(SpoolError):
            made.acknowledge(3)
        assert numbers(made) == [2, 3], "they say what the last numbers were"
    assert spool(tmp_path).put_question(lambda _: b"3") == 3
    assert made.acknowledge(3) == 2
    assert numbers(made) == [4]


def test_a_card_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    made = spool(tmp_path)
    with full_disk(), pytest.raises(SpoolError) as caught:
        made.put(EnvelopeKind.VOTE, b"")
    assert code_of(caught) == PostCode.SPOOL_FAILED


@pytest.mark.parametrize("damage", [b"", b"\0" * 200, b"{}", b"0" * 64 + b' {"count":9,"made":{"number":1}}'])
@pytest.mark.parametrize("halves", [(0,), (1,), (0, 1)])
def test_a_damaged_note_of_the_last_number_repeats_none(tmp_path: Path, damage: bytes, halves: tuple[int, ...]) -> None:
    made = spool(tmp_path)
    for _ in range(5):
        made.put_question(lambda _: b"")
    made.acknowledge(5)
    for half in halves:
        (tmp_path / FOLDER / f"made.{half}").write_bytes(damage)
    number = spool(tmp_path).put(EnvelopeKind.VOTE, b"")
    assert number > 5
    assert made.made().untold, "the numbers between will never come"
    assert made.put(EnvelopeKind.VOTE, b"") == number + 1
    assert made.acknowledge(number + 1) == 2
    assert made.put_question(lambda _: b"") > 5, "another's answer would be heard"


def test_a_question_is_numbered_above_what_anybody_else_remembers(tmp_path: Path) -> None:
    made = spool(tmp_path)
    assert made.given() == 0
    assert [made.put_question(lambda _: b"", 7), made.put_question(lambda _: b"", 7)] == [8, 9]
    assert made.given() == 9


def test_whoever_finds_it_held_is_told_so_in_time(tmp_path: Path) -> None:
    made = spool(tmp_path)
    made.put_question(lambda _: b"")
    hurried = Spool(tmp_path, KEY, bytes(OFFICE.public_key), now=now, patience=0.05)
    holder = os.open(tmp_path / FOLDER, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    with pytest.raises(SpoolError) as caught:
        hurried.put_question(lambda _: b"")
    assert code_of(caught) == PostCode.BUSY
    os.close(holder)
    assert hurried.put_question(lambda _: b"") == 2


def test_a_new_data_partition_begins_above_all_that_was_given_away(tmp_path: Path) -> None:
    old, new = spool(tmp_path / "old"), spool(tmp_path / "new", key=PostKey(KEY.kiosk, KEY.seed, 1))
    for folder in (tmp_path / "old", tmp_path / "new"):
        folder.mkdir()
    assert old.put_question(lambda _: b"") == 1
    assert new.put_question(lambda n: b"%d" % n) == 10_001
    assert numbers(new) == [A_PARTITION + 1]
    new.tell()
    account = Account(1)
    for number, content in opened(new).items():
        account = account.took(number)
        if number == A_PARTITION + 2:
            account = account.with_waiting(read_waiting(content, number))
    assert account == Account(A_PARTITION + 2)


def test_files_that_are_none_of_ours_are_left_alone(tmp_path: Path) -> None:
    made = spool(tmp_path)
    made.put(EnvelopeKind.VOTE, b"")
    for name in ("notes.txt", "7.amplop", "0000000000000007-fax.amplop", "0000000000000007-vote.amplop.bak"):
        (tmp_path / FOLDER / name).write_text("x")
    (tmp_path / FOLDER / ".0000000000000002-vote.amplop.0badcafe").write_bytes(b"half")
    assert numbers(made) == [1]
    assert made.put(EnvelopeKind.VOTE, b"") == 2
    assert not list((tmp_path / FOLDER).glob(".*")), "what a power cut left is cleared away"


def put_many(data: Path, count: int) -> None:
    for _ in range(count):
        spool(data).put_question(lambda n: b"%d" % n)


def test_two_processes_that_put_in_at_once_share_no_number(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=put_many, args=(tmp_path, 25)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    made = spool(tmp_path)
    assert numbers(made) == list(range(1, 51))
    assert [int(content) for content in opened(made).values()] == list(range(1, 51))


def test_window_and_refresher_may_both_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)  # the data folder hands its group down
    mask = os.umask(0o077)  # the window's
    try:
        spool(tmp_path).put(EnvelopeKind.VOTE, b"")
    finally:
        os.umask(mask)
    folder = tmp_path / FOLDER
    assert folder.stat().st_mode & 0o7777 == 0o2770
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o640}


# --- the key


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    away = tmp_path / "run/kiosk-post/key.json"
    key = own_key(tmp_path, away)
    assert own_key(tmp_path, away) == key
    assert (tmp_path / "post-key.json").stat().st_mode & 0o777 == 0o600
    assert key.kiosk == (tmp_path / "kiosk-id").read_text().strip()
    assert len(public_of(key)) == 32


def make_key(data: Path) -> None:
    own_key(data, data / "run/key.json")


def test_two_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    (tmp_path / "kiosk-id").write_text("25a0f9710781\n")
    context = multiprocessing.get_context("spawn")
    starting = [context.Process(target=make_key, args=(tmp_path,)) for _ in range(2)]
    for each in starting:
        each.start()
    for each in starting:
        each.join()
        assert each.exitcode == 0
    assert [path.name for path in tmp_path.glob("post-key*")] == ["post-key.json"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\0" * 100, b'{"kiosk":"x"}'])
def test_a_damaged_key_is_told_and_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "post-key.json").write_bytes(content)
    with pytest.raises(PostError) as caught:
        own_key(tmp_path, tmp_path / "run/key.json")
    assert code_of(caught) == PostCode.NO_OWN_KEY
    assert (tmp_path / "post-key.json").read_bytes() == content


def test_on_the_appliance_no_other_key_than_roots_is_used(tmp_path: Path) -> None:
    handed = tmp_path / "run/kiosk-post/key.json"
    handed.parent.mkdir(parents=True)
    with pytest.raises(PostError):
        own_key(tmp_path, handed)
    assert not (tmp_path / "post-key.json").exists()


def test_the_code_of_a_private_answer_is_this_kiosks_alone_and_stays(tmp_path: Path) -> None:
    """Known without anything on the card but the key; another kiosk, and another number, have another."""
    keys = (KEY, PostKey(KEY.kiosk, "6c" * 32))
    spools = [spool(tmp_path / key.seed, key=key) for key in keys]
    codes = [[spool.code(number, 4) for number in range(1, 200)] for spool in spools]
    assert codes[0] == [spools[0].code(number, 4) for number in range(1, 200)]
    assert all(len(code) == 4 and code.isdecimal() for code in codes[0])
    assert len(set(codes[0])) > 150
    assert sum(one == other for one, other in zip(*codes, strict=True)) < 5
