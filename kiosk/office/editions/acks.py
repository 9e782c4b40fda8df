"""Acknowledgements of what kiosks sent: `tanda-terima.json` of the office's folder, `{"kiosk": number}`.

The receiver writes the file. A kiosk forgets what it sent up to the number in a signed edition. Acknowledgements go out
with other news. Alone they make an edition only once in `ALONE`, because each kiosk downloads a whole edition again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.json_table import read_table

FILE = "tanda-terima.json"
ALONE = timedelta(days=7)
HIGHEST = 2**53 - 1
MOST = 20_000
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")


def acks_content(acknowledged: Mapping[str, int]) -> bytes:
    """Return the content of `tanda-terima.json` for the numbers *acknowledged* by kiosk. The same numbers always give
    the same bytes."""
    return json.dumps(dict(sorted(acknowledged.items())), indent=0).encode() + b"\n"


def read_acks(folder: Path, faults: Faults) -> dict[str, int]:
    """Return the acknowledged number of each kiosk from `tanda-terima.json`, {} where there is no file. A malformed
    file is added to *faults*."""
    return dict(sorted(read_table(folder / FILE, MOST, _is_row, FaultCode.ACKS, faults).items()))


def _is_row(kiosk: str, number: Any) -> bool:
    return bool(_KIOSK.fullmatch(kiosk)) and type(number) is int and 0 < number <= HIGHEST


def count_alone(before: Mapping[str, Any], now: datetime) -> bool:
    """Return whether the edition *before* is older than `ALONE`, so that acknowledgements alone justify a new one."""
    issued = before.get("_kiosk", {}).get("issued", "")
    return bool(issued) and datetime.fromisoformat(issued) <= now - ALONE
