"""What is cited: articles, cases of courts, numbers of letters that say no "No.": "ps 81 (2)", "Pid.B", "BA.12/PL/2026"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.letters import code
from kiosk.speech.indonesian.numbers import cardinal, digits, roman
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled

_OFFICIALS = (
    "Men[a-z]{2,12}|Bupati|Gubernur|Gub|Sekda|Sekjen|Dirjen|Kepala|Ka|Kadis|Kades|Wali ?[Kk]ota|Presiden|Ketua|KPU|Bersama|Camat|"
    "Dinas|Direktur|Bawaslu|Rektor|Panglima|Kapolri"
)


def _entry(found: re.Match[str]) -> str:
    value = roman(found["numeral"].upper())
    return found.group() if value is None else f"{cardinal(value)}, "


def _letters_until(found: re.Match[str]) -> str:
    return f"huruf {spelled(found['low'])} {found['until']} {found['again'] or ''}{spelled(found['high'])}"


CITATIONS: tuple[Rule, ...] = (
    # which article: "ps 81 (2)"
    rule(
        r"\b(?i:ps|psl|pasal)\.?\s(?P<article>\d{1,3}[A-Z]?)\s?\((?P<verse>\d{1,2})\)",
        r"pasal \g<article> ayat \g<verse>",
        needs="(",
    ),
    rule(
        r"\b[Hh]uruf (?P<low>[a-z])\s(?P<until>s\.d\.|s/d|sampai dengan|sampai|dan|"
        r"atau)\s(?P<again>huruf )?(?P<high>[a-z])\b",
        _letters_until,
        needs="uruf ",
    ),
    rule(
        r"(?P<jo>\b(?:jo\.?|juncto)\s)(?P<number>\d{1,3})/(?P<year>(?:19|20)\d\d)\b",
        r"\g<jo>nomor \g<number> tahun \g<year>",
        needs="/",
    ),
    rule(rf"\bSE(?=\s(?:{_OFFICIALS}|No|Nomor)\b)", "surat edaran", needs="SE"),
    rule(rf"\bKep\.\s(?=(?:{_OFFICIALS})\b)", "keputusan ", needs="Kep."),
    # cases of a court
    rule(r"(?P<number>\b\d{1,5}) (?P<kind>P?K)/(?=Pid|Pdt|TUN|Ag)", r"\g<number>\g<kind>/", needs="/"),
    rule(r"(?P<court>\bP[AN])[ .]Lwk\b", r"\g<court> Luwuk", needs="Lwk"),
    # numbers of letters that begin with letters: "BA.12/PL/2026", and of lists of duties: "100.3.3.2/512/Bag.Hukum"
    rule(
        r"(?<![\w/.-])(?!R[TW]\b)(?P<code>[A-Z]{1,6}[.-]\d[\dA-Za-z.-]{0,20}(?:/[\dA-Za-z.-]{1,20}){1,6}(?<![.-]))(?![\w/])",
        lambda found: code(found["code"]),
        needs="/",
    ),
    rule(
        r"(?<![\w/.-])(?P<code>\d{2,4}(?:\.\d{1,3}){1,4}/\d{1,5}/[\dA-Za-z.-]{1,20}(?:/[\dA-Za-z.-]{1,20}){0,4}(?<![.-]))(?![\w/])",
        lambda found: code(found["code"]),
        needs="/",
    ),
    rule(
        r"(?<![\w/.-])(?P<code>[A-Z]{2,8}(?:/[A-Z]{1,6}){1,3}/\d{2,5}/\d{2,4})(?![\w/])",
        lambda found: code(found["code"]),
        needs="/",
    ),
    rule(
        r"(?<![\w/.-])(?P<code>AHU-\d{3,8}(?:\.[A-Z]{1,3}|\.\d{1,4})+)\.(?i:tahun|th)\.?\s?(?=(?:19|20)\d\d)",
        lambda found: f"{code(found['code'])} tahun ",
        needs="AHU-",
    ),
    rule(
        r"\b[vV](?:ersi\s)?(?P<parts>\d{1,3}(?:\.\d{1,3}){2,3})(?![\w]|[.,]\d)",
        lambda found: "versi " + " titik ".join(map(cardinal, map(int, found["parts"].split(".")))),
    ),
    # groups with a nought before them, neither a date nor a sum: "1.05.01"
    rule(
        r"(?<![\w.,])\d{1,2}\.0\d\.\d{2,3}(?:\.\d{1,4})?(?![\w]|[.,]\d)",
        lambda found: digits(found.group()),
        needs=".0",
    ),
    # entries of a list: "(i) WNI, (ii) sehat", "poin 3.a"
    rule(r"(?<!\w)\((?P<numeral>i{1,3}|iv|vi{0,3}|ix)\)\s(?=\w)", _entry, needs="("),
    rule(r"(?<=\d)\.(?P<letter>[a-h])\b(?!\.)", lambda found: f" {spelled(found['letter'])}"),
    rule(r"\b[Pp]ar\.\s(?=\d)", "paragraf ", needs="ar."),
    rule(r"(?<=\bSK )Men\.", "menteri", needs="Men."),
)
