"""Signs that have words, and those that only part what stands around them."""

from __future__ import annotations

from kiosk.speech.indonesian.rule import Rule, rule

# letters that are one with i, s, k and the micro sign where case does not matter, and would be in no table
_TWINS = {"ı": "i", "İ": "I", "ſ": "s", "K": "K", "µ": "μ"}
_PART_WORDS = {"½": "setengah", "¼": "seperempat", "¾": "tiga perempat", "⅓": "sepertiga", "⅔": "dua pertiga"}
_PARTS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}

_PRICED = r"[Rr][Pp]\.?\s?\d|\d{1,3}\.\d{3}|\d[\d.,]*\s?(?:%|persen|rb\b|ribu|poin|derajat|°)"

FIRST: tuple[Rule, ...] = (
    rule(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", ""),
    rule(r"[\u00a0\u2000-\u200a\u202f\u3000]", " "),
    rule(f"[{''.join(_TWINS)}]", lambda found: _TWINS[found.group()]),
    rule(r"[‐‑]", "-"),
    rule(r"(?<!\d)(?P<ours>[½\d])\s?[-–—]\s?(?P<theirs>[½])", r"\g<ours> \g<theirs>", needs="½"),  # of chess
    rule(
        r"(?<![\dxX×])(?<!\d )(?<![xX×] )(?P<part>[½¼¾⅓⅔])\s?(?=[A-Za-z])",
        lambda found: f"{_PART_WORDS[found['part']]} ",
    ),
    rule(r"(?P<before>\d?)(?P<part>[½¼¾⅓⅔])", lambda found: f"{found['before']} {_PARTS[found['part']]}".lstrip()),
    rule(r"[’‘ʼ`´]", "'"),
    # what was one thing and is another now: "10 km -> 12 km"; an arrow between words is a pause
    rule(
        r"(?<=[\w%)])\s?(?:-{1,2}>|[→➔➜⟶])\s?(?=(?:[Rr][Pp]\.?\s?|(?![A-Z][a-z]{2})[A-Za-z]{1,6}[=:]?\s?)?\d)",
        " menjadi ",
    ),
    rule(r"(?<=\b[A-Z])\s?(?:-{1,2}>|[→➔➜⟶])\s?(?=[A-Z]\b)", " menjadi "),  # of a class: "tipe C→B"
    # of a price and a share: "telur ↓ Rp1.000"; "↑ 2 km" is a way
    rule(
        rf"(?P<told>\b(?i:naik|turun)\s)?(?P<arrow>[↑▲⬆↓▼⬇])\ufe0f?\s?(?={_PRICED})",
        lambda found: found["told"] or ("naik " if found["arrow"] in "↑▲⬆" else "turun "),
    ),
    rule(r"\s?(?:-{1,2}>|[→➔➜⟶])\s?", ", "),
    rule(r"(?<=\d)\s?[-–—]\s?<\s?(?=\d)", " sampai kurang dari ", needs="<"),  # an age: "0-<17 th"
    rule(r"(?<![\w~])[~≈]\s?(?=(?:[Rr][Pp]\.?\s?)?\d)(?![^~\n]*~)|≈\s?", "kira kira "),
    rule(r"\s?≠\s?", " tidak sama dengan "),
    rule(r"(?<=\d)\s?÷\s?(?=\d)", " dibagi "),
    # before money and times are words: "> Rp50 jt"
    rule(r"(?<![\w<>])(?:<=|=<|≤)(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)|≤", "paling banyak "),
    rule(r"(?<![\w<>])(?:>=|=>|≥)(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)|≥", "paling sedikit "),
    rule(r"(?<![\w<>])<(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)", "kurang dari ", needs="<"),
    rule(r"(?<![\w<>])>(?=\s?(?:[Rr][Pp]\.?\s?)?[-−]?\d)", "lebih dari ", needs=">"),
)

LAST: tuple[Rule, ...] = (
    rule("\u2060", ""),
    rule(r"\s?&\s?", " dan ", needs="&"),
    rule(r"(?<=\w)\s?\+\s?(?=\w)", " tambah ", needs="+"),
    rule(r"\s?\+(?!\w)", " plus ", needs="+"),
    rule(r"\s?=\s?", " sama dengan ", needs="="),
    rule(r"@", " di ", needs="@"),
    rule(r"§", " pasal "),
    rule(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])", " ", needs="/"),
    rule(r"\s*[—–]\s*|\s+-+\s+", ", "),
    rule(r"(?<!\w)-(?=[^\W\d_])", ""),
    rule(r"\s*[()\[\]{}]\s*", ", "),
    rule(r"[\"“”«»*_#~^|<>\\/°•·▪►✓✔]", " "),
    rule(r"(?<!\w)'|'(?!\w)", " "),
    # emoji and other pictures, private use
    rule(r"[\u2190-\u2bff\ufe00-\ufe0f\ue000-\uf8ff\U0001f000-\U0001faff\U000e0000-\U000e0fff]", " "),
    rule(r"\.{2,}|…", ". "),
    rule(r"\s+([,.;:!?])", r"\1"),
    rule(r"([,;:])(?:\s*[,;:])+", r"\1"),
    rule(r":(?=[^\W\d_])", ": ", needs=":"),
    rule(r"[,;:]+\s*([.!?])", r"\1"),
    rule(r"([.!?])\s*,", r"\1"),
    rule(r"^[\s,;:.]+|[\s,;:]+$", ""),
    rule(r"\s+", " "),
)
