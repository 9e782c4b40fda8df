"""A recogniser as the kiosk sees it: a captive process that is begun when somebody is about to speak, and ends with its answer.

It loads its model while somebody speaks (0.3 s of a PC's processor, some seconds of a Pi's), so nothing stays in memory between two
questions.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from content_cache.model.errors import CacheError, StoppedError
from kiosk.core.messages import QuestionHeard, Tell
from kiosk.speech.recognition.whisper import RecognisedText, RecognitionQuestion, recognise

_log = logging.getLogger(__name__)
LATE_S = 15.0
"""Seconds after which an answer is not waited for any longer."""
_LONGEST_S = 60.0  # that a recogniser lives: somebody who begins to speak late, and the answer
MEMORY_BYTES = 560_000_000
"""Address space; 65 % of it may be written to."""
RESERVING = ("numpy", "ctranslate2")
_MOST_THREADS = 4  # more are no faster for so short a piece
_MOST_LETTERS = 300  # of what is understood
_REPEATED = re.compile(r"(.{1,60}?)\1{2,}")

Recognise = Callable[[RecognitionQuestion], RecognisedText]


class Recogniser:
    """Recogniser of one question: a bounded child that starts with the object.

    It tells one QuestionHeard with *number*, unless it is closed before. Call `close` in any case.
    """

    def __init__(
        self,
        model: Path,
        recording: int,
        hints: str,
        number: int,
        tell: Tell,
        *,
        recognise: Recognise = recognise,
        reserving: tuple[str, ...] = RESERVING,
        late_s: float = LATE_S,
    ) -> None:
        """Start the child, which loads the modules *reserving* and then runs *recognise*.

        *model* is the model's folder, *hints* are words that are likely to be said. *recording* is the descriptor of a WAV
        file that is complete when `begin` is called. From then on an answer may take *late_s* seconds.
        """
        self._number = number
        self._tell = tell
        self._lock = threading.Lock()
        self._over = False
        self._stop = threading.Event()
        self._recording = os.dup(recording)
        ready, self._ready = os.pipe()
        self._late = threading.Timer(late_s, self._give_up)
        self._late.daemon = True
        work = (model, hints, ready, recognise, reserving)
        self._thread = threading.Thread(target=self._recognise_bounded, args=work, name="recogniser", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Tell the child that the recording is complete, and start the timer of *late_s* seconds."""
        with self._lock:
            if self._over or self._ready < 0:
                return
            self._late.start()
            with suppress(OSError):  # the child is gone, which is told
                os.write(self._ready, b"!")

    def close(self) -> None:
        """End the child. No message is sent afterwards."""
        self._finish(None)

    def join(self, seconds: float = 5.0) -> None:
        """Wait at most *seconds* until the thread and its child have ended."""
        self._thread.join(seconds)

    def _give_up(self) -> None:
        self._finish(QuestionHeard(self._number, why="late"))

    def _finish(self, message: QuestionHeard | None) -> None:
        with self._lock:
            if self._over:
                return
            self._over = True
        self._late.cancel()
        self._stop.set()
        if message is not None:
            self._tell(message)

    def _recognise_bounded(
        self, model: Path, hints: str, ready: int, recognise: Recognise, reserving: tuple[str, ...]
    ) -> None:
        from content_cache.jobs.sandbox import run_bounded  # with the first question, not with the kiosk

        heard: Any = None
        threads = min(_MOST_THREADS, len(os.sched_getaffinity(0)))
        try:
            heard = run_bounded(
                recognise,
                RecognitionQuestion(self._recording, ready, str(model), hints, threads),
                deadline=_LONGEST_S,
                memory_bytes=MEMORY_BYTES,
                stop=self._stop,
                handed=(self._recording, ready),
                readable=(model,),
                reserving=reserving,
                threads=True,
            )
        except StoppedError:
            pass
        except (CacheError, OSError) as error:
            _log.warning("a question is not understood: %s", error)
        finally:
            with self._lock:
                for descriptor in (ready, self._ready, self._recording):
                    os.close(descriptor)
                self._ready = -1
        if isinstance(heard, RecognisedText):
            self._finish(QuestionHeard(self._number, plain(heard.text), heard.sureness, heard.silence))
        else:
            self._finish(QuestionHeard(self._number, why="fault"))


def plain(text: str) -> str:
    """Return the recognised text as one printable line, with words that repeat endlessly given once.

    Return "" for one syllable that repeats, which recognisers write when nobody speaks.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_MOST_LETTERS]
    repeated = _REPEATED.search(line.casefold())
    if not repeated or len(repeated[0]) < len(line) / 2:
        return line
    return line[: repeated.end(1)] if " " in repeated[1].strip() else ""
