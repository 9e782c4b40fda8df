"""Signs that have words, and those that only separate their neighbours."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions, word_pattern

# letters that match i, s, k and the micro sign when case is ignored, but that no table has
_CASE_TWINS = {"ı": "i", "İ": "I", "ſ": "s", "K": "K", "µ": "μ"}
_PART_WORDS = {"½": "setengah", "¼": "seperempat", "¾": "tiga perempat", "⅓": "sepertiga", "⅔": "dua pertiga"}
_PARTS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}

_PRICED = r"[Rr][Pp]\.?\s?\d|\d{1,3}\.\d{3}(?!\s?(?:k?m|meter)\b)|\d[\d.,]*\s?(?:%|persen|rb\b|ribu|poin|derajat|°)"

_UP_ARROWS = "↑▲⬆"
_BARE_NUMBER = re.compile(r"\d{1,2}\s*(?:[,.;)]\s|[.]?$)")


def next_entry(before: str, number: int, sign: str) -> bool:
    """Return whether *number* with its sign begins the next entry of a list in its line: "1. Bawa cangkul 2. Bawa parang".

    The first entry begins the text, or stands behind a colon or one word; the entry before has its number and words behind it.
    """
    first = mentions("entry_begins", before)
    if first is None or first["sign"] != sign or mentions("ends_in_label", before.rstrip()):
        return False
    last = re.search(rf"(?:^|\s|\()0?{number - 1}{re.escape(sign)}\s(?P<words>[A-Za-z][^;]*)$", before)
    return last is not None and mentions("sentence_ends", last["words"]) is None


def _missing_space(before: str, behind: str) -> str:
    """Return the replacement for a point whose space was left out: within a web address, between an office and a
    name, or of a sentence."""
    if mentions("in_address", before):
        return "."
    if word_pattern("sentence").match(behind):
        return ". "
    return " " if mentions("before_name", before) else ". "


def _next_entry(found: re.Match[str]) -> str:
    """Return a pause before an entry of a list in its line: "ronda: 1. Amir 2. Udin"."""
    before, number = found.string[: found.start()], int(found["number"])
    return f", {number}, " if next_entry(before, number, found["sign"]) else found.group()


def _is_change(before: str, behind: str) -> bool:
    """Return whether an arrow means a change: behind a label only where the same follows.

    Examples: "Kelas 10 → Kelas 11", but not "RT 1 → 25 paket".
    """
    label = mentions("numbered_label", before)
    if label is not None:
        return behind.lower().startswith(label["label"].lower()) or _BARE_NUMBER.match(behind) is not None
    return mentions("quantity_before", before) is not None


def _rise_or_fall(found: re.Match[str]) -> str:
    """Return "naik" or "turun", unless it is said already or the arrow points at a price: "naik ↑ 2%", "di bawah ini
    ⬇ Rp15.000"."""
    before = found.string[: found.start()]
    if mentions("direction_said", before):
        return ""
    return "naik " if found["arrow"] in _UP_ARROWS else "turun "


FIRST: tuple[Rule, ...] = (
    rule(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", ""),
    rule(r"[\u00a0\u2000-\u200a\u202f\u3000]", " "),
    rule(f"[{''.join(_CASE_TWINS)}]", lambda found: _CASE_TWINS[found.group()]),
    rule(r"[‐‑]", "-"),
    rule(r"(?<=\d)\s?(?:⁰|[o˚](?=\s?C\b))", "°"),
    rule(r"={2,}", " ", needs="=="),  # rules around a heading
    # the title of a message, in capitals and stars, with its text in the same line
    rule(
        r"^(?P<sign>\W*)\*(?P<what>(?:PENGUMUMAN|PEMBERITAHUAN|INFO|INFORMASI|UNDANGAN|PENTING|BERITA|PERHATIAN|HIMBAUAN|IMBAUAN|MOHON|"
        r"KABAR|LELAYU|DUKA|RALAT|UPDATE)(?: [A-Z]{2,})*)\*\s+(?=[A-Z\d])",
        r"\g<sign>\g<what>, ",
        needs="*",
    ),
    # missing spaces: "Hub.0812 3456 7890", "tgl5", "1.Bawa KTP"
    rule(
        r"(?<=[A-Za-z])\.:?(?=[\d(+])",
        lambda found: (
            f"{found.group()} " if mentions("contact_label", found.string[: found.start()]) else found.group()
        ),
        needs=".",
    ),
    rule(r"(?<=[lLdD])(?=\d)", lambda found: " " if mentions("date_label", found.string[: found.start()]) else ""),
    rule(r"\b(?P<what>[Jj]am)\.(?=\d)", r"\g<what> ", needs="am."),
    rule(r"\b(?P<number>\d{1,3})th(?=\s(?:Festival|Cup|Run|Expo|Summit)\b)", r"ke \g<number>", needs="th"),
    rule(r"(?P<number>\b[Kk]e-\s?\d{1,3}|\bHUT ke \d{1,3})th\b", r"\g<number>", needs="th"),  # "HUT ke-25th"
    rule(
        r"(?<=\d)(?=(?i:wita|wib|th)\b(?!\s(?:Anniversary|Birthday|Annual|Floor|Edition|Festival|Cup|Run|Expo|Summit|Conference|Congress|"
        r"International|National|Asian|World)\b))",
        " ",
    ),
    # a sentence begins: "kerja samanya.Salam"
    rule(
        r"(?<=[a-z]{4})\.(?!(?:Com|Co|Id|Net|Org|Tv|Pdf|Docx?|Xlsx?|Jpe?g)\b)(?=[A-Z][a-z]+(?:[\s,;:!?]|$))",
        lambda found: _missing_space(found.string[: found.start()], found.string[found.end() :]),
        needs=".",
    ),
    rule(
        r"(?<!\w)(?P<day>\d{1,2})(?=(?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Agt|Sep|Sept|Okt|Nov|Des)\b(?!-))", r"\g<day> "
    ),
    rule(r"(?P<number>(?:^|[:;,]\s)(?:\d{1,2}|[a-g])[.)])(?=[A-Z][A-Za-z]{2})", r"\g<number> "),
    rule(r"(?<=[\w)%.])\s(?P<number>[2-9]|1\d)(?P<sign>[.)])\s(?=[A-Za-z])", _next_entry),
    rule(r"(?<!\d)(?P<ours>[½\d])\s?[-–—]\s?(?P<theirs>[½])", r"\g<ours> \g<theirs>", needs="½"),  # scores of chess
    rule(
        r"(?<![\dxX×])(?<!\d )(?<![xX×] )(?P<part>[½¼¾⅓⅔])\s?(?=[A-Za-z])",
        lambda found: f"{_PART_WORDS[found['part']]} ",
    ),
    rule(r"(?P<before>\d?)(?P<part>[½¼¾⅓⅔])", lambda found: f"{found['before']} {_PARTS[found['part']]}".lstrip()),
    rule(r"[’‘ʼ`´]", "'"),
    # changes: "10 km -> 12 km"; an arrow between words is a pause
    rule(
        r"(?<=[\w%)])\s?(?:-{1,2}>|[→➔➜⟶])\s?(?=(?:[Rr][Pp]\.?\s?|(?![A-Z][a-z]{2})[A-Za-z]{1,6}[=:]?\s?)?\d)",
        lambda found: " menjadi " if _is_change(found.string[: found.start()], found.string[found.end() :]) else ", ",
    ),
    rule(
        r"(?:\bNormal|\b(?P<step>Level|Siaga|Kelas|Tahap|Juara|Tipe|Grade|Gol)\.?\s?(?:\d{1,2}|[IVX]+\b))"
        r"(?P<arrow>\s?(?:-{1,2}>|[→➔➜⟶])\s?)(?=(?(step)(?P=step)|(?:Level|Siaga|Waspada|Awas))\.?\s?(?:\d|[IVX]+\b))",
        lambda found: f"{found.group()[: -len(found['arrow'])]} menjadi ",
    ),
    rule(r"(?<=\b[A-Z])\s?(?:-{1,2}>|[→➔➜⟶])\s?(?=[A-Z]\b)", " menjadi "),  # classes: "tipe C→B"
    # prices and shares: "telur ↓ Rp1.000"; "↑ 2 km" is a direction
    rule(rf"(?P<arrow>[↑▲⬆↓▼⬇])\ufe0f?\s?(?={_PRICED})", lambda found: _rise_or_fall(found)),
    rule(r"\s?-{1,2}>\s?", ", ", needs=">"),
    rule(r"[→➔➜⟶]\s?", ", "),
    rule(r"(?<=\d)\s?[-–—]\s?<\s?(?=(?:[Rr][Pp]\.?\s?)?\d)", " sampai kurang dari ", needs="<"),  # ages: "0-<17 th"
    rule(r"(?<![\w~])[~≈]\s?(?=(?:[Rr][Pp]\.?\s?)?\d)(?![^~\n]*~)|≈\s?", "kira kira "),
    rule(r"\s?≠\s?", " tidak sama dengan "),
    rule(r"(?<=\d)\s?÷\s?(?=\d)", " dibagi "),
    # before the rules for money and times: "> Rp50 jt"
    rule(r"(?<![\w<>])(?:<=|=<|≤)(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)|≤", "paling banyak "),
    rule(r"(?<![\w<>])(?:>=|=>|≥)(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)|≥", "paling sedikit "),
    rule(r"(?<![\w<>])<(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)", "kurang dari ", needs="<"),
    rule(r"(?<![\w<>])>(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)", "lebih dari ", needs=">"),
)
