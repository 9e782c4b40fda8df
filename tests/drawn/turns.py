"""Titles whose end turns their meaning, on every screen that shows titles, at every size and text size:

    python -m tests.drawn.turns

Each is drawn whole, or with the words that turn it, or beside its verdict. A line for each fault; 1 if there are any.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from content_cache.model.vocabulary import Category, Verdict
from kiosk.content.views.shown import ListView, NoticesView
from tests.drawn.geometry import SLACK, labels
from tests.drawn.scenes import SCALES, SIZES

TITLES: tuple[tuple[str, str], ...] = (
    ("Vaksin HPV menyebabkan kemandulan pada anak perempuan adalah tidak benar", "tidak benar"),
    ("Minum air kelapa tiap pagi menyembuhkan diabetes adalah tidak benar", "tidak benar"),
    ("Video banjir bandang menenggelamkan pasar Simpong Luwuk kemarin malam adalah tidak benar", "tidak benar"),
    ("Beras bantuan dari gudang Bulog dicampur dengan butiran plastik dari luar negeri, tidak benar", "tidak benar"),
    ("Kabar gempa besar disusul tsunami di Teluk Tolo besok malam pukul dua belas tidak benar", "tidak benar"),
    ("Pemadaman listrik tiga hari penuh di seluruh Kabupaten Banggai mulai Senin depan hoaks", "hoaks"),
    ("Pesan berantai tentang bantuan lima juta rupiah dari Presiden lewat tautan WhatsApp hoaks", "hoaks"),
    ("Lowongan kerja tanpa tes di kilang gas Batui dengan gaji dua belas juta sebulan hoaks", "hoaks"),
    ("Foto buaya sepanjang tujuh meter yang tertangkap warga di muara Sungai Bunga itu hoaks", "hoaks"),
    ("Uang logam seribu rupiah bergambar kelapa sawit ditukar seharga rumah, kabar itu palsu", "palsu"),
    ("Surat edaran penerimaan pegawai kontrak Pemerintah Kabupaten Banggai tahun 2027 itu palsu", "palsu"),
    ("Akun Facebook atas nama Bupati Banggai yang meminta sumbangan untuk korban kebakaran palsu", "palsu"),
    ("Rekaman suara tentang penculikan anak di halaman sekolah dasar Luwuk Utara menyesatkan", "menyesatkan"),
    ("Grafik harga bahan bakar yang disebut naik dua kali lipat mulai tengah malam ini keliru", "keliru"),
    ("Musyawarah desa tentang rencana kerja pemerintah desa tahun 2027 di balai desa dibatalkan", "dibatalkan"),
    ("Pawai obor menyambut tahun baru dari Lapangan Bumi Mutiara sampai Teluk Lalong dibatalkan", "dibatalkan"),
    ("Pembagian bibit cengkih dan kelapa untuk kelompok tani Dusun 1, 2 dan 3 hari Sabtu dibatalkan", "dibatalkan"),
    ("Perjalanan kapal malam dari Luwuk ke Salakan dan Banggai Laut pada hari Minggu dibatalkan", "dibatalkan"),
    ("Lomba perahu dayung antardusun memperebutkan piala kepala desa di Pantai Kilo Lima batal", "batal"),
    ("Posyandu Melati dan Posyandu Mawar bulan November di rumah Ibu Kader Dusun 2 ditunda", "ditunda"),
    ("Penyaluran bantuan langsung tunai dana desa tahap keempat di kantor desa ditunda", "ditunda"),
    ("Vaksinasi rabies untuk anjing dan kucing milik warga di halaman kantor camat ditunda", "ditunda"),
    ("Pemilihan ketua badan permusyawaratan desa masa bakti 2027 sampai 2033 ditunda", "ditunda"),
    ("Pelayanan perekaman KTP elektronik keliling di Kecamatan Luwuk Utara hari Kamis ditunda", "ditunda"),
    (
        "Surat keterangan usaha yang ditandatangani kepala desa lama sejak 1 Desember tidak berlaku lagi",
        "tidak berlaku",
    ),
    (
        "Kartu berobat gratis dengan kertas berwarna kuning di puskesmas mulai bulan depan tidak berlaku lagi",
        "tidak berlaku",
    ),
    ("Karcis pasar lama seharga dua ribu rupiah untuk pedagang kaki lima tidak berlaku lagi", "tidak berlaku"),
    ("Aturan satu arah di Jalan Ahmad Yani selama perbaikan jembatan sudah tidak berlaku", "tidak berlaku"),
    ("Pesan pendek yang meminta nomor PIN dan sandi rekening bank itu bukan dari Bank Sulteng", "bukan"),
    ("Petugas yang memungut uang pemasangan meteran listrik dari rumah ke rumah bukan pegawai PLN", "bukan"),
    ("Peringatan tsunami yang beredar lewat grup keluarga sejak tadi malam bukan dari BMKG", "bukan"),
    ("Air sumur bor di belakang Puskesmas Pembantu Desa Bunga untuk sementara jangan diminum", "jangan"),
    ("Telepon yang menyatakan anak Anda kecelakaan dan meminta uang segera jangan dijawab", "jangan"),
    ("Jembatan gantung Dusun 2 menuju kebun sagu dan pekuburan umum sampai hari Jumat ditutup", "ditutup"),
    ("Jalan Trans-Sulawesi di tanjakan Batu Gong karena tanah longsor semalam ditutup", "ditutup"),
    ("Kantor desa dan seluruh layanan surat pada hari pemungutan suara tanggal 9 Desember libur", "libur"),
    ("Izin tambang galian pasir di hulu Sungai Bunga yang diberikan tahun 2019 sudah dicabut", "dicabut"),
    ("Hasil uji laboratorium air minum isi ulang di tiga depot Kecamatan Luwuk Utara belum aman", "belum"),
    ("Menangkap ikan dengan bom dan racun di perairan Teluk Tolo dan Pulau Dua dilarang", "dilarang"),
    ("Pendaftaran bantuan rumah layak huni dari Dinas Perumahan untuk warga Desa Bunga sudah berakhir", "berakhir"),
)
"""As offices and newspapers write them, and the words that turn each."""

SHOWN_AT = ("home", "news", "announcements", "events", "checks", "search")
_TAGS = re.compile(r"\[/?\w[^\]]*\]")


def faults(stage: Any, screen: str, size: tuple[int, int], scale: float, titles: Any = TITLES) -> Iterator[str]:
    """Yield a fault for each of *titles* that is cut or missing on *screen*, which shows them page by page."""
    stage.board.text_scale = scale
    stage.open("news" if screen == "checks" else screen, size)
    fits = stage.controller.told[-1]
    pages, show = _PAGES[screen](stage, fits)
    for first in range(0, len(titles), pages) if pages else ():
        page = titles[first : first + pages]
        show(page)
        stage.settle()
        for title, turn in page:
            drawn = [label for label in labels(stage.shell) if title in getattr(label, "words", "")]
            told = [fault for label in drawn if (fault := _lost(label, title, turn))]
            if not drawn or told:
                yield f"{screen} {size[0]}x{size[1]} {scale:g}: {title!r} {told[0] if told else 'is not shown'}"


def _lost(label: Any, title: str, turn: str) -> str:
    shown = " ".join(_TAGS.sub("", label._label.text).replace("\n", " ").split())
    if label.texture_size[1] > label.height + SLACK:
        return f"is higher than its place: {shown!r}"
    if shown == title or set(turn.split()) <= {word.strip(".,…") for word in shown.split()} or _verdict(label):
        return ""
    return f"is drawn as {shown!r}"


def _verdict(label: Any) -> str:
    """Return the verdict that a row shows beside the title of *label*; empty for none."""
    place = label
    while place is not None and not hasattr(place, "system_size"):
        if verdict := getattr(place, "verdict", ""):
            return str(verdict)
        place = place.parent
    return ""


Show = Callable[[Any], None]


def _home(stage: Any, fits: Any) -> tuple[int, Show]:
    home = stage.village.views["home"]
    if not (fits.hero or fits.event):
        return 0, lambda _: None  # tiles alone

    def show(page: Any) -> None:
        [(title, _)] = page
        event = replace(home.event, title=title)
        view = replace(home, hero=replace(home.hero, title=title), event=event, ahead=(event, *home.ahead[1:]))
        stage.show(view)

    return 1, show


def _news(stage: Any, fits: Any) -> tuple[int, Show]:
    def show(page: Any) -> None:
        rows = tuple(replace(stage.village.news[n % 3], id=f"n{n}", title=title) for n, (title, _) in enumerate(page))
        stage.show(ListView(Category.NEWS, rows, pages=9, total=40))

    return fits.rows, show


def _checks(stage: Any, fits: Any) -> tuple[int, Show]:
    kinds = [*Verdict]

    def show(page: Any) -> None:
        rows = tuple(
            replace(stage.village.clarification, id=f"k{n}", title=title, claim=title, verdict=kinds[n % len(kinds)])
            for n, (title, _) in enumerate(page)
        )
        stage.show(ListView(Category.CLARIFICATION, rows, pages=9, total=40))

    return fits.checks, show


def _announcements(stage: Any, fits: Any) -> tuple[int, Show]:
    def show(page: Any) -> None:
        cards = tuple(replace(stage.village.notices[n], title=title) for n, (title, _) in enumerate(page))
        stage.show(NoticesView(cards, pages=8, total=40))

    return fits.cards, show


def _events(stage: Any, _fits: Any) -> tuple[int, Show]:
    calendar = stage.village.views["events"]

    def show(page: Any) -> None:
        events = tuple(replace(calendar.events[0], id=f"e{n}", title=title) for n, (title, _) in enumerate(page))
        stage.show(replace(calendar, events=events))

    return 8, show


def _search(stage: Any, fits: Any) -> tuple[int, Show]:
    def show(page: Any) -> None:
        hits = tuple(replace(stage.village.news[2], id=f"n{n}", title=title) for n, (title, _) in enumerate(page))
        view = stage.village.views["search"]
        stage.show(replace(view, typing=False, hits=hits, rows=fits.hits, pages=1, query="desa", looked_for="desa"))

    return fits.hits, show


_PAGES: dict[str, Callable[[Any, Any], tuple[int, Show]]] = {
    "home": _home,
    "news": _news,
    "checks": _checks,
    "announcements": _announcements,
    "events": _events,
    "search": _search,
}


def main() -> int:
    from kiosk.app.pictures.offscreen import Canvas
    from tests.support.shown_village import Village
    from tests.support.stage import Stage
    from tests.support.window import LARGEST

    found = looks = 0
    with tempfile.TemporaryDirectory(prefix="turns-") as folder:
        stage = Stage(Canvas(LARGEST), Village(Path(folder)))
        for screen, size, scale in product(SHOWN_AT, SIZES, SCALES):
            looks += 1
            for fault in faults(stage, screen, size, scale):
                found += 1
                print(fault, flush=True)
        stage.close()
    print(f"{len(TITLES)} titles, {looks} screens, sizes and text sizes; {found} faults")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
