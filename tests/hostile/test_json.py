"""Every document of the torture set is read or refused, its good neighbours kept where it is JSON at all."""

from __future__ import annotations

import json

import pytest

from tests.hostile.json_torture import VALUES, documents, feed
from tests.hostile.verdict import Verdict, judge


@pytest.mark.slow(cases=0)
def test_every_document_is_read_or_refused_in_good_time() -> None:
    verdicts = {what: judge(body) for what, body in documents()}
    faults = {what: verdict.fault for what, verdict in verdicts.items() if verdict.fault}
    assert faults == {}
    assert len(verdicts) > 2_500
    read = sum(verdict.feed is not None for verdict in verdicts.values())
    assert 500 < read < len(verdicts), "some are read and some refused, or nothing was tried"


def test_what_is_json_costs_its_neighbours_nothing() -> None:
    for what, value in VALUES.items():
        for body in (feed(value), feed(b'{"id": "x", "title": "X", "n": %s}' % value)):
            if _is_json(body):
                assert {"baik", "juga"} <= set(_ids(judge(body))), what


def test_what_is_no_json_costs_nothing_that_stood_before_it() -> None:
    for what, value in VALUES.items():
        if value and not _is_json(value) and b"[[[[[" not in value and b'{"a":{"a":' not in value:
            verdict = judge(feed(value))
            assert "baik" in _ids(verdict), what


def _ids(verdict: Verdict) -> list[str]:
    return [item.id for item in verdict.feed.items] if verdict.feed else []


def _is_json(body: bytes) -> bool:
    """Whether a plain reader takes it: what is nested too deep for that one costs the whole feed."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
