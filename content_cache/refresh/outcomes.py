"""What is remembered of a source after it was asked: record + answer -> record. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from content_cache.jobs import schedule
from content_cache.jobs.messages import Answer
from content_cache.model.errors import (
    CacheError,
    FormatError,
    GoneError,
    HttpStatusError,
    LoginNeededError,
    UnreachableError,
)
from content_cache.model.items import Source
from content_cache.model.records import SourceRecord
from content_cache.model.urls import is_near

VALIDATORS_LAST = timedelta(days=8)  # then the whole body is asked for once, whatever a proxy believes
MOVES = 3  # equal permanent redirects in a row before the new address is asked straight away
SAME_BODIES = 2  # after so many a server's ETag is known to be useless


class Outcome(Struct, frozen=True, kw_only=True):
    """How one source fared in a refresh; the fields are those of `kiosk refresh --json`.

    `status` is one of updated, unchanged, not_due, partial, login_needed, failed, gone; `http_status` 0 where no host
    answered; `error` one line, "" when all is well; `next_check` aware, None for never.
    """

    name: str
    format: str
    status: str
    http_status: int = 0
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    bytes_down: int = 0
    seconds: float = 0.0
    error: str = ""
    next_check: datetime | None = None


def record_of(source: Source, record: SourceRecord | None, now: datetime) -> SourceRecord:
    """What holds still of a record: nothing once the settings give another address, no validators once they are old."""
    if record is None or record.url != source.url:
        return SourceRecord(name=source.name, url=source.url)
    since = record.validators_since
    if since is not None and not timedelta(0) <= now - since <= VALIDATORS_LAST:
        return without_validators(record)
    return record


def address(source: Source, record: SourceRecord) -> str:
    """Where to ask: the settings' address, or where it has permanently moved within its host, never to less security."""
    old, new = urlsplit(source.url), urlsplit(record.moved_to)
    if record.moved_times >= MOVES and old.hostname == new.hostname and new.scheme in (old.scheme, "https"):
        return record.moved_to
    return source.url


def _early(source: Source, hint: float) -> float:
    """A publisher that wants to be asked less often than the settings say is heeded in full."""
    wants_less = hint > max(source.every, schedule.SHORTEST_OF_ALERTS)
    return schedule.EARLY_OF_ALERTS if source.alerts and not wants_less else schedule.EARLY


def succeeded(source: Source, record: SourceRecord, answer: Answer, now: datetime, *, kiosk_id: str) -> SourceRecord:
    """After an answer that could be read, or that said that nothing is new."""
    hint = max(answer.hint, record.hint if answer.known else 0.0)
    seconds = schedule.interval(source.every, (hint,), alerts=source.alerts, local=is_near(source.url))
    kept = replace(
        record,
        last_asked=now,
        last_success=None if source.own else now,  # the screen tells by it how old the news is
        last_error=complaint(answer),
        next_check=schedule.next_check(
            now,
            seconds,
            kiosk_id=kiosk_id,
            source=source.name,
            longest=_longest(source),
            early=_early(source, hint),
        ),
        retry_at=None,
        failures=0,
        gone=False,
        hint=hint,
    )
    kept = _moved(kept, answer, address(source, record))
    if answer.known and not answer.body_hash:  # 304
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
    """After an error: what was there stays, validators and items alike; it is tried again later, and ever later."""
    failures = record.failures + 1
    wait = error.retry_after if isinstance(error, HttpStatusError) else None
    retry = schedule.after_failure(
        now,
        failures,
        configured=schedule.interval(source.every, alerts=source.alerts, local=is_near(source.url)),
        jitter=jitter,
        retry_after=wait,
        reached=not isinstance(error, UnreachableError),
        longest=_longest(source),
    )
    moved_away = address(source, record) != source.url
    return replace(
        record,
        last_asked=now,
        last_error=str(error.args[0]) if error.args else type(error).__name__,
        next_check=retry,
        retry_at=now + timedelta(seconds=min(wait, schedule.LONGEST)) if wait else None,
        failures=failures,
        gone=isinstance(error, GoneError),
        moved_to="" if moved_away else record.moved_to,  # the new address fails: the settings' one is asked again
        moved_times=0 if moved_away else record.moved_times,
    )


def status_of(error: CacheError) -> str:
    """The status of an outcome that failed."""
    if isinstance(error, LoginNeededError):
        return "login_needed"
    return "gone" if isinstance(error, GoneError) else "failed"


def http_status_of(error: CacheError) -> int:
    """The HTTP status behind an error, 0 where there is none."""
    if isinstance(error, HttpStatusError):
        return error.code
    return 200 if isinstance(error, FormatError) else 0


def complaint(answer: Answer) -> str:
    """What to say of an answer that did not come whole, or of which nothing could be used; "" of all others."""
    if not answer.complete:
        return cut_off(answer)
    if answer.notes and not answer.lines:
        return f"nothing in it could be used: {'; '.join(answer.notes)}"
    return ""


def cut_off(answer: Answer) -> str:
    """What to say of an answer that did not come whole."""
    notes = f": {'; '.join(answer.notes)}" if answer.notes else ""
    return f"not all of it came or could be read{notes}; what could be read was taken"


def _longest(source: Source) -> float:
    return schedule.LONGEST_OF_ALERTS if source.alerts else schedule.LONGEST


def _moved(record: SourceRecord, answer: Answer, asked: str) -> SourceRecord:
    if answer.permanent_redirect:
        again = answer.permanent_redirect == record.moved_to
        return replace(record, moved_to=answer.permanent_redirect, moved_times=record.moved_times + 1 if again else 1)
    if asked == record.moved_to:
        return record
    return replace(record, moved_to="", moved_times=0)


def without_validators(record: SourceRecord) -> SourceRecord:
    """The record of a source that is to be asked for all again."""
    return replace(
        record, etag="", last_modified="", validators_url="", body_hash="", validators_since=None, same_bodies=0
    )
