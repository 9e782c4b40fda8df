"""What becomes of an SMS, by hand: who may say what, how often, and through power cuts."""

import base64
import json
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from content_cache.formats.sms.message import SmsMessage, made
from content_cache.formats.sms.parts import binary_parts, letter_parts
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.signing.keyring import Held, Keyring, KeyRole
from content_cache.signing.keys import SecretKey
from kiosk.refresher.sms.account import SmsAccount
from kiosk.refresher.sms.bell import Bell, hang, ring
from kiosk.refresher.sms.door import Arrived, SmsDoor, plain
from kiosk.settings.sections import SmsSettings
from kiosk.state.sms_state import NAME, NOT_RUNNING, SmsFault, faults_of, read_state

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "an SMS that is forged, replayed, cut, turned by a bit, by the everyday key, with wrong part numbers; "
        "from any sender",
    ),
    pytest.mark.attack(
        "what comes in",
        "somebody spoofs a number of `[sms] numbers`, or a cell broadcasts falsely",
        "shown as not checked, two chimes, never the siren; twelve a day, the same words once",
    ),
    pytest.mark.attack(
        "what comes in",
        "the everyday key signs a headline of the highest number, so that no warning counts any more",
        "headlines have numbers of their own",
    ),
    pytest.mark.attack(
        "what comes in",
        "status questions without end, also while the clock jumps",
        "three a day, `[sms] monthly` a month, counted on the card before they are sent",
    ),
]


ALERT, NEWS = SecretKey.generate("alert"), SecretKey.generate("news")
NOW = datetime(2026, 11, 27, 14, 5, tzinfo=UTC)
NAMED, OFFICE = "+62 812 700 700", "0813-900-900"


class Door:
    """One over `folder`; `turn_off` and on again as a power cut does it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, NOW
        self.keys = Keyring((Held(ALERT.public, KeyRole.ALERT), Held(NEWS.public, KeyRole.NEWS)))
        self.turn_on()

    def turn_on(self, numbers: tuple[str, ...] = (NAMED,)) -> None:
        settings = SmsSettings(enabled=True, numbers=numbers, office=OFFICE, monthly=5)
        self.account = SmsAccount(self.folder, monthly=settings.monthly)
        self.door = SmsDoor(
            self.folder,
            settings,
            self.account,
            keyring=lambda: self.keys,
            now=lambda: self.now,
            answer=lambda: "baik",
        )

    def text(self, text: str, sender: str = "+628111", **named: Any) -> str:
        return self.door.receive_sms(Arrived(sender, text, **named))

    def signed(self) -> list[bytes]:
        path = self.folder / "signed"
        return [base64.b64decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def unchecked(self) -> list[dict[str, str]]:
        path = self.folder / "unchecked.json"
        return json.loads(path.read_bytes())["messages"] if path.exists() else []


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def warning(number: int, key: SecretKey = ALERT, **fields: Any) -> bytes:
    said: dict[str, Any] = {
        "number": number, "issued": NOW, "minutes": 60, "severity": Severity.AWAS, "hazard": Hazard.FLOOD, "text": f"Naik {number}"
    }  # fmt: skip
    return made(SmsMessage(**said | fields), key)


def test_whole_one_is_handed_over_and_rings(door: Door) -> None:
    hang(door.folder)
    bell = Bell(door.folder)
    assert bell.rung()  # it may have rung before
    assert not bell.rung()
    content = warning(1)
    for part in letter_parts(content):
        door.text(part)
    assert door.signed() == [content]
    assert bell.rung()
    assert not bell.rung()
    door.door.receive_sms(Arrived("x", data=warning(2)))
    assert door.signed() == [content, warning(2)]
    bell.close()


def test_number_counts_once_and_in_no_order(door: Door) -> None:
    for number in (5, 3, 5, 4):
        door.door.receive_sms(Arrived("x", data=warning(number)))
    assert door.signed() == [warning(n) for n in (5, 3, 4)]
    door.turn_on()  # after a power cut
    door.door.receive_sms(Arrived("x", data=warning(5, text="anders")))
    door.door.receive_sms(Arrived("x", data=warning(50_000)))
    door.door.receive_sms(Arrived("x", data=warning(6)))
    assert door.signed()[-1] == warning(50_000)


def test_everyday_key_warns_nobody_and_uses_up_no_number(door: Door) -> None:
    door.door.receive_sms(Arrived("x", data=warning(9, NEWS)))
    door.door.receive_sms(Arrived("x", data=warning(4_000_000_000, NEWS, headline=True)))
    door.door.receive_sms(Arrived("x", data=warning(1)))
    assert [content[1] for content in door.signed()] == [8, 0]


def test_three_headlines_of_a_day_whatever_the_clock_says(door: Door) -> None:
    for number in range(1, 8):
        door.now += timedelta(days=40)
        door.door.receive_sms(Arrived("x", data=warning(number, NEWS, headline=True, minutes=60_000)))
    assert door.account.state.headlines == {"2026-11-27": 3}


def test_headlines_of_other_days_take_no_warnings_place(door: Door) -> None:
    door.door.receive_sms(Arrived("x", data=warning(1, minutes=60_000)))
    for day in range(60):
        issued = NOW - timedelta(days=day % 30)
        door.door.receive_sms(Arrived("x", data=warning(day + 1, NEWS, headline=True, issued=issued, minutes=60_000)))
        door.now += timedelta(hours=8)
    kept = door.signed()
    assert kept[0] == warning(1, minutes=60_000)
    assert len(kept) == 1 + 10


def test_three_headlines_come_in_a_day_whatever_day_was_signed(door: Door) -> None:
    for day in range(20):
        issued = NOW - timedelta(days=day)
        door.door.receive_sms(Arrived("x", data=warning(day + 1, NEWS, headline=True, issued=issued, minutes=60_000)))
    assert len(door.signed()) == 3


def test_full_disk_loses_no_warning_and_nothing_unchecked(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "no space")

    whole = warning(1, text="é" * 50)
    *first, last = letter_parts(whole)
    for part in first:
        door.text(part)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        for text, sender in ((last, "x"), ("Banjir!", NAMED)):
            with pytest.raises(OSError, match="no space"):
                door.text(text, sender)
    door.text(last)
    door.text("Banjir!", NAMED)
    assert door.signed() == [whole]
    assert [each["text"] for each in door.unchecked()] == ["Banjir!"]


def test_what_was_over_by_the_networks_time_does_not_come_back_with_the_clock(door: Door) -> None:
    door.now = NOW - timedelta(minutes=1)
    door.door.receive_sms(Arrived("x", data=warning(1), sent=NOW + timedelta(days=30)))
    assert door.signed() == []
    door.door.receive_sms(Arrived("x", data=warning(2), sent=NOW + timedelta(minutes=59)))
    assert door.signed() == [warning(2)]


@pytest.mark.parametrize("at", range(4))
def test_power_cut_between_loses_no_warning(door: Door, at: int) -> None:
    """The account is as it was before the warning was handed over: it is handed over once more, and is one."""
    before = (door.folder / NAME).read_bytes() if (door.folder / NAME).exists() else b""
    door.door.receive_sms(Arrived("x", data=warning(at + 1)))
    (door.folder / NAME).write_bytes(before)
    door.turn_on()
    door.door.receive_sms(Arrived("x", data=warning(at + 1)))
    assert door.signed() == [warning(at + 1)]


def test_parts_wait_through_a_power_cut(door: Door) -> None:
    parts = letter_parts(warning(1, text="é" * 55))
    for part in parts[1:]:
        door.text(part)
    door.turn_on()
    door.text(parts[0])
    assert len(door.signed()) == 1


def test_parts_wait_through_a_power_cut_though_others_never_become_whole(door: Door) -> None:
    for number in range(80):
        door.text(f"KIOSK/{number:06X}/1/2/AAA/")
    door.turn_on()
    *parts, last = letter_parts(warning(1, text="é" * 40))
    assert len(parts) == 1
    door.text(parts[0])
    door.turn_on()
    door.text(last)
    assert len(door.signed()) == 1


def test_revoked_key_is_no_key(door: Door) -> None:
    door.keys = door.keys.without([int.from_bytes(ALERT.id, "little")])
    door.door.receive_sms(Arrived("x", data=warning(1)))
    assert door.signed() == []


@pytest.mark.parametrize(
    ("sender", "cell", "shown"),
    [
        ("0812700700", False, ["SMS +62 812 700 700"]),
        ("+62812700700", False, ["SMS +62 812 700 700"]),
        ("+62813900900", False, []),
        ("", False, []),
        ("12700700", False, []),
        ("4370", True, ["Cell Broadcast 4370"]),
        ("BMKG0812700700", False, []),
    ],
)
def test_what_nobody_signed_is_for_named_numbers_and_cells(
    door: Door, sender: str, cell: bool, shown: list[str]
) -> None:
    door.text("Banjir bandang, naik!", sender, cell=cell)
    assert [each["from"] for each in door.unchecked()] == shown
    assert door.signed() == []


def test_same_words_are_shown_once_and_a_flood_ends(door: Door) -> None:
    for n in range(10_000):
        door.text(f"Gempa {n // 2}", NAMED)
    assert len(door.unchecked()) == 12


def test_late_one_says_when_it_was_sent_and_none_is_of_tomorrow(door: Door) -> None:
    door.text("kemarin", NAMED, sent=NOW - timedelta(hours=3))
    door.text("besok", NAMED, sent=NOW + timedelta(days=3))
    assert [datetime.fromisoformat(each["at"]) for each in door.unchecked()] == [NOW - timedelta(hours=3), NOW]


def test_office_is_answered_three_times_a_day_and_five_a_month(door: Door) -> None:
    for day in range(3):
        answers = [door.text(" Status ", "+62813900900") for _ in range(5)]
        assert answers.count("baik") == (3, 2, 0)[day]
        door.now += timedelta(days=1)
        door.turn_on()
    assert door.account.state.sending is SmsFault.SPENT
    assert door.text("status", NAMED) == ""
    assert door.text("status", "+628111") == ""


def test_office_that_is_named_too_asks_and_warns_nobody(door: Door) -> None:
    door.turn_on(numbers=(NAMED, OFFICE))
    assert door.text("STATUS", OFFICE) == "baik"
    assert door.unchecked() == []
    door.text("Banjir!", OFFICE)
    assert [each["from"] for each in door.unchecked()] == [f"SMS {OFFICE}"]


def test_clock_that_jumps_gives_no_more_answers(door: Door) -> None:
    found = []
    for jump in (0, 400, 0, -400, 0, 0):
        door.now = NOW + timedelta(days=jump)
        found += [door.text("STATUS", OFFICE) for _ in range(4)]
    assert found.count("baik") == 3 * 3  # three days were seen


def test_no_answer_where_the_card_does_not_keep_it(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", refuse)
    assert door.text("status", OFFICE) == ""


@pytest.mark.parametrize("damage", [b"", b"{", b'{"warnings": 7}', b"\0" * 100, b'{"parts": ["KIOSK/"]}'])
def test_damaged_account_is_begun_anew(door: Door, damage: bytes) -> None:
    (door.folder / NAME).write_bytes(damage)
    door.turn_on()
    door.door.receive_sms(Arrived("x", data=warning(1)))
    assert len(door.signed()) == 1


def test_faults_are_told_while_the_process_does_not_run(door: Door) -> None:
    door.account.tell_fault(SmsFault.PIN)
    assert read_state(door.folder).fault is SmsFault.PIN
    assert faults_of(door.folder) == [NOT_RUNNING]


@pytest.mark.parametrize("make", [lambda path: path.write_bytes(b""), lambda path: path.symlink_to("/etc/passwd")])
def test_bell_that_is_no_pipe_is_none(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "bell")
    bell = Bell(tmp_path)
    ring(tmp_path)
    assert not bell.rung()


@pytest.mark.parametrize(
    ("one", "other"),
    [("0812-1", "+62 8121"), ("00628121", "8121".join(["62", ""])), ("112", "112"), ("", "x"), ("BMKG112", "")],
)
def test_numbers_are_told_apart_by_their_digits(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_hostile_sms_hand_nothing_over(door: Door) -> None:
    dice, content = random.Random(3), warning(1)
    for _ in range(300):
        cut = bytearray(content[: dice.randrange(1, len(content))])
        door.door.receive_sms(Arrived("x", data=bytes(cut)))
        cut[dice.randrange(len(cut))] ^= 1 << dice.randrange(8)
        for part in (*binary_parts(bytes(cut), 1)[:1], dice.randbytes(140)):
            door.door.receive_sms(Arrived("x", data=part))
        for text in letter_parts(bytes(cut)):
            door.text(text.replace("/1/", "/2/", 1))
        door.text("".join(chr(dice.randrange(0x0600, 0x06FF)) for _ in range(70)))
    assert door.signed() == []
    assert door.unchecked() == []
