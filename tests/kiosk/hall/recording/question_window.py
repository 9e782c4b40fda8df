"""The window's part of a question, for those who kill it: records half a second, seals, says the number, and again."""

from __future__ import annotations

import json
import queue
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.core.messages import Message, QuestionTaken, RecordingHeard
from kiosk.hall.recording.question_take import QuestionTake
from kiosk.post.identity import own_key
from kiosk.post.spool import Spool
from kiosk.state.memory import Memory

_FIRST_S = 0.3  # of a recording: its first word
SAID = b"Puskesmas Kilongan"


def now() -> datetime:
    return datetime(2026, 11, 27, 10, tzinfo=UTC)


def main(data: Path, microphone: str, office: str) -> None:
    spool = Spool(data, own_key(data, data / "none" / "x"), bytes.fromhex(office), now=now)
    with Memory(data) as memory:
        for number in range(1, 100):
            told: queue.Queue[Message] = queue.Queue()
            take = QuestionTake(microphone, number, told.put)
            while isinstance(message := told.get(timeout=60), RecordingHeard):
                if number == 1 and message.seconds < _FIRST_S:
                    _say("open")
                if message.seconds >= 1.2:
                    take.finish()
            assert isinstance(message, QuestionTaken)

            def content_of(given: int, opus: bytes = message.opus) -> bytes:
                memory.questions.note_asked(given, now())
                return json.dumps({"number": given, "for": SAID.decode()}).encode() + b"\n" + opus

            _say(spool.put_question(content_of))
            take.discard()


def _say(number: int | str) -> None:
    print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
