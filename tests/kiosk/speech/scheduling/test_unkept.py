"""What nobody may keep is said out of memory: no sound of it is left in any folder, nor in the process."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.core.messages import Ending
from kiosk.speech.synthesis.unkept import folder_for_now, sweep
from tests.support.speech import PATIENCE_S, Ear, Loudness, MakeSpeaker, Utter

pytestmark = pytest.mark.attack(
    "people",
    "what a resident says to the kiosk is read off its card, its stick or its temporary files",
)


def memories() -> int:
    """Sounds of this process that no folder names."""
    found = 0
    for each in Path("/proc/self/fd").iterdir():
        try:
            found += "memfd:said" in str(each.readlink())
        except FileNotFoundError:  # the one that lists them
            continue
    return found


def test_a_typed_sentence_is_heard_and_no_sound_of_it_is_left(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    loudness: Loudness,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = tmp_path / "run"
    room.mkdir()
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(room))
    speaker = make_speaker()
    speaker.say(replace(utter("Anak saya sakit.", "Kapan puskesmas buka?"), as_it_is=True))
    assert ear.ended("u").ending is Ending.DONE
    assert [each.name for each in tmp_path.rglob("*.wav")] == ["heard.wav"]
    assert list(room.iterdir()) == []
    limit = time.monotonic() + PATIENCE_S
    while memories() and time.monotonic() < limit:  # the speaker's thread lets go of it
        gc.collect()
        time.sleep(0.01)
    assert memories() == 0
    speaker.close()
    assert loudness(tmp_path / "heard.wav") > 0.03


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    left = tmp_path / "kiosk-unkept-999999999-abc"
    left.mkdir()
    (left / "x.wav.raw").write_bytes(b"RIFF")
    with folder_for_now() as mine:
        sweep()
        assert (mine.exists(), left.exists()) == (True, False)
    assert list(tmp_path.iterdir()) == []
