"""The command line is read before anything large is loaded, and each command still has all its words."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kiosk.cli.arguments import _argparse, make_parser

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
    assert capsys.readouterr().err.startswith(f"pemakaian: {usage}")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("", "kiosk: salah: belum disebut: PERINTAH"),
        ("nyanyi", "kiosk: salah: PERINTAH: 'nyanyi' tidak ada; pilihannya: "),
        ("run --nyanyi", "kiosk: salah: tidak dikenal: --nyanyi"),
        ("items --category nyanyi", "kiosk items: salah: --category: 'nyanyi' tidak ada; pilihannya: "),
        ("items --limit", "kiosk items: salah: --limit: perlu satu nilai di belakangnya"),
        ("items --limit tiga", 'kiosk items: salah: --limit: "tiga" bukan bilangan bulat'),
        ("items --from kemarin", 'kiosk items: salah: --from: "kemarin" bukan tanggal; contoh 2026-11-24'),
        ("screenshot --text-scale x", 'kiosk screenshot: salah: --text-scale: "x" bukan bilangan'),
        ("check --json=3", "kiosk check: salah: --json: tidak memakai nilai, tetapi diberi '3'"),
        ("publish kantor", "kiosk publish: salah: belum disebut: --to, --key"),
        ("keys nyanyi", "kiosk keys: salah: APA: 'nyanyi' tidak ada; pilihannya: "),
        ("screenshot --s x", "kiosk screenshot: salah: --s dapat berarti --size, --state, --search; tulis lengkap"),
    ],
)
def test_a_mistake_is_told_in_indonesian(call: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(call.split())

    assert capsys.readouterr().err.splitlines()[-1].startswith(told)


def commands(parser: argparse.ArgumentParser) -> Iterator[list[str]]:
    """The words that name each parser below this one, and this one."""
    yield []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                if not hasattr(below, "_actions"):
                    with pytest.raises(SystemExit):
                        below.parse_known_args(["--help"])
                yield from ([name, *more] for more in commands(below))


CALLED = [*commands(make_parser())]


@pytest.mark.parametrize("call", CALLED, ids=" ".join)
def test_a_help_is_indonesian_throughout(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        make_parser().parse_args([*call, "--help"])

    helped = capsys.readouterr().out
    assert ended.value.code == 0
    assert helped.startswith(f"pemakaian: kiosk {' '.join(call)}".rstrip())
    assert not re.search(r"\b(usage|options|positional|arguments?|show|help message|exit|default)\b", helped)
    assert "\npilihan:\n  -h, --help" in helped
    assert "menampilkan bantuan ini" in helped


def test_argparse_still_says_what_has_its_words() -> None:
    """Made for Python 3.11 to 3.13. What it says otherwise one day would be told in English."""
    source = inspect.getsource(argparse)
    said = {
        text
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
        for text in (arg.value for arg in node.args if isinstance(arg, ast.Constant))
    }
    ours = {"error"}  # its word stands in a longer message there
    assert set(_argparse(str)) - ours - said == set()


def test_help_names_every_command() -> None:
    helped = make_parser().format_help()
    parsers = next(a for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction))

    assert len(parsers.choices) == 11
    assert all(f"    {name} " in helped for name in parsers.choices)
