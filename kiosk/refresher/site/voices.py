"""Items read aloud for phones: each once, by the kiosk's own voice, as one Opus file that lies among the pages.

Made a few at a time between two turns of the pages, the newest first, in a process of the voice's that ends with it: nothing waits
for it, and a page whose file is not ready yet has no player.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from content_cache.files import write_whole
from content_cache.model.items import Alert, Item
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.settings import Settings
from kiosk.speech.errors import SpeechError
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.opus import BIT_RATE, RATE_HZ, encoded
from kiosk.speech.wav import SAMPLE_BYTES, open_wav

FOLDER = "site/voices"  # beside the documents: `speech` is the screen's alone on a card, and another user cannot even look into it
MOST_ITEMS = 60  # files that are kept: some 130 kB each
AT_ONCE = 4
_MOST_SENTENCES = 60
_MOST_SECONDS = 240
_PAUSE_S = 0.35
_log = logging.getLogger(__name__)


class PageVoices:
    """Recordings in one kiosk's *data* folder. Warnings are left out: nobody must hear one after it is over."""

    def __init__(self, data: Path, settings: Settings, moment: Moment) -> None:
        self._folder = data / FOLDER
        self._speech = settings.speech
        # a near-human voice takes minutes an item, and is the screen's
        self._voice = "auto" if settings.speech.voice.startswith("kokoro") else settings.speech.voice
        self._readings = SpokenReadings(
            Translation(settings.place.language), data, settings.speech.lexicon, place=village(settings.place.name)
        )
        self._moment = moment

    def find_recording(self, item: Item) -> Path | None:
        """Return the recording of *item*, or `None` if it is not ready."""
        path = self._voice_path(item, self._spoken_lines(item))
        return path if path is not None and path.is_file() else None

    def make_missing(self, items: Iterable[Item], at_once: int = AT_ONCE) -> int:
        """Make the missing recordings of the first MOST_ITEMS items, at most *at_once*; return how many were made.

        Recordings of other items are removed.
        """
        wanted: dict[Path, tuple[str, list[str]]] = {}
        for item in items:
            words = self._spoken_lines(item)
            path = self._voice_path(item, words)
            if path is not None and len(wanted) < MOST_ITEMS:
                wanted[path] = (item.language or "id", words)
        missing = [path for path in wanted if not path.is_file()][:at_once]
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.iterdir():
            if old not in wanted:
                old.unlink(missing_ok=True)
        if not missing:
            return 0
        with tempfile.TemporaryDirectory(prefix="kiosk-pages-") as place:
            voice = Synthesiser(SoundCache(Path(place)), voice=self._voice, rate_wpm=self._speech.rate)
            try:
                return sum(_made(path, voice, *wanted[path]) for path in missing)
            finally:
                voice.close()

    def _spoken_lines(self, item: Item) -> list[str]:
        """Return the sentences to speak of *item*.

        There are none for a warning, for an item with a recording of its own, and for other languages than Indonesian.
        """
        if isinstance(item, Alert) or item.recordings:
            return []
        told = self._readings.item(item, self._moment)
        if told.language not in ("", "id"):
            return []
        return [each.spoken for each in told.sentences if each.spoken and each.is_heard][:_MOST_SENTENCES]

    def _voice_path(self, item: Item, words: list[str]) -> Path | None:
        if not words:
            return None
        said = "\n".join((self._voice, str(self._speech.rate), item.language, *words))
        return self._folder / f"{sha256(said.encode()).hexdigest()[:32]}.ogg"


def _made(path: Path, voice: Synthesiser, language: str, words: list[str]) -> bool:
    """Speak *words* into the Opus file *path*; return False if that fails, which is logged. The next pages try again."""
    most, parts = _MOST_SECONDS * RATE_HZ * SAMPLE_BYTES, list[bytes]()
    try:
        for each in words:
            parts.append(_samples(voice.synthesise(each, language)))
            if sum(map(len, parts)) > most:
                break
        pause = bytes(int(_PAUSE_S * RATE_HZ) * SAMPLE_BYTES)
        write_whole(path, encoded(pause.join(parts)[:most], BIT_RATE), 0o640)
    except (SpeechError, OSError) as error:
        _log.warning("a page is not read aloud: %s", error)
        return False
    return True


def _samples(wav: Path) -> bytes:
    """Return a WAV file's samples as 16-bit mono at RATE_HZ."""
    import av
    import numpy as np

    with open_wav(wav) as file:
        rate, channels, content = file.getframerate(), file.getnchannels(), file.readframes(file.getnframes())
    if (rate, channels) == (RATE_HZ, 1):
        return content
    layout = "mono" if channels == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(np.frombuffer(content, np.int16).reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    made = [*resampler.resample(frame), *resampler.resample(None)]
    return b"".join(one.to_ndarray().tobytes() for one in made)
