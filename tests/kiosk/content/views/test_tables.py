"""How the columns of a table share a width."""

from __future__ import annotations

import pytest

from kiosk.content.views.tables import shares

PRICES = (("No", "Barang", "Harga"), ("1", "Minyak goreng kemasan sederhana", "1.250.000"), ("2", "Gula", "17.000"))


def test_a_wide_screen_has_each_cell_in_one_line() -> None:
    parts = shares(PRICES, 100, changed=False)
    assert parts is not None
    assert sum(parts) == pytest.approx(1)
    assert parts[1] > parts[2] > parts[0]


def test_where_words_would_be_parted_a_row_is_a_card() -> None:
    assert shares(PRICES, 20, changed=False) is None
    assert shares(PRICES, 34, changed=False) is not None
    assert shares(PRICES, 34, changed=True) is None
    assert shares((("a" * 60, "b"), ("1", "2")), 40, changed=False) is None


@pytest.mark.parametrize("room", [0, -5, 1])
def test_no_room_at_all(room: float) -> None:
    assert shares(PRICES, room, changed=True) is None
