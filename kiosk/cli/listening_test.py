"""`kiosk listening-test`: people hear pairs of voices and tell which they understand better.

Sentences of its own are played by two voices, all against all, each as often first as second. After the first voice it asks what
was said, after the second which was better. On the screen the next listener follows by touch; without a screen the terminal asks.
Answers are rows of `--to`, else of `uji-dengar.csv` in the data folder (UTF-8, commas):

- `time`: ISO 8601 with the place's offset
- `listener`: `--listener`, else one above the highest number
- `pair`: from 1
- `sentence`: what was said
- `first`, `second`: the voices in their order
- `better`: one of them, or `same`
- `understood`: what was written; an apostrophe stands before what a spreadsheet would take for a formula
- `share`: 0 to 1, how alike its letters are to the sentence's; empty where nothing was written
"""

from __future__ import annotations

import argparse
import queue
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kiosk.cli.extras import require
from kiosk.cli.listening_pairs import Ended, ListeningTable, Pair, SoundPlayer, Sounds, drawn, made, turned
from kiosk.cli.options import add_window, size_of
from kiosk.cli.screen import on_screen, screen_name
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal
from kiosk.speech.errors import SpeechError
from kiosk.speech.problems import problem_of
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS, kokoro_missing
from kiosk.speech.synthesis.voices import VOICES_FOLDER, mbrola_missing

TABLE = "uji-dengar.csv"
PAIRS = 12
_LONGEST_S = 60.0

Answer = Callable[[str], str]
"""Function that shows a question and returns what was typed. Raises EOFError if nobody types."""


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--voices", nargs="+", metavar=_("NAME"), help=_("two or more of: kiosk voices list"))
    parser.add_argument("--pairs", type=int, default=PAIRS, metavar=_("NUMBER"), help=_("how many pairs are played"))
    parser.add_argument("--listener", default="", metavar=_("NAME"), help=_("who listens; a number will do"))
    parser.add_argument("--to", type=Path, metavar=_("FILE.csv"), help=_("the table; what is in it stays"))
    parser.add_argument("--horn", action="store_true", help=_("through the horn"))
    add_window(parser)
    parser.add_argument("--terminal", action="store_true", help=_("at the terminal, though there is a screen"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("kiosk")
    lot = random.SystemRandom()
    pairs = drawn(asked.voices or voices_here(installation), asked.pairs, lot)
    table = asked.to or installation.data / TABLE
    if asked.terminal or not screen_name():
        return listening_test(installation, input, pairs, table, listener=asked.listener, horn=asked.horn)
    size = size_of(asked.window)
    return by_touch(installation, pairs, table, lot, listener=asked.listener, horn=asked.horn, size=size)


def voices_here(installation: Installation) -> list[str]:
    """Return the names of all voices that can speak on this machine."""
    folder = installation.data / VOICES_FOLDER / KOKORO
    neural = [f"{KOKORO}/{each}" for each in SPEAKERS if kokoro_missing(folder / each) is None]
    return [*neural, *(["mb-id1"] if mbrola_missing() is None else []), "id"]


def listening_test(
    installation: Installation, answer: Answer, pairs: Sequence[Pair], table: Path, *, listener: str, horn: bool
) -> int:
    """Run the test at the terminal.

    Whoever ends it early keeps what was answered. Raises Refusal for a voice, a loudspeaker or a table that fails.
    """
    answers = ListeningTable(installation, table)
    with (
        _sounds(installation, pairs) as sounds,
        closing(SoundPlayer(installation, horn=horn)) as player,
        suppress(EOFError),
    ):
        for number, pair in enumerate(pairs, 1):
            installation.out(installation.words("Pair {n} of {all}", n=number, all=len(pairs)))
            said, better = _asked(installation, answer, player, [sounds[each] for each in pair.sides()])
            answers.append_rating(listener, number, pair, said, better)
    _print_summary(installation, answers)
    return 0


def by_touch(
    installation: Installation,
    pairs: Sequence[Pair],
    table: Path,
    lot: random.Random,
    *,
    listener: str,
    horn: bool,
    size: tuple[int, int] | None = None,
) -> int:
    """Run the test on the screen for one listener after the other.

    Raises Refusal as `listening_test`, and if no window can be opened.
    """
    answers = ListeningTable(installation, table)
    first = listener or answers.next_listener()
    with _sounds(installation, pairs) as sounds, closing(SoundPlayer(installation, horn=horn)) as player:
        asked = Touched(pairs, sounds, player, answers, lot, listener=first)

        def load() -> Callable[[], str]:
            from kiosk.app.listening_window import ListeningApp

            return ListeningApp(installation.settings, installation.clock(), asked).run_test

        fault = on_screen(installation, load, size=size)()
    _print_summary(installation, answers)
    if fault:
        raise Refusal("speaking failed ({reason})", reason=fault)
    return 0


def _print_summary(installation: Installation, answers: ListeningTable) -> None:
    for line in answers.summary_lines():
        installation.out(line)


@contextmanager
def _sounds(installation: Installation, pairs: Sequence[Pair]) -> Iterator[Sounds]:
    """Synthesise the sounds of *pairs* and keep them while the context lasts. Raises Refusal for what cannot be spoken."""
    with tempfile.TemporaryDirectory(prefix="kiosk-listening-") as scratch:
        try:
            sounds = made(installation, pairs, Path(scratch))
        except SpeechError as error:
            raise Refusal("{error}", error=problem_of(error)) from error
        yield sounds


class Touched:
    """Actions of the listening test's screen (`kiosk.ui.tools.listening`)."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        sounds: Sounds,
        player: SoundPlayer,
        answers: ListeningTable,
        lot: random.Random,
        *,
        listener: str,
    ) -> None:
        self._pairs = list(pairs)
        self._sounds = sounds
        self._player = player
        self._answers = answers
        self._lot = lot
        self.count = len(pairs)
        self.listener = listener

    def play(self, number: int, side: int, ended: Ended) -> None:
        self._player.play(self._sounds[self._pairs[number - 1].sides()[side - 1]], ended)

    def hush(self) -> None:
        self._player.stop()

    def record_rating(self, number: int, said: str, better: str) -> None:
        """Write one answer into the table. Raises Refusal if it cannot be written."""
        self._answers.append_rating(self.listener, number, self._pairs[number - 1], said, better)

    def next_listener(self) -> None:
        self.listener = self._answers.next_listener()
        self._pairs = turned(self._pairs, self._lot)


def _asked(installation: Installation, answer: Answer, player: SoundPlayer, sounds: Sequence[Path]) -> tuple[str, str]:
    """Play both voices and ask the listener.

    Return what was understood of the first one, and which was better: "1", "2" or "0".
    """
    _ = installation.words
    installation.out(_("The first voice …"))
    _play(player, sounds[0])
    said = answer(f"{_('What was said? (write it, or nothing)')} ").strip()
    installation.out(_("The second voice …"))
    _play(player, sounds[1])
    while (better := answer(f"{_('Which was better understood? 1, 2, 0 = the same, u = again')} ").strip()) not in (
        "0",
        "1",
        "2",
    ):
        if better == "u":
            for sound in sounds:
                _play(player, sound)
    return said, better


def _play(player: SoundPlayer, sound: Path) -> None:
    """Play *sound* to its end. Raises Refusal if it cannot be heard."""
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    player.play(sound, heard.put)
    reason = "?"
    with suppress(queue.Empty):
        reason = heard.get(timeout=_LONGEST_S)
    if reason:
        raise Refusal("speaking failed ({reason})", reason=reason)
