"""What the columns of a table are, and what has changed since the last edition."""

from __future__ import annotations

from decimal import Decimal

import pytest

from content_cache.model.tables import Change, amount, before, change_of, columns_of, spans, text_of

PRICES = (
    ("No", "Barang", "Satuan", "Kemarin (Rp)", "Hari ini (Rp)"),
    ("1", "Beras", "kg", "14.500", "15.000"),
    ("2", "Cabai", "kg", "60.000", "-"),
    ("3", "Gula", "kg", "17.000", "16.500"),
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("15.000", "15000"), ("Rp15.000,-", "15000"), ("Rp 1.250.000,50", "1250000.50"), ("12,5", "12.5"), ("12,5 %", "12.5"),
        ("-3", "-3"), ("+500", "500"), ("15,000", "15000"), ("3 kg", "3"), ("2026", "2026"), ("0", "0"), ("0,5", "0.5"),
        ("08123456789", None), ("08.00", None), ("24/11/2026", None), ("Beras", None), ("", None), ("-", None),
        ("1.2.3", None), ("9" * 40, None), ("٣", None),
    ],
)  # fmt: skip
def test_numbers_as_offices_write_them(cell: str, number: str | None) -> None:
    assert amount(cell) == (None if number is None else Decimal(number))


def test_the_columns_of_a_price_table() -> None:
    found = columns_of(PRICES)
    assert (found.key, found.measure, found.value, found.money) == (1, 2, 4, True)
    assert [one.number for one in found.columns] == [True, False, False, True, True]
    assert found.columns[0].index
    assert (found.columns[4].header, found.columns[4].unit) == ("Hari ini", "Rp")
    assert found.others == (3, 4)


def test_a_table_that_says_what_has_changed_is_not_compared() -> None:
    assert columns_of((("Barang", "Harga", "Naik/turun"), ("Beras", "15.000", "500"))).value == -1


def test_up_down_the_same_and_new() -> None:
    last = (
        ("No", "Barang", "Satuan", "Kemarin (Rp)", "Hari ini (Rp)"),
        ("1", "beras", "kg", "14.000", "14.500"),
        ("2", "Gula", "kg", "17.000", "17.000"),
    )
    rows = before(PRICES, last)
    assert rows == (last[1], (), last[2])
    columns = columns_of(PRICES)
    told = [change_of(columns, row, was) for row, was in zip(PRICES[1:], rows, strict=True)]
    assert told == [(Change.UP, Decimal(500)), (Change.NEW, Decimal()), (Change.DOWN, Decimal(500))]
    assert change_of(columns, PRICES[1], PRICES[1]) == (Change.SAME, Decimal())


def test_the_same_table_is_known_by_its_header_without_dates_and_half_its_rows() -> None:
    week = (("Barang", "Harga 17 Nov"), ("Beras", "1"), ("Gula", "2"))
    next_week = (("Barang", "Harga 24 Nov"), ("Beras", "3"), ("Gula", "2"))
    assert before(next_week, week) == week[1:]
    assert before((("Barang", "Stok"), ("Beras", "3")), week) == ()
    assert before((("Barang", "Harga"), ("Kopi", "3"), ("Teh", "3"), ("Beras", "3")), week) == ()
    assert before((("Barang", "Harga", "Ket"), ("Beras", "3", "")), week) == ()


def test_rows_of_one_name_are_not_compared() -> None:
    last = (("Barang", "Harga"), ("Ikan", "1"), ("Ikan", "2"), ("Beras", "5"), ("Gula", "6"))
    assert before(last, last) == (("", ""), ("", ""), ("Beras", "5"), ("Gula", "6"))


def test_each_row_has_its_place_in_the_text() -> None:
    rows = (("", ""), ("Beras", "15.000"), ("Gula", ""))
    text = text_of(rows)
    assert {n: text[start:end] for n, (start, end) in spans(rows).items()} == {1: "Beras – 15.000", 2: "Gula"}


def test_goods_whose_names_differ_by_a_number_are_others() -> None:
    last = (("Barang", "Harga"), ("LPG 3 kg", "20.000"), ("LPG 12 kg", "190.000"), ("Minyak 1 liter", "18.000"))
    now = (("Barang", "Harga"), ("LPG 3 kg", "22.000"), ("LPG 12 kg", "190.000"), ("Minyak 2 liter", "36.000"))
    columns = columns_of(now)
    changes = [change_of(columns, row, old) for row, old in zip(now[1:], before(now, last), strict=True)]
    assert [change[0] if change else None for change in changes] == [Change.UP, Change.SAME, Change.NEW]


def test_of_rows_with_one_name_none_is_new_and_none_compared() -> None:
    last = (("Barang", "Harga"), ("Beras", "14.000"), ("Gula", "17.000"), ("LPG", "20.000"), ("LPG", "190.000"))
    now = (("Barang", "Harga"), ("Beras", "14.500"), ("Gula", "17.000"), ("LPG", "22.000"), ("LPG", "190.000"))
    columns = columns_of(now)
    changes = [change_of(columns, row, old) for row, old in zip(now[1:], before(now, last), strict=True)]
    assert [change[0] if change else None for change in changes] == [Change.UP, Change.SAME, None, None]
