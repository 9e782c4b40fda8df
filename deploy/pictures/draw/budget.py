"""The sample village's budget as an office prints it: a PDF of four pages with rules, fills and a text layer, all of it invented.

Written by hand: it is small, and the same each time. Its letters are Helvetica, which every reader of PDF has.
"""

from __future__ import annotations

from collections.abc import Sequence

A4 = (595, 842)  # points
_LEFT, _RIGHT, _TOP = 56, 539, 740
_ROW, _LETTER = 26, 12
_SEA, _PALE, _INK = "0.04 0.23 0.27", "0.86 0.91 0.90", "0.08 0.15 0.17"
_DIGIT, _POINT = 0.556, 0.278  # widths of Helvetica, in its size

Row = tuple[str, str, int]
INCOME: Sequence[Row] = (
    ("1", "PENDAPATAN", 1_684_250_000),
    ("1.1", "Dana Desa", 942_118_000),
    ("1.2", "Alokasi Dana Desa", 611_932_000),
    ("1.3", "Bagi hasil pajak", 98_200_000),
    ("1.4", "Pendapatan asli desa", 32_000_000),
)
SPENDING: Sequence[Row] = (
    ("2", "BELANJA", 1_702_400_000),
    ("2.1", "Pemerintahan desa", 598_310_000),
    ("2.2", "Pembangunan desa", 684_750_000),
    ("2.3", "Pembinaan warga", 141_220_000),
    ("2.4", "Pemberdayaan warga", 126_920_000),
    ("2.5", "Darurat dan mendesak", 151_200_000),
)
WORKS: Sequence[Row] = (
    ("2.2", "PEMBANGUNAN DESA", 684_750_000),
    ("2.2.1", "Jalan tani Dusun Dua, 420 meter", 318_400_000),
    ("2.2.2", "Drainase Dusun Satu, 260 meter", 146_900_000),
    ("2.2.3", "Sumur bor dan bak air Dusun Tiga", 121_750_000),
    ("2.2.4", "Rehab gedung posyandu", 62_300_000),
    ("2.2.5", "Lampu jalan tenaga surya, 9 titik", 35_400_000),
)
FINANCING: Sequence[Row] = (
    ("3", "PEMBIAYAAN", 18_150_000),
    ("3.1", "Sisa anggaran tahun lalu", 48_150_000),
    ("3.2", "Penyertaan modal BUM Desa", 30_000_000),
)


def rupiah(amount: int) -> str:
    """1684250000 as "1.684.250.000"."""
    return f"{amount:,}".replace(",", ".")


def budget() -> bytes:
    """Return the village's budget as a PDF."""
    cover = [
        _fill(0, 560, A4[0], A4[1], _SEA),
        _text(_LEFT, 730, 26, "ANGGARAN PENDAPATAN", "1 1 1", bold=True),
        _text(_LEFT, 696, 26, "DAN BELANJA DESA", "1 1 1", bold=True),
        _text(_LEFT, 648, 18, "Desa Bunga, Tahun Anggaran 2026", "1 1 1"),
        *(
            _text(_LEFT, 500 - 24 * n, 14, line, _INK)
            for n, line in enumerate(
                (
                    "Pendapatan Rp1.684.250.000",
                    "Belanja Rp1.702.400.000",
                    "Ditetapkan dengan Peraturan Desa Bunga Nomor 2 Tahun 2026.",
                    "Pertanyaan: Kaur Keuangan, kantor desa, Senin sampai Jumat.",
                )
            )
        ),
    ]
    pages = [
        cover,
        _page("ANGGARAN PENDAPATAN DAN BELANJA DESA", [*INCOME, *SPENDING], 2),
        _page("RINCIAN PEMBANGUNAN DESA", WORKS, 3),
        _page("PEMBIAYAAN", FINANCING, 4),
    ]
    return _file(["\n".join(page).encode("latin-1") for page in pages])


def _page(title: str, rows: Sequence[Row], number: int) -> list[str]:
    shown = [
        _text(_LEFT, 786, 17, title, _INK, bold=True),
        _text(_LEFT, 766, 11, "Desa Bunga, Tahun Anggaran 2026, dalam rupiah", _INK),
        _text(_RIGHT - 6, 40, 11, str(number), _INK, right=True),
    ]
    heads = ("Kode", "Uraian", "Anggaran (Rp)")
    for n, row in enumerate([heads, *((code, words, rupiah(amount)) for code, words, amount in rows)]):
        y, is_head = _TOP - n * _ROW, n == 0
        is_sum = not is_head and row[1].isupper()
        if is_head or is_sum:
            shown.append(_fill(_LEFT, y - 9, _RIGHT, y + _ROW - 9, _SEA if is_head else _PALE))
        ink = "1 1 1" if is_head else _INK
        bold = is_head or is_sum
        shown.append(_text(_LEFT + 6, y, _LETTER, row[0], ink, bold=bold))
        shown.append(_text(_LEFT + 60, y, _LETTER, row[1], ink, bold=bold))
        shown.append(_text(_RIGHT - 6, y, _LETTER, row[2], ink, bold=bold, right=True))
        shown.append(f"{_PALE} RG {_LEFT} {y - 9} m {_RIGHT} {y - 9} l S")
    return shown


def _fill(left: float, bottom: float, right: float, top: float, ink: str) -> str:
    return f"{ink} rg {left} {bottom} {right - left} {top - bottom} re f"


def _text(x: float, y: float, size: int, words: str, ink: str, *, bold: bool = False, right: bool = False) -> str:
    if right:  # figures alone, but for the head of their column
        x -= size * sum(_POINT if c in ".() " else _DIGIT for c in words)
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {ink} rg /F{2 if bold else 1} {size} Tf {x:.1f} {y:.1f} Td ({escaped}) Tj ET"


def _file(contents: Sequence[bytes]) -> bytes:
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(id)>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    for n, content in enumerate(contents):
        box = f"/MediaBox[0 0 {A4[0]} {A4[1]}]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {6 + 2 * n} 0 R>>".encode())
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    return bytes(out)
