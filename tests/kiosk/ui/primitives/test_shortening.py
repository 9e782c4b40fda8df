"""A text that is cut says so, and is never the opposite of what it was."""

from __future__ import annotations

import pytest

from kiosk.ui.primitives.shortening import markup_shortened, shortened, whole_sentences

TURNED = (
    "Minum air kelapa tiap pagi menyembuhkan diabetes adalah tidak benar",
    "Vaksin HPV menyebabkan kemandulan pada anak perempuan adalah tidak benar",
    "Bantuan lima juta rupiah lewat tautan WhatsApp itu hoaks",
    "Musyawarah desa tentang rencana kerja tahun depan di balai dibatalkan",
    "Kabar gempa besar akan terjadi besok malam di Luwuk bukan dari BMKG",
    "Pendaftaran bantuan modal usaha lewat nomor pribadi itu penipuan, jangan dijawab",
    "Jembatan gantung Dusun 2 menuju kebun sagu ditutup sampai diperbaiki",
    "Posyandu Melati bulan ini di rumah Ibu Kader ditunda sampai hari Kamis",
)


@pytest.mark.parametrize("most", [30, 40, 50, 60])
@pytest.mark.parametrize("title", TURNED)
def test_what_turns_a_title_is_never_lost(title: str, most: int) -> None:
    shown = shortened(title, lambda text: len(text) <= most)

    assert len(shown) <= most
    assert "…" in shown
    turning = {"tidak", "hoaks", "dibatalkan", "bukan", "jangan", "ditutup", "ditunda"} & set(title.split())
    assert turning <= {word.strip("…,.") for word in shown.split()}
    assert shown.startswith(title.split()[0])


def test_a_text_without_a_turn_is_cut_at_its_end() -> None:
    assert shortened("satu dua tiga, empat lima", lambda text: len(text) <= 15) == "satu dua tiga…"
    assert shortened("panjangsekalitanpaspasi", lambda text: len(text) <= 5) == "…"


@pytest.mark.parametrize("most", [40, 50, 60])
def test_what_is_denied_stands_beside_its_denial(most: int) -> None:
    for title in TURNED[:2]:
        assert "tidak benar" in shortened(title, lambda text: len(text) <= most)
    assert shortened(TURNED[0], lambda text: len(text) <= 62).endswith("… tidak benar")


def test_what_turns_a_title_is_not_lost_where_a_word_is_marked() -> None:
    def fits(text: str) -> bool:
        return len(text.replace("[u]", "").replace("[/u]", "")) <= 40

    title = TURNED[5].replace("bantuan", "[u]bantuan[/u]")
    assert markup_shortened(title, fits) == "Pendaftaran [u]bantuan[/u]… jangan dijawab"
    gone = TURNED[2].replace("tautan", "[u]tautan[/u]")
    assert markup_shortened(gone, fits) == "Bantuan lima juta rupiah lewat… [u][/u]hoaks"


def test_markup_stays_whole() -> None:
    text = "[u][color=#ffffff]Posyandu[/color][/u] Melati &bl;baru&br; menimbang"
    shown = markup_shortened(text, lambda text: len(text) <= 61)
    assert shown == "[u][color=#ffffff]Posyandu[/color][/u] Melati &bl;baru&br; m…"
    assert markup_shortened(text, lambda text: len(text) <= 38) == "[u][color=#ffffff]Posyand…[/color][/u]"


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Air mati. Siapkan air.", 40, "Air mati. Siapkan air."),
        ("Air mati besok. Siapkan air di rumah.", 20, "Air mati besok."),
        ("Untuk 42 keluarga penerima di dusun.", 20, ""),
        ("Pukul 09.00-15.00 WITA. Tangki ada.", 25, "Pukul 09.00-15.00 WITA."),
        ("Petani dapat mendaftar. Pendaftaran ditutup Sabtu.", 30, ""),
        ("Di Jl. Mawar nomor 3 sampai sore nanti.", 12, ""),
    ],
)
def test_whole_sentences_are_shown_or_nothing(text: str, room: int, kept: str) -> None:
    assert whole_sentences(text, lambda shown: len(shown) <= room) == kept
