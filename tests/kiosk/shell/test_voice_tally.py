"""How often a voice was ready is counted in kiosk.sqlite, and says nothing of visitors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.core.messages import SpeechStarted
from kiosk.refresher.metrics import count_lines
from kiosk.shell.voice_tally import VoiceTally
from kiosk.state.memory import Memory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_what_was_said_is_written_down_once_a_minute(tmp_path: Path) -> None:
    at = [0.0]
    with Memory(tmp_path) as memory:
        tally = VoiceTally(memory.counts, Clock(UTC, fixed=NOW), lambda: at[0])
        for ready in (True, True, False):
            tally.count_speech(SpeechStarted("u", ready))
        tally.count_speech(SpeechStarted("song", recording=True))
        at[0] = 59.0
        tally.write_if_due()
        assert memory.counts.counts_on(NOW.date()) == {}
        at[0] = 60.0
        tally.write_if_due()
        assert memory.counts.counts_on(NOW.date()) == {"said": 3, "said_ready": 2}
        tally.count_speech(SpeechStarted("u"))
        at[0] = 200.0
        tally.write_if_due()
        counted = memory.counts.counts_on(NOW.date())
        assert counted == {"said": 4, "said_ready": 2}
        assert memory.counts.last_before(NOW.date() + timedelta(days=1)) is None, "nobody was here"
    lines = list(count_lines(counted, {"kiosk": "k"}, NOW))
    assert [line.split(" ")[0] for line in lines] == [
        'kiosk_count_today{kiosk="k",what="said"}',
        'kiosk_count_today{kiosk="k",what="said_ready"}',
    ]
