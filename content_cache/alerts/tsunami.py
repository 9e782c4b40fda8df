"""BMKG's clause about a tsunami in the text of an earthquake. Pure."""

from __future__ import annotations

import re

# as a clause of its own: "belum pasti tidak berpotensi tsunami" says something else
NONE = re.compile(
    r"(?:^|[.;,] ?)(?:gempa (?:bumi )?ini )?(?P<said>tidak (?:(?:ber)?potensi )?(?:menimbulkan |memicu )?tsunami)\b",
    re.IGNORECASE,
)
SOME = re.compile(
    r"(?:^|[.;,] ?)(?:gempa (?:bumi )?ini )?(?P<said>berpotensi (?:menimbulkan )?tsunami)\b", re.IGNORECASE
)

SAYS = ("Tidak berpotensi tsunami", "Berpotensi tsunami")
"""BMKG's usual clauses: no tsunami, or one is possible."""


def said_of_tsunami(text: str) -> str:
    """Return the clause about a tsunami in *text*.

    "" means that it has none, and never that no tsunami comes.
    """
    found = NONE.search(text) or SOME.search(text)
    return found["said"].capitalize() if found else ""
