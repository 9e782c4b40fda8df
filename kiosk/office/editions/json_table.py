"""A table that the desk keeps as JSON beside the notices: read whole, or not at all and told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.office.editions.faults import FaultCode, Faults


def read_table(
    path: Path, most: int, is_row: Callable[[Any, Any], bool], unfit: FaultCode, faults: Faults
) -> dict[str, Any]:
    """At most so many rows, each of which `is_row` by its name and value. Empty where there is no such file, or none that fits,
    which `faults` are told."""
    try:
        table = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError) as error:
        faults.wrong(path.name, 0, FaultCode.UNREADABLE, reason=str(error)[:200])
        return {}
    if not isinstance(table, dict) or len(table) > most or not all(is_row(*row) for row in table.items()):
        faults.wrong(path.name, 0, unfit)
        return {}
    return table
