"""Plain questions of residents of the sample village, each with the items that answer it.

FIRST are those that the order was made with: two of them had been asked before, the others are like them. OTHERS were written
before it was made, and have not been looked at to make it better.
"""

from __future__ import annotations

Questions = dict[str, set[str]]

FIRST: Questions = {
    "kapan posyandu": {"posyandu-melati", "layanan-kesehatan", "berita-posyandu"},
    "apakah benar jus jambu menyembuhkan demam berdarah": {"klarifikasi-demam-berdarah"},
    "syarat bikin KTP apa saja": {"layanan-ktp"},
    "jam berapa air mati": {"pengumuman-air-mati"},
    "BLT dibagikan hari apa": {"pengumuman-blt", "blt-dana-desa"},
    "benarkah ada bantuan 5 juta lewat tautan": {"klarifikasi-tautan"},
    "jembatan dusun 2 ditutup sampai kapan": {"pengumuman-jalan"},
    "bus sekolah berangkat jam berapa": {"berita-bus-sekolah"},
    "cara memperpanjang SIM": {"layanan-sim", "berita-sim-keliling", "sim-keliling"},
    "ronda malam mulai jam berapa": {"pengumuman-ronda"},
    "harga ikan cakalang sekarang berapa": {"berita-pasar"},
    "mau daftar bibit kakao di mana": {"pengumuman-bibit"},
    "anggaran desa tahun ini": {"layanan-apbdes"},
    "pojok baca buka sampai jam berapa": {"berita-pojok-baca"},
    "kapan lomba perahu": {"berita-lomba-perahu", "hari-jadi-desa"},
    "surat keterangan tidak mampu": {"layanan-surat"},
}

OTHERS: Questions = {
    "imunisasi anak kapan lagi": {"posyandu-melati", "pekan-imunisasi", "layanan-kesehatan"},
    "anak saya mau suntik campak di mana": {"pekan-imunisasi"},
    "besok ada pasar murah jam berapa": {"pasar-murah"},
    "jual sembako murah": {"pasar-murah"},
    "SIM saya sudah mati bisa diperpanjang tidak": {"berita-sim-keliling", "layanan-sim", "sim-keliling"},
    "SIM keliling ada di mana": {"layanan-sim", "berita-sim-keliling", "sim-keliling"},
    "berapa biaya perpanjang SIM C": {"layanan-sim"},
    "KTP saya hilang bagaimana mengurusnya": {"layanan-ktp"},
    "anak umur 17 tahun mau rekam KTP": {"perekaman-ktp", "layanan-ktp"},
    "mengurus kartu keluarga bayar berapa": {"layanan-ktp"},
    "surat pengantar nikah": {"layanan-surat"},
    "surat domisili syaratnya apa": {"layanan-surat"},
    "nama saya tidak ada di daftar bantuan": {"layanan-bansos"},
    "mau mengadu soal bansos": {"layanan-bansos"},
    "uang desa dipakai untuk apa saja": {"layanan-apbdes"},
    "kenapa air keruh": {"pengumuman-air-mati"},
    "di dusun 1 air mati kapan": {"pengumuman-air-mati"},
    "air bersih dusun 3 jam berapa mengalir": {"berita-air-bersih"},
    "iuran air berapa sebulan": {"berita-air-bersih"},
    "mobil bisa lewat jembatan tidak": {"pengumuman-jalan"},
    "kerja bakti hari apa": {"pengumuman-kerja-bakti", "kerja-bakti"},
    "hari Sabtu ada kegiatan apa": {"kerja-bakti", "tour-sepeda", "pengumuman-kerja-bakti"},
    "balap sepeda lewat jam berapa": {"tour-sepeda", "berita-tour-sepeda"},
    "jalan mana yang ditutup waktu balapan": {"berita-tour-sepeda"},
    "final bola kapan": {"final-piala-camat", "berita-sepak-bola"},
    "Bunga FC main lawan siapa": {"berita-sepak-bola", "final-piala-camat"},
    "senam lansia hari apa": {"senam-lansia"},
    "rapat warga malam ini di mana": {"rapat-warga"},
    "kursus menjahit": {"pelatihan-jahit"},
    "les matematika untuk anak SD": {"belajar-malam", "berita-pojok-baca"},
    "bisa pinjam buku di mana": {"berita-pojok-baca"},
    "beli es batu untuk ikan": {"berita-nelayan"},
    "harga cabai": {"berita-pasar"},
    "beras sekilo berapa": {"berita-pasar"},
    "siapa yang tanam bakau": {"berita-mangrove"},
    "penanaman mangrove di dusun berapa": {"berita-mangrove"},
    "katanya demam berdarah tidak usah ke puskesmas": {"klarifikasi-demam-berdarah"},
    "ada pesan WA suruh daftar dapat uang 5 juta": {"klarifikasi-tautan"},
    "tamu menginap harus lapor ke mana": {"pengumuman-ronda"},
    "ulang tahun desa kapan": {"hari-jadi-desa", "berita-lomba-perahu"},
}
