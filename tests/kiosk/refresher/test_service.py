"""The refresher at work: it asks once, or for ever and does what other processes ask of it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.refresh.outcomes import Outcome
from content_cache.store.lock import writer_lock
from content_cache.store.store import Store
from kiosk.installation import Installation, Refusal
from kiosk.refresher.opening import open_for_writing
from kiosk.refresher.service import refresh_sources
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.kiosk.refresher.test_ending import assert_it_ends, feed, refresher, wait_until

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    made = MisbehavingServer()
    yield made
    made.close()


def installation(folder: Path, *urls: str) -> Installation:
    config = folder / "kiosk.toml"
    sources = [f'[[source]]\nname = "Kabar {n}"\nurl = "{url}"\nformat = "rss"\n' for n, url in enumerate(urls)]
    config.write_text('[place]\nname = "Balai"\n' + "".join(sources))
    return Installation(load(config), config, folder, print, print, language="en")


def test_each_due_source_is_asked_and_told(tmp_path: Path, server: MisbehavingServer) -> None:
    here = installation(tmp_path, server.on("/feed", reply(feed(3))), "http://127.0.0.1:9/none")
    told: list[Outcome] = []
    result = refresh_sources(here, finished=told.append)
    assert result.items == 3
    assert {each.name: each.error is None for each in told} == {"Kabar 0": True, "Kabar 1": False}
    assert {each.name for each in result.outcomes} == {"Kabar 0", "Kabar 1"}
    again = refresh_sources(here)
    assert (again.items, [each.name for each in again.outcomes if each.error is None and each.added]) == (3, [])


def test_source_that_is_not_in_the_settings_is_a_wrong_call(tmp_path: Path, server: MisbehavingServer) -> None:
    here = installation(tmp_path, server.on("/feed", reply(feed(1))))
    with pytest.raises(Refusal) as refused:
        refresh_sources(here, source="Kabar 7")
    assert refused.value.code == 2


def test_settings_without_a_source_are_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"kiosk\.toml: there is no \[\[source\]\]") as refused:
        refresh_sources(installation(tmp_path))
    assert refused.value.code == 2


def test_folder_that_another_one_writes_is_refused_and_given_back(tmp_path: Path) -> None:
    here = installation(tmp_path)
    with writer_lock(tmp_path), ExitStack() as stack, pytest.raises(Refusal):
        open_for_writing(here, stack)
    with ExitStack() as stack:
        assert open_for_writing(here, stack).reader.count() == 0
    with writer_lock(tmp_path):
        pass


@pytest.mark.slow(cases=0)
def test_what_others_ask_is_answered_while_it_runs(tmp_path: Path, server: MisbehavingServer) -> None:
    (tmp_path / "stick").mkdir()
    with refresher(tmp_path, server.on("/feed", reply(feed(2)))) as process, Memory(tmp_path) as memory:
        asked = [
            memory.requests.leave_request(RequestKind.REFRESH, NOW),
            memory.requests.leave_request(RequestKind.NOTICES, NOW),
            memory.requests.leave_request(RequestKind.TAKE_STICK, NOW),
            memory.requests.leave_request(RequestKind.IMPORT, NOW, str(tmp_path / "stick")),
        ]
        strange = memory.requests.leave_request(RequestKind.PICTURE, NOW)  # the window's
        wait_until(lambda: all(memory.requests.answer_to(each) is not None for each in asked))
        assert [memory.requests.answer_to(each) for each in asked[:2]] == ["taken"] * 2
        assert memory.requests.answer_to(asked[3]) == "[]"
        assert memory.requests.answer_to(strange) is None
        with Store.open(tmp_path, read_only=True) as store:
            wait_until(lambda: store.reader.count() == 2)
        assert_it_ends(process)


@pytest.mark.slow(cases=1)
def test_items_of_a_source_that_was_taken_out_go_once_another_one_answers(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    first = server.on("/feed", reply(feed(2)))
    refresh_sources(installation(tmp_path, first, server.on("/rumours", reply(feed(3)))))
    with Store.open(tmp_path, read_only=True) as store:
        assert store.reader.count() == 5
    with refresher(tmp_path, "http://127.0.0.1:9/none") as process, Store.open(tmp_path, read_only=True) as store:
        wait_until(lambda: any(record.failures for record in store.sources()))
        assert_it_ends(process)
        assert store.reader.count() == 5  # nothing has answered yet: an empty screen would be worse
    with refresher(tmp_path, first) as process, Store.open(tmp_path, read_only=True) as store:
        wait_until(lambda: store.reader.count() == 2)
        assert [record.name for record in store.sources()] == ["Kabar 0"]
        assert_it_ends(process)
