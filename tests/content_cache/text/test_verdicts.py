"""The verdicts of fact-checks in the forms that TurnBackHoax, Komdigi, Liputan6, Tempo, Kompas, Antara and regencies give them.
Titles are written after theirs, none is copied."""

import pytest

from content_cache.model.vocabulary import Verdict
from content_cache.text.verdicts import is_labelled, verdict_of

TITLES = {
    Verdict.FALSE: (
        "[SALAH] Ombak Mirip Tsunami Sapu Bersih Pantai Kilo Lima",
        "[SALAH] Benarkah Gempa Besar Besok Malam di Luwuk?",
        "[SALAH]: Foto Rumah Kepala Desa Diserbu Warga",
        "[ SALAH ] “Minum Air Garam Mencegah Cacar”",
        "(SALAH) Menteri Hapus Semua Utang Petani",
        "SALAH – Rumah Bupati Dikepung Massa",
        "PENIPUAN – Tautan Pendaftaran Petugas Sensus",
        "[PENIPUAN] Undian Bank Berhadiah Mobil",
        "[FITNAH] Kepala Desa Bunga Jual Tanah Kas Desa",
        "[HOAKS] Pemadaman Listrik Tiga Hari di Sulawesi Tengah",
        "[HOAX] Pembagian Bansos Rp5 Juta Lewat WhatsApp",
        "[Hoaks] Link Pendaftaran Bantuan UMKM",
        "[KABAR BOHONG] Sekolah Libur Sebulan",
        "HOAKS! Gempa Susulan Magnitudo 8 Nanti Malam",
        "Hoaks: Vaksin TBC Mengandung Cip",
        "HOAKS, Surat Edaran Gubernur soal Libur Sekolah",
        "Hoaks Video Gempa Luwuk Tahun 2026",
        "Cek Fakta: Hoaks, Video Tsunami di Pagimana",
        "Cek Fakta: Tidak Benar Link Pendaftaran PKH 2026",
        "Cek Fakta: Tidak Benar Ini Video Letusan Gunung di Sulawesi",
        "CEK FAKTA - Tidak Benar BBM Naik Malam Ini",
        "Periksa Fakta: Salah, Air Kelapa Menyembuhkan Demam Berdarah",
        "Keliru, Klaim Bahwa Bawang Putih Menyembuhkan Malaria",
        "Keliru: Foto Banjir Ini Terjadi di Batui",
        "Salah! Program Kompor Gratis dari Pertamina",
        "Tidak Benar Kabar Penculikan Anak di Kintom",
        "Tidak benar, Pasar Simpong Tutup Selamanya",
        "Vaksin HPV menyebabkan kemandulan pada anak perempuan adalah tidak benar",
        "Kabar bahwa Dinas Sosial membuka pendaftaran lewat tautan WhatsApp itu tidak benar",
        "BUPATI TEGASKAN KABAR MUTASI MASSAL TIDAK BENAR",
        "Isu Penculikan Anak di Toili Tidak Benar, Polisi Minta Warga Tenang",
        "Polres Banggai: Kabar Begal di Jalan Trans Itu Hoaks",
        "Diskominfo Pastikan Surat Edaran Tersebut Palsu",
        "Tautan bantuan Rp5 juta untuk warga desa itu palsu",
        "BMKG: Ramalan Gempa Besok Malam Adalah Berita Bohong",
        "Kabar Gempa Susulan Besar di Luwuk Hoaks",
        "Benarkah Besok Sekolah Libur? Tidak Benar",
        "Beredar Pesan Berantai Penutupan Jembatan, Dinas PU: Hoaks!",
        "[KLARIFIKASI] Tidak Benar Puskesmas Memungut Biaya",
        "[MANIPULASI] Video Bupati Menawarkan Investasi",
        "Pendaftaran CPNS Lewat WhatsApp [HOAKS]",
        "Video Buaya di Pantai Kilo Lima (Hoaks)",
    ),
    Verdict.MISLEADING: (
        "[DISINFORMASI] Air Liur dari Terompet Menyebarkan Penyakit",
        "[MISINFORMASI] Daun Pepaya Obat Demam Berdarah",
        "[MISLEADING] Foto Jalan Rusak di Banggai",
        "DISINFORMASI: Harga Pupuk Naik Dua Kali Lipat",
        "Menyesatkan, Video yang Diklaim Menunjukkan Banjir Luwuk",
        "Cek Fakta: Menyesatkan, Klaim Bansos Dipotong",
        "[SEBAGIAN BENAR] Iuran BPJS Naik Tahun Depan",
        "Sebagian Benar, Jus Jambu Menambah Trombosit",
        "Jus jambu menyembuhkan demam berdarah itu tidak sepenuhnya benar",
        "[SATIRE] Kepala Desa Naik Kuda ke Jakarta",
        "Foto Antrean Minyak Tanah di Luwuk Itu Menyesatkan",
    ),
    Verdict.TRUE: (
        "[BENAR] SIM Keliling Pindah ke Hari Kamis",
        "[FAKTA] Jalan Trans Sulawesi Ditutup Sementara di Km 12",
        "Benar, Imunisasi Polio Putaran Kedua Mulai Senin",
        "BENAR: Listrik Padam Sabtu Siang di Kilongan",
        "Kabar pembagian bibit kakao gratis itu memang benar",
        "Polisi Pastikan Video Kebakaran di Pasar Itu Benar",
    ),
    Verdict.UNCLEAR: (
        "Benarkah Minum Kopi Mencegah Stroke?",
        "Benarkah Vaksin Menyebabkan Autis, Ini Faktanya",
        "Cek Fakta: Benarkah Gaji Perangkat Desa Naik?",
        "Apakah Benar Bansos Dihentikan?",
        "Hoaks atau Fakta: Telur Mentah Menambah Tenaga",
        "Fakta atau Hoaks? Mandi Malam Menyebabkan Rematik",
        "Apa Benar Video Ini di Luwuk? Tidak Salah Lagi, Begini Ceritanya",
        "[KLARIFIKASI] PLN soal Pemadaman Listrik",
        "Klarifikasi Rumah Sakit soal Pasien yang Ditolak",
        "Belum Ada Bukti, Jahe Menyembuhkan Flu",
        "Kabar kenaikan harga pupuk belum tentu benar",
        "Kabar Pasar Tutup Itu Bukan Hoaks",
        "Kabar itu bukan tidak benar",
        "Polisi Tangkap Penyebar Hoaks Gempa",
        "Warga Diminta Waspada Hoaks",
        "Salah Satu Cara Mengenali Kabar Bohong",
        "Cara Mencuci Tangan yang Benar",
        "Uang Palsu Beredar di Pasar Simpong",
        "[FAKTA] Kabar Gaji Naik Tidak Benar",
        "[BENAR] [SALAH] Dua Label Sekaligus",
        "Kalau tidak benar, laporkan ke petugas desa",
        "Tidak Ada yang Benar-Benar Gratis",
        "Masih ditanyakan ke Dinas Pertanian",
        "Tanya Jawab",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("verdict", "title"), [(v, title) for v, titles in TITLES.items() for title in titles])
def test_titles(verdict: Verdict, title: str) -> None:
    assert verdict_of(title)[0] is verdict


def test_there_are_enough_of_them() -> None:
    assert sum(map(len, TITLES.values())) >= 80


@pytest.mark.parametrize("title", TITLES[Verdict.FALSE] + TITLES[Verdict.MISLEADING] + TITLES[Verdict.UNCLEAR])
@pytest.mark.parametrize("told", [str.upper, str.lower, str.title])
def test_what_is_not_true_never_becomes_true(title: str, told: object) -> None:
    assert callable(told)
    assert verdict_of(told(title))[0] is not Verdict.TRUE


@pytest.mark.parametrize(
    "no", ["tidak", "TIDAK", "tak", "tdk", "bukan", "belum tentu", "kurang", "nggak", "tidaklah", "jauh dari"]
)
@pytest.mark.parametrize(
    "form",
    [
        "{no} benar: gula naik",
        "Gula naik itu {no} benar",
        "[{no} BENAR] Gula naik",
        "Gula naik, {no} sama sekali benar",
        "[FAKTA] {no} benar",
    ],
)  # fmt: skip
def test_no_denied_truth_is_true(no: str, form: str) -> None:
    assert verdict_of(form.format(no=no))[0] is not Verdict.TRUE
    assert verdict_of(form.format(no=no), ["Benar"])[0] is not Verdict.TRUE


@pytest.mark.parametrize(
    ("title", "claim"),
    [
        ("[SALAH] Ombak Mirip Tsunami", "Ombak Mirip Tsunami"),
        ("Cek Fakta: Tidak Benar Link Pendaftaran PKH", "Link Pendaftaran PKH"),
        ("Keliru, Klaim Bawang Putih", "Klaim Bawang Putih"),
        ("Video Buaya di Pantai (Hoaks)", "Video Buaya di Pantai"),
        ("Tautan bantuan itu palsu", ""),
        ("[KLARIFIKASI] PLN soal Pemadaman", ""),
        ("[SALAH]", ""),
    ],
)
def test_the_claim_is_what_the_label_stands_before(title: str, claim: str) -> None:
    assert verdict_of(title)[1] == claim


@pytest.mark.parametrize(
    ("categories", "verdict"),
    [
        (["SALAH", "Fitnah / Hasut / Hoax"], Verdict.FALSE),
        (["Hoaks"], Verdict.FALSE),
        (["Misleading Content"], Verdict.MISLEADING),
        (["False  context", "SALAH"], Verdict.FALSE),
        (["Benar"], Verdict.TRUE),
        (["Benar", "Salah"], Verdict.UNCLEAR),
        (["Cek Fakta", "Laporan Isu Hoaks", "Kesehatan"], Verdict.UNCLEAR),
        ([], Verdict.UNCLEAR),
    ],
)
def test_categories_say_it_where_the_title_does_not(categories: list[str], verdict: Verdict) -> None:
    assert verdict_of("Minum kopi mencegah stroke", categories)[0] is verdict
    assert verdict_of("[SALAH] Minum kopi mencegah stroke", categories)[0] is Verdict.FALSE
    assert verdict_of("Minum kopi mencegah stroke itu tidak benar", categories)[0] is Verdict.FALSE


def test_labels_in_brackets_are_known() -> None:
    assert is_labelled("[HOAKS] Gaji naik")
    assert is_labelled("(Disinformasi) Gaji naik")
    assert not is_labelled("[FOTO] Panen raya")
    assert not is_labelled("Kabar itu [HOAKS]")
    assert not is_labelled("Salah, gaji tidak naik")


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "bad",
    ["[" * 300, "itu " * 75, "tidak " * 50, "kabar " * 50, "? " * 150, "a(" * 150, "hoaks," * 50, "cek fakta " * 30],
)
def test_no_title_takes_long(bad: str) -> None:
    verdict_of(bad[:300], [bad] * 100)
