"""What an office takes back by name, and what has only run out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content_cache.central.taken_back import with_ends
from content_cache.model.changes import Changes, compare
from content_cache.model.items import Alert
from content_cache.model.records import SourceRecord
from content_cache.store.store import Store


@pytest.mark.parametrize(("left", "ended"), [(1, ["banjir-ditarik"]), (-1, [])])
def test_a_warning_that_has_run_out_is_not_told_as_taken_back(
    store: Store, now: datetime, left: int, ended: list[str]
) -> None:
    alert = Alert(id="banjir", source="a", title="Banjir", published=now, expires=now + timedelta(hours=left))
    store.apply("a", compare({}, [alert]), SourceRecord(name="a", url="https://a/"), now)
    changes = with_ends(store, "a", Changes(withdrawn=("banjir",)), {"banjir"}, now)
    assert (changes.withdrawn, [end.id for end in changes.added]) == ((), ended)
