"""A real recorder for questions; a WAV file stands for the microphone. Where what was said lies, and what closes the microphone."""

from __future__ import annotations

import io
import os
import queue
import signal
import subprocess
import sys
import time
import wave
from array import array
from pathlib import Path

import av
import numpy as np
import pytest

from kiosk.core.messages import Message, QuestionTaken, RecordingHeard
from kiosk.hall.recording.question_sink import MOST_BYTES, SILENCE_S, Listener, finished
from kiosk.hall.recording.question_take import QuestionTake
from kiosk.hall.recording.take import MODULE
from kiosk.speech.synthesis.levelling import TARGET_LUFS
from kiosk.speech.synthesis.loudness import loudness
from tests.support.questions import syllables

pytestmark = [
    pytest.mark.attack(
        "people",
        "what a resident says to the kiosk is read off its card, its stick or its temporary files",
        "it lies in memory that no folder names until it is sealed to the office; a window or a recorder that "
        "is killed takes it along; no copy is made for the player, and what was typed is said from memory "
        "too; `kiosk.sqlite` has numbers and times alone",
    ),
    pytest.mark.attack(
        "people",
        "the microphone hears the hall when nobody asks",
        "a child of its own opens it after the prompt and ends with *Selesai*, *Beranda*, *Kembali*, a "
        "warning, 60 s, 15 s of silence, the visit, or the window; lamp and screen say that it is open; a "
        "switch in its cable holds against all else",
    ),
    pytest.mark.attack(
        "people",
        "questions without end, silence or noise for the office",
    ),
]


RATE_HZ = 16_000
BLOCK_S = 0.1


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("mikrofon") / "suara.wav"
    syllables(path, 20)
    return f"wav:{path}"


def until_ended(told: queue.Queue[Message], take: QuestionTake, after_s: float | None = None) -> QuestionTaken:
    while isinstance(message := told.get(timeout=60), RecordingHeard):
        if after_s is not None and message.seconds >= after_s:
            take.finish()
            after_s = None
    assert isinstance(message, QuestionTaken)
    return message


def recorders() -> set[int]:
    """Processes of this user that can have the microphone: the module's name stands in their command."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                command = (process / "cmdline").read_bytes()
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            if MODULE.encode() in command and parent == os.getpid():
                found.add(int(process.name))
    return found


def memories() -> int:
    """Return how many recordings this process holds in memory."""
    links = (os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())  # noqa: PTH115 -- no path
    return sum("memfd:question" in link for link in links)


def test_what_was_said_is_levelled_small_and_in_memory_alone(spoken: str, tmp_path: Path) -> None:
    told: queue.Queue[Message] = queue.Queue()
    take = QuestionTake(spoken, 3, told.put)
    taken = until_ended(told, take, 2.0)
    assert (taken.take, taken.why) == (3, "")
    assert 1.9 < taken.seconds < 3.5
    with wave.open(str(take.path)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / np.float32(32_767)
        assert file.getnframes() / file.getframerate() == pytest.approx(taken.seconds, abs=0.02)
    assert loudness(heard, 24_000) == pytest.approx(TARGET_LUFS, abs=1.0)
    with av.open(io.BytesIO(taken.opus)) as opus:
        assert opus.streams.audio[0].codec_context.name in ("opus", "libopus")
    assert len(taken.opus) < taken.seconds * MOST_BYTES / 60
    assert memories() == 1
    take.discard()
    assert (memories(), recorders(), list(tmp_path.iterdir())) == (0, set(), [])


def test_a_minute_fits_into_its_bounds() -> None:
    noise = np.random.default_rng(1).normal(0, 6_000, 6 * 48_000)  # what Opus can do least with; a tenth of a minute
    _, opus = finished(array("h", np.clip(noise, -32_767, 32_767).astype(np.int16).tobytes()), 48_000)
    assert len(opus) <= MOST_BYTES / 10


@pytest.mark.parametrize("way", ["discard", "kill", "mute"])
def test_the_microphone_is_closed_however_it_ends(spoken: str, tmp_path: Path, way: str) -> None:
    """No child that could have it, no memory with what was said."""
    told: queue.Queue[Message] = queue.Queue()
    quiet = tmp_path / "diam.wav"
    syllables(quiet, 3, loud=0.0)
    take = QuestionTake(f"wav:{quiet}" if way == "mute" else spoken, 1, told.put)
    told.get(timeout=60)
    (child,) = recorders()
    if way == "kill":
        os.kill(child, signal.SIGKILL)
        assert until_ended(told, take).why == "fault"
    elif way == "mute":
        assert until_ended(told, take, 1.2).why == "silence"
    take.discard()
    assert (recorders(), memories()) == (set(), 0)
    left = [told.get_nowait() for _ in range(told.qsize())]
    assert not [one for one in left if isinstance(one, QuestionTaken)], "what was thrown away is no question"
    assert told.empty()


PARENT = """
import os, queue, sys, time
from kiosk.hall.recording.question_take import QuestionTake
told = queue.Queue()
take = QuestionTake(sys.argv[1], 1, told.put)
told.get(timeout=60)
print(*(n for task in os.listdir("/proc/self/task") for n in open(f"/proc/self/task/{task}/children").read().split()), flush=True)
time.sleep(60)
"""


def test_a_window_that_is_killed_takes_recorder_and_recording_along(spoken: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, spoken],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + 60
    while Path(f"/proc/{child}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path(f"/proc/{child}").exists()
    assert list(tmp_path.iterdir()) == []


def hearing(*parts: tuple[float, float], seed: int = 1) -> Listener:
    """A room in which for so many seconds somebody speaks so loud (0 to 1), above noise of 100."""
    rng, listener = np.random.default_rng(seed), Listener()
    for seconds, loud in parts:
        for block in range(round(seconds / BLOCK_S)):
            times = (block + np.arange(int(RATE_HZ * BLOCK_S)) / (RATE_HZ * BLOCK_S)) * BLOCK_S
            voice = loud * 32_000 * np.sin(2 * np.pi * 200 * times) * np.clip(np.sin(2 * np.pi * 3 * times), 0, 1)
            samples = voice + rng.normal(0, 100, len(times))
            listener.hear(array("h", np.clip(samples, -32_767, 32_767).astype(np.int16).tobytes()), BLOCK_S)
    return listener


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (((5.0, 0.3),), ""), (((1.0, 0.0), (3.0, 0.2), (6.0, 0.0)), ""), (((30.0, 0.0),), "noise"), (((0.6, 0.3),), "short"),
        (((2.0, 0.0), (0.2, 0.3), (4.0, 0.0)), "noise"), (((8.0, 0.008),), "noise"),
    ],
)  # fmt: skip
def test_speech_is_told_from_a_room(parts: tuple[tuple[float, float], ...], why: str) -> None:
    assert hearing(*parts).why_not == why


def test_silence_after_speech_ends_it_and_so_does_nobody() -> None:
    assert not hearing((SILENCE_S - 0.5, 0.0)).left_alone
    assert hearing((SILENCE_S + 0.1, 0.0)).left_alone
    spoken = hearing((4.0, 0.3), (SILENCE_S - 1, 0.0))
    assert not spoken.left_alone
    spoken = hearing((4.0, 0.3), (SILENCE_S + 0.5, 0.0))
    assert (spoken.left_alone, spoken.why_not) == (True, "")


def test_no_microphone_is_told() -> None:
    told: queue.Queue[Message] = queue.Queue()
    take = QuestionTake("wav:/tidak/ada.wav", 1, told.put)
    assert until_ended(told, take).why == "fault"
    take.discard()
