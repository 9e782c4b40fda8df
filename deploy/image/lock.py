"""Writes requirements.txt: the wheels of image and packages, each with its hashes, as PyPI has them for Debian's Python today.

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
MACHINES = ("aarch64", "x86_64")  # the first is the image's, whose versions the other takes


def platforms(machine: str) -> list[str]:
    return ["any", f"manylinux2014_{machine}", *(f"manylinux_2_{minor}_{machine}" for minor in range(17, 42))]


def wanted(pyproject: Path) -> list[str]:
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    every = [*project["dependencies"], *extras["kiosk"], *extras["desk"], *extras["site"], *extras["sms"]]
    return [line for line in every if re.split(r"[<>=;~! ]", line)[0] not in FROM_ELSEWHERE]


def resolved(requirements: list[str], machine: str) -> dict[tuple[str, str], str]:
    """The SHA-256 of each wheel, by (name, version)."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        asked = [f"--platform={name}" for name in platforms(machine)]
        asked += ["--implementation=cp", f"--python-version={PYTHON}", "--only-binary=:all:", f"--target={folder}/none"]
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        subprocess.run([*command, f"--report={report}", *asked, *requirements], check=True)
        installs = json.loads(report.read_text("utf-8"))["install"]
    found = {}
    for each in installs:
        name = each["metadata"]["name"].lower().replace("_", "-")
        found[name, each["metadata"]["version"]] = each["download_info"]["archive_info"]["hashes"]["sha256"]
    return found


def main() -> None:
    print("# Made by lock.py: what image and packages take from PyPI.")
    first = resolved(wanted(Path("pyproject.toml")), MACHINES[0])
    pinned = [f"{name}=={version}" for name, version in first]
    hashes = [first, *(resolved(pinned, machine) for machine in MACHINES[1:])]
    for name, version in sorted(first):
        digests = dict.fromkeys(each[name, version] for each in hashes)
        print(f"{name}=={version}", *(f"--hash=sha256:{digest}" for digest in digests))


if __name__ == "__main__":
    main()
