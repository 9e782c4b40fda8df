"""Focus spots of an item, beside those of its poll."""

from __future__ import annotations

PICTURE = "picture"
"""The pictures of the item, or its film."""
TABLE = "table"
"""A table of the item, by the number of its block: "table:3"."""
TAKE = "take"
"""The key by which a phone takes the item along."""
