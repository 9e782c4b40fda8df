"""`kiosk listening-test`: people hear pairs of voices, write what was said and tell which they understood better."""

from __future__ import annotations

import argparse
import csv
import queue
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from difflib import SequenceMatcher
from importlib import resources
from itertools import combinations, cycle, islice
from pathlib import Path
from typing import NamedTuple

from kiosk.cli.extras import require
from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.core.messages import Ending, Message, SpeechEnded
from kiosk.installation import Installation, Refusal
from kiosk.speech.errors import SpeechError
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.scheduling.wav_export import write_wav
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS, kokoro_missing
from kiosk.speech.synthesis.voices import VOICES_FOLDER, mbrola_missing, placed, resolve_voice
from kiosk.speech.utterance import Manner, Utterance, Where

TABLE = "uji-dengar.csv"
COLUMNS = ("time", "listener", "pair", "sentence", "first", "second", "better", "understood", "share")
SENTENCES = "listening_sentences.txt"
PAIRS = 12
SAME = "same"
_LONGEST_S = 60.0
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Answer = Callable[[str], str]
"""Shows a question and returns what was typed. Raises EOFError where nobody types."""


class Pair(NamedTuple):
    """One sentence by two voices."""

    sentence: str
    first: str
    second: str


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--voices", nargs="+", metavar=_("NAME"), help=_("two or more of: kiosk voices list"))
    parser.add_argument("--pairs", type=int, default=PAIRS, metavar=_("NUMBER"), help=_("how many pairs are played"))
    parser.add_argument("--listener", default="", metavar=_("NAME"), help=_("who listens; a number will do"))
    parser.add_argument("--to", type=Path, metavar=_("FILE.csv"), help=_("the table; what is in it stays"))
    parser.add_argument("--horn", action="store_true", help=_("through the horn"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("kiosk")
    voices = asked.voices or voices_here(installation)
    table = asked.to or installation.data / TABLE
    pairs = drawn(voices, asked.pairs, random.SystemRandom())
    return listening_test(installation, input, pairs, table, listener=asked.listener, horn=asked.horn)


def voices_here(installation: Installation) -> list[str]:
    """All that can speak."""
    folder = installation.data / VOICES_FOLDER / KOKORO
    neural = [f"{KOKORO}/{each}" for each in SPEAKERS if kokoro_missing(folder / each) is None]
    return [*neural, *(["mb-id1"] if mbrola_missing() is None else []), "id"]


def sentences() -> list[str]:
    lines = (resources.files(__package__) / SENTENCES).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def drawn(voices: Sequence[str], count: int, lot: random.Random) -> list[Pair]:
    """Each voice against each other, as often first as second; sentences by lot, none twice while there are others. Raises Refusal
    for fewer than two voices."""
    if len(set(voices)) < 2 or count < 1:
        raise Refusal("a listening test needs two voices; here is: {voices}", voices=", ".join(voices))
    texts = sentences()
    lot.shuffle(texts)
    both_ways = [order for pair in combinations(dict.fromkeys(voices), 2) for order in (pair, pair[::-1])]
    lot.shuffle(both_ways)
    return [Pair(text, *order) for text, order in islice(zip(cycle(texts), cycle(both_ways), strict=False), count)]


def listening_test(
    installation: Installation, answer: Answer, pairs: Sequence[Pair], table: Path, *, listener: str, horn: bool
) -> int:
    """Whoever ends it early keeps what was answered. Raises Refusal with one line: a voice, a loudspeaker, a table that cannot be
    written."""
    _ = installation.words
    answered: list[dict[str, str]] = []
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-listening-") as scratch:
            sounds = _made(installation, pairs, Path(scratch))
            with closing(_Loudspeaker(installation, horn=horn)) as loudspeaker, suppress(EOFError):
                for number, pair in enumerate(pairs, 1):
                    installation.out(_("Pair {n} of {all}", n=number, all=len(pairs)))
                    said, better = _asked(installation, answer, loudspeaker, [sounds[each] for each in _sides(pair)])
                    row = _row(installation, listener, number, pair, said, better)
                    _keep(table, row)
                    answered.append(row)
    except SpeechError as error:
        raise Refusal("{error}", error=error.problem) from error
    except OSError as error:
        raise Refusal("{path}: {reason}", path=str(table), reason=error.strerror or str(error)) from error
    for line in _told(installation, answered):
        installation.out(line)
    installation.out(_("The answers are in {file}", file=str(table)))
    return 0


def _sides(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return (pair.sentence, pair.first), (pair.sentence, pair.second)


def _made(installation: Installation, pairs: Sequence[Pair], folder: Path) -> dict[tuple[str, str], Path]:
    """All sounds before the first is heard: a listener does not wait for a slow voice."""
    wording = ItemScript(zone=installation.zone, lexicon=installation.settings.speech.lexicon)
    wanted = list(dict.fromkeys(side for pair in pairs for side in _sides(pair)))
    sounds: dict[tuple[str, str], Path] = {}
    with Bar(sys.stderr) as bar:
        for number, (sentence, voice) in enumerate(wanted, 1):
            sounds[sentence, voice] = path = folder / f"{number}.wav"
            name = resolve_voice(placed(voice, installation.data / VOICES_FOLDER))
            write_wav(notice("", [sentence], wording), path, voice=name, rate_wpm=installation.settings.speech.rate)
            bar.draw(number, len(wanted), voice)
    return sounds


def _asked(
    installation: Installation, answer: Answer, loudspeaker: _Loudspeaker, sounds: Sequence[Path]
) -> tuple[str, str]:
    """What was said, as it was understood of the first voice alone, and which was better: "1", "2" or "0"."""
    _ = installation.words
    installation.out(_("The first voice …"))
    loudspeaker.play(sounds[0])
    said = answer(f"{_('What was said? (write it, or nothing)')} ").strip()
    installation.out(_("The second voice …"))
    loudspeaker.play(sounds[1])
    while (better := answer(f"{_('Which was better understood? 1, 2, 0 = the same, u = again')} ").strip()) not in (
        "0",
        "1",
        "2",
    ):
        if better == "u":
            for sound in sounds:
                loudspeaker.play(sound)
    return said, better


def _row(installation: Installation, listener: str, number: int, pair: Pair, said: str, better: str) -> dict[str, str]:
    alike = SequenceMatcher(None, _letters(pair.sentence), _letters(said), autojunk=False).ratio()
    values = (
        datetime.now(installation.zone).isoformat(timespec="seconds"),
        _plain(listener),
        str(number),
        pair.sentence,
        pair.first,
        pair.second,
        {"0": SAME, "1": pair.first, "2": pair.second}[better],
        _plain(said),
        f"{alike:.2f}" if said else "",
    )
    return dict(zip(COLUMNS, values, strict=True))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _plain(typed: str) -> str:
    """What no spreadsheet takes for a formula."""
    line = " ".join(typed.split())[:300]
    return f"'{line}" if line.startswith(_FORMULA) else line


def _keep(table: Path, row: dict[str, str]) -> None:
    """At once: a test that is broken off has lost nothing."""
    table.parent.mkdir(parents=True, exist_ok=True)
    new = not table.exists() or not table.stat().st_size
    with table.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        if new:
            writer.writeheader()
        writer.writerow(row)


def _told(installation: Installation, rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """A line for each voice."""
    for voice in dict.fromkeys(row[side] for row in rows for side in ("first", "second")):
        heard = [row for row in rows if voice in (row["first"], row["second"])]
        chosen = sum(row["better"] == voice for row in heard)
        shares = [float(row["share"]) for row in heard if row["first"] == voice and row["share"]]
        understood = f"{100 * sum(shares) / len(shares):.0f} %" if shares else "-"
        yield installation.words(
            "{voice}: better in {chosen} of {heard} pairs, letters understood: {understood}",
            voice=voice, chosen=chosen, heard=len(heard), understood=understood,
        )  # fmt: skip


class _Loudspeaker:
    """Plays one sound after the other, each to its end."""

    def __init__(self, installation: Installation, *, horn: bool) -> None:
        speech = installation.settings.speech
        self._heard: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._manner = Manner(where=Where.HORN if horn else Where.INDOOR)
        self._speaker = Speaker(
            tell=self._heard.put,
            cache_dir=installation.data / "speech",
            voice="silent",
            volume=speech.volume,
            device=speech.device,
            horn_device=speech.horn_device,
            horn_profile=speech.horn_profile,
        )
        self._number = 0

    def play(self, sound: Path) -> None:
        """Raises Refusal where it is not heard."""
        self._number += 1
        self._speaker.say(Utterance(f"listening {self._number}", (), recording=sound), self._manner)
        with suppress(queue.Empty):
            while not isinstance(told := self._heard.get(timeout=_LONGEST_S), SpeechEnded):
                pass
            if told.ending is Ending.DONE:
                return
            raise Refusal("speaking failed ({reason})", reason=told.reason)
        raise Refusal("speaking failed ({reason})", reason="")

    def close(self) -> None:
        self._speaker.close()
