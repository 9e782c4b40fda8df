"""Result of importing a bundle, for the person who plugged it in.

Light to import. It travels as text from the process that imported to the one that shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from content_cache.model.problems import Problem, from_text

LONGEST_S = 600.0
"""Most seconds for verifying a stick, whatever is on it."""


class ImportResult(StrEnum):
    """Outcome of a bundle."""

    TAKEN = "taken"
    """The edition is in; of one that was here already, only files that were missing."""
    SAME = "same"
    """The edition was here already, with all its files."""
    OLDER = "older"
    """A newer edition is here."""
    REFUSED = "refused"
    """It was not used; `error` says why."""
    SLOW = "slow"
    """The stick took longer than ten minutes."""
    UNREADABLE = "unreadable"
    """The stick could not be mounted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Result of one bundle."""

    result: ImportResult
    """Outcome, below."""
    source: str = ""
    """Name in the settings; empty where no source's keys signed it."""
    seq: int = 0
    """Number of the edition; 0 where it is not known."""
    added: int = 0
    """Number of new items."""
    changed: int = 0
    """Number of items that are stored in a new form."""
    withdrawn: int = 0
    """Number of items that the office took back."""
    error: Problem | None = None
    """Problem: why it was refused, or which files were of no use; null when all is well."""
    forged: bool = False
    """True for what no office of this kiosk signed."""


def to_json(results: Iterable[Imported]) -> str:
    return msgspec.json.encode(list(results)).decode()


def from_json(text: str) -> list[Imported]:
    """Parse the text of `to_json`. Raise ValueError for anything else."""
    try:
        return [_imported(entry) for entry in json.loads(text)]
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        raise ValueError(f"this is no result of an import: {text[:80]!r}") from error


def _imported(entry: dict[str, Any]) -> Imported:
    """Return one result that `to_json` wrote. An older program wrote the error as a sentence."""
    error = entry["error"]
    told = from_text(error) if isinstance(error, str) else msgspec.convert(error, Problem | None)
    return Imported(**entry | {"result": ImportResult(entry["result"]), "error": told})
