"""Record of a source after it was asked: old record + answer -> new record. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from content_cache.jobs.messages import JobAnswer
from content_cache.model.errors import (
    CacheError,
    Code,
    FormatError,
    GoneError,
    HttpStatusError,
    LoginNeededError,
)
from content_cache.model.problems import Problem, problem
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh import due
from content_cache.refresh.requests import address, without_validators

NOTES = 3  # most that are reported of one feed


class Outcome(Struct, frozen=True, kw_only=True):
    """Outcome of one source in a refresh, as `kiosk refresh --json` prints it."""

    name: str
    """Name in the settings."""
    format: str
    """Format in the settings."""
    status: str
    """`updated`, `unchanged`, `not_due`, `partial`, `login_needed`, `failed` or `gone`."""
    http_status: int = 0
    """Status of the answer; 0 where no host answered."""
    added: int = 0
    """Number of new items."""
    changed: int = 0
    """Number of items that are stored in a new form."""
    withdrawn: int = 0
    """Number of items that the publisher took back."""
    bytes_down: int = 0
    """Bytes that came down the line."""
    seconds: float = 0.0
    """Duration of the exchange."""
    error: Problem | None = None
    """Problem; null when all is well."""
    next_check: datetime | None = None
    """Time when the source is due; null for never."""


def succeeded(
    source: Source, record: SourceRecord, answer: JobAnswer, now: datetime, *, kiosk_id: str, old: bool = False
) -> SourceRecord:
    """Return the source's record after an answer that could be read, or that said nothing is new.

    Of an *old* list no validators are kept, so that the newest is fetched and read in full.
    """
    hint = max(answer.hint, record.hint if answer.known else 0.0)
    kept = replace(
        record,
        last_asked=now,
        last_success=None if source.own else now,  # the screen tells by it how old the news is
        last_error=complaint(answer),
        next_check=due.after_answer(source, hint, now, kiosk_id=kiosk_id),
        retry_at=None,
        failures=0,
        gone=False,
        hint=hint,
    )
    kept = _moved(kept, answer, address(source, record))
    if old or (answer.known and not answer.body_hash):  # 304
        return kept
    if not answer.complete:
        return without_validators(kept)
    conditional = answer.known and answer.url == record.validators_url and bool(record.etag or record.last_modified)
    return replace(
        kept,
        etag=answer.etag,
        last_modified=answer.last_modified,
        validators_url=answer.url,
        body_hash=answer.body_hash,
        # the same body is not parsed again, so that its first parse counts; but once in a while it is
        validators_since=record.validators_since if answer.known and record.validators_since else now,
        same_bodies=record.same_bodies + 1 if conditional else 0,
    )


def failed(source: Source, record: SourceRecord, error: CacheError, now: datetime, *, jitter: float) -> SourceRecord:
    """Return the source's record after an error: items and validators stay, and each retry comes later."""
    failures = record.failures + 1
    moved_away = address(source, record) != source.url
    return replace(
        record,
        last_asked=now,
        last_error=error.problem,
        next_check=due.after_failure(source, failures, error, now, jitter=jitter),
        retry_at=due.rest_until(source, error, now),
        failures=failures,
        gone=isinstance(error, GoneError),
        moved_to="" if moved_away else record.moved_to,  # the new address fails: the settings' one is asked again
        moved_times=0 if moved_away else record.moved_times,
    )


def status_of(error: CacheError) -> str:
    """Return the outcome's status for *error*: `login_needed`, `gone` or `failed`."""
    if isinstance(error, LoginNeededError):
        return "login_needed"
    return "gone" if isinstance(error, GoneError) else "failed"


def http_status_of(error: CacheError) -> int:
    """Return the HTTP status behind an error, 0 for none; 200 if the content is at fault."""
    if isinstance(error, HttpStatusError):
        return error.status
    return 200 if isinstance(error, FormatError) else 0


def complaint(answer: JobAnswer) -> Problem | None:
    """Return the problem of an answer that is incomplete or entirely unusable; None for all others."""
    if not answer.complete:
        return problem(Code.INCOMPLETE, *answer.notes[:NOTES])
    if answer.notes and not answer.lines:
        return problem(Code.NOTHING_USABLE, *answer.notes[:NOTES])
    return None


def _moved(record: SourceRecord, answer: JobAnswer, asked: str) -> SourceRecord:
    if answer.permanent_redirect:
        again = answer.permanent_redirect == record.moved_to
        return replace(record, moved_to=answer.permanent_redirect, moved_times=record.moved_times + 1 if again else 1)
    if asked == record.moved_to:
        return record
    return replace(record, moved_to="", moved_times=0)
