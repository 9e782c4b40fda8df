"""The command line is read before anything large is loaded, and each command still has all its words."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from kiosk.cli.arguments import make_parser

READ = """
import sys
from kiosk.cli.arguments import make_parser
make_parser().parse_args(["run", "--window", "1280x720"])
ours = {"kiosk", "kiosk.cli", "kiosk.cli.arguments"}
print(*sorted(name for name in sys.modules if name.partition(".")[0] not in sys.stdlib_module_names and name not in ours))
"""
# a call of each command, and what it is read as
CALLS = {
    "run --window 800x480 --no-refresh": {"window": "800x480", "no_refresh": True},
    "demo": {"window": None},
    "refresh --source desa --force": {"source": "desa", "force": True, "keep_going": False, "json": False},
    "items --category berita --limit 3": {"category": "berita", "limit": 3, "search": "", "first": None},
    "desk --counts": {"counts": True, "add": None, "stick": None},
    "say --words teks": {"text": "teks", "words": True, "item": None},
    "screenshot --text-scale 2.0": {"screen": "home", "text_scale": 2.0, "theme": None},
    "keys new --to kunci": {"what": "new", "no_password": False, "now": None},
    "import --step take berkas": {"step": "take"},
    "check --json": {"json": True, "hardware": False, "set_pin": False},
}


def test_the_words_of_the_window_need_nothing_but_python() -> None:
    """The graphics driver is loaded meanwhile, and what is compiled would have to wait for it."""
    done = subprocess.run([sys.executable, "-S", "-c", READ], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["__main__"]


@pytest.mark.parametrize("call", CALLS)
def test_each_command_has_its_options(call: str) -> None:
    asked = make_parser().parse_args(call.split())

    assert asked.command == call.split()[0]
    assert {name: getattr(asked, name) for name in CALLS[call]} == CALLS[call]


@pytest.mark.parametrize(
    ("call", "usage"),
    [
        ("", "kiosk [-h] [--config BERKAS]"),
        ("nyanyi", "kiosk [-h] [--config BERKAS]"),
        ("run --nyanyi", "kiosk [-h] [--config BERKAS]"),
        ("items --category nyanyi", "kiosk items [-h]"),
        ("publish", "kiosk publish [-h] --to FOLDER"),
        ("keys", "kiosk keys [-h] APA"),
    ],
)
def test_what_is_no_call_is_told_with_the_usage(call: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        make_parser().parse_args(call.split())

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"usage: {usage}")


def test_help_names_every_command() -> None:
    helped = make_parser().format_help()
    parsers = next(a for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction))

    assert len(parsers.choices) == 11
    assert all(f"    {name} " in helped for name in parsers.choices)
