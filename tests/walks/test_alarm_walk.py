"""A warning from the store to the screen and the loudspeaker, and what "Mengerti" does to both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from content_cache.model.changes import compare
from content_cache.model.items import Alert
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Hazard, Severity, Verified
from content_cache.store.store import Store


def receive(hall: Any, *alerts: Alert) -> None:
    hall.data.mkdir(exist_ok=True)
    with Store.open(hall.data) as store:
        changes = compare(store.fingerprints("BMKG"), alerts)
        store.apply("BMKG", changes, SourceRecord(name="BMKG", url="https://bmkg.example/"), datetime.now(UTC))


def tsunami() -> Alert:
    now = datetime.now(UTC).replace(microsecond=0)
    return Alert(
        id="tsunami", identifier="tsunami", sender="bmkg.go.id", source="BMKG", title="Peringatan dini tsunami",
        published=now, effective=now, expires=now + timedelta(hours=1), language="id", severity=Severity.AWAS,
        hazard=Hazard.TSUNAMI, places=(), verified=Verified.TLS,
    )  # fmt: skip


def test_a_warning_takes_the_screen_and_the_voice_and_leaves_a_band_when_it_is_understood(hall: Any) -> None:
    receive(hall)
    hall.open()
    hall.app.tick()
    assert hall.app.board.screen == "idle"
    receive(hall, tsunami())
    hall.wait_until(lambda: hall.app.board.screen == "alert")
    # past the siren: a sentence is being said
    hall.wait_until(lambda: hall.app.board.speaking is not None and hall.app.board.speaking.index >= 0)
    assert "tsunami" in " ".join(sentence.spoken for sentence in hall.app.board.speaking.sentences).lower()
    hall.app.controller.alerts.acknowledge()
    hall.wait_until(lambda: hall.app.board.speaking is None)
    assert hall.app.board.screen == "idle"
    assert hall.app.board.band is not None
    hall.app.tick()
    assert (hall.app.board.screen, hall.app.board.speaking) == ("idle", None)
