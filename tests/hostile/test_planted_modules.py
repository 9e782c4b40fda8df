"""Modules that a process which was taken over leaves where the next one might load them: none of ours does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.attack(
    "root and keys",
    "`usercustomize.py` in a home that several users share",
    "nobody has a home; `-s -P` in each unit and child",
)


REPOSITORY = Path(__file__).parents[2]
UNITS = REPOSITORY / "systemd"
OURS = re.compile(r"^Exec\w+=[-+!]*(?:/\S+ -d -- )?/(?:opt/kiosk|run/kiosk-image)/bin/", re.MULTILINE)
STARTING = sorted(path.name for path in UNITS.glob("*.service") if OURS.search(path.read_text()))
PYTHON = getattr(sys, "_base_executable", sys.executable)  # as the image's: packages of the user's home are on


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A home and a folder to be started in, with code that leaves a mark."""
    home = tmp_path / "home"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = home / ".local/lib" / version / "site-packages"
    site.mkdir(parents=True)
    mark = f"open({str(tmp_path / 'mark')!r}, 'a').write(__name__ + chr(10))\n"
    (site / "usercustomize.py").write_text(mark)
    (site / "planted.pth").write_text(f"import sys; {mark}")
    for name in ("json.py", "sitecustomize.py", "msgspec.py"):
        (home / name).write_text(mark)
    return home


def environment_of(unit: str) -> dict[str, str]:
    lines = re.findall(r"^Environment=(.*)$", (UNITS / unit).read_text(), re.MULTILINE)
    return dict(word.split("=", 1) for line in lines for word in line.split())


def marks(home: Path) -> str:
    path = home.parent / "mark"
    return path.read_text() if path.exists() else ""


def start(home: Path, environment: dict[str, str], *words: str, check: bool = True) -> None:
    subprocess.run(
        [PYTHON, *words],
        check=check,
        capture_output=True,
        cwd=home,
        env={"HOME": str(home), "PATH": os.defpath} | environment,
    )


def test_the_attack_works_where_nothing_is_done(planted: Path) -> None:
    start(planted, {}, "-m", "json.tool", "--help", check=False)
    assert {"usercustomize", "json"} & set(marks(planted).split())


@pytest.mark.slow(cases=6)
@pytest.mark.parametrize("unit", STARTING)
def test_a_unit_loads_nothing_from_a_home_or_from_where_it_starts(unit: str, planted: Path) -> None:
    environment = environment_of(unit) | {"HOME": str(planted)}
    start(planted, environment, "-c", "import json, sqlite3, logging")
    start(planted, environment, "-m", "json.tool", "--help")
    assert marks(planted) == ""


@pytest.mark.parametrize("unit", STARTING)
def test_no_unit_has_a_home_that_a_user_can_write(unit: str) -> None:
    text = (UNITS / unit).read_text()
    assert environment_of(unit).get("HOME", "/nonexistent") == "/nonexistent"
    written = re.findall(r"^ReadWritePaths=(.*)$", text, re.MULTILINE)
    assert not any(path.lstrip("-") in ("/", "/root", "/home") for line in written for path in line.split())


def test_all_units_that_start_python_are_looked_at() -> None:
    assert {"kiosk.service", "kiosk-refresher.service", "kiosk-desk.service", "kiosk-provision.service"} < set(STARTING)


def test_no_user_has_a_home() -> None:
    users = [line for line in (UNITS / "sysusers.conf").read_text().splitlines() if line.startswith("u ")]
    assert users
    assert all(line.split('"')[2].split()[0] == "-" for line in users)


CHILDREN = {
    "speech": (
        "from kiosk.speech.child_process import Child; import threading; ended = threading.Event();"
        "child = Child('json.tool', ['--help'], lambda line: None, ended.set); ended.wait(30)"
    ),
    "refresher": (
        "from pathlib import Path; import os, sys, time; from kiosk.app.refresher_process import RefresherProcess;"
        "from content_cache.store.lock import writer_lock;"
        "lock = writer_lock(Path(sys.argv[1])); lock.__enter__();"  # so that it ends once it has loaded all
        "process = RefresherProcess(None, Path(sys.argv[1]), time.monotonic); os.wait()"
    ),
}


@pytest.mark.parametrize("child", CHILDREN)
def test_a_child_loads_nothing_from_there_either(child: str, planted: Path, tmp_path: Path) -> None:
    """Show that a child ignores planted modules even if its parent was started without protection."""
    ours = os.pathsep.join([str(REPOSITORY), sysconfig.get_path("purelib")])
    script = f"import os; open({str(tmp_path / 'mark')!r}, 'w').close(); {CHILDREN[child]}"
    (tmp_path / "data").mkdir()
    (planted / "json.py").unlink()  # the parent would stumble over them
    (planted / "msgspec.py").unlink()
    start(planted, {"PYTHONPATH": ours}, "-s", "-P", "-c", script, str(tmp_path / "data"))
    assert marks(planted) == ""
