"""Words that turn the meaning of a title: whoever shortens it keeps them."""

from __future__ import annotations

TURNING = frozenset(
    (
        "tidak", "tak", "bukan", "belum", "jangan", "tanpa", "batal", "dibatalkan", "ditunda", "hoaks", "hoax", "salah", "palsu",
        "keliru", "bohong", "menyesatkan", "gagal", "ditutup", "tutup", "libur", "dicabut", "kecuali", "dilarang", "berakhir",
        "not", "no", "never", "false", "fake", "misleading", "cancelled", "postponed", "closed", "without", "except",
    )
)  # fmt: skip
"""Words that change the meaning of the words before them."""

NEGATING = frozenset(("tidak", "tak", "bukan", "belum", "jangan", "tanpa", "kecuali", "not", "no", "without", "except"))
"""Those of TURNING that negate the word after them."""
