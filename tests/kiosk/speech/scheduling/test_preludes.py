from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
import pytest

from kiosk.speech.scheduling.chime import RATE_HZ
from kiosk.speech.scheduling.preludes import SAMPLES, Preludes
from kiosk.speech.synthesis.loudness import loudness
from kiosk.speech.utterance import Prelude
from kiosk.speech.wav import FULL_SCALE, measure_header, read_mono
from tests.walks.hearing import hear

LENGTHS_S = {Prelude.CHIME: 1.6, Prelude.TWO_CHIMES: 3.3, Prelude.SIREN: 3.0}


def lufs(samples: array[int]) -> float:
    return loudness(np.frombuffer(samples, dtype=np.int16).astype(np.float32) / np.float32(FULL_SCALE), RATE_HZ)


@pytest.mark.parametrize("prelude", list(LENGTHS_S))
def test_each_is_as_loud_as_the_voice_and_ends_without_a_click(tmp_path: Path, prelude: Prelude) -> None:
    path = Preludes(tmp_path / "preludes").prelude_wav(prelude)
    assert path is not None
    assert measure_header(path).duration_s == pytest.approx(LENGTHS_S[prelude], abs=0.01)
    samples = read_mono(path, RATE_HZ)
    assert lufs(samples) == pytest.approx(-16.0, abs=0.3)
    assert max(map(abs, samples)) < 10 ** (-1 / 20) * FULL_SCALE
    assert max(abs(samples[0]), abs(samples[-1])) < 50


def test_the_siren_rises_and_falls_without_a_gap(tmp_path: Path) -> None:
    path = Preludes(tmp_path / "preludes").prelude_wav(Prelude.SIREN)
    assert path is not None
    siren = hear(path).pitches_of(0.1, 2.9)
    assert len(siren) == 56
    assert all(480 <= pitch <= 1_120 for pitch in siren)
    assert max(siren) - min(siren) > 400


def test_they_are_made_once_and_anew_after_a_power_failure(tmp_path: Path) -> None:
    preludes = Preludes(tmp_path)
    preludes.make_missing()
    files = sorted(tmp_path.iterdir())
    assert len(files) == len(SAMPLES)
    before = files[0].stat().st_ino
    preludes.make_missing()
    assert files[0].stat().st_ino == before
    files[0].write_bytes(b"")
    preludes.make_missing()
    assert measure_header(files[0]).duration_s > 1


def test_where_none_can_be_kept_the_words_are_said_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    assert Preludes(tmp_path / "file").prelude_wav(Prelude.SIREN) is None
    assert "no siren is heard: " in caplog.text
    assert Preludes(tmp_path).prelude_wav(Prelude.NONE) is None
