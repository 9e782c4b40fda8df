"""Logs and status on a stick: what helps, no secrets; a stick that is none is told."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.appliance.support_report import report, stick
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestAnswer, RequestResult
from tests.support.machine import Machine

NOW = datetime(2026, 11, 25, 9, 41, tzinfo=UTC)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path / "root")
    made.data.mkdir(parents=True)
    made.system.mkdir(parents=True)
    (made.data / "kiosk-id").write_text("25a0f9710781\n")
    (made.data / "faults.log").write_text("SD: kesalahan baca\n")
    return made


def test_what_is_no_mounted_stick_is_told(folders: Folders, tmp_path: Path) -> None:
    assert report(folders, tmp_path, NOW).result is RequestResult.NOT_FOUND
    assert RequestAnswer.from_json(folders.reported.read_text()).result is RequestResult.NOT_FOUND
    assert stick(folders.root / "sys/class/block") == ""


def test_a_report_on_a_real_file_system(folders: Folders, machine: Machine, tmp_path: Path) -> None:
    """In a namespace of mounts of its own, a memory file system for a stick."""
    machine.put("journal", "2026-11-25T09:41:00+0000 kiosk[1]: layar pertama tampil\n")
    stick_folder, out = tmp_path / "stick", tmp_path / "out"
    stick_folder.mkdir()
    reporting = f"{sys.executable} -m kiosk.appliance --root {folders.root} report {stick_folder}"
    script = f"mount -t tmpfs -o mode=0700 none {stick_folder} && {reporting} && cp -r {stick_folder}/. {out}"
    ran = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False)
    if "unshare" in ran.stderr:
        pytest.skip("only root may mount")
    assert RequestAnswer.from_json(folders.reported.read_text()).result is RequestResult.DONE, ran.stderr
    (written,) = out.iterdir()
    assert written.name.startswith("kiosk-25a0f9710781-")
    assert sorted(path.name for path in written.iterdir()) == ["jurnal.txt", "kesalahan.txt", "status.txt"]
    assert "layar pertama" in (written / "jurnal.txt").read_text()
    assert "program: image" in (written / "status.txt").read_text()
