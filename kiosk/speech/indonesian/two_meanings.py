"""Letters with two meanings: KL is a town, the ministries and a measure; BB a weight and evidence; KT knots and bedrooms.

The rest of the sentence tells which is meant.
"""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule

_SOLAR_WORDS = re.compile(
    r"\b(?:panel|surya|PLTS|modul|PJUTS|PJU|lampu|watt|solar ?cell|inverter|baterai|aki|charger|atap|mono\w*|poly\w*)\b",
    re.IGNORECASE,
)
_SALE_WORDS = re.compile(r"\b(?:unit|keping|paket|jual|harga)\b", re.IGNORECASE)
_TAX_WORDS = re.compile(r"\b(?:pajak|PBB|PKB|NJOP|Samsat|Bapenda|SPPT|SPT|menunggak|wajib)\b", re.IGNORECASE)
_TRAVEL_WORDS = re.compile(
    r"\b(?:tiket|terbang|penerbangan|pesawat|bandara|umrah|TKI|transit|AirAsia|Malaysia|berangkat|rombongan|"
    r"paket wisata|PMI (?:dari|asal|di))\b",
    re.IGNORECASE,
)
_ROUTE_WORDS = re.compile(r"\b(?:PMI|rute|wisata)\b", re.IGNORECASE)  # also in offices' texts
_MINISTRIES = re.compile(  # also written "K/L"
    r"\b(?:kementerian|kemen\w+|anggaran|usulan|koordinasi|efisiensi|pemda|pemprov|pemkab|DPR|bappe\w+|APBN|penyaluran|surat|"
    r"transfer)\b|K/L",
    re.IGNORECASE,
)
_GRANT_WORDS = re.compile(r"\b(?:bantuan|hibah|BUMN|cair|dana|program|proyek|pagu|menteri)\b", re.IGNORECASE)
_POLICE_WORDS = re.compile(
    r"\b(?:polisi|(?:ka)?pol(?:res|sek|da|ri)(?:ta)?|sabu|ganja|narkoba|di?sita\w*|menyita|harga|produksi|stok|ekspor|tambang|kejaksaan|jaksa)\b",
    re.IGNORECASE,
)
_SELECTION_WORDS = re.compile(r"\b(?:calon|daftar|seleksi|tes|masuk)\b", re.IGNORECASE)
_INFANT_WORDS = re.compile(r"\b(?:balita|bayi|anak|ibu|posyandu|ASI|PMT|lahir|hamil|gizi)\b", re.IGNORECASE)
_FLIGHT_TOWNS = (
    "Singapura|Singapore|Johor|Penang|Pinang|Malaka|Melaka|Genting|Tawau|Kuching|Kinabalu|Bangkok|Hanoi|Manila|Jeddah|Madinah|Dubai|"
    "Jakarta|Medan|Batam|Surabaya|Makassar|Tarakan|Nunukan|Pontianak|Padang|Banda Aceh"
)
_FUEL_WORDS = re.compile(
    r"\b(?:solar|bbm|minyak|air|bensin|pertalite|pertamax|premium|dexlite|avtur|biosolar|muatan|isi|kapasitas|volume|kuota|stok|tangki|"
    r"tandon|toren|bak|embung|kirim|suplai|pasokan|cpo|aspal|limbah|bahan bakar)\b",
    re.IGNORECASE,
)
_DAMAGE = {"RB": "rusak berat", "RS": "rusak sedang", "RR": "rusak ringan"}
_DAMAGE_WORDS = re.compile(r"\b(?:rusak|kerusakan|rumah terdampak)\b", re.IGNORECASE)
_KINDS_OF_DAMAGE = re.compile(r"(?<!\d )\b(RB|RS|RR)(?=\s?:?\s\d)")
_KINDS_OF_HARM = re.compile(r"(?<!\d )\b(MD|LB|LR)(?=\s?:?\s\d)")
_SEVERAL = 2
_PLOT_WORDS = re.compile(r"\bLT\b|m²|\bm2\b")
_HARM = {"MD": "meninggal dunia", "LB": "luka berat", "LR": "luka ringan"}
_VICTIM_WORDS = re.compile(r"\b(?:korban|hilang|laka\w*|kecelakaan|meninggal|luka)\b", re.IGNORECASE)
_RENTAL_WORDS = re.compile(
    r"\b(?:kost?|kosan|kontrakan|villa|homestay|rumah (?:dijual|disewakan|tipe|type)|"
    r"(?:dijual|disewakan)[^.;]{0,12}rumah)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_SPEED_WORDS = re.compile(r"\b(?:angin|arus|kecepatan|melaju|kapal|gelombang|badai)\b", re.IGNORECASE)


def _taxpayer(found: re.Match[str]) -> str:
    """Return "wajib pajak" (taxpayer), unless it is the measure of a solar panel."""
    text = found.string
    if _SOLAR_WORDS.search(text) or (
        not _TAX_WORDS.search(text) and (_SALE_WORDS.search(text) or not found.group().startswith(" "))
    ):
        return found.group()
    return " wajib pajak"


def _is_let(before: str) -> bool:
    return _RENTAL_WORDS.search(before) is not None and not _SPEED_WORDS.search(before)


def _tells_damage(text: str) -> bool:
    """Return whether the text is about damage: two of the three kinds are counted, since one alone may be a hospital."""
    return _DAMAGE_WORDS.search(text) is not None and len(set(_KINDS_OF_DAMAGE.findall(text))) >= _SEVERAL


def _tells_harm(text: str) -> bool:
    """Return whether the text is about victims, as `_tells_damage` does; "LB 36 LT 72" are a house and its ground."""
    return (
        _VICTIM_WORDS.search(text) is not None
        and not _PLOT_WORDS.search(text)
        and len(set(_KINDS_OF_HARM.findall(text))) >= _SEVERAL
    )


def _travels(text: str) -> bool:
    if _TRAVEL_WORDS.search(text):
        return True
    return _ROUTE_WORDS.search(text) is not None and not _MINISTRIES.search(text)


def _is_town(found: re.Match[str]) -> bool:
    """Return whether "KL" is Kuala Lumpur, and neither a measure of fuel nor the ministries."""
    if _FUEL_WORDS.search(found.string[: found.end("way")]):
        return False
    if _TRAVEL_WORDS.search(found.string):
        return True
    granted = found["way"].lower() == "dari " and _GRANT_WORDS.search(found.string)
    return not granted and not _MINISTRIES.search(found.string)


_CRASH_WORDS = re.compile(r"\b(?:tabrak\w*|truk|motor|mobil|vs|kontra|tergelincir|terbalik)\b", re.IGNORECASE)
_WEIGHT = r"\d[\d.,]*\s?(?:kg|gr|g)\b"
_CRIME_WORDS = re.compile(
    r"\b(?:tsk|tersangka|ditangkap|pelaku|polisi|polres|polsek|sabu|ganja|narkoba|narkotika|miras|sita|disita|diamankan|amankan|curi|"
    r"pencuri\w*|bukti)\b",
    re.IGNORECASE,
)


def _weight(found: re.Match[str]) -> str:
    return found.group() if _CRIME_WORDS.search(found.string) else "berat badan"


def _counts_two_kinds(kinds: str, text: str) -> bool:
    """Return whether two kinds are counted, each behind its number: "1 MD 2 LR". In "MD 1 LR 2" the numbers are behind."""
    labelled = re.search(rf"(?<!\d )(?<!\d)\b(?:{kinds})\s?:?\s?\d", text)
    return labelled is None and len(set(re.findall(rf"\d\s?({kinds})\b", text))) >= _SEVERAL


def _list_of_kinds(kinds: dict[str, str], about: re.Pattern[str]) -> Rule:
    """Return a rule for a list of kinds, each before its number: "MD 2 LB 3 LR 11".

    If all kinds occur, no word need tell what the list is about.
    """
    labels = "|".join(kinds)
    one = rf"(?:{labels})\s?[:=]?\s?\d{{1,5}}\b(?:\s(?:orang|org|jiwa|unit|rumah|buah)\b)?"
    label = re.compile(rf"\b({labels})\s?[:=]?\s?(?=\d)")
    parting = re.compile(rf"(?<!\bdan)(?:\s?[,;/]\s?|\s)(?={labels})")

    def in_words(found: re.Match[str]) -> str:
        told = {*label.findall(found.group())}
        if len(told) < len(kinds) and (len(told) < _SEVERAL or not about.search(found.string)):
            return found.group()
        return label.sub(lambda kind: f"{kinds[kind[1]]} ", parting.sub(", ", found.group()))

    return rule(rf"(?<!\d )(?<!\d)\b{one}(?:(?:\s?[,;/]\s?|\sdan\s|\s){one})+", in_words)


TWO_MEANINGS: tuple[Rule, ...] = (
    _list_of_kinds(_DAMAGE, _DAMAGE_WORDS),
    _list_of_kinds(_HARM, _VICTIM_WORDS),
    rule(
        r"(?P<many>(?<![\w.,])\d{1,3}\s)(?P<what>RB|RS|RR)\b(?!\s?:?\s\d+\s*[,;.)]|\s[A-Z][a-z])",
        lambda found: (
            f"{found['many']}{_DAMAGE[found['what']]}"
            if _DAMAGE_WORDS.search(found.string) and _counts_two_kinds("RB|RS|RR", found.string)
            else found.group()
        ),
    ),
    rule(
        r"(?P<many>(?<![\w.,])\d{1,3}\s)(?P<what>MD|LB|LR)\b(?!\s?:?\s\d+\s*[,;.)])",
        lambda found: (
            f"{found['many']}{_HARM[found['what']]}"
            if (_VICTIM_WORDS.search(found.string) or _CRASH_WORDS.search(found.string))
            and _counts_two_kinds("MD|LB|LR", found.string)
            else found.group()
        ),
    ),
    # blood groups
    rule(r"\b[Gg]ol(?=\s(?:darah|drh)\b)", "golongan", needs="ol"),
    rule(
        rf"\bBB(?=\s(?:anak|bayi|balita|ibu|saat ini|skrg|sekarang)\b[^.;:]{{0,20}}?{_WEIGHT})",
        _weight,
        needs="BB",
    ),
    rule(
        rf"(?<![\w.])bb(?=\s?[:=]?\s?{_WEIGHT}|\s(?:anak|bayi|balita|ibu)\b[^.;:]{{0,20}}?{_WEIGHT})",
        _weight,
        needs="bb",
    ),
    rule(r"(?<![\w.])tb(?=\s?[:=]?\s?\d{2,3}(?:,\d)?\s?cm\b)", "tinggi badan", needs="tb"),
    # the height of a wanted person or applicant
    rule(
        r"\bTB(?=\s(?:min|minimal|maks|maksimal)\.?\s1\d\d\b(?!\s?(?:kasus|orang|org|pasien|penderita|suspek)))",
        "tinggi badan",
        needs="TB",
    ),
    # damage and victims of a disaster: "rumah rusak: RB 3, RS 5, RR 12", "korban: MD 2, LB 3, LR 11"
    rule(
        r"(?<!\d )(?<!\bdi )(?<!\bke )(?<!menuju )(?<!\bdari )(?<!dirawat )(?<!rujuk )"
        r"(?<!ambulans )(?<!ambulan )(?<!pasien )\b(?P<what>RB|RS|RR)(?=\s?:?\s\d+\b)",
        lambda found: _DAMAGE[found["what"]] if _tells_damage(found.string) else found.group(),
    ),
    rule(
        r"(?<!\d )\b(?P<what>MD|LB|LR)(?=\s?:?\s\d+\b)",
        lambda found: _HARM[found["what"]] if _tells_harm(found.string) else found.group(),
    ),
    # bedrooms, where a house is let: "Kost 10 KT."
    rule(
        r"(?<=\d\s)KT\b(?!\s?/)",
        lambda found: "kamar tidur" if _is_let(found.string[: found.start()]) else found.group(),
        needs="KT",
    ),
    rule(r"(?<=\d)\s?WP\b", _taxpayer, needs="WP"),
    # the town, where something leads there: "hari 3 KL – Singapura"; "muatan 3 KL – Singapura" is fuel
    rule(
        rf"\bKL(?=\s?[–-]\s?(?:{_FLIGHT_TOWNS})\b)",
        lambda found: found.group() if _FUEL_WORDS.search(found.string[: found.start()]) else "Kuala Lumpur",
        needs="KL",
    ),
    rule(
        r"(?<!\d )(?<!\d)\bKL(?=\s?[–-]\s?[A-Z][a-z])",
        lambda found: "Kuala Lumpur" if _travels(found.string) else found.group(),
        needs="KL",
    ),
    rule(
        r"(?P<way>\b(?i:ke|dari|via|transit|rute|tujuan|menuju)\s|\b[A-Z][a-z]+\s?[–-]\s?)KL\b(?!\s?\d|/[A-Z]{2}|/[Kk]em|\s(?:terkait|teknis|lain|pusat|pangkalan)\b)",
        lambda found: f"{found['way']}Kuala Lumpur" if _is_town(found) else found.group(),
        needs="KL",
    ),
    # evidence seized by the police: not the weight of a body
    rule(
        r"\bBB(?=\s?:?\s?\d+\s(?:unit|buah|bh|lbr|lembar|paket|pkt|saset|sct|poket|botol|btl|jerigen|karung|sak|HP|pcs|"
        r"batang|motor|mobil|kayu|bungkus|bks|ekor|linting|plastik)\b)",
        "barang bukti",
        needs="BB",
    ),
    rule(
        r"(?P<what>\b(?i:tsk|tersangka|ditangkap|ditangkapnya|ganja|ekstasi|pil|narkotika|curanmor|sabu|narkoba|pelaku|diamankan|amankan|menyita|disita|penyitaan|tipiring|"
        r"miras)\b.{0,120}?)\bBB\b",
        r"\g<what>barang bukti",
        needs="BB",
    ),
    # the weight of a child: "sesuai BB", "BB turun"
    rule(
        r"(?P<what>\b(?i:sesuai|kenaikan|penurunan|penimbangan|pertambahan)\s)BB"
        r"(?=\s?(?:[.,;)]|$|/\s?TB|dan TB\b|anak\b|bayi\b|balita\b|ibu\b))"
        r"|\bBB(?=\s(?:turun(?!\sdari)|ideal|lahir|bayi|balita|tidak naik)\b|\snaik\s?(?:[.,;)\d]|$|tiap\b|setiap\b))",
        lambda found: (
            found.group()
            if _POLICE_WORDS.search(found.string)
            and not _INFANT_WORDS.search(found.string)
            and not _SELECTION_WORDS.search(found.string)
            else f"{found['what'] or ''}berat badan"
        ),
        needs="BB",
    ),
)
