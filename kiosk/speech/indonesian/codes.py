"""Numbers that are names: telephones, NIK, postcodes, accounts, said digit by digit."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, digits
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled

# no range of numbers, as in "nomor antrean 15-20"
_NO_RANGE = r"(?!\s?:?\s?\d{1,3}\s?[-–—]\s?\d{1,3}(?!\d|[ -]\d))"
_LABELS = (
    r"kode pos|telp\.?|tlp\.?|telepon|hp\.?|wa|whatsapp|nik|nim|nis|nrp|(?-i:MAK)(?= \d{6})|nia(?=\s?:?\s?\d{6})|nidn|nuptk|"
    rf"nomor porsi{_NO_RANGE}|nomor peserta{_NO_RANGE}|"
    rf"no\.? ?peserta{_NO_RANGE}|kode billing|id billing|nomor registrasi{_NO_RANGE}|no\.? ?reg\b\.?{_NO_RANGE}|no\.? ?rm|"
    rf"nomor antrean{_NO_RANGE}|nib|nip|nop(?: pbb)?|"
    r"nisn|npsn|npwp|"
    r"no\.? ?kk|nomor kk|"
    r"nomor rekening|no\.? ?rek\.?|rekening|call cent(?:er|re)|care cent(?:er|re)|contact cent(?:er|re)|hotline|fax|"
    r"faks(?:imile)?|sms(?: ke)?|cs(?= \d{3})|"
    r"nomor darurat|kode(?: (?:otp|verifikasi|rahasia|aktivasi|whatsapp|wa|anda)){0,3}|otp(?: anda)?|passcode|pin|"
    r"hubungi|kontak|contact person|cp|spbu|tel\.?|id(?: rapat| meeting| pelanggan)?|kode tender|"
    r"kode wilayah(?: kemendagri)?|kbli|"
    r"kbji|rek\."
)


_CODE = re.compile(r"\d+")
# candidates by number, directly behind their noun and further on in a row: "paslon 01 unggul, 02 kalah"
_PAIR = r"\b(?:paslon|calon|cakades|kandidat|caleg)(?: no\.?| nomor)?(?: urut)? "
_PAIR_NUMBER = (
    rf"(?P<before>{_PAIR}|[,;(&] ?|\b(?:dan|atau|vs|urut) )(?P<code>0[1-9])(?![\w%]|[.,:/-]\d|\s(?:jan|feb|mar|apr|mei|jun|jul|"
    r"agu|sep|okt|nov|des|wita|wib|wit|orang|org|jemaah|peserta|desa|hari|unit|kali))"
)
# letters that are no series of a plate
_NO_SERIES = (
    r"(?!(?:KK|KPM|KWH|KW|KVA|VA|CM|MM|KM|KG|GR|GB|MB|ML|CC|HP|PK|HA|LTR|LT|ORG|JIWA|PCS|BH|BTG|LBR|UNIT|SAK|TON|RB|JT|WP|AH|"
    r"WITA)\b)"
)
_VEHICLE = re.compile(
    r"\b(?:motor|mobil|truk|truck|nopol|no\.? ?pol|plat|pelat|nomor polisi|pikap|pick ?up|kendaraan|bus|bis|minibus|angkot|"
    r"ambulans?|sepeda motor|honda|yamaha|suzuki|toyota|daihatsu|mitsubishi|isuzu|avanza|xenia|innova|l300|beat|vario|mio|scoopy|"
    r"stnk|bpkb|roda)\b",
    re.IGNORECASE,
)
# a car by its kind, its year and its gear: "Avanza G 2015 MT"
_CAR_MODEL = re.compile(r"[EGSV] (?:19[89]|20[0-3])\d (?:MT|AT)")
# a quantity's units: the number before them is no code
_NOT_COUNTED = (
    r"(?!\s?(?:liter|ltr|orang|org|jiwa|ekor|kg|ton|ha|m2|m|meter|unit|buah|bh|lembar|lbr|batang|btg|pelanggan|rupiah|dolar|suara|"
    r"pemilih|penduduk|KK|kWh|rb|ribu|juta|jt|bibit|butir|btr|kata|penonton|pengguna|pengikut|wisatawan|kendaraan|paket|sak|kilogram|gram|hektare?|kuintal|kilometer|jemaah|warga|siswa|KPM)\b)"
)
_EMERGENCY = "110|112|113|115|117|118|119|122|123|129|131|135|157|162|171|196|198"


_SUM = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,2}(?:\s?-\s?[1-9]\d{0,2}(?:\.\d{3}){1,2})?")
_PER_UNIT = re.compile(r"(?:,-+)?\s?(?:/\s?[a-z]|per\b)")
_SOLD_LABELS = frozenset(("hp", "wa", "whatsapp", "sms", "spbu", "rekening"))
"""Labels of things that are sold, or that a bank charges for: thousands behind them are the price.

"Telp. 21.300" is a telephone.
"""


def _is_price(found: re.Match[str]) -> bool:
    """Return whether this is a price for each ("di SPBU 10.000/liter"), or a round sum for a thing that is sold:
    "jual HP 850.000"."""
    if not _SUM.fullmatch(found["code"].strip()):
        return False
    if _PER_UNIT.match(found.string, found.end()):
        return True
    round_sum = "000" if found["label"].lower() == "rekening" else "00"
    return found["label"].lower() in _SOLD_LABELS and found["code"].strip().endswith(round_sum)


def _labelled(found: re.Match[str]) -> str:
    if _counts_people(found["code"], found.string[found.end() :]) or _is_price(found):
        return found.group()
    return f"{found['label']} {digits(found['code'])}"


_SERVICES = frozenset(f"{_EMERGENCY}|116|121|126|138|147|158|159|165|188".split("|"))
"""Numbers of three digits that answer in the whole country: people know them, and they are rarely a count."""


def _is_count(found: re.Match[str]) -> bool:
    """Return whether this is a count, as the text behind tells: "Layanan KTP 150, KK 75"."""
    behind = _COUNTED_ON.match(found.string, found.end())
    return behind is not None and not (found["code"] in _SERVICES and behind.group()[0] == " ")


def _counts_people(code: str, behind: str) -> bool:
    """Return whether this is a count of people, and no telephone: "hubungi 125 pelanggan"; but "hubungi 112 warga"
    is a telephone."""
    return (
        code.isdecimal()
        and len(code) == len("125")
        and code not in _SERVICES
        and _PEOPLE_BEHIND.match(behind) is not None
    )


def _last_of_range(number: str) -> str:
    """Return the last of many: digit by digit with a nought before it or up to three digits, else as a number."""
    return digits(number) if number.startswith("0") or len(number) <= _THOUSANDS else cardinal(int(number))


_THOUSANDS = 3  # digits of a group of thousands


def _groups(written: str) -> str:
    """Return groups of three as thousands, other groups digit by digit as in a register."""
    first, *others = written.split(".")
    return written if len(first) <= _THOUSANDS and all(len(each) == _THOUSANDS for each in others) else digits(written)


def _alternatives(codes: str) -> str:
    """Return one number or the other: "118/119"."""
    return " atau ".join(map(digits, codes.split("/")))


def _two_telephones(found: re.Match[str]) -> str:
    """Return the two numbers of "0461-21024/21025" in words, digit by digit, with "atau" between them."""
    return f"{digits(found['first'])} atau {digits(found['second'])}"


_COUNTED_ON = re.compile(  # "Layanan KTP 150, KK 75", "Layanan Samsat 175 unit"
    r"(?:[,;]|\sdan(?=\s[A-Z]{2}))\s(?!tekan|pilih|ketik)(?:[A-Z]{2,}|[a-z]+)(?:\s[a-z]+)?\s\d|"
    r"\s(?:pemohon|unit|akseptor|orang|warga|pelanggan|berkas|dokumen|pasien|lembar|keping|peserta|kali)\b"
)
_PEOPLE_BEHIND = re.compile(
    r"\s(?:orang|warga|pelanggan|nasabah|pemohon|peserta|pasien|rumah|keluarga|anggota|petani|nelayan)\b"
)
_SERIAL_NOUNS = re.compile(
    r"\b(?:TPS|gedung|bidang|rute|blok|kupon|karcis|undian|tiket|seri|nomor dada|dada|antrean|antrian|stiker)\s$",
    re.IGNORECASE,
)
_CASES = re.compile(r"(?:pengaduan|aduan|gangguan:)", re.IGNORECASE)
_COUNTED_CASES = re.compile(
    r"\s\(?(?:kasus|laporan|aduan|pengaduan|keluhan|pelanggan|nasabah|warga|orang|titik|kali|unit|rumah|tiket|berkas|surat|masuk|diterima|"
    r"(?:sudah |telah )?(?:selesai|ditangani))\b",
    re.IGNORECASE,
)
_TOTAL_BEFORE = re.compile(r"\b(?:jumlah|total|sebanyak|rekap\w*)\s(?:laporan\s)?$", re.IGNORECASE)


def _is_total(found: re.Match[str]) -> bool:
    """Return whether it is a total: "Jumlah pengaduan 112"; a "rekap" of 110 is about that telephone number."""
    told = _TOTAL_BEFORE.search(found.string[: found.start()])
    return told is not None and not (told.group().lower().startswith("rekap") and found["codes"] in _SERVICES)


def _service_numbers(found: re.Match[str]) -> str:
    """Return the telephone numbers; counted cases ("pengaduan 112 kasus") and people ("hubungi 125 pelanggan") are none."""
    if _counts_people(found["codes"], found.string[found.end() :]):
        return found.group()
    if _CASES.match(found["verb"]) and (_COUNTED_CASES.match(found.string, found.end()) or _is_total(found)):
        return found.group()
    return f"{found['verb']} {_CODE.sub(lambda code: digits(code.group()), found['codes'])}"


CODES: tuple[Rule, ...] = (
    rule(r"\b(?P<what>RT|RW)\.\s?(?=\d)", r"\g<what> ", needs="."),
    # coupons and tickets: "Kupon 0001 - 10000"
    rule(
        r"\b(?P<noun>(?i:kupon|karcis|undian|tiket|stiker|nomor dada)) (?P<low>0\d{2,3})\s?[-–—]\s?"
        r"(?P<high>\d{3,5})(?![\d/]|[.,-]\d)",
        lambda found: f"{found['noun']} {digits(found['low'])} sampai {_last_of_range(found['high'])}",
    ),
    # a telephone with spaces around its dash: "021 – 31504455"
    rule(
        r"(?<![\w.,/-])(?P<area>\(?0\d{2,3}\)?)\s[–-]\s?(?P<line>\d{5,8})(?![\w.,]\d|\w|\s(?:orang|jiwa|suara|pemilih|rumah|kali|hari|unit|k?[gm]|meter)\b)",
        lambda found: (
            found.group()
            if _SERIAL_NOUNS.search(found.string[: found.start()])
            else digits(f"{found['area']} {found['line']}")
        ),
        needs="0",
    ),
    # a service or a number: "PLN Mobile atau 123"
    rule(
        rf"(?P<what>\b(?i:lapor|hubungi|telepon|kontak|call|hub\.?|telp\.?|tlp\.?)(?!\w)(?!\ssenjata)[^.\n]{{0,60}}(?<!\b\d )"
        r"(?<!\b\d\d )(?<!\bdari \d\d\d )\batau )"
        rf"(?P<code>{_EMERGENCY})(?=\s*(?:[.,;)]|$))",
        lambda found: f"{found['what']}{digits(found['code'])}",
        needs="atau 1",
    ),
    # plates of vehicles: "DN 4521 AB"
    rule(
        r"(?<![\w.])(?!RT|RW|KM|NO|CC|WA|HP|PK|KK)(?P<area>DN|DD|DM|DB|DT|DC|DP|DW|D[AEGHKLR]|A[ABDEG]|B[AEGHKLMN]|"
        r"E[ABDE]|K[BHTU]|P[AB]|[ABDEFGHKLMNPRSTWZ])"
        r"[ -]?(?P<number>[1-9]\d{2,3})[ -]?"
        rf"{_NO_SERIES}(?P<series>[A-Z]{{2,3}})(?![\w])",
        lambda found: (
            f"{spelled(found['area'])} {digits(found['number'])} {spelled(found['series'])}"
            if (len(found["area"]) > 1 or _VEHICLE.search(found.string)) and not _CAR_MODEL.fullmatch(found.group())
            else found.group()
        ),
    ),
    rule(
        r"(?<![\w.])(?P<area>DN|DD|DM|DB)[ -](?P<number>[1-9]\d{0,3})[ -]"
        rf"{_NO_SERIES}(?P<series>[A-Z]{{1,3}})(?![\w])",
        lambda found: f"{spelled(found['area'])} {digits(found['number'])} {spelled(found['series'])}",
    ),
    # numbers with two noughts before them, and the pairs of an election
    rule(r"(?<![\w.,/:-])(?<!\d )00\d{1,2}(?![\w%]|[.,:/-]\d| \d)", lambda found: digits(found.group()), needs="00"),
    rule(
        _PAIR_NUMBER,
        lambda found: f"{found['before']}{digits(found['code'])}",
        flags=re.IGNORECASE,
        within=rf"(?i:{_PAIR})0[1-9](?!\d).{{0,200}}",
    ),
    rule(
        r"\b(?P<letters>[a-z]{2,4})/(?P<code>0\d{1,3})(?![\w./-])",
        lambda found: f"{found['letters']} {digits(found['code'])}",
        needs="/",
    ),
    # the serial number of an engine or a parcel: "MH1JM0211PK123456"
    rule(
        r"(?<![\w./-])(?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{9,24}(?![\w./-]\w|\w)",
        lambda found: " ".join(
            spelled(run) if run.isalpha() else digits(run) for run in re.findall(r"\d+|[A-Z]+", found.group())
        ),
    ),
    # a register's number that begins with a letter: "P.2.0001234.05.011"
    rule(
        r"(?<![\w./-])(?P<letters>[A-Z]{1,3})(?P<groups>(?:\.\d{1,10}){2,6})(?![\w/-]|[.,]\d)",
        lambda found: f"{spelled(found['letters'])} {digits(found['groups'])}",
    ),
    # accounts of a bank: "101-02.01.04567-8"
    rule(
        r"(?<![\w.,/-])(?=[\d.]*-)(?=[\d-]*\.)(?=(?:\d[.-]?){9})\d{2,6}(?:[.-]\d{1,8}){3,6}(?![\w/-]|[.,]\d| per )",
        lambda found: digits(found.group()),
    ),
    # coupons: "no. 0001–0612"
    rule(
        r"(?<![\w.,/-])(?P<low>0\d{2,4})\s?–\s?(?P<high>0\d{2,4}|\d{3,5})(?![\w/-]|[.,]\d)",
        lambda found: f"{digits(found['low'])} sampai {digits(found['high'])}",
        needs="–",
    ),
    # banks: "BSI 14040"
    rule(
        r"(?P<who>\b(?:BRI|BNI|BSI|BCA|BTN|Mandiri|Muamalat|Danamon|Telkomsel|Grab|Gojek)\s)(?P<code>14\d{3})(?![\w/-]|[.,]\d)",
        lambda found: f"{found['who']}{digits(found['code'])}",
        needs="14",
    ),
    # registers of faults and of goods: "CVE-2026-1187", "A2311075"
    rule(
        r"(?<![\w./-])(?P<letters>[A-Z]{2,6})-(?P<code>\d{4}-\d{3,6})(?![\w/-]|[.,]\d)",
        lambda found: f"{spelled(found['letters'])} {digits(found['code'])}",
    ),
    rule(
        r"(?<![\w./-])(?P<letters>[A-Z]{1,3})(?P<code>[1-9]\d{4,7})(?![\w/-]|[.,]\d)",
        lambda found: f"{spelled(found['letters'])} {digits(found['code'])}",
    ),
    rule(r"\(0\d{2,3}\)\s?\d{2,3}\.\d{2,4}(?!\d)", lambda found: digits(found.group()), needs="(0"),
    # digits that somebody has masked, in groups: "0838-1xxx-xx77"
    rule(
        r"(?<![\w.,])(?=[+\d -]{0,12}[xX*•])(?:0|\+62[ -]?)\d{1,3}(?:[-. ]?[\dxX*•]{2,5}){2,3}(?![\w])",
        lambda found: ", ".join(
            digits(run) if run.isdigit() else "ditutup"
            for run in re.findall(r"\d+|[xX*•]+", re.sub(r"[-. ]", "", found.group()))
        ),
    ),
    # digits that somebody has masked: "0812xxxx5678"
    rule(
        r"(?<![\w.,])(?P<before>\d{3,16})-?(?:[xX]{2,12}|[*•]{2,12})-?(?P<behind>\d{0,8})(?!\w)",
        lambda found: ", ".join(filter(None, (digits(found["before"]), "ditutup", digits(found["behind"])))),
    ),
    # forms of offices: "F-1.01"
    rule(
        r"\b(?P<letter>[A-Z]{1,2})-(?P<first>\d{1,2})\.(?P<second>\d{2})\b(?![.,]?\d)",
        lambda found: f"{spelled(found['letter'])} {digits(found['first'])} titik {digits(found['second'])}",
    ),
    # an hour above 24
    rule(
        r"\b(?P<label>(?i:jam|pukul|pkl\.?))\s(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?![\d.,])",
        lambda found: f"{found['label']} {digits(found['hour'])} titik {digits(found['minute'])}",
    ),
    rule(r"(?<![\w.,])\d{31,}", lambda found: f"{digits(found.group()[:30])}, dan seterusnya"),
    rule(
        r"(?<![\w.,/-])(?P<first>\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{1,5})\s?/\s?(?P<second>\d{5,12})(?![\w/])",
        _two_telephones,
        needs="/",
    ),
    # two telephones: "0811-222-333/0811-444-555"
    rule(
        r"(?<![\w.,/-])(?P<first>0\d{2,4}[- ]?\d{3,4}[- ]?\d{1,6})\s?/\s?(?P<second>0\d{2,4}[- ]?\d{3,4}[- ]?\d{1,6})",
        _two_telephones,
        needs="/",
    ),
    rule(
        r"\b(?:RT/RW|Rt/Rw)[./]?\s?:?\s?(?P<rt>\d{1,3})\s?/\s?(?P<rw>\d{1,3})\b",
        lambda found: f"RT {cardinal(int(found['rt']))} RW {cardinal(int(found['rw']))}",
        needs="/",
    ),
    # both alike: "RT 004/002"; "RT 1/2" is no half
    rule(
        r"\bRT[. ]\s?(?P<rt>\d{1,3})\s?/\s?(?P<rw>\d{1,3})(?![\w/]|[.,]\d)",
        lambda found: f"RT {cardinal(int(found['rt']))} {cardinal(int(found['rw']))}",
        needs="/",
    ),
    rule(r"\b(?P<what>RT|RW)\.\s?(?=\d)", r"\g<what> "),
    rule(
        r"\b(?P<unit>(?i:kodim|dandim|korem|danrem|koramil|danramil|yonif|kodam|satuan) )(?P<code>\d{3,4}(?:-\d{2})?)\b",
        lambda found: f"{found['unit']}{digits(found['code'])}",
    ),
    rule(r"(?<![\w.,])08\d{2}\.\d{3,4}\.\d{3,5}(?![\w.,]\d)", lambda found: digits(found.group()), needs="08"),
    rule(
        r"(?<![\w.,+-])62[ -]?8\d{2}[ -]?\d{3,4}[ -]?\d{3,5}(?![\w-]|[.,]\d)",
        lambda found: digits(found.group()),
        needs="62",
    ),
    # the number of a petrol station
    rule(r"(?<![\w.,])\d{2}\.\d{3}\.\d{2}(?![\w.,])", lambda found: digits(found.group())),
    rule(
        rf"\b(?P<label>(?:{_LABELS})(?: nomor| no\.?)?)\s*[:.]?\s*(?P<code>\(?\+?\d[\d\s().-]{{1,26}}\d)(?![\d%])"
        r"(?!\s?(?:orang|kali|hari))",
        _labelled,
        flags=re.IGNORECASE,
    ),
    # the recipient of a message: "ketik REG kirim ke 4444"
    rule(
        r"(?P<what>\b(?i:sms|kirim|dikirim|balas)(?: (?i:sms|pesan|reg))? ke )"
        r"(?P<code>(?!20[2-4]\d\b)\d{4,6})(?![\w%]|[.,:/-]\d|\s[A-Za-z])",
        lambda found: f"{found['what']}{digits(found['code'])}",
        needs=" ke ",
    ),
    rule(
        r"\b(?P<label>(?i:call cent(?:er|re)|halo|layanan|hotline))(?P<whose>(?: [A-Z]\w{1,12}){1,2})"
        r"\s?:?\s(?!20[2-4]\d\b)(?P<code>\d{3,8}(?:-\d{3,4})?)(?![\w-]|[.,]\d)",
        lambda found: (
            found.group()
            if found["label"].lower() == "layanan" and _is_count(found)
            else f"{found['label']}{found['whose']} {digits(found['code'])}"
        ),
    ),
    rule(
        r"\b(?P<label>(?i:rekening|rek\.?|no\.? ?rek\.?))(?P<bank>(?: (?:Bank|[A-Z]{2,}|[A-Z][a-z]+)){1,3})"
        r"\s?:?\s(?P<code>\d[\d.-]{5,24}\d)(?!\w)",
        lambda found: f"{found['label']}{found['bank']} {digits(found['code'])}",
    ),
    rule(
        r"\b(?P<verb>(?:(?:lapor(?:kan)?|pengaduan|aduan)(?: gangguan| kebakaran| darurat)?|gangguan(?=:)|hubungi|telepon|"
        r"panggil|darurat|call|sms|hub\.?|tlp\.?|telp\.?|tlpn|kontak)(?: ke)?(?: nomor)?:?) "
        r"(?P<codes>1\d\d(?:\s?(?:/|,|atau|dan)\s?1\d\d)*)"
        r"(?![\w.,]\d|\s?(?:orang|kali|hari))",
        _service_numbers,
        flags=re.IGNORECASE,
    ),
    rule(
        r"\b(?:ext|ekst|pes)\b\.?\s?(?P<code>\d{1,5})\b",
        lambda found: f"ekstensi {digits(found['code'])}",
        flags=re.IGNORECASE,
    ),
    rule(
        r"(?<![\w+.])\(?\+62\)?[\s-]?(?P<rest>\d[\d\s-]{6,14}\d)\b",
        lambda found: f"plus enam dua, {digits(found['rest'])}",
        needs="+62",
    ),
    # emergency numbers, with the service behind them in brackets
    rule(
        r"(?<![\w.,])(?P<code>1\d\d)(?=\s?\((?:polisi|polri|damkar|pemadam|ambulan|sar|basarnas|pln|bpbd|psc|puskesmas))",
        lambda found: digits(found["code"]),
        flags=re.IGNORECASE,
        needs="(",
    ),
    # numbers with a nought before them: "TPS 01–04"
    rule(
        r"\b(?P<noun>TPS|RT|RW|(?i:dusun|pos|loket|nomor|no\.|rumah|kamar|ruang|posko|tenda|urut|antrean|antrian|kupon|"
        r"undian|kursi)) "
        r"(?P<low>0\d{1,3})\s?[-–—]\s?(?P<high>\d{1,4})(?![\d/]|[.,-]\d)",
        lambda found: f"{found['noun']} {digits(found['low'])} sampai {digits(found['high'])}",
    ),
    # the service stands before its number: "Damkar 113", "PLN 123"
    rule(
        r"\b(?P<who>(?i:psc|basarnas|sar|damkar|pemadam(?: kebakaran)?|polri|polisi|polres|pln|bpbd|ambulans?|ojk|halo|"
        r"layanan|kontak|hotline|"
        rf"call cent(?:er|re)|dinkes|kemenkes|kominfo|bnpb|pelni|bi|kpk|bmkg|kemensos|sapa|uptd ppa|"
        rf"dinsos)|PLN(?=: 123\b)):?\s(?P<code>(?:{_EMERGENCY})(?:\s?/\s?(?:{_EMERGENCY}))*)(?![\w-]|[.,]\d|\s?%|"
        r"\s(?!(?:dan|atau|bila|jika|jk|kalau|apabila|untuk|utk|segera|gratis|bebas|tiba|datang)\b)[a-z]|\s(?:KK|KPM|KM|KG|M|HP|RT|KVA|KWH|"
        r"Orang|Unit|Paket|Personel|Rumah|Jiwa)\b)",
        lambda found: f"{found['who']} {_alternatives(found['code'])}",
    ),
    rule(
        rf"(?P<who>\b(?i:polsek|polres|polisi|ambulans|puskesmas|rsud|damkar|basarnas)\s[A-Z]\w+\s)(?P<code>{_EMERGENCY})"
        r"(?=\s*(?:[.;,)]|$|atau\b|dan\b))",
        lambda found: f"{found['who']}{digits(found['code'])}",
    ),
    # a number behind an acronym that begins with a nought: "RIB 04", "SDN 01 Luwuk"
    rule(
        r"\b(?P<what>(?!RT|RW|TGL|TANGGAL|HARI|JAM|KM|PUKUL|PKL|WITA)[A-Z]{2,6})\s(?P<code>0[1-9]\d?)(?![\w%]|[.,:/-]\d|"
        r"\s?[-–]|\s(?i:jan|feb|mar|apr|mei|jun|jul|"
        r"agu|ags|agt|sep|okt|nov|des))",
        lambda found: f"{found['what']} {digits(found['code'])}",
    ),
    # a postcode behind its town; a quantity of that size is written with a point
    rule(
        r"(?P<town>\b[A-Z][a-z]+\s)(?P<code>9\d{4})(?<!00)(?![\w.,-]\w|"
        r"\s(?!(?:buka|tutup|telp|tlp|telepon|hp|wa|fax|dan|atau|di|untuk)\b)[a-z]|\s?(?:KK|KPM|KG|HA)\b)",
        lambda found: f"{found['town']}{digits(found['code'])}",
    ),
    # accounts whose last group is shorter
    rule(
        r"(?<![\w.,-])(?!(?:(?:19|20)\d\d[ -]?)+(?!\d))\d{4}(?:[ -]\d{4}){1,4}[ -]\d{1,3}(?![\w-]|[.,]\d|\s\d)",
        lambda found: digits(found.group()),
    ),
    # flights: "IW 1234", "GA-612"
    rule(
        r"(?<![\w.])(?P<airline>(?:GA|ID|IW|JT|QG|SJ|IN|IU|QZ|SI)(?=[ -])|IW|JT|QG)[ -]?"
        r"(?P<code>[1-9]\d{2,3})(?![\w-]|[.,/]\d|"
        r"\s(?!(?:jam|pukul|pkl|pk|dari|dr|ke|tiba|tujuan|rute|berangkat|mendarat|delay|tertunda|ditunda|batal|dibatalkan|dan|atau|"
        r"terbang|tgl|tanggal|hari|dengan)\b)[a-z]|\s(?:VA|W|WATT|KVA|KG|KK|KPM|M|HP|CC|PCS)\b)",
        lambda found: f"{spelled(found['airline'])} {digits(found['code'])}",
    ),
    # call centres
    rule(
        rf"(?<![\w.,-])1(?:-?500|400)(?:[- ]\d{{3}}|(?!000)\d{{3}}{_NOT_COUNTED})(?![\w-]|"
        rf"[.,]\d)",
        lambda found: digits(found.group()),
    ),
    # codes of a class, a place or a bank: "BG004", "0123-01-004567-53-8"
    rule(
        r"(?<![\w.,-])(?!R[TW])(?P<letters>[A-Z]{1,4})-?(?P<code>0\d{1,5})(?![\w]|/(?![A-Z]{1,4}-?0)|[.,-]\d)",
        lambda found: f"{' '.join(map(spelled, found['letters']))} {digits(found['code'])}",
    ),
    rule(
        r"(?<![\w.,/-])(?=(?:\d-?){10})\d{2,6}(?:-\d{1,8}){3,6}(?![\w/-]|[.,]\d)",
        lambda found: digits(found.group()),
    ),
    # groups with leading noughts are digits: "01-03-004512", "0-1-2"
    rule(
        r"(?<![\w.,/-])(?=\d{0,6}-?(?:\d{1,8}-){0,5}0)(?=0|[\d-]*-0)\d{1,6}(?:-\d{1,8}){2,6}(?![\w/-]|[.,]\d)",
        lambda found: digits(found.group()),
    ),
    rule(r"(?<![\w.,])\d{1,4}(?:\.\d{1,6}){3,7}(?:-\d{1,3})?(?![\w]|[.,-]\d)", lambda found: _groups(found.group())),
    # in fours, as tokens and cards have them; three years in a row are years
    rule(
        r"(?<![\w.,-])(?!(?:(?:19|20)\d\d[ -]?)+(?!\d))\d{4}(?:[ -]\d{4}){2,5}(?![\w-]|[.,]\d)",
        lambda found: digits(found.group()),
    ),
    rule(r"(?<=\bTPS )0\d{1,2}\b", lambda found: digits(found.group()), needs="TPS "),
    # numbers of scouts: "05.013"
    rule(
        r"(?<![\w.,])(?P<low>0\d{1,2}\.\d{3})(?:\s?[-–—]\s?(?P<high>0\d{1,2}\.\d{3}))?(?![\w]|[.,]\d)",
        lambda found: digits(found["low"]) + (f" sampai {digits(found['high'])}" if found["high"] else ""),
    ),
    rule(r"\(0\d{2,3}\)\s?\d[\d -]{1,10}\d\b", lambda found: digits(found.group()), needs="(0"),
    rule(r"(?<![\w.,/-])0\d{2,4}[- ]\d{3,4}(?:[- ]?\d{2,5}){0,2}(?![\w])", lambda found: digits(found.group())),
    rule(r"(?<![\w.,/-])0\d{2,4}(?:[ -]\d{1,6}){2,4}(?!\w)", lambda found: digits(found.group())),
    rule(
        r"(?<![\w.,])(?<!\bRT )(?<!\bRW )(?<!\bRT\.)(?<!\bRW\.)0\d{2}(?![\w%]|[.,:/-]\d)",
        lambda found: digits(found.group()),
    ),
    rule(r"(?<![\w.,])0\d{3,15}(?!\w)", lambda found: digits(found.group())),
    # behind a numbered thing; else it may be a quantity whose points were left out
    rule(
        r"(?P<what>\b(?i:kode|id|no|nomor|nip|nis|nrp|nim|resi|registrasi|token|sandi|pin)\b"
        r"\.?(?:\s(?!suara|pemilih|total|jumlah)[\w.]+){0,2}\s?[:#]?\s?)(?<![\w,/-])(?!\d+000(?!\d))(?P<code>\d{7,9})(?![\w/%-]|[.,]\d)"
        rf"{_NOT_COUNTED}",
        lambda found: found["what"] + digits(found["code"]),
    ),
    rule(r"(?<=\b[Pp]os )\d{5}\b", lambda found: digits(found.group()), needs="os "),
    # a postcode at the end of an address; a quantity of that size is written with a point
    rule(r"(?<=[a-z] )(?P<code>[1-9]\d{4})(?=\s*(?:[.;,)]\s|[.;,)]?$))", lambda found: digits(found["code"])),
    rule(
        r"(?P<where>\b(?:[Aa]lamat|Jl|Jalan|Jln)\b.{0,100}(?:\bR[TW]\.?\s?(?:\d{1,3}|nol [a-z ]+)|"
        r"\b[A-Z][a-z]+),\s)(?P<code>9\d{4})(?<!00)(?=\.?$)",
        lambda found: f"{found['where']}{digits(found['code'])}",
        needs=", 9",
    ),
    rule(r"(?<![\w.,])\d{10,}(?:-\d{1,6})*(?!\w)", lambda found: digits(found.group())),
)
