"""A recording is kept only if it was long enough, heard something, and nobody threw it away meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.messages import RecordingEnded, RecordingHeard
from kiosk.pages.technician.recording_session import VoiceTake
from kiosk.pages.technician.view import TakeState


class Noted:
    """A recording that notes what is asked of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asked: list[str] = []

    def finish(self) -> None:
        self.asked.append("finish")

    def discard(self) -> None:
        self.asked.append("discard")


def begun() -> tuple[VoiceTake, list[Noted]]:
    recordings: list[Noted] = []

    def record(path: Path) -> Noted:
        recordings.append(Noted(path))
        return recordings[-1]

    take = VoiceTake(record)
    take.start_take(Path("one.wav"))
    return take, recordings


def test_a_good_one_can_be_kept() -> None:
    take, (recording,) = begun()
    take.on_recorder(RecordingHeard(2.5, 40), str)
    assert (take.take, take.seconds, take.level, take.made) == (TakeState.RUNNING, 2.5, 40, None)

    take.finish_take()
    take.on_recorder(RecordingHeard(2.6, 40), str)
    assert (take.take, take.level) == (TakeState.ENDING, 0)

    assert take.on_recorder(RecordingEnded(2.7, 0.4), str) == ""
    assert (take.take, take.seconds, take.made) == (TakeState.MADE, 2.7, Path("one.wav"))
    assert recording.asked == ["finish"]


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (RecordingEnded(0.0, 0.0, "no such device"), "The microphone does not answer. Is it plugged in?"),
        (RecordingEnded(0.9, 0.4), "Too short. Hold the button for as long as you speak."),
        (RecordingEnded(5.0, 0.001), "Nothing was heard. Speak close to the microphone."),
    ],
)
def test_what_came_to_nothing_is_told_and_thrown_away(ended: RecordingEnded, told: str) -> None:
    take, (recording,) = begun()

    assert take.on_recorder(ended, str) == told
    assert (take.take, take.made, recording.asked) == (TakeState.NONE, None, ["discard"])


def test_of_one_thrown_away_nothing_is_taken() -> None:
    take, recordings = begun()
    take.throw_away()
    assert take.on_recorder(RecordingEnded(5.0, 0.4), str) == ""
    assert take.take is TakeState.NONE

    take.start_take(Path("two.wav"))
    take.start_take(Path("three.wav"))
    assert [recording.asked for recording in recordings] == [["discard"], ["discard"], []]
