"""Signs of WhatsApp around words; and what only looks like them."""

from __future__ import annotations

import pytest

from content_cache.text.chat import without_chat_marks


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("*PENGUMUMAN* 🙏 Kerja bakti", "PENGUMUMAN 🙏 Kerja bakti"),
        ("*_Wajib_ hadir*, _*tepat waktu*_.", "Wajib hadir, tepat waktu."),
        ('(*catatan*) "*tebal*" **sangat** ```kode``` `x`', '(catatan) "tebal" sangat kode x'),
        ("-*bawa* sapu\n*baris* satu", "-bawa sapu\nbaris satu"),
    ],
)
def test_the_words_are_left(pasted: str, words: str) -> None:
    assert without_chat_marks(pasted) == words


@pytest.mark.parametrize(
    "text",
    [
        "5*3*2 = 30, Rp5.000 * 2 * 3",
        "surat_undangan_rapat.pdf di https://desa.id/_a_/b_c_",
        "* satu\n* dua",
        "Nama: ____ umur __ *",
        "*) syarat *) berlaku",
        "*tidak\nsebaris*",
        "Rapat ~Sabtu~ Minggu",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    """Show that other text stays, also what is struck out: without its marks it would read as valid."""
    assert without_chat_marks(text) == text
