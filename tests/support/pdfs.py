"""PDF files as offices make them, and as nobody should: written by hand, so that each fault is what it is meant to be."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from PIL import Image

A4 = (595, 842)  # points
WORDS = (
    "Pendapatan asli desa", "Dana desa", "Alokasi dana desa", "Bagi hasil pajak daerah", "Penyelenggaraan pemerintahan",
    "Pembangunan jalan usaha tani", "Pembinaan kemasyarakatan", "Pemberdayaan masyarakat", "Penanggulangan bencana",
)  # fmt: skip


def written(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A file of these objects, the first of which is its catalogue."""
    out, places = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at))
    return out.getvalue()


def stream(content: bytes, said: bytes = b"", *, packed: int = 0) -> bytes:
    """A stream, packed so many times."""
    for _ in range(packed):
        content = zlib.compress(content, 9)
    filters = b"/Filter[%b]" % (b"/FlateDecode " * packed) if packed else b""
    return b"<</Length %d%b%b>>stream\n%b\nendstream" % (len(content), filters, said, content)


def document(
    pages: Sequence[bytes],
    *,
    size: tuple[float, float] = A4,
    font: bytes = b"/Helvetica",
    catalogue: bytes = b"",
    trailer: bytes = b"",
    more: Sequence[bytes] = (),
    resources: bytes = b"",
) -> bytes:
    """Pages of such content, in one font called F1. `more` are further objects, from number 4 on."""
    first = 4 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont%b/Encoding/WinAnsiEncoding>>" % font,
        *more,
    ]
    for n, content in enumerate(pages):
        box = b"[0 0 %g %g]" % size
        said = b"/Resources<</Font<</F1 3 0 R>>%b>>" % resources
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox%b%b/Contents %d 0 R>>" % (box, said, first + 2 * n + 1))
        objects.append(content if content.startswith(b"<<") else stream(content, packed=1))
    return written(objects, trailer=trailer)


def lines(text: str, *, size: int = 11) -> bytes:
    """The content of a page of these lines."""
    told = (
        b"(%b) Tj T*" % line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") for line in text.split("\n")
    )
    return b"BT /F1 %d Tf %d TL 50 790 Td %b ET" % (size, size + 5, b" ".join(told))


def table(
    rows: Sequence[Sequence[str]], across: Sequence[float], *, title: str = "", pitch: float = 20, top: float = 760,
    by_columns: bool = False,
) -> bytes:  # fmt: skip
    """The content of a page with a cell at each place `across`, a row each `pitch` points down."""
    told = [(40.0, 800.0, title)] if title else []
    cells = [(x, top - n * pitch, row[place]) for n, row in enumerate(rows) for place, x in enumerate(across)]
    told += sorted(cells, key=lambda cell: across.index(cell[0])) if by_columns else cells
    return b" ".join(
        b"BT /F1 10 Tf %g %g Td (%b) Tj ET" % (x, y, words.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)"))
        for x, y, words in told
        if words
    )


BUDGET = (
    ("Kode", "Uraian", "Anggaran (Rp)", "Realisasi (Rp)"), ("1", "2", "3", "4"),
    ("4", "PENDAPATAN", "1.684.250.000", "1.200.000.000"), ("4.1", "Dana Desa", "942.118.000", "600.000.000"),
    ("4.2", "Alokasi Dana Desa", "611.932.000", "500.000.000"), ("4.3", "Bagi hasil pajak", "98.200.000", "-"),
)  # fmt: skip


def apbdes(pages: int = 12) -> bytes:
    """A village's budget, as a word processor writes it; each page has a word of its own ("Halaman" and a number in letters)."""
    numbers = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    found = []
    for page in range(pages):
        head = f"ANGGARAN PENDAPATAN DAN BELANJA DESA\nLembar {numbers[page % 9]}puluhan\n \n"
        rows = (f"{page + 1}.{n} {WORDS[n % 9]} Rp{(n + 1) * (page + 3)}.{n * 37 % 1000:03}.000" for n in range(36))
        found.append(lines(head + "\n".join(rows)))
    return document(found)


def scanned(pages: int = 2) -> bytes:
    """Pages that are pictures of nothing: no text layer."""
    return of_pictures([Image.effect_noise((827, 1169), 60)] * pages)


def of_pictures(pictures: Sequence[Image.Image]) -> bytes:
    """A page a picture, as an office's scanner makes them."""
    more = []
    for picture in pictures:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=60)
        space = b"/DeviceGray" if picture.mode == "L" else b"/DeviceRGB"
        said = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8/Filter/DCTDecode"
        more.append(stream(out.getvalue(), said % (*picture.size, space)))
    drawn = [b"q 595 0 0 842 0 0 cm /P%d Do Q" % n for n in range(len(pictures))]
    named = b" ".join(b"/P%d %d 0 R" % (n, 4 + n) for n in range(len(pictures)))
    return document(drawn, more=more, resources=b"/XObject<<%b>>" % named)


def encrypted() -> bytes:
    """It asks for a password."""
    said = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"ab" * 32, b"cd" * 32)
    return document([lines("rahasia")], trailer=said)


def scripted() -> bytes:
    """Opened, it would call a script, a program and an address."""
    act = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);while\\(true\\){})>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
    return document([lines("Naskah dengan skrip")], catalogue=act)


def bomb(megabytes: int = 1 << 10) -> bytes:
    """A content stream of so much white space, packed twice."""
    return document([white_space(megabytes)])


def white_space(megabytes: int) -> bytes:
    """A stream of it, packed twice: one piece is packed and repeated, to pack them all would take seconds."""
    size = 1 << 20
    squeeze = zlib.compressobj(9)
    header = squeeze.compress(b"") + squeeze.flush(zlib.Z_FULL_FLUSH)
    piece = squeeze.compress(b" " * size) + squeeze.flush(zlib.Z_FULL_FLUSH)
    many = megabytes * size  # blanks, of which the checksum is a sum of a row (RFC 1950, Adler-32)
    low, high = (1 + 32 * many) % 65521, (many + 32 * many * (many + 1) // 2) % 65521
    packed = zlib.compress(header + piece * megabytes + b"\x03\0" + (high << 16 | low).to_bytes(4), 9)
    return b"<</Length %d/Filter[%b]>>stream\n%b\nendstream" % (len(packed), b"/FlateDecode " * 2, packed)


def picture_bomb() -> bytes:
    """A picture of 30,000 x 30,000 pixels, all black."""
    row = zlib.compress(bytes(30_000 * 1_000), 9)
    said = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    picture = stream(row, said + b"/Filter/FlateDecode")
    return document([b"q 595 0 0 842 0 0 cm /P Do Q"], more=[picture], resources=b"/XObject<</P 4 0 R>>")


def nested(deep: int = 20_000) -> bytes:
    """A page tree of so many levels, and arrays within arrays as deep on the page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    objects += [b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (n + 3, n + 1) for n in range(deep)]
    objects.append(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>" % (deep + 1, deep + 3))
    objects.append(stream(b"[" * deep + b"] " * deep + b"TJ"))
    return written(objects)


def recursive_form(deep: int = 30) -> bytes:
    """Forms that each draw the next twice: 2 to the power of `deep` drawings."""
    forms = [
        stream(b"/N Do /N Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</N %d 0 R>>>>" % (5 + n))
        for n in range(deep)
    ]
    forms.append(stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    return document([b"/N Do"], more=forms, resources=b"/XObject<</N 4 0 R>>")
