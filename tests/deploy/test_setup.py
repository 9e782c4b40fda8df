"""The set-up of a fresh machine does what is missing and nothing else. Programs that would change the machine are stand-ins
that write down how they were called; the shell and the script are real."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
LOCKED = "pip install --require-hashes --only-binary :all: --no-binary lgpio,wsgidav -r deploy/lock/program.txt"
OURS = "pip install --no-deps --no-build-isolation --editable ."
SCRIPTS = sorted([*DEPLOY.glob("*.sh"), DEPLOY.parent / ".ci/run"])


@dataclass(frozen=True)
class Machine:
    """A checkout and the programs on its PATH."""

    checkout: Path
    programs: Path

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-euc", f". deploy/setup.sh; {command}"],
            cwd=self.checkout,
            env={"PATH": f"{self.programs}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def calls(self) -> list[str]:
        """Return the commands that were called since the last call."""
        log = self.checkout / "calls"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def program(self, path: Path, body: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def lacks(self, package: str) -> None:
        self.program(self.programs / "dpkg-query", f'[ "$3" != {package} ] && printf installed')


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian on which everything is installed, with an environment that was never set up."""
    machine = Machine(tmp_path / "checkout", tmp_path / "programs")
    (machine.checkout / "deploy").mkdir(parents=True)
    (machine.checkout / "deploy/setup.sh").write_bytes((DEPLOY / "setup.sh").read_bytes())
    (machine.checkout / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (machine.checkout / "deploy/lock").mkdir()
    (machine.checkout / "deploy/lock/program.txt").write_text("requests==2.34.2\n", encoding="utf-8")
    machine.lacks("nothing")
    machine.program(machine.programs / "sudo", 'exec "$@"')
    machine.program(machine.programs / "apt-get", f'echo "apt-get $1" >>{machine.checkout}/calls')
    machine.program(
        machine.checkout / ".venv/bin/python",
        f"""case "$*" in
            -V) echo Python 3.13.5 ;;
            deploy/compile_catalogues.py) echo compiled >>{machine.checkout}/calls ;;
            "-m pip install"*) echo "pip install ${{*#*--no-input }}" >>{machine.checkout}/calls ;;
        esac""",
    )
    return machine


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_shell_can_read_it(script: Path) -> None:
    subprocess.run(["sh", "-n", str(script)], check=True, timeout=60)


def test_a_second_run_compiles_what_is_new_and_does_nothing_else(machine: Machine) -> None:
    assert machine.run("set_up").returncode == 0
    assert machine.calls() == [LOCKED, OURS, "compiled"]
    second = machine.run("set_up")
    assert (second.returncode, second.stdout, machine.calls()) == (0, "", ["compiled"])


def test_what_was_set_up_for_the_tests_serves_the_kiosk(machine: Machine) -> None:
    machine.run("set_up test lint")
    assert machine.calls() == [f"{LOCKED} -r deploy/lock/test.txt -r deploy/lock/lint.txt", OURS, "compiled"]
    machine.run("set_up; set_up test lint")
    assert machine.calls() == ["compiled", "compiled"]


def test_other_dependencies_are_installed(machine: Machine) -> None:
    machine.run("set_up")
    machine.calls()
    for changed in ("pyproject.toml", "deploy/lock/program.txt"):
        with (machine.checkout / changed).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        machine.run("set_up")
        assert machine.calls() == [LOCKED, OURS, "compiled"]


def test_only_missing_system_packages_are_installed(machine: Machine) -> None:
    machine.lacks("espeak-ng")
    done = machine.run("install_packages")
    assert machine.calls() == ["apt-get update", "apt-get install"]
    assert done.stdout.splitlines() == ["==> Installing system packages: espeak-ng"]


def test_what_failed_is_told_and_tried_again(machine: Machine) -> None:
    machine.lacks("espeak-ng")
    machine.program(machine.programs / "apt-get", "exit 100")
    failed = machine.run("set_up")
    assert failed.returncode == 1
    assert "apt-get update" in failed.stderr
    assert not (machine.checkout / ".venv/.set-up").exists()
