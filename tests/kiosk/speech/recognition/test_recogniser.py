"""A recogniser in captivity: what it answers, and what becomes of one that oversteps."""

from __future__ import annotations

import ctypes
import os
import queue
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.core.messages import Message, QuestionHeard
from kiosk.speech.recognition.recogniser import Recogniser, plain
from kiosk.speech.recognition.whisper import RecognisedText, RecognitionQuestion
from tests.content_cache.waiting import readers_of

pytestmark = [
    pytest.mark.attack(
        "people",
        "a recogniser is taken over: it reads files, opens sockets, starts processes, answers with nonsense or not at all, "
        "takes 2 GB, hangs, dies",
        "Landlock, seccomp and limits of a reader; threads alone are allowed besides. It is killed 15 s after the question, "
        "its answer is one line of text that is looked for and never obeyed",
    ),
]

PATIENCE_S = 30.0


def echo(question: RecognitionQuestion) -> RecognisedText:
    """Return the recording's bytes as what was said."""
    os.read(question.ready, 1)
    return RecognisedText(os.pread(question.recording, 100, 0).decode(), -0.2, 0.1)


def hang(_question: RecognitionQuestion) -> RecognisedText:
    time.sleep(600)
    return RecognisedText()


def die(_question: RecognitionQuestion) -> RecognisedText:
    ctypes.string_at(0)
    return RecognisedText()


def hoard(_question: RecognitionQuestion) -> RecognisedText:
    return RecognisedText(str(len(bytearray(2_000_000_000))))


def ramble(_question: RecognitionQuestion) -> RecognisedText:
    return RecognisedText("x" * 1_000_000)


def mumble(_question: RecognitionQuestion) -> RecognisedText:
    return RecognisedText("\x1b[2Jkapan\x00 \u202eposyandu\n\n" + "e " * 2_000, -0.1, 0.0)


def break_out(_question: RecognitionQuestion) -> RecognisedText:
    """Return what of all that is forbidden was possible."""
    done = []
    with suppress(OSError):
        Path("/etc/hostname").read_text()
        done.append("file")
    with suppress(OSError):
        socket.socket(socket.AF_UNIX)
        done.append("socket")
    with suppress(OSError):
        os.fork()
        done.append("process")
    with suppress(OSError):
        os.kill(os.getppid(), signal.SIGUSR1)
        done.append("signal")
    return RecognisedText(" ".join(done) or "nothing", 0.0, 0.0)


def many(_question: RecognitionQuestion) -> RecognisedText:
    """Return what a thread of its own says."""
    said: list[str] = []
    thread = threading.Thread(target=said.append, args=("thread",))
    thread.start()
    thread.join()
    return RecognisedText(said[0], 0.0, 0.0)


Begin = Callable[..., queue.SimpleQueue[Message]]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Begin]:
    begun: list[Recogniser] = []
    recording = os.memfd_create("question")

    def begin(
        recognise: Callable[..., RecognisedText], said: bytes = b"", late_s: float = PATIENCE_S
    ) -> queue.SimpleQueue[Message]:
        told: queue.SimpleQueue[Message] = queue.SimpleQueue()
        begun.append(Recogniser(tmp_path, recording, "", 7, told.put, recognise=recognise, reserving=(), late_s=late_s))
        os.write(recording, said)
        begun[-1].begin()
        return told

    yield begin
    for each in begun:
        each.close()
        each.join()
    os.close(recording)


def heard(told: queue.SimpleQueue[Message]) -> QuestionHeard:
    message = told.get(timeout=PATIENCE_S)
    assert isinstance(message, QuestionHeard)
    assert message.take == 7
    return message


def test_what_was_recorded_after_the_start_is_heard(ask: Begin) -> None:
    assert heard(ask(echo, b"kapan posyandu")) == QuestionHeard(7, "kapan posyandu", -0.2, 0.1)


@pytest.mark.parametrize("recognise", [die, hoard, ramble])
def test_whoever_oversteps_has_heard_nothing(ask: Begin, recognise: Callable[..., RecognisedText]) -> None:
    assert heard(ask(recognise)) == QuestionHeard(7, why="fault")


def test_whoever_is_late_is_killed(ask: Begin) -> None:
    told = ask(hang, late_s=0.3)
    assert heard(told) == QuestionHeard(7, why="late")


def test_it_may_start_threads_and_nothing_else(ask: Begin) -> None:
    assert heard(ask(many)).text == "thread"
    assert heard(ask(break_out)).text == "nothing"


def test_nonsense_becomes_one_plain_line(ask: Begin) -> None:
    text = heard(ask(mumble)).text
    assert text.isprintable()
    assert len(text) <= 300


def test_nothing_is_told_after_it_was_closed(tmp_path: Path) -> None:
    told: queue.SimpleQueue[Message] = queue.SimpleQueue()
    recording = os.memfd_create("question")
    recogniser = Recogniser(tmp_path, recording, "", 7, told.put, recognise=hang, reserving=())
    recogniser.close()
    recogniser.join(PATIENCE_S)
    recogniser.begin()
    os.close(recording)
    assert told.empty()
    assert not readers_of(os.getpid())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kapan  posyandu?\n", "kapan posyandu?"),
        ("e e e e e e e e", ""),
        ("aaaaaaaaaaaaaa", ""),
        ("Ada pasar murah Ada pasar murah Ada pasar murah Ada", "Ada pasar murah"),
        ("harga beras beras putih", "harga beras beras putih"),
    ],
)
def test_what_is_repeated_without_end_is_said_once(text: str, line: str) -> None:
    assert plain(text).strip() == line
