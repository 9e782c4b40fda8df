"""Short forms whose words depend on their neighbours: "TTD" on a letter and for girls, "kel." of a village and of people."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, fraction, roman
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import acronym, spelled
from kiosk.speech.indonesian.trades import QUARTER, QUARTERS

_TABLET_WORDS = re.compile(
    r"\b(?:remaja|rematri|putri|ibu hamil|bumil|tablet|anemia|minum|suplemen|siswi|pemberian|pembagian|konsumsi)\b",
    re.IGNORECASE,
)
# words before a name: a capital with a point behind them is an initial
_ADDRESS = (
    r"(?i:haji|hajah|bapak|ibu|pak|bu|saudara|saudari|tuan|nyonya|insinyur|dokter|doktor|profesor|doktoranda|doktorandus|jalan|"
    r"kiai|ustaz|pendeta|kapten|jenderal|letnan|kolonel|bupati|camat|kades|lurah|oleh|almarhum|almarhumah)"
)
_COLLECTORS = (
    "Bukhari|Al-Bukhari|Muslim|Tirmidzi|At-Tirmidzi|Tirmizi|Ahmad|Abu Da[wu]+d|Ibnu Majah|Nasa'?i|An-Nasa'?i|Malik|Baihaqi|"
    "Al-Baihaqi|Thabrani|Ath-Thabrani|Hakim|Al-Hakim|Ad-Darimi|Ibnu Hibban|Daruquthni|Muttafaq"
)

# events that a district holds on a day: "Musrenbang kec. Kamis 11 Feb"
_OF_A_DISTRICT = re.compile(
    r"\b(?:musrenbang|rapat|rakor|apel|lomba|tingkat|tk\.|camat|pertemuan|kantor|aula|sosialisasi|mtq|forum|staf)\s$",
    re.IGNORECASE,
)
# "setiap hari kec. Minggu": a day is no district. Any other word may be a place ("warga kec. batui"), and "kecuali" before one
# would say the contrary of what is written
_DAYS_EXCEPTED = (
    r"(?:(?:hari )?(?:Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu|Ahad)|(?:tgl|tanggal)\.?\s(?:\d|merah)|"
    r"(?:hari )?libur)\b"
)
_EXCEPTED = (
    r"(?:yang|yg|ada|jika|jk|kalau|kalo|klu|bila|apabila|bagi|untuk|utk|pada|karena|hari|bln|bulan|musim|saat|"
    r"(?:sedang|sudah|sdh|belum|blm|dlm|dalam) (?:sakit|hamil|darurat|keadaan|kondisi)|anak|ibu)\b"
)
# behind these it is a district: "kantor kec. untuk dicap"
_DISTRICT_BEFORE = (
    r"(?<!\bdi )(?<!\bke )(?<!\bdari )(?<!\bdr )(?<!\bper )(?<!\bantar )(?<!\btingkat )(?<!\btiap )(?<!\bsetiap )(?<!\bseluruh )"
    r"(?<!\bsemua )(?<!\bbeberapa )(?<!\bkantor )(?<!\bstaf )(?<!\bpegawai )(?<!\btim )(?<!\bposko )(?<!\baula )(?<!\bsatu )"
    r"(?<!\bdua )(?<!\btiga )(?<!\bpara )(?<!\bpihak )(?<!\bpemerintah )(?<!\bpanitia )(?<!\bwilayah )(?<!\bpkk )(?<!\bPKK )"
    r"(?<!\d )"
)

_RED_THINGS = re.compile(
    r"\b(?:cabai|cabe|rawit|bawang|bw|bwg|gula|kacang|beras|ubi|lampu|tanggal|tgl|palang|garis|daging|pita|darah|rapor|semen|bendera|"
    r"kartu|baju|cat)\.?\s(?:keriting\s|besar\s|rawit\s|krtg\s)?$",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"\b(?:foto|logo|gambar|unggah|banner|resolusi|sisi|jpe?g|png|poster)\b", re.IGNORECASE)
_YEARLY = {"thn": "tahunan", "bln": "bulanan", "mgg": "mingguan", "hr": "harian"}
_FERRY_CLASS = re.compile(r"(?<=[,;] )(?P<roman>I{1,3}|IV|VI{0,3}|IX)\s?(?P<letter>[A-C])(?=\s(?:Rp|[a-z(\d]))")
_BLOOD = re.compile(r"\b(?P<group>A|B|AB|O|Rh)\s?(?P<sign>[+-])(?<!\s-)(?=[\s,;.)]|$)")
_SIGNED = re.compile(r"[:.,]?\s+(?:[A-Z][a-z]|H\.|Hj\.|\()")


_OWN_CHILD = re.compile(
    r"\b(?:anak (?:kami|saya|kita)|anaknya|(?:adik|cucu|keponakan)(?: \w+)?|anak (?:pak|bu|bapak|ibu) \w+)\s$",
    re.IGNORECASE,
)


TOWNS = "Simpong|Sentral|Batui|Toili|Pagimana|Bunta|Luwuk|Salakan|Banggai|Unjulan|Kintom|Nuhon|Balantak|Masama"
"""Names of markets that are no other words."""

MARKETS = rf"{TOWNS}|Baru|Lama|Induk|Tradisional|Rakyat|Tua|Ikan|Inpres|Raya"
_LEAST_PRESSURE = 70
_VACCINE = re.compile(r"\b(?:siswa|imunisasi|BIAS|cakupan|capaian|vaksin\w*)\b", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:cuaca|cerah|berawan|hujan|prakiraan|BMKG)\b", re.IGNORECASE)


def _ttd(found: re.Match[str]) -> str:
    signed = _SIGNED.match(found.string, found.end())  # a signature by an office or a name: "TTD Ketua Posyandu"
    return "tablet tambah darah" if not signed and _TABLET_WORDS.search(found.string) else found.group()


def _licence(found: re.Match[str]) -> str:
    """Return a driver's licence: "SIM CII"."""
    if not re.search(r"\bSIM [ABC]", found.string):
        return found.group()
    return f"{spelled(found['small'])} {'satu' if found['numeral'] == 'I' else 'dua'}"


_WIND = re.compile(r"\b(?:angin|arus|gelombang|ombak|awan|hujan|abu|asap|knot|kt|laut|cuaca|badai)\b", re.IGNORECASE)
_LOAN_WORDS = re.compile(
    r"\b(?:kredit|debitur|KUR|pinjaman|NPL|macet|SLIK|bank|BI checking|angsuran|nasabah)\b", re.IGNORECASE
)
_PATIENT_WORDS = re.compile(
    r"\b(?:pasien|poli|klinik|RS|RSUD|IGD|UGD|rawat|ranap|bangsal|periksa|dokter|dr|perawat|bidan|puskesmas|kuota|operasi|vaksin\w*|"
    r"visite|kontrol|obat)\b",
    re.IGNORECASE,
)


def _pixels(found: re.Match[str]) -> str:
    if _PICTURES.search(found.string):
        return " piksel"
    return " pasien" if _PATIENT_WORDS.search(found.string) else found.group()


def _initial(found: re.Match[str]) -> str:
    if found["one"]:
        return f"{found['before']}{spelled(found['one'])} "
    return f"{' '.join(map(spelled, re.findall(r'[A-Z]', found['letters'])))} "


FAITH_AND_HEALTH: tuple[Rule, ...] = (
    # sayings of the Prophet
    rule(rf"\bH\.?\s?R\.?\s(?=(?:Imam )?(?:{_COLLECTORS})\b)", "hadis riwayat "),
    rule(r"(?P<before>\b(?:Jl\.?|Jln\.?|[Jj]alan)\s)H\.?R\.\s?(?=[A-Z])", r"\g<before>ha er ", needs="R."),
    # health
    rule(r"\bTTD\b", _ttd, needs="TTD"),
    rule(
        r"(?P<before>\b(?i:gerakan|psn|program|kegiatan|protokol|melakukan|lakukan|terapkan|menerapkan|slogan) )3M\b",
        r"\g<before>tiga em",
        needs="3M",
    ),
    rule(r"\b3M(?=\s?(?:[Pp]lus\b|\(|:))", "tiga em", needs="3M"),
    rule(r"\b(?P<place>TPS)[ -]?3R\b", r"\g<place> tiga er", needs="TPS"),
    # "kel." for people, not a ward
    rule(
        r"\b[Kk]el\.\s(?=(?i:besar|kecil|inti|miskin|penerima|korban|almarhum|almarhumah|alm|bapak|bpk|ibu|pasien|duka|"
        r"yang|yg)\b)",
        "keluarga ",
        needs="el.",
    ),
    rule(
        r"\b[Kk]el\.\s(?=(?i:tani|nelayan|ternak|wanita|dasa\s?wisma|belajar|usaha|kerja|pemuda|sadar|petani)\b)",
        "kelompok ",
        needs="el.",
    ),
)

OFFICES: tuple[Rule, ...] = (
    # numbered things, their number behind them: "no.urut 3", "No: 5"
    rule(
        r"\b[Nn][Oo]\.(?=(?i:urut|rek|rekening|hp|wa|kk|ktp|nik|telp|tlp|surat|rumah|antrean|antrian|pol|polisi|reg|registrasi|kontak|induk|seri|"
        r"sertifikat|rm|peserta|kupon|undian|kontrak|punggung|meja|kursi|kamar|resi|sambungan|pelanggan|meter)\b)",
        "nomor ",
    ),
    rule(
        r"\b[Nn]o\s?:\s?(?=\d)|\b[Nn]o\s(?=(?:urut|[Hh]p|HP|WA|wa(?=\s?:?\s?\d)|rek|rekening|KTP|NIK|KK|antrean|antrian|antri|undian|kupon)\b)",
        "nomor ",
        needs="o",
    ),
    rule(
        r"(?P<low>\b(?:PAUD|TK|SD|MI|SMP|MTs)\s)sd(?=\s(?:SD|SMP|MTs|SMA|SMK|MA|kuliah)\b)",
        r"\g<low>sampai",
        needs="sd",
    ),
    rule(r"\bLamp(?=\s?:)", "Lampiran", needs="Lamp"),
    rule(
        rf"(?P<way>\b(?:di|ke|dari|dekat|depan|belakang)\s)[Pp]sr?\.\s?(?=(?:{MARKETS})\b)", r"\g<way>Pasar ", needs="s"
    ),
    rule(
        r"(?P<what>\b(?i:uk|ukuran|size)\.?\s?:?\s?)(?P<sizes>(?:X{0,3}[SML])(?:-X{0,3}[SML]){2,5})\b",
        lambda found: f"ukuran {', '.join(spelled(each) for each in found['sizes'].split('-'))}",
        needs="-",
    ),
    rule(r"\bKet(?=\s?:)", "keterangan", needs="Ket"),
    # the number of a festival behind its name
    rule(
        r"(?P<what>\b(?:Festival|Jambore|Kemah|Konferensi|Musda|Turnamen|Gebyar|Pesta)(?:\s[A-Z][a-z]+){1,4}\s|"
        r"\b(?:(?:Kades|Bupati|Camat|Kapolres|Kapolsek|Gubernur|Dandim|Danramil|Lurah|Kadis|Sekda|Pemuda|Taruna|Desa)\sCup|"
        r"MTQ|STQ|Porseni|Porda|Porprov|Pesparawi|Muscab|Musywil|Rakerda|Konfer[a-z]+ Cabang(?: [A-Z]+)?)\s)"
        r"(?P<numeral>[IVX])(?=\s(?:[a-z\d(])|[,;:]|\.?$|\s(?:Tahun|Tingkat)\b)",
        lambda found: f"{found['what']}{cardinal(roman(found['numeral']) or 0)}",
    ),
    rule(r"(?<=[A-Za-z.)] )als\b\.?(?=\s[A-Z])", "alias", needs="als"),
    rule(r"(?P<classes>\b[Kk]elas I [A-D] (?:dan|&) )I(?= [A-D]\b)", r"\g<classes>satu", needs="elas I "),
    # the first of several: "I, II, III"
    rule(r"(?<![\w.])I(?=(?:,|\s?/)\s?II\b)", "satu", needs="II"),
    # length, breadth and height: "P 10 m x L 5 m"
    rule(
        r"\bP\s(?P<length>\d[\d.,]*\s?c?m)\s?[x×X]\s?L\s(?P<breadth>\d[\d.,]*\s?c?m)(?:\s?[x×X]\s?T\s(?=\d))?",
        lambda found: (
            f"panjang {found['length']} kali lebar {found['breadth']}{' kali tinggi ' if found.group()[-1] == ' ' else ''}"
        ),
    ),
    # chat shorthand that a neighbouring word decides: "plg lambat", "mtr gk bs lewat", "tampung dl"
    rule(
        r"\bplg(?=\s(?:lambat|lambt|lmbt|lbt|lama|banyak|bnyk|byk|sedikit|sdkt|cepat|cpt|kurang|tidak|tdk|baik|tinggi|"
        r"rendah)\b)",
        "paling",
        needs="plg",
    ),
    rule(r"(?<!\d)(?<!\d )\bmtr\b(?!\s?(?:persegi|kubik|per)\b)", "motor", needs="mtr"),
    rule(r"(?<!\d)(?<!\d )(?<![\w/(])cm(?=\s[a-z])", "cuma", needs="cm"),
    rule(
        r"\bk(?=\s(?:rek|rekening|rumah|rmh|pasar|kantor|sekolah|desa|balai|masjid|gereja|pantai|kebun|sana|sini)\b)",
        "ke",
    ),
    rule(r"(?<=[a-z] )dl(?=\s*(?:[.,!?)]|$|ya\b|yaa\b))", "dulu", needs="dl"),
    rule(r"(?<=[a-z] )sm(?=\s(?:sy|saya|kami|kita|dia|mereka|bpk|pak|bu|ibu|anak|bapak)\b)", "sama", needs="sm"),
    rule(r"(?<![\w.])tp(?=\s[a-z])", "tapi", needs="tp"),
    rule(
        r"(?<![\w.])p\.\s?(?=(?:kades|camat|lurah|kadus|imam|ustaz|ustad|bupati|guru|kepsek|sekdes|dokter|rt|rw)\b)",
        "pak ",
        flags=re.IGNORECASE,
    ),
    rule(
        r"\b(?P<who>[Bb]pk|[Ss]dr)2\b",
        lambda found: "bapak bapak" if found["who"].lower() == "bpk" else "saudara saudara",
    ),
    rule(r"\bTd(?=\s(?:kls|kelas|dosis|\d(?!\d{1,2}/\d)))", "te de", needs="Td"),  # a vaccine
    rule(
        rf"\b[Kk]ec\.\s(?={_DAYS_EXCEPTED})",
        lambda found: found.group() if _OF_A_DISTRICT.search(found.string[: found.start()]) else "kecuali ",
        needs="ec.",
    ),
    rule(rf"(?=kec\.){_DISTRICT_BEFORE}\bkec\.\s(?={_EXCEPTED})", "kecuali ", needs="kec."),
    rule(
        r"\bAss(?=[.,!]?\s(?:[Ww]r|[Ww]\.|[Ww]arah|[Bb]pk|[Bb]apak|[Ii]bu|[Pp]ak\b|[Bb]u\b|[Ss]elamat|[Mm]ohon|[Mm]hn|"
        r"[Ii]zin|[Ii]jin|[Ww]arga))\.?",
        "assalamualaikum",
        needs="Ass",
    ),
    rule(r"\b(?:[Ww]ss|[Ww]slm|[Ww]aslm|[Ww]a'alaikum salam)\b\.?", "waalaikumsalam"),
    rule(r"\b(?:[Aa]slm|[Aa]skum|[Aa]sskum|[Aa]ssalamu alaikum)\b\.?", "assalamualaikum"),
    rule(r"(?<![\w./])(?<!\d )kk(?=\s(?:saya|sy|aku|kami|ipar|kandung|sepupu|tertua)\b)", "kakak", needs="kk"),
    # a count before it means families
    rule(
        r"(?<![\w./])(?<!\d )(?<!\bno )(?<!\bno\. )(?<!\bdata )(?<!\bper )(?<!\btiap )(?<!\bjumlah )(?<!\bribu )(?<!\bratus )"
        r"kk(?=\s(?!Desa|Dusun|Kec|Kel|Kab|Miskin|Asli)[A-Z][a-z])",
        "kakak",
        needs="kk",
    ),
    rule(r"(?<![\w./])(?<!\d )(?<!\bper )(?<!\bribu )(?<!\bratus )kk(?![\w.]|\s?:?\s?\d)", "ka ka", needs="kk"),
    rule(
        r"(?<![\w.])wa(?=\s?(?:(?:sy|saya|kami|ini|bu|pak|ibu|bpk)(?: [A-Z]\w+)?)?\s?:?\s?(?:\+62|0)8|"
        r"\s(?:grup|group|(?:ke|aja|saja|sj|dulu|admin)\b)|"
        r"\s?/)|(?<=\bno )wa\b|(?<=\bvia )wa\b|(?<=\bhub )wa\b",
        "we a",
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
        r"pukul \g<clock> waktu setempat",
        needs="LT",
    ),
    rule(r"(?<=\d)\s?NM\b", " mil laut", needs="NM"),
    rule(r"(?<=\d)\s?t(?=[\s,;:)/]|\.?$)(?!\s?=)", " ton"),
    rule(r"(?<=\()[xX×]\s?(?=\d)", "kali ", needs="("),  # "(x 12 bln)"
    rule(
        r"\b(?P<side>[ptl])\.\s?(?=\d[\d.,]*\s?(?:m|cm|mm)\b)",
        lambda found: {"p": "panjang ", "t": "tinggi ", "l": "lebar "}[found["side"]],
    ),
    rule(r"(?<![\w.])b\.\s?(?=(?:merah|putih|bombay|goreng)\b)", "bawang ", needs="b."),
    rule(r"(?<![\w.])mgg(?![\w.])(?<!\d mgg)(?<!\dmgg)", "minggu", needs="mgg"),
    rule(
        r"\b[Cc]/(?P<way>in|out|i|o)\b", lambda found: f"check {'in' if found['way'][0] == 'i' else 'out'}", needs="/"
    ),
    # alternatives, not a count for each: "Museum/rumah adat"
    rule(
        r"(?P<one>\b[A-Z][a-z]{2,})\s?/\s?(?=(?:rumah|kelompok|keluarga|sekolah|kapal|perahu|kandang|tim|kelas|desa|"
        r"dusun|anak|siswa|peserta|"
        r"kendaraan|pohon|kolam|titik|trip|ton)\b)",
        r"\g<one> ",
        needs="/",
    ),
    # measures of a thing, floors of a house
    rule(r"(?<!\d )(?<!\d)\blbr\.?(?=\s?:?\s?\d[\d.,]*\s?(?:m|cm|mm|km|mtr|meter)\b)", "lebar", needs="lbr"),
    rule(r"\b[Bb]rt\.?(?=\s?:?\s?\d)", "berat", needs="rt"),
    rule(r"\btbl\.?(?=\s?:?\s?\d)", "tebal", needs="tbl"),
    rule(r"\btgi\.?(?=\s?:?\s?\d)", "tinggi", needs="tgi"),
    rule(r"\b[Dd]iam\.\s?(?=\d)", "diameter ", needs="iam."),  # "diam" also means silent
    rule(
        r"(?P<what>\b(?i:ruko|rumah|rmh|gedung|bangunan|kos|kost|hotel|masjid|sekolah|toko)\s(?:[a-z]+\s)?\d{1,2})\s?lt\b\.?",
        r"\g<what> lantai",
        needs="lt",
    ),
    rule(r"\b(?<![A-Z][a-z]{2}\. )inf\.(?=\s[a-z])", "informasi", needs="inf."),
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
    rule(r"\bSpO2\b", "saturasi oksigen", needs="SpO2"),
    rule(
        r"(?P<what>\b(?i:suhu|demam|panas|temperatur)\b[^.\n]{0,40}?(?<!\bkelas )(?<!\bkls )(?<!\bruang )"
        r"(?<!\bkamar )(?<!\bblok )"
        r"(?<!\bnomor )(?<!\bno )(?<!\bno\. )(?<!\brumah )(?<![\d.,])\d{1,3}(?:[.,]\d)?)\s?C\b",
        r"\g<what> derajat celsius",
    ),
    # blood groups: "O-", "AB+"
    rule(
        r"\b(?i:darah|donor|pendonor|ktg|utd)\b.{0,200}|^(?=.{0,200}\b(?i:donor|darah|ktg)\b).{0,300}",
        lambda found: _BLOOD.sub(
            lambda group: f"{group['group']} {'positif' if group['sign'] == '+' else 'negatif'}", found.group()
        ),
    ),
    rule(r"(?<![\w.])al\s?:\s?", "antara lain ", needs=":"),
    rule(r"(?<![\w.])c/o\b", "dengan alamat", needs="c/o"),
    rule(r"(?<![\w.])(?<!\d )[Cc][Cc][.:]\s", "tembusan "),  # behind a number it is a volume
    rule(
        rf"(?P<what>\b(?:arah|dari|sektor)\s)(?P<low>{QUARTER})\s?[-–]\s?(?P<high>{QUARTER})\b",
        lambda found: (
            f"{found['what']}{QUARTERS[found['low']]} sampai {QUARTERS[found['high']]}"
            if found["what"] != "dari " or _WIND.search(found.string)
            else found.group()
        ),
    ),
    # the person to contact: "hub. Kel. di 0823…"
    rule(
        r"(?P<ask>\b(?i:hub|hubungi|menghubungi|kpd|kepada)\.?\s)[Kk]el\.(?=\s(?:korban\b|(?:di|ke|pada)\s?:?\s?(?:0|\+?62\s?)8))",
        r"\g<ask>keluarga",
        needs="el.",
    ),
    rule(
        r"(?:^|(?<=[,;:(] )|(?<=\())DI(?!\s(?:Desa|Dusun|Dsn|Ds|Kec|Kecamatan|Kel|Kelurahan|Kab|Kabupaten|Kota|Yogyakarta|Jogja\w*|"
        r"Panjaitan|Aceh|Balai|Kantor|Aula|Lapangan|Gedung|Masjid|Gereja|Rumah|Pasar|Jalan|Jl|Sekolah)\b)(?=\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s.{0,80}\b(?:ha|Ha|irigasi|petak|tanam|debit|bendung|saluran|"
        r"P3A)\b)",
        "daerah irigasi",
        needs="DI",
    ),
    rule(r"(?<=anak )lk\b|(?<=bayi )lk\b|(?<=balita )lk\b|(?<=Anak )lk\b|(?<=Bayi )lk\b", "laki laki"),
    rule(r"(?<![\w.])a/\s(?=[a-z])", "atas ", needs="a/"),
    rule(r"(?<=\d)\s?(?P<time>thn|bln|mgg|hr)an\b", lambda found: f" {_YEARLY[found['time']]}", needs="an"),
    rule(r"\bBd\.\s(?=[A-Z])", "bidan ", needs="Bd."),
    rule(r"\b[Ee]l(?:ev)?\.\s(?=[+±-]?\s?\d)", "elevasi ", needs="l"),
    rule(
        r"(?P<what>\b(?:tanpa|berkas|lengkap|kelengkapan|surat|foto)\s|/|\d )[Dd]ok\b\.?(?!\s[A-Z])",
        r"\g<what>dokumen",
        needs="ok",
    ),
    rule(
        r"\bPel\.\s(?=(?:KB|KIA|Kesehatan|Publik|Medis|Umum|Terpadu|Adminduk|Pajak|Perizinan|Samsat|Imunisasi|"
        r"Gigi)\b)",
        "pelayanan ",
        needs="Pel.",
    ),
    rule(r"\b[Pp]ot\.\s(?=(?:harga|gaji|pajak|iuran|tunai|bank|BPJS|biaya|\d|Rp))", "potongan ", needs="ot."),
    rule(r"(?<=\d )[Pp]ers\b\.?", "personel", needs="ers"),
    rule(r"(?<=[a-z] )H\.(?=\s*$)", "ha", needs="H."),  # an initial at the end, with no name behind it
    rule(r"\b(?P<heat>(?:3[4-9]|4[0-2])[.,]\d)\s?C\b", r"\g<heat> derajat celsius"),
    rule(r"\b(?P<what>[Jj]enis )kel(?:\.|\b)(?=\s?[:.(,]|\s[LP]\b|$)", r"\g<what>kelamin", needs="enis "),
    rule(r"\bJK(?=\s?:\s?(?:[LP]\b|[Ll]aki|[Pp]erempuan|\(|_|\.\.))", "jenis kelamin", needs=":"),
    rule(
        r"(?P<rank>\b(?:[Ss]erda|[Ss]ertu|[Ss]erma|[Ss]erka|[Pp]ratu|[Pp]rada|[Kk]opda|[Ll]etda|[Ll]ettu|[Kk]apten|"
        r"[Mm]ayor)\s)Mar\.",
        r"\g<rank>marinir",
        needs="Mar.",
    ),
    rule(
        r"(?P<street>\b(?:Jl|Jln|Jalan)\.?\s)[Dd]r\.?\s(?=(?:Sutomo|Soetomo|Wahidin|Cipto|Tjipto)\b)",
        r"\g<street>dokter ",
    ),
    rule(
        r"\bHUB(?=\.?\s?:?\s?[\d(+]|\s(?:BPK|IBU|BU|PAK|BAPAK|SDR|SDRI|NO|HP|WA|PANITIA|KANTOR)\b)",
        "hubungi",
        needs="HUB",
    ),
    rule(r"\b(?P<ship>KMP|KM|KRI|KN|KLM|MV)\.\s(?=[A-Z])", r"\g<ship> "),
    rule(r"(?P<what>(?:[.:]\d\d|/\d{1,2}),\s)R\.\s(?=[A-Z][a-z]+\.?\s?$)", r"\g<what>ruang ", needs="R."),
    rule(r"(?<=\d)\s?px\b", lambda found: _pixels(found), needs="px"),
    rule(
        r"\b[Kk]ol\.\s(?=\d)",
        lambda found: "kolektibilitas " if _LOAN_WORDS.search(found.string) else "kol ",
        needs="ol.",
    ),
    rule(r"\b[Ee]p\.\s(?=\d)", "episode ", needs="p."),
    rule(r"\b[Ss]imp\.\s(?=\d|[A-Z])", "simpang ", needs="imp."),
    rule(r"(?P<days>\b(?:hr|hari)\s)kal\.", r"\g<days>kalender", needs="kal."),
    rule(r"(?<=\d)\s?bj(?![\w.])", " biji", needs="bj"),
    rule(r"\bSym\.\s(?=[A-Z])", "syamas ", needs="Sym."),
    rule(r"(?P<quake>\b(?:[Kk]egempaan|VB|VT)\b.*?\d)\s?VA\b", r"\g<quake> fe a", needs="VA"),
    rule(r"(?P<area>(?:m²|m2)\s\d)\s?lt\b\.?", r"\g<area> lantai", needs="lt"),
    rule(
        r"(?P<what>\b(?:abu|asap|angin|arus|awan|arah)\b.*\bke\s)(?P<where>TG|BD|BL|TL)\b",
        lambda found: f"{found['what']}{QUARTERS[found['where']]}",
        needs="ke",
    ),
    rule(r"(?<![\w/])ka/ki(?![\w/])", "kanan kiri", needs="ka/ki"),
    rule(r"(?<=/)bj(?![\w])", "biji", needs="/"),
    rule(r"\b[Hh]ep\.\s(?=[A-E]\b)", "hepatitis ", needs="ep."),
    rule(r"(?<=[a-z] )I(?=\s(?:Sen|Sel|Rab|Kam|Jum|Sab|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Ahad)\b)", "satu"),
    rule(
        r"(?P<day>\b(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|[Mm]inggu|Ahad|[Pp]ekan)\s)I\b"
        r"(?!\.|\s(?!Advent?\b|Prapaskah\b|Paskah\b|Sengsara\b|Trinitas\b|(?:Jan|Febr|Sept?|Okto|Nov|Des)[a-z]*\b|Maret\b|April\b|Mei\b|Ju[nl]i\b|"
        r"Agustus\b)[A-Z][a-z])",
        r"\g<day>satu",
    ),
    rule(r"(?<!\d)(?<!\d\s)\bgr\.?\s(?=[A-C]\b)", "grade ", needs="gr"),
    rule(r"(?P<small>\b(?:[ABC]))(?P<numeral>I{1,2})(?!\w)", _licence),
    rule(r"\bTTL(?=\s?[:.]|\s[A-Z][a-z]+,)", "tempat tanggal lahir", needs="TTL"),
    rule(r"\bKav\.\s?(?=\d)", "kavling ", needs="Kav."),
    # red, where cheap has another word: "cabai rawit mrh"
    rule(
        r"mrh\b(?<=\smrh)",
        lambda found: "merah" if _RED_THINGS.search(found.string[: found.start()]) else found.group(),
        needs="mrh",
    ),
    rule(r"\bR(?P<what>[tw])(?=[\s./]?\s?\d)", lambda found: f"R{found['what'].upper()}"),
    rule(r"(?<![\w.])fc(?=[\s,;)]|\.?$)", "fotokopi", needs="fc"),
    rule(r"\b[Bb]w\.?(?=\s(?:merah|putih|bombay|goreng|mrh|pth))", "bawang"),
    rule(r"\b[Pp]s(?=\s\d{1,3}\s(?:KUHP|KUHAP|UU|ayat|ay\b|jo\b|huruf|dan \d))", "pasal"),
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
    # chat shorthand
    rule(r"(?<![\w.])sp(?=\s(?:yg|yang|sj|saja|tau|tahu|lg|lagi|aja)\b)", "siapa", needs="sp"),
    rule(r"(?<![\w.])br(?=\s[a-z])", "baru", needs="br"),
    rule(r"(?<![\w.])sj(?![\w.])", "saja", needs="sj"),
    rule(r"\brek(?=\s(?:bri|bni|bsi|bank|mandiri|btn|bpd|sy|saya|an|a/n|atas)\b)", "rekening", needs="rek"),
    rule(
        r"(?<![\w.@/-])(?P<name>bri|bni|bca|bsi|pdam|umkm|sma|rsud|ugd|igd|asn|apbd|apbn|tni|usg|kua|uu|ig)(?![\w@.-]\w|\w)",
        lambda found: acronym(found["name"].upper()),
    ),
    # rooms of a house, and how large it is: "2 KT 1 KM", "LT 120 LB 90"
    rule(r"(?<=\d)\s?KT\b(?=[\s,+&/]{1,3}(?:dan )?\d\s?KM\b)", " kamar tidur", needs="KT"),
    rule(r"(?P<beds>kamar tidur[\s,+&/]{1,3}(?:dan )?\d)\s?KM\b", r"\g<beds> kamar mandi", needs="kamar tidur"),
    rule(r"\bLT(?=\s?[:=]?\s?\d{2,4}\b.{0,20}\bLB\b)", "luas tanah", needs="LT"),
    rule(r"\bLB(?=\s?[:=]?\s?\d{2,4}\b)", "luas bangunan", needs="LB"),
    # "Lok Baintan" is a village
    rule(
        r"\b[Ll]ok(?=\s(?:Balai|Aula|Kantor|Lapangan|Lap\b|Gedung|Rumah|Halaman|Posyandu|Puskesmas|Pustu|SD|SMP|SMA|Desa|"
        r"Dusun|Pasar|Jl|Jalan|Kec|Kel|Masjid|Gereja|Pelabuhan|Pantai)|\s?:)",
        "lokasi",
        needs="ok",
    ),
    rule(
        r"(?P<what>\b(?i:sarden|ikan|susu|cat|kornet|biskuit|roti|soda|minuman|tiner)\b.{0,30}?\d)\s?klg\b",
        r"\g<what> kaleng",
        needs="klg",
    ),
    rule(r"(?P<what>\b(?i:dana|biaya|mobil|bantuan|belanja|kendaraan)\s)ops\b\.?", r"\g<what>operasional", needs="ops"),
    rule(r"\b(?P<small>XS|S|M|L|XL)\s?[-–]\s?(?P<large>M|L|XL|XXL|XXXL)\b", r"\g<small> sampai \g<large>"),
    rule(
        r"(?P<what>\b(?:air|irigasi|jaringan|bendung|saluran|rehabilitasi|rehab|petak)\s)D\.?I\.?(?=\s[A-Z][a-z])",
        r"\g<what>daerah irigasi",
    ),
    # hamlets of Hindus ("banjar")
    rule(
        r"\bBr\.\s(?:(?<=\b[Nn]gayah Br\.\s)|(?<=\b[Bb]endesa Br\.\s)|(?<=\b[Kk]rama Br\.\s)|(?=[A-Z][a-z])(?P<rest>.*\b"
        r"(?:[Pp]ura|[Kk]rama|[Oo]dalan|[Pp]iodalan|ngayah|[Nn]yepi|[Bb]anjar|pecalang)\b))",
        lambda found: f"banjar {found['rest'] or ''}",
        needs="Br.",
    ),
    rule(
        r"(?<=[a-z] )I(?=\s(?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Ags|Agt|Sep|Okt|Nov|Des)[a-z]{0,6}\b)",
        "satu",
    ),
    # classes of a ferry behind the first: "Gol. I sepeda Rp15rb, II motor, IVA Rp900rb"
    rule(
        r"\b[Gg]ol(?:ongan)?\b.{0,250}",
        lambda found: _FERRY_CLASS.sub(
            lambda each: (
                f"{cardinal(roman(each['roman']) or 0)} {spelled(each['letter'])}"
                if roman(each["roman"])
                else each.group()
            ),
            found.group(),
        ),
        needs="ol",
    ),
    rule(r"(?<=: )I(?=\s[A-Z][a-z].{0,120}\bII\b)", "satu", needs=": "),
    rule(r"\bB\.\s?(?=(?:Indonesia|Inggris|Arab|Daerah|Saluan|Jepang|Mandarin)\b)", "bahasa ", needs="B."),
    rule(
        r"\bB\.\s?(?P<which>Indo?|Ingg?)\b\.?",
        lambda found: f"bahasa {'Indonesia' if found['which'].startswith('Ind') else 'Inggris'}",
        needs="B.",
    ),
    rule(r"\bAPI(?=\s(?:malaria|Malaria|\d|=))", "a pe i", needs="API"),
    rule(r"\b[Rr]ek(?=\s(?:Bank|B[A-Z]{2}|BRI|BNI|BSI|Mandiri|BPD|Sulteng|\d))", "rekening", needs="ek"),
    rule(r"(?<=[a-z] )I(?=\s&\s)", "satu", needs="&"),
    rule(r"(?<=\d)\s?JP\b", " jam pelajaran", needs="JP"),
    # speed, not a district: "kec. maks 30 km/jam"
    rule(
        r"\b[Kk]ec\.?\s(?=(?:maks|max|min|rata[ -]?(?:rata|2)|angin|kendaraan|internet|arus|"
        r"\d+(?:[.,-]\d+)?\s?(?:km/|kmh|km per|knot|kt|kts|m/s|Mbps))\b)",
        "kecepatan ",
        needs="ec",
    ),
    rule(
        r"(?P<what>\b(?:[Aa]ngin|[Aa]rus|[Dd]engan|dgn|[Kk]endaraan)\s)kec\.?\s(?=(?:tinggi|rendah|aman)\b)",
        r"\g<what>kecepatan ",
        needs="kec",
    ),
    # customers of power and water, a harbour
    rule(
        r"(?P<many>(?<![\w.])(?:\d{2,}|\d{1,3}\.\d{3}|ribu|ratus|jumlah|jml|total)\s)plg\b(?!\s(?:jam|pkl|pukul|ke))",
        r"\g<many>pelanggan",
        needs="plg",
    ),
    rule(
        r"\b(?P<what>(?:ID|No|Nomor|no|nomor|nama|per|kode)\.?\s)(?:Pel|Plg|pel|plg)\b\.?(?=\s?[:\d(]|\s\d)",
        r"\g<what>pelanggan",
    ),
    rule(
        r"\bPel\.\s(?=(?:Luwuk|Rakyat|Pagimana|Tangkiang|Bunta|Salakan|Banggai|Feri|Ferry|Penyeberangan|Laut|Perikanan|"
        r"Toili)\b)",
        "pelabuhan ",
        needs="Pel.",
    ),
    rule(r"(?<=\d )krg\b|(?<=\d)krg\b", "karung"),
    rule(r"\bkrg\b\.?(?=\s|$)", "kurang", needs="krg"),
    rule(
        r"(?<![\w.])sd(?=\s(?:tgl|tanggal|jam|pkl|pukul|bln|bulan|skrg|sekarang|selesai)\b)|(?<=\d )sd(?=\s\d{1,2}\b)",
        "sampai dengan",
    ),
    # "cuaca buruk sd Rabu"; before a day a school has pupils
    rule(
        r"(?P<what>\b(?i:buka|libur|tutup|masuk|berlaku|promo|padam|cuti|buruk|hujan|angin|gelombang|ombak|mati|ditunda|izin|pagi|siang|sore|malam|"
        r"diperpanjang|dibuka|ditutup|pendaftaran|posko|senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad|mulai|hari ini|besok|"
        r"melaut|ujian|gratis|diskon|dirawat|ditahan|antre|cuaca),?\s)sd"
        r"(?=\s(?:Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu|Ahad|besok|lusa|malam|sore|siang)\b)",
        lambda found: (
            found.group()
            if found["what"].lower() in {"masuk ", "mulai "} and _OWN_CHILD.search(found.string[: found.start()])
            else f"{found['what']}sampai dengan"
        ),
        needs="sd",
    ),
    rule(
        r"(?<![\w.])smp(?=\s(?:jam|pkl|pukul|tgl|bsk|besok|skrg|sekarang|sore|malam|mlm|pagi|selesai|habis|hbs|di|ke)\b)",
        "sampai",
        needs="smp",
    ),
    rule(r"(?<![\w.])jm(?=\s?\d|\s(?:brp|berapa)\b)", "jam", needs="jm"),
    # no horse power where a number follows: "pk. 8 pagi"
    rule(
        r"(?<!\d)(?<!\d )\b[Pp]k\.?\s(?=\d{1,2}(?:[.:]\d\d)?\s?(?:pagi|siang|sore|malam|wita|wib|wit|s\.?d|s/d|-|–))",
        "pukul ",
    ),
    rule(
        # "sepuh emas 20K" is a price
        r"(?<!epuh )(?<!uci )(?<!asa )(?P<gold>\b[Ee]mas\b"
        r"(?:(?!\b(?:iuran|ongkir|ongkos|biaya|harga|jasa|cuci|sepuh|patri|upah|admin|dp|dan|uang|beli|bayar)\b)[^,.;\n]){0,30}?"
        r"(?<![\d.,])(?:(?:8|9|1[4678]|2[0-4])\s?K|(?:1[78]|2[234])\s?k))\b",
        lambda found: f"{found['gold'][:-1].rstrip()} karat",
    ),
    rule(r"\b[Ee]d\.\s(?=\d)", "edisi ", needs="d."),
    rule(r"\bGol(?=\s(?:[A-Z](?!\.\s?[A-Z][a-z]+\s(?:\d|menit|mnt))|[IVX]+)\b)", "golongan", needs="Gol"),
    rule(r"\b[Mm][Ss]\.?\s(?=(?:Word|Excel|Office|Power|Access|Project|Teams|Outlook|Visio)\w*)", "Microsoft "),
    rule(r"\b[Cc]h\.?\s?(?=\d{1,2}\b)", "channel "),
    rule(r"(?<![\w.])[Ff]c\.?(?=\s(?:\d{1,2}\s?(?:x|lbr|lembar|rangkap|rkp)))", "fotokopi"),
)

INITIALS: tuple[Rule, ...] = (
    # behind a form of address, or several initials: a grade, a place and the letter of a list are none
    rule(
        rf"(?<![\w.])(?P<letters>[A-Z]\.\s?(?:[A-Z]\.\s?)+)(?=[A-Z][a-z]{{2,}})|(?P<before>\b(?:{_ADDRESS})\s)"
        r"(?P<one>[A-GI-Z])\.\s?(?=[A-Z][a-z]{2,})",
        _initial,
    ),
)
