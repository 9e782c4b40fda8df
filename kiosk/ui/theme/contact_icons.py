"""Icons of emergency contacts by the words of their names: who cannot read finds the ambulance."""

from __future__ import annotations

import re

_ROWS = (
    ("first-aid-kit", "puskesmas klinik ambulans ambulan ambulance rsud rs bidan dokter pustu health hospital clinic"),
    ("fire-truck", "damkar pemadam fire"),
    ("police-car", "polsek polisi polres bhabinkamtibmas babinsa police"),
    ("shield-warning", "bpbd basarnas sar"),
    ("boat", "syahbandar pelabuhan airud"),
    ("user", "kepala kades lurah sekdes camat rt rw"),
)
_WORDS = {word: icon for icon, words in _ROWS for word in words.split()}


def contact_icon(name: str) -> str:
    """Return the icon for a contact called *name*, such as an ambulance; a telephone if no word of *name* is known."""
    return next((_WORDS[word] for word in re.findall(r"\w+", name.lower()) if word in _WORDS), "phone-call")
