"""Tables that the desk keeps as JSON beside the notices. A table with a fault is not read at all, and reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.office.editions.faults import FaultCode, Faults


def read_table(
    path: Path, most: int, is_row: Callable[[Any, Any], bool], unfit: FaultCode, faults: Faults
) -> dict[str, Any]:
    """Return the table in *path*, {} if there is no file. *is_row* checks name and value of each row. A table with more
    than *most* rows or a bad one counts as {}, and *unfit* is added to *faults*."""
    try:
        table = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError) as error:
        faults.wrong(path.name, 0, FaultCode.UNREADABLE, reason=str(error)[:200])
        return {}
    if not isinstance(table, dict) or len(table) > most or not all(is_row(*row) for row in table.items()):
        faults.wrong(path.name, 0, unfit)
        return {}
    return table
