"""Notices: front matter and the few marks of their text."""

from __future__ import annotations

import pytest

from kiosk.demo.feed import Notice
from kiosk.demo.markup import parse, to_html, to_text


def test_a_notice_without_front_matter_is_named() -> None:
    with pytest.raises(ValueError, match=r"berita-x: .*\+\+\+"):
        Notice.read("berita-x", "Hanya teks")


def test_front_matter_that_is_not_toml_is_named() -> None:
    with pytest.raises(ValueError, match="berita-x: "):
        Notice.read("berita-x", "+++\ntitle = \n+++\nTeks")


def test_the_marks_become_html_and_plain_text() -> None:
    pieces = parse("Satu\nbaris <b>.\n\n# Judul\n\n- Beras & gula\n- Telur\n\nTutup")
    assert to_html(pieces) == (
        "<p>Satu baris &lt;b&gt;.</p><h2>Judul</h2><ul><li>Beras &amp; gula</li><li>Telur</li></ul><p>Tutup</p>"
    )
    assert to_text(pieces) == "Satu baris <b>.\n\nJudul\n\nBeras & gula\n\nTelur\n\nTutup"
