"""Short forms that are also a name, an acronym or an ordinary word.

They are read where their neighbours tell the meaning, and stay as written elsewhere ("Tek. darah", but "Tek." at an
end; "8 btn" of goats, but "KPR btn").
"""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule

_BEHIND_NUMBER = r"(?<=[\d½¼¾]\s)"
_ANIMAL_WORDS = re.compile(r"\b(?:jtn|jantan|ekor|ekr|sapi|kambing|babi|ayam|itik|bibit|indukan)\b", re.IGNORECASE)
_LIQUID_WORDS = re.compile(
    r"\b(?:solar|bensin|pertalite|pertamax|dexlite|bbm|minyak|oli|air|susu|isi|tangki|jeriken|jerigen|cat|pestisida|herbisida|kapasitas|madu|"
    r"ember|galon|sirup|santan|toren|tandon)\b",
    re.IGNORECASE,
)
_SURGERY_WORDS = re.compile(
    r"\b(?:katarak|hernia|sesar|caesar|amandel|usus buntu|bibir sumbing|bedah)\b", re.IGNORECASE
)

_BUILDING_WORDS = re.compile(
    r"\b(?:rumah|ruko|gedung|kantor|masjid|kos|bangunan|gudang|hotel|toko|asrama|kamar|SHM)\b", re.IGNORECASE
)
_JUST_POURED = re.compile(
    rf"(?i:{_LIQUID_WORDS.pattern})(?:\s(?!baru\b|lancar\b|rapi\b|mulus\b|isi\b|Isi\b|Kapasitas\b)[A-Za-z]+){{0,2}}[:\s]*$"
)
_MOST_FLOORS = 60
# a shop by its name: "Ruko Madu Hutan 2 lt."
_SHOP = re.compile(r"\b(?:[Rr]uko|[Tt]oko)(?:\s[A-Z][A-Za-z]+)+\s*$")
_MOST_OF_A_SHOP = 5
_MADE_OF = re.compile(r"\bjembatan(?:\s(?:gantung|kayu|besi|bambu|baja|beton))+", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<!\bper )(?<!\btiap )(?<!\bsetiap )(?<!\buntuk )(?<!\bbagi )\b(?:RT|RW|No|Nomor|Km|Blok)\.?\s?[\d/]+\s?$",
    re.IGNORECASE,
)
_HAMLETS_BEFORE = re.compile(
    r"\b(?:merendam|melanda|terendam|padam|longsor|banjir|gempa|desa \w+ (?:punya|memiliki)|\d+ desa(?:,| dan)|membawahi|terdiri|"
    r"menjangkau|mencakup|meliputi)\s(?:di\s|pada\s|atas\s|dari\s)?$",
    re.IGNORECASE,
)
_AID_WORDS = re.compile(r"\b(?:bantuan|bansos|paket|sembako|sumbangan)\b", re.IGNORECASE)
_BRIDGE_BEFORE = re.compile(r"\bjembatan[^.]{0,25}$", re.IGNORECASE)
_BAR_WORDS = re.compile(r"\b(?:kayu|bambu|pipa|pohon|kelapa|besi|semen|tiang|balok|baja|rel)\b", re.IGNORECASE)


ENGLISH_UP = r"(?P<english>\b(?i:pick|make|follow|warm|check|push|start|top|sit|fill)[ -])"
"""Pattern of words before "up" with which it is no short form ("1 pick up.")."""


def ends_address(before: str) -> bool:
    """Return whether a number at the end of *before* belongs to an address: "RT 03 dus. Mawar"."""
    return _ADDRESS.search(before) is not None


def _is_hamlet_number(found: re.Match[str]) -> bool:
    before = found.string[: found.start()]
    if ends_address(found.string[: found.end("many")]):
        return True
    return _HAMLETS_BEFORE.search(before) is not None and not _AID_WORDS.search(before)


def _poles(found: re.Match[str]) -> str:
    before = _MADE_OF.sub("jembatan", found.string[: found.start()])
    return found.group() if _BRIDGE_BEFORE.search(before) and not _BAR_WORDS.search(before) else "batang\u2060."


def _litres(found: re.Match[str]) -> str:
    before = re.sub(r"[\d.,]+\s?$", "", found.string[: found.start()])
    many = re.sub(r"\D", "", found.string[len(before) : found.start()])
    counted = int(many[:4]) if many.isdecimal() else 0
    if _SHOP.search(before) and counted <= _MOST_OF_A_SHOP:
        return found.group()
    if counted > _MOST_FLOORS:
        return "liter\u2060."
    if _LIQUID_WORDS.search(before) and (_JUST_POURED.search(before) or not _BUILDING_WORDS.search(before)):
        return "liter\u2060."
    return found.group()


COUNTED: tuple[Rule, ...] = (
    # English such as "pick up", its point at an end: not "untuk perhatian"
    rule(rf"{ENGLISH_UP}up\.", "\\g<english>up\u2060.", needs="up."),
    # counted things, their point at an end: five boxes are no hamlets, twenty litres no floors, ten poles no spans
    rule(
        r"(?P<many>(?<!\bdi )(?<!\bdari )(?<![\w.,/])\d[\d.,]*\s|"
        r"(?:(?<=\d)|(?<=rb)|(?<=ribu)|(?<=rupiah)|(?<=bks)|(?<=bungkus)|(?<=pcs)|(?<=biji)|(?<=btl)|(?<=botol)|(?<=sachet)|(?<=saset)|(?<=kaleng)|"
        r"(?<=gelas)|(?<=cup)|(?<=kotak)|(?<=pak)|(?<=butir))/)"
        r"dus\.(?=\s*(?:$|[A-Z][a-z]))",
        lambda found: found.group() if _is_hamlet_number(found) else f"{found['many']}dus\u2060.",
        needs="dus.",
    ),
    # the price of a box
    rule(
        r"(?P<what>\b(?i:harga|dijual|jual|seharga)\b[^.]{0,25}\bper )dus\.(?=\s*(?:$|\d|[a-z]))",
        "\\g<what>dus\u2060.",
        needs="dus.",
    ),
    rule(
        r"(?P<where>\b(?:RT|RW|(?i:lingk\.?|ling\.?|kel\.?|kec\.?|desa)(?: [IVX]+| [A-Z][a-z]+)?))/dus\.(?=\s[A-Z][a-z])",
        r"\g<where> dusun",
        needs="/dus.",
    ),
    rule(r"(?<=[A-Za-z])/dus\.(?=\s*(?:$|[A-Z]))", " per dus\u2060.", needs="/dus."),
    rule(
        r"(?:(?<=\d )|(?<=\d)|(?<=/))btg\.(?=\s*(?:$|[A-Z][a-z]|[,;)]))",
        _poles,
        needs="btg.",
    ),
    rule(
        rf"(?P<what>(?<!embatan )(?<!embatan gantung )(?i:{_BAR_WORDS.pattern})(?:\s[a-z]+)?\s\d[\d.,]*\s?)btg\.(?=\s[a-z])",
        "\\g<what>batang\u2060",
        needs="btg.",
    ),
    rule(
        r"(?:(?<=\d )|(?<=\d)|(?<=/))lt\.(?=\s*(?:$|[A-Z][a-z]))",
        _litres,
        needs="lt.",
    ),
    rule(r"(?<=\d )kap\.(?=\s*(?:$|[A-Z][a-z]|[,;)]))", "kapsul\u2060.", needs="kap."),
)

# kinds of paint on sale, behind the word "cat"
_PAINT = (
    r"(?:tembok|kayu|besi|minyak|dasar|genteng|air|semprot|duko|avian|avitex|nippon|dulux|jotun|catylac|mowilex|no ?drop|putih|"
    r"hitam|merah|biru|hijau|kuning|krem|abu|warna|merek|merk)\b"
)

CLIPPINGS: tuple[Rule, ...] = (
    # a remark at the end of a message; paint has a kind or a price behind it
    rule(rf"^(?P<sign>\W*)Cat\s?:(?=\s?(?!(?i:{_PAINT}))[A-Za-z])", r"\g<sign>catatan:", needs="Cat"),
    rule(
        r"(?<![\w.])(?:Bp|bp)(?=\s?/\s?(?:[Ii]bu|[Bb]u|[Ss]dr|[Ii]bk)\b|\s(?:[Ii]bu|dan [Ii]bu|& [Ii]bu)\b)|\bBp(?=\s[A-Z][a-z])",
        "bapak",
        needs="p",
    ),
    rule(r"(?<!\d )(?<!\d)\b[Pp]km\b(?!\.)", "puskesmas", needs="km"),
    # where rooms are let it is a bathroom, no ship: "kos putri, KM dalam"
    rule(
        r"(?P<let>\b(?i:kost?|kosan|kontrakan|kamar|disewakan|homestay|penginapan)\b.{0,80}?[\s,;(])"
        r"(?<!\d )KM(?=\s(?:dalam|di dalam|luar|di luar|sendiri|dlm)\b)",
        r"\g<let>kamar mandi",
        needs="KM",
    ),
    rule(
        r"(?P<where>\b(?:di|ke|dari|dr|gedung|ruang)\s)[Ll]t\s?(?=\d{1,2}\b(?![.,]\d|\s?(?:liter|ltr|lt|jerigen|solar|bensin|minyak)\b))",
        r"\g<where>lantai ",
        needs="t",
    ),
    rule(
        r"(?P<what>\b(?i:buku|ulangan|pr|tugas|lks|baca|bacaan|kerjakan|mtk|matematika|ipa|ips|pkn|modul|tema|paket|koran|soal|"
        r"latihan|indonesia|inggris|mapel)\b[^.;\n]{0,40}?\s)hal\s(?=\d{1,3}\b)",
        r"\g<what>halaman ",
        needs="hal",
    ),
    # behind a number
    rule(rf"{_BEHIND_NUMBER}gls\b\.?(?=\s|[,;)]|$)", "gelas", needs="gls"),
    rule(r"(?:(?<=[\d½¼¾]\s)|(?<=\bbj/)|(?<=biji/)|(?<=benih/))lbg\b", "lubang", needs="lbg"),
    rule(r"(?<=\d\s)tts\b", "tetes", needs="tts"),
    rule(r"(?<=\d\s)bbt\b(?!\s?\d)", "bibit", needs="bbt"),
    rule(
        r"(?<=\d\s)btn\b",
        lambda found: "betina" if _ANIMAL_WORDS.search(found.string) else found.group(),
        needs="btn",
    ),
    rule(r"\bmnt(?=\s\d)|(?<=/)mnt\b|(?<=\bper )mnt\b", "menit", needs="mnt"),
    rule(r"(?:(?<=[\d½¼¾]\s)|(?<=/))btl\b|\bbtl(?=\s\d+\s?(?:ml|L|ltr|liter|cc)\b)", "botol", needs="btl"),
    # before the noun that they belong to
    rule(r"\bLor\.\s(?=\d|[IVX]+\b)", "lorong ", needs="Lor."),
    rule(
        r"\b[Tt]kt\.\s(?!PP\b|[Pp]esawat|[Kk]apal)|\b[Tt]kt\s(?=[IVX]+\b|(?:[Kk]ecamatan|[Kk]abupaten|[Pp]rovinsi|[Nn]asional|[Dd]esa)\b)",
        "tingkat ",
        needs="kt",
    ),
    rule(
        r"\b[Bb]ts\b\.?(?=\s(?:[USTB]\s?:|(?:akhir|waktu|umur|usia|tanah|wilayah|desa|utara|selatan|timur|barat|kecamatan|kabupaten|kota|desa|provinsi|kelurahan|Desa|Kota)\b))",
        "batas",
        needs="ts",
    ),
    rule(r"\bTek\.\s(?=(?:darah|air|angin|udara|ban)\b)", "tekanan ", needs="Tek."),
    rule(
        r"\bTek\.\s(?=(?:Sipil|Mesin|Elektro|Informatika|Industri|Komputer|Kimia|Lingkungan|Geologi|Pertambangan|Arsitektur)\b)",
        "teknik ",
        needs="Tek.",
    ),
    rule(r"\bKop\.\s(?=(?!Surat\b)[A-Z][a-z])", "koperasi ", needs="Kop."),
    rule(r"\bGab\.\s(?=(?:Kelompok|Klp|Poktan|Pengusaha|Petani)\b)", "gabungan ", needs="Gab."),
    rule(r"\bSal\.\s(?=(?:Irigasi|Air|Drainase|Primer|Sekunder|Tersier|Pembuang)\b)", "saluran ", needs="Sal."),
    rule(
        r"(?<!apak )(?<![Pp]ak )\b[Oo]p\.\s(?=[a-z\d])",
        lambda found: "operasi " if _SURGERY_WORDS.search(found.string) else found.group(),
        needs="p.",
    ),
    rule(r"(?P<who>\b(?i:tim|sar)\s)gab\.(?=[\s:])", r"\g<who>gabungan", needs="gab."),
    rule(r"(?P<what>\b(?i:lem)\s\d+\s)klg\b", r"\g<what>kaleng", needs="klg"),
)
