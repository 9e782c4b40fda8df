"""bash itself is asked what it would complete."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kiosk.cli.completion import bash
from kiosk.cli.parser import COMMANDS
from tests.told import WORDS

ASK = """
source "$1"; shift
complete -p kiosk
compopt() { echo "compopt $*"; }  # bash has it while somebody types alone
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_kiosk
echo "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bash") / "kiosk"
    path.write_text(bash(WORDS), "utf-8")
    return path


def completed(script: Path, typed: str) -> list[str]:
    """What bash offers for the last word; "compopt -o default" where it offers files."""
    done = subprocess.run(
        ["bash", "--norc", "-uc", ASK, "bash", str(script), *typed.split(" ")],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    first, *offered = done.stdout.splitlines()
    assert first == "complete -F _kiosk kiosk"
    return [line for line in offered if line]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kiosk re", "refresh"),
        ("kiosk --ver", "--version"),
        ("kiosk --data items --config ref", "compopt -o default"),  # a value, and not the command
        ("kiosk --data items ref", "refresh"),
        ("kiosk items --ca", "--category"),
        ("kiosk items --category pen", "pengumuman"),
        ("kiosk items --search pen", ""),
        ("kiosk screenshot --theme ", "light dark contrast"),
        ("kiosk keys ", "-h --help new replace"),
        ("kiosk keys replace --sp", "--spare"),
        ("kiosk publish kan", "compopt -o default"),
        ("kiosk publish kantor --k", "--key --keep"),
        ("kiosk import --step t", "take"),
        ("kiosk completion b", "bash"),
    ],
)
def test_what_is_offered(script: Path, typed: str, offered: str) -> None:
    assert completed(script, typed) == ([offered] if offered else [])


def test_every_command_is_offered(script: Path) -> None:
    (offered,) = completed(script, "kiosk ")
    assert set(COMMANDS) < set(offered.split())
