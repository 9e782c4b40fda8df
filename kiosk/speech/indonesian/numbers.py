"""Numbers as words: cardinals, decimals, digits one by one, Roman numerals, ordinals, ranges. The decimal sign is a comma."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.word_patterns import word_pattern

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = (
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (10**3, "ribu"),
    (100, "ratus"),
    (10, "puluh"),
)
LONGEST = 15  # digits; a longer number is no quantity
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?"
POINT_DECIMAL = r"\d{1,3}\.\d{1,2}(?!\d)"  # instruments' notation; only where a unit or scale follows
START = r"(?<![\w.,])"

_SCORE_DIGITS = 3  # basketball has the longest
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# capitalised words that are no names, and verbs of boats and posts
_NO_NAMES = (
    "Jumlah|Total|Bantuan|Penerima|Peserta|Hadir|Uang|Ukuran|Suhu|Hari|Tanggal|Tgl|Sampai|Pukul|Jam|Nomor|Usia|Umur|Bulan|Sebanyak|"
    "Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Ahad|Kurang|Lebih|Dengan|Dan|Tinggal|Nilai|Skor|Juara|Pasal|Ayat|Bab"
)
_DOES = (
    "hilang|tenggelam|karam|terbalik|kandas|bocor|rusak|siaga|buka|tutup|tiba|berangkat|berlabuh|bersandar|bertolak|berlayar|melaut|"
    "milik|rute|tujuan|ditemukan|dievakuasi|ditunda|dibuka|ditutup|di|dari|ke|yang|telah|sudah|akan"
)
_UNTIL = {"-": "sampai", "–": "sampai", "—": "sampai", "s.d.": "sampai dengan", "s/d": "sampai dengan"}
_NOUNS_OF_LETTERS = (
    r"blok|kelas|kelompok|grup|group|pool|gang|huruf|seri|tipe|golongan|kategori|ruang|ruangan|zona|gedung|jalur|loket|"
    r"lorong|poin"
)

_SHORT_NOUNS = r"(?:kls|gel|sem|smt|dsn|lvl|gol)\.?"


def cardinal(number: int) -> str:
    """Return a number from 0 to below 10^18 in words; 1000 is "seribu", 1,001,000 "satu juta seribu"."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number < 10:
        return DIGITS[number]
    if number == 11:
        return "sebelas"
    if number < 20:
        return "sepuluh" if number == 10 else f"{DIGITS[number - 10]} belas"
    scale, name = next((scale, name) for scale, name in SCALES if number >= scale)
    many, rest = divmod(number, scale)
    head = f"se{name}" if many == 1 and scale <= 1000 else f"{cardinal(many)} {name}"
    return f"{head} {cardinal(rest)}" if rest else head


def digits(text: str) -> str:
    """Return each digit of the text by its name, the rest left out; a comma stands between the groups that were written."""
    groups = re.findall(r"\d+", text)
    return ", ".join(" ".join(DIGITS[int(digit)] for digit in group) for group in groups)


def quantity(text: str) -> str:
    """Return a number in words, from Indonesian notation ("1.250", "2,5"), or with a decimal point ("5.6")."""
    if re.fullmatch(POINT_DECIMAL, text):
        text = text.replace(".", ",")
    whole, comma, fraction = text.replace(".", "").partition(",")
    if len(whole) > LONGEST:
        return digits(text)
    words = cardinal(int(whole))
    return f"{words} koma {digits(fraction)}" if comma and fraction else words


def roman(text: str) -> int | None:
    """Return the value of a well-formed Roman numeral in capitals, else None."""
    if not text or not word_pattern("roman_form").match(text):
        return None
    values = [_ROMAN[letter] for letter in text]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral; raises ValueError for what is none."""
    value = roman(text)
    if value is None:
        raise ValueError(text)
    return value


def _after_noun(found: re.Match[str]) -> str:
    if found["roman"] in "CDLM":  # a hospital class or a kind of mineral, no number
        return f"{found['noun']} {spelled(found['roman'])}"
    value = roman(found["roman"])
    return found.group() if value is None else f"{_noun(found)} {cardinal(value)}"


def _noun(found: re.Match[str]) -> str:
    """Return the noun before a numeral, not in capitals; a short form stays for its own reading."""
    noun = str(found["noun"])
    return noun.lower() if noun.isupper() and not re.fullmatch(_SHORT_NOUNS, noun, re.IGNORECASE) else noun


def _classes(found: re.Match[str]) -> str:
    words = f"{found['noun'].lower()} {_class_words(found['low'])}"
    if found["high"]:
        until = found["until"].strip()
        words += f" {_UNTIL.get(until.lower(), until)} {_class_words(found['high'])}"
    return words


def _class_words(written: str) -> str:
    """Return a school class in words: "VIIA" -> "tujuh a"."""
    value = roman(written[:-1])
    return f"{written[:-1] if value is None else cardinal(value)} {spelled(written[-1])}"


def _roman_word(found: re.Match[str]) -> str:
    """Return a numeral that stands alone in words: "Yohanes Paulus II", "MTQ XXXI".

    Only I, V and X count: "MIX" and "DI" are none.
    """
    value = roman(found.group())
    return found.group() if value is None else cardinal(value)


def _bare_range(found: re.Match[str]) -> str:
    """Return "II - III" in words: rising numerals are a range, whatever they count."""
    low, high = roman(found["low"]), roman(found["high"])
    if low is None or high is None or low >= high:
        return found.group()
    return f"{cardinal(low)} sampai {cardinal(high)}"


def _ordinal(found: re.Match[str]) -> str:
    written = found["number"]
    value = int(written.replace(".", "")) if written[0].isdigit() else roman(written)
    return found.group() if value is None else f"ke {cardinal(value)}"


ORDINALS: tuple[Rule, ...] = (
    # classes one after the other: "kelas I, VII, & X"
    rule(
        r"(?P<noun>\b(?i:kls|kelas|tahap|golongan|kelompok)\.?\s)(?P<all>[IVX]{1,4}(?:(?:,\s?(?:&\s|dan\s)?|\s?&\s?|\sdan\s)[IVX]{1,4})+)\b(?!\s?[-–])",
        lambda found: found["noun"] + re.sub(r"[IVX]+", lambda one: cardinal(roman(one[0]) or 0), found["all"]),
    ),
    rule(
        r"(?<![\w.,/])(?P<a>[1-9])/(?P<b>[5-9]|10)(?=\s(?:bagian|dari|sendok|gelas|cangkir|hektare|ha|kg|kilo|meter|piring|sapi|kerbau)\b)",
        lambda found: f"{'se' if found['a'] == '1' else DIGITS[int(found['a'])] + ' '}per{cardinal(int(found['b']))}",
        needs="/",
    ),
    # sets of a match, parts of a fertiliser: "23-17-19"
    rule(
        r"(?<![\w.,/-])(?P<all>[1-9]\d{0,2}(?:[-–][1-9]\d{0,2}){2,4})(?![\w/-]|[.,]\d)",
        lambda found: ", ".join(cardinal(int(each)) for each in re.split("[-–]", found["all"])),
    ),
)

QUANTITIES: tuple[Rule, ...] = (
    # one digit behind a point is neither a time nor a thousand
    rule(
        r"(?P<before>\b(?i:bab|sub|poin|angka|butir|versi|bagian|tabel|gambar|nomor|"
        r"lampiran)\s)?(?<![\w.,])(?P<whole>\d{1,3})\.(?P<part>\d)(?![\w]|[.,]\d)",
        lambda found: (
            f"{found['before'] or ''}{quantity(found['whole'])} {'titik' if found['before'] else 'koma'} {quantity(found['part'])}"
        ),
    ),
    rule(
        rf"{START}(?P<low>{NUMBER})\s?[-–—]\s?(?P<high>{NUMBER})(?![\w])",
        lambda found: f"{quantity(found['low'])} {_range_word(found['low'], found['high'])}{quantity(found['high'])}",
    ),
)


def _range_word(low: str, high: str) -> str:
    """Return the word between two numbers: two small ones of which the second is not greater are a score, "Luwuk 3-1 Toili"."""
    falls = low.isdigit() and high.isdigit() and max(len(low), len(high)) <= _SCORE_DIGITS and int(low) >= int(high)
    return "" if falls else "sampai "


def _roman_range(found: re.Match[str]) -> str:
    low, high = roman(found["low"]), roman(found["high"])
    if low is None or high is None:
        return found.group()
    if found["high"] in "CDLM":  # a school class: "IX-C"
        return f"{_noun(found)} {cardinal(low)} {spelled(found['high'])}"
    return f"{_noun(found)} {cardinal(low)} sampai {cardinal(high)}"


def fraction(above: str, below: str) -> str:
    if (above, below) == ("1", "2"):
        return "setengah"
    name = {"2": "per dua", "3": "pertiga", "4": "perempat"}[below]
    return f"se{name}" if above == "1" and below != "2" else f"{DIGITS[int(above)]} {name}"


ORDINALS_WORDS = {
    "ordinal": _ordinal, "roman_range": _roman_range, "classes": _classes, "after_noun": _after_noun,
    "bare_range": _bare_range, "roman_word": _roman_word,
}  # fmt: skip
"""Functions that rows of `patterns/ordinals.tsv` name."""
