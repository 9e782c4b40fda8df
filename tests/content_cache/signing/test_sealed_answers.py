"""Boxes of private answers: one kiosk opens one, for one question, as it was sealed, and nothing else does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
import pytest
from msgspec import Struct
from nacl.public import SealedBox
from nacl.signing import SigningKey

from content_cache.signing.sealed_answers import (
    AnswerContent,
    AnswerError,
    Part,
    open_,
    open_sound,
    open_text,
    seal,
    seal_text,
)

pytestmark = pytest.mark.attack(
    "people",
    "whoever fetches an edition, carries its stick or reads a card looks for what a private answer says; "
    "boxes are cut, swapped, of another question or an older recording",
    "sealed for one kiosk and one number; what does not open is told, and counts as not heard; opened "
    "beside the window, in memory that goes when the page is left",
)


KIOSK, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
ID, SECRET = "25a0f9710781", b"s" * 32
SOUND = b"OggS a voice that nobody else may hear" * 20
SAID = AnswerContent("Jawaban pertanyaan 12", "Surat Ibu Ani sudah jadi.", hashlib.sha256(SOUND).hexdigest())


def text(said: AnswerContent = SAID, *, number: int = 12, key: SigningKey = KIOSK, secret: bytes = SECRET) -> bytes:
    return seal_text(said, kiosk=ID, number=number, key=bytes(key.verify_key), secret=secret)


def sound(content: bytes = SOUND, *, number: int = 12) -> bytes:
    return seal(content, Part.SOUND, kiosk=ID, number=number, key=bytes(KIOSK.verify_key), secret=SECRET)


def opened(box: bytes, *, kiosk: str = ID, number: int = 12, key: SigningKey = KIOSK) -> AnswerContent:
    return open_text(box, kiosk=kiosk, number=number, key=bytes(key))


def test_its_kiosk_opens_text_and_sound() -> None:
    assert opened(text()) == SAID
    assert open_sound(sound(), SAID, kiosk=ID, number=12, key=bytes(KIOSK)) == SOUND


class OlderContent(Struct, frozen=True):
    """Content of a box as kiosks before stages read it."""

    title: str
    text: str
    sound: str = ""


def test_an_older_kiosk_opens_a_stage_and_an_older_box_stays_the_same_bytes() -> None:
    staged = AnswerContent("Jawaban keluhan 12", "Papan dipesan.", stage="working")
    read = open_(text(staged), Part.TEXT, kiosk=ID, number=12, key=bytes(KIOSK))
    assert msgspec.json.decode(read, type=OlderContent).text == "Papan dipesan."
    older = msgspec.json.encode(OlderContent(SAID.title, SAID.text, SAID.sound))
    assert open_(text(), Part.TEXT, kiosk=ID, number=12, key=bytes(KIOSK)).rstrip() == older


def test_no_box_holds_a_readable_part() -> None:
    boxes = text() + sound()
    for clear in (b"Surat", b"Ani", b"OggS", b"voice", ID.encode(), SAID.sound.encode()):
        assert clear not in boxes


def test_yes_is_as_long_as_no() -> None:
    assert len(text(AnswerContent("J", "Ya.", ""))) == len(
        text(AnswerContent("J", "Tidak, Ibu harus datang lagi besok.", ""))
    )


def test_the_same_is_the_same_box_and_no_other_is() -> None:
    boxes = {text(), text(), text(secret=b"t" * 32), text(number=13), text(AnswerContent("J", "Ya.")), text(key=OTHER)}
    assert len(boxes) == 5


Attack = Callable[[], object]


@pytest.mark.parametrize(
    "attack",
    [
        lambda: opened(text(), key=OTHER),
        lambda: opened(text(), number=13),
        lambda: opened(text(), kiosk="ffffffffffff"),
        lambda: opened(text()[:-1]),
        lambda: opened(text()[:20]),
        lambda: opened(b""),
        lambda: opened(text() + b"x"),
        lambda: opened(bytes([text()[0] ^ 1]) + text()[1:]),
        lambda: opened(text()[:-1] + bytes([text()[-1] ^ 1])),
        lambda: opened(sound()),
        lambda: open_(text(), Part.SOUND, kiosk=ID, number=12, key=bytes(KIOSK)),
        lambda: open_sound(sound(b"OggS of the first form"), SAID, kiosk=ID, number=12, key=bytes(KIOSK)),
        lambda: open_sound(sound(number=11), SAID, kiosk=ID, number=12, key=bytes(KIOSK)),
        lambda: opened(SealedBox(KIOSK.to_curve25519_private_key().public_key).encrypt(b"{}")),
        lambda: opened(seal(b"[" * 9_000, Part.TEXT, kiosk=ID, number=12, key=bytes(KIOSK.verify_key), secret=SECRET)),
        lambda: open_text(text(), kiosk=ID, number=12, key=b"short"),
    ],
    ids=[
        "another kiosk", "another number", "another name", "cut", "cut short", "nothing", "longer", "changed at its head",
        "changed at its end", "a sound as text", "a text as sound", "an older recording", "another question's recording",
        "sealed by a stranger", "no answer", "no key",
    ],
)  # fmt: skip
def test_nothing_else_opens(attack: Attack) -> None:
    with pytest.raises(AnswerError):
        attack()


@pytest.mark.parametrize("key", [b"", b"x" * 31, b"\xff" * 32])
def test_what_is_no_key_seals_nothing(key: bytes) -> None:
    with pytest.raises(ValueError, match="no key"):
        seal(b"", Part.TEXT, kiosk=ID, number=1, key=key, secret=SECRET)
