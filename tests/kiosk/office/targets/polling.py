"""A kiosk that asks, takes what there is, and looks at every file of it."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from content_cache.central.polling import ask_central
from content_cache.http.client import fetch
from content_cache.http.messages import Fetched, Request
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import here
from content_cache.model.errors import HttpStatusError
from content_cache.model.records import EditionRecord
from content_cache.signing.edition import feed_name, file_hash, media_hash
from kiosk.office.editions.previous import names_in
from tests.content_cache.central.village import pinned


class MissingError(Exception):
    """There is no signature at all."""


def look(url: str, data: Path) -> int:
    """The edition that a kiosk takes, by the product's own poller, after every file that it names was fetched and is what its name
    says. Raises CacheError, AssertionError."""
    asked = Request(url=url, deadline=20, max_bytes=50_000_000, user_agent="", private_host="127.0.0.1")
    # one that has an edition, of another publisher: this one is taken whole
    question = Question(
        source=pinned(url),
        request=asked,
        body_hash="",
        now=datetime.now(UTC),
        edition=EditionRecord(seq=1, publisher=1),
        data_dir=str(data),
    )
    try:
        answer = ask_central(question, fetch, here, 0.0)
    except HttpStatusError as error:
        if error.status == 404:
            raise MissingError from error
        raise
    if answer.error is not None:
        raise answer.error
    assert answer.edition is not None

    def body(name: str) -> bytes:
        got = fetch(Request(url=url + name, deadline=20, max_bytes=50_000_000, user_agent="", private_host="127.0.0.1"))
        assert isinstance(got, Fetched)
        return got.body

    for name in names_in(body(feed_name(answer.edition.seq))):
        assert hashlib.sha256(body(name)).hexdigest() == (media_hash(name) or file_hash(name))
    return answer.edition.seq


@dataclass
class Watch:
    """What was seen: editions by number and how often; how often nothing was, and a kiosk kept what it had; what was wrong."""

    seen: Counter[int] = field(default_factory=Counter)
    missed: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def watching(url: str, data: Path) -> Iterator[Watch]:
    """A kiosk that polls all the time, without a pause."""
    watch, stop = Watch(), threading.Event()

    def poll() -> None:
        while True:
            try:
                watch.seen[look(url, data)] += 1
            except MissingError:
                watch.missed += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, a kiosk would have had it
                watch.wrong.append(repr(error))
            if stop.is_set():
                return

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()
