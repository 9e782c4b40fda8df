"""One source asked as the refresher does, what came read in this process."""

from __future__ import annotations

from content_cache.http.client import fetch
from content_cache.jobs.messages import JobAnswer, JobReader, Question
from content_cache.jobs.sandbox import here
from content_cache.refresh.feed_job import poll_feed

READING = 30.0


def ask_here(question: Question, reader: JobReader) -> JobAnswer:
    return poll_feed(question, reader, fetch=fetch, bounded=here, reading=READING)
