"""Silent voice, as long as speech would take: for tests, and for halls that want no voice."""

from __future__ import annotations

from pathlib import Path

from kiosk.speech.wav import SoundInfo, silence, write_wav

RATE_HZ = 22_050
LETTERS_A_WORD = 6.5
SHORTEST_S = 0.2


class SilentVoice:
    """Voice of real silence. Its length comes from the letters, as words in Indonesian differ much in length."""

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> SoundInfo:  # noqa: ARG002
        seconds = max(SHORTEST_S, len(text) / LETTERS_A_WORD / rate_wpm * 60)
        return write_wav(path, silence(seconds, RATE_HZ), RATE_HZ)
