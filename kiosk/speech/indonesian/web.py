"""Addresses of the web: "https://banggaikab.go.id", "kim@example.org", "@kimbunga", "#BanggaiMaju"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import digits
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import read_table, spelled

_SIGNS = {".": "titik", "/": "garis miring", "-": "strip", "_": "garis bawah", "@": "a keong", "?": "tanda tanya",
          "=": "sama dengan", "&": "dan", "+": "plus", "~": "tilde", ":": "titik dua", "#": "pagar", "%": "persen",
          "wa": "we a"}  # fmt: skip
_NO_VOWEL = re.compile(r"[b-df-hj-np-tvwxz]{2,6}", re.IGNORECASE)  # "bps", "hrd": but ".ly" is said
KEPT = "\u2060"  # within a word, so that no rule for short forms matches it
_ACCOUNT = re.compile(r"\bakun\s$", re.IGNORECASE)  # written before the sign already: do not say it twice
LONGEST = 60  # longest address that is said; nobody can remember more
LONGEST_PATH = (
    24  # characters behind the first slash: "bit.ly/ppdb26" is meant to be typed, the address of an article is not
)


def address(text: str) -> str:
    """Return an address as it is said: signs by name, digits one by one, the words between as they are.

    Scheme, "www." and closing slash are left out, and so is a long path.
    """
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text, flags=re.IGNORECASE).rstrip("/")
    host, _, path = bare.partition("/")
    if len(bare) > LONGEST or len(path) > LONGEST_PATH or "/" in path:
        bare = host[:LONGEST]
    parts = re.findall(r"[^\W\d_]+|\d+|[^\w]|_", bare)
    return " ".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if part.isdigit():
        return digits(part)
    if _NO_VOWEL.fullmatch(part):
        return spelled(part)
    if {part, part.lower(), part.capitalize()} & read_table("abbreviations.tsv").keys():
        return f"{part[0]}{KEPT}{part[1:]}"  # an address is said as it is typed: "kec.masama@…"
    return _SIGNS.get(part, part)


def _address_words(found: re.Match[str]) -> str:
    whole = found.group()
    closing = re.search(r"[.,;:!?)\]]*$", whole)
    tail = closing.group() if closing else ""
    return address(whole[: len(whole) - len(tail)]) + tail


def _hashtag(found: re.Match[str]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|_", " ", found["tag"])


WEB: tuple[Rule, ...] = (
    rule(
        r"(?<![\w@])@(?!Rp\.?\s?\d|\d[\d.,]*[A-Za-z]{0,5}\b)(?P<name>(?=[\d.]*[^\W\d])[\w.]{2,40}\w)",
        lambda found: f"{'' if _ACCOUNT.search(found.string[: found.start()]) else 'akun '}{address(found['name'])}",
        needs="@",
    ),
)

WEB_WORDS = {"address_words": _address_words, "hashtag": _hashtag}  # fmt: skip
"""Functions that rows of `patterns/web.tsv` name."""
