"""What a row of Cek hoaks says is true: never the claim itself, nor who checked it."""

from __future__ import annotations

import pytest

from content_cache.model.items import Clarification
from kiosk.content.views.clarified import claim_and_fact

MAFINDO = """Hasil periksa fakta Budi Santoso (Universitas Tompotika).
Beredar video yang menyebut bantuan Rp2 juta dibagikan di Luwuk.
====
Kategori: Konten Palsu
====
Sumber: WhatsApp
====
Narasi:
Segera daftar, bantuan Rp2 juta untuk semua warga!
====
Penjelasan:
Dinas Sosial Banggai tidak membuka pendaftaran lewat tautan.
Video itu dari tahun 2021.
====
Referensi:
https://example.org"""
FOUND = "Dinas Sosial Banggai tidak membuka pendaftaran lewat tautan."


@pytest.mark.parametrize(
    ("text", "summary", "fact"),
    [
        (MAFINDO, "", FOUND),
        (MAFINDO, MAFINDO.splitlines()[0], FOUND),
        ("Penjelasan: Itu tidak benar.", "", "Itu tidak benar."),
        ("", "Hasil Periksa Fakta Ani (UNTAD). Video itu dari tahun 2021.", "Video itu dari tahun 2021."),
        ("Hasil cek fakta Tim KIM", "", ""),
        ("Narasi: Besok listrik gratis", "", ""),
        ("Beredar kabar besok listrik gratis.\nPLN membantahnya.", "", "PLN membantahnya."),
        ("Tidak ada bantuan seperti itu.\nJangan membagikan data.", "", "Tidak ada bantuan seperti itu."),
        ("Isi", "Ringkasan", "Ringkasan"),
        ("Faktanya lain.", "", "Faktanya lain."),
    ],
)
def test_the_fact_is_what_was_found(text: str, summary: str, fact: str) -> None:
    item = Clarification(id="a", source="mafindo", title="[SALAH] Bantuan", text=text, summary=summary)
    assert claim_and_fact(item)[1] == fact


def test_of_a_long_finding_whole_sentences_stay() -> None:
    text = f"Tautan itu palsu. Kementerian {'tidak ' * 60}membuka pendaftaran."
    assert claim_and_fact(Clarification(id="a", source="kim", title="Bantuan", text=text))[1] == "Tautan itu palsu."


def test_a_title_that_is_no_claim_is_the_finding() -> None:
    item = Clarification(id="a", source="kim", title="Tidak ada bantuan lewat tautan", claim="Rp2 juta", text="Isi")
    assert claim_and_fact(item) == ("Rp2 juta", "Tidak ada bantuan lewat tautan")
