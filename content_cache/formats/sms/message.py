"""Warning or headline in so few bytes that two SMS carry it, signed by the office. Pure.

A warning of at most 80 letters, signed, without a line. Big-endian, each with its bytes:

- 1: version, 1
- 1: flags: 1 drill, 2 update, 4 end of a warning, 8 headline; others are refused
- 1: severity: 0 awas, 1 siaga, 2 waspada, 3 info
- 1: hazard: 0 other, 1 earthquake, 2 tsunami, 3 flood, 4 landslide, 5 rain, 6 wind, 7 waves, 8 volcano, 9 fire
- 4: number: rises with each of the office's, at least the minutes since 2026; headlines count apart
- 4: issued, in minutes since 2026-01-01 UTC
- 2: minutes that it holds
- 5: area: digits of a Kemendagri code, packed, filled up with F; all F is everywhere
- 1: bytes of what follows before the signature, at most 110
- rest: of an update or an end 4 bytes, the number that it replaces or ends; then the text, UTF-8; of an end the CAP
  identifier that it ends too
- 64: Ed25519 over `kiosk-sms` and all before, by an alert key; a headline may be the everyday key's

It comes as two binary SMS (8-bit data, a header of 6 bytes: 3GPP TS 23.040, 9.2.3.24.1), or as two or three of
letters: `KIOSK/NAME/PART/COUNT/LETTERS/`, NAME six hexadecimal digits of the message's SHA-256, LETTERS a part in
base 45 (RFC 9285), in any order.

A number is taken once, down to 20,000 below the highest. What is over when it comes is shown as ended, not sounded.
What an edition brings in full (same keys, hazard, severity, minute) takes the place of its SMS. Of headlines three a
day are taken.

Unsigned SMS of `[sms] numbers`, and cell broadcasts (channels 4352 to 4354, 4356, 4370 to 4379, 4383 to 4392, 4396,
4397), are shown as *BELUM DIPERIKSA* for six hours, sound once, indoors, with two chimes, never in quiet hours, three
at a time, after every real warning; twelve SMS a day, the same words once.

`kiosk sms listen` hands over by files in `sms/` of the data folder: `signed` (base 64, a line each, the newest 50
warnings and 10 headlines), `unchecked.json`, `state.json`, and the pipe `bell`, which wakes the refresher. The
refresher verifies each signature again.

The sender and the number say nothing; the signature alone does.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from msgspec import Struct

from content_cache.formats.cap_terms import hazard_of
from content_cache.model.errors import Code, FormatError, SignatureError
from content_cache.model.items import Alert, Item, NewsItem
from content_cache.model.sources import Source
from content_cache.model.trust import SMS_SENDER
from content_cache.model.vocabulary import Hazard, Provenance, Severity
from content_cache.signing.keyring import Keyring, KeyRole
from content_cache.signing.keys import SecretKey
from content_cache.text.plain import clean_line

VERSION = 1
MOST_TEXT_BYTES, MOST_LETTERS = 110, 80
MOST_MINUTES = 0xFFFF
SIGNATURE_BYTES = 64
HIGHEST_NUMBER = 0xFFFF_FFFF

_PURPOSE = b"kiosk-sms"
_HEAD = struct.Struct(">BBBBIIH5sB")
MOST_BYTES = _HEAD.size + MOST_TEXT_BYTES + SIGNATURE_BYTES
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_DRILL, _UPDATE, _CANCEL, _HEADLINE = 1, 2, 4, 8
_SEVERITIES = tuple(Severity)
_HAZARDS: Mapping[Hazard, int] = MappingProxyType(
    {
        Hazard.OTHER: 0,
        Hazard.QUAKE: 1,
        Hazard.TSUNAMI: 2,
        Hazard.FLOOD: 3,
        Hazard.LANDSLIDE: 4,
        Hazard.RAIN: 5,
        Hazard.WIND: 6,
        Hazard.WAVES: 7,
        Hazard.VOLCANO: 8,
        Hazard.FIRE: 9,
    }
)
_MOST_DIGITS = 10  # of an area: province to village
_REFERENCE = 4  # bytes


def number_at(when: datetime) -> int:
    """Return the lowest number for a message made at *when*: the minutes since 2026 began (UTC).

    So neither a second desk nor one restored from a backup repeats a number.
    """
    return int((when - _EPOCH).total_seconds() // 60)


class SmsMessage(Struct, frozen=True, kw_only=True):
    """Message in one signed SMS.

    *number* rises with each message of the office (`number_at`). *issued* is a whole minute; *minutes* is how long the
    message holds from then. *area* has the digits of a Kemendagri code, "" for everywhere. *replaces* is the number of the
    message that this one updates or, with *cancel*, ends; 0 for none. A *headline* is no warning: its severity and hazard
    mean nothing.
    """

    number: int
    issued: datetime
    minutes: int
    severity: Severity = Severity.INFO
    hazard: Hazard = Hazard.OTHER
    area: str = ""
    text: str = ""
    drill: bool = False
    cancel: bool = False
    replaces: int = 0
    headline: bool = False

    @property
    def ends(self) -> datetime:
        return self.issued + timedelta(minutes=self.minutes)


def made(message: SmsMessage, key: SecretKey) -> bytes:
    """Encode and sign *message*. Raise FormatError if a value does not fit the format."""
    from nacl.signing import SigningKey

    text = message.text.encode()
    if message.replaces:
        text = message.replaces.to_bytes(_REFERENCE) + text
    issued = number_at(message.issued)
    digits = message.area.replace(".", "")
    fits = (
        0 < message.number <= HIGHEST_NUMBER
        and 0 <= message.replaces < message.number
        and 0 <= issued <= HIGHEST_NUMBER
        and 0 < message.minutes <= MOST_MINUTES
        and len(digits) <= _MOST_DIGITS
        and (not digits or (digits.isascii() and digits.isdecimal()))
        and len(text) <= MOST_TEXT_BYTES
        and len(message.text) <= MOST_LETTERS
        and message.text == clean_line(message.text)
        and bool(message.text or message.cancel)
        and bool(message.replaces or not message.cancel)
    )
    if not fits:
        raise FormatError(Code.SMS_UNFIT, letters=MOST_LETTERS, bytes=MOST_TEXT_BYTES)
    head = _HEAD.pack(
        VERSION,
        _flags(message),
        _SEVERITIES.index(message.severity),
        _HAZARDS[message.hazard],
        message.number,
        issued,
        message.minutes,
        bytes.fromhex(digits.ljust(_MOST_DIGITS, "F")),
        len(text),
    )
    return head + text + SigningKey(key.seed).sign(_PURPOSE + head + text).signature


def _flags(message: SmsMessage) -> int:
    update = bool(message.replaces) and not message.cancel
    return _DRILL * message.drill + _UPDATE * update + _CANCEL * message.cancel + _HEADLINE * message.headline


def open_message(content: bytes, keyring: Keyring) -> SmsMessage:
    """Return the message signed by a key that may sign it.

    Raises SignatureError, and FormatError for bytes that are no such message.
    """
    message = parse(content)
    check_signature(content, message, keyring)
    return message


def check_signature(content: bytes, message: SmsMessage, keyring: Keyring) -> None:
    """Verify the signature of *content*, the bytes of *message*, by a key that *keyring* allows for it.

    A warning needs an alert key; a headline may have the everyday key. Revoked keys, and keys not yet valid at `issued`, do
    not count. Raise SignatureError.
    """
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    roles = (KeyRole.ALERT, KeyRole.NEWS) if message.headline else (KeyRole.ALERT,)
    signed, signature = _PURPOSE + content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
    for held in keyring.held:
        early = held.valid_from is not None and message.issued < held.valid_from
        if held.role not in roles or held.key.id in keyring.revoked or early:
            continue
        try:
            VerifyKey(held.key.point).verify(signed, signature)
        except (BadSignatureError, ValueError):
            continue
        return
    raise SignatureError(Code.SIGNATURE_WRONG)


def parse(content: bytes) -> SmsMessage:
    """Parse a message, which may be believed only once `check_signature` has passed.

    Raises FormatError for bytes that are no such message.
    """
    try:
        version, flags, severity, hazard, number, issued, minutes, area, length = _HEAD.unpack_from(content)
        text = content[_HEAD.size : -SIGNATURE_BYTES]
        known = version == VERSION and not flags & ~(_DRILL | _UPDATE | _CANCEL | _HEADLINE)
        if not known or len(text) != length or len(content) != _HEAD.size + length + SIGNATURE_BYTES:
            raise FormatError(Code.SMS_NONE)
        replaces = 0
        if flags & (_UPDATE | _CANCEL):
            replaces, text = int.from_bytes(text[:_REFERENCE]), text[_REFERENCE:]
        digits = area.hex().rstrip("f")
        message = SmsMessage(
            number=number,
            issued=_EPOCH + timedelta(minutes=issued),
            minutes=minutes,
            severity=_SEVERITIES[severity],
            hazard=next((each for each, code in _HAZARDS.items() if code == hazard), Hazard.OTHER),
            area=digits,
            text=text.decode(),
            drill=bool(flags & _DRILL),
            cancel=bool(flags & _CANCEL),
            replaces=replaces,
            headline=bool(flags & _HEADLINE),
        )
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise FormatError(Code.SMS_NONE) from error
    sound = (
        number
        and minutes
        and (not digits or digits.isdecimal())
        and len(message.text) <= MOST_LETTERS
        and message.text == clean_line(message.text)
        and (message.text or message.cancel)
        and bool(flags & (_UPDATE | _CANCEL)) == (0 < replaces < number)
        and not (flags & _UPDATE and flags & _CANCEL)
    )
    if not sound or message.issued.year not in range(2026, 2200):
        raise FormatError(Code.SMS_NONE)
    return message


def item_of(message: SmsMessage, source: Source, author: str) -> Item:
    """Return *message* as an alert, or as news if it is a headline. *author* is the issuer's name as residents know it."""
    if message.headline:
        return NewsItem(
            id=f"sms-news-{message.number}",
            source=source.name,
            title=message.text,
            author=author,
            published=message.issued,
            expires=message.ends,
            language=source.language,
            areas=(message.area,) if message.area else (),
            provenance=Provenance.VERIFIED,
        )
    identifier = f"sms-{message.number}"
    hazard = message.hazard if message.hazard is not Hazard.OTHER else hazard_of(message.text)
    return Alert(
        id=identifier,
        source=source.name,
        title=message.text or identifier,
        text=message.text,
        author=author,
        published=message.issued,
        expires=message.ends,
        priority=3,
        language=source.language,
        provenance=Provenance.VERIFIED,
        identifier=identifier,
        sender=SMS_SENDER,
        message="Cancel" if message.cancel else "Update" if message.replaces else "Alert",
        status="Exercise" if message.drill else "Actual",
        references=(f"{SMS_SENDER} sms-{message.replaces}",) if message.replaces else (),
        severity=message.severity,
        hazard=hazard,
        effective=message.issued,
        geocodes=(message.area,) if message.area else (),
    )
