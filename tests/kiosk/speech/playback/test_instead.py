"""A sound device that is not there: it sounds from another, which is told, until it is back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.speech.playback.child import Player


@pytest.fixture
def events() -> list[dict[str, Any]]:
    return []


def begin(player: Player, token: int) -> None:
    player.handle({"do": "begin", "token": token, "percent": 50, "lead_in": 0})
    player.handle({"do": "stop"})


def test_another_device_sounds_until_it_is_back(tmp_path: Path, events: list[dict[str, Any]]) -> None:
    folder, other = tmp_path / "unplugged", tmp_path / "other.wav"
    player = Player(f"fast-wav:{folder}/sound.wav", events.append, None, f"fast-wav:{other}")
    begin(player, 1)
    begin(player, 2)
    told = [event for event in events if event["event"] == "instead"]
    assert len(told) == 1
    assert told[0]["reason"]
    assert not [event for event in events if event.get("ending") == "failed"]
    assert other.exists()
    player._close()
    folder.mkdir()
    begin(player, 3)
    assert [event["reason"] for event in events if event["event"] == "instead"][1:] == [""]
    player._close()


def test_where_there_is_none_at_all_the_one_that_was_meant_is_named(
    events: list[dict[str, Any]], tmp_path: Path
) -> None:
    player = Player(f"wav:{tmp_path}/a/meant.wav", events.append, None, f"wav:{tmp_path}/b/other.wav")
    player.handle({"do": "begin", "token": 1, "percent": 50, "lead_in": 0})
    failed = [event for event in events if event.get("ending") == "failed"]
    assert len(failed) == 1
    assert "meant.wav" in failed[0]["reason"]


def test_a_horn_has_no_other(events: list[dict[str, Any]], tmp_path: Path) -> None:
    player = Player(f"wav:{tmp_path}/a/horn.wav", events.append)
    player.handle({"do": "begin", "token": 1, "percent": 50, "lead_in": 0})
    assert [event["event"] for event in events] == ["ended"]
