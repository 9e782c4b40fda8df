"""The desk's pages for the gallery; the drawing itself is Chromium's, and where there is none the gallery does without."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.gallery.desk import desk_pages, draw_desk

NOW = datetime(2026, 9, 3, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))


def test_each_page_is_as_it_is_named(tmp_path: Path) -> None:
    pages = dict(desk_pages(tmp_path, NOW))
    told = {
        "1. Hanya melihat": "Posyandu pindah", "2. Pasangkan HP": 'name="siapa"', "3. PIN salah": "Nama atau PIN salah.",
        "4. Depan": "Yang sedang tampil: 3",
        "5. Tulis": 'name="judul"', "6. Ada yang salah": "Tulis judulnya.", "7. Lihat dulu": "Begini di kios",
        "8. Kegiatan": 'name="jam"', "9. Darurat": 'name="pin_saksi"', "10. Tarik": "Ya, tarik sekarang",
        "11. Hitungan": "<td>31</td>", "12. Masuk": 'name="nama"',
    }  # fmt: skip
    assert set(pages) == set(told)
    assert [name for name, words in told.items() if words not in pages[name]] == []


def test_without_chromium_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert draw_desk(tmp_path, NOW) == []
