"""The guide's own commands make certificates by which RAUC takes a bundle, and none that may sign others."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.campaigns.appliance.bundles import Signer, bundle
from tests.deploy.test_make_bundle import FLOOR, ROOT

GUIDE = Path(__file__).parents[2] / "deploy/panduan-sistem.md"
pytestmark = pytest.mark.skipif(shutil.which("rauc") is None, reason="rauc is not installed")


def test_certificates_of_the_guide(tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    for block in blocks[:2]:  # without the passwords that people are asked for
        script = block.replace("-keyout", "-nodes -keyout")
        subprocess.run(["sh", "-eu", "-c", script], cwd=tmp_path, check=True, capture_output=True)
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in ("root.img", "boot.vfat"):
        (parts / name).write_bytes(bytes(range(256)) * 4096)
    made = bundle(parts, FLOOR, Signer(tmp_path / "tanda.pem", tmp_path / "tanda.key"), tmp_path / "out")
    conf = (ROOT / "etc/rauc/system.conf").read_text("utf-8").replace("@NUMBER@", str(FLOOR))
    conf = conf.replace("/etc/rauc/keyring.pem", str(tmp_path / "induk.pem")).replace(
        "/var/lib/kiosk-system/rauc", str(tmp_path)
    )
    (tmp_path / "system.conf").write_text(conf, "utf-8")
    told = subprocess.run(
        ["rauc", "-c", tmp_path / "system.conf", "info", made], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert (made.with_name("kiosk-system.json")).read_text() == f'{{"number": {FLOOR}}}\n'
