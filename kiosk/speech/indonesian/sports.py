"""Minutes of a match and times of a run: "gol: Rizky 12', 78'", "10K: Yosua 33:42"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal
from kiosk.speech.indonesian.rule import BREATH, Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions

_MATCH = r"\b(?i:gol|pencetak|kartu|vs|skor)\b.{0,200}"
_MINUTE = (
    r"(?P<who>\b[A-Z]\w+\.?\s)(?P<minute>\d{1,3})(?:\+(?P<more>\d{1,2}))?'(?=[\s,;.)]|$)(?P<how>\s?\((?:p|pen|og)\))?"
)
_NEXT_MINUTE = r"(?<=, )(?P<minute>\d{1,3})(?:\+(?P<more>\d{1,2}))?'(?=[\s,;.)]|$)(?P<how>\s?\((?:p|pen|og)\))?"
_HUNDRED = 100
_HOW = {"p": "penalti", "pen": "penalti", "og": "bunuh diri"}
_TIMED = r"\b(?:[Ll]ari|[Ff]inis|[Cc]atatan waktu|[Rr]enang|[Mm]araton)\b|\b\d{1,2}K\b"
_LONG = r"(?<![\d.,:/-])(?P<minutes>2[5-9]|[3-9]\d):(?P<seconds>[0-5]\d)(?![\d:.,]\d|\d)"


def _minute(found: re.Match[str]) -> str:
    more = f" plus {found['more']}" if found["more"] else ""
    how = f", {_HOW[found['how'].strip(' ()')]}" if found["how"] else ""
    return f"{found['minute']}{more}{how}"


def _are_shares(found: re.Match[str]) -> bool:
    """Return whether these are shares: "bagi hasil 60:40"."""
    return int(found["minutes"]) + int(found["seconds"]) == _HUNDRED


def _running_time(found: re.Match[str]) -> str:
    if _are_shares(found):
        return f"{found['minutes']} banding {found['seconds']}"
    return f"{found['minutes']} menit {int(found['seconds'])} detik"


def graded(text: str) -> bool:
    """Return whether "gol." stands for a class in *text*, and not for a goal."""
    return mentions("graded", text) is not None and not mentions("scored", text)


SPORTS: tuple[Rule, ...] = (
    # the score at the end of a half or of a set: "babak 1 0-2"
    rule(
        r"(?P<half>\b(?i:babak|set|gim|game|kuarter|ronde)\s(?:ke[- ]?)?"
        r"(?:\d|I{1,3}|pertama|kedua|ketiga|keempat|kelima|tambahan)[,:]?\s)"
        r"(?P<ours>\d{1,2})\s?[-–:]\s?(?P<theirs>\d{1,2})(?![\w%]|[.,:/-]\d|\s?(?:menit|mnt|orang|org|peserta|tim|WIT|pagi|siang|sore|malam))",
        lambda found: f"{found['half']}{BREATH}{cardinal(int(found['ours']))} {cardinal(int(found['theirs']))}",
    ),
    # scorers, the minutes in brackets: "Ical (12', 44')"
    rule(
        r"(?P<who>\b[A-Z][a-z]+\s)\((?P<minutes>\d{1,3}'(?:,\s?\d{1,3}')*)\)",
        lambda found: f"{found['who']}menit {', '.join(re.findall(r'[0-9]+', found['minutes']))}",
        needs="'",
    ),
    # counted goals are no class, even with a point behind them
    rule(
        r"(?<=\d )gol\.(?=\s*(?:$|[A-Z][a-z]))",
        lambda found: found.group() if graded(found.string) else "gol\u2060.",
        needs="gol.",
    ),
    # scorers and minutes: "gol: Rizky 12', 78'"
    rule(_MINUTE, lambda found: f"{found['who']}menit {_minute(found)}", within=_MATCH),
    rule(_NEXT_MINUTE, _minute, within=_MATCH),
    # running times: no clock has 33 hours; a set of volleyball may end with 25:23, but nobody runs there
    rule(_LONG, _running_time, within=rf"(?:{_TIMED}).{{0,200}}"),
    rule(_LONG, lambda found: _running_time(found) if _are_shares(found) else found.group(), needs=":"),
    # a possible clock time is a time of the day, unless the text says that it was needed
    rule(
        r"(?P<what>\b(?i:catatan waktu|waktu tempuh)(?: terbaik| tercepat)?:? )(?P<minutes>[1-9]\d?):(?P<seconds>[0-5]\d)"
        r"(?![\d:.,]\d|\d|\s?(?:WI|[-–]))",
        lambda found: f"{found['what']}{_running_time(found)}",
        needs=":",
    ),
)
