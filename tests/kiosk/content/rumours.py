"""Rumours as people type or forward them, each with the check that is about it, or with none.

All were written before the matching was. It was made with KNOWN_FIRST and UNKNOWN_FIRST; KNOWN and UNKNOWN have not been looked at
to make it better. Many of the unknown are near a check: the opposite, another number, place, day or thing.
"""

from __future__ import annotations

from content_cache.model.items import Clarification
from content_cache.model.vocabulary import Verdict

_FALSE, _MISLEADING, _TRUE, _UNCLEAR = Verdict.FALSE, Verdict.MISLEADING, Verdict.TRUE, Verdict.UNCLEAR

_CHECKS: tuple[tuple[str, str, str, Verdict], ...] = (
    ("gempa", "Gempa besar akan mengguncang Luwuk besok malam.", "BMKG: gempa tidak bisa diramal", _FALSE),
    ("tsunami", "Tsunami setinggi 10 meter akan datang di Luwuk.", "Tidak ada peringatan tsunami untuk Luwuk", _FALSE),
    (
        "sekolah",
        "Semua sekolah di Banggai libur satu minggu karena gempa.",
        "Hanya dua sekolah yang libur, satu hari",
        _MISLEADING,
    ),
    ("galon", "Air galon isi ulang mengandung racun.", "Air galon yang diuji dinas aman diminum", _FALSE),
    (
        "vaksin-mandul",
        "Vaksin HPV membuat anak perempuan mandul.",
        "Vaksin HPV mencegah kanker, tidak mengganggu kesuburan",
        _FALSE,
    ),
    (
        "vaksin-campak",
        "Vaksin campak gratis di posyandu.",
        "Benar, vaksin campak gratis bagi anak sampai 12 tahun",
        _TRUE,
    ),
    ("bpjs", "Iuran BPJS naik jadi Rp200 ribu mulai Januari.", "Iuran BPJS tidak berubah", _FALSE),
    ("listrik", "PLN memberi token listrik gratis lewat tautan.", "Tautan token listrik gratis mencuri data", _FALSE),
    ("telur", "Telur palsu dari plastik dijual di pasar Luwuk.", "Telur yang dijual di Pasar Luwuk telur asli", _FALSE),
    ("garam", "Garam dicampur kaca halus untuk merusak ginjal.", "BPOM: tidak ada garam bercampur kaca", _FALSE),
    (
        "culik",
        "Penculik anak berkeliaran memakai mobil putih di Dusun 2.",
        "Polsek: tidak ada penculikan anak di Dusun 2",
        _FALSE,
    ),
    (
        "pulsa",
        "Kominfo membagikan kuota internet 50 GB untuk hari kemerdekaan.",
        "Pesan kuota internet gratis adalah penipuan",
        _FALSE,
    ),
    (
        "uang-lama",
        "Uang kertas seribu rupiah lama tidak berlaku lagi mulai 1 Desember.",
        "Uang seribu lama masih berlaku",
        _FALSE,
    ),
    ("beras", "Beras bantuan Bulog mengandung plastik.", "Beras Bulog diuji dan aman dimakan", _FALSE),
    ("covid", "Minum air panas membunuh virus corona.", "Air panas tidak menyembuhkan Covid-19", _FALSE),
    (
        "bawang",
        "Bawang putih tunggal menyembuhkan tekanan darah tinggi tanpa obat.",
        "Bawang putih bukan pengganti obat darah tinggi",
        _MISLEADING,
    ),
    ("pupuk", "Pupuk subsidi dihapus tahun depan.", "Pupuk subsidi tetap ada, jumlahnya berubah", _FALSE),
    ("dana-desa", "Dana desa tahun ini dipotong setengah oleh bupati.", "Dana desa tidak dipotong oleh bupati", _FALSE),
    (
        "jembatan",
        "Jembatan Dusun 2 roboh dan ada lima orang hanyut.",
        "Jembatan Dusun 2 ditutup, tidak roboh",
        _MISLEADING,
    ),
    (
        "buaya",
        "Buaya masuk ke kolam pemandian umum dan menerkam anak.",
        "Buaya terlihat di muara, tidak ada korban",
        _MISLEADING,
    ),
    (
        "kartu-prakerja",
        "Kartu Prakerja dibuka lagi dan langsung dapat Rp3,5 juta.",
        "Pendaftaran Prakerja belum dibuka",
        _FALSE,
    ),
    (
        "helm",
        "Razia helm besar-besaran di Toili sampai akhir bulan, denda Rp500 ribu.",
        "Polres: operasi rutin, denda sesuai undang-undang",
        _MISLEADING,
    ),
    (
        "ijazah",
        "Pemerintah menerima 1.000 CPNS tanpa tes untuk lulusan SMA.",
        "Tidak ada penerimaan CPNS tanpa tes",
        _FALSE,
    ),
    (
        "ikan",
        "Ikan dari Teluk Tomini beracun akibat limbah tambang.",
        "Belum terbukti: contoh ikan Teluk Tomini masih diperiksa",
        _UNCLEAR,
    ),
    ("haji", "Biaya haji tahun depan turun delapan juta rupiah.", "Benar, biaya haji turun delapan juta rupiah", _TRUE),
    ("blt", "BLT Dana Desa bulan November tidak cair.", "BLT November tetap cair, hanya mundur sepekan", _FALSE),
    ("solar", "Matahari akan padam tiga hari pada bulan Desember.", "Tidak ada hari gelap di bulan Desember", _FALSE),
    (
        "rokok",
        "Bungkus rokok kosong bisa ditukar dengan kursi roda.",
        "Bungkus rokok tidak bisa ditukar kursi roda",
        _FALSE,
    ),
    (
        "petir",
        "Memakai telepon saat hujan petir membuat orang tersambar.",
        "Telepon genggam tidak menarik petir",
        _MISLEADING,
    ),
    (
        "air-mati",
        "Air PDAM mengandung kaporit berlebihan sehingga menyebabkan kanker.",
        "Kaporit di air PDAM masih di bawah batas",
        _FALSE,
    ),
)

CHECKS = tuple(
    Clarification(id=key, source="desa", title=title, claim=claim, verdict=verdict)
    for key, claim, title, verdict in _CHECKS
)

KNOWN_FIRST: dict[str, str] = {
    "katanya besok malam ada gempa besar di luwuk": "gempa",
    "benarkah tsunami 10 meter akan datang di luwuk": "tsunami",
    "apakah sekolah libur seminggu karena gempa": "sekolah",
    "air galon isi ulang ada racunnya": "galon",
    "vaksin hpv bikin anak perempuan mandul benar tidak": "vaksin-mandul",
    "vaksin campak di posyandu gratis ya": "vaksin-campak",
    "iuran bpjs naik 200 ribu mulai januari": "bpjs",
    "token listrik gratis dari PLN lewat tautan": "listrik",
    "ada telur palsu dari plastik di pasar luwuk": "telur",
    "garam campur kaca halus bisa merusak ginjal": "garam",
    "penculik anak pakai mobil putih berkeliaran di dusun 2": "culik",
    "kuota internet 50 gb gratis dari kominfo hari kemerdekaan": "pulsa",
    "uang kertas seribu lama tidak berlaku lagi": "uang-lama",
    "beras bulog dari plastik": "beras",
    "virus corona mati kalau kita minum air panas": "covid",
    "bawang putih tunggal obat darah tinggi": "bawang",
    "pupuk subsidi mau dihapus tahun depan": "pupuk",
    "dana desa dipotong bupati setengahnya": "dana-desa",
    "jembatan dusun 2 roboh lima orang hanyut": "jembatan",
    "*INFO PENTING* Assalamualaikum bapak ibu, mohon dibaca sampai selesai. Mulai Januari iuran BPJS akan naik jadi Rp200 ribu"
    " per orang. Tolong sebarkan ke semua grup keluarga supaya tidak kaget. Copas dari grup sebelah.": "bpjs",
    "Diteruskan berkali-kali. Awas!!! Polisi menemukan telur palsu dari plastik yang dijual di pasar Luwuk. Ibu-ibu hati-hati"
    " kalau belanja. Viralkan.": "telur",
    "BREAKING NEWS!! Menurut ahli dari luar negeri, gempa besar akan mengguncang Luwuk besok malam. Siapkan tas dan jangan tidur."
    " Sebarkan ke saudara kita.": "gempa",
    "Kumpulkan bungkus rokok kosong, nanti bisa ditukar kursi roda di kantor pos": "rokok",
    "matahari padam 3 hari bulan desember": "solar",
    "biaya haji turun 8 juta tahun depan": "haji",
}

KNOWN: dict[str, str] = {
    "gempa besar besok mlm di luwuk hoaks bukan": "gempa",
    "apa betul mau ada tsunami tinggi 10 meter di luwuk": "tsunami",
    "sekolah di banggai libur semua seminggu": "sekolah",
    "isi ulang air galon beracun": "galon",
    "anak perempuan mandul gara gara vaksin HPV": "vaksin-mandul",
    "benarkah vaksin campak gratis di posyandu": "vaksin-campak",
    "pln bagi token listrik gratis klik tautan ini": "listrik",
    "garam dicampur kaca": "garam",
    "hati hati penculik anak mobil putih dusun 2": "culik",
    "kominfo bagi kuota 50gb": "pulsa",
    "mulai 1 desember uang kertas seribu rupiah yang lama tidak berlaku": "uang-lama",
    "beras bantuan dari bulog ada plastiknya": "beras",
    "corona sembuh dengan air panas": "covid",
    "darah tinggi sembuh pakai bawang putih tunggal tidak usah obat": "bawang",
    "subsidi pupuk dihapus": "pupuk",
    "benar tidak dana desa dipotong setengah sama bupati": "dana-desa",
    "buaya masuk kolam pemandian terkam anak": "buaya",
    "kartu prakerja sudah dibuka lagi dapat 3,5 juta": "kartu-prakerja",
    "razia helm di toili denda 500 ribu": "helm",
    "cpns tanpa tes untuk lulusan sma": "ijazah",
    "ikan teluk tomini beracun kena limbah tambang": "ikan",
    "blt november tidak cair": "blt",
    "hp disambar petir kalau dipakai waktu hujan": "petir",
    "air pdam bikin kanker karena kaporit": "air-mati",
    "Info A1 dari orang dalam: pemerintah menerima 1.000 CPNS tanpa tes, khusus lulusan SMA. Kirim berkas ke nomor di bawah sebelum"
    " penuh. Jangan sampai terlewat!": "ijazah",
}

UNKNOWN_FIRST: tuple[str, ...] = (
    "vaksin campak membuat anak mandul",
    "vaksin HPV tidak membuat anak perempuan mandul",
    "iuran bpjs turun jadi 200 ribu mulai januari",
    "iuran BPJS naik jadi Rp300 ribu mulai Januari",
    "tsunami akan datang di palu",
    "tsunami setinggi 3 meter akan datang di Luwuk",
    "air galon isi ulang tidak mengandung racun",
    "pupuk subsidi ditambah tahun depan",
    "jembatan dusun 3 roboh dan ada lima orang hanyut",
    "vaksin campak bayar di posyandu",
    "biaya haji tahun depan naik delapan juta rupiah",
    "BLT Dana Desa bulan November cair",
    "BLT Dana Desa bulan Desember tidak cair",
    "kades bunga ditangkap polisi",
    "sumur warga dusun 4 tercemar minyak",
    "artis terkenal meninggal kecelakaan",
    "daun kelor menyembuhkan kencing manis",
    "beras langka minggu depan",
    "gunung colo meletus tadi malam",
    "pemilihan kepala desa ditunda tahun depan",
    "Assalamualaikum. Bagi yang punya motor, mulai bulan depan STNK mati dua tahun langsung disita dan dilelang. Sebarkan.",
    "minyak goreng bekas dipakai pedagang gorengan bikin kanker",
    "ada yang bagi sembako gratis di kantor camat",
    "anjing rabies menggigit sepuluh orang di pasar",
    "pinjaman online data kita bisa dihapus",
)

UNKNOWN: tuple[str, ...] = (
    "gempa besar akan mengguncang Palu besok malam",
    "gempa besar tidak akan mengguncang luwuk besok malam",
    "semua sekolah di banggai masuk seperti biasa minggu ini",
    "uang kertas seribu rupiah lama masih berlaku mulai 1 Desember",
    "uang kertas dua ribu rupiah lama tidak berlaku lagi mulai 1 desember",
    "telur asli dijual di pasar luwuk",
    "penculik anak berkeliaran memakai mobil hitam di dusun 2",
    "penculik anak berkeliaran memakai mobil putih di Dusun 5",
    "dana desa tahun ini ditambah setengah oleh bupati",
    "kartu prakerja ditutup dan tidak dapat Rp3,5 juta",
    "kominfo membagikan kuota internet 100 GB untuk hari kemerdekaan",
    "minum air dingin membunuh virus corona",
    "ikan dari teluk tomini aman dimakan",
    "pemerintah menerima 1.000 CPNS dengan tes untuk lulusan SMA",
    "razia helm di Luwuk sampai akhir bulan",
    "listrik padam tiga hari pada bulan desember",
    "garam beryodium bikin anak pintar",
    "jus nanas bikin keguguran",
    "orang gila bawa parang keliling kampung",
    "harga bensin naik besok",
    "Menara 5G menyebabkan burung mati dan orang pusing. Mohon diteruskan ke warga lain agar menolak pembangunannya di desa kita.",
    "tambang nikel masuk desa bunga",
    "ada pocong di kuburan dusun satu",
    "rumah sakit menolak pasien bpjs",
    "bupati banggai mengundurkan diri",
)

OPPOSITES: tuple[tuple[str, str], ...] = (
    ("Sekolah libur hari Senin.", "sekolah tidak libur hari senin"),
    ("Sekolah tidak libur hari Senin.", "sekolah libur hari senin"),
    ("Harga beras naik menjadi Rp15.000.", "harga beras turun menjadi Rp15.000"),
    ("Harga beras naik menjadi Rp15.000.", "harga beras naik menjadi Rp18.000"),
    ("Air sumur Dusun 1 aman diminum.", "air sumur dusun 1 berbahaya diminum"),
    ("Air sumur Dusun 1 aman diminum.", "air sumur dusun 1 belum aman diminum"),
    ("Air sumur Dusun 1 aman diminum.", "air sumur dusun 4 aman diminum"),
    ("Pasar Luwuk ditutup mulai 5 Desember.", "pasar luwuk dibuka mulai 5 desember"),
    ("Pasar Luwuk ditutup mulai 5 Desember.", "pasar luwuk ditutup mulai 7 desember"),
    ("Pasar Luwuk ditutup mulai 5 Desember.", "pasar luwuk ditutup mulai 5 januari"),
    ("Pasar Luwuk ditutup mulai 5 Desember.", "pasar toili ditutup mulai 5 desember"),
    ("Bantuan tunai Rp600 ribu cair.", "bantuan tunai Rp600 ribu batal cair"),
    ("Bantuan tunai Rp600 ribu cair.", "bantuan tunai Rp600 juta cair"),
    ("Bantuan tunai enam ratus ribu cair.", "bantuan tunai tujuh ratus ribu cair"),
    ("Ibu hamil boleh divaksin.", "ibu hamil dilarang divaksin"),
    ("Ibu hamil boleh divaksin.", "ibu hamil gak boleh divaksin"),
    ("Kopi menyebabkan sakit jantung.", "kopi mencegah sakit jantung"),
    ("Kopi menyebabkan sakit jantung.", "kopi bukan penyebab sakit jantung"),
    ("Polisi menangkap penculik anak.", "penculik anak menangkap polisi"),
    ("Listrik mati hari Rabu.", "listrik mati hari kamis"),
    ("Warga wajib membayar iuran sampah.", "warga tidak wajib membayar iuran sampah"),
    ("Warga wajib membayar iuran sampah.", "warga gratis iuran sampah"),
    ("Air sumur beracun dan tidak boleh dipakai.", "air sumur tidak beracun dan boleh dipakai"),
    ("Rokok elektrik aman dan tidak membuat kecanduan.", "rokok elektrik tidak aman dan membuat kecanduan"),
)  # a claim, and what is another one
