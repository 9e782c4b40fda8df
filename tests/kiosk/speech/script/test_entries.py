"""Abbreviations: what they stand for, and that a point behind one ends a sentence only where one ends."""

from __future__ import annotations

import re

import pytest

from kiosk.speech.script.normaliser import say_words
from kiosk.speech.script.sentences import sentence_spans


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Gd. Serbaguna", "gedung serbaguna"),
        ("Lingk. II Kel. Bungin", "lingkungan dua kelurahan bungin"),
        ("Perum. Griya Asri", "perumahan griya asri"),
        ("Pjs. Kepala Desa", "pejabat sementara kepala desa"),
        ("apt. Budi", "apoteker budi"),
        ("Ka. Puskesmas", "kepala puskesmas"),
        ("Wk. Ketua BPD", "wakil ketua be pe de"),
        ("jml peserta 40", "jumlah peserta empat puluh"),
        ("bsk dtg ke balai", "besok datang ke balai"),
        ("blm byr, jgn lupa", "belum bayar jangan lupa"),
        ("dmn rmh pak Kades", "di mana rumah pak kades"),
        ("smg sehat", "semoga sehat"),
        ("hrs bawa KTP", "harus bawa ka te pe"),
        ("kpn dan utk siapa", "kapan dan untuk siapa"),
    ],
)  # fmt: skip
def test_an_abbreviation_in_words(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    "text",
    [
        "Rapat di Gd. Serbaguna besok.",
        "Warga Lingk. Mawar berkumpul.",
        "Rumah di Perum. Griya Asri.",
        "Obat diberikan apt. Budi Santoso.",
        "Sambutan Ka. Puskesmas Kilongan.",
        "Sambutan Wk. Ketua BPD.",
        "Menurut HR. Bukhari dan Muslim.",
        "Bacaan QS. Al-Baqarah hari ini.",
        "Alamat Bdg. Lama nomor 3.",
        "Libur pada 16 Nov. 2026 di Luwuk.",
        "Oleh Pjs. Kades Bunga.",
        "Sdr. Kdr. Melati hadir.",
        "Pembina H. M. Nizam hadir.",
    ],
)
def test_its_point_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tahun baru 1448 H. Semua kantor libur.", "Tahun baru 1448 H."),
        ("Dibuka 16 Nov. Semua warga diundang.", "Dibuka 16 Nov."),
        ("Sampai 3 Des. Bawa KTP.", "Sampai 3 Des."),
        ("Listrik dari PLN. Bayar besok.", "Listrik dari PLN."),
        ("Lari 5 km. Hadiah menarik.", "Lari 5 km."),
        ("Beras 10 kg. Ambil di balai.", "Beras 10 kg."),
        ("Bawa KTP, KK, dsb. Terima kasih.", "Bawa KTP, KK, dsb."),
        ("Datang ke balai. Jangan lupa.", "Datang ke balai."),
        ("Juara 1 SMP. Juara 2 SMA.", "Juara 1 SMP."),
        ("Hujan 50 mm. Waspada banjir.", "Hujan 50 mm."),
        ("Jarak 200 m. Jalan kaki saja.", "Jarak 200 m."),
        ("Dana Rp2 jt. Cair besok.", "Dana Rp2 jt."),
    ],
)
def test_a_sentence_that_ends_with_one_ends(text: str, first: str) -> None:
    assert sentences(text)[0] == first
