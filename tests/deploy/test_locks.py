"""The lock: every version once, each with hashes, all that pyproject.toml asks for, and no host that it is fetched from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.markdown import ROOT

PROGRAM, OFFICE, IMAGE = "deploy/lock/program.txt", "deploy/lock/office.txt", "deploy/image/requirements.txt"
SERVER = "deploy/kantor/requirements.txt"
FILES = (PROGRAM, OFFICE, IMAGE, SERVER, *(f"deploy/lock/{group}.txt" for group in ("test", "lint", "s3", "release")))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNS = ("kiosk", "desk", "site", "sms", "films", "printer")
NOT_OF_PYPI = {"kivy", "lgpio"}
"""On image and Debian: Debian's own, and one that is built (deploy/image/lgpio.sh)."""


def pins(file: str) -> dict[str, set[str]]:
    """The versions of each distribution in a lock; more than one where Pythons differ."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / file).read_text("utf-8").splitlines():
        if "==" in line:
            pinned = Requirement(line.rstrip(" \\"))
            (only,) = pinned.specifier
            assert only.operator == "==", line
            found.setdefault(canonicalize_name(pinned.name), set()).add(only.version)
    return found


def asked(file: str) -> list[str]:
    """Return the requirements in pyproject.toml that the lock *file* must cover."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    extras = project["optional-dependencies"]
    group = Path(file).stem
    if group in groups:
        return list(groups[group])
    named = {PROGRAM: (*RUNS, "office"), OFFICE: ("office", "films"), SERVER: ("office", "films"), IMAGE: RUNS}[file]
    build = groups["build"] if file not in (IMAGE, SERVER) else []
    return [*project["dependencies"], *(line for extra in named for line in extras[extra]), *build]


@pytest.mark.parametrize("file", FILES)
def test_what_is_asked_for_is_locked(file: str) -> None:
    locked = pins(file)
    for line in asked(file):
        wanted = Requirement(line)
        if file == IMAGE and wanted.name in NOT_OF_PYPI:
            assert wanted.name not in locked
            continue
        versions = locked.get(canonicalize_name(wanted.name), set())
        assert versions, f"{line}: sh deploy/lock.sh"
        assert any(wanted.specifier.contains(version) for version in versions), f"{line}: sh deploy/lock.sh"


def test_all_locks_are_parts_of_one() -> None:
    versions: dict[str, dict[str, set[str]]] = {}
    for file in FILES:
        for name, some in pins(file).items():
            versions.setdefault(name, {})[file] = some
    for name, by_file in versions.items():
        most = max(by_file.values(), key=len)
        assert all(some <= most for some in by_file.values()), (name, by_file)


@pytest.mark.parametrize("file", FILES)
def test_each_line_has_hashes_and_none_a_host(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 20
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", each) for each in entries)
    assert not re.search(r"://|^-", text, re.MULTILINE)


def test_what_has_no_first_release_is_bounded() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *(line for some in extras.values() for line in some)]
    for line in lines:
        wanted = Requirement(line)
        if any(each.version.startswith("0.") for each in wanted.specifier):
            assert any(each.operator == "<" for each in wanted.specifier), line
