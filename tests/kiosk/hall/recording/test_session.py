"""A real recording child; a WAV file stands for the microphone."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from kiosk.core.messages import Message, RecordingEnded, RecordingHeard
from kiosk.hall.notices.store import RECORDING, NoticeStore, remove_interrupted
from kiosk.hall.recording.recorder import MOST_SECONDS, level_of
from kiosk.hall.recording.session import Recording
from kiosk.hall.recording.take import MODULE
from tests.kiosk.hall.desk.test_walk import tone

pytestmark = pytest.mark.attack(
    "root and keys",
    "a voice recording that was interrupted",
    "removed by the recorder, or at the next start",
)


@pytest.fixture
def microphone(tmp_path: Path) -> str:
    (tmp_path / "mikrofon.wav").write_bytes(tone("wav"))
    return f"wav:{tmp_path / 'mikrofon.wav'}"


def test_held_and_let_go_of(tmp_path: Path, microphone: str) -> None:
    told: queue.Queue[Message] = queue.Queue()
    recording = Recording(microphone, tmp_path / "a.wav", told.put)
    first = told.get(timeout=60)
    assert isinstance(first, RecordingHeard)
    assert first.level > 50, "440 Hz at a quarter of full scale"
    recording.finish()
    while isinstance(ended := told.get(timeout=60), RecordingHeard):
        pass
    assert isinstance(ended, RecordingEnded)
    assert ended.fault == ""
    assert ended.peak == pytest.approx(8_000 / 32_767, abs=0.01)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getnframes() / file.getframerate() == pytest.approx(ended.seconds, abs=0.02)
    assert told.empty(), "an end is told once"


def test_a_microphone_that_is_not_there(tmp_path: Path) -> None:
    told: queue.Queue[Message] = queue.Queue()
    Recording("wav:/nirgends.wav", tmp_path / "a.wav", told.put)
    ended = told.get(timeout=60)
    assert isinstance(ended, RecordingEnded)
    assert ended.fault


def test_a_child_that_is_killed_is_told_and_discarded_nothing_is(tmp_path: Path, microphone: str) -> None:
    told: queue.Queue[Message] = queue.Queue()
    before = children()
    recording = Recording(microphone, tmp_path / "a.wav", told.put)
    told.get(timeout=60)
    (child,) = children() - before
    os.kill(child, signal.SIGKILL)
    while isinstance(ended := told.get(timeout=60), RecordingHeard):
        pass
    assert ended == RecordingEnded(fault="the recorder ended by itself")
    recording.discard()
    assert not (tmp_path / "a.wav").exists()
    other = Recording(microphone, tmp_path / "b.wav", told.put)
    told.get(timeout=60)
    other.discard()
    assert not (tmp_path / "b.wav").exists()
    assert not any(isinstance(each, RecordingEnded) for each in list(told.queue))


def children() -> set[int]:
    """The processes that this one started and that run (proc(5))."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text("ascii").split()}


PARENT = """
import queue, sys, time
from pathlib import Path
from kiosk.hall.recording.session import Recording
told = queue.Queue()
recording = Recording(sys.argv[1], Path(sys.argv[2]), told.put)
told.get(timeout=60)
print(*(n for task in Path("/proc/self/task").glob("*/children") for n in task.read_text().split()), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_said_to_a_kiosk_that_died_is_removed(tmp_path: Path, microphone: str, number: signal.Signals) -> None:
    path = tmp_path / "rekaman.wav"
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, microphone, str(path)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert path.exists()
        parent.send_signal(number)
    deadline = time.monotonic() + 60
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not path.exists()


def test_what_was_said_is_removed_when_nobody_listens_any_more(tmp_path: Path, microphone: str) -> None:
    """A kiosk that died is seen in what the child writes before it is seen in what it reads, or the other way round."""
    path = tmp_path / "rekaman.wav"
    words = [sys.executable, "-m", MODULE, microphone, "file", str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline()
        child.stdout.close()
        assert child.wait(60) == 1  # its input is open still
    assert not path.exists()


def test_what_a_power_cut_left_of_a_voice_goes_when_the_window_starts(tmp_path: Path) -> None:
    drafts = NoticeStore(tmp_path, "Bunga").drafts
    (drafts / f"{RECORDING}kim-1.wav").write_bytes(b"suara")
    (drafts / "foto.jpg").write_bytes(b"x")
    remove_interrupted(tmp_path)
    assert [path.name for path in drafts.iterdir()] == ["foto.jpg"]
    remove_interrupted(tmp_path / "nowhere")


@pytest.mark.parametrize(("sample", "level"), [(0, 0), (32_767, 100), (103, 0), (3_277, 60)])
def test_levels_are_those_of_an_ear(sample: int, level: int) -> None:
    assert level_of(sample) == level


def test_it_ends_by_itself() -> None:
    assert MOST_SECONDS <= 120
