"""Citations: articles, cases of courts, numbers of letters without "No.": "ps 81 (2)", "Pid.B", "BA.12/PL/2026"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.letters import code
from kiosk.speech.indonesian.numbers import cardinal, roman
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.word_patterns import word_pattern


def _is_letter_number(written: str) -> bool:
    """Return whether this is the number of a letter: it has an office's letters, and is no sum, day, class, degree or rate."""
    first, *groups = written.split("/")
    if word_pattern("no_office").match(first) or any(re.match(r"(?:R[TW]|K[GK])\b", group) for group in groups):
        return False
    return any(
        re.match(r"[A-Z](?:[A-Z]|[a-z]+\b)", group) and not word_pattern("no_group").match(group) for group in groups
    )


def _list_entry(found: re.Match[str]) -> str:
    value = roman(found["numeral"].upper())
    return found.group() if value is None else f"{cardinal(value)}, "


def _letters_until(found: re.Match[str]) -> str:
    return f"huruf {spelled(found['low'])} {found['until']} {found['again'] or ''}{spelled(found['high'])}"


CITATIONS: tuple[Rule, ...] = (
    # numbers of letters that begin with letters: "BA.12/PL/2026", and of lists of duties: "100.3.3.2/512/Bag.Hukum"
    rule(
        r"(?<![\w/.-])(?!R[TW]\b)(?P<code>[A-Z]{1,6}[.-]\d[\dA-Za-z.-]{0,20}(?:/[\dA-Za-z.-]{1,20}){1,6}(?<![.-]))(?![\w/])",
        lambda found: code(found["code"]) if _is_letter_number(found["code"]) else found.group(),
        needs="/",
    ),
    rule(
        r"(?<![\w/.-])(?P<code>\d{2,4}(?:\.\d{1,3}){1,4}/\d{1,5}/[\dA-Za-z.-]{1,20}(?:/[\dA-Za-z.-]{1,20}){0,4}(?<![.-]))(?![\w/])",
        lambda found: code(found["code"]) if _is_letter_number(found["code"]) else found.group(),
        needs="/",
    ),
    rule(
        r"(?<![\w/.-])(?!RT/|RW/|TGL/|DAU/|DAK/)(?P<code>[A-Z]{2,8}(?:/[A-Z]{1,6}){1,3}/(?:\d{2,5}/(?:19|20)\d\d|0\d{1,4}/\d\d))(?![\w/]|\s?(?:kg|VA|KK|orang)\b)",
        lambda found: (
            code(found["code"])
            if not re.search(r"/(?:19|20)\d\d/(?:19|20)?\d\d$", found["code"])  # two years, no code
            else found.group()
        ),
        needs="/",
    ),
    rule(
        r"\b[vV](?:ersi\s)?(?P<parts>\d{1,3}(?:\.\d{1,3}){2,3})(?![\w]|[.,]\d)",
        lambda found: "versi " + " titik ".join(map(cardinal, map(int, found["parts"].split(".")))),
    ),
)

CITATIONS_WORDS = {"letters_until": _letters_until, "list_entry": _list_entry}  # fmt: skip
"""Functions that rows of `patterns/citations.tsv` name."""
