import pytest

from kiosk.speech.indonesian.capitals import sentence_case


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("PENGUMUMAN PEMBAGIAN BLT DANA DESA TAHAP IV", "Pengumuman pembagian BLT dana desa tahap IV"),
        ("JADWAL POSYANDU DESA KILONGAN BULAN NOVEMBER 2026", "Jadwal posyandu Desa Kilongan bulan November 2026"),
        ("KERJA BAKTI DI DUSUN MELATI HARI SABTU", "Kerja bakti di Dusun Melati hari Sabtu"),
        ("PEMADAMAN LISTRIK PLN DI RT 03 RW 02", "Pemadaman listrik PLN di RT 03 RW 02"),
        (
            "VAKSIN HPV UNTUK ANAK SD: TIDAK BENAR MENYEBABKAN MANDUL",
            "Vaksin HPV untuk anak SD: Tidak benar menyebabkan mandul",
        ),
        ("PELATIHAN UMKM DAN PKK OLEH BUPATI AMIRUDIN", "Pelatihan UMKM dan PKK oleh Bupati Amirudin"),
        ("DESA MENDAPAT BANTUAN BIBIT KAKAO", "Desa mendapat bantuan bibit kakao"),
        ("LAPORAN APBD KABUPATEN BANGGAI", "Laporan APBD Kabupaten Banggai"),
        ("BADAN PUSAT STATISTIK (BPS) SURVEI WARGA", "Badan pusat statistik (BPS) survei warga"),
        ("AIR MATI. WARGA DIMINTA BERSIAP!", "Air mati. Warga diminta bersiap!"),
        ("PEMBIAYAAN", "Pembiayaan"),
        ("KIM BUNGA MENGADAKAN PELATIHAN", "KIM bunga mengadakan pelatihan"),
    ],
)
def test_capitals_become_a_sentence(written: str, told: str) -> None:
    assert sentence_case(written) == told


@pytest.mark.parametrize(
    "title",
    [
        "Jadwal posyandu BPJS dan KTP",
        "BLT",
        "PENTING: air mati hari Sabtu",
        "",
        "SIM KK KTP",
        "日本語 TITEL",
        "HUT RI",
    ],
)
def test_what_is_no_shouting_stays(title: str) -> None:
    assert sentence_case(title) == title


@pytest.mark.timeout(5)
@pytest.mark.parametrize("title", ["A" * 300, "DESA " * 60, "-'" * 150, "ÄÖÜ ẞTRAẞE GRÖẞE", "İSTANBUL İZMİR İĞDIR"])
def test_no_title_breaks_it(title: str) -> None:
    assert len(sentence_case(title)) <= 2 * len(title)
