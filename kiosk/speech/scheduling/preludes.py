"""Sounds before the words, as files that are ready when they are needed: they take the player alone, and no voice."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from kiosk.speech.errors import SoundError, one_line
from kiosk.speech.scheduling.chime import RATE_HZ, chime_samples, two_chimes_samples
from kiosk.speech.scheduling.siren import siren_samples
from kiosk.speech.scheduling.tone import tone_samples
from kiosk.speech.utterance import Prelude
from kiosk.speech.wav import measure_header, write_wav

log = logging.getLogger(__name__)

VERSION = 1  # raise when the sound of one changes
SAMPLES: Mapping[Prelude, Callable[[], array[int]]] = MappingProxyType(
    {
        Prelude.CHIME: chime_samples,
        Prelude.TWO_CHIMES: two_chimes_samples,
        Prelude.SIREN: siren_samples,
        Prelude.TONE: tone_samples,
    }
)


class Preludes:
    """Files of the preludes in *folder*, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_missing(self) -> None:
        """Make the prelude files that are missing or damaged."""
        for prelude in SAMPLES:
            self.prelude_wav(prelude)

    def prelude_wav(self, prelude: Prelude) -> Path | None:
        """Return the 16-bit mono WAV, made now if it is missing; None for no prelude, or if it cannot be kept.

        The words are said all the same.
        """
        if prelude not in SAMPLES:
            return None
        path = self._folder / f"{prelude.value}-{VERSION}.wav"
        try:
            measure_header(path)
        except SoundError:  # not made yet, or cut off by a power failure
            return self._create(prelude, path)
        return path

    def _create(self, prelude: Prelude, path: Path) -> Path | None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_wav(path, SAMPLES[prelude](), RATE_HZ)
        except (SoundError, OSError) as error:
            log.warning("no %s is heard: %s", prelude.value, one_line(error))
            return None
        return path
