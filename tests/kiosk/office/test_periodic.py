"""Periodic work of the desk: a failure that repeats says so once, and ends no later work."""

from __future__ import annotations

import threading

import pytest

from kiosk.office.base.periodic import call_periodically


def test_failure_is_logged_once_until_it_changes_or_is_over(caplog: pytest.LogCaptureFixture) -> None:
    over, results = threading.Event(), iter(["full", "full", "full", "read-only", "", "", "full"])
    calls: list[str] = []

    def due() -> None:
        calls.append(found := next(results, "end"))
        if found == "end":
            over.set()
        elif found:
            raise OSError(found)

    call_periodically(due, over, "nobody was told", period_s=0.0)
    assert len(calls) == 8
    told = [(each.levelname, bool(each.exc_info)) for each in caplog.records]
    assert told == [
        ("ERROR", True),
        ("ERROR", True),
        ("WARNING", False),
        ("ERROR", True),
        ("WARNING", False),
    ]
    assert caplog.records[2].getMessage() == "over: nobody was told (OSError: read-only)"
