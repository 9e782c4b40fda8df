"""Icons by the subject of a notice or an event: a glance tells a vaccination from a village meeting.

The subject is recognised by words of the title, in Indonesian, and in English for the kiosk's own. Without a known
word the icon of the category is used.
"""

from __future__ import annotations

import re

# icon of the tokens: words, the first row that has one decides
_ROWS = (
    ("cloud-sun", "cuaca weather"),
    ("basket", "harga prices"),
    ("user", "petugas"),
    ("mosque", "imsakiyah fasting"),
    ("syringe", "vaksin vaksinasi imunisasi suntik"),
    ("baby", "posyandu balita bayi anak paud stunting"),
    ("heartbeat", "hamil kesehatan puskesmas lansia senam periksa donor"),
    ("first-aid", "ambulans obat p3k dokter bidan"),
    ("thermometer", "demam berdarah fogging"),
    ("bicycle", "sepeda tour pembalap gowes"),
    ("van", "sim samsat keliling"),
    ("bus", "bus angkutan terminal"),
    ("boat", "perahu nelayan kapal pelabuhan dermaga ikan laut"),
    ("broom", "bakti gotong royong bersih kebersihan sampah"),
    ("drop", "air pdam sumur"),
    ("hand-heart", "bansos bantuan blt beras zakat sembako santunan"),
    ("hard-hat", "jembatan perbaikan pembangunan proyek"),
    ("car", "jalan mobil kendaraan motor"),
    ("identification-card", "ktp kartu akta"),
    ("mountains", "mangrove hutan gunung kebun kakao kelapa bibit tani petani"),
    ("note-pencil", "pelatihan lomba menulis belajar kursus buku baca sekolah"),
    ("device-mobile", "hp phone"),
    ("users-three", "musyawarah musrenbang rapat ronda pertemuan warga pkk arisan sosialisasi"),
)
_WORDS = {word: (place, icon) for place, (icon, words) in reversed(list(enumerate(_ROWS))) for word in words.split()}
_LONGEST = 300  # characters of a title that are looked at


def subject(title: str, otherwise: str) -> str:
    """Return the icon for the first known word of *title*, by the order of the table; *otherwise* if no word is known."""
    known = [_WORDS[word] for word in re.findall(r"\w+", title[:_LONGEST].lower()) if word in _WORDS]
    return min(known)[1] if known else otherwise
