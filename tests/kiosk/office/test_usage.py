"""What was read and heard most: sums of what kiosks counted, each day of a kiosk once, and nothing of what is no count."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.office.post_records import Told
from kiosk.office.usage import usage
from tests.support.newsroom import Newsroom

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def told(kiosk: str, days: object, n: int = 1) -> Told:
    return Told(kiosk, n, NOW, json.dumps({"schema": 1, "days": days}).encode())


def day(back: int) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


def test_each_day_of_a_kiosk_counts_once_and_the_most_used_is_first() -> None:
    found = usage(
        [
            told(
                "a",
                {day(1): {"read": 9, "heard": 2, "read_berita": 4, "read_layanan": 5, "heard_layanan": 2, "sought": 1}},
                2,
            ),
            told("a", {day(1): {"read": 1, "read_berita": 1}, day(2): {"read": 3, "read_berita": 3}}),
            told("b", {day(3): {"read": 20, "heard": 1, "read_kegiatan": 20}, day(60): {"read": 999}}),
            told("b", {(TODAY + timedelta(days=2)).isoformat(): {"read": 999}}),
        ],
        TODAY,
    )
    assert found.categories == (("kegiatan", 20, 0), ("berita", 7, 0), ("layanan", 5, 2))
    assert found.kiosks == (("b", 20, 1), ("a", 12, 2))
    assert (found.sought, found.told) == (1, 2)


def test_what_is_no_count_counts_nothing() -> None:
    bodies = (b"\xff", b"[]", b'{"days": 3}', b"[" * 9_000)
    wild = [Told("a", n, NOW, body) for n, body in enumerate(bodies)]
    wild.append(told("b", {"x": {"read": 1}, day(1): 3}))
    wild.append(told("c", {day(1): {"read": -1, "heard": True, "sought": "9", "read_berita": 10**12}}))
    found = usage(wild, TODAY)
    assert (found.categories, found.sought) == ((), 0)
    assert found.kiosks in ((), (("c", 0, 0),))


def test_the_page_of_the_villages_says_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "kantor")
    rahma = room.browser("Rahma Lasaeo")
    rahma.get("/desa")
    assert "Paling banyak dibaca" not in rahma.words
    counted = [told("<b>kios</b>", {day(0): {"read": 7, "heard": 3, "read_berita": 7, "heard_berita": 3}})]
    room.office.post.told = lambda *_, **__: counted  # type: ignore[method-assign]
    rahma.get("/desa")
    assert "Paling banyak dibaca" in rahma.words
    assert "Berita Dibaca 7Didengar 3" in rahma.words or "BeritaDibaca 7Didengar 3" in rahma.words
    assert "<b>kios" not in rahma.text
    assert [
        each for each in ("Apa", "Di mana") if f'<h3 class="hanyahp" aria-hidden="true">{each}<' not in rahma.text
    ] == []
