"""Tables of HTML: what is a table, what only lays out a page, and what hostile pages make of them."""

from __future__ import annotations

import pytest

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.tables import MOST_COLUMNS, MOST_ROWS
from content_cache.text.cleaning import to_blocks

pytestmark = pytest.mark.attack(
    "what comes in",
    "tables of 10,000 rows, of 200 columns, of cells over a thousand columns, 60,000 within each other; a "
    "reader that answers with ragged or endless ones, or with what they said last",
    "bounded before they are parsed and after; rows are of one length; what the store alone says is refused",
)


def table(markup: str) -> tuple[tuple[str, ...], ...]:
    found = [block.rows for block in to_blocks(markup, "https://desa.id/") if block.rows]
    return found[0] if found else ()


def words(markup: str) -> list[str]:
    return [block.text for block in to_blocks(markup, "https://desa.id/") if not block.rows]


@pytest.mark.parametrize(
    ("markup", "header"),
    [
        ("<tr><th>Barang<th>Harga<tr><td>Beras<td>15.000", ("Barang", "Harga")),
        ("<thead><tr><th>Barang<th>Harga</thead><tr><td>Beras<td>15.000", ("Barang", "Harga")),
        ("<tr><td><b>Barang</b><td><strong>Harga</strong><tr><td>Beras<td>murah", ("Barang", "Harga")),
        ("<tr><td>Barang<td>Harga<tr><td>Beras<td>Rp15.000,-", ("Barang", "Harga")),
        ("<tr><td>No.<td>Nama<tr><td>1<td>Ani<tr><td>2<td>Budi", ("No.", "Nama")),
        ("<tr><td>Beras<td>15.000<tr><td>Gula<td>17.000", ("", "")),
        ("<tr><td>Senin<td>pagi<tr><td>Selasa<td>sore", ("", "")),
        (
            "<tr><th rowspan=2>Barang<th colspan=2>Harga<tr><th>lalu<th>kini<tr><td>Beras<td>1<td>2",
            ("Barang", "Harga lalu", "Harga kini"),
        ),
    ],
)
def test_the_header_is_found_or_missing(markup: str, header: tuple[str, ...]) -> None:
    assert table(f"<table>{markup}</table>")[0] == header


def test_cells_that_reach_over_others() -> None:
    markup = """<table><tr><th>Kecamatan<th>Desa<th>Keluarga
      <tr><td rowspan=2>Luwuk<td>Bunga<td>42<tr><td>Kilongan<td>17<tr><td colspan=2>Jumlah<td>59
      <tr><td colspan=3>Sumber: Dinas Sosial</table>"""
    assert table(markup)[1:] == (
        ("Luwuk", "Bunga", "42"), ("Luwuk", "Kilongan", "17"), ("Jumlah", "", "59"), ("Sumber: Dinas Sosial", "", ""),
    )  # fmt: skip


def test_ragged_rows_and_empty_cells() -> None:
    markup = "<table><tr><th>A<th>B<th>C<tr><td>1<tr><td><td>2<td>3<td>4<tr><td>&nbsp;<td><td><tr></table>"
    assert table(markup) == (("A", "B", "C", ""), ("1", "", "", ""), ("", "2", "3", "4"))


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<tr><td><p>Satu</p><p>Dua</p>", ["Satu", "Dua"]),  # one column
        ("<tr><td>Satu<tr><td>Dua<tr><td>Tiga", ["Satu", "Dua", "Tiga"]),
        ("<tr><td>kiri<td>kanan", ["kiri – kanan"]),  # one row
        ("<tr><td><h2>Kabar</h2>teks<td>lain<tr><td>a<td>b", ["Kabar", "teks", "lain", "a – b"]),
        (f"<tr><td>{'kata ' * 150}<td>kanan<tr><td>a<td>b", [("kata " * 150).strip(), "kanan", "a – b"]),
        ("<tr><td>Hari<td>:<td>Senin<tr><td>Tempat<td>:<td>Balai desa", ["Hari: Senin", "Tempat: Balai desa"]),
        ("<tr><td>Hari<td>: Senin<tr><td>Tempat<td>: Balai desa", ["Hari: Senin", "Tempat: Balai desa"]),
    ],
)
def test_what_lays_out_a_page_is_no_table(markup: str, found: list[str]) -> None:
    assert table(f"<table>{markup}</table>") == ()
    assert words(f"<table>{markup}</table>") == found


def test_a_table_says_itself_that_it_is_none() -> None:
    assert table('<table role="presentation"><tr><td>a<td>b<tr><td>c<td>d</table>') == ()


def test_pictures_beside_each_other_are_no_table() -> None:
    markup = "<table><tr><td><img src=a.jpg><td><img src=b.jpg><tr><td>Satu<td>Dua</table>"
    assert [block.url or block.text for block in to_blocks(markup, "https://desa.id/")] == [
        "https://desa.id/a.jpg", "https://desa.id/b.jpg", "Satu – Dua",
    ]  # fmt: skip


def test_a_table_within_one_that_lays_out() -> None:
    markup = "<table><tr><td>Menu<td><p>Harga:<table><tr><th>A<th>B<tr><td>1<td>2</table><td>kaki</table>"
    assert table(markup) == (("A", "B"), ("1", "2"))
    assert words(markup) == ["Menu", "Harga:", "kaki"]


def test_all_rows_are_alike_and_the_rest_says_so() -> None:
    rows = "".join(f"<tr><td>Barang {n}<td>{n}" for n in range(10_000))
    markup = f"<table><tr><th>Barang<th>Harga{rows}</table><p>akhir</p>"
    found = table(markup)
    assert (len(found), found[-1]) == (1 + MOST_ROWS + 1, ("…", ""))
    assert words(markup) == ["akhir"]
    wide = table("<table>" + ("<tr>" + "".join(f"<td>kolom {n}" for n in range(200))) * 20 + "</table>")
    assert ({len(row) for row in wide}, wide[-1][-1]) == ({MOST_COLUMNS}, "…")


@pytest.mark.parametrize(
    "soup",
    [
        "<svg>" + "<td>" * 200_000,
        "<table><tr><td>" * 60_000,
        "<td>x" * 180_000,
        "<table><tr>" + "<td colspan=1000 rowspan=65534>x" * 20_000,
        "<table><tr><td colspan=99999999999999 rowspan=-1>x<td>y<tr><td colspan=²>x<td>y</table>",
        "<table><caption>" * 50_000,
        "<div>" * 3_000 + "<table><tr><td>x" * 4_000,
    ],
)
def test_hostile_tables_end(soup: str) -> None:
    for block in to_blocks(soup + "<p>akhir</p>"):
        assert len({len(row) for row in block.rows}) <= 1


def test_what_stands_in_cells_is_clean_and_short() -> None:
    found = table(f"<table><tr><th>A<th>B<tr><td>1\u202e2<br>3<td>{'x' * 900}</table>")
    assert found == ()  # a word without end is no cell
    assert table("<table><tr><th>A<th>B<tr><td>1\u202e2<br>3<td>\x00y</table>")[1] == ("12 3", "y")


def test_the_words_of_a_table_are_a_row_a_line() -> None:
    markup = "<p>Harga</p><table><tr><th>A<th>B<tr><td>1<td></table>"
    assert to_blocks(markup)[1] == Block(BlockKind.PARAGRAPH, "A – B\n1", rows=(("A", "B"), ("1", "")))
