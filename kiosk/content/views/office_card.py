"""Card by which people introduce this kiosk to an office: its code, four words to compare, a QR code. Pure."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from kiosk.post.adoption import ACCEPT_PATH
from kiosk.settings.adoption import Adoption, AdoptionState


class OfficeCard(Struct, frozen=True):
    """Card of a kiosk that no office has accepted.

    *code* has 8 letters or digits, *words* are those that must stand on the office's screen too, *payload* is the QR
    code's. *asked* is whether an office is known and is asked.
    """

    code: str = ""
    words: tuple[str, ...] = ()
    payload: str = ""
    asked: bool = False


def office_card(adoption: Adoption) -> OfficeCard:
    """Return the card of *adoption*. Its QR code leads to the office's page where the office's address is known."""
    payload = adoption.introduction
    if adoption.url.startswith("https://"):
        payload = f"{adoption.url}{ACCEPT_PATH}?perkenalan={quote(payload, safe='')}"
    asked = adoption.state is AdoptionState.WAITING
    return OfficeCard(adoption.code, tuple(adoption.words.split()), payload, asked)


def spaced(code: str) -> str:
    """Return *code* in two groups, for the screen."""
    return f"{code[:4]} {code[4:]}".strip()


def spelled(code: str) -> str:
    """Return *code* letter by letter in two groups, for the voice."""
    return ". ".join(", ".join(part) for part in (code[:4], code[4:]) if part)
