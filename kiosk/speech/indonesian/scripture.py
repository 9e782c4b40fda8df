"""References to scripture: surah and verse, book, chapter and verse ("QS. Al-Hujurat: 13", "2 Tim. 3:16-17")."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.numbers import cardinal
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions

# abbreviations of the Indonesian Bible Society, and others
_BOOKS = {
    "Kej": "Kejadian", "Kel": "Keluaran", "Im": "Imamat", "Bil": "Bilangan", "Ul": "Ulangan", "Yos": "Yosua",
    "Hak": "Hakim Hakim", "Sam": "Samuel", "Raj": "Raja Raja", "Taw": "Tawarikh", "Ezr": "Ezra", "Neh": "Nehemia",
    "Est": "Ester", "Ayb": "Ayub", "Mzm": "Mazmur", "Maz": "Mazmur", "Ams": "Amsal", "Pkh": "Pengkhotbah",
    "Kid": "Kidung Agung", "Yes": "Yesaya", "Yer": "Yeremia", "Rat": "Ratapan", "Yeh": "Yehezkiel", "Dan": "Daniel",
    "Hos": "Hosea", "Yl": "Yoel", "Am": "Amos", "Ob": "Obaja", "Yun": "Yunus", "Mi": "Mikha", "Nah": "Nahum",
    "Hab": "Habakuk", "Zef": "Zefanya", "Hag": "Hagai", "Za": "Zakharia", "Mal": "Maleakhi", "Mat": "Matius",
    "Mrk": "Markus", "Mar": "Markus", "Luk": "Lukas", "Yoh": "Yohanes", "Kis": "Kisah Para Rasul", "Rm": "Roma",
    "Rom": "Roma", "Kor": "Korintus", "Gal": "Galatia", "Ef": "Efesus", "Flp": "Filipi", "Fil": "Filipi",
    "Kol": "Kolose", "Tes": "Tesalonika", "Tim": "Timotius", "Tit": "Titus", "Flm": "Filemon", "Ibr": "Ibrani",
    "Yak": "Yakobus", "Ptr": "Petrus", "Pet": "Petrus", "Yud": "Yudas", "Why": "Wahyu",
}  # fmt: skip
_NAMES = (
    "Kejadian|Keluaran|Imamat|Bilangan|Ulangan|Yosua|Hakim-hakim|Rut|Samuel|Raja-raja|Tawarikh|Ezra|Nehemia|Ester|Ayub|"
    "Mazmur|Amsal|Pengkhotbah|Kidung Agung|Yesaya|Yeremia|Ratapan|Yehezkiel|Daniel|Hosea|Yoel|Amos|Obaja|Yunus|Mikha|Nahum|"
    "Habakuk|Zefanya|Hagai|Zakharia|Maleakhi|Matius|Markus|Lukas|Yohanes|Kisah Para Rasul|Roma|Korintus|Galatia|Efesus|"
    "Filipi|Kolose|Tesalonika|Timotius|Titus|Filemon|Ibrani|Yakobus|Petrus|Yudas|Wahyu"
)
# abbreviations that are also a word or name need their point
_POINTED = frozenset(
    ("Im", "Am", "Mi", "Ob", "Za", "Yl", "Dan", "Hak", "Rat", "Kid", "Mar", "Sam", "Kel", "Est", "Tim", "Tes", "Mal", "Fil",
     "Kis", "Rom", "Hab", "Yun", "Bil", "Raj", "Pet", "Tit", "Ul", "Hag", "Nah", "Yud", "Hos", "Taw", "Yos", "Ayb")
)  # fmt: skip
_SHORT = "|".join(
    rf"{written}\." if written in _POINTED else rf"{written}\.?" for written in sorted(_BOOKS, key=len, reverse=True)
)
_MORE = re.compile(r"(?P<verse>\d{1,3})[ab]?\s?(?:[-–]\s?(?P<last>\d{1,3})[ab]?(?![\d.:])|;\s?\d{1,3}:\d)")
_HOURS, _MINUTES = 24, 59
_BEFORE = r"(?:(?:[1-3]|I{1,3})\s?)"
_ALONE = (
    "Kej|Mzm|Ams|Yes|Yer|Mat|Mrk|Luk|Yoh|Rm|Kor|Flp|Ibr|Yak|Ptr|Why|Kis|Pkh|Yeh|Yos|Tes|Flm|Raj|Taw|Neh|Ayb|Hos|Zef|Mal"
)
_NUMBERED = {"1": "satu", "2": "dua", "3": "tiga", "I": "satu", "II": "dua", "III": "tiga"}
_SURAH = r"(?:Al|An|Ar|As|Asy|At|Ath|Ad|Adh|Az|Ali|Ash|Yasin|Ya|Yunus|Hud|Yusuf|Ibrahim|Maryam|Luqman|Thaha|Muhammad|Qaf|Nuh)"
_HYMNALS = r"(?:KJ|PKJ|NKB|NP|DSL|NNBT|MB|KK)"


def _book(found: re.Match[str]) -> str:
    name = found["book"].rstrip(".")
    numbered = _NUMBERED.get((found["before"] or "").strip(), "")
    return f"{numbered} {_BOOKS.get(name, name)}".strip()


def _is_meant(found: re.Match[str]) -> bool:
    """Return whether this is scripture: "Daniel 10:30" is a time, unless something says that it is read."""
    if found["before"] or found["book"].endswith("."):
        return True
    more = _MORE.match(found.string, found.start("verses"))
    if more and (more["last"] is None or int(more["last"]) > int(more["verse"])):
        return True
    if mentions("titled", found.string[: found.start()]) or mentions("race", found.string):
        return False
    verse = found["verse"]
    if len(verse) == 1 or int(verse) > _MINUTES or int(found["chapter"]) > _HOURS:
        return True  # no clock time
    return found["book"] not in group("ambiguous") or bool(mentions("meant", found.string))


def _reference(found: re.Match[str]) -> str:
    """Return book, chapter and verses in words; a psalm is not called a chapter."""
    if not _is_meant(found):
        return found.group()
    book = _book(found)
    return f"{book} {'' if book == 'Mazmur' else 'pasal '}{cardinal(int(found['chapter']))} ayat {_verses(found['verses'])}"


def _verses(written: str) -> str:
    """Return verses in words: "16-17", "3; 6:9" of another chapter, "4b"."""
    words = ""
    for sign, chapter, verse, half in re.findall(r"([-–—,;]?)\s?(?:(\d+):)?(\d+)([ab]?)", written):
        words += {"": "", ",": ", ", ";": ", "}.get(sign, " sampai ")
        words += f"pasal {cardinal(int(chapter))} ayat " if chapter else ""
        words += cardinal(int(verse)) + (f" {half}" if half else "")
    return words


_VERSES = (
    r"(?P<verses>[1-9]\d{0,2}[ab]?(?:(?:\s?[-–—]\s?(?:\d{1,3}:)?|,|;\s?\d{1,3}:)\d{1,3}[ab]?(?![\w:]|[.,]\d)){0,8})"
)
SCRIPTURE: tuple[Rule, ...] = (
    rule(
        r"\bQ\.?\s?S\.?\s?(?:surah |surat )?(?P<surah>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)(?:\s?[\[(/]\s?\d{1,3}\s?[\])]?)?\s?:\s?"
        rf"(?:ayat )?{_VERSES}",
        lambda found: f"quran surah {found['surah']} ayat {_verses(found['verses'])}",
        needs=":",
    ),
    rule(
        rf"\bQ\.?\s?S\.?\s?:?\s?(?P<surah>\d{{1,3}})\s?[:/]\s?{_VERSES}",
        lambda found: f"quran surah {cardinal(int(found['surah']))} ayat {_verses(found['verses'])}",
    ),
    rule(
        rf"(?<![\w.])(?P<before>{_BEFORE})?(?P<book>{_NAMES}|{_SHORT})\s?(?P<chapter>[1-9]\d{{0,2}})\s?:\s?"
        rf"(?=(?P<verse>[1-9]\d{{0,2}})(?!\d|[.:]\d|\s?WI)){_VERSES}",
        _reference,
        needs=":",
    ),
    # a chapter alone: "Mzm. 85"
    rule(
        rf"(?<![\w.])(?P<before>{_BEFORE})?(?P<book>(?:{_ALONE})\.)\s(?P<chapter>\d{{1,3}})(?![\w:/]|[.,]\d)",
        lambda found: f"{_book(found)} {'' if found['book'] == 'Mzm.' else 'pasal '}{found['chapter']}",
    ),
    # verses of a hymn
    rule(
        rf"\b(?P<hymn>{_HYMNALS}\.?(?:\s?No\.?)?\s?\d{{1,3}})\s?:\s?(?=\d{{1,2}}(?!\d)){_VERSES}",
        lambda found: f"{found['hymn']} ayat {_verses(found['verses'])}",
        needs=":",
    ),
    rule(
        r"(?<= ayat )(?P<verses>\d{1,2}(?:,\d{1,2}){1,5})(?![\d.])",
        lambda found: found["verses"].replace(",", ", "),
        needs=" ayat ",
    ),
)
