"""Outcome of a courier's upload, by which the phone is shown a page: `/kirim-<outcome>.html`. It imports little."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from content_cache.central.import_result import Imported, ImportResult


class UploadOutcome(StrEnum):
    TAKEN = "sampai"
    SAME = "sama"
    OLDER = "lama"
    FORGED = "palsu"
    UNFIT = "rusak"
    TOO_LARGE = "besar"
    NO_ROOM = "penuh"
    BUSY = "sibuk"
    WAITS = "tunggu"


_BY_RESULT = {
    ImportResult.TAKEN: UploadOutcome.TAKEN,
    ImportResult.SAME: UploadOutcome.SAME,
    ImportResult.OLDER: UploadOutcome.OLDER,
}


def outcome_of(results: Iterable[Imported]) -> UploadOutcome:
    """Return the outcome of an upload from the *results* of its import, which has one bundle at most."""
    one = next(iter(results), None)
    if one is None:
        return UploadOutcome.UNFIT
    return UploadOutcome.FORGED if one.forged else _BY_RESULT.get(one.result, UploadOutcome.UNFIT)
