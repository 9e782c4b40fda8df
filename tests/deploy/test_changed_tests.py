"""Which tests are about what changed: in a small repository of its own, with a branch beside main."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "changed_tests.py"
FILES = {
    "kiosk/hall/desk/login.py": "",
    "kiosk/hall/desk/lock.py": "",
    "kiosk/i18n/locale/kiosk.po": "",
    "tests/support/hall.py": "from kiosk.hall.desk import lock\n",
    "tests/kiosk/hall/desk/conftest.py": "",
    "tests/kiosk/hall/desk/test_door.py": "import kiosk.hall.desk.login\n",
    "tests/kiosk/hall/desk/test_walk.py": "from kiosk.hall.desk.login import Door\nfrom tests.support.hall import Hall\n",
    "tests/kiosk/test_words.py": 'NAME = "kiosk.po"\n',
    "kiosk/hall/desk/app.py": "from kiosk.hall.desk.login import Door\n",
    "kiosk/ui/door.kv": "",
    "deploy/pages.py": "import kiosk.hall.desk.app\n",
    "tests/kiosk/hall/desk/test_login.py": "",
    "tests/deploy/test_pages.py": "from deploy.pages import write\n",
    "tests/kiosk/app/test_far.py": "from kiosk.hall.desk.app import App\n",
    "tests/test_all.py": 'NAMES = ROOT.rglob("*.py")\n',
    "tests/kiosk/test_rules.py": 'RULES = UI.rglob("*.kv")\n',
    "tests/walks/test_walk.py": "import kiosk.hall.desk.login\n",
    "tests/campaigns/bench/test_slow.py": "import kiosk.hall.desk.login\n",
}


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("changed_tests", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., None]:
    def run(*words: str) -> None:
        who = ["-c", "user.name=Sari", "-c", "user.email=sari@desa.example"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    run("init", "-b", "main")
    run("add", ".")
    run("commit", "-m", "first")
    return run


@pytest.mark.parametrize(
    ("changes", "tests"),
    [
        (
            ["kiosk/hall/desk/login.py"],
            [
                "tests/kiosk/hall/desk/test_login.py",
                "tests/test_all.py",
                "tests/kiosk/hall/desk/test_door.py",
                "tests/kiosk/hall/desk/test_walk.py",
                "tests/deploy/test_pages.py",
                "tests/kiosk/app/test_far.py",
                "tests/walks/test_walk.py",
            ],
        ),
        (
            ["kiosk/hall/desk/lock.py"],
            [
                "tests/test_all.py",
                "tests/kiosk/hall/desk/test_walk.py",
                "tests/kiosk/hall/desk/test_door.py",
                "tests/kiosk/hall/desk/test_login.py",
            ],
        ),
        (["tests/support/hall.py"], ["tests/test_all.py", "tests/kiosk/hall/desk/test_walk.py"]),
        (
            ["tests/kiosk/hall/desk/conftest.py"],
            [
                "tests/test_all.py",
                "tests/kiosk/hall/desk/test_door.py",
                "tests/kiosk/hall/desk/test_login.py",
                "tests/kiosk/hall/desk/test_walk.py",
            ],
        ),
        (["tests/walks/test_walk.py"], ["tests/walks/test_walk.py", "tests/test_all.py"]),
        (["kiosk/i18n/locale/kiosk.po"], ["tests/kiosk/test_words.py"]),
        (["kiosk/ui/door.kv"], ["tests/kiosk/test_rules.py"]),
        (["deploy/gone.sh"], []),
    ],
    ids=[
        "module",
        "imported by a support module",
        "support module",
        "conftest",
        "slow test itself",
        "catalogue",
        "layout",
        "unknown",
    ],
)
@pytest.mark.usefixtures("git")
def test_tests_of_a_change_are_named_nearest_first(tmp_path: Path, changes: list[str], tests: list[str]) -> None:
    assert load().tests_of(tmp_path, changes) == tests


def test_what_changed_is_what_differs_from_main_and_what_git_does_not_know_yet(
    tmp_path: Path, git: Callable[..., None]
) -> None:
    changed = load().changed
    git("checkout", "-b", "other")
    (tmp_path / "kiosk/hall/desk/login.py").write_text("x = 1\n")
    git("commit", "-am", "second")
    (tmp_path / "kiosk/hall/desk/lock.py").write_text("x = 1\n")
    (tmp_path / "kiosk/hall/desk/new.py").write_text("x = 1\n")
    assert changed(tmp_path, "main") == [
        "kiosk/hall/desk/lock.py",
        "kiosk/hall/desk/login.py",
        "kiosk/hall/desk/new.py",
    ]
    assert changed(tmp_path, "no-such-branch") == ["kiosk/hall/desk/lock.py", "kiosk/hall/desk/new.py"]
