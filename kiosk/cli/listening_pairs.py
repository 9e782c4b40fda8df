"""Pairs of sounds that a listening test plays, and the table of its answers, for the terminal and the screen."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from importlib import resources
from itertools import combinations, cycle, islice
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from kiosk.cli.progress import Bar
from kiosk.core.messages import Ending, Message, SpeechEnded
from kiosk.installation import Installation, Refusal
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.scheduling.wav_export import write_wav
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.synthesis.voices import VOICES_FOLDER, placed, resolve_voice
from kiosk.speech.utterance import Manner, Sentence, SpokenSound, Utterance, Where

COLUMNS = ("time", "listener", "pair", "sentence", "first", "second", "better", "understood", "share")
SENTENCES = "listening_sentences.txt"
SAME = "same"
_LONGEST = 300  # characters of what was written
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Pair(NamedTuple):
    """One sentence by two voices."""

    sentence: str
    first: str
    second: str

    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return (self.sentence, self.first), (self.sentence, self.second)


Sounds = dict[tuple[str, str], Path]
"""Recordings by sentence and voice."""


def sentences() -> list[str]:
    lines = (resources.files(__package__) / SENTENCES).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def drawn(voices: Sequence[str], count: int, lot: random.Random) -> list[Pair]:
    """Return *count* pairs: each voice against each other, as often first as second.

    Sentences are drawn by *lot*, none twice before all were used. Raises Refusal for fewer than two voices.
    """
    if len(set(voices)) < 2 or count < 1:
        raise Refusal("a listening test needs two voices; here is: {voices}", voices=", ".join(voices))
    texts = sentences()
    lot.shuffle(texts)
    both_ways = [order for pair in combinations(dict.fromkeys(voices), 2) for order in (pair, pair[::-1])]
    lot.shuffle(both_ways)
    return [Pair(text, *order) for text, order in islice(zip(cycle(texts), cycle(both_ways), strict=False), count)]


def turned(pairs: Sequence[Pair], lot: random.Random) -> list[Pair]:
    """Return the same pairs for the next listener, so that their sounds can be reused: voices swapped and the
    order shuffled by *lot*.
    """
    others = [Pair(pair.sentence, pair.second, pair.first) for pair in pairs]
    lot.shuffle(others)
    return others


def made(installation: Installation, pairs: Sequence[Pair], folder: Path) -> Sounds:
    """Synthesise all sounds of *pairs* into *folder* before the first is played: nobody waits for a slow voice.

    Raises SpeechError.
    """
    wording = ItemScript(zone=installation.zone, lexicon=installation.settings.speech.lexicon)
    wanted = list(dict.fromkeys(side for pair in pairs for side in pair.sides()))
    sounds: Sounds = {}
    with Bar(sys.stderr) as bar:
        for number, (sentence, voice) in enumerate(wanted, 1):
            sounds[sentence, voice] = path = folder / f"{number}.wav"
            name = resolve_voice(placed(voice, installation.data / VOICES_FOLDER))
            write_wav(notice("", [sentence], wording), path, voice=name, rate_wpm=installation.settings.speech.rate)
            bar.draw(number, len(wanted), voice)
    return sounds


class ListeningTable:
    """Table of the answers, and the rows that this test has added."""

    def __init__(self, installation: Installation, table: Path) -> None:
        self._installation = installation
        self._table = table
        self._rows: list[dict[str, str]] = []

    def append_rating(self, listener: str, number: int, pair: Pair, said: str, better: str) -> None:
        """Write one answer into the table at once, so that a test that is broken off loses nothing.

        *better* is "1", "2", or "0" for neither. Raises Refusal if it cannot be written.
        """
        alike = SequenceMatcher(None, _letters_alone(pair.sentence), _letters_alone(said), autojunk=False).ratio()
        values = (
            datetime.now(self._installation.zone).isoformat(timespec="seconds"),
            _csv_cell(listener),
            str(number),
            pair.sentence,
            pair.first,
            pair.second,
            {"0": SAME, "1": pair.first, "2": pair.second}[better],
            _csv_cell(said),
            f"{alike:.2f}" if said else "",
        )
        row = dict(zip(COLUMNS, values, strict=True))
        try:
            self._add(row)
        except OSError as error:
            raise self._refused(error) from error
        self._rows.append(row)

    def _add(self, row: dict[str, str]) -> None:
        self._table.parent.mkdir(parents=True, exist_ok=True)
        new = not self._table.exists() or not self._table.stat().st_size
        with self._table.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            if new:
                writer.writeheader()
            writer.writerow(row)

    def next_listener(self) -> str:
        """Return a listener number one above the highest in the table. Raises Refusal if it cannot be read."""
        try:
            with self._table.open(encoding="utf-8", newline="") as file:
                listeners = [row.get("listener") or "" for row in csv.DictReader(file)]
        except FileNotFoundError:
            listeners = []
        except OSError as error:
            raise self._refused(error) from error
        except (ValueError, csv.Error) as error:
            raise Refusal("{path}: {reason}", path=str(self._table), reason=str(error)) from error
        return str(1 + max((int(each) for each in listeners if each.isdecimal() and len(each) < 10), default=0))

    def _refused(self, error: OSError) -> Refusal:
        return Refusal("{path}: {reason}", path=str(self._table), reason=error.strerror or str(error))

    def summary_lines(self) -> Iterator[str]:
        """Yield a line of results for each voice, then the path of the table."""
        _ = self._installation.words
        for voice in dict.fromkeys(row[side] for row in self._rows for side in ("first", "second")):
            heard = [row for row in self._rows if voice in (row["first"], row["second"])]
            chosen = sum(row["better"] == voice for row in heard)
            shares = [float(row["share"]) for row in heard if row["first"] == voice and row["share"]]
            understood = f"{100 * sum(shares) / len(shares):.0f} %" if shares else "-"
            yield _(
                "{voice}: better in {chosen} of {heard} pairs, letters understood: {understood}",
                voice=voice, chosen=chosen, heard=len(heard), understood=understood,
            )  # fmt: skip
        yield _("The answers are in {file}", file=str(self._table))


def _letters_alone(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _csv_cell(typed: str) -> str:
    """Return *typed* on one line, quoted so that no spreadsheet takes it for a formula."""
    line = " ".join(typed.split())[:_LONGEST]
    return f"'{line}" if line.startswith(_FORMULA) else line


Ended = Callable[[str], None]
"""Callback when a sound is over, from another thread: with "", or why it was not heard."""


class SoundPlayer:
    """Player of one sound at a time."""

    def __init__(self, installation: Installation, *, horn: bool) -> None:
        speech = installation.settings.speech
        self._manner = Manner(where=Where.HORN if horn else Where.INDOOR)
        self._number = 0
        self._playing: tuple[str, Ended] = ("", lambda _reason: None)
        self._speaker = Speaker(
            replace(speech, voice="silent"), tell=self._hear, cache_dir=installation.data / "speech"
        )

    def play(self, sound: Path, ended: Ended) -> None:
        """Play *sound* in place of the present one, and call *ended* when it ends.

        The *ended* of a replaced sound is not called.
        """
        self._number += 1
        name = f"listening {self._number}"
        self._playing = name, ended
        self._speaker.say(Utterance(name, (Sentence(name, sound=SpokenSound(sound, name)),)), self._manner)

    def stop(self) -> None:
        self._playing = "", lambda _reason: None
        self._speaker.stop()

    def _hear(self, told: Message) -> None:
        name, ended = self._playing
        if isinstance(told, SpeechEnded) and told.utterance == name:
            ended("" if told.ending is Ending.DONE else told.reason or str(told.ending))

    def close(self) -> None:
        self._speaker.close()
