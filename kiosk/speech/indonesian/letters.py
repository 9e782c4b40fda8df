"""Notation of official letters: their numbers ("005/127/DS-BNG/XI/2026"), laws by number and year, amounts told twice."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.dates import MONTHS
from kiosk.speech.indonesian.numbers import LONGEST, cardinal, digits, quantity, roman
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import acronym
from kiosk.speech.indonesian.word_patterns import mentions, word_pattern

FEWEST_OF_ALL = 5  # below this a part is a fraction: "3/4 desa"
FIRST_YEAR = 1900
# short forms of courts and offices within a number
_WORDS = {
    "Pid": "pidana",
    "Pdt": "perdata",
    "Sus": "khusus",
    "Lwk": "luwuk",
    "Bag": "bagian",
    "Anak": "anak",
    "Kab": "kabupaten",
    "Kel": "kelurahan",
    "Org": "or\u2060g",
}
_DISTRICT = re.compile(r"\bKec titik (?=[A-Z])")  # the point of "Kec.Btu" is an abbreviation's
_FERTILISER = re.compile(r"\b(?:NPK|[Pp]honska|[Pp]upuk [Mm]utiara)(?: [A-Z][a-z]+)? \(?$")
_YEARS, _LATE_MONTH = range(26, 29), 11
_LONGEST_PIECE = 5  # digits that are still said as one number
_MONTHS = 12  # a Roman numeral in a letter's number is the month
_PAIR = re.compile(r"(\d{1,2})\s?[-–:]\s?(\d{1,2})")
_CLOCK = re.compile(r":[0-5]\d:[0-5]\d")
_TWICE = re.compile(r"\s+")


def _is_handout_day(found: re.Match[str]) -> bool:
    """Return whether this is a day on which fertiliser is given to farmers: "Penyaluran NPK 05-12-26"."""
    if found["sign"] != "-" or int(found["k"]) not in _YEARS or not 1 <= int(found["p"]) <= _MONTHS:
        return False
    if not (found["n"].startswith("0") or found["p"].startswith("0")) and int(found["p"]) < _LATE_MONTH:
        return False  # "12-6-27" is for cocoa
    return mentions("handed_out", found.string[: found.start()]) is not None


def _numbered(found: re.Match[str]) -> str:
    written = found["code"].rstrip(".-")
    tail = found["code"][len(written) :]
    parts = written.split("/")
    if len(parts) == 2 and parts[0].isdigit() and re.fullmatch(r"(?:19|20)\d\d", parts[1]):
        return f"nomor {_piece(parts[0])} tahun {cardinal(int(parts[1]))}{tail}"
    if not any(letter.isdigit() for letter in written):
        return found.group()
    return f"nomor {code(written)}{tail}"


def code(written: str) -> str:
    """Return the number of a letter, its strokes and points by name."""
    return " garis miring ".join(map(_part, written.split("/")))


def _part(part: str) -> str:
    words = " titik ".join(" ".join(map(_piece, each.split("-"))) for each in part.split("."))
    return _DISTRICT.sub("kecamatan ", words).replace(" titik luwuk", " luwuk")


def _piece(piece: str) -> str:
    """Return one run of letters or digits in words; digits with a nought before them one by one."""
    if piece.isdigit():
        return digits(piece) if piece.startswith("0") or len(piece) > _LONGEST_PIECE else cardinal(int(piece))
    if (value := roman(piece)) is not None and (value <= _MONTHS or (len(piece) > 2 and set(piece) <= set("XVI"))):
        return cardinal(value)
    if piece.isupper():
        return acronym(piece)
    if piece in _WORDS:
        return _WORDS[piece]
    runs = re.findall(r"\d+|\D+", piece)
    return piece if len(runs) < 2 else " ".join(map(_piece, runs))


def _sum_once(found: re.Match[str]) -> str:
    """Return a sum told twice once: "1 (satu)" is "1"; "3 (hari)" stays."""
    number = found["number"].replace(".", "")
    words = _TWICE.sub(" ", found["words"].lower().strip()).removesuffix(" rupiah")
    return found["whole"] if len(number) <= LONGEST and cardinal(int(number)) == words else found.group()


def _spoken_run(run: str) -> str:
    return digits(run) if run.isdigit() else acronym(run)


def _score(found: re.Match[str]) -> str:
    if mentions("no_score", found["how"]) or word_pattern("date_behind").match(found.string, found.end()):
        return found.group()
    more = _PAIR.sub(r"\1 \2", found["more"])
    return f"{found['how']}{found['ours']} {found['theirs']}{more}"


def _is_match(found: re.Match[str]) -> bool:
    pairs = _PAIR.findall(found.string)
    # "hasil" and "final" occur elsewhere, too: a match has several scores, or one that is no range
    sure = (
        mentions("sure_match_words", found.string)
        or len(pairs) > 1
        or any(int(ours) >= int(theirs) for ours, theirs in pairs)
    )
    return (
        bool(mentions("matches", found.string) and sure)
        and not word_pattern("numbered").fullmatch(found["name"].strip())
        and not word_pattern("counted").match(found.string, found.end())
        and not mentions("no_match", found.string)
    )


def proportion(written: str) -> str:
    return " banding ".join(map(quantity, written.split(":")))


def part_of_total(part: str, whole: str) -> str:
    """Return "4 dari 13"; raises ValueError for a fraction and for a year."""
    many, total = int(part.replace(".", "")), int(whole.replace(".", ""))
    if many > total or total < FEWEST_OF_ALL or (total >= FIRST_YEAR and "." not in whole):
        raise ValueError(whole)
    return f"{quantity(part)} dari {quantity(whole)}"


def sets_of_match(pairs: str) -> str:
    falls = any(int(ours) > int(theirs) for ours, theirs in _PAIR.findall(pairs))
    return re.sub(r"\s?/\s?", ", ", _PAIR.sub(r"\1 \2", pairs)) if falls else pairs


LETTER_NOTATION: tuple[Rule, ...] = (
    rule(
        r"(?P<number>\b(?:Nomor|NOMOR|No\.)\s?:?\s\d{1,4})\s?/\s?(?=(?!(?:RT|RW|KM|SD)\b)[A-Z]{2,}[\w.-]*(?:\s?/|\s*$|\s(?i:tahun|tanggal))|\d{1,4}/)",
        r"\g<number>/",
        needs="/",
    ),
)

LETTERS: tuple[Rule, ...] = (
    # one match after the other: "Hasil: Uso 1-3 Nipa, Lontio 2-2 Bunga"
    rule(
        r"(?P<name>\b[A-Z][A-Za-z]+\s)(?P<ours>\d{1,2})\s?[-–]\s?(?P<theirs>\d{1,2})(?=\s(?!Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Ags|Agt|Sep|Okt|Nov|Des)[A-Z][a-z]+)",
        lambda found: f"{found['name']}{found['ours']} {found['theirs']}" if _is_match(found) else found.group(),
    ),
    # proportions that are no clock time: "1:100", "1:4", "1:2:3"
    rule(
        r"(?<![\w.,:/-])(?P<all>\d{1,3}(?::\d{1,3}){2,3})(?![\w:]|[.,]\d)(?!\s?WI)",
        lambda found: found.group() if _CLOCK.search(found["all"]) else proportion(found["all"]),
        needs=":",
    ),
    rule(
        r"(?P<before>(?:^|(?<![\w-])[a-z]{2,}\s|[(,])\s?)1:(?P<high>[1-9](?:,\d{1,2})?)(?![\w:]|[.,]\d)",
        lambda found: f"{found['before']}{proportion('1:' + found['high'])}",
        needs="1:",
    ),
    # numbers of a register: "No. AHU-0012345.AH.01.29"
    rule(
        r"\b(?:No(?:mor|\.)?|NOMOR)\s?:?\s*(?P<code>(?=[\w.-]{0,20}\d)[A-Z]{1,6}(?:[.-]?[\dA-Z]{1,12}){1,8}(?=[\s,;)]|\.?$))",
        lambda found: f"nomor {code(found['code'])}" if re.search(r"[.-]", found["code"]) else found.group(),
    ),
    # numbers of a register, their parts joined by dashes: "No. 7201-KM-27112026-0004"
    rule(
        r"\b(?:No(?:mor|\.)?|NOMOR)\s?:?\s*(?P<code>(?=[\d-]*[A-Z])[\dA-Z]{1,16}(?:-[\dA-Z]{1,16}){2,6})(?![\w/-]|[.,]\d)",
        lambda found: f"nomor {' '.join(_spoken_run(run) for run in re.findall(r'[0-9]+|[A-Z]+', found['code']))}",
    ),
    # parts of a fertiliser, no hour with its seconds: "NPK 15:15:15"
    rule(
        r"(?<![\d.,:/-])(?P<n>\d{1,2})(?P<sign>[-:])(?P<p>\d{1,2})(?P=sign)(?P<k>\d{1,2})\b",
        lambda found: (
            f"tanggal {cardinal(int(found['n']))} {MONTHS[int(found['p']) - 1]} {cardinal(2000 + int(found['k']))}"
            if _is_handout_day(found)
            else f"{found['n']}, {found['p']}, {found['k']}"
            if _FERTILISER.search(found.string[: found.start()])
            or (found["n"] == found["p"] == found["k"] and found.string[: found.start()].lower().endswith("mutiara "))
            else found.group()
        ),
    ),
)

LETTERS_WORDS = {"score": _score, "sum_once": _sum_once, "numbered": _numbered}  # fmt: skip
"""Functions that rows of `patterns/letters.tsv` name."""
