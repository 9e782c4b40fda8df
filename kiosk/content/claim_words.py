"""Words by which claims agree or differ: negations, antonyms, numbers, days, places, and how people write in a hurry. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from content_cache.alerts.provinces import PROVINCES
from content_cache.alerts.regencies import REGENCIES

NEGATING = frozenset(
    ("tidak", "bukan", "belum", "jangan", "tanpa", "kecuali", "batal", "dibatalkan", "gagal", "mustahil")
)
"""Words that negate what is beside them, in the form that `village_words` gives them."""

DOUBTING = frozenset(
    """benar benarkah betul betulkah hoaks hoax hoaxkah hoakskah bohong palsukah katanya kabarnya konon isu rumor viral apakah
    apa iya bener sih dong kok nih lho deh kah ya""".split()  # noqa: SIM905 - a list of so many would hide what it says
)
"""Words that ask whether something is so, without saying what."""

FILLING = frozenset(
    """info informasi penting kabar berita pesan tolong mohon sebarkan sebar bagikan viralkan teruskan diteruskan copas grup sebelah
    bapak ibu assalamualaikum warga kita kami saya semua orang ada akan bisa mau sudah lagi jadi langsung awas hati
    dibaca selesai sampai supaya agar breaking news kali berkali dapat kena sama pakai kalau gara ini itu sekarang terima kasih
    dengar dari dalam luar negeri rupiah ahli menurut saudara keluarga bahwa loh pada saat waktu""".split()  # noqa: SIM905 - as above
)
"""Words of a message that fit any claim."""

NUMBERS: Mapping[str, float] = MappingProxyType(
    {
        "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
        "sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1_000, "sejuta": 1_000_000, "semiliar": 1_000_000_000,
        "setengah": 0.5, "separuh": 0.5,
    }
)  # fmt: skip

SCALES: Mapping[str, int] = MappingProxyType(
    {"puluh": 10, "ratus": 100, "ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000, "triliun": 1_000_000_000_000}
)

SPANS: Mapping[str, str] = MappingProxyType(
    {
        "sehari": "hari", "seminggu": "minggu", "sepekan": "minggu", "sebulan": "bulan", "setahun": "tahun", "sejam": "jam",
        "semalam": "malam", "sekilo": "kilo", "selembar": "lembar",
    }
)  # fmt: skip
"""Words for one of a unit, such as "sehari", with the unit."""

DAYS: Mapping[str, str] = MappingProxyType(
    {
        **{each: each for each in ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "besok", "lusa", "kemarin")},
        **{
            name: name
            for name in (
                "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november",
                "desember", "lebaran", "natal", "ramadan",
            )
        },
    }
)  # fmt: skip
"""Days and months; "minggu" is a week as well."""

_DIRECTIONS = ("barat", "timur", "utara", "selatan", "tengah", "tenggara")


@cache
def places() -> frozenset[str]:
    """Return the one-word names of regencies, cities and provinces, and the directions that distinguish others."""
    names = {name.casefold() for name in (*REGENCIES.values(), *PROVINCES.values())}
    return frozenset(name for name in names if " " not in name) | frozenset(_DIRECTIONS)


OPPOSITE: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("naik tambah lebih meningkat", "turun kurang potong menurun hapus"),
        ("gratis bebas", "bayar berbayar wajib"),
        ("buka dibuka", "tutup ditutup"),
        ("aman", "bahaya berbahaya racun beracun rusak"),
        ("boleh izin diizinkan", "larang dilarang"),
        ("sembuh cegah mencegah menyembuhkan obat", "sebab menyebabkan penyebab sakiti"),
        ("membuat menyebabkan", "mencegah cegah melindungi"),
        ("hidup nyala menyala", "mati padam"),
        ("murah", "mahal"),
        ("besar", "kecil"),
        ("tinggi", "rendah"),
        ("lama", "baru"),
        ("sebelum", "sesudah setelah"),
        ("panas", "dingin"),
        ("asli", "palsu"),
        ("libur", "masuk"),
        ("masih", "dihapus dicabut"),
        ("cair dibagikan", "tunda ditunda tahan ditahan batal"),
        ("perempuan wanita", "pria lelaki"),
        ("putih", "hitam merah biru"),
        ("menang", "kalah"),
        ("untung", "rugi"),
        ("datang masuk", "pergi keluar"),
        ("terima menerima", "tolak menolak"),
        ("ada", "hilang"),
        ("sehat", "sakit"),
        ("siang", "malam"),
        ("pagi", "sore"),
        ("roboh", "kokoh utuh"),
        ("hari", "minggu bulan tahun"),
    )
)
"""Pairs of antonyms, each side with its synonyms."""
