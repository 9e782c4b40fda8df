"""Initials within names: "kami, M. Fathan", "H.M. Yusuf", "Irwan K. (reporter)"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.word_patterns import mentions


def _is_list_letter(found: re.Match[str]) -> bool:
    """Return whether this is the letter of a list, or of a street: "C. Persyaratan", "Jl. P. Kalimantan".

    It stands behind the beginning or a sign.
    """
    if found["word"] in group("beforenature"):
        return True
    begins = found["before"] in ("", ": ", ":", "; ", ";") and found["letter"] <= "H"
    return not found["word"] and (begins or found["before"] == "" or found["letter"] in "PGST")


def _is_room(found: re.Match[str]) -> bool:
    """Return whether this is a room behind a day and an hour: "17/12, 09.30, R. Kadis"."""
    before = found.string[: found.start()]
    return found["letter"] == "R" and found["before"] == ", " and mentions("day_or_hour", before) is not None


def _initial(found: re.Match[str]) -> str:
    if found["one"]:
        return f"{found['before']}{spelled(found['one'])} "
    return f"{' '.join(map(spelled, re.findall(r'[A-Z]', found['letters'])))} "


PEOPLE: tuple[Rule, ...] = (
    # an initial where no sentence ends: "kami, M. Fathan", "Martha K. - Sondakh"
    rule(
        r"(?P<before>^|[,:;(]\s?|\b(?P<word>[a-z]+)\s|\b(?:Em|Pdt|Bpk|Dr|dr|drg|drh|Drs|Dra|Ir|Sdr|Sdri|Ust|Prof|Kapt|Pnt|Ny|Tn|Hj|H|"
        r"Hi)\.\s|\b(?:AKP|AKBP|KH|TGB|GBPH|KRT|TNI|AD|AL|AU)\s)(?!B\.\s(?:Ind|Ing|Arab|Daerah|Jepang|Mandarin))(?!R\.\s(?:Rapat|Lab|Aula|Guru|Dosen|VIP|Pimpinan|Operasi|Kadis|"
        r"Sidang|Kelas|Tunggu|Kerja|Pertemuan|Pola|"
        r"Inap)\b)(?P<letter>[B-DF-GJ-NP-TV-Z])\.\s(?=[A-Z][a-z]{2,})",
        lambda found: (
            found.group()
            if found["word"] in group("lettered") or _is_list_letter(found) or _is_room(found)
            else f"{found['before']}{spelled(found['letter'])} "
        ),
    ),
)


INITIALS_WORDS = {"initial": _initial}  # fmt: skip
"""Functions that rows of `patterns/initials.tsv` name."""
