"""Focus spots of an item, beside those of its poll."""

from __future__ import annotations

PICTURE = "picture"
"""Focus spot of the item's pictures, or of its film."""
TABLE = "table"
"""Kind of the focus spot of a table, with the number of its block: "table:3"."""
PRINT = "print"
"""Focus spot of the key that prints the item on a slip of paper."""
TAKE = "take"
"""Focus spot of the key that shows the take-home QR code."""
