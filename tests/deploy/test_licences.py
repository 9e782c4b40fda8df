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


LOCKED = ("deploy/image/requirements.txt", "deploy/lock/office.txt")
_COPYLEFT = re.compile(r"\bL?GPL|General Public|\bMPL|Mozilla Public")
_MENTIONED = frozenset({"dulwich", "feedparser-sgmllib", "pillow", "typing-extensions", "waitress"})
"""Their licences name the GPL as another choice, as one that goes with theirs, or of a tool that is not in the wheel."""


def licences(name: str) -> str:
    """Return what an installed library says of its licence, and of those of what it carries."""
    found = distribution(name)
    said = (found.read_text("METADATA") or "").partition("\n\n")[0]
    texts = [
        Path(str(file.locate()))
        for file in found.files or ()
        if re.search("licen|copying|notice", file.name, re.IGNORECASE)
    ]
    return said + "".join(path.read_text("utf-8", "replace") for path in texts if path.suffix not in {".py", ".pyc"})


def test_each_locked_library_under_the_gpl_lgpl_or_mpl_is_named() -> None:
    names = {
        name for lock in LOCKED for name in re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    }
    assert len(names) > 50
    copyleft = {name for name in names if _COPYLEFT.search(licences(name))}
    assert copyleft - _MENTIONED <= set(re.findall(r"`([\w-]+)`", NOTICES))
    assert copyleft >= _MENTIONED


def test_source_is_offered_and_the_licence_comes_along() -> None:
    files = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license-files"]
    assert {"THIRD-PARTY.md", "LICENSE-GPL-2.txt"} <= set(files)
    assert "complete corresponding source" in NOTICES.replace("\n", " ")
    assert "Version 2, June 1991" in (ROOT / "LICENSE-GPL-2.txt").read_text("utf-8")
    assert "libx264" in (ROOT / "deploy/deb/copyright").read_text("utf-8")


def test_what_is_built_has_the_notices_and_of_the_catalogues_the_compiled_ones(tmp_path: Path) -> None:
    """Image, packages and updates are made of this wheel."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    files = zipfile.ZipFile(wheel).namelist()
    assert [name for name in files if "kiosk/i18n/locale/id/" in name] == ["kiosk/i18n/locale/id/LC_MESSAGES/kiosk.mo"]
    names = {Path(name).name for name in files if "/licenses/" in name}
    assert {"LICENSE", "THIRD-PARTY.md", "LICENSE-GPL-2.txt"} <= names
