"""Workbooks as spreadsheets save them (ECMA-376), made by hand: shared strings, numbers, formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(rows: Sequence[Sequence[str | int | float]], **more: bytes) -> bytes:
    """Return a workbook with one sheet of *rows*; a text that begins with `=` is a formula. *more* are other parts by name."""
    strings: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, cell in enumerate(row):
            name = f"{chr(65 + place)}{number}"
            if isinstance(cell, str) and cell.startswith("="):
                cells.append(f'<c r="{name}" t="str"><f>{escape(cell[1:])}</f><v>cached</v></c>')
            elif isinstance(cell, str):
                strings.append(cell)
                cells.append(f'<c r="{name}" t="s"><v>{len(strings) - 1}</v></c>')
            else:
                cells.append(f'<c r="{name}"><v>{cell!r}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    shared = "".join(f"<si><t>{escape(each)}</t></si>" for each in strings)
    parts = {
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, more.get(name.rpartition("/")[2].partition(".")[0], text.encode()))
    return out.getvalue()
