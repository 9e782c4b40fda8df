"""Each command has its options, and what is no call is told with the usage."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from kiosk.cli.extras import EXTRAS
from kiosk.cli.main import main
from kiosk.cli.parser import COMMANDS, command_parser, every_parser, make_parser, options_of
from kiosk.cli.translated_parser import argparse_messages
from kiosk.core.build import USER_AGENT, VERSION
from tests.told import WORDS

# a call of each command, and what it is read as
CALLS: dict[str, dict[str, object]] = {
    "run --window 800x480 --no-refresh": {"window": "800x480", "no_refresh": True},
    "demo": {"window": None},
    "refresh --source desa --force": {"source": "desa", "force": True, "keep_going": False, "json": False},
    "items --category berita --limit 3": {"category": "berita", "limit": 3, "search": "", "first": None},
    "desk --counts": {"counts": True, "add": None, "stick": None},
    "say --words teks": {"text": "teks", "words": True, "item": None},
    "ask tanya.wav": {"wav": Path("tanya.wav")},
    "voices get kokoro --from stik": {"what": "get", "name": "kokoro", "folder": Path("stik")},
    "listening-test --voices id mb-id1 --pairs 4": {"voices": ["id", "mb-id1"], "pairs": 4, "terminal": False},
    "screenshot --text-scale 2.0": {"screen": "", "text_scale": 2.0, "theme": None},
    "publish kantor --to terbit --to sftp://a/b --key a.key": {
        "folder": Path("kantor"),
        "to": ["terbit", "sftp://a/b"],
        "keep": 5,
    },
    "office --folder kantor --port 8000 init --area 72.01": {
        "folder": Path("kantor"),
        "port": 8000,
        "what": "init",
        "area": "72.01",
        "address": None,
    },
    "cards write --image a.img --table desa.csv --device /dev/sdb": {
        "what": "write",
        "image": Path("a.img"),
        "device": [Path("/dev/sdb")],
        "base": None,
    },
    "keys new --to kunci": {"what": "new", "no_password": False},
    "site build keluar": {"what": "build", "to": Path("keluar"), "now": None},
    "sms make siaga.json --key a.key": {"what": "make", "file": Path("siaga.json"), "json": False},
    "import --step take berkas": {"step": "take", "path": Path("berkas")},
    "post export stik": {"what": "export", "folder": Path("stik")},
    "backup stik --words": {"path": Path("stik"), "words": True},
    "restore kios.cadangan --other": {"file": Path("kios.cadangan"), "other": True, "older": False},
    "check --json": {"json": True, "hardware": False, "set_pin": False},
    "completion bash": {"shell": "bash"},
}


@pytest.mark.parametrize("call", CALLS)
def test_each_command_has_its_options(call: str) -> None:
    asked = make_parser(WORDS).parse_args(["--data", "folder", *call.split()])
    wanted = command_parser(asked.command, WORDS).parse_args(asked.words)

    assert (asked.command, asked.data) == (call.split()[0], Path("folder"))
    assert {name: getattr(wanted, name) for name in CALLS[call]} == CALLS[call]


def test_every_command_is_called_above() -> None:
    assert [call.split()[0] for call in CALLS] == list(COMMANDS)


@pytest.mark.parametrize(
    ("call", "usage"),
    [
        ("", "kiosk [-h] [--version] [--config BERKAS]"),
        ("nyanyi", "kiosk [-h] [--version] [--config BERKAS]"),
        ("--nyanyi run", "kiosk [-h] [--version] [--config BERKAS]"),
        ("run --nyanyi", "kiosk run [-h]"),
        ("items --category nyanyi", "kiosk items [-h]"),
        ("publish", "kiosk publish [-h] --to TUJUAN"),
        ("keys", "kiosk keys [-h] APA"),
    ],
)
def test_what_is_no_call_is_told_with_the_usage(call: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(call.split())

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"pemakaian: {usage}")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("", "kiosk: salah: belum disebut: PERINTAH"),
        ("refersh", 'kiosk: salah: "refersh" bukan perintah; mungkin maksudnya "refresh"?'),
        ("nyanyi", 'kiosk: salah: "nyanyi" bukan perintah; perintahnya: run, demo, refresh, '),
        ("--nyanyi run", "kiosk: salah: tidak dikenal: --nyanyi"),
        ("run --nyanyi", "kiosk run: salah: tidak dikenal: --nyanyi"),
        ("items --category nyanyi", "kiosk items: salah: --category: 'nyanyi' tidak ada; pilihannya: "),
        ("items --limit", "kiosk items: salah: --limit: perlu satu nilai di belakangnya"),
        ("items --limit tiga", 'kiosk items: salah: --limit: "tiga" bukan bilangan bulat'),
        ("items --from kemarin", 'kiosk items: salah: --from: "kemarin" bukan tanggal; contoh 2026-11-24'),
        ("screenshot --text-scale x", 'kiosk screenshot: salah: --text-scale: "x" bukan bilangan'),
        ("check --json=3", "kiosk check: salah: --json: tidak memakai nilai, tetapi diberi '3'"),
        ("publish kantor", "kiosk publish: salah: belum disebut: --to, --key"),
        ("keys nyanyi", "kiosk keys: salah: APA: 'nyanyi' tidak ada; pilihannya: "),
        ("screenshot --t x", "kiosk screenshot: salah: --t dapat berarti --theme, --text-scale; tulis lengkap"),
    ],
)
def test_a_mistake_is_told_in_indonesian(call: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(call.split())

    assert capsys.readouterr().err.splitlines()[-1].startswith(told)


@pytest.mark.parametrize("path", every_parser(WORDS), ids=str)
def test_a_help_is_indonesian_throughout(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*path.split(), "--help"])

    helped = capsys.readouterr().out
    assert ended.value.code == 0
    assert helped.startswith(f"pemakaian: kiosk {path}".rstrip())
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
    assert set(argparse_messages(str)) - ours - said == set()


def test_help_names_every_command() -> None:
    helped = make_parser(WORDS).format_help()
    assert all(f"  {name:16}{WORDS(does)}\n" in helped for name, does in COMMANDS.items())


def test_every_option_says_what_it_does() -> None:
    silent = [
        (path, action.dest)
        for path, parser in every_parser(WORDS).items()
        for action in options_of(parser)
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert silent == []


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"kim-kiosk {VERSION}\n")
    assert f"kim-kiosk/{VERSION}" == USER_AGENT
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "kiosk/core/build.py"


PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"
MODULES = {
    "imap-tools": "imap_tools",
    "python-escpos": "escpos",
    "pyserial": "serial",
    "pyusb": "usb",
    "dbus-fast": "dbus_fast",
}  # where the module has another name than its distribution


def test_the_extras_are_those_of_the_distribution() -> None:
    named = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["optional-dependencies"]
    wanted = {extra: {line.split(">")[0] for line in lines} - {"lgpio"} for extra, lines in named.items()}
    assert {extra: set(modules) for extra, modules in EXTRAS.items()} == {
        extra: {MODULES.get(name, name) for name in names} for extra, names in wanted.items()
    }
