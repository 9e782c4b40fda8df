"""Days of the week cut short: "Sen, 4 Jan", "Sab 08.00", "Sel & Kam", "sbt 5 des", but "Luwuk Sel." and "Min. 3 orang"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from content_cache.text.weekdays import DAYS
from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import condition, group
from kiosk.speech.indonesian.tokens import Token

_COST = -6.0
_SOURCE = "day of the week"
_CAPITAL: Mapping[str, str] = MappingProxyType(
    dict(zip(("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"), DAYS, strict=True))
    | {"Jum'at": DAYS[4], "Ming": DAYS[6]}
)
_SMALL: Mapping[str, str] = MappingProxyType(
    {
        short: day
        for day, shorts in zip(
            DAYS,
            (
                "sn sen",
                "sls sel slsa",
                "rb rab rbu",
                "kms kam kmis",
                "jmt jum jmat jum'at",
                "sbt sab sbtu",
                "ming mggu",
            ),
            strict=True,
        )
        for short in shorts.split()
    }
)
_SUNDAY = "Min"  # more often "minimal"
_DATE = condition(">@dateahead")
_CLOCK = condition(">#.|#_:_#|#2_-_#2|#2_–_#2|pkl_#|pkl_._#|pukul_#|jam_#")
_PART = condition(">pagi|siang|sore|malam|pg|mlm")
_EACH = condition("<hari|hr|malam|mlm|tiap|setiap|besok|bsk|lusa|menu|mulai|pulang|plg|berangkat|brgkt")
_COUNTED = condition("<#")
_NAMED = condition("<pak|bu|ibu|bapak|mbak|mas|om|tante|kak|bang|luwuk|batui|balantak|#")
_BEGINS = condition("<^|,|;|:|(|•|*|^_-")
_NO_DAY = condition(">surya|darah|kanker|tahanan|punca|saraf|telur|aki|rupiah")
_CLOSED = condition(">libur|tutup|/_libur|/_hari|/_tgl|/_tanggal|:_libur|:_tutup|=_libur")
_PLAN = condition(">:_@plan|:_jam_#|:_pukul_#|:_pkl_#|:_#_:")
_JOINS = frozenset("&,/-–—")


def weekdays(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose the whole names of days where a date, an hour or another day stands beside them."""
    capital = [
        place for place, token in enumerate(found) if token.text in _CAPITAL and not _NAMED.met(found, place, place + 1)
    ]
    several = len({found[place].text for place in capital if found[place].text != _SUNDAY}) > 1
    for place, token in enumerate(found):
        pointed = place + 1 < len(found) and found[place + 1].text == "." and not found[place + 1].spaced
        end = place + 2 if pointed else place + 1
        day = _CAPITAL.get(token.text) or _SMALL.get(token.text, "")
        if not day or _joined(found, place):
            continue
        beside = _DATE.met(found, place, end) or _CLOCK.met(found, place, end) or _is_listed(found, place, end)
        if token.text.islower():
            said = (_DATE.met(found, place, end) and not _COUNTED.met(found, place, end)) or _PART.met(
                found, place, end
            )
            said = said or _EACH.met(found, place, end)
        elif token.text == _SUNDAY:
            said = beside or (bool(capital) and _CLOSED.met(found, place, end))
        else:
            begins = _BEGINS.met(found, place, end)
            named = (
                _EACH.met(found, place, end)
                or _PART.met(found, place, end)
                or (begins and _PLAN.met(found, place, end))
            )
            acts = begins and end < len(found) and found[end].kind == "word" and not _NO_DAY.met(found, place, end)
            said = beside or named or acts or (several and place in capital)
        if said:
            ends = pointed and (end == len(found) or not beside)
            yield ChosenReading(place, place + 1 if ends else end, day, _COST, _SOURCE)


def _joined(found: Sequence[Token], place: int) -> bool:
    """Return whether letters or a figure touch the word."""
    behind = found[place + 1] if place + 1 < len(found) else None
    touches = behind is not None and not behind.spaced and (behind.kind != "sign" or behind.text == "'")
    return touches or (place > 0 and not found[place].spaced and found[place - 1].kind != "sign")


def _is_listed(found: Sequence[Token], place: int, end: int) -> bool:
    """Return whether another day stands beside it: "Sel & Kam", "Sen-Jum", "Sab s/d Min"."""
    ahead = (
        end + 1
        if (end < len(found) and found[end].text in _JOINS) or (end < len(found) and found[end].low == "dan")
        else 0
    )
    if end + 2 < len(found) and (found[end].low, found[end + 2].low) == ("s", "d"):
        ahead = end + 3 + (end + 3 < len(found) and found[end + 3].text == ".")
    if ahead and ahead < len(found) and found[ahead].low in ("&", "dan"):
        ahead += 1
    if ahead and ahead < len(found) and _is_day(found[ahead]):
        return True
    before = place - 2 if place > 1 and (found[place - 1].text in _JOINS or found[place - 1].low == "dan") else -1
    if place > 3 and (found[place - 1].low, found[place - 3].low) == ("d", "s"):
        before = place - 4
    if before > 0 and found[before].text in (",", "."):
        before -= 1
    return before >= 0 and _is_day(found[before])


def _is_day(token: Token) -> bool:
    return token.text in _CAPITAL or (token.low in group("day") and token.text[0].isupper())
