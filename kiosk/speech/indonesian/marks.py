"""Letters and signs beside numbers and words, whose neighbours decide: sizes, blood groups, degrees, classes of a ferry."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, roman
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.times import clock
from kiosk.speech.indonesian.trades import QUARTER, QUARTERS
from kiosk.speech.indonesian.word_patterns import mentions

_LEAST_PRESSURE = 70


DOUBLED: tuple[Rule, ...] = ()

MARKS: tuple[Rule, ...] = (
    rule(
        r"(?P<what>\b(?i:uk|ukuran|size)\.?\s?:?\s?)(?P<sizes>(?:X{0,3}[SML])(?:-X{0,3}[SML]){2,5})\b",
        lambda found: f"ukuran {', '.join(spelled(each) for each in found['sizes'].split('-'))}",
        needs="-",
    ),
    rule(
        r"\b(?P<who>[Bb]pk|[Ss]dr)2\b",
        lambda found: "bapak bapak" if found["who"].lower() == "bpk" else "saudara saudara",
    ),
    # local time of flights, not litres: "ETD 10.35 LT"
    rule(
        r"(?<![\d.,:/-])(?P<clock>[0-2]\d[.:][0-5]\d(?:\s?[-–]\s?[0-2]\d[.:][0-5]\d)?)\s?LT\b",
        lambda found: f"pukul {' sampai '.join(map(clock, re.findall(r'[0-9.:]+', found['clock'])))} waktu setempat",
        needs="LT",
    ),
    rule(
        r"\b(?P<what>T[Dd])\s?:?\s?(?P<above>\d{2,3})/(?P<below>\d{2,3})\b",
        lambda found: (
            f"tekanan darah {found['above']} per {found['below']}"
            if int(found["above"]) >= _LEAST_PRESSURE
            and int(found["above"]) > int(found["below"])
            and not (found["what"] == "Td" and mentions("vaccine", found.string))
            else f"te de {found['above']}/{found['below']}"
        ),
        needs="/",
    ),
    # blood groups: "O-", "AB+"
    rule(
        r"\b(?P<group>A|B|AB|O|Rh)\s?(?P<sign>[+-])(?<!\s-)(?=[\s,;.)]|$)",
        lambda found: f"{found['group']} {'positif' if found['sign'] == '+' else 'negatif'}",
        within=r"\b(?i:darah|donor|pendonor|ktg|utd)\b.{0,200}|^(?=.{0,200}\b(?i:donor|darah|ktg)\b).{0,300}",
    ),
    rule(
        rf"(?P<what>\b(?:arah|dari|sektor)\s)(?P<low>{QUARTER})\s?[-–]\s?(?P<high>{QUARTER})\b",
        lambda found: (
            f"{found['what']}{QUARTERS[found['low']]} sampai {QUARTERS[found['high']]}"
            if found["what"] != "dari " or mentions("wind", found.string)
            else found.group()
        ),
    ),
    rule(
        r"(?<![\w.,])(?<!Rp )(?<!Rp\. )(?P<many>\d[\d.,]*)\s?(?P<scale>rb|ribu|jt|juta)\s?-?an\b",
        lambda found: f"{found['many']} {'ribuan' if found['scale'][0] == 'r' else 'jutaan'}",
        needs="an",
    ),
    # classes of a ferry behind the first: "Gol. I sepeda Rp15rb, II motor, IVA Rp900rb"
    rule(
        r"(?<=[,;] )(?P<roman>I{1,3}|IV|VI{0,3}|IX)\s?(?P<letter>[A-C])(?=\s(?:Rp|[a-z(\d]))",
        lambda found: f"{cardinal(roman(found['roman']) or 0)} {spelled(found['letter'])}",
        within=r"\b[Gg]ol(?:ongan)?\b.{0,250}",
        needs="ol",
    ),
    rule(
        # "sepuh emas 20K" is a price
        r"(?<!epuh )(?<!uci )(?<!asa )(?P<gold>\b[Ee]mas\b"
        r"(?:(?!\b(?:iuran|ongkir|ongkos|biaya|harga|jasa|cuci|sepuh|patri|upah|admin|dp|dan|uang|beli|bayar)\b)[^,.;\n]){0,30}?"
        r"(?<![\d.,])(?:(?:8|9|1[4678]|2[0-4])\s?K|(?:1[78]|2[234])\s?k))\b",
        lambda found: f"{found['gold'][:-1].rstrip()} karat",
    ),
)
