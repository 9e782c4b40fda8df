"""Numbers that are names: telephones, NIK, postcodes, accounts, said digit by digit."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.numbers import cardinal, digits
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.word_patterns import mentions, word_pattern

# no range of numbers, as in "nomor antrean 15-20"
_NO_RANGE = r"(?!\s?:?\s?\d{1,3}\s?[-–—]\s?\d{1,3}(?!\d|[ -]\d))"


_CODE = re.compile(r"\d+")
# candidates by number, directly behind their noun and further on in a row: "paslon 01 unggul, 02 kalah"
_PAIR = r"\b(?:paslon|calon|cakades|kandidat|caleg)(?: no\.?| nomor)?(?: urut)? "
_PAIR_NUMBER = (
    rf"(?P<before>{_PAIR}|[,;(&] ?|\b(?:dan|atau|vs|urut) )(?P<code>0[1-9])(?![\w%]|[.,:/-]\d|\s(?:jan|feb|mar|apr|mei|jun|jul|"
    r"agu|sep|okt|nov|des|wita|wib|wit|orang|org|jemaah|peserta|desa|hari|unit|kali))"
)
# letters that are no series of a plate
_NO_SERIES = (
    r"(?!(?:KK|KPM|KWH|KW|KVA|VA|CM|MM|KM|KG|GR|GB|MB|ML|CC|HP|PK|HA|LTR|LT|ORG|JIWA|PCS|BH|BTG|LBR|UNIT|SAK|TON|RB|JT|WP|AH|"
    r"WITA)\b)"
)
# a car by its kind, its year and its gear: "Avanza G 2015 MT"
_CAR_MODEL = re.compile(r"[EGSV] (?:19[89]|20[0-3])\d (?:MT|AT)")
# a quantity's units: the number before them is no code
_NOT_COUNTED = (
    r"(?!\s?(?:liter|ltr|orang|org|jiwa|ekor|kg|ton|ha|m2|m|meter|unit|buah|bh|lembar|lbr|batang|btg|pelanggan|rupiah|dolar|suara|"
    r"pemilih|penduduk|KK|kWh|rb|ribu|juta|jt|bibit|butir|btr|kata|penonton|pengguna|pengikut|wisatawan|kendaraan|paket|sak|kilogram|gram|hektare?|kuintal|kilometer|jemaah|warga|siswa|KPM)\b)"
)
_EMERGENCY = "110|112|113|115|117|118|119|122|123|129|131|135|157|162|171|196|198"


_SUM = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,2}(?:\s?-\s?[1-9]\d{0,2}(?:\.\d{3}){1,2})?")
_PER_UNIT = re.compile(r"(?:,-+)?\s?(?:/\s?[a-z]|per\b)")


def _is_price(found: re.Match[str]) -> bool:
    """Return whether this is a price for each ("di SPBU 10.000/liter"), or a round sum for a thing that is sold:
    "jual HP 850.000"."""
    if not _SUM.fullmatch(found["code"].strip()):
        return False
    if _PER_UNIT.match(found.string, found.end()):
        return True
    round_sum = "000" if found["label"].lower() == "rekening" else "00"
    return found["label"].lower() in group("soldlabels") and found["code"].strip().endswith(round_sum)


def _labelled(found: re.Match[str]) -> str:
    if _counts_people(found["code"], found.string[found.end() :]) or _is_price(found):
        return found.group()
    return f"{found['label']} {digits(found['code'])}"


_SERVICES = frozenset(f"{_EMERGENCY}|116|121|126|138|147|158|159|165|188".split("|"))
"""Numbers of three digits that answer in the whole country: people know them, and they are rarely a count."""


def _is_count(found: re.Match[str]) -> bool:
    """Return whether this is a count, as the text behind tells: "Layanan KTP 150, KK 75"."""
    behind = word_pattern("counted_on").match(found.string, found.end())
    return behind is not None and not (found["code"] in _SERVICES and behind.group()[0] == " ")


def _counts_people(code: str, behind: str) -> bool:
    """Return whether this is a count of people, and no telephone: "hubungi 125 pelanggan"; but "hubungi 112 warga"
    is a telephone."""
    return (
        code.isdecimal()
        and len(code) == len("125")
        and code not in _SERVICES
        and word_pattern("people_behind").match(behind) is not None
    )


def last_of_range(number: str) -> str:
    """Return the last of many: digit by digit with a nought before it or up to three digits, else as a number."""
    return digits(number) if number.startswith("0") or len(number) <= _THOUSANDS else cardinal(int(number))


_THOUSANDS = 3  # digits of a group of thousands


def register_groups(written: str) -> str:
    """Return groups of three as thousands, other groups digit by digit as in a register."""
    first, *others = written.split(".")
    return written if len(first) <= _THOUSANDS and all(len(each) == _THOUSANDS for each in others) else digits(written)


def either_number(codes: str) -> str:
    """Return one number or the other: "118/119"."""
    return " atau ".join(map(digits, codes.split("/")))


def _two_telephones(found: re.Match[str]) -> str:
    """Return the two numbers of "0461-21024/21025" in words, digit by digit, with "atau" between them."""
    return f"{digits(found['first'])} atau {digits(found['second'])}"


_CASES = re.compile(r"(?:pengaduan|aduan|gangguan:)", re.IGNORECASE)


def _is_total(found: re.Match[str]) -> bool:
    """Return whether it is a total: "Jumlah pengaduan 112"; a "rekap" of 110 is about that telephone number."""
    told = mentions("total_before", found.string[: found.start()])
    return told is not None and not (told.group().lower().startswith("rekap") and found["codes"] in _SERVICES)


def _service_numbers(found: re.Match[str]) -> str:
    """Return the telephone numbers; counted cases ("pengaduan 112 kasus") and people ("hubungi 125 pelanggan") are none."""
    if _counts_people(found["codes"], found.string[found.end() :]):
        return found.group()
    if _CASES.match(found["verb"]) and (
        word_pattern("counted_cases").match(found.string, found.end()) or _is_total(found)
    ):
        return found.group()
    return f"{found['verb']} {_CODE.sub(lambda code: digits(code.group()), found['codes'])}"


CODES: tuple[Rule, ...] = (
    # a telephone with spaces around its dash: "021 – 31504455"
    rule(
        r"(?<![\w.,/-])(?P<area>\(?0\d{2,3}\)?)\s[–-]\s?(?P<line>\d{5,8})(?![\w.,]\d|\w|\s(?:orang|jiwa|suara|pemilih|rumah|kali|hari|unit|k?[gm]|meter)\b)",
        lambda found: (
            found.group()
            if mentions("serial_nouns", found.string[: found.start()])
            else digits(f"{found['area']} {found['line']}")
        ),
        needs="0",
    ),
    # plates of vehicles: "DN 4521 AB"
    rule(
        r"(?<![\w.])(?!RT|RW|KM|NO|CC|WA|HP|PK|KK)(?P<area>DN|DD|DM|DB|DT|DC|DP|DW|D[AEGHKLR]|A[ABDEG]|B[AEGHKLMN]|"
        r"E[ABDE]|K[BHTU]|P[AB]|[ABDEFGHKLMNPRSTWZ])"
        r"[ -]?(?P<number>[1-9]\d{2,3})[ -]?"
        rf"{_NO_SERIES}(?P<series>[A-Z]{{2,3}})(?![\w])",
        lambda found: (
            f"{spelled(found['area'])} {digits(found['number'])} {spelled(found['series'])}"
            if (len(found["area"]) > 1 or mentions("vehicle", found.string)) and not _CAR_MODEL.fullmatch(found.group())
            else found.group()
        ),
    ),
    rule(
        _PAIR_NUMBER,
        lambda found: f"{found['before']}{digits(found['code'])}",
        flags=re.IGNORECASE,
        within=rf"(?i:{_PAIR})0[1-9](?!\d).{{0,200}}",
    ),
    # the serial number of an engine or a parcel: "MH1JM0211PK123456"
    rule(
        r"(?<![\w./-])(?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{9,24}(?![\w./-]\w|\w)",
        lambda found: " ".join(
            spelled(run) if run.isalpha() else digits(run) for run in re.findall(r"\d+|[A-Z]+", found.group())
        ),
    ),
    # digits that somebody has masked, in groups: "0838-1xxx-xx77"
    rule(
        r"(?<![\w.,])(?=[+\d -]{0,12}[xX*•])(?:0|\+62[ -]?)\d{1,3}(?:[-. ]?[\dxX*•]{2,5}){2,3}(?![\w])",
        lambda found: ", ".join(
            digits(run) if run.isdigit() else "ditutup"
            for run in re.findall(r"\d+|[xX*•]+", re.sub(r"[-. ]", "", found.group()))
        ),
    ),
    # digits that somebody has masked: "0812xxxx5678"
    rule(
        r"(?<![\w.,])(?P<before>\d{3,16})-?(?:[xX]{2,12}|[*•]{2,12})-?(?P<behind>\d{0,8})(?!\w)",
        lambda found: ", ".join(filter(None, (digits(found["before"]), "ditutup", digits(found["behind"])))),
    ),
    rule(r"(?<![\w.,])\d{31,}", lambda found: f"{digits(found.group()[:30])}, dan seterusnya"),
    rule(
        r"\b(?P<label>(?i:call cent(?:er|re)|halo|layanan|hotline))(?P<whose>(?: [A-Z]\w{1,12}){1,2})"
        r"\s?:?\s(?!20[2-4]\d\b)(?P<code>\d{3,8}(?:-\d{3,4})?)(?![\w-]|[.,]\d)",
        lambda found: (
            found.group()
            if found["label"].lower() == "layanan" and _is_count(found)
            else f"{found['label']}{found['whose']} {digits(found['code'])}"
        ),
    ),
    # numbers of scouts: "05.013"
    rule(
        r"(?<![\w.,])(?P<low>0\d{1,2}\.\d{3})(?:\s?[-–—]\s?(?P<high>0\d{1,2}\.\d{3}))?(?![\w]|[.,]\d)",
        lambda found: digits(found["low"]) + (f" sampai {digits(found['high'])}" if found["high"] else ""),
    ),
)

CODES_WORDS = {"two_telephones": _two_telephones, "labelled": _labelled, "service_numbers": _service_numbers}  # fmt: skip
"""Functions that rows of `patterns/codes.tsv` name."""
