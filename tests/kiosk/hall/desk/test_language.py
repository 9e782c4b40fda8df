"""A session in which somebody of the hall records what the kiosk says in a language of theirs; and what is no recording."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

import kiosk.hall.desk
from kiosk.narration.recordable import recordable
from kiosk.state.recorded_prompts import ENOUGH, LIST, RecordedPrompts
from tests.support.desk import Hall, Phone
from tests.support.spoken import tone


def voice(tmp_path: Path, seconds: float = 0.4) -> tuple[io.BytesIO, str]:
    tone(tmp_path / "suara.wav", seconds)
    return io.BytesIO((tmp_path / "suara.wav").read_bytes()), "suara.wav"


def test_it_goes_from_sentence_to_sentence_and_plays_each_back(hall: Hall, sari: Phone, tmp_path: Path) -> None:
    sentences = recordable("loe")
    sari.get("/bahasa")
    assert "Saluan" in sari.page
    sari.get("/bahasa/loe")
    for number in range(3):
        assert f"“{sentences[number].words}”" in sari.page
        sari.send("/bahasa/loe", suara=voice(tmp_path))
        assert "Sudah benar?" in sari.page
        assert sari.get(f"/bahasa/loe/{sentences[number].key}.wav").mimetype == "audio/wav"
        sari.get(f"/bahasa/loe?kalimat={sentences[number + 1].key}")
    assert RecordedPrompts(hall.data).recorded("loe") == {each.key for each in sentences[:3]}
    sari.get("/bahasa")
    left = sentences[3:]
    words = sum(len(each.words.split()) for each in left)
    assert f"{len(left)} belum ({words} kata)" in sari.page
    assert f"mulai {ENOUGH} kalimat" in sari.page


def test_one_is_recorded_again_and_taken_away(hall: Hall, sari: Phone, tmp_path: Path) -> None:
    first = recordable("blz")[0]
    recorded = RecordedPrompts(hall.data)
    sari.get("/bahasa/blz")
    sari.send("/bahasa/blz", suara=voice(tmp_path, 0.3))
    before = (hall.data / "desk/prompts/blz" / f"{first.key}.wav").read_bytes()
    sari.send("/bahasa/blz", suara=voice(tmp_path, 0.6))
    assert (hall.data / "desk/prompts/blz" / f"{first.key}.wav").read_bytes() != before
    sari.send("/bahasa/blz", buang="ya", suara=None)
    assert recorded.recorded("blz") == frozenset()
    assert sari.get(f"/bahasa/blz/{first.key}.wav").status_code == 404


@pytest.mark.parametrize("content", [b"", b"bukan suara", b"RIFF\xff\xff\xff\xffWAVE", b"\xff\xd8\xff" * 400])
def test_what_is_no_recording_is_told_and_the_one_before_stays(
    hall: Hall, sari: Phone, tmp_path: Path, content: bytes
) -> None:
    first = recordable("bdl")[0]
    sari.get("/bahasa/bdl")
    sari.send("/bahasa/bdl", suara=voice(tmp_path))
    sari.send("/bahasa/bdl", suara=(io.BytesIO(content), "x.wav"))
    assert 'role="alert"' in sari.page
    assert RecordedPrompts(hall.data).find_prompt("bdl", first.key) is not None


@pytest.mark.parametrize(
    "path", ["/bahasa/id", "/bahasa/xx", "/bahasa/..", "/bahasa/loe/..%2f..%2fpeople.wav", "/bahasa/loe/x.wav"]
)
def test_no_other_language_and_no_other_file(sari: Phone, path: str) -> None:
    assert sari.get(path).status_code == 404


def test_no_sentence_but_ours_and_nobody_without_a_login(hall: Hall, sari: Phone, tmp_path: Path) -> None:
    sari.get("/bahasa/loe")
    assert sari.send("/bahasa/loe", kalimat="0" * 64, suara=voice(tmp_path)).status_code == 404
    stranger = hall.phone("192.168.4.21")
    stranger.send("/bahasa/loe", kalimat=recordable("loe")[0].key, suara=voice(tmp_path))
    assert RecordedPrompts(hall.data).recorded("loe") == frozenset()
    assert stranger.get("/bahasa/loe").status_code != 200


def test_the_server_in_front_lets_every_form_with_a_file_through() -> None:
    """It takes 16 kB of all other forms, and found this one too large when it was used for the first time."""
    folder = Path(kiosk.hall.desk.__file__).parent
    (door,) = re.findall(r'location ~ "([^"]+)"', (folder / "front.conf").read_text("utf-8"))
    forms = [
        form
        for page in sorted((folder / "pages").glob("*.html"))
        for form in re.findall(r"<form[^>]*multipart[^>]*>", page.read_text("utf-8"))
    ]
    actions = {
        re.sub(r"\{\{.*?\}\}", "loe" if "language" in action else "7", action)
        for form in forms
        for action in re.findall(r'action="([^"]+)"', form)
    }
    assert len(actions) >= 4
    assert all(re.fullmatch(door.strip("^$"), action) for action in actions)


def test_what_another_hall_has_recorded_is_not_asked_for(hall: Hall, sari: Phone, tmp_path: Path) -> None:
    sentences = recordable("loe")
    (hall.data / LIST).write_text(json.dumps({"loe": [sentences[0].key, "x", "../" * 20], "xx": ["a" * 64]}), "utf-8")
    sari.get("/bahasa")
    assert "1 di antaranya dari balai lain" in sari.page
    sari.get("/bahasa/loe")
    assert f"“{sentences[1].words}”" in sari.page
    sari.get(f"/bahasa/loe?kalimat={sentences[0].key}")
    assert "sudah direkam balai lain" in sari.page
    sari.send("/bahasa/loe", suara=voice(tmp_path))
    assert RecordedPrompts(hall.data).recorded("loe") == {sentences[0].key}
    sari.get("/bahasa")
    assert "dari balai lain" not in sari.page


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"loe": 3}', b"[" * 90_000, b"x" * 2_000_000])
def test_a_damaged_list_of_other_halls_is_none(hall: Hall, sari: Phone, content: bytes) -> None:
    (hall.data / LIST).write_bytes(content)
    assert sari.get("/bahasa").status_code == 200
    assert "dari balai lain" not in sari.page
