"""Child process that makes sound files: `python -m kiosk.speech.synthesis.child --voice NAME`.

Lines of JSON in: {"id": 1, "text": "…", "path": "/…/x.wav", "rate": 130, "language": "id"}, or with "recording", a WAV file to be
levelled, in place of text, rate and language. Lines of JSON out, one for each:
{"id": 1, "duration": 2.5} or {"id": 1, "error": "one line"}. It may be killed at any moment: a file is there whole or not at all.
It ends when its input does, even in the middle of a sentence, so that none is left when the kiosk dies.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import sys
import threading
from pathlib import Path
from typing import IO, Any

from content_cache.model.problems import Problem, to_text
from kiosk.speech.errors import SoundError, SpeechError, one_line
from kiosk.speech.problems import VoiceError, problem_of
from kiosk.speech.synthesis.levelling import level
from kiosk.speech.synthesis.recordings import level_file
from kiosk.speech.synthesis.voices import Voice, is_slow, open_voice
from kiosk.speech.wav import measure_header, read_mono, write_wav

_LOWEST_PRIORITY = 19
_MOST_MEMORY = 768_000_000  # bytes of data; a piece of 160 tokens takes 410 MB in all
MAX_CHARACTERS = 2_000  # espeak over-reads its buffer at about 17,000


def make_sound(voice: Voice, request: dict[str, Any]) -> float:
    """Synthesise and level one sentence; return its duration in seconds. Raise SpeechError."""
    text = printable(str(request["text"]))[:MAX_CHARACTERS]
    path = Path(request["path"])
    raw = path.with_name(path.name + ".raw")
    try:
        sound = voice.synthesise(text, raw, rate_wpm=int(request["rate"]), language=str(request.get("language", "id")))
        samples = read_mono(raw, sound.rate_hz)
        return write_wav(path, level(samples, sound.rate_hz), measure_header(raw).rate_hz).duration_s
    finally:
        raw.unlink(missing_ok=True)


def printable(text: str) -> str:
    """Return *text* without commands to a voice: control characters and phoneme brackets ("[[", also out of "[[[")."""
    return "".join(c if c.isprintable() and c not in "[]" else " " for c in text).strip()


def carry_out(voice: Voice | None, trouble: Problem | None, request: dict[str, Any]) -> float:
    """Carry out one request; return the duration of its sound in seconds. Raise SpeechError."""
    if "recording" in request:
        return level_file(Path(request["recording"]), Path(request["path"])).duration_s
    if voice is None:
        raise VoiceError(trouble or "there is no voice")
    return make_sound(voice, request)


def answer_line(voice: Voice | None, trouble: Problem | None, line: str) -> dict[str, Any]:
    """Return the child's answer to one line of its input; never raises for the content of the line."""
    number: Any = None
    try:
        request = json.loads(line)
        number = request["id"]
        return {"id": number, "duration": round(carry_out(voice, trouble, request), 3)}
    except (SpeechError, SoundError) as error:
        return {"id": number, "error": to_text(problem_of(error))}
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        return {"id": number, "error": f"bad request to the voice: {one_line(error)}"}


def read_requests(stream: IO[str], lines: queue.SimpleQueue[str]) -> None:
    """Fill the queue; when the input ends, end the process, whatever the voice is doing just then."""
    for line in stream:
        lines.put(line)
    os._exit(0)


def make_room() -> None:
    """Give the process the lowest priority and a limit of memory, and let it be killed first where memory runs out.

    A large voice must yield to everything else on this machine. On an office's PC with Windows it has no limits.
    """
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError):  # a sandbox may refuse even a lower priority
        os.setpriority(os.PRIO_PROCESS, 0, _LOWEST_PRIORITY)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))


def serve_synthesis(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="kiosk.speech.synthesis.child")
    parser.add_argument("--voice", default="auto")
    chosen = parser.parse_args(arguments).voice
    voice, trouble = None, None
    if is_slow(chosen):
        make_room()
    try:
        voice = open_voice(chosen)
    except VoiceError as error:
        trouble = error.problem
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=read_requests, args=(sys.stdin, lines), daemon=True).start()
    while True:
        sys.stdout.write(json.dumps(answer_line(voice, trouble, lines.get())) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve_synthesis()
