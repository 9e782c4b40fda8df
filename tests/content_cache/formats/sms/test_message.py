"""The bytes of an SMS: what they carry, and whose they must be."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from content_cache.formats.sms.message import MOST_BYTES, SmsMessage, item_of, made, open_message, parse
from content_cache.model.errors import CacheError, FormatError, SignatureError
from content_cache.model.items import Alert, NewsItem
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.signing.keyring import Held, Keyring, KeyRole
from content_cache.signing.keys import SecretKey

pytestmark = pytest.mark.attack(
    "what comes in",
    "an SMS that is forged, replayed, cut, turned by a bit, by the everyday key, with wrong part numbers; "
    "from any sender",
    "the signature and the number count, the sender never",
)


ALERT, NEWS, OTHER = SecretKey.generate("alert"), SecretKey.generate("news"), SecretKey.generate()
KEYS = Keyring((Held(ALERT.public, KeyRole.ALERT), Held(NEWS.public, KeyRole.NEWS)))
NOW = datetime(2026, 11, 27, 14, 5, tzinfo=UTC)
WARNING = SmsMessage(
    number=7,
    issued=NOW,
    minutes=240,
    severity=Severity.AWAS,
    hazard=Hazard.TSUNAMI,
    area="7201052003",
    text="Naik ke bukit sekarang",
)
SOURCE = Source(name="Banggai (SMS)", url="/data/sms/signed", format="sms", alerts=True)


@pytest.mark.parametrize(
    "message",
    [
        WARNING,
        replace(WARNING, drill=True),
        replace(WARNING, replaces=6, text="Masih berlaku"),
        replace(WARNING, replaces=6, cancel=True, text=""),
        replace(WARNING, area="", hazard=Hazard.OTHER, severity=Severity.INFO, headline=True),
        replace(WARNING, area="72", text="é" * 55),
    ],
)
def test_what_is_made_is_read_back(message: SmsMessage) -> None:
    content = made(message, ALERT)
    assert open_message(content, KEYS) == message
    assert len(content) <= MOST_BYTES == 194


def test_layout_is_that_of_the_contract() -> None:
    content = made(WARNING, ALERT)
    minutes = int((NOW - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds()) // 60
    assert content[:20] == struct.pack(">BBBBIIH", 1, 0, 0, 2, 7, minutes, 240) + bytes.fromhex("7201052003") + b"\x16"
    assert content[20:-64] == b"Naik ke bukit sekarang"


@pytest.mark.parametrize(
    "message",
    [
        replace(WARNING, text="a" * 81),
        replace(WARNING, text="\u0635" * 60),  # 120 bytes
        replace(WARNING, text=""),
        replace(WARNING, text="a\nb"),
        replace(WARNING, number=0),
        replace(WARNING, minutes=0),
        replace(WARNING, replaces=7),
        replace(WARNING, cancel=True),
        replace(WARNING, area="72010520031"),
        replace(WARNING, area="7x"),
        replace(WARNING, issued=datetime(2025, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_no_sms_can_carry_is_not_made(message: SmsMessage) -> None:
    with pytest.raises(FormatError):
        made(message, ALERT)


@pytest.mark.parametrize("key", [NEWS, OTHER])
def test_warning_is_an_alert_keys_alone(key: SecretKey) -> None:
    with pytest.raises(SignatureError):
        open_message(made(WARNING, key), KEYS)


def test_headline_may_be_the_everyday_keys() -> None:
    content = made(replace(WARNING, headline=True), NEWS)
    assert isinstance(item_of(open_message(content, KEYS), SOURCE, "Banggai"), NewsItem)


def test_revoked_key_and_one_that_is_not_valid_yet_sign_nothing() -> None:
    content = made(WARNING, ALERT)
    later = Keyring((Held(ALERT.public, KeyRole.ALERT, NOW + timedelta(minutes=1)),))
    for keyring in (replace_revoked(KEYS), later):
        with pytest.raises(SignatureError):
            open_message(content, keyring)


def replace_revoked(keyring: Keyring) -> Keyring:
    return keyring.without([int.from_bytes(ALERT.id, "little")])


def test_every_bit_counts() -> None:
    content = made(WARNING, ALERT)
    for place in range(len(content) * 8):
        forged = bytearray(content)
        forged[place // 8] ^= 1 << place % 8
        with pytest.raises(CacheError):
            open_message(bytes(forged), KEYS)


def test_cut_or_longer_is_none() -> None:
    content = made(WARNING, ALERT)
    for wrong in (*(content[:at] for at in range(len(content))), content + b"\0", b""):
        with pytest.raises(CacheError):
            open_message(wrong, KEYS)


@given(st.binary(max_size=MOST_BYTES))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        parse(content)
    except FormatError:
        return


def test_drill_is_an_exercise_and_an_update_names_what_it_replaces() -> None:
    drill = item_of(replace(WARNING, drill=True), SOURCE, "Banggai")
    update = item_of(replace(WARNING, number=8, replaces=7), SOURCE, "Banggai")
    assert isinstance(drill, Alert)
    assert isinstance(update, Alert)
    assert drill.drill
    assert update.references == (drill.key,)
    assert update.message == "Update"
