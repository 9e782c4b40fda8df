"""Software of others that comes along: each library under the GPL or the LGPL is named, and its source offered."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from tests.deploy.markdown import ROOT

NOTICES = (ROOT / "THIRD-PARTY.md").read_text("utf-8")


def test_each_library_in_the_wheel_of_pyav_is_named() -> None:
    named = set(re.findall(r"`(lib[\w-]+)`", NOTICES))
    carried = {Path(file).name.split(".")[0] for file in distribution("av").files or () if "av.libs/" in str(file)}
    stems = {name.rpartition("-")[0] for name in carried}
    assert len(stems) > 10
    assert {stem for stem in stems if not any(stem.startswith(each) for each in named)} == set()


def test_source_is_offered_and_the_licence_comes_along() -> None:
    files = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license-files"]
    assert {"THIRD-PARTY.md", "LICENSE-GPL-2.txt"} <= set(files)
    assert "complete corresponding source" in NOTICES.replace("\n", " ")
    assert "Version 2, June 1991" in (ROOT / "LICENSE-GPL-2.txt").read_text("utf-8")
    assert "libx264" in (ROOT / "deploy/deb/copyright").read_text("utf-8")


def test_what_is_built_has_the_notices(tmp_path: Path) -> None:
    """Image, packages and updates are made of this wheel."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if "/licenses/" in name}
    assert {"LICENSE", "THIRD-PARTY.md", "LICENSE-GPL-2.txt"} <= names
