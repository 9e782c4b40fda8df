"""`kiosk ask`: what the kiosk understands of a recorded question, and which items answer it."""

from __future__ import annotations

import argparse
import os
import queue
from pathlib import Path

from kiosk.cli.extras import require
from kiosk.cli.translated_parser import Parser
from kiosk.content.spoken_hints import spoken_hints
from kiosk.core.messages import Message, QuestionHeard
from kiosk.i18n.phrases import village
from kiosk.installation import Installation, Refusal
from kiosk.pages.search.answering import SHOWN, Answering, SearchAnswer
from kiosk.speech.recognition.listen_files import listen_missing
from kiosk.speech.recognition.recogniser import LATE_S, Recogniser
from kiosk.speech.synthesis.voice_files import LISTEN
from kiosk.speech.synthesis.voices import VOICES_FOLDER

_MOST_BYTES = 4_000_000  # bytes of a recording at most


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("wav", type=Path, metavar=_("FILE.wav"), help=_("a recorded question, of at most 8 seconds"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require(LISTEN)
    if missing := listen_missing(installation.data / VOICES_FOLDER):
        raise Refusal("{error}", error=missing)
    return print_answer(installation, asked.wav)


def print_answer(installation: Installation, wav: Path) -> int:
    """Print what speech recognition hears in the file *wav*, and the items that answer it.

    Return 1 if nothing does. Raises Refusal if there is no such file, or no recognition.
    """
    words, repository = installation.words, installation.repository()
    try:
        moment = installation.clock().read()
        hints = spoken_hints(repository.all_items(None, moment), village(installation.settings.place.name))
        heard = _recognise_file(installation, wav, hints)
        if heard.why:
            raise Refusal("nothing was understood ({reason})", reason=heard.why)
        answer = Answering(repository).find_answer(heard, moment)
    finally:
        repository.close()
    installation.out(words("heard: {words}", words=heard.text))
    installation.out(f"{words(_answer_kind(answer))} ({heard.sureness:.2f}, {heard.silence:.2f})")
    for number, item in enumerate(answer.candidates[: 1 if answer.sure else SHOWN], 1):
        installation.out(f"{number}. {item.title} ({item.id})")
    return 0 if answer.candidates else 1


def _answer_kind(answer: SearchAnswer) -> str:
    if answer.sure:
        return "the answer:"
    return "perhaps one of these:" if answer.candidates else "nothing answers it"


def _recognise_file(installation: Installation, wav: Path, hints: str) -> QuestionHeard:
    told: queue.SimpleQueue[Message] = queue.SimpleQueue()
    recording = os.memfd_create("question", os.MFD_CLOEXEC)
    try:
        with wav.open("rb") as file:
            os.write(recording, file.read(_MOST_BYTES))
        model = installation.data / VOICES_FOLDER / LISTEN
        recogniser = Recogniser(model, recording, hints, 0, told.put)
        recogniser.begin()
        heard = told.get(timeout=2 * LATE_S)
        recogniser.join()
    except OSError as error:
        raise Refusal("{file} cannot be read ({reason})", file=str(wav), reason=error.strerror or "") from error
    finally:
        os.close(recording)
    return heard if isinstance(heard, QuestionHeard) else QuestionHeard(0, why="fault")
