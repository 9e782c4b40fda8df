"""Short forms whose words depend on what stands around them: "TTD" on a letter and for girls, "kel." of a village and of people."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled

_TABLET = re.compile(
    r"\b(?:remaja|rematri|putri|ibu hamil|bumil|tablet|anemia|minum|posyandu|suplemen|siswi)\b", re.IGNORECASE
)
# before a capital with a point that is a grade or a kind, and no initial
_GRADES = (
    r"(?:vitamin|hepatitis|kelas|blok|golongan|tipe|kategori|grup|huruf|poin|zona|seri|sim|rhesus|influenza|pasal|lantai|gedung|"
    r"ruang|tim|paket|kelompok)"
)
_KIN = "besar|kecil|inti|miskin|penerima|korban|almarhum|almarhumah|alm|bapak|bpk|ibu|pasien|duka|yang"


def _ttd(found: re.Match[str]) -> str:
    return "tablet tambah darah" if _TABLET.search(found.string) else found.group()


def _initial(found: re.Match[str]) -> str:
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
    rule(r"\bH\.?\s?R\.\s(?=[A-Z])", "hadis riwayat "),
    # health
    rule(r"\bTTD\b", _ttd),
    rule(
        r"(?P<before>\b(?i:gerakan|psn|program|kegiatan|protokol|melakukan|lakukan|terapkan|menerapkan|dengan|slogan) )3M\b",
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
    # initials of names, not a grade
    rule(
        rf"(?<![\w.])(?:(?P<grade>\b(?i:{_GRADES})\s[A-Z]\.)|"
        r"(?P<letters>[A-GI-Z]\.\s?(?:[A-Z]\.\s?)*)(?=[A-Z][a-z]{2,}))",
        lambda found: found.group() if found["grade"] else _initial(found),
    ),
)
