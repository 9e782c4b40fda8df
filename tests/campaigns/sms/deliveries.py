"""One delivery of a warning, as the air may treat it, and what the village must hear of it."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from content_cache.formats.sms.parts import binary_parts, letter_parts
from content_cache.model.vocabulary import Severity
from kiosk.speech.utterance import Prelude
from tests.campaigns.sms.hall import ALERT, GATEWAY, NAMED, NEWS, STRANGER, Hall, warning

RIGHT = ("plain", "shuffled", "doubled", "late", "joined", "spoofed sender", "poisoned", "drill")
WRONG = ("lost", "forged", "everyday key", "replayed", "cut", "wrong part numbers", "bits turned", "over")
KINDS = RIGHT + WRONG
CALM_S = 0.6
"""After which a wrong one that was going to sound would have done so: twice what a right one takes."""


@dataclass
class Delivery:
    """`right` ones sound, with `prelude`; of others `before` is when number `number` had sounded, None for never."""

    hall: Hall
    kind: str
    number: int
    right: bool
    prelude: Prelude
    sent: float = 0.0
    before: Any = None
    settled: float = field(default=0.0)

    def is_settled(self) -> bool:
        """It was heard as it must be, or long enough not at all."""
        heard = self.hall.bell.of(self.number)
        if self.right:
            return heard is not None and heard[1] is self.prelude
        return time.monotonic() - self.sent > CALM_S and heard == self.before

    @property
    def seconds(self) -> float:
        """Return the seconds from the last SMS part on the air to the bell; infinite if it never rang."""
        heard = self.hall.bell.of(self.number)
        return heard[0] - self.sent if heard is not None else float("inf")


def deliver(hall: Hall, dice: random.Random, number: int, kind: str = "") -> Delivery:
    """Number `number`, treated in one of the ways. What is replayed is the number before, with its own bytes or other words."""
    kind = kind or KINDS[(number - 1) % len(KINDS)]
    fields: dict[str, Any] = {"drill": True} if kind == "drill" else {}
    key = {"forged": STRANGER, "everyday key": NEWS}.get(kind, ALERT)
    message, content = warning(number, dice, key, **fields)
    if kind == "over":
        message, content = warning(number, dice, minutes=1, issued=message.issued - timedelta(days=1))
    if kind == "replayed":
        number = hall.known
        message, content = warning(number, dice, text="sekali lagi")
    hall.known = number if kind in RIGHT else hall.known
    siren = message.severity is Severity.AWAS and not message.drill
    prelude = Prelude.CHIME if message.drill else Prelude.SIREN if siren else Prelude.TWO_CHIMES
    done = Delivery(hall, kind, number, kind in RIGHT, prelude, before=hall.bell.of(number))
    sends = _sends(kind, content, dice, hall)
    for send in sends[:-1]:
        send()
        hall.bell.glance()
    if kind == "late":
        time.sleep(0.5)
    done.sent = time.monotonic()
    sends[-1]()
    return done


def _sends(kind: str, content: bytes, dice: random.Random, hall: Hall) -> list[Any]:
    sender = NAMED if kind == "spoofed sender" else f"{GATEWAY}{dice.randrange(100)}"
    if kind == "bits turned":
        turned = bytearray(content)
        turned[dice.randrange(len(turned))] ^= 1 << dice.randrange(8)
        content = bytes(turned)
    if kind == "cut":
        content = content[: -dice.randrange(1, 60)]
    letters: list[str] = letter_parts(content)
    binary = binary_parts(content, dice.randrange(256))
    if kind == "wrong part numbers":
        letters = [part.replace(f"/{len(letters)}/", f"/{len(letters) + 1}/") for part in letters]
        binary = [part[:4] + bytes((len(binary) + 1, dice.choice((0, 9, 200)))) + part[6:] for part in binary]
    if kind == "joined":
        return [lambda: hall.text("".join(letters), sender)]
    if kind == "poisoned":
        poison = [f"{part[:17]}{'X' * 60}/" for part in letters]
        return [_text(hall, part, sender) for part in (*poison, *letters)]
    parts = [_text(hall, part, sender) for part in letters]
    if dice.random() < 0.5 and kind not in ("late", "lost"):
        parts = [_binary(hall, part, sender) for part in binary]
    if kind == "lost":
        parts.pop(dice.randrange(len(parts)))
    if kind == "doubled":
        parts = [*parts[:-1], *parts[:-1], parts[-1]]
    if kind in ("shuffled", "late", "replayed"):
        dice.shuffle(parts)
    return parts


def _text(hall: Hall, part: str, sender: str) -> Any:
    return lambda: hall.text(part, sender)


def _binary(hall: Hall, part: bytes, sender: str) -> Any:
    return lambda: hall.binary(part, sender)
