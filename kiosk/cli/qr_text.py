"""QR codes as text, for a terminal."""

from __future__ import annotations

import segno


def qr_lines(code: str) -> list[str]:
    """Return the QR code of *code* in half-block characters, a string per line.

    It has a quiet zone, for terminals of any colour.
    """
    rows = [list(row) for row in segno.make(code, error="m", micro=False).matrix_iter(border=4)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    blocks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # light modules are ink: terminals are dark
    return [
        "".join(blocks[bool(up), bool(down)] for up, down in zip(a, b, strict=True))
        for a, b in zip(rows[::2], rows[1::2], strict=True)
    ]
