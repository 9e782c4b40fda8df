"""Reception of SMS: a signed one is handed over, once; unsigned ones of numbers in the settings, as unchecked.

Who sent it is what anybody can write. Nothing here can make a warning: the refresher verifies each again.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from content_cache.central.sms import MOST, MOST_HEADLINES
from content_cache.files import read_plain, write_whole
from content_cache.formats.sms.message import MOST_BYTES, SmsMessage, open_message, parse
from content_cache.formats.sms.parts import PartBox
from content_cache.formats.sms.unchecked import HOLDS, MOST_LETTERS
from content_cache.formats.sms.unchecked import MOST as MOST_UNCHECKED
from content_cache.model.errors import FormatError, SignatureError
from content_cache.signing.keyring import Keyring
from kiosk.refresher.sms.account import SmsAccount
from kiosk.refresher.sms.bell import ring
from kiosk.settings.sections import SmsSettings
from kiosk.settings.sms_sources import SIGNED, UNCHECKED

_log = logging.getLogger(__name__)
_KEPT_FOR = timedelta(
    days=31
)  # after it ended, as long as what it ends may hold: what falls out of the file leaves the kiosk
_MOST_READ = 200_000
CELL = "Cell Broadcast"
NOTHING = b'{"type": "sms", "messages": []}'


class Arrived(Struct, frozen=True):
    """Received SMS, or cell broadcast (*cell*). *sent* is the network's time, or None."""

    sender: str
    text: str = ""
    data: bytes = b""
    sent: datetime | None = None
    cell: bool = False


class SmsDoor:
    """Receiver of SMS. *keyring* returns the valid keys, or None if no source has any; *now* the time; *answer* the text
    for the office."""

    def __init__(
        self,
        folder: Path,
        settings: SmsSettings,
        account: SmsAccount,
        *,
        keyring: Callable[[], Keyring | None],
        now: Callable[[], datetime],
        answer: Callable[[], str],
    ) -> None:
        self._folder = folder
        self._account = account
        self._keyring = keyring
        self._now = now
        self._answer = answer
        self._numbers = {plain(number): number for number in settings.numbers}
        self._office = plain(settings.office)
        self.office = re.sub(r"[^0-9+]", "", settings.office)
        """Telephone number for answers, as a modem dials it."""
        self._parts = account.state.parts
        self._box = PartBox(self._parts)

    def receive_sms(self, arrived: Arrived) -> str:
        """Store the SMS's content, and return the text to answer, "" for none.

        Raise OSError if it cannot be stored; then the same part must come once more.
        """
        found = list(self._box.take_data(arrived.data) if arrived.data else self._box.take_text(arrived.text))
        try:
            for content in found:
                if self._take_signed(content, arrived.sent):
                    break
        except OSError:
            self._box = PartBox(self._parts)  # the last part comes once more
            raise
        self._parts = self._box.kept()
        self._account.keep_parts(self._parts)
        if arrived.data or found or "KIOSK/" in arrived.text:
            return ""
        sender = "" if arrived.cell else plain(arrived.sender)
        if sender and sender == self._office and arrived.text.strip().casefold() == "status":
            return self._answer() if self._account.may_answer(self._now()) else ""
        if arrived.cell or (sender and sender in self._numbers):
            self._take_unchecked(
                arrived, f"{CELL} {arrived.sender}" if arrived.cell else f"SMS {self._numbers[sender]}"
            )
        return ""

    def _take_signed(self, content: bytes, sent: datetime | None) -> bool:
        keyring = self._keyring()
        if keyring is None:
            return False
        try:
            message = open_message(content, keyring)
        except (FormatError, SignatureError):
            return False
        state = self._account.state
        numbers = state.news if message.headline else state.warnings
        if not numbers.is_new(message.number):
            return True
        # a clock that fell back would let it sound again, which by the network's time was over before it was sent
        replayed = sent is not None and self._now() < message.ends < sent
        if not replayed and (not message.headline or self._account.may_tell(message.issued, self._now())):
            self._hand_over(content)
            if message.headline:
                self._account.count_headline(message.issued, self._now())
        # noted last: a power cut between lets it be handed over once more, which changes nothing
        numbers.add_number(message.number)
        self._account.write_state()
        return True

    def _hand_over(self, content: bytes) -> None:
        kept = [one for one in self._stored_messages() if one != content]
        lines = [base64.b64encode(one) for one in _newest_messages([*kept, content])]
        write_whole(self._folder / SIGNED, b"\n".join(lines) + b"\n", 0o640)
        ring(self._folder)

    def _stored_messages(self) -> list[bytes]:
        """Return the signed messages handed over so far, without those that ended long ago."""
        with contextlib.suppress(OSError):
            listed = read_plain(self._folder / SIGNED, _MOST_READ).splitlines()
            return [
                one
                for one in map(_decoded_line, listed)
                if (said := _parsed(one)) and self._now() < said.ends + _KEPT_FOR
            ]
        return []

    def _take_unchecked(self, arrived: Arrived, sender: str) -> None:
        text = arrived.text.strip()[:MOST_LETTERS]
        mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        now = self._now()
        if not text or not self._account.may_show(mark, now):
            return
        at = min(arrived.sent or now, now)
        path = self._folder / UNCHECKED
        listed: list[dict[str, str]] = []
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            listed = [
                each
                for each in json.loads(read_plain(path, _MOST_READ))["messages"]
                if abs(now - datetime.fromisoformat(each["at"])) < HOLDS
            ]
        listed.append({"id": f"{at:%Y%m%d%H%M}-{mark}", "from": sender.strip(), "text": text, "at": at.isoformat()})
        whole = {"type": "sms", "messages": listed[-MOST_UNCHECKED:]}
        write_whole(path, json.dumps(whole, ensure_ascii=True).encode(), 0o640)
        self._account.remember_shown(mark, now)  # noted last: what a full disk did not take comes once more
        ring(self._folder)


def _newest_messages(contents: list[bytes]) -> list[bytes]:
    """Return the newest warnings and headlines, each kind up to its own limit.

    So no headline, which the everyday key signs, takes a warning's place.
    """
    room, kept = {False: MOST, True: MOST_HEADLINES}, list[bytes]()
    for one in reversed(contents):
        headline = (said := _parsed(one)) is not None and said.headline
        room[headline] -= 1
        if room[headline] >= 0:
            kept.append(one)
    return kept[::-1]


def plain(number: str) -> str:
    """Return a telephone number as digits with the country code, Indonesia's (62) by default: "0812-1" and "+62 8121" are
    equal.

    Return "" for a sender with letters.
    """
    if re.search(r"[^\W\d_]", number):
        return ""
    digits = re.sub(r"[^0-9]", "", number)
    return f"62{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits.removeprefix("00")


def _decoded_line(line: bytes) -> bytes:
    with contextlib.suppress(ValueError):
        return base64.b64decode(line, validate=True)[:MOST_BYTES]
    return b""


def _parsed(content: bytes) -> SmsMessage | None:
    with contextlib.suppress(FormatError):
        return parse(content)
    return None
