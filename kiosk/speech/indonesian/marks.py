"""Letters and signs beside numbers and words, whose neighbours decide: sizes, blood groups, degrees, classes of a ferry."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, fraction, roman
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.times import clock
from kiosk.speech.indonesian.trades import QUARTER, QUARTERS

_LEAST_PRESSURE = 70
_VACCINE = re.compile(r"\b(?:siswa|imunisasi|BIAS|cakupan|capaian|vaksin\w*)\b", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:cuaca|cerah|berawan|hujan|prakiraan|BMKG)\b", re.IGNORECASE)


_WIND = re.compile(r"\b(?:angin|arus|gelombang|ombak|awan|hujan|abu|asap|knot|kt|laut|cuaca|badai)\b", re.IGNORECASE)


DOUBLED: tuple[Rule, ...] = (
    # doubled words: "berita2nya"; a word has a vowel and three letters
    rule(
        r"\b(?P<word>(?=[A-Za-z]?[a-z]*[aeiou])[A-Za-z][a-z]{2,})[2²](?P<suffix>(?:nya|an|kan|ku|mu)?)(?![\w])",
        lambda found: f"{found['word']} {found['word']}{found['suffix']}",
    ),
)

MARKS: tuple[Rule, ...] = (
    rule(
        r"(?P<what>\b(?i:uk|ukuran|size)\.?\s?:?\s?)(?P<sizes>(?:X{0,3}[SML])(?:-X{0,3}[SML]){2,5})\b",
        lambda found: f"ukuran {', '.join(spelled(each) for each in found['sizes'].split('-'))}",
        needs="-",
    ),
    # the number of a festival behind its name
    rule(
        r"(?P<what>\b(?:Festival|Jambore|Kemah|Konferensi|Musda|Turnamen|Gebyar|Pesta)(?:\s[A-Z][a-z]+){1,4}\s|"
        r"\b(?:(?:Kades|Bupati|Camat|Kapolres|Kapolsek|Gubernur|Dandim|Danramil|Lurah|Kadis|Sekda|Pemuda|Taruna|Desa)\sCup|"
        r"MTQ|STQ|Porseni|Porda|Porprov|Pesparawi|Muscab|Musywil|Rakerda|Konfer[a-z]+ Cabang(?: [A-Z]+)?)\s)"
        r"(?P<numeral>[IVX])(?=\s(?:[a-z\d(])|[,;:]|\.?$|\s(?:Tahun|Tingkat)\b)",
        lambda found: f"{found['what']}{cardinal(roman(found['numeral']) or 0)}",
    ),
    rule(
        r"\b(?P<who>[Bb]pk|[Ss]dr)2\b",
        lambda found: "bapak bapak" if found["who"].lower() == "bpk" else "saudara saudara",
    ),
    # "nya" as it is written in Sulawesi: "rumahx"
    rule(
        r"\b(?P<word>rumah|orang|anak|kata|harga|nama|nomor|tempat|jalan|mobil|motor|barang|bayar|jadwal|waktu|suami|"
        r"istri|ibu|bapak|"
        r"uang|isi|lokasi|alamat|warna|ukuran|kondisi|acara|desa|kantor|guru|kapal|lampu|listrik|adik|kakak|teman|"
        r"hasil|cara|maksud|"
        r"akibat|sebab|baru|lama|semua|mudah|rencana|khusus|umum|hari|bulan|tanggal|harus|sebaik|sebenar|cepat|sering|sepupu|"
        r"keluarga|jumlah|total|sisa|gaji|biaya|air|mama|papa|ada|punya|bukan|kayak|ternyata)x\b",
        r"\g<word>nya",
        needs="x",
    ),
    # local time of flights, not litres: "ETD 10.35 LT"
    rule(
        r"(?<![\d.,:/-])(?P<clock>[0-2]\d[.:][0-5]\d(?:\s?[-–]\s?[0-2]\d[.:][0-5]\d)?)\s?LT\b",
        lambda found: f"pukul {' sampai '.join(map(clock, re.findall(r'[0-9.:]+', found['clock'])))} waktu setempat",
        needs="LT",
    ),
    rule(r"(?P<clock>\b[0-2]?\d[.:][0-5]\d)'(?=[\s,;.)–-]|$)", r"\g<clock>", needs="'"),
    rule(
        r"(?P<often>\d)\s?[xX×]\s?(?P<a>[1-3])/(?P<b>[2-4])(?![\d/])",
        lambda found: f"{found['often']} kali {fraction(found['a'], found['b'])}",
        needs="/",
    ),
    rule(
        r"\b(?P<what>T[Dd])\s?:?\s?(?P<above>\d{2,3})/(?P<below>\d{2,3})\b",
        lambda found: (
            f"tekanan darah {found['above']} per {found['below']}"
            if int(found["above"]) >= _LEAST_PRESSURE
            and int(found["above"]) > int(found["below"])
            and not (found["what"] == "Td" and _VACCINE.search(found.string))
            else f"te de {found['above']}/{found['below']}"
        ),
        needs="/",
    ),
    rule(
        r"(?<!RT )(?<!RW )(?<!uang )(?<!lok )(?<!elas )(?<!omor )(?<![\d.,])(?P<low>[12]\d)\s?[-–]\s?(?P<high>[23]\d)\s?C\b",
        lambda found: (
            f"{found['low']} sampai {found['high']} derajat celsius"
            if _FORECAST.search(found.string)
            else found.group()
        ),
    ),
    # blood groups: "O-", "AB+"
    rule(
        r"\b(?P<group>A|B|AB|O|Rh)\s?(?P<sign>[+-])(?<!\s-)(?=[\s,;.)]|$)",
        lambda found: f"{found['group']} {'positif' if found['sign'] == '+' else 'negatif'}",
        within=r"\b(?i:darah|donor|pendonor|ktg|utd)\b.{0,200}|^(?=.{0,200}\b(?i:donor|darah|ktg)\b).{0,300}",
    ),
    rule(
        rf"(?P<what>\b(?:arah|dari|sektor)\s)(?P<low>{QUARTER})\s?[-–]\s?(?P<high>{QUARTER})\b",
        lambda found: (
            f"{found['what']}{QUARTERS[found['low']]} sampai {QUARTERS[found['high']]}"
            if found["what"] != "dari " or _WIND.search(found.string)
            else found.group()
        ),
    ),
    rule(r"\b(?P<heat>(?:3[4-9]|4[0-2])[.,]\d)\s?C\b", r"\g<heat> derajat celsius"),
    rule(
        r"(?P<what>\b(?:abu|asap|angin|arus|awan|arah)\b.*\bke\s)(?P<where>TG|BD|BL|TL)\b",
        lambda found: f"{found['what']}{QUARTERS[found['where']]}",
        needs="ke",
    ),
    rule(r"(?<=[\w)]\s)(?P<letter>[b-h])\)\s(?=[A-Z\d])", lambda found: f", {spelled(found['letter'])}, ", needs=")"),
    # approximate hours: "jam 7-an", "07.00an"
    rule(
        r"(?P<what>\b(?i:jam|pukul|pkl\.?)\s)(?P<hour>\d{1,2})(?:[.:]00)?\s?-?an\b",
        lambda found: f"{found['what']}{cardinal(int(found['hour']))}an",
        needs="an",
    ),
    rule(
        r"(?<![\w.,])(?<!Rp )(?<!Rp\. )(?P<many>\d[\d.,]*)\s?(?P<scale>rb|ribu|jt|juta)\s?-?an\b",
        lambda found: f"{found['many']} {'ribuan' if found['scale'][0] == 'r' else 'jutaan'}",
        needs="an",
    ),
    rule(r"\b(?P<small>XS|S|M|L|XL)\s?[-–]\s?(?P<large>M|L|XL|XXL|XXXL)\b", r"\g<small> sampai \g<large>"),
    # classes of a ferry behind the first: "Gol. I sepeda Rp15rb, II motor, IVA Rp900rb"
    rule(
        r"(?<=[,;] )(?P<roman>I{1,3}|IV|VI{0,3}|IX)\s?(?P<letter>[A-C])(?=\s(?:Rp|[a-z(\d]))",
        lambda found: f"{cardinal(roman(found['roman']) or 0)} {spelled(found['letter'])}",
        within=r"\b[Gg]ol(?:ongan)?\b.{0,250}",
        needs="ol",
    ),
    rule(
        # "sepuh emas 20K" is a price
        r"(?<!epuh )(?<!uci )(?<!asa )(?P<gold>\b[Ee]mas\b"
        r"(?:(?!\b(?:iuran|ongkir|ongkos|biaya|harga|jasa|cuci|sepuh|patri|upah|admin|dp|dan|uang|beli|bayar)\b)[^,.;\n]){0,30}?"
        r"(?<![\d.,])(?:(?:8|9|1[4678]|2[0-4])\s?K|(?:1[78]|2[234])\s?k))\b",
        lambda found: f"{found['gold'][:-1].rstrip()} karat",
    ),
)
