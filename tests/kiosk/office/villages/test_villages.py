"""The list of villages at the desk: one is changed, added, taken out; a table of them is looked at, mended and used."""

from __future__ import annotations

import io

import pytest

from kiosk.office.base.tables import TableError, table_rows
from kiosk.office.villages.table import ChangeKind, changes_of, rows_of, table_of
from tests.support.newsroom import Browser, Newsroom
from tests.support.workbooks import workbook

pytestmark = [
    pytest.mark.attack(
        "people",
        "a table of villages has double codes, 40,000 rows, formulas; is no workbook, a bomb, a locked one",
        "each row is told by its line and cell and left out; the table is refused; nothing changes before somebody looks",
    ),
]


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator."""
    browser = room.browser("Fatma Adam")
    browser.get("/kantor/desa")
    return browser


def upload(fatma: Browser, content: bytes, name: str = "desa.csv") -> Browser:
    fatma.get("/kantor/desa")
    fields = {"tanda": fatma.token, "tabel": (io.BytesIO(content), name)}
    fatma.post("/kantor/desa/tabel", fields, content_type="multipart/form-data")
    fatma.follow()
    return fatma


def the_list(room: Newsroom) -> str:
    return (room.folder / "desa.csv").read_text("utf-8")


def test_one_is_changed_and_what_stands_beside_it_stays(room: Newsroom, fatma: Browser) -> None:
    (room.folder / "desa.csv").write_text(
        "# dari Bappeda\n72.01.05,Luwuk\n72.01.05.2003;Kilongan;catatan\nx\n", "utf-8"
    )
    fatma.get("/kantor/desa?ubah=72.01.05.2003")
    fatma.submit("/kantor/desa/ubah", nama='Kilongan "Baru", Atas', dibaca="ki-lo-ngan")
    assert "Tulis huruf saja" in fatma.words  # a sound has no other
    assert fatma.form("/kantor/desa/ubah")["nama"] == 'Kilongan "Baru", Atas'
    fatma.submit("/kantor/desa/ubah", nama="Kilongan Baru", dibaca="ki-lo-ngan ba-ru")
    assert the_list(room) == "# dari Bappeda\n72.01.05,Luwuk\n72.01.05.2003,Kilongan Baru,catatan\nx\n"
    fatma.follow()
    assert "ki-lo-ngan ba-ru" in fatma.words
    assert room.office.areas.names["72.01.05.2003"] == "Kilongan Baru"
    assert room.office.history.deeds(1)[0].what == "mengubah desa Kilongan Baru (72.01.05.2003)"


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        ("7201052003", "Lagi", "Kode ini sudah dipakai Kilongan"),
        ("72.01.05.20", "Baru", "Kode kurang 2 angka"),
        ("99.01.05.2003", "Jauh", "di luar 72.01"),
        ("72.01.05.2009", "=1+1", "Tulis namanya"),
        ("kode", "Baru", "Ini bukan kode wilayah"),
    ],
)
def test_what_does_not_fit_comes_back_as_it_was_typed(fatma: Browser, code: str, name: str, told: str) -> None:
    fatma.submit("/kantor/desa/tambah", kode=code, nama=name)
    assert told in fatma.words
    assert fatma.form("/kantor/desa/tambah")["nama"] == name


def test_one_is_added_and_one_with_a_notice_stays(room: Newsroom, fatma: Browser, rahma: Browser) -> None:
    fatma.submit("/kantor/desa/tambah", kode="7201052009", nama="Tontouan; Indah")
    assert room.office.areas.names["72.01.05.2009"] == "Tontouan, Indah"
    rahma.write("Air mati", "Besok.", semua=None, daerah=["72.01.05.2003"])
    held = [each.areas for each in room.office.notices.all(room.now)]
    for code, stays in (("72.01.05.2003", ("72.01.05.2003",) in held), ("72.01.05.2009", False)):
        fatma.get(f"/kantor/desa?ubah={code}")
        fatma.submit("/kantor/desa/keluar")
        assert (code in room.office.areas.names) is stays
    assert ("72.01.05.2003",) in held
    fatma.get("/kantor/desa")
    fatma.post("/kantor/desa/keluar", {"tanda": fatma.token, "kode": "72.01.05.2009"})
    assert "Tidak ada desa berkode" in fatma.words


TABLE: list[list[str | int | float]] = [
    ["No", "Kode Desa", "Nama Desa", "Kecamatan"],
    [1, 7201052003, "Kilongan Permai", "Luwuk"],
    [2, "72.01.05.2011", "Tontouan Indah", "Luwuk"],
    [3, "72.01.09.2013", "Lontos Baru", "Masama"],
    [4, "72.01.09.20", "Hunduhon", "Masama"],
    [5, "72.01.05.2003", "Kilongan", "Luwuk"],
    [6, "72.01.05.2012", '=HYPERLINK("http://x")', "Luwuk"],
    [7, "72.01.05.2013", "Boyou", "Lain"],
]


def test_a_workbook_is_looked_at_mended_and_used(room: Newsroom, fatma: Browser) -> None:
    before = the_list(room)
    upload(fatma, workbook(TABLE), "desa banggai.xlsx")
    told = ("7 baris", "Kode kurang 2 angka", "Kode sama dengan baris 2", "Sel C7 berisi rumus", "bernama Luwuk")
    for each in (*told, "Tidak ada di tabel"):
        assert each in fatma.words
    assert the_list(room) == before
    fatma.submit("/kantor/desa/tabel/periksa", **{"kode-5": "72.01.09.2004"})
    fatma.follow()
    assert "Kode kurang" not in fatma.words
    ticked = ["72.01.05.2003", "72.01.05.2011", "72.01.09", "72.01.09.2013", "72.01.09.2004", "72.01.06.2001"]
    fields = fatma.form("/kantor/desa/tabel/pakai")
    fatma.post("/kantor/desa/tabel/pakai", {**fields, "pakai": ticked})
    names = room.office.areas.names
    assert names["72.01.05.2003"] == "Kilongan Permai"
    assert names["72.01.09"] == "Masama"
    assert names["72.01.09.2004"] == "Hunduhon"
    assert "72.01.05.2012" not in names
    assert "72.01.06.2001" not in names, "ticked, and nothing holds it"
    assert "72.01.05.2004" in names, "not ticked"
    fatma.get("/kantor/desa/tabel")
    assert fatma.page.status_code == 303, "the table has been used"


def test_a_list_that_changed_meanwhile_is_looked_at_again(room: Newsroom, fatma: Browser) -> None:
    upload(fatma, b"kode;nama\n72.01.05.2003;Lain\n")
    fields = fatma.form("/kantor/desa/tabel/pakai")
    (room.folder / "desa.csv").write_text("72.01.05.2003,Dari penyunting teks\n", "utf-8")
    fatma.post("/kantor/desa/tabel/pakai", {**fields, "pakai": "72.01.05.2003"})
    assert "berubah sementara itu" in fatma.words
    assert the_list(room) == "72.01.05.2003,Dari penyunting teks\n"
    fatma.submit("/kantor/desa/tabel/batal")
    fatma.post("/kantor/desa/tabel/pakai", {**fields, "pakai": "72.01.05.2003"})
    assert "sudah dipakai atau dibatalkan" in fatma.words


MANY = "".join(f"72.01.{n // 9_000 + 10}.{n % 9_000 + 1_000},Desa {n}\n" for n in range(40_000)).encode()
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 99) for n in range(9))
    + b"]><x>&j;</x>"
)
STRANGE = [
    (b"", "tidak berisi baris desa"),
    (b"bukan tabel", "tidak berisi baris desa"),
    (MANY, "terlalu besar"),
    (b"x" * 5_000_001, "terlalu besar"),
    (b"\xd0\xcf\x11\xe0 an old or a locked workbook", "tidak terbaca sebagai tabel"),
    (b"PK\x03\x04 half a workbook", "tidak terbaca sebagai tabel"),
    (workbook([], sheet1=LAUGHS), "tidak"),
    (workbook([], sheet1=b"<row/>" + b" " * 60_000_000), "tidak"),
    (b'kode,nama\n"' + b"x" * 200_000, "mulai baris 2"),
]  # fmt: skip


@pytest.mark.slow(cases=len(STRANGE))
@pytest.mark.parametrize(("content", "told"), STRANGE, ids=range(len(STRANGE)))
def test_what_is_no_table_is_refused(room: Newsroom, fatma: Browser, content: bytes, told: str) -> None:
    upload(fatma, content)
    assert told in fatma.words
    assert room.office.areas.names["72.01.05.2003"] == "Kilongan"


def test_heads_are_not_needed_and_a_formula_of_csv_is_told_by_its_cell() -> None:
    table = table_of(
        rows_of(table_rows("72.01.05.2003\tKilongan\tLuwuk\n72.01.05.2004\t=A1\t\n".encode("utf-16"))), "72.01"
    )
    assert table.names == {"72.01.05": "Luwuk", "72.01.05.2003": "Kilongan"}
    assert [each.problem.details for each in table.wrong] == [{"cell": "B2"}]
    assert [each.kind for each in changes_of(table.names, {"72.01.05.2009": "Lama", "72.01.05": "Luwuk"})] == [
        ChangeKind.NEW,
        ChangeKind.GONE,
    ]
    with pytest.raises(TableError):
        table_rows(workbook([["a"]], workbook=b"<x/>"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " +"])
def test_a_formula_in_a_table_is_told_and_nowhere_shown_as_one(
    room: Newsroom, fatma: Browser, start: str, kind: str
) -> None:
    rows: list[list[str | int | float]] = [
        ["kode", "nama"], ["72.01.05.2003", f"{start}cmd|'/c calc'!A1"], ["72.01.05.2011", "Tontouan"],
    ]  # fmt: skip
    content = workbook(rows) if kind == "xlsx" else "".join(f'"{row[0]}";"{row[1]}"\n' for row in rows).encode()
    upload(fatma, content, f"desa.{kind}")
    assert "Sel B2 berisi rumus" in fatma.words
    fatma.submit("/kantor/desa/tabel/pakai", pakai=["72.01.05.2003", "72.01.05.2011"])
    assert room.office.areas.names["72.01.05.2003"] == "Kilongan"
    assert room.office.areas.names["72.01.05.2011"] == "Tontouan"


def test_forty_thousand_rows_of_a_workbook_are_refused(room: Newsroom, fatma: Browser) -> None:
    rows: list[list[str | int | float]] = [
        [f"72.01.{n // 9_000 + 10}.{n % 9_000 + 1_000}", "Desa"] for n in range(40_000)
    ]
    upload(fatma, workbook(rows), "desa.xlsx")
    assert "terlalu besar" in fatma.words or "tidak terbaca" in fatma.words
    assert room.office.areas.names["72.01.05.2003"] == "Kilongan"


def test_the_table_for_a_spreadsheet_has_no_formula(room: Newsroom, fatma: Browser) -> None:
    (room.folder / "desa.csv").write_text("72.01.05.2003,=cmd\n", "utf-8")
    assert "'=cmd" in fatma.get("/kantor/desa/daftar.csv").get_data(as_text=True)
    (room.folder / "desa.csv").unlink()
    assert "Kilongan" in fatma.get("/kantor/desa/daftar.csv").get_data(as_text=True)
