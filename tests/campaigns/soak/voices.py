"""Utterances of three voices, with kills and cuts: none lost, none by two voices.

    python -m tests.campaigns.soak.voices [UTTERANCES] [SEED]

What the office has spoken is a tone of 300 or 200 Hz, the kiosk's own slow voice hums at 440 Hz, espeak-ng speaks: who said an
utterance is told by what a WAV file in place of the sound card was given. Files are cut, emptied and removed before an utterance;
synthesiser, player and the slow voice's child are killed while it is said or made. Ends with 1 if any utterance did not come to its
end, a sentence of it was not heard, or two voices said it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.core.messages import Ending, SentenceStarted
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.utterance import Sentence, SpokenSound, Utterance
from kiosk.speech.wav import pcm
from tests.support.kokoro import small_kokoro
from tests.support.speech import RATE_HZ, Ear
from tests.support.spoken import NAME, tone

OFFICE, OTHER, OWN, LIVE = "office", "other office", "own", "espeak"
TONES = {OFFICE: 300.0, OTHER: 200.0}  # Hz
OTHER_NAME = "kokoro/ef_dora"
SPOILT = ("cut", "emptied", "removed", "another")
_SPOILS = 0.3  # of the utterances
_WINDOW = RATE_HZ // 20  # 50 ms
_PERIOD = RATE_HZ // 100  # samples: tone and hum repeat themselves after 10 ms, and speech does not
_ALIKE = 0.02  # of the energy may differ from one period to the next
_PURE = 0.85  # of the energy of a tone lies around its pitch
_AROUND_HZ = 25.0
_LOUD = 300.0  # root mean square of 16-bit samples
_RUN = 4  # windows that a voice is heard in, one after the other
_WORDS = ("rapat", "warga", "besok", "pagi", "air", "jalan", "desa", "pasar", "ikan", "sekolah", "kapal", "hujan")


class VoiceSoak:
    """One speaker in `folder`; `faults` tells what went wrong."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._folder = folder
        self._card = folder / "card.wav"
        self._ear = Ear()
        self._number = 0
        self.faults: list[str] = []
        self.said: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.speaker = Speaker(
            SpeechSettings(voice=str(small_kokoro(folder / "voices")), device=f"fast-wav:{self._card}", volume=100),
            tell=self._ear.tell,
            cache_dir=folder / "cache",
            deadline_s=60.0,
        )

    def close(self) -> None:
        self.speaker.close()

    def say(self) -> None:
        """One more utterance, and what may happen to it."""
        self._number += 1
        kind = self._random.choice((OFFICE, OFFICE, OWN, OWN, LIVE, "half", "two offices", "broken off"))
        utterance = self._utterance(kind)
        spoilt = self._spoil(utterance) if self._random.random() < 0.3 else ""
        victim = self._random.choice(("", "", "", "player", "voice"))
        before = self._card.stat().st_size if self._card.exists() else 44
        self.speaker.say(utterance)
        if victim:
            self._kill(victim)
        ended = self._ear.ended(utterance.id)
        name = f"{utterance.id}: {kind} {spoilt} {victim}".strip()
        lit = {told.index for told in self._ear.of(SentenceStarted) if told.utterance == utterance.id}
        if ended.ending is not Ending.DONE or lit != set(range(len(utterance.sentences))):
            self.faults.append(f"{name}: {ended}, heard {sorted(lit)}")
        voices = self._heard(before)
        self.said["+".join(sorted(voices)) or "nobody"] += 1
        self.done[f"{kind}{' spoilt' if spoilt else ''}"] += 1
        if len(voices) != 1 and not (kind == "half" and voices == {OFFICE, OWN}):  # one voice, of two makers
            self.faults.append(f"{name}: said by {sorted(voices)}")
        self._ear.heard.clear()

    def _utterance(self, kind: str) -> Utterance:
        texts = [self._sentence() for _ in range(self._random.randint(1, 4))]
        by_office = {OFFICE: len(texts), "half": len(texts) // 2 or 1, "two offices": len(texts)}.get(kind, 0)
        sentences = []
        for index, text in enumerate(texts):
            other = kind == "two offices" and index % 2
            file = self._folder / f"{self._number % 50}-{index}.wav"
            if index < by_office:
                tone(file, 0.15 + 0.01 * len(text), TONES[OTHER if other else OFFICE])
            sound = SpokenSound(file, OTHER_NAME if other else NAME)
            sentences.append(Sentence(text, sound=sound if index < by_office else None))
        utterance = Utterance(f"u{self._number}", tuple(sentences))
        if kind in (OWN, "half", "broken off"):
            self._make(utterance, broken_off=kind == "broken off")
        return utterance

    def _sentence(self) -> str:
        return f"{' '.join(self._random.choices(_WORDS, k=self._random.randint(1, 3)))} {self._number}.".capitalize()

    def _make(self, utterance: Utterance, *, broken_off: bool) -> None:
        ahead = self.speaker.ahead
        assert ahead is not None
        ahead.render(utterance)
        if broken_off:
            time.sleep(self._random.random() * 0.05)
            ahead.pause()
        ahead.wait_until_rendered()

    def _spoil(self, utterance: Utterance) -> str:
        """One of the files that it would be said from."""
        files = [each.sound.path for each in utterance.sentences if each.sound is not None]
        newest = sorted((self._folder / "cache" / "ready").glob("*.wav"), key=lambda path: path.stat().st_mtime_ns)
        files += newest[-len(utterance.sentences) :]
        if not files:
            return ""
        file, how = self._random.choice(files), self._random.choice(SPOILT)
        content = file.read_bytes()
        if how == "removed":
            file.unlink()
        else:
            file.write_bytes({"cut": content[: len(content) // 2], "emptied": b"", "another": os.urandom(900)}[how])
        return how

    def _kill(self, victim: str) -> None:
        time.sleep(self._random.random() * 0.08)
        pid = self.speaker.player_pid if victim == "player" else self.speaker.synthesiser_pid
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:  # it has ended by itself
                return

    def _heard(self, before: int) -> set[str]:
        """The voices in what the card was given since it had so many bytes."""
        with self._card.open("rb") as file:
            file.seek(before)
            samples = np.frombuffer(pcm(file.read()), dtype=np.int16).astype(np.float64)
        windows = samples[: len(samples) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
        windows = windows[np.sqrt((windows**2).mean(axis=1)) > _LOUD]
        heard = list(map(self._voice_of, windows))
        runs = [(voice, len(list(run))) for voice, run in groupby(heard)]
        # where one sound passes into the next, a window or two are nobody's
        return {voice for voice, length in runs if length >= _RUN} or {
            voice for voice, _ in Counter(heard).most_common(1)
        }

    @staticmethod
    def _voice_of(window: NDArray[np.float64]) -> str:
        differs = ((window[_PERIOD:] - window[:-_PERIOD]) ** 2).mean() / (window**2).mean()
        if differs > _ALIKE:
            return LIVE
        power = np.abs(np.fft.rfft(window * np.hanning(_WINDOW))) ** 2
        at = np.fft.rfftfreq(_WINDOW, 1 / RATE_HZ)
        for voice, hz in TONES.items():
            if power[np.abs(at - hz) <= _AROUND_HZ].sum() > _PURE * power.sum():
                return voice
        return OWN


@contextmanager
def soaking(folder: Path, seed: int) -> Iterator[VoiceSoak]:
    soak = VoiceSoak(folder, seed)
    try:
        yield soak
    finally:
        soak.close()


def main(utterances: int, seed: int) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-voices-") as place, soaking(Path(place), seed) as soak:
        for number in range(1, utterances + 1):
            known = len(soak.faults)
            soak.say()
            for fault in soak.faults[known:]:
                print(fault, flush=True)
            if number % max(1, utterances // 10) == 0:
                print(f"after {number}: {time.monotonic() - began:.0f} s, {len(soak.faults)} faults", flush=True)
        print(f"said by: {dict(soak.said)}\nof: {dict(soak.done)}")
        return 1 if soak.faults else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*given, *(2_000, 1)[len(given) :]))
