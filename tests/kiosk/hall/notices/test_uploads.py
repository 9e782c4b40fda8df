"""Files from phones that are named by content: what one form takes does not take it away from another."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
import pytest
import soundfile
from PIL import Image

from kiosk.hall.notices.faults import NoticeCode, RefusedError
from kiosk.hall.notices.notice import Attached
from kiosk.hall.notices.uploads import take_attached, take_map, take_photo, take_spoken, take_voice
from kiosk.speech.synthesis.opus import recorded


def noise(path: Path, rate_hz: int, seconds: float) -> Path:
    samples = numpy.random.default_rng(7).normal(0, 3_000, round(rate_hz * seconds)).astype(numpy.int16)
    soundfile.write(path, samples, rate_hz, "PCM_16")
    return path


def test_a_photo_taken_as_a_map_stays_in_the_notice_that_has_it(tmp_path: Path) -> None:
    body = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(body, "JPEG")
    (kept,) = take_attached([io.BytesIO(body.getvalue())], tmp_path)
    assert isinstance(kept, Attached)
    before = {file.name for file in tmp_path.iterdir()}

    name = take_map(io.BytesIO(body.getvalue()), tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == before | {name}
    assert (tmp_path / kept.file).stat().st_size > (tmp_path / name).stat().st_size


def test_a_map_leaves_nothing_but_itself(tmp_path: Path) -> None:
    body = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(body, "JPEG")
    name = take_map(io.BytesIO(body.getvalue()), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_whoever_sends_the_photo_of_a_new_phone_is_told_what_to_do(tmp_path: Path, brand: bytes) -> None:
    """ "This photo cannot be used; try another one": the next one of that phone is no other."""
    photo = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(4_000)
    (refused,) = take_attached([io.BytesIO(photo)], tmp_path, films=True)
    assert isinstance(refused, RefusedError)
    assert refused.problem.code == NoticeCode.PHOTO_HEIC
    for take in (take_photo, take_map):
        with pytest.raises(RefusedError, match="photo_heic"):
            take(io.BytesIO(photo), tmp_path)


@pytest.mark.slow(cases=0)
def test_what_is_spoken_for_a_line_is_small_and_sounds_as_it_did(tmp_path: Path) -> None:
    """The same recording may stand in a notice that somebody is writing: that stays."""
    sent = noise(tmp_path / "sent.wav", 48_000, 60.0).read_bytes()
    kept = take_voice(io.BytesIO(sent), tmp_path / "drafts")
    name = take_spoken(io.BytesIO(sent), tmp_path / "drafts")
    assert {path.name for path in (tmp_path / "drafts").iterdir()} == {kept, name}
    assert (tmp_path / "drafts" / name).stat().st_size <= 250_000, "a minute, however loud it is around"


@pytest.mark.parametrize("samples", [159, 960, 1_127, 1_128, 1_129, 16_000, 44_101])
@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 44_100, 48_000])
def test_what_was_recorded_can_be_decoded_whatever_its_length(tmp_path: Path, samples: int, rate_hz: int) -> None:
    wav = noise(tmp_path / "x.wav", rate_hz, samples / rate_hz)
    decoded = soundfile.info(io.BytesIO(recorded(wav)))
    assert 0 <= decoded.duration - samples / rate_hz < 0.075
