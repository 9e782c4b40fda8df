"""What the tests of speech share: speakers, an ear that hears messages, measures for sound files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.speech import Ear, Loudness, MakeSpeaker, Played, SoundOf, Utter, loudness_of, utterance_of


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def make_speaker(tmp_path: Path, ear: Ear) -> Iterator[MakeSpeaker]:
    made = MakeSpeaker(tmp_path, ear)
    yield made
    made.close()


@pytest.fixture
def utter() -> Utter:
    return utterance_of


@pytest.fixture
def played() -> type[Played]:
    return Played


@pytest.fixture
def sound_of(tmp_path: Path) -> SoundOf:
    return SoundOf(tmp_path)


@pytest.fixture
def loudness() -> Loudness:
    return loudness_of


@pytest.fixture
def alsa_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A default ALSA device that writes what it plays into this WAV file: a sound card for machines without one."""
    sound = tmp_path / "card.wav"
    (tmp_path / ".asoundrc").write_text(
        f'pcm.!default {{ type file slave.pcm "null" file "{sound}" format "wav" }}\n'
        "pcm.null { type null }\n"
        "ctl.!default { type hw card 0 }\n"
    )
    monkeypatch.setitem(os.environ, "HOME", str(tmp_path))  # the players are children: they read it there
    return sound
