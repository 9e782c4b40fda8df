"""Boundaries of sentences in Indonesian text. Pure.

By PUEBI/EYD a point also ends abbreviations ("Jl.", "s.d.", "M.Si."), parts hours and minutes ("pkl. 19.30") and groups
thousands ("Rp1.250.000"). None of these ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.lists import heads_list
from kiosk.speech.indonesian.sports import graded
from kiosk.speech.indonesian.symbols import next_entry
from kiosk.speech.indonesian.tables import read_table
from kiosk.speech.indonesian.tokens import tokens

MAX_CHARACTERS = 300  # in one sentence: the most for the voice, and for the screen to light, at once

_NEAR = 60  # letters before and behind a word that tell what its point is: a text without end is read once

Span = tuple[int, int]

_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s|$)|\n+|[;:](?=\s*\n)""")
_LAST_WORD = re.compile(r"""[^\s("'“‘«\[/]+$""")
_NEXT_WORD = re.compile(r"""\s*["'“‘«(\[]*(\S)""")

# Abbreviations whose point does not end a sentence; those in _MAY_END may.
_ABBREVIATIONS = frozenset(
    {
        "a.l", "a.n", "ags", "agt", "agu", "aipda", "aiptu", "bag", "akbp", "akp", "alm", "almh", "an", "apr", "ay",
        "bp", "bpk", "brigjen", "brigpol", "bripka", "bup", "c.q", "cet", "cq", "cv", "d.a", "des", "dr", "dra",
        "drg", "drh", "drs", "ds", "dsn", "e.g", "ed", "feb", "gg", "gol", "gub", "h", "hal", "hi", "hj",
        "hlm", "hp", "hub", "i.e", "ipda", "iptu", "ir", "jan", "jend", "jl", "jln", "jml", "jul", "jum",
        "jun", "k.h", "kab", "kam", "kapt", "kec", "kel", "kep", "ket", "kh", "kol", "kompol", "kopda", "kpd",
        "lc", "lap", "let", "letda", "letjen", "letkol", "lettu", "lih", "maks", "mar", "mayjen", "min", "mr",
        "mrs", "nn", "no", "nop", "nov", "ns", "ny", "okt", "pdt", "pelda", "peltu", "pj", "pkl", "plh",
        "plt", "pnt", "pratu", "prof", "prop", "prov", "ps", "psl", "pt", "r.a", "rab", "rek", "rp", "rt", "rw",
        "s.d", "s/d", "sab", "sd", "sdr", "sdra", "sdri", "sel", "sen", "sep", "sept", "serka", "serma", "sertu",
        "st", "t.a", "tb", "tel", "telp", "tgl", "tlp", "tn", "tsb", "ttd", "u.b", "u.d", "u.p", "ub", "ud",
        "up", "ust", "ustz", "vol", "w.w", "ybs", "ytc", "yth",
        "abd", "angk", "inf", "jo", "vs", "cab", "dus", "gel", "irjen", "kls", "kombes", "komjen", "ktr", "lok",
        "moh", "muh", "pol", "purn", "reg", "vit", "wr",
        "apt", "gd", "ka", "kasi", "kaur", "lingk", "perum", "pjs", "wk", "bend", "sekr",
        "agg", "jar", "uk", "pek", "kend", "angkt", "kat", "mis", "ba", "neg", "jbt", "pjg", "sek",
        "bid", "em", "inc", "exc", "peny", "pengg", "peng", "fax", "d.h", "attn", "disc", "kond", "jab", "keb",
        "var", "susp", "exp", "approx", "spek", "disp", "sul",
        "esl", "sem", "pel", "lamp", "lampr", "triw", "wil", "keu", "angs", "adm", "dir", "komp", "kompl",
        "wkl", "angg", "keg", "subkeg", "prog", "pemel", "perj",
        "jlh", "juml", "tot", "ref", "univ", "fak", "jur", "sert", "pelb", "perk", "put", "penj", "incl", "excl", "bdk",
        "red", "vis", "frek", "freq", "kap", "teg", "perl", "sekret", "pemb", "pend", "perik", "penc",
        "ustd", "ustdz", "pdm", "pdp", "ev", "pst", "dkn", "ass", "tg", "tj", "tjg", "gn", "ms",
        "gal", "urg", "ur", "a.s", "q.s", "h.r", "no.hp",
        "eff", "hep", "pusk", "puskes", "gab", "samb", "div", "fas", "kaw", "koord", "kop", "konst", "pelat", "pelaks",
        "pengad", "pengel", "pengaw", "penyel", "penyed", "penerim", "pinj", "prod", "sist", "tunj", "tamb",
        "instal", "inst", "invest", "rehabil", "reh", "peningk", "perenc", "pembang", "pembay", "pemby", "pemeriks",
        "pendapt", "pendaft", "pengum", "perpanj", "perh", "permoh", "persy", "akom", "kebut", "kegt", "kwit",
        "kuit", "perwak", "kepend", "ekon", "pertan", "perkeb", "perindag", "perhub", "pariw", "kebud", "olahr",
        "kav", "antarkab", "antarkec", "elev", "conf", "jis", "rehab", "wass",
    }
)  # fmt: skip
# "Jl. Trans Km. 12", "Pembina Tk. I", "Yoh. 3:16"; behind a number they are units and may end
_BEFORE_NUMBER = frozenset(
    {
        "ekst", "ext", "ibr", "km", "kor", "luk", "lt", "mat", "mrk", "mzm", "nik", "nip", "nisn", "pes", "pk", "ptr",
        "rm", "ta", "th", "thn", "tk", "wa", "yak", "yes", "yoh", "btg", "tel", "pel", "plg", "kej", "ver",
    }
)  # fmt: skip
# "16 Nov. 2026" goes on, "… 16 Nov. Semua libur" ends there
_BEHIND_NUMBER = frozenset(
    {"jan", "feb", "mar", "apr", "jun", "jul", "agt", "agu", "ags", "sep", "sept", "okt", "nov", "nop", "des"}
)
# behind a number goals, boxes and telephones, else class, hamlet and contact
_COUNTED = frozenset({"gol", "dus", "hp"})
_NUMBER_BEFORE = re.compile(r"\d\s$")
_HIJRI_YEAR = re.compile(r"\d{3,4}\s$")  # "1448 H. Semua libur", but "18/12 H. Umar"
_STAFF = "pers"  # "24 pers. Polres", but "jumpa pers. Semua hadir"
# words that begin a sentence and name no ship or person: "dijaga KRI. Semua aman", "Yusuf M. Harap hadir"
_BEGINS = frozenset(
    """Harap Mohon Semua Seluruh Setiap Untuk Bagi Jika Bila Apabila Jangan Silakan Hubungi Segera Acara Kami Kita Para Karena Saat
    Setelah Sebelum Selama Pada Dalam Dengan Oleh Dari Tidak Belum Sudah Telah Akan Ada Adapun Atas Demikian Terima Selain Namun
    Sementara Sedangkan Penumpang Nelayan Jadwal Tiket Info Warga Masyarakat Peserta Undangan Rapat Kegiatan Lokasi Waktu Tempat
    Cuaca Gelombang Hari Ini Itu Mereka Beliau Almarhum Almarhumah Jenazah Ibadah""".split()  # noqa: SIM905
)
_NAME_BEFORE = re.compile(r"[A-Z][a-z]{2,}\s$")
_WORDS_AFTER = re.compile(r"\s+(?P<word>[A-Z][a-z]+),?\s+[a-z]")  # "KM. Semua Jaya" is a ship
_BEFORE_NAMES = frozenset({"KM", "KMP", "KLM", "KRI", "KN", "MV", "PD"})  # "KMP. Moinit", but "5 KM."
_QURAN_AND_HADITH = frozenset({"QS", "HR"})  # "QS. Al-Baqarah", "HR. Bukhari"
_ENGLISH = re.compile(r"\b(?i:pick|make|follow|warm|check|push|start|top|sit|fill)[ -]up$")  # "1 pick up. Korban luka"
_ADDRESS = re.compile(  # "RT 03 dus. Mawar"
    r"(?<!\bper )(?<!\btiap )(?<!\bsetiap )(?<!\buntuk )(?<!\bbagi )\b(?:RT|RW|No|Nomor|Km|Blok)\.?\s?[\d/]+\s?$",
    re.IGNORECASE,
)
_MARKET, _DIRECTION_BEFORE = "psr", re.compile(r"(?:\b(?:di|ke|dari)|,)\s$")  # "di Psr. Simpong"
_NO_VOWEL = re.compile(r"[A-Z]?[b-df-hj-np-tv-z]{1,5}$")  # an abbreviation that no table has
_LEVEL = "tk"  # "tk. kecamatan"; in capitals it is the kindergarten
_OF_A_LEVEL = re.compile(r"\s+(?:KEC|KAB|PROV|DESA|NASIONAL|KOTA)")
_NUMERAL = re.compile(r"\s+(?:\d|[IVX]+\b)")
_BOOK = re.compile(r"[A-Z][a-z]{1,3}$")  # "2 Tim. 3:16"
_VERSE = re.compile(r"\s+\d{1,3}:\d{1,3}(?!\d|[.:]\d)")
# short forms of whole words may end a sentence: "otomatis tdk dpt. Usul lewat aplikasi"
_MAY_END = frozenset(
    """dll dsb dst dkk sbb tsb tbk dpt tks thx mksh trmksh sdh blm tdk lg jg org skrg bsk msk brgkt dtg plg byk bnyk sktr tmpt
    slmt hbs lgkp ptgs rmh skt sklh blg bgt trs ksh bsr kcl wrg hlg lngkp lgsg mlm pg sy kmbl kmrn pcs lbr bks btl klg ekr kpg ptg
    krg msjd dgr spy jgn sgt wjb klrg tmn dkt jdwl hsl syrt psr""".split()  # noqa: SIM905
)
_DEGREE = re.compile(r"^(?:[A-Z][A-Za-z]{0,4}\.)+[A-Z]?[A-Za-z]{0,5}\.?,?$")
_JOINING = "&+="
_SIGNED = re.compile(r"\s+[-−<>≤≥±]\d")  # "mag. -3,2"
_INITIALS = re.compile(r"^(?:[A-Z]\.)*[A-Z]$")
_ENTRY = re.compile(r"\s\d{1,2}\.\s[A-Z]")  # behind "1. Wulan, S.E."
_DIGITS = re.compile(r"\d{1,2}(?=\.)")
_FIRST_ENTRY = re.compile(r":\s\(?1[.)]\s")
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})$")

# Places to divide a long sentence, the better ones first.
_BREAKS = (
    re.compile(r"[;:](?=\s)|\s[–—-](?=\s)"),
    re.compile(r",(?=\s)"),
    re.compile(r"\s(?=(?:dan|atau|tetapi|sedangkan|karena|sehingga|agar|supaya|serta|yang|untuk|bahwa|ketika|jika)\s)"),
    re.compile(r"\s"),
)


@cache
def _pointed() -> frozenset[str]:
    """Return the short forms of the table that have a point, and those whose words depend on the number behind them.

    Forms that are also words are left out.
    """
    forms = frozenset(form.lower() for form in read_table("abbreviations.tsv"))
    return (forms | {"par.", "kol.", "ep.", "simp.", "kav.", "op.", "diam.", "das."}) - {
        "lab.",
        "ling.",
        "saw.",
        "kes.",
        "spes.",
        "term.",
        "dev.",
    }


def sentence_spans(
    text: str, *, longest: int = MAX_CHARACTERS, abbreviations: Collection[str] = frozenset()
) -> list[Span]:
    """Return (start, end) of each sentence, in order, without the white space around it. Every other character is in exactly one.

    *abbreviations* are those of the place, in small letters and without their last point.
    """
    spans: list[Span] = []
    start = 0
    for end in _ends(text, abbreviations):
        spans.extend(_divided(text, start, end, longest))
        start = end
    spans.extend(_divided(text, start, len(text), longest))
    return spans


def _ends(text: str, abbreviations: Collection[str]) -> Iterator[int]:
    for found in _END.finditer(text):
        if not _goes_on(text, found.start(), found.end(), found.group(), abbreviations):
            yield found.end()


def _goes_on(text: str, point: int, after: int, mark: str, abbreviations: Collection[str]) -> bool:
    """Return whether the mark at *point* is inside a sentence.

    It may belong to a quoted question, an abbreviation, initials, a degree or a list number. *after* is behind the
    mark.
    """
    if mark[0] in "\n;:":
        return False
    following = _NEXT_WORD.match(text, after)
    if following is None or "\n" in text[after : following.start(1)]:
        return False
    if following.group(1).islower() or following.group(1) in _JOINING or _SIGNED.match(text, after):
        return True  # sentences begin with a capital
    if mark[0] != "." or mark.startswith(".."):
        return False
    found = _LAST_WORD.search(text, max(0, point - 40), point)
    if found is None:
        return False
    word = re.split("[–=]", found.group())[-1] or found.group()  # "Bunta–Bts. Kab. Touna", "B=Ny. Fatma"
    if (known := _goes_on_by_word(text, found.start(), after, word, following.group(1))) is not None:
        return known
    if word.lower().rstrip(",") in abbreviations:
        return True
    if _INITIALS.match(word):
        return not (
            _begins_sentence(text, after)
            and len(word) == 1
            and _NAME_BEFORE.search(text[max(0, found.start() - 20) : found.start()])
        )
    if _DEGREE.match(word):
        return (
            text[after - 1 : after] == "," or text[after : after + 2] == " (" or _ENTRY.match(text, after) is not None
        )
    return bool(_NUMBERED.match(word)) and _begins_entry(text, found.start())


def _is_market(word: str, before: str, behind: str) -> bool:
    """Return whether a name follows the market, as in "di Psr. Simpong"; behind small letters "Baru" begins a sentence."""
    name = re.match(r"\s*([A-Z][a-z]+)", behind)
    named = name is not None and name[1].lower() in group("market" if word[0].isupper() else "townmarket")
    return named and _DIRECTION_BEFORE.search(before) is not None


def _table_form(before: str, word: str) -> str:
    """Return the word as the tables have it, or its last part ("se-Kab."); "" for "pick up"."""
    if _ENGLISH.search(f"{before}{word}"):
        return ""
    bare = word.lower().rstrip(",")
    return bare if bare in _ABBREVIATIONS else re.split(r"[-/]", bare)[-1]


def _goes_on_by_word(text: str, start: int, after: int, word: str, following: str) -> bool | None:
    """Return whether the point goes on, by an abbreviation that is known or has no vowel; None for other words."""
    before = text[max(0, start - _NEAR) : start]
    bare = _table_form(before, word)
    numbered = _NUMBER_BEFORE.search(text[max(0, start - 2) : start]) is not None
    if bare in _MAY_END:
        behind = text[after : after + _NEAR]
        return behind.lstrip().startswith("(") or (bare == _MARKET and _is_market(word, before, behind))
    if _ends_date(bare, before):
        return following.isdigit()
    if _BOOK.match(word) and _VERSE.match(text, after):
        return True
    if bare in _COUNTED and numbered and not _NUMERAL.match(text, after):
        near = text[max(0, start - MAX_CHARACTERS) : after + MAX_CHARACTERS]
        return _ADDRESS.search(before) is not None or (bare == "gol" and graded(near))
    if (
        (word in _BEFORE_NAMES and not numbered and not _begins_sentence(text, after))
        or word in _QURAN_AND_HADITH
        or (bare in _BEFORE_NUMBER and _NUMERAL.match(text, after))
    ):
        return True
    if _NO_VOWEL.match(word) and bare not in _BEFORE_NUMBER and not numbered:
        return True
    if (bare == _LEVEL and _OF_A_LEVEL.match(text, after)) or (bare == _STAFF and numbered):
        return True
    if following.isdigit() and f"{bare}." in _pointed():
        return True
    return True if word == _LEVEL or bare in _ABBREVIATIONS else None


def _ends_date(bare: str, before: str) -> bool:
    """Return whether the word is a month behind its day or the H of a Hijri year."""
    if bare == "h":
        return _HIJRI_YEAR.search(before) is not None
    return bare in _BEHIND_NUMBER and _NUMBER_BEFORE.search(before) is not None


def _begins_sentence(text: str, after: int) -> bool:
    """Return whether a sentence begins behind the mark, with a word that is no name."""
    behind = _WORDS_AFTER.match(text, after)
    return behind is not None and behind["word"] in _BEGINS


def _begins_entry(text: str, place: int) -> bool:
    """Return whether a line begins here, or a list goes on in its line.

    Examples: "membawa: 1. KTP, 2. KK", "Kepada: 1. Wulan, S.E. 2. Fahmi", "Juara 1. Amir 2. Udin".
    """
    begins = text.rfind("\n", 0, place) + 1
    last = max(begins, place - MAX_CHARACTERS)
    first = text[begins : begins + MAX_CHARACTERS]  # a list's first entry is here, the one before this at the end
    before = (first[: last - begins] + text[last:place]).rstrip()
    if not before or before[-1] in ":,;" or (before.isalpha() and heads_list(tokens(first))):
        return True
    if before[-1] == "." and _FIRST_ENTRY.search(before) is not None:
        return True
    number = _DIGITS.match(text, place)  # "ronda: 1. Amir 2. Udin"
    return number is not None and next_entry(before, int(number.group()), ".")


def _divided(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    """Yield one sentence, or its parts if it is too long."""
    start, end = _trimmed(text, start, end)
    while end - start > longest:
        cut = _cut(text, start, start + longest)
        left = _trimmed(text, start, cut)
        if left[0] < left[1]:
            yield left
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield start, end


def _cut(text: str, start: int, limit: int) -> int:
    half = start + (limit - start) // 2
    for pattern in _BREAKS:
        best = None
        for found in pattern.finditer(text, half, limit):
            best = found
        if best is not None:
            return max(best.end(), start + 1)
    return limit


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
