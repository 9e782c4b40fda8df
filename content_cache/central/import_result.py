"""What became of a bundle, for whoever plugged it in: light to import, and as text from the process that took it to the one that
shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from content_cache.model.problems import Problem, from_text

LONGEST_S = 600.0
"""So long a stick is verified at most, whatever lies on it."""


class ImportResult(StrEnum):
    """Result of importing a bundle.

    TAKEN: imported, or missing files of the stored edition were added. SAME: already stored. OLDER: a newer one is stored.
    REFUSED: not valid. SLOW: the stick exceeded its time. UNREADABLE: it could not be mounted.
    """

    TAKEN = "taken"
    SAME = "same"
    OLDER = "older"
    REFUSED = "refused"
    SLOW = "slow"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Result of one import. *source* is "" if no source's keys signed the bundle.

    *error* says why it was refused or which files were useless; *forged*: no office of this kiosk signed it.
    """

    result: ImportResult
    source: str = ""
    seq: int = 0
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    error: Problem | None = None
    forged: bool = False


def to_json(results: Iterable[Imported]) -> str:
    return msgspec.json.encode(list(results)).decode()


def from_json(text: str) -> list[Imported]:
    """Parse the text that `to_json` wrote. Raises ValueError for anything else."""
    try:
        return [_imported(entry) for entry in json.loads(text)]
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        raise ValueError(f"this is no result of an import: {text[:80]!r}") from error


def _imported(entry: dict[str, Any]) -> Imported:
    """Return one result that `to_json` wrote. An older program wrote the error as a sentence."""
    error = entry["error"]
    told = from_text(error) if isinstance(error, str) else msgspec.convert(error, Problem | None)
    return Imported(**entry | {"result": ImportResult(entry["result"]), "error": told})
