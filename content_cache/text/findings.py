"""Finding of a fact-check, in the words of its article. Pure.

MAFINDO's articles (TurnBackHoax) begin with who checked, then have parts with a name: "Narasi" is the claim itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PART = re.compile(r"(kategori|sumber|narasi|klaim|penjelasan|fakta|kesimpulan|referensi)\s*:\s*", re.IGNORECASE)
_FINDING = frozenset(("penjelasan", "fakta", "kesimpulan"))
_RETOLD = re.compile(r"(?:telah |sempat )?beredar\b", re.IGNORECASE)
_SIGNED = re.compile(r"hasil (?:cek|periksa) fakta\b(?:[^()]*\([^()]*\)|.*$)[.:\s]*", re.IGNORECASE)


def finding(text: str, summary: str = "") -> str:
    """Return the finding of a fact-check as one line, or "".

    It is the first line of the part that states the finding. Without such a part it is the first line of *summary*, else of
    *text*, that neither repeats the claim nor names the checker.
    """
    return _found(text) or _first(summary) or _first(text)


def _parted_lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield (part, line) for each line of an article; the part is its heading in small letters, "" before the first heading."""
    part = ""
    for line in map(str.strip, text.splitlines()):
        if named := _PART.match(line):
            part = named[1].lower()
            line = line[named.end() :]
        line = _SIGNED.sub("", line, count=1)
        if any(map(str.isalnum, line)):
            yield part, line


def _found(text: str) -> str:
    return next((line for part, line in _parted_lines(text) if part in _FINDING), "")


def _first(text: str) -> str:
    return next((line for part, line in _parted_lines(text) if not part and not _RETOLD.match(line)), "")
