"""Writes requirements.txt: the wheels of the image, each with its hash, as PyPI has them for the image's Python today.

    python -m deploy.image.lock >deploy/image/requirements.txt

Run it to take newer versions in. Kivy comes from Debian (PyPI's has no Wayland), lgpio is built (lgpio.sh).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PYTHON = "3.13"  # of Debian 13
FROM_ELSEWHERE = {"kivy", "kivy-garden", "docutils", "pygments", "filetype", "lgpio"}
PLATFORMS = ["any", "manylinux2014_aarch64", *(f"manylinux_2_{minor}_aarch64" for minor in range(17, 42))]


def wanted(pyproject: Path) -> list[str]:
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    every = [*project["dependencies"], *extras["kiosk"], *extras["desk"]]
    return [line for line in every if re.split(r"[<>=;~! ]", line)[0] not in FROM_ELSEWHERE]


def resolved(requirements: list[str]) -> list[tuple[str, str, str]]:
    """(name, version, sha256) of each wheel."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        asked = [f"--platform={name}" for name in PLATFORMS]
        asked += ["--implementation=cp", f"--python-version={PYTHON}", "--only-binary=:all:", f"--target={folder}/none"]
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        subprocess.run([*command, f"--report={report}", *asked, *requirements], check=True)
        installs = json.loads(report.read_text("utf-8"))["install"]
    found = []
    for each in installs:
        name = each["metadata"]["name"].lower().replace("_", "-")
        found.append((name, each["metadata"]["version"], each["download_info"]["archive_info"]["hashes"]["sha256"]))
    return sorted(found)


def main() -> None:
    print("# Made by lock.py: what the image takes from PyPI.")
    for name, version, digest in resolved(wanted(Path("pyproject.toml"))):
        print(f"{name}=={version} --hash=sha256:{digest}")


if __name__ == "__main__":
    main()
