"""What of an office's text is for the ear, in which order, and in which breaths."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Announcement, Event, Item, NewsItem
from content_cache.model.vocabulary import Provenance
from kiosk.speech.script.item_script import ItemScript, item_utterance
from kiosk.speech.script.radio import breaths
from kiosk.speech.utterance import NOWHERE, TITLE

WORDING = ItemScript(zone=UTC)
BODY = "Warga dusun dua diminta hadir.\nBawalah kartu keluarga."
SAID = ["Warga dusun dua diminta hadir.", "Bawalah kartu keluarga."]


def announced(text: str) -> Announcement:
    block = Block(BlockKind.PARAGRAPH, text)
    return Announcement(id="a", source="Desa Bunga", title="Rapat", blocks=(block,), provenance=Provenance.VERIFIED)


def said(item: Item) -> list[str]:
    return [each.spoken for each in item_utterance(item, WORDING).sentences]


def body(text: str) -> list[str]:
    """Return the spoken lines of a text after the announcement's own."""
    lines = said(announced(text))
    return lines[lines.index("Dari Desa Bunga, terverifikasi.") + 1 :]


@pytest.mark.parametrize(
    "head",
    [
        "PEMERINTAH KABUPATEN BANGGAI\nDINAS KESEHATAN",
        "PEMERINTAH KABUPATEN BANGGAI\nKECAMATAN LUWUK UTARA\nDESA BUNGA",
        "PEMERINTAH DESA BUNGA\nJl. Poros Luwuk No. 12 Kode Pos 94711",
        "DINAS PERHUBUNGAN\nJalan Ahmad Yani No. 5, Telp. (0461) 21024",
        "KANTOR CAMAT TOILI\nAlamat: Jl. Trans Sulawesi Km. 90\nE-mail: camat@banggaikab.go.id",
        "PUSKESMAS SIMPONG\nJl. Dr. Sutomo No. 3 Luwuk\nTelepon 0461-22345",
        "KEPOLISIAN DAERAH SULAWESI TENGAH\nPOLRES BANGGAI",
        "BADAN PENANGGULANGAN BENCANA DAERAH\nNomor: 360/12/BPBD/XI/2026",
        "PEMERINTAH DESA BUNGA\nNomor : 005/12/DS/2026\nSifat : Penting\nLampiran : -",
        "SMP NEGERI 3 LUWUK\nJl. Pelita 4\nLuwuk, 24 November 2026",
        "RUMAH SAKIT UMUM DAERAH LUWUK\nWebsite: rsud.banggaikab.go.id",
        "PANITIA PEMILIHAN KEPALA DESA\nDESA BUNGA KECAMATAN LUWUK UTARA",
    ],
)
def test_a_letterhead_is_not_read(head: str) -> None:
    assert body(f"{head}\n{BODY}") == SAID


@pytest.mark.parametrize(
    "heading",
    [
        "PEMERINTAH DESA BUNGA MENGUNDANG WARGA",
        "PENGUMUMAN",
        "KANTOR DESA TUTUP HARI SENIN",
        "DESA BUNGA",
        "DINAS KESEHATAN MEMBUKA LAYANAN",
        "Jl. Ahmad Yani ditutup",
        "PUSKESMAS DIPINDAHKAN KE SIMPONG\nJl. Melati",
        "Nomor: 5",
        "Alamat: Jl. Mawar 3",
        "Luwuk, 24 November 2026",
        "PANITIA LOMBA",
        "KOPERASI DESA WAJIB LAPOR",
    ],
)
def test_a_heading_is_no_letterhead(heading: str) -> None:
    assert len(body(f"{heading}\n{BODY}")) > len(SAID)


@pytest.mark.parametrize(
    "tail",
    [
        "Tembusan:\n1. Camat Luwuk Utara\n2. Arsip",
        "Tembusan Yth.:\n- Bupati Banggai\n- Kapolsek",
        "TEMBUSAN :\n1. Ketua BPD",
        "Tembusan disampaikan kepada Yth.:\n1. Bupati Banggai di Luwuk",
        "Tembusan: Camat Luwuk Utara",
        "Kepala Desa Bunga,\nttd\nArman Lasabuda\nTembusan:\n1. Arsip",
        "Kepala Desa Bunga,\nttd.\nH. Arman Lasabuda, S.Pd.\nNIP. 19780312 200501 1 004",
        "Luwuk, 24 November 2026\nKepala Dinas Kesehatan,\n\nTtd\n\ndr. Sitti Aminah, M.Kes.\nNIP 197803122005011004",
        "a.n. Kepala Desa\nSekretaris Desa,\nttd\nNurdin",
        "Hormat kami,\nPanitia",
        "Mengetahui,\nKetua BPD Bunga\nttd\nSaleh Lamuda",
        "Ditetapkan di Luwuk, 2 Januari 2026\nBUPATI BANGGAI,\nttd\nAMIRUDIN",
        "Plt. Camat Batui,\nYUSUF LAMALA, S.IP.",
        "NIP. 19850817 201001 2 015",
        "Ketua Panitia,\nSri Wahyuni\n#DesaBunga #BanggaiMaju",
    ],
)
def test_carbon_copies_numbers_and_signatures_are_not_read(tail: str) -> None:
    assert body(f"{BODY}\n{tail}") == SAID


@pytest.mark.parametrize(
    "line",
    [
        "Kepala Desa Bunga hadir.",
        "Ketua RT: Pak Amir",
        "Camat akan membuka acara.",
        "Hadiah untuk Juara Satu",
        "Terima kasih.",
        "Daftarlah pada Sekretaris Desa sekarang juga!",
        "Bupati meninjau pasar pada 24 November 2026.",
        "NIP akan dicek petugas.",
        "Tembusan surat boleh diambil di kantor.",
        "Nama: Andi",
        "Pak Arman Lasabuda",
        "Panitia menyediakan makan siang bagi semua peserta lomba.",
    ],
)
def test_a_last_line_that_tells_something_is_read(line: str) -> None:
    assert len(body(f"{BODY}\n{line}")) == len(SAID) + 1


@pytest.mark.parametrize(
    ("end", "more"),
    [
        (" (KIM/dn)", []),
        (" (KIM Bunga/dn)", []),
        (" (Humas/rs)", []),
        (" (Diskominfo)", []),
        (" (MC Kab. Banggai/an)", []),
        (" (dn/ra)", []),
        (" [KIM-dn]", []),
        (" (*)", []),
        ("\n(dn)", []),
        ("\n(KIM/dn)", []),
        ("\nPenulis: Dina\nEditor: Rahmat", []),
        ("\nFoto: Humas Setda", []),
        (" (KIM/dn) #DesaBunga", []),
        ("\n#DesaBunga #BanggaiMaju #KIM", []),
        (" #DesaBunga", []),
        ("\n(tidak dipungut biaya)", ["tidak dipungut biaya."]),
        ("\nSumber: BMKG", ["Sumber: be em ka ge."]),
    ],
)
def test_bylines_and_hashtags_are_not_read(end: str, more: list[str]) -> None:
    assert body(BODY + end) == SAID + more


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Rapat (Kamis/Jumat).", "Rapat, Kamis Jumat."),
        ("Beras 5 kg (sak).", "Beras lima kilogram, sak."),
        ("Bawa kartu keluarga (asli).", "Bawa kartu keluarga, asli."),
        ("Pakai #BanggaiMaju di unggahan.", "Pakai Banggai Maju di unggahan."),
        ("Kantor (lama) tutup.", "Kantor, lama, tutup."),
    ],
)
def test_what_stands_in_brackets_and_is_no_byline_is_read(written: str, told: str) -> None:
    assert body(f"{written}\nDatanglah.")[0] == told


@pytest.mark.parametrize(
    "line", ["NO | NAMA | ALAMAT", "No. | Nama Penerima | RT", "No\tNama\tJumlah", "NO.   NAMA   DUSUN   KETERANGAN"]
)
def test_headings_of_columns_are_not_read(line: str) -> None:
    assert body(f"{BODY}\n{line}") == SAID


def test_all_is_read_where_nothing_would_be_left() -> None:
    assert body("PEMERINTAH KABUPATEN BANGGAI\nDINAS KESEHATAN") == [
        "pemerintah kabupaten banggai.",
        "dinas kesehatan.",
    ]
    assert body("#DesaBunga") == ["Desa Bunga."]


MONDAY = "Senin, tiga puluh November dua ribu dua puluh enam"
LETTER = """PEMERINTAH KABUPATEN BANGGAI
KECAMATAN LUWUK UTARA
DESA BUNGA
Nomor: 005/127/DS-BNG/XI/2026
Hal: Undangan
Bersama ini kami mengundang warga menghadiri rapat.
Hari/tanggal: Senin, 30 November 2026
Waktu: 09.00 WITA
Tempat: Aula Kantor Desa Bunga
Acara: Rencana kerja desa
Keterangan lebih lanjut: Pak Amir, 0812-3456-7890.
Demikian undangan ini disampaikan.
Kepala Desa Bunga,
ttd
H. Arman Lasabuda, S.Pd.
Tembusan:
1. Camat Luwuk Utara"""


def test_a_letter_is_told_as_the_radio_would() -> None:
    assert said(announced(LETTER)) == [
        "Pengumuman.",
        "Rapat.",
        "Dari Desa Bunga, terverifikasi.",
        "Acara: Rencana kerja desa.",
        f"Hari tanggal: {MONDAY}.",
        "Waktu: pukul sembilan pagi waktu indonesia tengah.",
        "Tempat: Aula Kantor Desa Bunga.",
        "Hal: Undangan.",
        "Bersama ini kami mengundang warga menghadiri rapat.",
        "Keterangan lebih lanjut: Pak Amir, nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol.",
        "Demikian undangan ini disampaikan.",
        f"Sekali lagi: {MONDAY}, pukul sembilan pagi, di Aula Kantor Desa Bunga.",
        "Nomor telepon nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol.",
    ]


def test_each_sentence_lights_what_it_says() -> None:
    item = announced(LETTER)
    lit = [
        (item.title if each.block == TITLE else item.blocks[each.block].text)[each.start : each.end]
        for each in item_utterance(item, WORDING).sentences
        if each.block != NOWHERE
    ]
    assert lit[1:3] == ["Acara: Rencana kerja desa", "Hari/tanggal: Senin, 30 November 2026"]
    assert lit[-1] == "Demikian undangan ini disampaikan."


FILLER = "Kegiatan ini gratis.\nSemua boleh ikut.\nJangan terlambat.\n"


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("Rapat Senin, 30 November pukul 09.00 WITA di Balai Desa Bunga.",
         "Sekali lagi: Senin, tiga puluh November pukul sembilan pagi, di Balai Desa Bunga."),
        ("Kumpul pukul 07.30 di Lapangan Bumi Mutiara.",
         "Sekali lagi: pukul tujuh lewat tiga puluh menit pagi, di Lapangan Bumi Mutiara."),
        ("Listrik padam Rabu pukul 09.00 sampai 15.00 WITA.",
         "Sekali lagi: Rabu pukul sembilan pagi sampai tiga sore."),
        ("Waktu: 08.00 sampai selesai", "Sekali lagi: pukul delapan sampai selesai."),
        ("Tempat: Puskesmas Simpong", "Sekali lagi: di Puskesmas Simpong."),
        ("Lokasi: di Pasar Simpong", "Sekali lagi: di Pasar Simpong."),
        ("Hari: Jumat", "Sekali lagi: Jumat."),
        ("Buka mulai pukul 22.00.", "Sekali lagi: mulai pukul sepuluh malam."),
        ("Ambil di Kantor Camat Luwuk Utara.", "Sekali lagi: di Kantor Camat Luwuk Utara."),
        ("Hubungi (0461) 21024.", "Nomor telepon nol empat enam satu, dua satu nol dua empat."),
        ("Pesan ke 081234567890.", "Nomor telepon nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol."),
        ("Jadwal jam 16.00-17.30 di Masjid Al Ikhlas.",
         "Sekali lagi: jam empat sampai lima lewat tiga puluh menit sore, di Masjid Al Ikhlas."),
    ],
)  # fmt: skip
def test_time_place_and_telephone_are_told_once_more(line: str, again: str) -> None:
    assert body(f"{line}\n{FILLER}")[-1] == again


@pytest.mark.parametrize(
    "text",
    [
        "Rapat pukul 09.00 di Balai Desa.",  # short: it is still in mind
        "Rapat pukul 09.00 di Balai Desa.\nDatanglah.",
        f"Warga senang.\n{FILLER}",  # nothing to repeat
        f"Harga Rp1.250.000.\n{FILLER}",
        f"Nomor surat 005/127/2026.\n{FILLER}",
        f"NIK 7201051234560001 dicek.\n{FILLER}",
    ],
)
def test_nothing_is_repeated_where_nothing_needs_it(text: str) -> None:
    assert not [line for line in body(text) if line.startswith(("Sekali lagi", "Nomor telepon"))]


def test_an_event_repeats_its_own_time_and_place() -> None:
    event = Event(
        id="e",
        source="Desa",
        title="Posyandu",
        place="Balai Desa",
        starts=datetime(2026, 9, 3, 9, 0, tzinfo=UTC),
        blocks=(Block(BlockKind.PARAGRAPH, f"{FILLER}Hubungi bidan, 0812-3456-7890."),),
    )
    assert said(event)[-2:] == [
        "Sekali lagi: Kamis, tiga September dua ribu dua puluh enam, pukul sembilan pagi, di Balai Desa.",
        "Nomor telepon nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol.",
    ]


def test_news_and_what_an_office_wrote_for_the_ear_stay_in_their_order() -> None:
    text = f"{FILLER}Waktu: 09.00 WITA\nTempat: Aula"
    news = NewsItem(id="n", source="KIM", title="Kabar", blocks=(Block(BlockKind.PARAGRAPH, text),))
    assert said(news)[-2:] == ["Waktu: pukul sembilan pagi waktu indonesia tengah.", "Tempat: Aula."]
    own = Announcement(
        id="a", source="KIM", title="Kabar", speech_text="PEMERINTAH DESA\nDESA BUNGA\nHadirlah. (KIM/dn)"
    )
    assert len(said(own)) > 4


LONG = """
Pemerintah desa akan memperbaiki saluran air di tiga dusun mulai pekan depan | sehingga warga diminta memindahkan
kendaraan dan barang dagangan dari tepi jalan sampai pekerjaan selesai pada akhir bulan

Bupati meresmikan jembatan yang menghubungkan dua desa di tepi sungai itu pada hari Senin, | sedangkan warga sudah lama
menunggu karena harus memutar sejauh sembilan kilometer setiap hari pasar

Petugas akan memeriksa kelengkapan surat semua kendaraan bermotor di beberapa titik di dalam kota; | pengendara yang belum
cukup umur akan ditahan sampai orang tuanya datang menjemput ke kantor polisi

Warga yang tinggal di lereng bukit dan di tepi sungai diminta mengungsi ke balai desa | apabila hujan turun lebih dari tiga
jam atau petugas membunyikan sirene panjang sebanyak tiga kali

Panitia menyediakan tempat parkir di lapangan sepak bola di belakang masjid raya, | dan semua kendaraan dilarang berhenti
di tepi jalan poros selama acara berlangsung malam itu

Dinas mengumumkan kepada petani bahwa pupuk bersubsidi dapat ditebus di semua kios resmi di kecamatan ini | setelah nama
mereka tercantum dalam daftar yang disahkan oleh penyuluh dan kepala desa setempat

Pendaftaran peserta lomba dibuka di kantor desa setiap hari kerja mulai pukul delapan pagi, | formulir dapat diambil di
rumah kepala dusun dan dikembalikan paling lambat hari Jumat pekan depan

Nelayan dilarang melaut di perairan selatan selama tiga hari ke depan | karena gelombang tinggi dan angin kencang masih
akan terjadi menurut badan meteorologi di Luwuk kemarin sore

Rumah sakit membuka layanan pemeriksaan mata gratis bagi lansia di seluruh kecamatan pada hari Sabtu | supaya mereka yang
tinggal jauh dari kota tidak perlu menyewa mobil untuk berobat

Warga membawa cangkul, sekop, gerobak, karung, tali, parang, dan linggis ke lapangan desa pada pagi hari, | lalu bekerja
bersama membersihkan saluran air sampai siang di bawah pimpinan kepala dusun

Kepala sekolah menyampaikan kepada semua orang tua murid | bahwa ujian akhir dilaksanakan mulai Senin depan di ruang kelas
masing masing dan tidak dipungut biaya apa pun dari peserta

Pasar malam di tepi pantai itu menjual pakaian, mainan, makanan, minuman, dan tanaman hias dari seluruh kabupaten – | semua
pedagang wajib membuang sampahnya sendiri sebelum pulang setiap malam
"""


@pytest.mark.parametrize("parts", [" ".join(each.split()).split(" | ") for each in LONG.split("\n\n")])
def test_a_long_sentence_is_said_in_breaths(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end].strip() for start, end in breaths(text, 0, len(text))] == parts


@pytest.mark.parametrize(
    "whole",
    [
        "Rapat dibuka oleh Kepala Desa Bunga, H. Arman Lasabuda, S.Pd., M.Si., di balai desa pada hari Senin pagi.",
        "Warga diminta hadir pukul sembilan.",
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas " * 3,
        "",
        "a " * 25,
        f"Rapat di ({'balai desa atau kantor camat atau ' * 6}rumah kepala dusun)",
    ],
)
def test_what_is_short_or_has_no_place_to_breathe_stays_whole(whole: str) -> None:
    assert list(breaths(whole, 0, len(whole))) == [(0, len(whole))]


def test_a_part_that_goes_on_does_not_fall() -> None:
    text = (
        "Pemerintah desa akan memperbaiki saluran air di tiga dusun mulai pekan depan sehingga warga diminta memindahkan "
        "kendaraan dan barang dagangan dari tepi jalan sampai akhir bulan."
    )
    lines = body(text)
    assert [line[-1] for line in lines] == [",", "."]


@pytest.mark.parametrize(
    "line",
    [
        "A" * 299 + "!",
        "A." * 149 + "!",
        "#aa" * 99 + "!",
        "(a/" * 99,
        "NIP " * 74,
        "Hari: " * 49,
        ", " * 149,
        "di Balai " * 33,
        "0" * 299,
    ],
)
def test_no_line_of_a_stranger_takes_long(line: str) -> None:
    """A pattern that tries all ways to part a line would not end."""
    item = announced("\n".join([line] * 40 + ["Kepala Desa,", "ttd", line]))
    assert item_utterance(item, WORDING).sentences


WORDS = "dan, yang; satu (dua tiga) untuk karena 2,5 S.Pd., – warga"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=90))
def test_breaths_lose_no_word(words: list[str]) -> None:
    text = " ".join(words)
    spans = list(breaths(text, 0, len(text)))
    assert " ".join(text[start:end] for start, end in spans).split() == text.split()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("PEMDSA aku\n.,:()#/0129TtdNIP"), max_size=300))
def test_any_text_has_words_or_none(text: str) -> None:
    item = announced(text)
    for each in item_utterance(item, WORDING).sentences:
        assert each.spoken
        assert each.block in (TITLE, NOWHERE) or 0 <= each.start < each.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Warga dilarang:\n- Memancing\n- Menembak Burung\n- Menebang Pohon\nKepala Desa,\nttd\nAhmad Yani",
        "Peserta rapat yang wajib hadir:\nKetua BPD\nKetua RT 03\nSiti Aminah\nKepala Dusun II,",
        "Penerima bantuan:\nSiti Aminah\nAhmad Yani\nBudi Santoso\nKepala Desa,\nttd\nArman Lasabuda",
        "Yang dibagikan:\nBeras\nGula\nMinyak Goreng\nPanitia,",
        "Salat Idulfitri 1448 H\nLapangan Merdeka\nImam Ust. Hasan",
        "DESA BUNGA TERENDAM\nKECAMATAN BATUI DARURAT BANJIR\nWarga diminta mengungsi.",
        "KOTA LUWUK LUMPUH\nDESA BUNGA BANJIR\nTetaplah di rumah.",
        "PEMERINTAH DESA BUNGA\nJalan Ahmad Yani No. 5 ditutup mulai Senin\nLewatlah jalan lain.",
        "PEMERINTAH DESA BUNGA\nTelepon 112 jika ada keadaan darurat\nSimpan nomor ini.",
        "PEMERINTAH DESA BUNGA\nLampiran: wajib dibawa oleh peserta\nDatanglah.",
        "Surat ini.\nTembusan: surat harus dibawa oleh peserta ke kantor camat.\nSemua warga wajib hadir pukul 09.00 WITA.",
        "Pemeriksaan anak dan ibu (TB/BB).\nDatanglah.",
        "Dosis obat (mg/ml)",
        "Telur turun (Tim Pengendali Inflasi)",
        "Syarat melamar:\nFoto: 3x4 dua lembar\nKTP asli",
        "No  Telp darurat  112 dan 119\nSimpan.",
    ],
)
def test_what_people_must_know_is_never_taken_for_decoration(text: str) -> None:
    """Each word of the text, but of a signature, is said: what is left out changes the meaning."""
    end = text.find("\nKepala Desa,\nttd")
    told = announced(text if end < 0 else text[:end])
    plain = NewsItem(id="a", source="Desa Bunga", title="Rapat", blocks=told.blocks, speech_text=told.blocks[0].text)
    spoken = " ".join(body(text))
    wanted = [each.spoken for each in item_utterance(plain, WORDING).sentences if each.block == NOWHERE][2:]
    words = " ".join(wanted).replace(".", "").replace(",", "").split()
    assert [word for word in words if word not in spoken.replace(".", "").replace(",", "").split()] == []


@pytest.mark.parametrize(
    "line",
    [
        "Rapat pukul 09.00 WITA di Balai Desa Bunga dibatalkan.",
        "Imunisasi tidak dilaksanakan pukul 08.00 di Posyandu Melati.",
        "Pelayanan KTP tidak lagi di Kantor Camat.",
        "Jangan berjualan di Pasar Simpong.",
        "Pendaftaran ditutup pukul 12.00. Loket dibuka lagi pukul 14.00 di Kantor Desa.",
        "Pelaku memakai nomor 0899-1111-2222.",
        "Jangan menghubungi nomor 0811-1111-2222.",
        "Bayar ke rekening 0123-4567-8901.",
        "Hubungi bidan 0811-1111-2222 atau sopir ambulans 0822-3333-4444.",
        "Tempat: sampah disediakan di rumah masing-masing",
        "Jam: dinding hadiah undian",
        "Tempat: bukan di Balai Desa",
        "Hari: Senin\nTempat: Balai Desa\nUntuk anak:\nHari: Selasa\nTempat: Puskesmas",
    ],
)
def test_what_is_off_wrong_or_double_is_not_repeated(line: str) -> None:
    lines = body(f"{line}\nKegiatan ini gratis.\nSemua boleh ikut.\nBawalah air minum.")
    assert not [each for each in lines if each.startswith(("Sekali lagi", "Nomor telepon"))]


def test_an_event_that_is_called_off_is_not_repeated() -> None:
    event = Event(
        id="e", source="Desa", title="Lomba lari dibatalkan", place="Lapangan", starts=datetime(2026, 12, 3, 9, 0, tzinfo=UTC),
        blocks=(Block(BlockKind.PARAGRAPH, FILLER + "Terima kasih."),),
    )  # fmt: skip
    assert not [line for line in said(event) if line.startswith("Sekali lagi")]


@pytest.mark.parametrize("when", ["Jam : 07.30 WITA s.d. selesai", "Waktu: pagi, pukul 07.30", "Pukul: 07.30"])
def test_an_hour_stays_behind_the_sentence_that_has_its_day(when: str) -> None:
    """Show that a time follows the sentence with its day.

    Before, a notice written on a Sunday began with "Minggu, 29 November. Jam 07.30. Tempat: Balai Desa.", while the
    work was on Monday.
    """
    lines = body(f"Kerja bakti Senin, 30 November 2026.\n{when}\nTempat: Balai Desa\n{FILLER}")
    assert "Senin, tiga puluh November" in lines[0]
    assert "tujuh lewat tiga puluh" in lines[1]


@pytest.mark.parametrize("day", ["Hari: Senin", "Tanggal: 30/11/2026", "Hari/tanggal: Senin, 30 November 2026"])
def test_a_day_and_its_hour_are_said_first(day: str) -> None:
    lines = body(f"Warga diundang bekerja.\n{day}\nJam: 07.30\nTempat: Balai Desa\n{FILLER}")
    assert "tujuh lewat tiga puluh" in lines[1]
    assert lines[3].startswith("Warga diundang")


def test_the_order_of_two_occasions_stays() -> None:
    text = "Hari: Senin\nWaktu: 09.00\nTempat: Balai Desa\nUntuk vaksinasi anak:\nHari: Selasa\nWaktu: 08.00\nTempat: Puskesmas"
    assert body(text)[:4] == [
        "Hari: Senin.",
        "Waktu: pukul sembilan pagi.",
        "Tempat: Balai Desa.",
        "Untuk vaksinasi anak.",
    ]
