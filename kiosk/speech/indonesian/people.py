"""Titles before names without their point ("H Lukman"), and other short forms beside a name ("para Ass. dan Staf Ahli")."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled

_TITLES = {
    "Hj": "hajah", "KH": "kiai haji", "Dr": "doktor", "Drs": "doktorandus", "Dra": "doktoranda", "Ir": "insinyur",
    "Pdt": "pendeta", "Ust": "ustaz", "Prof": "profesor", "Kapt": "kapten", "Sdri": "saudari", "Pnt": "penatua",
    "Alm": "almarhum", "Almh": "almarhumah", "Drg": "dokter gigi", "Drh": "dokter hewan", "Hi": "haji",
}  # fmt: skip
# behind these H is a letter, and not "haji"
_LETTERED = frozenset(
    """kelas blok hepatitis vitamin grup group pool huruf tipe type gedung ruang golongan seri lantai jalur loket tenda
    kamar zona hari jam seksi gol lorong kavling ukuran uk size""".split()  # noqa: SIM905
)
# a mountain, a river, an island or a street has a letter, too: "lereng G. Colo"
_BEFORE_NATURE = frozenset(
    """lereng kaki puncak kawah erupsi letusan status pendakian abu kondisi jembatan bantaran muara tepi tanggul luapan hulu
    hilir das jalan jl jln gang gg pulau teluk danau sungai gunung pantai""".split()  # noqa: SIM905
)
# volcanoes that the volcanological office watches
_VOLCANOES = (
    "Agung|Ambang|Anak|Anak Krakatau|Awu|Batur|Bromo|Ciremai|Colo|Dempo|Dukono|Egon|Gamalama|Gamkonora|Gede|Guntur|Ibu|"
    "Ijen|Inielika|"
    "Iya|Karangetang|Kelimutu|Kelud|Kerinci|Krakatau|Lamongan|Lewotobi|Lewotolok|Lokon|Mahawu|Marapi|Merapi|Papandayan|Raung|Rinjani|"
    "Ruang|Semeru|Sinabung|Slamet|Soputan|Tambora|Tangkuban|Tompotika"
)
_ISLANDS = (
    "Kalimantan|Sulawesi|Jawa|Bali|Sumatera|Sumatra|Seram|Buru|Peling|Peleng|Banggai|Nias|Flores|Sumbawa|Sumba|Timor|Lombok|Halmahera|Tarakan|"
    "Morotai|Ambon|Buton|Muna|Madura|Bangka|Belitung|Bangkurung|Labobo|Bokan|Salue|Bowokan|Una-Una|Togean|Walea|Taliabu|Mangoli|Sulabesi|"
    "Obi|Bacan|Dua|Tikus|Sago|Bakalan|Teropot|Sonit|Kokudang|Masoni|Kembongan|Papua|Salabangka|Menui|Wawonii|Kabaena|Sangihe|Talaud|Siau"
)
_VOLCANIC = re.compile(
    r"\b(?:erupsi|meletus|letusan|kawah|abu|vulkanik|lava|lahar|awan panas|level|status|waspada|siaga|awas|VA|VONA|PVMBG|mdpl|"
    r"pendakian|mendaki|pendaki|lereng|puncak|kaki|gempa|magma|guguran)\b",
    re.IGNORECASE,
)
_NOT_HAJI = (
    r"(?:Minus|Plus|Min|Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu|Ahad|Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|"
    r"September|Oktober|November|Desember|Pemilu|Pilkada|Pilkades|Pilpres|Lebaran|Raya|Natal|Idul|Ramadh?an|Balai|Desa|Dusun|Kantor|"
    r"Lantai|Blok|Nomor|Gedung|Sekolah|Pasar)\b"
)
_SEXES = {"pr": "perempuan", "lk": "laki laki"}
_SIDES = {"sel": "selatan", "slt": "selatan", "ut": "utara", "utr": "utara", "tim": "timur", "tmr": "timur",
          "bar": "barat", "brt": "barat", "teng": "tengah", "tgh": "tengah", "kep": "kepulauan"}  # fmt: skip
_DIVIDED_PLACES = (
    "Luwuk|Batui|Toili|Balantak|Banggai|Bunta|Pagimana|Kintom|Masama|Lamala|Mantoh|Bualemo|Lobu|Nuhon|Moilong|Nambo|Simpang|"
    "Sulawesi|Jakarta|Morowali|Tinangkung|Bulagi|Liang|Totikum|Buko|Peling|Palu|Maluku|Kalimantan|Jawa|Sumatera|"
    "Halmahera|Bangkep"
)
# the wards of the regency
_WARDS = (
    "Maahas|Simpong|Jole|Kilongan|Bungin|Keleke|Kaleke|Karaton|Soho|Tontouan|Kompo|Mangkio|Baru|Bukit Mambual|Hanga|Tanjung Tuwis|"
    "Boyou|Kamumu|Nambo|Luwuk|Mendono|Nambo Padang|Nambo Lempek|Padungnyo|Kintom|Solan|Balantang|Batui|Bugis|Lamo|Sisipan|Tolando|"
    "Bakung|Bunta|Kalaka|Salabenda|Basabungan|Pakowa|Jaya Bakti|Balantak|Talang Batu|Cendana|Mansahang"
)
_PLACES = (
    "Desa|Dusun|Kampung|Kec|Kab|Kota|Pelabuhan|Bandara|Pasar|Salakan|Gorontalo|Ampana|Makassar|Manado|Surabaya|Bali|Poso|"
    "Kendari"
)
_OFFICE_HOLDER = re.compile(r"\b(?:Ketua|Sekretaris|Bendahara|Ibu (?!Kota)\w+|Bapak \w+)\s?[–-]\s?$")
_EDUCATION_OFFICE = re.compile(
    r"\b(?:dinas|din\.|bid\.|bidang|kasi|kabid|kasubag|pengawas|kadis|dewan|menteri|staf|biaya|upt|program|jenjang|tk\.|kementerian)\s$",
    re.IGNORECASE,
)
_WORSHIP = re.compile(
    r"\b(?:gereja\w*|jemaat|jemaah|ibadah|kebaktian|natal|paskah|sinode|klasis|gklb|khotbah|pelayan\w*|dilayani|melayani|firman|doa|"
    r"pemberkatan|baptis\w*|sidi|perjamuan|katekisasi|misi|penatua|pnt|majelis|injil|pastori|pengucapan|syukur\w*)\b",
    re.IGNORECASE,
)
_BIBLICAL_NAMES = re.compile(
    r"(?:[A-Z]\.\s?)*(?:Maria|Marta|Martha|Ruth?|Ester|Esther|Debora|Sara|Rahel|Hana|Lidia|Yohana|Yuliana|Elisabet|Elisabeth|Kristina|"
    r"Yohanes|Yohanis|Petrus|Paulus|Markus|Matius|Lukas|Yakobus|Yakub|Yosua|Daniel|Samuel|Daud|Simon|Stefanus|Timotius|Titus|"
    r"Filipus|Andreas|Yeremia|Yesaya|Yunus|Elia|Elisa|Natanael|Immanuel|Imanuel|Benyamin|Yusak|Obed|Ezra|Nehemia)\b"
)
_SCHOOL_WORDS = re.compile(
    r"\b(?:SD|SMP|SMA|SMK|sekolah|kampus|yayasan|universitas|ijazah|lulusan|tamat|siswa|mahasiswa|guru)\b",
    re.IGNORECASE,
)
_EDUCATION_WORDS = (
    "Agama|Dasar|Menengah|Islam|Kristen|Katolik|Hindu|Buddha|Nasional|Anak|Kejuruan|Tinggi|Non|Luar|Jasmani|Matematika|Guru|Karakter|"
    "Pancasila|Kewarganegaraan|Bahasa|Sejarah|Seni|Kesehatan|Profesi|Ekonomi|Biologi|Fisika|Kimia|Khusus|Inklusi|Masyarakat|Keluarga|"
    "Usia|Formal|Informal|Sekolah|Pemilih|Politik|Kab|Kec|Kabupaten|Kecamatan|Kota|Prov|Provinsi|Sulteng|Terakhir|Dokter|Kedokteran|"
    "Ilmu|Teknik|Teknologi|Administrasi|Sarjana|Diploma|Akademi|Pelatihan|Kader|Kebangsaan|Lingkungan|Gratis|Banggai|Luwuk|Minimal|"
    "Min|Penduduk|Warga|Siswa|Daerah|Dan|Atas|Umum|Terpadu|Gizi|Bela"
)
# before a person who acts or is acted on; other words name what comes from a person or place
_BEFORE_PHYSICIAN = frozenset(
    """besok bsk lusa nanti tadi kemarin kmrn juga lagi bahwa karena krn jika
    bila kalau agar supaya sebelum sesudah setelah saat ketika
    yaitu yakni adalah ada sama tunggu hubungi hub temui cari panggil menemui didampingi dibantu
    dipimpin ditangani
    dirawat diperiksa
    dijemput disampaikan dijelaskan dihadiri dibuka ditutup oleh kepada kpd ke untuk utk bagi bersama dengan dgn kata ujar menurut
    serta maupun ini itu pagi siang sore malam lalu mulai kini adik anak istri suami ganti digantikan
    menggantikan diganti antara
    dan atau dari di klinik praktik praktek jadwal asisten rekan nama bernama pasien
    konsultasi janji""".split()  # noqa: SIM905
)
# a physician's room or recipe, or one from somewhere: undecidable
_OF_SOMEBODY = frozenset("rumah kediaman ruang ruangan kamar mobil tim resep tanda".split())  # noqa: SIM905
_SENDERS = (
    "Dinas|Pemerintah|Pemda|Pemkab|Pemdes|Kantor|Kementerian|Bupati|Camat|Kades|Kepala|Puskesmas|Pustu|Polres|Polsek|Panitia|"
    "Tim|Bank|Bulog|BMKG|Ketua|Sekretaris|Bendahara|Warga|Pak|Bapak|Bpk|Ibu|Bu|Kami|Jl|Jalan|Gereja|Masjid|Sekolah|Rumah"
)
_FROM_PLACE = re.compile(rf"\s(?:{_DIVIDED_PLACES}|{_PLACES}|{_SENDERS})\b")
_HEALTH = re.compile(
    r"\b(?:periksa|memeriksa|diperiksa|pemeriksaan|praktik|praktek|poli|balita|bidan|perawat|klinik|pasien|imunisasi|posyandu|"
    r"puskesmas|pustu|kesehatan|penyuluhan|vaksin\w*|khitan\w*|sunat\w*|operasi|berobat|dokter|rsud|rs)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"Kapus|Kepala|Direktur|Dirut|Wadir|Plt|Plh|Ketua|IDI|RSUD|RS|UGD|IGD|Puskesmas|Pustu|Poli|Klinik|Dinkes|Kadis|Kadinkes|"
    r"Narasumber|Narsum|Pemateri|Moderator|Dokter|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Menurut|Kata|Oleh|Bersama|Besok|Hubungi|"
    r"Kepada|Dan|Ibu|Bapak|Pak|Bu|WITA|Wita|Saudara|Sdr|Yth"
)
_DIRECTIONS = {
    "U": "utara", "UTL": "utara timur laut", "TL": "timur laut", "TTL": "timur timur laut", "T": "timur",
    "TTG": "timur tenggara", "TG": "tenggara", "Tg": "tenggara", "STG": "selatan tenggara", "S": "selatan",
    "SBD": "selatan barat daya", "BD": "barat daya", "BBD": "barat barat daya", "B": "barat", "BBL": "barat barat laut",
    "BL": "barat laut", "UBL": "utara barat laut",
}  # fmt: skip
_DIRECTION = "|".join(sorted(_DIRECTIONS, key=len, reverse=True))


_SET_POINTS = 11  # points that end a set
_DAY_OR_HOUR = re.compile(r"(?:\d[.:]\d\d|\d/\d{1,2}|\bWITA|\b20\d\d|\b(?:jam|pukul|pkl\.?)\s\d{1,2})$", re.IGNORECASE)


def _is_list_letter(found: re.Match[str]) -> bool:
    """Return whether this is the letter of a list, or of a street: "C. Persyaratan", "Jl. P. Kalimantan".

    It stands behind the beginning or a sign.
    """
    if found["word"] in _BEFORE_NATURE:
        return True
    begins = found["before"] in ("", ": ", ":", "; ", ";") and found["letter"] <= "H"
    return not found["word"] and (begins or found["before"] == "" or found["letter"] in "PGST")


def _is_room(found: re.Match[str]) -> bool:
    """Return whether this is a room behind a day and an hour: "17/12, 09.30, R. Kadis"."""
    before = found.string[: found.start()]
    return found["letter"] == "R" and found["before"] == ", " and _DAY_OR_HOUR.search(before) is not None


def _title(found: re.Match[str]) -> str:
    if found["title"] != "Dr":
        return _TITLES[found["title"]]
    if _FROM_PLACE.match(found.string, found.end()):
        return "Dari"
    # a letter begins with a capital where a sentence does: "Dr Sari praktik besok"
    return "dokter" if _HEALTH.search(found.string) else _TITLES["Dr"]


def _is_pastor(found: re.Match[str]) -> bool:
    """Return whether "Pend." is a pastor: beside words of worship or a name of scripture. "Pend. Maria: SMA" is education."""
    behind = found.string[found.end() :]
    named = _BIBLICAL_NAMES.match(behind) and not re.match(
        r"[^,;.\d]{1,30}[:=(]\s?(?:S[DM]|S-?[123]|D-?[34]|TK|tidak|belum)", behind
    )
    told = _WORSHIP.search(found.string) or (named and not _SCHOOL_WORDS.search(found.string))
    return bool(told) and not _EDUCATION_OFFICE.search(found.string[: found.start()])


def _beat_or_daughter(found: re.Match[str]) -> str:
    if not (pairs := re.findall(r"\b(\d{1,2})-(\d{1,2})\b", found.string)):
        return "binti"
    return "mengalahkan" if any(int(score) >= _SET_POINTS for pair in pairs for score in pair) else found.group()


def _doctor_or_from(found: re.Match[str]) -> str:
    """Return "dokter" behind an office, a day or a verb, and "dari" behind a name and most other words."""
    word = found.string[: found.start()].split()[-1].lstrip("(\"'")
    if word in ("rumah", "kediaman"):
        return "dokter"  # a house of wood would be "dari kayu"; in a heading every word has a capital
    if word.lower() in _OF_SOMEBODY or word == "Tim":
        return found.group()
    return "dokter" if word.lower() in _BEFORE_PHYSICIAN or _OFFICE.fullmatch(word) else "dari"


PEOPLE: tuple[Rule, ...] = (
    # "PD." is a regional firm, "KA." a train
    rule(r"\bPD\.(?=\s|$)", "pe de", needs="PD."),
    rule(r"(?P<where>\b(?i:naik|tiket|stasiun|jadwal)\s)KA\.\s(?=[A-Z])", r"\g<where>kereta api ", needs="KA."),
    # not "dengan", as in "Dg Bapak Camat"
    rule(
        r"\b(?:Dg)\.?\s(?=(?!(?:Bapak|Bpk|Pak|Ibu|Bu|Hormat|Rahmat|Tuhan|Kepala|Kades|Camat|Bupati|Desa|Dinas|Warga|Tema|Ini)\b)"
        r"[A-Z][a-z])",
        "Daeng ",
        needs="Dg",
    ),
    rule(r"(?<![\w.])an\.?(?=\s(?:[A-Z][a-z]|[A-Z]{2,}\b|H\.|Hj\.))", "atas nama", needs="an"),
    rule(r"(?<=Pdt\. )Em\.(?=\s[A-Z])", "emeritus", needs="Pdt. "),
    rule(
        r"\bI Kt\.?(?=\s[A-Z])|\bKt\.\s?(?=[A-Z][a-z])",
        lambda found: "I Ketut" if found.group().startswith("I") else "Ketut ",
    ),
    rule(r"\bKap\.\s(?=[A-Z][a-z])", "kapten ", needs="Kap."),
    # mountains and islands give streets their names: "Jl. G. Tompotika"
    rule(r"(?P<street>\b(?:Jl|Jln|Jalan)\.?\s)G\.\s?(?=[A-Z])", r"\g<street>Gunung ", needs="G."),
    rule(
        r"(?P<street>\b(?:Jl|Jln|Jalan)\.?\s)P\.\s?(?=(?:Kalimantan|Sulawesi|Jawa|Bali|Sumatera|Sumatra|Seram|Buru|"
        r"Peling|Banggai|Irian|Nias|"
        r"Flores|Sumbawa|Sumba|Timor|Lombok|Halmahera|Tarakan|Morotai|Ambon|Buton|Muna|Madura|Bangka|Belitung)\b)",
        r"\g<street>Pulau ",
        needs="P.",
    ),
    rule(
        r"(?P<street>\b(?:Jl|Jln|Jalan)\.?\s)P\.\s?(?=(?:Diponegoro|Antasari|Hidayatullah)\b)",
        r"\g<street>Pangeran ",
        needs="P.",
    ),
    rule(
        rf"(?P<where>\b(?:di|ke|dari|sekitar|perairan|dan|singgah|rute|lintas|antara|selatan|utara|timur|barat)\s|[–-]\s?)P\.\s"
        rf"(?=(?:{_ISLANDS})\b)",
        # "Bapak A. dan P. Ambon" are two people
        lambda found: (
            f"{found['where']}Pulau "
            if (found["where"] != "dan " and not _OFFICE_HOLDER.search(found.string[: found.end("where")]))
            or re.search(r"\bP(?:\.|ulau)\s", found.string[: found.start()], re.IGNORECASE)
            else found.group()
        ),
        needs="P.",
    ),
    rule(
        r"(?<=[a-z] )bt\.?(?=\s(?:H\.|Hj\.|[A-Z][a-z]))",
        # with the result of a match one team beat the other, or a woman of that name played
        lambda found: _beat_or_daughter(found),
        needs="bt",
    ),
    # people bear the names of mountains: "Bpk. G. Merapi"
    rule(
        rf"(?<![\w.])(?<!Bpk\. )(?<!Bapak )(?<!Pak )(?<!Ibu )(?<!Bu )(?<!Ketua )(?<!Sdr\. )G\.\s?(?=(?:{_VOLCANOES})\b)",
        lambda found: "Gunung " if _VOLCANIC.search(found.string) else found.group(),
        needs="G.",
    ),
    # a practice belongs to a physician, even if the title is "Dr."
    rule(
        r"\bDr\.\s(?=[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2},?\s(?:buka )?(?:praktek|praktik)(?:nya)?\b(?!\sbaik))",
        "dokter ",
        needs="Dr.",
    ),
    rule(r"(?<![\w.])alm(?=[\s)])", "almarhum", needs="alm"),
    rule(r"(?<![\w.])almh(?=[\s)])", "almarhumah", needs="almh"),
    rule(r"\((?P<who>pr|lk)\)", lambda found: f"({_SEXES[found['who']]})", needs="("),
    rule(r"(?<=\d )(?P<who>pr|lk)(?=[\s,;.)/]|$)", lambda found: _SEXES[found["who"]]),
    # a family, named by its head
    rule(
        r"\b[Kk]el\.\s(?=(?:Bpk|Bapak|Ibu|Pak|Bu|H\.|Hj\.|Hi\.|Drs|Dr|Ir|Alm|Almh|Pdt|KH|K\.H|Prof|Ny|Tn|Bp|Ust|Dg|Daeng)\b)",
        "keluarga ",
        needs="el.",
    ),
    # an initial where no sentence ends: "kami, M. Fathan", "Martha K. - Sondakh"
    rule(
        r"(?P<before>^|[,:;(]\s?|\b(?P<word>[a-z]+)\s|\b(?:Em|Pdt|Bpk|Dr|dr|drg|drh|Drs|Dra|Ir|Sdr|Sdri|Ust|Prof|Kapt|Pnt|Ny|Tn|Hj|H|"
        r"Hi)\.\s|\b(?:AKP|AKBP|KH|TGB|GBPH|KRT|TNI|AD|AL|AU)\s)(?!B\.\s(?:Ind|Ing|Arab|Daerah|Jepang|Mandarin))(?!R\.\s(?:Rapat|Lab|Aula|Guru|Dosen|VIP|Pimpinan|Operasi|Kadis|"
        r"Sidang|Kelas|Tunggu|Kerja|Pertemuan|Pola|"
        r"Inap)\b)(?P<letter>[B-DF-GJ-NP-TV-Z])\.\s(?=[A-Z][a-z]{2,})",
        lambda found: (
            found.group()
            if found["word"] in _LETTERED or _is_list_letter(found) or _is_room(found)
            else f"{found['before']}{spelled(found['letter'])} "
        ),
    ),
    rule(
        r"(?P<name>\b[A-Z][a-z]{2,}\s)(?P<letter>[B-DF-HJ-NP-TV-Z])\.(?=\s?[-–—])",
        lambda found: f"{found['name']}{spelled(found['letter'])}",
    ),
    rule(r"\bH\.M\.\s?(?=[A-Z][a-z]{2,})", "haji em ", needs="H.M."),
    rule(
        rf"(?P<before>(?:\b(?P<word>[^\W\d_]+)\.?\s)?)(?<![\w.])(?<!\d )H(?=\s(?!{_NOT_HAJI})[A-Z][a-z]{{2,}})",
        lambda found: f"{found['before']}{'H' if (found['word'] or '').lower().rstrip('.') in _LETTERED else 'haji'}",
    ),
    rule(
        rf"(?<![\w.])(?P<title>{'|'.join(sorted(_TITLES, key=len, reverse=True))})(?=\s(?:[A-Z][a-z]+|[A-Z]\.\s?[A-Z]))"
        r"(?!(?<=\bHi)\s(?:Pak|Bapak|Ibu|Bu|Kak|Bang|Guys|Teman|Kawan|Sobat|Semua|Warga|Bunda|Mama|Papa|Adik|Om|Tante)\b)",
        lambda found: _title(found),
    ),
    # the assistants of a secretary; "Ass." alone is a greeting
    rule(
        r"\bAss\.?(?=\s(?:I{1,3}|[1-3]|Sekda|Setda|Bupati|Gubernur|Pemerintahan|Perekonomian|Ekonomi|Administrasi|Adm|"
        r"dan Staf|& Staf|"
        r"Kesra|Umum|Bid)\b)|(?<=\bpara )Ass\.?(?=\W)",
        "asisten",
    ),
    rule(r"\bSekr\.?\s(?=(?:Desa|Daerah|Camat|Kec)\b)", "sekretaris ", needs="Sekr"),
    # the parts of a place: "Batui Sel.", "Toili Brt"
    rule(
        rf"(?P<place>\b(?:{_DIVIDED_PLACES}))\s(?P<side>(?:Sel|Ut|Tim|Bar|Teng|Kep)\.|(?:Sel|Utr|Slt|Tmr|Brt|Tgh)\b\.?)"
        r"(?!\.?,?\s?\d{1,2}(?:[/-]\d|\s(?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Agt|Ags|Sep|Okt|Nov|Des))|\.?\s?(?:[,&/-]|"
        r"dan\b)\s?(?:Sen|Rab|Kam|Jum|Sab|Min)\b)",
        lambda found: f"{found['place']} {_SIDES[found['side'].lower().rstrip('.')]}",
    ),
    rule(
        r"\b(?P<side>Utr|Slt|Tmr|Brt)\b\.?(?=\s(?:Laut|Daya|daya|laut)\b)|(?<=\bke )(?P<to>Utr|Slt|Tmr|Brt)\b\.?",
        lambda found: _SIDES[(found["side"] or found["to"]).lower()],
    ),
    # distance and direction: "33 km TL Balantak", "arah TTG"
    rule(
        rf"(?P<far>\d\s?(?:km|Km|KM|mil|nm|NM)\s|\b(?i:arah)\s)(?P<where>{_DIRECTION})\b(?=\s(?:dari\s|dr\s)?[A-Z]|[\s,.;)]|$)",
        lambda found: f"{found['far']}{_DIRECTIONS[found['where']]}",
    ),
    rule(r"\b(?:Tg|Tj|Tjg)\.\s?(?=[A-Z][a-z])", "Tanjung "),
    rule(r"\bTel\.\s(?=(?:Luwuk|Lalong|Poh|Peling|Tolo|Tomini|Mantung|Bolitu)\b)", "Teluk ", needs="Tel."),
    # from a place, where that or what comes before tells that no doctor is meant
    rule(rf"(?<![\w.])dr(?=\s(?:{_DIVIDED_PLACES}|{_PLACES}|{_SENDERS})\b)", "dari", needs="dr"),
    rule(
        r"(?P<before>\b(?i:km|mil|kilometer|meter|jarak|berangkat|brgkt|pulang|plg|tiba|arah|asal|kembali|datang|dtg|"
        r"jauh|warga|kapal|"
        r"kiriman|titipan|sumber|kutip|dikutip|turun|naik|keluar|dana)\s)"
        r"dr(?=\s[A-Z])",
        r"\g<before>dari",
        needs="dr",
    ),
    # a physician, where the text is about health; else undecidable
    rule(
        r"(?<![\w.])dr(?=\s[A-Z][a-z])",
        lambda found: "dokter" if _HEALTH.search(found.string) else found.group(),
        needs="dr",
    ),
    rule(
        r"(?P<before>\b(?i:oleh|bersama|poli|praktik|praktek|periksa|kontrol|sama|dengan|dgn|kepada|direktur|kapus|"
        r"kepala|ketua|pasien|"
        r"konsul|jadwal|narasumber|narsum|dokter|ke|dan|&|plt|ibu|bapak|pak|bu|menurut|kata|jelas|ujar)\s|(?:^|"
        r"[:;(&]\s?))dr(?=\s[A-Z][a-z])"
        r"|(?<![\w.])dr(?=\s[A-Z][a-z]+(?:\s[A-Z][\w.]*){0,3},?\s(?:Sp|M\.Kes|MKes|M\.Biomed|MARS)\b)",
        lambda found: f"{found['before'] or ''}dokter",
    ),
    # a pastor by name; education has other words behind it, and an office before it
    rule(
        rf"Pend\.\s(?<!\wPend\.\s)(?=(?!(?:{_EDUCATION_WORDS})\b)(?:[A-Z]\.\s?)*[A-Z][a-z]{{2,}}(?!\.))",
        lambda found: "pendeta " if _is_pastor(found) else found.group(),
        needs="Pend.",
    ),
    # "dari" for a message from somebody, "dokter" for an action
    rule(
        r"dr(?=\s[A-Z][a-z]+\b)(?<=[^\W\d_] dr)",
        lambda found: _doctor_or_from(found),
        needs=" dr",
    ),
    rule(r"(?P<clock>\b(?i:jam|pukul|pkl\.?)\s[\d.:]{1,5}\s)dr(?=\s[A-Z][a-z]+\b)", r"\g<clock>dokter", needs="dr"),
    # guests of a house are a family, no village
    rule(
        rf"(?P<before>\b(?i:rumah(?: baru)?|rmh(?: baru)?|kediaman|dirumah|syukuran|ibadah(?: di)?|ucapan|hajatan|"
        rf"kebaktian|penghiburan|kedukaan|"
        rf"tuan rumah)\s)[Kk]el\.?\s(?=[A-Z])(?!(?:{_WARDS})\b)(?![^.,;]{{1,40}}\b(?:RT|RW|Kec)\b)",
        r"\g<before>keluarga ",
        needs="el",
    ),
    rule(r"\b[Kk]el\.\s(?=[A-Z][a-z]+\s?[-–]\s?[A-Z][a-z]+\b)", "keluarga ", needs="el."),
    # an initial at the end of a name: "Irwan K. (reporter)"
    rule(
        r"(?P<name>\b[A-Z][a-z]{2,}\s)(?P<letter>[A-Z])\.(?=\s?[(\[/;]|\s&|\s(?:dan|serta|bersama|dkk)\b)",
        lambda found: f"{found['name']}{spelled(found['letter'])}",
    ),
)
