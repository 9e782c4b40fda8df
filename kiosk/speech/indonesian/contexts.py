"""Short forms whose words depend on what stands around them: "TTD" on a letter and for girls, "kel." of a village and of people."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled

_TABLET = re.compile(
    r"\b(?:remaja|rematri|putri|ibu hamil|bumil|tablet|anemia|minum|suplemen|siswi|pemberian|pembagian|konsumsi)\b",
    re.IGNORECASE,
)
# what stands before a name: a capital with a point behind it is an initial
_ADDRESS = (
    r"(?i:haji|hajah|bapak|ibu|pak|bu|saudara|saudari|tuan|nyonya|insinyur|dokter|doktor|profesor|doktoranda|doktorandus|jalan|"
    r"kiai|ustaz|pendeta|kapten|jenderal|letnan|kolonel|bupati|camat|kades|lurah|oleh|almarhum|almarhumah)"
)
_COLLECTORS = (
    "Bukhari|Al-Bukhari|Muslim|Tirmidzi|At-Tirmidzi|Tirmizi|Ahmad|Abu Da[wu]+d|Ibnu Majah|Nasa'?i|An-Nasa'?i|Malik|Baihaqi|"
    "Al-Baihaqi|Thabrani|Ath-Thabrani|Hakim|Al-Hakim|Ad-Darimi|Ibnu Hibban|Daruquthni|Muttafaq"
)
_KIN = "besar|kecil|inti|miskin|penerima|korban|almarhum|almarhumah|alm|bapak|bpk|ibu|pasien|duka|yang"

_SIGNED = re.compile(r"[:.,]?\s+(?:[A-Z][a-z]|H\.|Hj\.|\()")


def _ttd(found: re.Match[str]) -> str:
    signed = _SIGNED.match(found.string, found.end())  # by an office or a name: "TTD Ketua Posyandu"
    return "tablet tambah darah" if not signed and _TABLET.search(found.string) else found.group()


def _initial(found: re.Match[str]) -> str:
    if found["one"]:
        return f"{found['before']}{spelled(found['one'])} "
    return f"{' '.join(map(spelled, re.findall(r'[A-Z]', found['letters'])))} "


FAITH_AND_HEALTH: tuple[Rule, ...] = (
    # scripture and what was told of the Prophet
    rule(
        r"\bQ\.?\s?S\.?\s?(?:surah |surat )?(?P<surah>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)\s?[\[(]\d{1,3}[\])]\s?:\s?(?=\d)",
        r"quran surah \g<surah> ayat ",
    ),
    rule(r"\bQ\.?\s?S\.?\s?:?\s?(?P<surah>\d{1,3})\s?:\s?(?=\d)", r"quran surah \g<surah> ayat "),
    rule(
        r"\bQ\.?\s?S\.?\s(?=(?:Al|An|Ar|As|Asy|At|Ad|Az|Ali|Ya|Yunus|Hud|Yusuf|Ibrahim|Maryam|Luqman)\b)(?![\w' -]{1,30}:\s?\d)",
        "quran surah ",
    ),
    rule(rf"\bH\.?\s?R\.?\s(?=(?:Imam )?(?:{_COLLECTORS})\b)", "hadis riwayat "),
    rule(r"(?P<before>\b(?:Jl\.?|Jln\.?|[Jj]alan)\s)H\.?R\.\s?(?=[A-Z])", r"\g<before>ha er "),
    # health
    rule(r"\bTTD\b", _ttd),
    rule(
        r"(?P<before>\b(?i:gerakan|psn|program|kegiatan|protokol|melakukan|lakukan|terapkan|menerapkan|slogan) )3M\b",
        r"\g<before>tiga em",
    ),
    rule(r"\b3M(?=\s?(?:[Pp]lus\b|\(|:))", "tiga em"),
    rule(r"\b(?P<place>TPS)[ -]?3R\b", r"\g<place> tiga er"),
    # people, not a place
    rule(
        r"\b[Kk]el\.\s(?=(?:besar|kecil|inti|miskin|penerima|korban|almarhum|almarhumah|alm|bapak|bpk|ibu|pasien|duka|yang)\b)",
        "keluarga ",
    ),
)

INITIALS: tuple[Rule, ...] = (
    # behind a form of address, or several of them: a grade, a place and the letter of a list are none
    rule(
        rf"(?<![\w.])(?P<letters>[A-Z]\.\s?(?:[A-Z]\.\s?)+)(?=[A-Z][a-z]{{2,}})|(?P<before>\b(?:{_ADDRESS})\s)"
        r"(?P<one>[A-GI-Z])\.\s?(?=[A-Z][a-z]{2,})",
        _initial,
    ),
)
