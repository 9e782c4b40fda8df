"""The clock of a text that is heard: twelve hours with the part of the day, and the zone once. Pure.

Offices write 24 hours. People say "pukul tiga sore", and two ways to count within one text are taken for two hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from kiosk.speech.indonesian.numbers import cardinal
from kiosk.speech.indonesian.times import ZONES
from kiosk.speech.utterance import Sentence, Utterance

_NOON, _MIDNIGHT = 12, 24
_WORDS = {"nol nol": 0} | {cardinal(hour): hour for hour in range(_MIDNIGHT + 1)}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_HOUR = _any(_WORDS)
_MINUTES = rf"(?: lewat (?:{_any(map(cardinal, range(60)))}) menit)?"
_NO_END = "belas|puluh|ratus|ribu|juta|koma|lewat|menit|detik|orang|hari|sampai"  # behind a number that goes on
_PART = "pagi|siang|sore|malam|mlm|dini|subuh"
_CLOCK = re.compile(
    rf"\b(?P<prefix>pukul|jam) (?P<hour>{_HOUR})(?P<minutes>{_MINUTES})"
    rf"(?:(?P<until> sampai (?:dengan )?(?:pukul |jam )?)(?P<end>{_HOUR})(?P<end_minutes>{_MINUTES}))?"
    rf"(?! (?:{_PART}|{_any(map(cardinal, range(1, 10)))}|{_NO_END})\b)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(rf" (?:{_any(ZONES.values())})")


_EARLY = re.compile(
    r"(?<![\d.,:/-])(?P<hour>0[1-9])[.:][0-5]\d(?![\d.,:]*\d|\s?(?:[-–—/%]|s\.?d|sampai|hingga|lewat)"
    rf"|\s?(?:WI[BT]|WITA)?\s?(?:[-–—]|s\.?d\b|sampai|hingga|{_PART}))",
    re.IGNORECASE,
)


def part_of(hour: int) -> str:
    """Return the part of the day of an hour from 0 to 24: dini hari, pagi, siang, sore, malam."""
    limits = ((1, "malam"), (4, "dini hari"), (11, "pagi"), (15, "siang"), (18, "sore"))
    return next((part for limit, part in limits if hour < limit), "malam")


def twelve_hours(when: datetime, until: datetime | None = None) -> str:
    """Return *when* for a text that is read aloud, such as "3.30 sore".

    The part of the day is left out if *until* lies in the same part.
    """
    minutes = f".{when.minute:02}" if when.minute else ""
    same = until is not None and when.hour < until.hour and part_of(when.hour) == part_of(until.hour)
    return f"{_twelve(when.hour)}{minutes}{'' if same else ' ' + part_of(when.hour)}"


def early_hours(text: str) -> str:
    """Name the part of the day behind hours that are written as of 24 and are before ten: "pukul 03.30 dini hari"."""
    return _EARLY.sub(lambda found: f"{found.group()} {part_of(int(found['hour']))}", text)


def one_clock(utterance: Utterance) -> Utterance:
    """Return an Indonesian utterance with one clock, and with its zone where it is said first."""
    if utterance.language == "en":
        return utterance
    return replace(utterance, sentences=tuple(_zone_once([_by_twelve(each) for each in utterance.sentences])))


def _by_twelve(sentence: Sentence) -> Sentence:
    """Replace hours of the 24-hour clock, and spans with such an hour, by twelve-hour ones with the part of the day."""
    return replace(sentence, spoken=_CLOCK.sub(_spoken_time, sentence.spoken))


def _spoken_time(found: re.Match[str]) -> str:
    hour = _WORDS[found["hour"].lower()]
    end = _WORDS[found["end"].lower()] if found["end"] else None
    if all(0 < each <= _NOON for each in (hour, hour if end is None else end)):
        return found.group()
    begins = f"{found['prefix']} {cardinal(_twelve(hour))}{found['minutes']}"
    if end is None:
        return f"{begins} {part_of(hour)}"
    same = part_of(hour) == part_of(end) and hour < end
    ends = f"{cardinal(_twelve(end))}{found['end_minutes']} {part_of(end)}"
    return f"{begins}{'' if same else ' ' + part_of(hour)}{found['until']}{ends}"


def _twelve(hour: int) -> int:
    return hour % _NOON or _NOON


def _zone_once(sentences: list[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences with the time zone only where it is first named; unchanged if the text names several zones."""
    if len({zone for each in sentences for zone in _ZONE.findall(each.spoken)}) > 1:
        yield from sentences
        return
    named = False
    for each in sentences:
        first = _ZONE.search(each.spoken)
        if first is None:
            yield each
            continue
        kept = 0 if named else first.end()
        named = True
        yield replace(each, spoken=each.spoken[:kept] + _ZONE.sub("", each.spoken[kept:]))
