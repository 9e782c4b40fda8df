"""Money: "Rp1.250.000,-", "Rp2,5 miliar", "Rp75.000/orang", "Rp10–15 juta"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import NUMBER, POINT_DECIMAL, quantity
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions

_SCALES = {"rb": "ribu", "k": "ribu", "jt": "juta", "milyar": "miliar", "m": "miliar", "t": "triliun"}
_SCALE_WORDS = r"ribu|rb|juta|jt|mil(?:iar|iyar|yar)d?|tril(?:iun|yun)|bilyun|(?-i:[MTKk])"
_SCALE = rf"(?:\s?(?P<scale>{_SCALE_WORDS})\b\.?)"
_TO = r"\s?(?:[-–]|hingga|sampai|s/d|menjadi|ke|atau)\s?(?:Rp\.?\s?)?"
_ABOUT = r"(?P<about>\s?-?an\b)?"  # "Rp2jt-an": some two millions
_AMOUNT = rf"{POINT_DECIMAL}(?=\s?(?:juta|jt|mili|triliun|M\b))|{NUMBER}"
_UNTIL = r"\s?(?:[-–—]|s\.?d\.?|s/d|sampai(?: dengan)?|hingga)\s?"
_DAY = (
    r"\d|[/.-]\d|\s?(?:jan|feb|mar|apr|mei|jun|jul|agu|ags|agt|sep|okt|nov|des)[a-z]{0,6}\b"  # "promo Rp500 s/d 31 Des"
)
_CENTS = r"(?:,-+|,–|\.-|,00\b|,=)?"
_BALANCES = (
    "selisih|defisit|rugi|saldo|sisa|pagu|anggaran|realisasi|pendapatan|belanja|pembiayaan|koreksi|deviasi|"
    "untung|silpa|laba|surplus|kas|total|perubahan|turun|naik"
)
CURRENCIES = {
    "US$": "dolar amerika",
    "USD": "dolar amerika",
    "$": "dolar",
    "€": "euro",
    "RM": "ringgit",
    "SAR": "riyal",
    "IDR": "rupiah",
    "S$": "dolar singapura",
    "A$": "dolar australia",
    "AU$": "dolar australia",
    "AUD": "dolar australia",
    "HK$": "dolar hong kong",
    "HKD": "dolar hong kong",
    "NT$": "dolar taiwan",
    "TWD": "dolar taiwan",
    "B$": "dolar brunei",
    "BND": "dolar brunei",
    "MYR": "ringgit",
    "CNY": "yuan",
    "RMB": "yuan",
    "KRW": "won",
    "₩": "won",
    "THB": "baht",
    "GBP": "pound",
    "CHF": "franc swiss",
    "AED": "dirham",
    "SGD": "dolar singapura",
    "EUR": "euro",
    "JPY": "yen",
    "¥": "yen",
    "£": "pound",
}


_CURRENCY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))


_RESCUERS = r"SAR\s\d{1,3}(?![\d.,]*[.,]\d{3})"  # or a serum; riyals come by the thousand: "SAR 4.375"


def _is_budget(found: re.Match[str]) -> bool:
    if mentions("sold_by_length", found.string):
        return False
    return found["part"] is not None or mentions("budget", found.string) is not None


# one sum with three decimals makes those near it decimals, too: "Rp45,250 miliar, naik dari Rp41,120"
_CLOSE = 35  # characters
_EACH = re.compile(r"(?:,-)?\s?(?:/|per\b)")
_SCALED = re.compile(rf"\d,\d{{3}}\s?(?:{_SCALE_WORDS})\b", re.IGNORECASE)


def _has_decimals(found: re.Match[str]) -> bool:
    """Return whether the comma is a decimal sign: not in a price for each, in round thousands, or in fees."""
    if _EACH.match(found.string, found.end()) or found["amount"].endswith("00"):
        return False
    near = found.string[max(0, found.start() - _CLOSE) : found.end() + _CLOSE]
    return _SCALED.search(near) is not None and not mentions("fee", near)


def _sum_words(found: re.Match[str]) -> str:
    groups = found.groupdict()
    words = quantity(_without_cents(found["low"]))
    if scale := groups.get("low_scale"):
        words += f" {_SCALES.get(scale.lower(), scale.lower())}"
    if high := groups.get("high"):
        words += f" sampai {quantity(_without_cents(high))}"
    if scale := groups.get("scale"):
        words += f" {_SCALES.get(scale.lower(), scale.lower())}"
    if groups.get("about"):
        words += "an"
    currency = groups.get("currency")
    return f"{words} {CURRENCIES[currency] if currency else 'rupiah'}"


def _foreign(found: re.Match[str]) -> str:
    """Return a foreign sum with the English comma between thousands, as dollars have it: "USD 1,500"."""
    return f"{quantity(found['amount'].replace(',', '.'))} {CURRENCIES[found['currency']]}"


def _without_cents(amount: str) -> str:
    return amount.removesuffix(",00")


MONEY_NOTATION: tuple[Rule, ...] = (
    # a space between thousands: "1 250 000"
    rule(
        r"(?P<label>\b(?i:hp|wa|telp?|tlp|hub|rek|nik|no|nomor|kode|pin|id)\b\.?\s?:?\s)?(?<![\w.,+/-])(?<!\d )"
        r"(?P<amount>[1-9]\d{0,2}(?: \d{3})* 000)(?![\w]|[.,/-]\d| \d)",
        lambda found: found.group() if found["label"] else found["amount"].replace(" ", "."),
        needs=" 000",
    ),
    # with the English comma between thousands: "Rp 1,250,000"
    rule(
        r"(?P<sign>\bRp\.?\s?)(?P<amount>\d{1,3}(?:,\d{3}){2,})(?:\.00)?(?![\d,]\d)",
        lambda found: f"{found['sign']}{found['amount'].replace(',', '.')}",
        flags=re.IGNORECASE,
    ),
    # "m" behind a sum is a billion, not a metre: "Rp1,2 m"
    rule(
        r"(?P<sum>\b[Rr][Pp]\.?\s?\d{1,3}(?P<part>,\d{1,2})?)\s?m\b(?!\s?[x×²³/]|\s(?:persegi|kubik))",
        lambda found: f"{found['sum']} miliar" if _is_budget(found) else found.group(),
        needs="m",
    ),
    # a single such comma is English, too; but "Rp 1,250 juta" has decimals
    rule(
        rf"(?P<sign>\bRp\.?\s?)(?P<amount>[1-9]\d{{0,2}},\d{{3}})(?:\.00)?(?!\d|,(?!-)|\.\d|\s?(?:{_SCALE_WORDS})\b)"
        # and so has a range with its scale at the end alone: "Rp1,250 hingga Rp1,5 triliun"
        rf"(?:(?<=00)(?!{_TO}\d+,\d{{3}}\s?(?:{_SCALE_WORDS})\b)|(?!{_TO}\d+,\d+\s?(?:{_SCALE_WORDS})\b))",
        lambda found: found.group() if _has_decimals(found) else f"{found['sign']}{found['amount'].replace(',', '.')}",
        flags=re.IGNORECASE,
        needs=",",
    ),
    # dollars and cents: "USD 1,200.50"
    rule(
        rf"(?P<sign>(?<!\w)(?:{_CURRENCY})\s?)(?P<amount>\d{{1,3}}(?:,\d{{3}})+)\.(?P<cents>\d\d)(?!\d)",
        lambda found: f"{found['sign']}{found['amount'].replace(',', '.')},{found['cents']}",
    ),
    # negative sums: "Rp-12.500.000", "selisih -Rp500"
    rule(r"\bRp\.?\s?[-−](?=\d)", "minus Rp", flags=re.IGNORECASE),
)
"""Rules that write sums in one notation, before they are read."""

MONEY: tuple[Rule, ...] = (
    rule(
        rf"\bRp\.?\s?(?P<low>{_AMOUNT}){_CENTS}(?:(?:\s?(?P<low_scale>{_SCALE_WORDS})\b)?{_UNTIL}(?:Rp\.?\s?)?"
        rf"(?P<high>{_AMOUNT})(?!{_DAY}){_CENTS})?{_SCALE}?(?:(?<=\w),-)?{_ABOUT}(?:\s+rupiah\b)?",
        _sum_words,
        flags=re.IGNORECASE,
    ),
    rule(
        rf"(?<!\w)(?P<currency>(?!Rp|IDR|{_RESCUERS})(?:{_CURRENCY}))\s?(?P<amount>\d{{1,3}}(?:,\d{{3}})+)(?![.,]?\d)(?!\s?"
        rf"(?:{_SCALE_WORDS})\b)",
        _foreign,
    ),
    rule(rf"(?<![\w.,])(?P<low>{_AMOUNT})\s?(?P<currency>USD|SGD|EUR|JPY|IDR)\b", _sum_words),
    rule(
        rf"(?<!\w)(?P<currency>(?!{_RESCUERS})(?:{_CURRENCY}))(?!(?<=RM)\s?\d{{2,6}}-\d)\s?(?P<low>{_AMOUNT}){_SCALE}?",
        _sum_words,
    ),
)
