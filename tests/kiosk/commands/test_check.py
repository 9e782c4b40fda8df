"""`kiosk check` on a store and a disk that are not well: what is wrong and what to do, in Indonesian."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from content_cache import Store
from content_cache.schema import STORE
from kiosk.commands.call import Call
from kiosk.commands.check import check
from kiosk.commands.explain_sound import explain_sound
from kiosk.settings import Settings
from tests.faults.mounts import make_ext4, mounted, run, why_not

needs_mount = pytest.mark.skipif(bool(why_not()), reason=f"no file system can be made here: {why_not()}")


def findings(data: Path) -> dict[str, tuple[bool, str]]:
    lines: list[str] = []
    check(Call(Settings(), None, data, lines.append, lines.append), as_json=True)
    return {found["part"]: (found["ok"], found["text"]) for found in json.loads(lines[-1])["checks"]}


def test_a_damaged_store_is_told_with_what_to_do(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    (tmp_path / STORE).write_bytes(os.urandom(20_000))
    ok, text = findings(tmp_path)["isi"]
    assert not ok
    assert text.startswith(f"{tmp_path}: berkas isi rusak")
    assert "kiosk refresh" in text


@needs_mount
def test_a_full_disk_and_one_that_is_read_only_are_told(tmp_path: Path) -> None:
    with mounted(make_ext4(tmp_path / "small.img", 8), tmp_path / "small") as data:
        Store.open(data).close()
        ok, text = findings(data)["penyimpanan"]
        assert (ok, "hampir penuh" in text) == (False, True)
        run("mount", "-o", "remount,ro", str(data))
        found = findings(data)
        assert (found["penyimpanan"][0], "tidak dapat ditulis" in found["penyimpanan"][1]) == (False, True)
        assert found["isi"][0], "what is stored is read all the same"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("voice: id", "berbicara dengan suara espeak-ng (id)"),
        ("mb-id1: the package mbrola-id1 is not installed (Debian's non-free part)", "apt install mbrola-id1"),
        ("id: espeak-ng is not there (sudo apt install espeak-ng)", "apt install espeak-ng"),
        ("voice 'x' is unknown: use one of auto, id, or the path of a folder", "suara 'x' tidak dikenal"),
        ("/suara: there is no .onnx file in this folder", "/suara: tidak ada berkas .onnx"),
        ("/s/a.onnx.json: is missing; it comes with the .onnx", "/s/a.onnx.json: berkas ini hilang"),
        ("no sound device for 'auto': PortAudio: there is none; aplay: x", "tidak ada perangkat suara 'auto'"),
    ],
)
def test_the_voices_own_lines_are_told_in_indonesian(line: str, words: str) -> None:
    told = explain_sound(line)
    assert words in told
    assert not {"the", "is", "no", "there", "of"} & set(told.replace("-", " ").split())


def test_the_line_about_the_voice_is_indonesian(tmp_path: Path) -> None:
    text = findings(tmp_path)["suara"][1]
    assert "voice:" not in text
    assert "not installed" not in text
