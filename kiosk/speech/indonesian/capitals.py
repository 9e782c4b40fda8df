"""Lower case for titles written in capitals: they read badly, and the voice takes their words for acronyms. Pure.

Acronyms of the table, words without a vowel, short uncommon words and Roman numerals stay in capitals. Names get one
capital where a word before them tells that they are names, or where they are known here.
"""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import roman
from kiosk.speech.indonesian.tables import is_acronym, sayable

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SEEN = re.compile(r"[A-Z]{4}")
_LONG = 4  # letters; shorter words in capitals are often acronyms
_LOUD = 0.8  # share of the longer words in capitals from which a title counts as written so
_SHORT_ACRONYM = 5  # letters of the longest acronym that is told by its shape: APBD, UMKM
_VOWELS = re.compile(r"[AIUEO]")
_TWO_LETTERS = re.compile(r"NG|NY|SY|KH")
_CLUSTER = re.compile(r"^[AIUEO]?[^AIUEO]{3}|[^AIUEO]{2}$|^[AIUEO][^AIUEO]{2}[AIUEO]?$")

_SMALL = frozenset(
    """de ada air aku api apa ayo bab bak ban bea bos bus bu cap cek cuci dan dari di dua ibu ini itu jam jika ke kue
    kyai lab lah lalu lama lor mas mau mei mie obi oke oli pak per pin pos pra pro pun ria rob roh saat sah sak sop
    tak tas tes tim uji usai via wc ya yg dgn utk tdk pd hal hak hai doa aja agar akan atas atau bisa baru beri buka
    bagi biar dana data desa guna hari hasil ikan ikut isi jadi jual kali kami kini kita kota kuat laut lima lagi luar
    maka masa mati mulai naik oleh pagi para padi pada pula raya rata sama satu siap soal sore tani toko turun tiga
    uang ubi umum usaha untuk yang warga gempa tahap program kegiatan rapat wisata adat induk hujan rusak tetap""".split()  # noqa: SIM905
)
# further words of two and three letters, and those of four and five with an acronym's ending or beginning
_SHORT_WORDS = frozenset(
    """abu adu aib aki ala bah bal bau bel bis bor bui cat cor cup dam dek eja eks era es gas gol gua hei ide iga ion isu
    iya jas jet jin jus juz kas kau kol kor kos ku lap las lem les los lot mal map mur nah nol non nya ons oma opa pas
    pel pen pot rak rel ria rok saf sel sen si sih sub sup tau teh tik tol ton top toh tua tuh uap usia wah was yuk zat
    bank blok film stok krim tank trik klub klik drum grup plus teks helm golf sains tren staf spot skor krama prima
    gratis strategi proyek produk kredit traktor drainase""".split()  # noqa: SIM905
)
_BEFORE_NAMES = frozenset(
    """desa kelurahan kecamatan kabupaten kota provinsi dusun jalan jl pasar pulau teluk gunung sungai danau pantai
    bandara pelabuhan kades camat lurah bupati gubernur bapak pak ibu haji hj ustaz ustadz masjid gereja pura bulan""".split()  # noqa: SIM905
)
_NAMES = frozenset(
    """senin selasa rabu kamis jumat sabtu januari februari maret april juni juli agustus september oktober november
    desember indonesia sulawesi banggai luwuk kintom batui bunta pagimana balantak lamala masama bualemo toili nuhon
    mantoh lobu nambo kilongan simpong salakan peling palu poso morowali jakarta makassar manado gorontalo ramadan
    ramadhan syawal muharram natal paskah nyepi waisak idul fitri adha isra islam kristen katolik hindu buddha
    konghucu allah tuhan nabi muhammad yesus quran pancasila eropa asia""".split()  # noqa: SIM905
)
_VERB = re.compile(r"(?:mem|men|ber|di|ter|per)[a-z]{3}|.+(?:kan|nya|lah)$")

_TITLES = re.compile(
    rf"\b(?:{'|'.join(sorted(_BEFORE_NAMES - {'bulan'}))})(?= [A-Z][a-z])"
)  # Desa Kilongan, Bupati Amirudin


def sentence_case(title: str) -> str:
    """Return the title in sentence case, with the capitals that Indonesian wants, if it was all in capitals."""
    if not _SEEN.search(title):
        return title
    words = [word for word in _WORD.findall(title) if len(word) >= _LONG]
    if len(words) < 2:
        if title != title.upper() or not any(len(word) > _SHORT_ACRONYM for word in words):
            return title  # a word that may be an acronym
    elif sum(word.isupper() for word in words) < _LOUD * len(words):
        return title
    before, ended = "", True

    def told(found: re.Match[str]) -> str:
        nonlocal before, ended
        word = found[0]
        begins = ended or bool(re.search(r"[.?!:] *[\"“(]?$", title[: found.start()]))
        before, after, ended = word.lower(), before, False
        if not word.isupper() or _stays_upper(word):
            return word
        small = word.lower()
        named = small in _NAMES or (
            after in _BEFORE_NAMES and small not in _SMALL | _BEFORE_NAMES and not _VERB.match(small)
        )
        return small[:1].upper() + small[1:] if begins or named else small

    return _TITLES.sub(lambda found: found[0].capitalize(), _WORD.sub(told, title))


_LETTERS = re.compile(r"(?<![\w./])[A-Z]+(?![\w/])")
_CALENDAR = re.compile(
    r"\b(?:SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU|AHAD|JANUARI|FEBRUARI|MARET|APRIL|MEI|JUNI|JULI|AGUSTUS|SEPTEMBER|OKTOBER|"
    r"NOVEMBER|DESEMBER|(?!NOP\s?[:.]?\s?\d\d\.\d)(?:SEN|SEL|RAB|KAM|JUM|SAB|JAN|FEB|MAR|APR|JUN|JUL|AGU|AGT|AGS|SEP|OKT|NOV|NOP|DES)(?=\.?[,/]?\s?\d|\.?\s?[-–]\s?[A-Z]{3}\b))\b"
)
_SPACED_WORD = 5  # letters
_LISTS = re.compile(r"\b(?:vitamin|kelas|blok|golongan|grup|tipe|rt|huruf|abjad|poin)\s\Z", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\w)(?:[A-Z] ){3,}[A-Z](?!\w)")
_ID = re.compile(r"\b(?P<before>SALAT|SHALAT|SHOLAT|SOLAT|HARI|LEBARAN|TAKBIR) ID\b")


def joined_letters(text: str) -> str:
    """Join letters that were set apart: "G R A T I S"."""
    return _SPACED.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    """Return the letters as a word, where it can be one: "G R A T I S", but not "Vitamin A D E K" nor "RT A B C D"."""
    word = found[0].replace(" ", "")
    if (
        _LISTS.search(found.string[: found.start()])
        or len(word) < _SPACED_WORD
        or _stays_upper(word)
        or not sayable(word)
    ):
        return found[0]
    return word.lower()


def with_calendar(text: str) -> str:
    """Return a line of capitals with its days and months in usual case, by which the rules for dates know them."""
    return _CALENDAR.sub(lambda found: found[0].capitalize(), text)


def is_loud(text: str) -> bool:
    """Return whether the line was written in capitals alone."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    return len(words) > 1 and not any(letter.islower() for letter in text)


def quiet(text: str) -> str:
    """Return such a line in small letters, so that the voice spells acronyms only."""
    named = _ID.sub(lambda found: f"{found['before']} id", text)
    return _LETTERS.sub(lambda found: _lowered(found[0]), named)


def _lowered(word: str) -> str:
    return word if not word.isupper() or _stays_upper(word) else word.lower()


def _stays_upper(word: str) -> bool:
    if word.lower() in _SMALL or word.lower() in _SHORT_WORDS:
        return False
    if is_acronym(word) or not _VOWELS.search(word) or (set(word) <= set("IVX") and roman(word) is not None):
        return True
    sounds = _TWO_LETTERS.sub("B", word)  # "NG" is one sound, so "ORANG" ends in no cluster
    return len(word) < _LONG or (len(word) <= _SHORT_ACRONYM and _CLUSTER.search(sounds) is not None)
