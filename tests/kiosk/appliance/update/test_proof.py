"""A system on trial is asked what a kiosk is for: with a real store and a real refresher's round."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.store.lock import writer_lock
from content_cache.store.store import Store
from deploy.image.seed import refresh
from kiosk.appliance.update.proof import proven
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


class Refresher:
    """Goes round when it was asked to, once somebody waits."""

    def __init__(self, place: Path) -> None:
        self.data, self._config = place / "data", place / "kiosk.toml"
        self.data.mkdir()
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "D",
            "items": [{"id": "1", "title": "Air", "content_text": "x"}],
        }
        (place / "feed.json").write_text(json.dumps(feed), "utf-8")
        self._config.write_text(f'[[source]]\nname = "D"\nurl = "{place}/feed.json"\n', "utf-8")
        self.round(NOW)

    def round(self, now: datetime) -> None:
        with writer_lock(self.data), Store.open(self.data) as store:
            refresh(store, load(self._config).sources, self.data, now)

    def wait(self, _seconds: float) -> None:
        with Memory(self.data) as memory:
            if memory.requests.pending(RequestKind.REFRESH):
                self.round(NOW.replace(year=2020))  # whatever the clock says


@pytest.fixture
def refresher(tmp_path: Path) -> Refresher:
    return Refresher(tmp_path)


def test_a_round_that_was_asked_for_and_came_proves_it(refresher: Refresher, tmp_path: Path) -> None:
    assert proven(refresher.data, run=tmp_path, patience=60, wait=refresher.wait) == ""


def test_a_refresher_that_does_not_go_round(refresher: Refresher, tmp_path: Path) -> None:
    assert proven(refresher.data, run=tmp_path, patience=0.2, wait=lambda _seconds: None) == "no source was asked"


def test_a_store_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "content.sqlite").write_bytes(b"\0" * 4096)
    assert proven(tmp_path, run=tmp_path, patience=0.2, wait=lambda _seconds: None) not in ("", "no source was asked")


def test_no_store_at_all(tmp_path: Path) -> None:
    assert proven(tmp_path / "none", run=tmp_path, patience=0.2, wait=lambda _seconds: None) != ""
