"""Results of polls: `hasil-jajak.json` of the office's folder, `{"id of a notice": [lines]}`, written by whoever counts.

The lines go into the edition only if the notice's poll says `results: shown`. They follow its text, and are shown and
read with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from content_cache.model.polls import MOST, SHOWN
from content_cache.text.plain import clean_line
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.folder import FolderNotice
from kiosk.office.editions.json_table import read_table

FILE = "hasil-jajak.json"
MOST_POLLS = 1_000
_MOST_LINES, _LONGEST = MOST + 1, 200
Sums = Mapping[str, Sequence[str]]


def sums_content(lines: Sums) -> bytes:
    """Return the content of `hasil-jajak.json` for these *lines* by notice id. The same lines always give the same bytes."""
    plain = {name: list(each) for name, each in sorted(lines.items())}
    return json.dumps(plain, ensure_ascii=False, indent=0).encode() + b"\n"


def read_sums(folder: Path, faults: Faults) -> Sums:
    """Return the lines of each notice's poll result from `hasil-jajak.json`, {} where there is no file. A malformed
    file is added to *faults*."""
    return read_table(folder / FILE, MOST_POLLS, lambda _poll, lines: _are_lines(lines), FaultCode.POLL_SUMS, faults)


def _are_lines(lines: Any) -> bool:
    return (
        isinstance(lines, list)
        and 0 < len(lines) <= _MOST_LINES
        and all(isinstance(line, str) and 0 < len(line) <= _LONGEST and clean_line(line) == line for line in lines)
    )


def with_sums(notices: Iterable[FolderNotice], sums: Sums) -> list[FolderNotice]:
    return [
        replace(notice, body="\n\n".join([notice.body, *sums[notice.id]]))
        if notice.id in sums and notice.plain.get("poll", {}).get("results") == SHOWN
        else notice
        for notice in notices
    ]
