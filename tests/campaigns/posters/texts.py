"""What offices announce: invented villages, people, amounts and numbers, in the words that offices use."""

from __future__ import annotations

from typing import NamedTuple


class Notice(NamedTuple):
    """`facts` are (label, value), `rows` a table under `head`."""

    office: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    points: tuple[str, ...]
    head: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    foot: str


NOTICES = (
    Notice(
        "PEMERINTAH DESA MEKAR JAYA",
        "PENYALURAN BLT DANA DESA TAHAP III",
        "Diberitahukan kepada keluarga penerima manfaat bahwa bantuan langsung tunai bulan Juli sampai September akan disalurkan "
        "di kantor desa sesuai jadwal berikut.",
        (
            ("Hari", "Kamis, 17 September 2026"),
            ("Pukul", "08.30 WITA sampai selesai"),
            ("Tempat", "Aula Kantor Desa Mekar Jaya"),
            ("Besaran", "Rp900.000 per keluarga"),
        ),
        (
            "Membawa KTP asli dan fotokopi kartu keluarga",
            "Tidak dapat diwakilkan kecuali dengan surat kuasa",
            "Penerima lanjut usia dilayani lebih dahulu",
            "Petugas tidak memungut biaya apa pun",
        ),
        ("Dusun", "Penerima", "Waktu"),
        (
            ("Dusun I", "42 keluarga", "08.30"),
            ("Dusun II", "37 keluarga", "10.00"),
            ("Dusun III", "29 keluarga", "11.15"),
            ("Dusun IV", "18 keluarga", "13.30"),
        ),
        "Informasi: Kaur Kesra 0812 4455 6671",
    ),
    Notice(
        "UPTD PUSKESMAS TANJUNG BIRU",
        "JADWAL POSYANDU BULAN OKTOBER",
        "Ibu hamil, ibu menyusui, dan anak di bawah lima tahun diharapkan hadir untuk penimbangan, pengukuran tinggi badan, dan "
        "imunisasi lanjutan.",
        (
            ("Mulai", "Senin, 5 Oktober 2026"),
            ("Jam", "09.00 - 11.30 WITA"),
            ("Tempat", "Balai dusun masing-masing"),
            ("Biaya", "Gratis"),
        ),
        (
            "Bawa buku KIA berwarna merah muda",
            "Bayi usia 9 bulan mendapat imunisasi campak",
            "Vitamin A dibagikan untuk usia 6 sampai 59 bulan",
            "Kader mencatat tinggi badan setiap anak",
        ),
        ("Posyandu", "Tanggal", "Kader"),
        (
            ("Melati", "5 Oktober", "Ibu Rahma"),
            ("Kenanga", "6 Oktober", "Ibu Sulastri"),
            ("Anggrek", "8 Oktober", "Ibu Yohana"),
            ("Dahlia", "12 Oktober", "Ibu Nurhayati"),
        ),
        "Bidan desa siap dihubungi di 0853 9012 3384",
    ),
    Notice(
        "PEMERINTAH DESA SUMBER REJEKI",
        "RINGKASAN APBDES TAHUN ANGGARAN 2026",
        "Sesuai Peraturan Desa Nomor 4 Tahun 2025 tentang Anggaran Pendapatan dan Belanja Desa, berikut ringkasan yang dapat "
        "diketahui seluruh warga.",
        (
            ("Pendapatan", "Rp1.482.650.000"),
            ("Belanja", "Rp1.467.200.000"),
            ("Pembiayaan", "Rp15.450.000"),
            ("Sisa anggaran", "Rp30.900.000"),
        ),
        (
            "Jalan usaha tani sepanjang 350 meter di Dusun II",
            "Rehabilitasi atap posyandu dan pagar sekolah",
            "Pelatihan pengolahan hasil laut bagi 25 peserta",
            "Cadangan keadaan darurat sebesar 5 persen",
        ),
        ("Bidang", "Anggaran", "Bagian"),
        (
            ("Pemerintahan", "Rp486.120.000", "33%"),
            ("Pembangunan", "Rp612.480.000", "42%"),
            ("Pembinaan", "Rp108.350.000", "7%"),
            ("Pemberdayaan", "Rp187.500.000", "13%"),
        ),
        "Dokumen lengkap dapat dilihat di kantor desa pada jam kerja",
    ),
    Notice(
        "DINAS KESEHATAN KABUPATEN",
        "VAKSINASI RABIES GRATIS",
        "Pemilik anjing, kucing, dan kera diimbau membawa hewan peliharaannya untuk divaksin agar keluarga terlindung dari "
        "penyakit rabies.",
        (
            ("Tanggal", "Sabtu, 26 September 2026"),
            ("Waktu", "07.30 - 12.00 WITA"),
            ("Lokasi", "Lapangan SD Negeri 2"),
            ("Kuota", "150 ekor"),
        ),
        (
            "Hewan berusia lebih dari 3 bulan",
            "Gunakan tali atau kandang yang aman",
            "Hewan sakit diperiksa terlebih dahulu",
            "Setiap pemilik menerima kartu vaksin",
        ),
        ("Desa", "Hari", "Petugas"),
        (
            ("Awu", "Senin", "drh. Maya"),
            ("Bolak", "Selasa", "drh. Idris"),
            ("Luok", "Rabu", "drh. Maya"),
            ("Tombang", "Jumat", "drh. Simon"),
        ),
        "Gigitan hewan? Cuci luka 15 menit lalu segera ke puskesmas",
    ),
    Notice(
        "PEMERINTAH DESA LEMBAH SARI",
        "GOTONG ROYONG BERSIH SUNGAI",
        "Menghadapi musim hujan, seluruh warga diundang membersihkan saluran air dan tepi sungai supaya kampung kita tidak "
        "tergenang seperti tahun lalu.",
        (
            ("Hari", "Minggu, 11 Oktober 2026"),
            ("Kumpul", "06.30 WITA"),
            ("Titik", "Jembatan gantung Dusun III"),
            ("Ketua", "Bapak Ruslan"),
        ),
        (
            "Bawa cangkul, parang, atau sekop",
            "Ibu-ibu PKK menyiapkan kopi dan ubi rebus",
            "Sampah plastik dikumpulkan dalam karung",
            "Anak-anak tetap bersama orang tua",
        ),
        ("Kelompok", "Bagian", "Peserta"),
        (
            ("RT 01", "Hulu jembatan", "24 orang"),
            ("RT 02", "Saluran sawah", "31 orang"),
            ("RT 03", "Tepi pasar", "19 orang"),
            ("RT 04", "Muara", "27 orang"),
        ),
        "Kampung bersih, warga sehat, rezeki lancar",
    ),
    Notice(
        "SMA NEGERI 1 TELUK HARAPAN",
        "PENERIMAAN PESERTA DIDIK BARU 2026/2027",
        "Pendaftaran dibuka untuk lulusan SMP dan sederajat melalui jalur zonasi, afirmasi, prestasi, dan perpindahan tugas orang "
        "tua.",
        (
            ("Pendaftaran", "15 - 27 Juni 2026"),
            ("Pengumuman", "1 Juli 2026"),
            ("Daftar ulang", "2 - 4 Juli 2026"),
            ("Daya tampung", "216 siswa"),
        ),
        (
            "Ijazah atau surat keterangan lulus",
            "Akta kelahiran, usia paling tinggi 21 tahun",
            "Kartu keluarga terbit sebelum 1 Juni 2025",
            "Pas foto ukuran 3x4 sebanyak 4 lembar",
        ),
        ("Jalur", "Kuota", "Kursi"),
        (
            ("Zonasi", "50%", "108"),
            ("Afirmasi", "20%", "43"),
            ("Prestasi", "25%", "54"),
            ("Perpindahan", "5%", "11"),
        ),
        "Panitia tidak menerima titipan dan tidak memungut biaya",
    ),
    Notice(
        "DINAS PERDAGANGAN",
        "HARGA BAHAN POKOK PASAR SIMPANG",
        "Harga rata-rata tingkat pedagang yang dicatat petugas pada Senin pagi. Harga dapat berubah sewaktu-waktu menurut pasokan.",
        (
            ("Dicatat", "Senin, 21 September 2026"),
            ("Pukul", "07.15 WITA"),
            ("Pasar", "Simpang Raya"),
            ("Petugas", "Hendra Lumowa"),
        ),
        (
            "Beras medium naik Rp500 per kilogram",
            "Cabai rawit turun karena panen di kecamatan",
            "Stok minyak goreng cukup untuk dua minggu",
            "Laporkan timbangan curang ke posko",
        ),
        ("Bahan", "Satuan", "Harga"),
        (
            ("Beras medium", "kilogram", "Rp15.500"),
            ("Gula pasir", "kilogram", "Rp18.250"),
            ("Minyak goreng", "liter", "Rp17.900"),
            ("Telur ayam", "rak", "Rp58.000"),
        ),
        "Pengaduan konsumen: 0461 223 781",
    ),
    Notice(
        "UPTD PUSKESMAS KILO LIMA",
        "JADWAL PELAYANAN PUSKESMAS",
        "Mulai bulan ini pendaftaran dilakukan dengan nomor antrean. Pasien gawat darurat langsung menuju unit tindakan tanpa "
        "menunggu antrean.",
        (
            ("Senin-Kamis", "07.30 - 14.00"),
            ("Jumat", "07.30 - 11.00"),
            ("Sabtu", "07.30 - 12.30"),
            ("UGD", "24 jam"),
        ),
        (
            "Bawa kartu BPJS atau KTP setempat",
            "Poli gigi melayani 20 pasien setiap hari",
            "Pemeriksaan kehamilan hari Selasa dan Kamis",
            "Obat diambil paling lambat pukul 13.30",
        ),
        ("Poli", "Hari", "Dokter"),
        (
            ("Umum", "Senin - Sabtu", "dr. Andini"),
            ("Gigi", "Senin, Rabu", "drg. Bayu"),
            ("KIA", "Selasa, Kamis", "Bidan Wati"),
            ("Lansia", "Jumat", "dr. Kurnia"),
        ),
        "Ambulans desa: 0821 9655 4032",
    ),
    Notice(
        "KELURAHAN BUNGIN PERMAI",
        "PEMBAYARAN PBB-P2 TAHUN 2026",
        "Wajib pajak diharapkan melunasi Pajak Bumi dan Bangunan sebelum jatuh tempo. Pembayaran setelahnya dikenai denda satu "
        "persen setiap bulan.",
        (
            ("Jatuh tempo", "30 September 2026"),
            ("Loket", "Kantor Kelurahan"),
            ("Jam layanan", "08.00 - 15.00 WITA"),
            ("Denda", "1% per bulan"),
        ),
        (
            "Bawa SPPT tahun berjalan",
            "Periksa luas tanah sebelum membayar",
            "Simpan bukti lunas yang berstempel",
            "Keringanan untuk veteran dan janda pahlawan",
        ),
        ("Lingkungan", "Objek", "Terbayar"),
        (
            ("Lingkungan I", "312", "Rp18.740.000"),
            ("Lingkungan II", "287", "Rp12.365.000"),
            ("Lingkungan III", "194", "Rp9.880.500"),
            ("Lingkungan IV", "226", "Rp11.027.000"),
        ),
        "Pajak Anda untuk jalan dan lampu kampung kita",
    ),
    Notice(
        "BPBD KABUPATEN",
        "SIAGA BANJIR DAN TANAH LONGSOR",
        "Curah hujan tinggi diperkirakan berlangsung hingga akhir bulan. Warga di bantaran sungai dan lereng diminta waspada "
        "terutama pada malam hari.",
        (
            ("Berlaku", "3 - 20 November 2026"),
            ("Posko", "Kantor Kecamatan"),
            ("Telepon", "0461 310 118"),
            ("Siaga", "24 jam"),
        ),
        (
            "Siapkan tas berisi surat penting dan obat",
            "Matikan listrik bila air masuk rumah",
            "Jangan menyeberangi arus setinggi lutut",
            "Ikuti arahan petugas menuju tempat aman",
        ),
        ("Titik kumpul", "Jarak", "Daya tampung"),
        (
            ("Masjid Al Ikhlas", "300 m", "250 orang"),
            ("Gereja Efrata", "450 m", "180 orang"),
            ("SDN Inpres 3", "1,2 km", "400 orang"),
            ("Balai Adat", "800 m", "120 orang"),
        ),
        "Laporkan retakan tanah sekecil apa pun",
    ),
    Notice(
        "KARANG TARUNA TUNAS MUDA",
        "TURNAMEN VOLI ANTAR DUSUN",
        "Dalam rangka hari ulang tahun desa yang ke-58, panitia mengundang semua dusun mengirimkan satu regu putra dan satu regu "
        "putri.",
        (
            ("Pertandingan", "14 - 19 Agustus 2026"),
            ("Mulai", "15.30 WITA"),
            ("Lapangan", "Halaman kantor desa"),
            ("Pendaftaran", "Rp75.000 per regu"),
        ),
        (
            "Pemain terdaftar sebagai warga dusun",
            "Setiap regu paling banyak 10 pemain",
            "Keputusan wasit tidak dapat diganggu gugat",
            "Penonton dilarang membawa minuman keras",
        ),
        ("Hadiah", "Putra", "Putri"),
        (
            ("Juara 1", "Rp2.500.000", "Rp2.500.000"),
            ("Juara 2", "Rp1.500.000", "Rp1.500.000"),
            ("Juara 3", "Rp750.000", "Rp750.000"),
            ("Harapan", "Rp250.000", "Rp250.000"),
        ),
        "Hubungi Fikri 0822 7340 1195 sebelum 10 Agustus",
    ),
    Notice(
        "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
        "PELAYANAN KTP KELILING",
        "Mobil pelayanan datang ke desa untuk perekaman KTP elektronik, kartu keluarga, akta kelahiran, dan kartu identitas anak.",
        (
            ("Hari", "Rabu, 7 Oktober 2026"),
            ("Jam", "09.00 - 14.30 WITA"),
            ("Tempat", "Halaman Kantor Camat"),
            ("Biaya", "Tidak dipungut biaya"),
        ),
        (
            "Pemohon KTP berusia 17 tahun atau sudah menikah",
            "Formulir F-1.02 tersedia di lokasi",
            "Akta kelahiran memerlukan buku nikah orang tua",
            "Dokumen selesai dalam 3 hari kerja",
        ),
        ("Desa", "Tanggal", "Nomor antrean"),
        (
            ("Mekar Jaya", "7 Oktober", "1 - 60"),
            ("Lembah Sari", "8 Oktober", "61 - 110"),
            ("Sumber Rejeki", "9 Oktober", "111 - 175"),
            ("Tanjung Biru", "12 Oktober", "176 - 230"),
        ),
        "Pengaduan layanan melalui pesan ke 0811 456 9023",
    ),
)
