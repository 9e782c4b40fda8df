"""Units and signs that belong to a number: "5 km/jam", "25 °C", "100 m2", "75%", "±2 jam", "2 m x 3 m"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import DIGITS, NUMBER, POINT_DECIMAL, START, quantity
from kiosk.speech.indonesian.rule import BREATH, Rule, rule

UNITS = {
    # lengths, areas, volumes, weights
    "km": "kilometer", "m": "meter", "mtr": "meter", "cm": "sentimeter", "mm": "milimeter", "inch": "inci",
    "mdpl": "meter di atas permukaan laut",
    "m2": "meter persegi", "m²": "meter persegi", "km2": "kilometer persegi", "km²": "kilometer persegi",
    "mm2": "milimeter persegi", "mm²": "milimeter persegi",
    "cm2": "sentimeter persegi", "cm²": "sentimeter persegi", "ha": "hektare",
    "m3": "meter kubik", "m³": "meter kubik", "cm3": "sentimeter kubik", "cm³": "sentimeter kubik",
    "l": "liter", "lt": "liter", "ltr": "liter", "dl": "desiliter", "ml": "mililiter", "cc": "se se", "sdt": "sendok teh",
    "kg": "kilogram", "g": "gram", "gr": "gram", "mg": "miligram", "μg": "mikrogram",
    # speeds and concentrations
    "kmh": "kilometer per jam", "km/h": "kilometer per jam", "m/s": "meter per detik",
    "cm/s": "sentimeter per detik", "ku/ha": "kuintal per hektare", "kts": "knot", "kt": "knot",
    "l/s": "liter per detik", "l/dtk": "liter per detik", "l/det": "liter per detik", "ltr/dtk": "liter per detik",
    "km/j": "kilometer per jam", "t/ha": "ton per hektare", "mpa": "megapaskal",
    "mg/dl": "miligram per desiliter", "g/dl": "gram per desiliter",
    "nm3": "meter kubik normal", "nm³": "meter kubik normal", "mg/nm3": "miligram per meter kubik normal",
    "mg/nm³": "miligram per meter kubik normal", "μg/nm3": "mikrogram per meter kubik normal",
    "μg/nm³": "mikrogram per meter kubik normal",
    "μg/m³": "mikrogram per meter kubik", "μg/m3": "mikrogram per meter kubik", "ug/m3": "mikrogram per meter kubik",
    # heat, pressure, current, data
    "pk": "pe ka", "gsm": "ge es em",
    "°c": "derajat celsius", "° c": "derajat celsius", "ºc": "derajat celsius", "℃": "derajat celsius", "°": "derajat",
    "hpa": "hektopaskal", "mmhg": "milimeter air raksa",
    "kw": "kilowatt", "kwh": "kilowatt jam", "mw": "megawatt", "w": "watt", "kv": "kilovolt", "v": "volt",
    "kva": "kilovolt ampere", "mva": "megavolt ampere", "va": "volt ampere", "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz",
    "gb": "gigabita", "mb": "megabita", "kb": "kilobita", "mbps": "megabit per detik", "kbps": "kilobit per detik",
    # counts
    "%": "persen", "‰": "per mil", "rb": "ribu", "jt": "juta", "mnt": "menit", "dtk": "detik", "thn": "tahun", "hr": "hari",
    "mgg": "minggu", "hk": "hari kerja", "bln": "bulan",
    "kpg": "keping", "ptg": "potong", "bks": "bungkus", "btl": "botol", "gln": "galon",
    "lsn": "lusin", "ikt": "ikat",
    "mg%": "miligram persen", "ekr": "ekor", "sct": "saset", "ktk": "kotak", "krg": "karung", "kmr": "kamar", "kapl": "kaplet",
    "kaps": "kapsul", "mlm": "malam", "smt": "semester",
    "ah": "ampere jam", "mah": "miliampere jam", "wp": "watt puncak", "wh": "watt jam",
    "ghz": "gigahertz", "rpm": "er pe em", "kkal": "kilokalori",
    "db": "desibel", "iu": "i u", "ppm": "pe pe em", "ppb": "pe pe be",
    "ntu": "en te u", "mg/l": "miligram per liter", "g/l": "gram per liter",
    "gr/l": "gram per liter", "ml/l": "mililiter per liter", "cc/l": "se se per liter", "μg/l": "mikrogram per liter",
    "μl": "mikroliter",
    "m3/dtk": "meter kubik per detik", "m³/dtk": "meter kubik per detik", "m3/s": "meter kubik per detik",
    "kl": "kiloliter", "kwp": "kilowatt puncak", "mwp": "megawatt puncak", "dbm": "desibel miliwatt", "bbl": "barel",
    "oz": "troy ons", "mwh": "megawatt jam", "gwh": "gigawatt jam", "gw": "gigawatt", "tb/s": "terabita per detik",
    "bh": "buah", "pcs": "buah", "btr": "butir", "btg": "batang", "lbr": "lembar", "tab": "tablet",
    "org": "orang", "kk": "kepala keluarga",
    # coordinates
    "ls": "lintang selatan", "lu": "lintang utara", "bt": "bujur timur", "bb": "bujur barat",
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_LETTER_UNITS = "|".join(unit for unit in UNITS if unit.isalpha() and len(unit) > 1)
_AMOUNT = rf"{POINT_DECIMAL}|{NUMBER}"
# the end of a number, in digits or in words: a unit has one before it, a program and Instagram have none
_COUNTED = rf"(?:\d|\b(?:{'|'.join(DIGITS)}|sepuluh|sebelas|belas|puluh|\w*ratus|\w*ribu|juta|setengah|perempat))"
_COUNTED_IN = (
    "hari|minggu|bulan|tahun|ribu|juta|mili[ay]r|orang|lembar|kilo|buah|ekor|persen|ton|bungkus|kotak|meter|unit|paket"
)
_BEHIND = r"(?![\w²³])(?!(?<=[hH][aA]) (?:minus|plus)\b)"  # "ha minus tujuh" are no hectares


# words before "G" for a car, an address or a mobile network
_NO_GRAM = re.compile(
    r"\b(?:avanza|innova|xenia|rush|fortuner|calya|agya|veloz|mobil|jl|jln|jalan|gang|lorong|blok|no|nomor|rumah|kelas|kls|kamar|"
    r"ruang|kursi|rak|jaringan|sinyal|las|lte)\b\.?(?:\s\w+\.?){0,2}\s?$",
    re.IGNORECASE,
)


def _measured(found: re.Match[str]) -> str:
    if found["unit"] == "G" and not re.match(r"\d{3}", found["low"]) and _NO_GRAM.search(found.string[: found.start()]):
        return found.group().replace("G", "ge")
    words = quantity(found["low"])
    groups = found.groupdict()
    if high := groups.get("high"):
        if unit := groups.get("low_unit"):
            words += f" {UNITS[unit.lower()]}"
        words += f" {'sampai dengan' if 'dengan' in found['until'] else 'sampai'} {quantity(high)}"
    return f"{words} {UNITS[found['unit'].lower()]}"


def _same_amount(much: str, volume: str) -> bool:
    """Return whether weight and volume are the same amount: a kilogram of grain fills one litre and a half."""
    weight, litres = (float(each.replace(".", "").replace(",", ".")) for each in (much, volume))
    return weight < litres < 2 * weight


def _closes_quote(found: re.Match[str]) -> bool:
    """Return whether the mark closes words that were quoted."""
    opened = False
    for mark in re.finditer('"', found.string[: found.start()]):
        begins = not found.string[: mark.start()].strip() or found.string[mark.start() - 1] in " (:,"
        opened = begins  # a mark that begins no word ends one, or is an inch
    return opened


# the number of a madrasah: "MIN 1 Banggai"
_SCHOOL = re.compile(r"\s[1-9](?:\s[A-Z][a-z]|\s*(?:[.;,)]\s*)?$)")
_TIME = "tahun|bulan|minggu|hari|jam|menit|detik"

_PEOPLE_WORDS = re.compile(
    r"\b(?:peserta|siswa\w*|orang|jiwa|warga|pengungsi|anak|balita|bayi|murid|pasien|kasus|penduduk|lansia|jemaah|santri|kader|"
    r"pemilih|tamu|guru|perangkat|korban)\b",
    re.IGNORECASE,
)
_STALL_BEFORE = re.compile(r"(?:kios|lapak|stan|stand|gerai|kursi|meja|bangku)$")  # "5 kios/lapak" are one or the other
_STALL_BEHIND = re.compile(r"(?:kios|lapak|stan|stand|gerai|kursi|meja)\b")
_NUMBERED = re.compile(
    r"\b(?:lantai|lt\.?|blok|gedung|nomor|no\.?|kamar|kelas|pos|sesi|jalur|loket)\s\d+$", re.IGNORECASE
)

# vessels and their volume in ml: a glass is a fifth of a litre, so 200 ml beside it is the same amount
_VESSEL_ML = {"gelas": (150, 350), "cangkir": (100, 250), "botol": (250, 1500), "sendok makan": (10, 15), "sdm": (10, 15),
         "sendok teh": (5, 5), "sdt": (5, 5)}  # fmt: skip
_MIXED = re.compile(r"\b(?:campur\w*|larut\w*|encer\w*)\b", re.IGNORECASE)
_DILUTED = re.compile(r"\s?(?:ml|cc)\s(?:air|larutan|santan|susu|media|bensin|solar)\b", re.IGNORECASE)
_DOSE_WORD = re.compile(r"\bdosis\b", re.IGNORECASE)
_MEDICINE = re.compile(r"\b(?:mg|mcg|obat|dosis|perut|pasien|strip|kapsul)\b", re.IGNORECASE)
_GAS_WORDS = re.compile(r"\b(?:gas|elpiji|lpg|oksigen|bright)\b", re.IGNORECASE)
_VESSELS = "gelas|botol|cangkir|mangkuk|mangkok|tumbler|piring"


def _vessel_or_volume(found: re.Match[str]) -> str:
    least, most = _VESSEL_ML[found["what"]]
    if _MIXED.search(found.string[: found.start()]):
        return found.group()
    if _DOSE_WORD.search(found.string) and _DILUTED.match(found.string, found.end("much")):
        return found.group()  # an amount of one in an amount of the other
    return f"{found['one']} atau " if least <= int(found["much"]) <= most else found.group()


UNIT_RULES: tuple[Rule, ...] = (
    rule(r"(?P<size>\d\s?[xX×]\s?\d+)\s+(?=\d)", rf"\g<size> {BREATH}"),
    # bottles of gas, not tablets: "Elpiji 22rb/tab"
    rule(
        r"(?<=\w)\s?/\s?tab\b",
        lambda found: (
            " per tabung"
            if _GAS_WORDS.search(found.string[: found.start()]) and not _MEDICINE.search(found.string)
            else found.group()
        ),
        needs="tab",
    ),
    # either of two vessels, or a vessel and its volume: "1 gelas/botol", "1 gelas/200 ml"; "24 botol/dus" is a count in each
    rule(rf"(?P<one>(?<![\w.,])1 (?:{_VESSELS}))\s?/\s?(?=(?:{_VESSELS})\b)", r"\g<one> atau ", needs="/"),
    rule(
        rf"(?P<one>(?<![\w.,/-])1 (?P<what>{'|'.join(_VESSEL_ML)}))"
        rf"\s?/\s?(?=(?P<much>\d{{1,4}})\s?(?:ml|mL|cc)\b)",
        _vessel_or_volume,
        needs="/",
    ),
    # a count for each of other things: "15 detik/slot"; "curah/kemasan" is one or the other
    rule(
        r"(?P<many>\d\s?[A-Za-z]{1,10})\s?/\s?(?=(?:display|joran|stan|stand|kemasan|halaman|sesi|shift|rombel|gerbong|meja|bungkus|"
        r"botol|polybag|pos|slot|kasus|pokok|koli|etmal|lot|saham|siklus|putaran|kunjungan|sampel|parameter|judul|bidang|gerai|kios|"
        r"lapak|galon|kursi|petak|bedeng|baris|soal|boks|dus|tenda|grup|regu)\b)",
        lambda found: (
            found.group()
            if _STALL_BEFORE.search(found["many"]) and _STALL_BEHIND.match(found.string, found.end())
            else f"{found['many']} per "
        ),
        needs="/",
    ),
    # from one age to another: "6 bln - 5 thn"
    rule(
        rf"(?<=\d )(?P<low>{_TIME})\s{{1,2}}?[-–—]\s?(?=\d{{1,3}}\s?(?:{_TIME}|thn|th|bln|hr|mgg|mnt)\b)",
        r"\g<low> sampai ",
    ),
    # doses for a sprayer
    rule(
        r"(?P<much>\d\s?(?:ml|cc|l|lt|ltr|liter|gr?|gram|kg|sdm|sdt|tutup))\s?/\s?(?=(?:tangki|ember)\b)",
        r"\g<much> per ",
        needs="/",
    ),
    # a dose for each kilogram of body weight
    rule(r"/\s?kg\s?BB\b", " per kilogram berat badan", needs="/"),
    rule(r"(?<=\d)\s?kg\s?BB\b", " kilogram berat badan", needs="kg"),
    # thousands and millions of a unit: "3,2 juta m3"
    rule(
        r"(?P<scale>\b(?:ribu|juta|mili[ay]r)\s)(?P<unit>m3|m³|m2|m²|km2|km²|ha|kg|kWh|kwh|kl|KL|GB|org|KK|btg|btr|ekr|lbr|bh|ltr)(?![\w²³])",
        lambda found: f"{found['scale']}{UNITS[found['unit'].lower()]}",
    ),
    rule(r"(?<=\d)\s?tts\b", " tetes", needs="tts"),
    # terabytes; elsewhere "TB" is a disease
    rule(
        r"(?P<what>\b(?i:kuota|memori|hard ?d?isk|hdd|ssd|storage|penyimpanan|flash ?disk|server|cloud)\b"
        r"(?:(?!pasien|penderita|kasus|suspek|obat)[^,;:.\n]){0,20}?\d)\s?TB\b(?!\s(?:aktif|paru|baru|laten|anak|RO))",
        r"\g<what> terabita",
        needs="TB",
    ),
    rule(r"(?<=\d)\s?m\sdpl\b", " meter di atas permukaan laut", needs="dpl"),
    rule(r"(?<![\w.,+])(?P<km>\d{1,3})\+(?=\d{3}(?!\d|[.,]\d))", r"\g<km> plus ", needs="+"),
    rule(r"(?<![\w+])(?<!\d )\+(?=\d)", " plus ", needs="+"),
    # negative numbers: shares anywhere, other units where the sign cannot be the dash of a list
    rule(rf"(?<![\w)%°º])(?<!\d )[-−](?=(?:{NUMBER})\s?(?:%|persen\b))", "minus "),
    rule(rf"(?<=[\s(:=])(?<!\d )[-−](?=(?:{NUMBER})\s?(?:{_UNIT}){_BEHIND})", "minus ", flags=re.IGNORECASE),
    # weight or volume, if both are the same amount: "2,5 kg/3,5 ltr beras"; else a concentration
    rule(
        rf"(?P<weight>(?P<much>{NUMBER})\s?(?i:kg|kilogram|gr|gram|mg))\s?/\s?(?=(?P<volume>{NUMBER})\s?(?i:l|lt|ltr|"
        rf"liter|ml)\b)",
        lambda found: f"{found['weight']} {'atau' if _same_amount(found['much'], found['volume']) else 'per'} ",
        needs="/",
    ),
    rule(r"(?<=[a-z])\s?/\s?(?=±\s?\d)", " per ", needs="/"),
    rule(
        r"(?<=\d)/(?=(?:regu|tim|kelompok|kelas|orang|org|sekolah|desa|dusun|keluarga|rumah|kamar|hari|bulan|siswa|peserta|"
        r"anak|pos|soal|slot|lot|sesi|shift|kupon)\b)",
        lambda found: "/" if _NUMBERED.search(found.string[: found.start()]) else " per ",
        needs="/",
    ),
    rule(
        r"(?P<unit>\b(?:\d+ ?W|CFU|cfu|MPN))\s?/\s?(?=\d{1,4}\s?(?:ekor|ml|mL|m2|m²|gr?|L)\b)",
        r"\g<unit> per ",
        needs="/",
    ),
    rule(r"(?P<one>\b1\s[a-z]{3,12})/(?=\d{1,4}\s[a-z]{3})", r"\g<one> per ", needs="/"),
    # an amount of one for an amount of the other: "1 bolus/150 kg"
    rule(
        rf"(?<=[a-z]{{2}})(?<!jiwa)\s?/\s?(?=(?:{NUMBER})\s?(?:(?i:kg|gr?|ml|cc|l|lt|ltr|ha|mm|cm|km)|m[23²³]?|kilogram|gram|"
        rf"liter|meter|"
        r"hektare|ekor|orang|org|KK|rumah|pohon|butir|sak|zak|karung|bln|thn)\b)",
        " per ",
        needs="/",
    ),
    rule(r"(?<![\w)°º])(?<!\d )[-−](?=\d+(?:,\d+)?\s?[°º])", "minus "),
    rule(
        r"(?<![\w)])(?<!\d )[-−](?=\d+(?:,\d+)?\s?(?:s\.?d\.?|s/d|sampai(?: dengan)?|hingga|–)\s?[-−]?\d+(?:,\d+)?\s?[°º])",
        "minus ",
    ),
    # weight and height of people
    rule(
        r"\bBB(?=\s?[:=]?\s?(?:±|kurang lebih |lebih dari |kurang dari |paling sedikit |paling banyak |min\.? |maks\.? |"
        r"minimal |maksimal )?\s?\d)(?!\s?\d{1,2}\s(?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Ags|Agt|Sep|Okt|Nov|"
        r"Des))(?!\s?[:=]?\s?\d[\d.,]*\s?%)",
        "berat badan",
        needs="BB",
    ),
    # the height of a body has centimetres or a weight beside it, the illness has cases
    rule(
        r"\bTB(?=\s?[:=]?\s?(?:±|kurang lebih |lebih dari |kurang dari |paling sedikit |paling banyak |min\.? |maks\.? |"
        r"minimal |maksimal )?\s?\d+(?:,\d)?\s?cm|\s?[:=]?\s?1\d\d(?:,\d)?\s?[,/;&]?\s?(?:dan )?(?:BB|berat)\b)",
        "tinggi badan",
        needs="TB",
    ),
    rule(r"\bPB(?=\s?[:=]?\s?[3-9]\d(?:,\d)?\s?cm\b)", "panjang badan", needs="PB"),
    rule(
        rf"(?P<men>{NUMBER})\s?L\b(?P<between>\s?(?:,|/|;|dan|&|\+)\s?|\s)(?P<women>{NUMBER})\s?P\b",
        lambda found: f"{quantity(found['men'])} laki laki, {quantity(found['women'])} perempuan",
    ),
    rule(
        rf"\bL\s?[:=]?\s?(?P<men>{NUMBER})(?P<between>\s?(?:,|/|;|dan|&)\s?)P\s?[:=]?\s?(?P<women>{NUMBER})",
        lambda found: f"laki laki {quantity(found['men'])}, perempuan {quantity(found['women'])}",
    ),
    # side by side they may also be measures of a table or of clothes
    rule(
        rf"\bL\s?[:=]?\s?(?P<men>{NUMBER})\sP\s?[:=]?\s?(?P<women>{NUMBER})(?![\d.,]*\s?[ckm]?m\b)",
        lambda found: (
            f"laki laki {quantity(found['men'])}, perempuan {quantity(found['women'])}"
            if _PEOPLE_WORDS.search(found.string[: found.start()])
            else found.group()
        ),
    ),
    rule(
        r"(?P<what>\b(?i:pendidikan|pend\.?|lulusan|ijazah|tamatan|kualifikasi|syarat|wanita|pria|usia|umur)\s|[,;:(]\s?)min\s"
        r"(?=(?:SD|SMP|SLTP|SMA|SMU|SLTA|SMK|MA|MTs|D-?[1-4]|S-?[1-3]|lulusan|lulus|"
        r"usia|umur|pendidikan|tinggi|sarjana|diploma|paket [ABC])\b)",
        r"\g<what>minimal ",
        needs="min",
    ),
    rule(r"\b(?i:max|maks)\.?(?=\s?\d)", "maksimal"),
    rule(
        r"\b(?i:min)\.?(?=\s?(?:minus )?\d)",
        lambda found: (
            found.group() if found.group() == "MIN" and _SCHOOL.match(found.string, found.end()) else "minimal"
        ),
    ),
    rule(r"(?<=\d )derajat C\b", "derajat celsius", needs="derajat C"),
    rule(
        r"(?P<what>\b(?:tensi|tekanan darah)(?:nya)?(?: (?!rumah|ruko|kios)[a-z]+){0,2}:? )"
        r"(?P<above>[4-9]\d|[1-3]\d\d)/(?P<below>\d{2,3})\b",
        r"\g<what>\g<above> per \g<below>",
        flags=re.IGNORECASE,
        needs="/",
    ),
    rule(
        r"(?P<what>\b(?i:usia|umur)\s)(?P<years>\d{1,2})\+(?=\s|[,;.)]|$)",
        r"\g<what>\g<years> tahun ke atas",
        needs="+",
    ),
    rule(r"(?P<years>\d{1,3})\s?\+\s?(?:tahun|th)\b", r"\g<years> tahun ke atas", needs="+"),
    rule(rf"{START}(?P<many>\d{{1,3}})\+(?=\s?(?:[&,;.)/]|dan\b|$))", r"\g<many> plus", needs="+"),
    rule(rf"{START}(?P<many>{NUMBER})\+(?= [a-z])", r"lebih dari \g<many>", needs="+"),
    # oil by its viscosity
    rule(
        r"(?P<what>\b(?i:oli|pelumas|sae)\b[^.;\n]{0,30}?)(?P<cold>\d{1,2})W[ -]?(?P<hot>\d\d)\b",
        lambda found: f"{found['what']}{quantity(found['cold'])} we {quantity(found['hot'])}",
        needs="W",
    ),
    rule(r"\b(?P<number>[2-6])G\b", lambda found: f"{quantity(found['number'])} ge"),
    rule(
        r"\b(?P<number>(?:8[5-9]\d|9\d\d|1\.?0\d\d)(?:,\d)?)\s?(?:mb|mbar)\b", r"\g<number> milibar", needs="mb"
    ),  # air pressure, not the size of a file
    rule(r"\b(?:KM|Km)\.?\s?(?=\d)|(?<!\d)(?<!\d )\bkm\.?\s?(?=\d{1,3}\b)", "kilometer "),
    rule(r"±\s?", "kurang lebih "),
    rule(r"(?<!\w)\+/-\s?", "kurang lebih ", needs="+/-"),
    rule(r"(?P<low>\d)\s?[x×X]\s?(?=\d)(?!(?<=X)0)", r"\g<low> kali "),
    rule(r"(?P<low>\d\s?(?:m|cm|mm|km))\s?[x×X]\s?(?=\d)", r"\g<low> kali "),
    rule(
        r"(?P<name>\b(?:Supra|Vario|Jupiter|Mega|Shogun|Smash)\s)X(?=\s\d)", r"\g<name>eks", needs=" X "
    ),  # a motorcycle
    rule(r"(?<=minus )[-−](?=\d)", "", needs="minus "),
    rule(r"\s[xX](?=\s\d)|\s×(?=\s\w)", " kali"),  # "3 bulan × Rp300.000": money is in words by now
    rule(r"(?<=\d)\s?[xX×](?!\w)", " kali"),
    rule(
        r"(?P<above>(?:\d{2,3}\s?[-–]\s?)?\d{2,3})/(?P<below>(?:\d{2,3}\s?[-–]\s?)?\d{2,3})(?=\s?mmHg\b)",
        r"\g<above> per \g<below>",
        needs="mmHg",
    ),
    rule(
        r"(?:(?<=\d )|(?<=\d)|(?<=perempat )|(?<=setengah ))sdm\b", "sendok makan", needs="sdm"
    ),  # elsewhere it is human resources
    rule(r"[Øø]\s?(?=\d)", "diameter "),
    rule(
        r"(?P<what>\b(?:diameter|pipa|paralon|layar|monitor|besi|selang|kayu|ban|velg|TV|LED)(?: [A-Za-z]+)? )"
        r"(?P<size>[\d/,. ]{1,7})\s?(?:\"|″|”|'')",
        r"\g<what>\g<size> inci",
    ),
    rule(r"(?<=\d)\s?″", " inci"),
    rule(r"(?<=\d)\"(?=[\s,;.)]|$)", lambda found: " inci" if not _closes_quote(found) else found.group(), needs='"'),
    rule(
        rf"{START}(?P<low>{_AMOUNT})\s?(?:(?P<low_unit>{_UNIT})(?=\s?[-–—sh]))?\s?(?P<until>[-–—]|sampai(?: dengan)?|hingga)\s?"
        rf"(?P<high>{_AMOUNT})\s?(?P<unit>{_UNIT}){_BEHIND}",
        _measured,
        flags=re.IGNORECASE,
    ),
    rule(
        rf"\b(?P<part>setengah|sepertiga|seperempat|perempat|pertiga) (?P<unit>{_UNIT}){_BEHIND}",
        lambda found: f"{found['part']} {UNITS[found['unit'].lower()]}",
    ),
    rule(rf"(?<![\w.])(?P<low>{_AMOUNT})\s?(?P<unit>{_UNIT}){_BEHIND}", _measured, flags=re.IGNORECASE),
    rule(
        r"\b(?:(?i:magnitudo|magnitude|mag)|M)\s?[:=]?\s?(?P<size>\d{1,2}[.,]\d)\b",
        lambda found: f"magnitudo {quantity(found['size'])}",
    ),
    rule(
        rf"(?<=[a-z\d])\s?/\s?(?P<unit>(?i:{_LETTER_UNITS})(?![²³\w]|-\d)|[kc]?m[23²³](?!\w)|[glmwv]\b|(?<=rupiah/)L|(?<=\d/)L\b)",
        lambda f: f.group() if f.string[: f.start()].split()[-1] in DIGITS else f" per {UNITS[f['unit'].lower()]}",
        needs="/",
    ),
    rule(
        r"(?P<much>\b(?:kilogram|gram|liter|ton|sak) (?:[A-Z]{2,5}|[A-Z][A-Za-z]{2}))\s?/\s?[Hh]a\b",
        r"\g<much> per hektare",
        needs="/",
    ),
    rule(rf"(?<=\bper )(?P<unit>(?i:{_LETTER_UNITS})|[mLl])\b", lambda f: UNITS[f["unit"].lower()], needs="per "),
    rule(
        r"(?=\s?/)(?<!nda)(?<!arga)(?<!ndividu)(?<!elompok)(?<!\bIbu)(?<!\bibu)\s?/\s?(?=(?:orang|jam|hari|bulan|minggu|tahun|"
        r"menit|detik|kepala|keluarga|unit|buah|ekor|lembar|kali|jiwa|rumah|"
        r"hektare|kilogram|liter|meter|karung|sak|ikat|butir|porsi|paket|kelompok|desa|siswa|anak|malam|set|batang|"
        r"tabung|rumpun|lubang|pohon|kapita|musim|"
        r"tanaman|titik|kandang|kolam|tim|peserta|dosis|ton|trip|rit|kendaraan|kapal|perahu|nelayan|tabung|rak|ikat|"
        r"sekolah|kelas|dusun|regu)\b(?! pinggang))",
        " per ",
        needs="/",
    ),
    # people for each: "7 org/TPS"
    rule(
        r"(?P<what>\b(?:orang|lembar|buah|butir|batang|karung|botol|saset|keping|potong|kilogram|liter|tablet|ekor|hektare|hektar|meter|gram|ton|paket|unit|tabung|sak))\s?/\s?"
        r"(?=(?:TPS|KK|KPM|RT|RW|KTP|KUB|KWT|TPQ|PKM|SD|SMP|SMA|SMK|UMKM|DPL|NIK|NIB|PUS|RTM|KRT|DTA|tps|kelas|shift|regu)\b)",
        r"\g<what> per ",
        needs="/",
    ),
    # an amount in each container: "100 ml/kemasan"
    rule(
        rf"(?P<unit>{_COUNTED}\s(?:mili|mikro|kilo)?(?:gram|liter)|{_COUNTED}\ston)\s?/\s?(?=[a-z]{{4}})",
        r"\g<unit> per ",
        needs="/",
    ),
    rule(
        rf"(?P<unit>{_COUNTED}\s(?:(?:mili|mikro|kilo)?(?:gram|liter)|se se))\s?/\s?L\b",
        r"\g<unit> per liter",
        needs="/",
    ),
    # a price without its sign: "900/biji"
    rule(
        r"(?<=\d\d\d)\s?/\s?(?=(?:biji|buah|ikat|ekor|lembar|bungkus|potong|gelas|porsi|sisir|batang|butir|saset|sak|pak|kupon|tablet|kapsul|"
        r"tusuk|galon|botol|bungkus|kotak)\b)",
        " per ",
        needs="/",
    ),
    rule(r"(?<=rupiah)\s?/\s?bid\b\.?", " per bidang", needs="/"),
    rule(
        r"(?<=\bribu)\s?/\s?(?=(?:[a-z]{3,}|KPM|RT|RW|TPS|SD|SMP|SMA|TK|PAUD|UMKM)\b)|(?<=\bjuta)\s?/\s?(?=(?:[a-z]{3,}|KPM|RT|RW|TPS|SD|SMP|"
        r"SMA|TK|PAUD|UMKM)\b)",
        " per ",
    ),
    rule(r"(?<=rupiah)\s?/\s?(?=(?:gratis|cuma|bebas|nihil|free)\b)", " atau ", needs="/"),
    rule(r"(?<=rupiah)\s?/\s?(?=\w)", " per ", needs="/"),
    rule(
        r"(?P<each>\bper (?:kilogram|hektare|hari|bulan|orang|kapal|liter|tahun|minggu|malam|paket|anak|unit|"
        r"kk))/(?=\w)",
        r"\g<each> per ",
        needs="/",
    ),
    rule(
        r"(?P<each>\bper (?:kepala keluarga|rumah|jiwa|KPM))\s?/\s?"
        r"(?=(?:hari|minggu|bulan|tahun|musim|tahap|malam|triwulan|trip|kunjungan)\b)",
        r"\g<each> per ",
        needs="/",
    ),
    rule(
        r"(?P<each>rupiah per (?:[A-Za-z]{1,12} ){0,2}[A-Za-z]{1,12})\s?/\s?(?=\w)",
        r"\g<each> per ",
        needs="/",
    ),  # Rp12.000/kg/KPM
    # rain or flow in a time: "50 mm/24 jam"
    rule(
        r"(?<=[a-z])\s?/\s?(?=\d{1,3} (?:jam|hari|menit|bulan|minggu|tahun|detik)\b(?! pelajaran))",
        lambda found: (
            found.group() if found.string[: found.start()].split()[-1] in DIGITS else " per "
        ),  # digits of a telephone
        needs="/",
    ),
)
