"""bash itself is asked what it would complete."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kiosk.cli.completion import script as script_for
from kiosk.cli.parser import COMMANDS
from tests.told import WORDS

ASK = """
source "$1"; shift
complete -p kiosk
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_shtab_kiosk
echo "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bash") / "kiosk"
    (path.parent / "kantor").mkdir()
    path.write_text(script_for("bash", WORDS), "utf-8")
    return path


def completed(script: Path, typed: str) -> list[str]:
    """Return what bash offers for the last word of *typed*."""
    done = subprocess.run(
        ["bash", "--norc", "-uc", ASK, "bash", str(script), *typed.split(" ")],
        cwd=script.parent, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    first, *offered = done.stdout.splitlines()
    assert first.startswith("complete ")
    assert first.endswith("-F _shtab_kiosk kiosk")
    return [line for line in offered if line]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kiosk ref", "refresh"),
        ("kiosk --ver", "--version"),
        ("kiosk --data folder ref", "refresh"),
        ("kiosk --config kant", "kantor"),
        ("kiosk items --ca", "--category"),
        ("kiosk items --category pen", "pengumuman"),
        ("kiosk items --search pen", ""),
        ("kiosk screenshot --theme ", "light dark contrast"),
        ("kiosk keys ", "new replace"),
        ("kiosk keys replace --sp", "--spare"),
        ("kiosk publish kan", "kantor"),
        ("kiosk publish kantor --k", "--key --keep"),
        ("kiosk import --step t", "take"),
        ("kiosk completion b", "bash"),
    ],
)
def test_what_is_offered(script: Path, typed: str, offered: str) -> None:
    assert completed(script, typed) == ([offered] if offered else [])


def test_every_command_is_offered(script: Path) -> None:
    (offered,) = completed(script, "kiosk ")
    assert offered.split() == list(COMMANDS)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_scripts_of_other_shells_name_every_command(shell: str) -> None:
    made = script_for(shell, WORDS)
    assert [name for name in COMMANDS if name not in made] == []
