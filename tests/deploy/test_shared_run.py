"""What `tests.support.shared_run` tells is what one process would tell, whatever the tests do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ODD = """
import os, warnings, pytest

def test_fails(tmp_path):
    print("what it said")
    assert tmp_path.name == "nothing"

def test_ends_its_process():
    os._exit(3)

def test_warns():
    warnings.warn("an odd thing", DeprecationWarning)

@pytest.mark.skip(reason="on purpose")
def test_is_left_out(): ...

@pytest.fixture(scope="module")
def kept():
    yield os.getpid()
    print("the fixture ends")
    raise OSError("no end")

def test_one(kept):
    assert kept == os.getpid()

def test_two(kept):
    assert kept == os.getpid()
"""
GOOD = "import pytest\n@pytest.mark.parametrize('n', range(40))\ndef test_good(n, tmp_path): (tmp_path / 'a').touch()\n"


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.shared_run", "--shared", "3", "-q", "-rs"]
    quiet = ("-p", "no:cacheprovider", "-p", "no:anyio", "-p", "no:hypothesispytest", f"--basetemp={folder / 'kept'}")
    return subprocess.run(
        [*command, *quiet, *options, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_nothing_of_what_went_wrong_is_lost(tmp_path: Path) -> None:
    (tmp_path / "test_odd.py").write_text(ODD)
    for name in ("a", "b", "c"):
        (tmp_path / f"test_{name}.py").write_text(GOOD)
    ran = run(tmp_path)
    assert ran.returncode == 1, ran.stderr
    for told in (
        "2 failed, 123 passed, 1 skipped, 1 warning, 1 error",
        "what it said",
        "the process ended with 3 in this test",
        "DeprecationWarning: an odd thing",
        "on purpose",
        "OSError: no end",
    ):
        assert told in ran.stdout, ran.stdout


def test_what_cannot_be_imported_is_an_error_and_all_that_is_good_is_good(tmp_path: Path) -> None:
    (tmp_path / "test_good.py").write_text(GOOD)
    assert run(tmp_path).returncode == 0
    (tmp_path / "test_bad.py").write_text("import what_is_not_there\n")
    ran = run(tmp_path)
    assert (ran.returncode, "40 passed" in ran.stdout) == (2, False), ran.stdout
