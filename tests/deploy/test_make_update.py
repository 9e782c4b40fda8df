"""The office's command for an update: what it makes, a kiosk takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from content_cache.signing.keys import SecretKey
from kiosk.appliance.update.installer import Updating
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestResult

SCRIPT = Path(__file__).parents[2] / "deploy/make-update.sh"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin/python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    info = folder / "lib/python3.13/site-packages/kim_kiosk-0.2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: kim-kiosk\nVersion: 0.2.0\n")
    return folder


def make(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", SCRIPT, *map(str, words)], capture_output=True, text=True, check=False)


def test_what_it_makes_is_taken_and_made_twice_is_equal(tmp_path: Path, program: Path) -> None:
    secret = SecretKey.generate("pembaruan")
    key = tmp_path / "pembaruan.key"
    key.write_text(secret.file())
    made = [make(program, 12, "aarch64", key, tmp_path / name) for name in ("satu", "dua")]
    assert [each.returncode for each in made] == [0, 0], made[0].stderr
    one, two = (tmp_path / name / "kiosk-12-aarch64.squashfs" for name in ("satu", "dua"))
    assert one.read_bytes() == two.read_bytes()
    folders = Folders(tmp_path / "root")
    folders.system.mkdir(parents=True)
    told = Updating(folders, [str(secret.public)], machine="aarch64").install_update(tmp_path / "satu")
    assert (told.result, told.data) == (RequestResult.DONE, {"number": 12, "version": "0.2.0"})


def test_a_wrong_call_is_told(tmp_path: Path, program: Path) -> None:
    for words in ([], [program, "dua", "aarch64", "k", tmp_path], [tmp_path, 1, "aarch64", "k", tmp_path]):
        told = make(*words)
        assert told.returncode == 2
        assert told.stderr
