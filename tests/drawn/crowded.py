"""The sample village where much goes on, and everything has a long name: what offices really write, at the bounds of what is taken.

Names have as many letters as settings allow, titles are those of official letters, a day has many events, a sheet all its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from content_cache.model.changes import Changes
from content_cache.model.items import Alert, Clarification, Event, Item, Occurrence, Service, Sheet
from content_cache.model.polls import Poll
from content_cache.model.records import SourceRecord
from content_cache.model.sheets import LONGEST_NAME, MOST_ROWS, Price, SheetKind, StaffMember, Water
from content_cache.model.vocabulary import Category, Verdict
from content_cache.store.store import Store
from kiosk.installation import Installation
from kiosk.settings import Settings
from kiosk.settings.sections import (
    ForSettings,
    NumberSettings,
    PointSettings,
)

OFFICE = "Dinas Pemberdayaan Masyarakat dan Desa Kabupaten Banggai"
LETTER = "Pemberitahuan Pelaksanaan Penyaluran Bantuan Langsung Tunai Dana Desa Tahap III Tahun Anggaran 2026: "
PLACE = "Gedung Serbaguna Balai Pertemuan Umum Desa Lambangan Pauno Selatan, Kecamatan Luwuk Timur"
WATERS = (
    "Perairan Kepulauan Banggai bagian Utara",
    "Selat Peleng",
    "Teluk Tolo bagian Utara",
    "Laut Maluku bagian Selatan",
)
HOURS = (
    "Senin–Kamis 08.00–15.00 WITA, Jumat 08.00–11.00 WITA, istirahat 12.00–13.00 WITA; tutup pada hari libur nasional"
)
BRING = (
    "Fotokopi kartu keluarga dan KTP pemohon yang masih berlaku", "Surat pengantar dari kepala dusun dan ketua RT setempat",
    "Pas foto terbaru ukuran 3×4 berlatar merah sebanyak empat lembar", "Meterai Rp10.000", "Surat kuasa bila diwakilkan",
    "Bukti lunas Pajak Bumi dan Bangunan tahun berjalan",
)  # fmt: skip
NUMBERS = (
    ("Darurat umum", "112"), ("Puskesmas Rawat Inap Lambangan Pauno", "0461 000 118"),
    ("Badan Penanggulangan Bencana Daerah", "0461 000 117"), ("Pemadam Kebakaran dan Penyelamatan Luwuk", "0461 000 113"),
    ("Kepolisian Sektor Luwuk Timur", "0461 000 110"), ("Kepala Desa", "0812 0000 0417"), ("Basarnas Pos Luwuk", "115"),
    ("Bidan Desa Ibu Siti Nurhaliza Pakaya", "0813 0000 0001"),
)  # fmt: skip
POINTS = (
    "Lapangan Sekolah Dasar Negeri 1 Lambangan",
    "Halaman Masjid Agung An-Nur Lambangan",
    "Bukit Teletabis",
    "Kebun kelapa",
)
WAY = "400 meter, 5 menit jalan kaki. Keluar balai ke kanan. Di simpang tiga dekat masjid, belok kiri naik ke bukit."
ASKED = (
    ("Kepala Desa Lambangan Pauno Selatan", "bank", "jalan, bangunan, dana desa, musyawarah"),
    ("Kepala Seksi Pelayanan dan Kesejahteraan", "identification-card", "surat, KTP, kartu keluarga, bantuan"),
    ("Bidan desa", "first-aid", "anak, ibu hamil, obat, imunisasi"),
    ("Penyuluh Pertanian Lapangan Kecamatan", "boat", "kebun, ternak, laut, hama, pupuk"),
    ("Pendamping Program Keluarga Harapan", "users-three", "bantuan pangan, PKH, kartu sembako"),
    ("Bhabinkamtibmas", "police-car", "keamanan"),
)
CHOICES = (
    "Setuju, dan saya ikut bekerja bakti setiap hari Minggu pagi", "Setuju, tetapi tidak pada hari pasar", "Belum tahu",
    "Tidak setuju karena biayanya terlalu besar bagi desa kita", "Terserah musyawarah",
)  # fmt: skip


def crowd(village: Installation, now: datetime) -> Installation:
    """The same village, in whose store this is added; its settings name as much as they may."""
    with Store.open(village.data) as store:
        moment = now - timedelta(hours=1)
        for source in village.settings.sources:
            kept = [item for name in Category for item in store.reader.items(name) if item.source == source.name]
            added = [each for item in kept for each in _more(item, now)]
            if added:
                store.apply(source.name, Changes(added=tuple(added)), SourceRecord(name=source.name), moment)
        sheets = tuple(_sheets(now))
        store.apply("Kabar laut", Changes(added=sheets), SourceRecord(name="Kabar laut"), moment)
    return Installation(_settings(village.settings), village.config, village.data, village.out, village.tell)


def _settings(plain: Settings) -> Settings:
    drawn = plain.emergency.points[0].picture
    contact = "KIM Lambangan Pauno Selatan, di balai desa setiap sore"
    return replace(
        plain,
        place=replace(plain.place, name="Desa Lambangan Pauno Selatan", contact=contact),
        emergency=replace(
            plain.emergency,
            numbers=tuple(NumberSettings(*each) for each in NUMBERS),
            points=tuple(PointSettings(name[:LONGEST_NAME], WAY, drawn) for name in POINTS),
        ),
        questions=replace(plain.questions, asked=tuple(ForSettings(*each) for each in ASKED)),
        weather=replace(plain.weather, sea=WATERS),
    )


def _more(item: Item, now: datetime) -> Iterator[Item]:
    """Yield more items of the kind of *item*, as another office would write them."""
    if isinstance(item, Alert | Sheet):
        return
    long = replace(
        item, id=f"{item.id}-long", title=LETTER + item.title, author=OFFICE, attachments=(), summary=item.summary * 3
    )
    match long:
        case Event():
            for hour in range(3):
                starts = now.replace(hour=7 + 4 * hour, minute=30) + timedelta(days=hour % 2)
                ends = starts + timedelta(days=2 * (hour == 2), hours=3)
                once = (Occurrence(starts, ends),)
                yield replace(
                    long, id=f"{long.id}-{hour}", starts=starts, ends=ends, occurrences=once, series="", place=PLACE
                )
        case Service():
            for number in range(2):
                yield replace(long, id=f"{long.id}-{number}", requirements=BRING, hours=HOURS, place=PLACE)
        case Clarification():
            for verdict in Verdict:
                yield replace(
                    long,
                    id=f"{long.id}-{verdict}",
                    verdict=verdict,
                    claim=f"{long.title} tidak benar dan belum pernah terjadi",
                )
        case _:
            polled = long.category is Category.ANNOUNCEMENT
            yield replace(long, poll=Poll(CHOICES) if polled else None)


def _sheets(now: datetime) -> Iterator[Sheet]:
    """All that a sheet holds, issued just now."""

    def sheet(kind: SheetKind, title: str, **rows: object) -> Sheet:
        made = Sheet(
            id=f"{kind}-crowded",
            source="Kabar laut",
            title=title,
            author=OFFICE,
            published=now - timedelta(hours=1),
            sheet=kind,
        )
        return replace(made, **rows)

    midnight = now.replace(hour=0, minute=0)
    waters = tuple(
        Water(name, midnight, midnight + timedelta(days=2), 0.25 * n, 1.25 + 1.3 * n, 5.0, 9.0 + 8 * n, "SW")
        for n, name in enumerate(WATERS)
    )
    prices = tuple(
        Price(
            f"Minyak goreng sawit kemasan premium merek {n}",
            "1 jeriken 18 liter",
            1_450_000 + n,
            1_449_000 + 2 * n * 100,
        )
        for n in range(MOST_ROWS)
    )
    people = tuple(
        StaffMember(
            f"Drs. H. Muhammad Rahmatullah Lamadjido {n}, M.Si.", "Kepala Urusan Tata Usaha dan Umum", "08.00", "15.30"
        )
        for n in range(8)
    )
    yield sheet(SheetKind.SEA, "Laut Banggai", waters=waters)
    yield sheet(SheetKind.PRICES, "Pasar Tradisional Simpong Luwuk Selatan", prices=prices)
    yield sheet(SheetKind.STAFF, "Balai Desa Lambangan Pauno Selatan", people=people)
