"""Strokes between an amount and what it is for: "Rp75.000/orang", "5 kg/KK/bulan", "50 mm/24 jam", "1 gelas/200 ml"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.money import CURRENCIES
from kiosk.speech.indonesian.tables import read_table
from kiosk.speech.indonesian.tokens import Token
from kiosk.speech.indonesian.units import UNITS

_COST = -2.0  # of a stroke between two words, which may also be one or the other; twice that where an amount is told
_SOURCE = "rate"
_PER, _OR, _PAUSE = " per ", " atau ", ", "
_MONEY = frozenset(("rp", "dolar", "rupiah", *map(str.lower, CURRENCIES)))
_VOLUMES = frozenset(("l", "lt", "ltr", "liter", "ml"))
_PLACES = frozenset(("ls", "lu", "bt", "bb"))  # of a coordinate
_DASHES = ("-", "–", "—")
_LONGEST_NAME = 4  # words between two strokes
_ONE_LETTER = frozenset("glmwvL")
_LETTER_UNITS = frozenset("glmtxw")
# vessels and their volume in ml: a glass is a fifth of a litre, so 200 ml beside it is the same amount
_VESSEL_ML: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "gelas": (150, 350),
        "cangkir": (100, 250),
        "botol": (250, 1500),
        "makan": (10, 15),
        "sdm": (10, 15),
        "teh": (5, 5),
        "sdt": (5, 5),
    }
)


def rates(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose "per", "atau" or a pause for strokes behind an amount; a unit behind the stroke is said with it."""
    last = 0  # place behind the rate before, which another may follow: "kg/KK/bulan"
    for place in range(1, len(found) - 1):
        if found[place].text != "/":
            continue
        word = _between(found, place, chained=bool(last) and _only_words(found[last - 1 : place]))
        if not word:
            continue
        unit, end = _unit(found, place + 1) if word == _PER else ("", 0)
        end = end if unit else place + 1
        last = end if unit else place + 2
        told = unit or any(each.kind == "number" for each in found[max(0, place - 2) : place + 2])
        weight = 2 if told else 1
        yield ChosenReading(place, end, f"{word}{unit}", _COST * weight, _SOURCE)
        if last + 1 < len(found) and found[last].text in _DASHES and found[last + 1].low in _MONEY:
            yield ChosenReading(last, last + 1, " sampai ", _COST, _SOURCE)


def _only_words(found: Sequence[Token]) -> bool:
    return 0 < len(found) <= _LONGEST_NAME and all(each.kind in ("word", "raised") for each in found)


def _unit_word(token: Token) -> str:
    """Return the word of a token, in full if it is a unit or a short form that has one meaning."""
    table = read_table("abbreviations.tsv")
    return UNITS.get(token.low) or table.get(token.low) or table.get(f"{token.low}.") or token.low


def _is_price_of_several(found: Sequence[Token], place: int) -> bool:
    """Return whether a price with thousands is for several: "10.000/3 ikat"."""
    price, many = found[place - 1].text, found[place + 1].text
    behind = found[place + 2] if place + 2 < len(found) else None
    priced = price.count(".") > 0 and all(len(part) == 3 for part in price.split(".")[1:])
    return (
        priced
        and len(many) < 3
        and behind is not None
        and not {behind.low, _unit_word(behind)}.isdisjoint(group("piece") | group("measure"))
    )


def _between(found: Sequence[Token], place: int, *, chained: bool) -> str:
    """Return what is said for the stroke at *place*; "" if it is none of a rate."""
    left, right = found[place - 1], found[place + 1]
    if _is_sum(found, place):
        return _behind_sum(found, place)
    if left.kind == right.kind == "number":
        return _PER if _is_price_of_several(found, place) else ""
    if _is_no_rate(found, place):
        return ""
    if chained and right.kind == "word":
        return _PER
    if right.kind == "number" or right.text == "±":
        return _before_amount(found, place)
    return _before_word(found, place)


def _is_no_rate(found: Sequence[Token], place: int) -> bool:
    """Return whether the stroke is a unit's ("m/s"), a code's, a short form's ("c/o") or a column's ("(mm/hari)")."""
    left, right = found[place - 1], found[place + 1]
    before = found[place - 2] if place > 1 else None
    if f"{left.low}/{right.low}" in UNITS and not _unit(found, place + 1)[0]:
        return True
    if left.kind == "number":
        return _is_code(found, place)
    measured = before is not None and before.kind == "number" and left.low in _LETTER_UNITS
    shortened = left.kind == "word" and len(left.text) == 1 and not measured
    return shortened or (before is not None and before.text == "(")


def _before_word(found: Sequence[Token], place: int) -> str:
    """Return what is said before a unit, or a person, thing or time that each has the amount."""
    left, right = found[place - 1], found[place + 1]
    if left.text == "." and place > 1:
        left = found[place - 2]
    if right.kind != "word" or right.low in _MONEY:
        return ""
    many = found[place - 2].text if place > 1 and found[place - 2].kind == "number" else ""
    if many == "1" and {left.low, right.low} <= group("vessel"):
        return _OR
    weighed = place > 1 and found[place - 2].low in group("weights")  # "kg NPK/ha"
    small = left.kind == "number" or left.text[-1].islower() or left.text == "%" or (bool(many) and left.low in UNITS)
    if (small or weighed) and _unit(found, place + 1)[0]:
        return _PER
    if right.low == "ikat" and place + 2 < len(found) and found[place + 2].low == "pinggang":
        return ""
    if _unit_word(right) in group("each") and left.low not in group("noeach") and right.text.islower():
        return _PER
    if left.kind == "number":
        return (
            _PER
            if _unit_word(right) in group("team") or (len(left.text) > 2 and _unit_word(right) in group("piece"))
            else ""
        )
    return _PER if many and _holds(left, right) else ""


def _holds(left: Token, right: Token) -> bool:
    """Return whether *right* holds or gets a number of *left*: "15 detik/slot", "7 org/TPS", "100 ml/kemasan"."""
    if {left.low, right.low} <= group("stall"):
        return False  # "5 kios/lapak" are one or the other
    if _unit_word(right) in group("container") or (left.low in group("thing") and right.low in group("unitary")):
        return True
    weighed = left.low in group("weights") or left.low in _VOLUMES or left.low == "ton"
    return weighed and ((right.text.islower() and len(right.text) > 3) or right.text == "L")


def _is_sum(found: Sequence[Token], place: int) -> bool:
    """Return whether a sum of money ends before *place*: "Rp5.000", "Rp5.000,-", "2,5 jt"."""
    first = place - 1
    while first > 0 and found[first].text in ("-", ",", "=", ",-"):
        first -= 1
    scaled = found[first].low in group("scales")
    if scaled:
        first -= 1
    if first < 0 or found[first].kind != "number":
        return found[first].low in ("rupiah", "dolar", "ringgit", "riyal", "euro", "yen") if first >= 0 else False
    if scaled and found[first + 1].low in ("rb", "ribu", "jt", "juta", "k"):
        return True
    before = first - 1
    if before > 0 and found[before].text == ".":
        before -= 1
    signed = before >= 0 and found[before].low in _MONEY | {"$", "€", "£", "¥", "₩"}
    return signed or (before >= 2 and found[before].text in "-–" and _is_sum(found, before))


def _behind_sum(found: Sequence[Token], place: int) -> str:
    right, behind = found[place + 1], found[place + 2] if place + 2 < len(found) else None
    if right.low in ("gratis", "cuma", "bebas", "nihil", "free"):
        return _OR
    if right.kind == "number":
        if behind is not None and (behind.text == "%" or behind.low == "persen"):
            return _OR
        if "." in right.text and not (behind is not None and behind.kind == "word"):
            return _PAUSE
        return _PER if behind is not None and behind.kind == "word" and right.text.isdecimal() else ""
    return _PER if right.kind == "word" and right.low not in _MONEY else ""


def _before_amount(found: Sequence[Token], place: int) -> str:
    """Return what is said before a number: an amount of one in an amount of the other, or the same amount twice."""
    left, right = found[place - 1], found[place + 1]
    if place + 2 >= len(found):
        return ""
    measured = (
        place > 1
        and found[place - 2].kind == "number"
        and (left.low in UNITS or left.text in ("CFU", "MPN"))
        and left.low not in ("m", "kk", found[place + 2].low)
    )
    if left.kind != "word" or left.low == "jiwa" or not (left.text[-1].islower() or measured):
        return ""
    if right.text == "±":
        return _PER
    behind = found[place + 2]
    many = found[place - 2].text if place > 1 else ""
    if left.low in group("weights") and behind.low in _VOLUMES and many and many[0].isdigit():
        return _OR if _same_amount(many, right.text) else _PER
    if left.low in _VESSEL_ML and behind.low in ("ml", "cc") and right.text.isdecimal():
        return _vessel(found, place)
    if measured and not left.text[-1].islower():
        return _PER if behind.text.islower() else ""
    timed = _unit_word(behind) in group("lasting") and right.text.isdecimal() and len(right.text) <= 3
    one = many == "1" and behind.kind == "word" and len(behind.text) > 2 and right.text.isdecimal()
    return _PER if timed or one or (len(left.text) > 1 and {behind.low, _unit_word(behind)} & group("measure")) else ""


def _vessel(found: Sequence[Token], place: int) -> str:
    least, most = _VESSEL_ML[found[place - 1].low]
    first = place - (3 if found[place - 1].low in ("makan", "teh") else 2)
    mixed = any(each.low.startswith(("campur", "larut", "encer")) for each in found[:place])
    dose = any(each.low == "dosis" for each in found) and place + 3 < len(found) and found[place + 3].kind == "word"
    if first < 0 or found[first].text != "1" or mixed or dose:
        return _PER
    return _OR if least <= int(found[place + 1].text) <= most else _PER


def _is_code(found: Sequence[Token], place: int) -> bool:
    """Return whether the number before *place* is a label's, or a part of a code: "No. 12 / KM 5", "00451/Desa"."""
    left, right = found[place - 1], found[place + 1]
    before = found[max(0, place - 3) : place - 1]
    labelled = any(each.low in group("numberlabel") for each in before)
    joined = bool(before) and not left.spaced and before[-1].text in "/-"
    capital = right.text[0].isupper() and (
        right.low not in UNITS or (place + 2 < len(found) and found[place + 2].text == "/")
    )
    return left.text[0] == "0" or labelled or capital or (joined and (before[-1].text == "/" or right.text.isupper()))


def _unit(found: Sequence[Token], place: int) -> tuple[str, int]:
    """Return the words of a unit at *place* and the place behind it; "" if there is none."""
    token = found[place]
    behind = found[place + 1] if place + 1 < len(found) else None
    if behind is not None and behind.kind == "raised":
        return UNITS.get(token.low + behind.text, ""), place + 2
    joined = (
        behind is not None
        and not behind.spaced
        and (behind.kind != "sign" or (behind.text == "-" and token.low in ("rt", "rw")))
    )
    named = token.text in _ONE_LETTER if len(token.text) == 1 else token.low not in _PLACES
    return (UNITS.get(token.low, "") if named and not joined else ""), place + 1


def _same_amount(much: str, volume: str) -> bool:
    """Return whether weight and volume may be the same amount of grain: a kilogram fills more than one litre and less
    than two. Lists such as "1,2,3" are no amount.
    """
    if much.count(",") > 1 or volume.count(",") > 1:
        return False
    weight, litres = (float(each.replace(".", "").replace(",", ".")) for each in (much, volume))
    return weight < litres < 2 * weight
