"""CONTRACTS.md against the program: commands and options, JSON, settings, variables, requests."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from content_cache.formats import FORMATS
from content_cache.model.items import Category, Severity
from kiosk import settings
from kiosk.cli.main import main
from kiosk.refresher.stick_report import FOLDER
from kiosk.settings import sections as kinds
from kiosk.settings.faults import SettingCode, SettingError
from kiosk.settings.office_rules import faults_of
from kiosk.settings.schema import Section
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS
from kiosk.speech.synthesis.voices import AUTO, VOICES
from kiosk.state.request_kinds import RequestKind, RequestResult
from tests.deploy.markdown import DOCS, ROOT, codes, sections, tables

CONTRACTS = (DOCS / "CONTRACTS.md").read_text("utf-8")
SECTIONS = sections(CONTRACTS)
FEED = ROOT / "tests/feeds/central.json"


def table(heading: str, number: int = 0) -> list[dict[str, str]]:
    return list(tables(SECTIONS[heading]))[number]


def named(heading: str, column: str, number: int = 0) -> list[str]:
    return [code for row in table(heading, number) for code in codes(row[column])]


# --- commands


def said_by(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("row", table("Commands", 1), ids=lambda row: row["command"])
def test_each_command_has_the_options_that_are_listed(row: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    shown = said_by(codes(row["command"])[0].split(), capsys)
    assert set(re.findall(r"--[a-z][a-z-]*", shown)) - {"--help"} == set(codes(row["options"]))


def test_each_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said_by([], capsys)
    listed = {command.split()[0] for command in named("Commands", "command", 1)}
    assert set(re.findall(r"^ {2,4}([a-z][a-z-]+)  ", shown, re.MULTILINE)) == listed


def test_the_options_of_all_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said_by([], capsys).partition("PERINTAH")[0]
    assert set(re.findall(r"--[a-z]+", shown)) - {"--help"} == set(named("Commands", "option"))


# --- JSON


Printed = Callable[..., dict[str, Any]]
"""What a command with these words prints as JSON."""


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Printed:
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[[source]]\nname = "Kantor"\nurl = "{FEED}"\n[speech]\nvoice = "silent"\n', "utf-8")

    def run(*words: str) -> dict[str, Any]:
        main(["--config", str(config), "--data", str(tmp_path / "data"), *words])
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    run("refresh", "--json")
    return run


@pytest.mark.parametrize("heading", [heading for heading in SECTIONS if heading.startswith("kiosk ")])
def test_json_has_the_fields_that_are_listed(heading: str, printed: Printed) -> None:
    document = printed(*heading.split()[1:])
    whole, *inner = tables(SECTIONS[heading])
    fields = [codes(row["field"])[0] for row in whole]
    assert list(document) == fields
    assert str(document["schema"]) == whole[0]["value"]
    for rows, each in zip(inner, (name for name in fields if isinstance(document[name], list)), strict=True):
        assert document[each], f"the test knows no {each}"
        for entry in document[each]:
            assert list(entry) == [codes(row["field"])[0] for row in rows]


def test_the_report_on_a_stick_is_told_of_by_its_folder() -> None:
    assert f"`{FOLDER}`" in SECTIONS["USB stick"]


def test_each_table_of_codes_is_listed() -> None:
    tables_of_codes = {
        path.relative_to(ROOT).as_posix()
        for folder in ("kiosk", "content_cache")
        for path in (ROOT / folder).rglob("*.py")
        if "(ProblemCode):" in path.read_text("utf-8")
    }
    assert set(named("Problems", "table")) == tables_of_codes


# --- settings


def section_of(heading: str) -> type[Section]:
    """The kind behind "[place]", "[[source]]" or "[speech.prayer]"."""
    name = heading.strip("[]").rpartition(".")[2]
    names = (name, name.removesuffix("s"))
    return next(kind for kind in KINDS if kind.__name__.lower().removesuffix("settings").removesuffix("table") in names)


KINDS = [
    kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, Section) and kind.settings
]
HEADINGS = [heading for heading in SECTIONS if heading.startswith("[")]
OF_THEIR_OWN = {"[buttons]", "[keyboard]"}  # their keys are a technician's own
PLAIN = [heading for heading in HEADINGS if heading not in OF_THEIR_OWN]


def test_each_section_is_listed() -> None:
    assert {section_of(heading) for heading in PLAIN} == set(KINDS)
    tables_read = {heading.strip("[]") for heading in HEADINGS} - {
        "speech.prayer",
        "emergency.numbers",
        "emergency.points",
        "emergency.signs",
        "questions.for",
    }
    fields = set(settings.Settings.__struct_fields__) - {"faults", "verbs", "holds", "office", "office_words"}
    assert tables_read == {name.removesuffix("s") if name in {"sources", "readouts"} else name for name in fields}


@pytest.mark.parametrize("heading", PLAIN)
def test_each_key_is_listed_and_no_other(heading: str) -> None:
    within = {"prayer"} if heading == "[speech]" else set()  # a section of its own, and no setting
    assert set(named(heading, "key")) == set(section_of(heading).settings) - within


def set_from_afar(heading: str, key: str) -> bool:
    """Return whether an office may set *key* of the section of *heading*, to whatever value."""
    path = heading.strip("[]")
    if heading.startswith("[["):
        wrong = faults_of(path, [{key: None}])
    elif "." in path:
        wrong = faults_of(path, {key: None})
    else:
        wrong = faults_of(f"{path}.{key}", None)
    return SettingCode.NOT_FROM_OFFICE not in {each.code for each in wrong}


@pytest.mark.parametrize("heading", HEADINGS)
def test_an_office_may_set_the_keys_that_a_row_names_and_no_other(heading: str) -> None:
    open_to_it = {
        row["section"].strip("`"): codes(row["keys that an office may set"])
        for row in table("Settings from the office", 1)
    }
    assert open_to_it.keys() <= set(HEADINGS)
    keys = {"listen"} if heading in OF_THEIR_OWN else section_of(heading).settings
    assert {key for key in keys if set_from_afar(heading, key)} == set(open_to_it.get(heading, ())) - {"central"}


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    for heading in PLAIN:
        for row in table(heading):
            yield heading, row


@pytest.mark.parametrize(
    ("heading", "row"), list(rows()), ids=lambda value: value if isinstance(value, str) else value["key"]
)
def test_defaults_and_bounds_are_those_of_the_program(heading: str, row: dict[str, str]) -> None:
    spec = section_of(heading).settings[codes(row["key"])[0]]
    if spec.is_required:
        assert row["default"] == "required"
    elif row["default"] == "none":
        assert spec.default is None
    else:
        written = tomllib.loads(f"value = {codes(row['default'])[0]}")["value"]
        # "" stands for nothing where an empty text would be refused
        assert spec.default == ("" if written == "" else spec.parse(written))
    if bounds := re.fullmatch(r"(-?\d+) to (-?\d+)", row["value"]):
        least, most = map(int, bounds.groups())
        for value in (least, most):
            assert spec.parse(value) == value
        for value in (least - 1, most + 1):
            with pytest.raises(SettingError, match=SettingCode.OUT_OF_RANGE):
                spec.parse(value)
    elif row["value"].startswith("one of"):
        for choice in codes(row["value"]):
            assert spec.parse(choice) == choice
        with pytest.raises(SettingError, match=SettingCode.UNKNOWN_VALUE):
            spec.parse("tidak-ada")


def test_choices_are_all_listed() -> None:
    def choices(heading: str, key: str) -> set[str]:
        return set(next(codes(row["value"]) for row in table(heading) if codes(row["key"]) == [key]))

    categories = {str(category) for category in Category}
    assert choices("[[source]]", "format") == {"auto", "central", *FORMATS}
    assert set(codes(next(row["meaning"] for row in table("[speech]") if codes(row["key"]) == ["voice"]))) == {
        AUTO,
        *VOICES,
        KOKORO,
        *(f"{KOKORO}/{speaker}" for speaker in SPEAKERS),
    }
    assert choices("[[source]]", "category") == categories
    assert choices("[[readout]]", "what") == {"bulletin", *categories}
    assert choices("[buttons]", "verb") == set(settings.VERBS)
    assert {*codes(SECTIONS["Content"].partition("Severities")[0])} == categories
    assert {str(severity) for severity in Severity} <= set(codes(SECTIONS["Content"]))


# --- variables, requests

_READ = re.compile(r'environ(?:ment)?(?:\.get\(|\.setdefault\(|\[)"([A-Z_]+)"')


def test_each_variable_that_is_read_is_listed() -> None:
    read = {
        found[1]: path
        for folder in ("kiosk", "content_cache")
        for path in (ROOT / folder).rglob("*.py")
        for found in _READ.finditer(path.read_text("utf-8"))
        if path.name != "environment.py"  # sets Kivy's own, and is named
    }
    listed = named("Environment variables", "variable")
    assert set(read) <= set(listed), read
    source = "".join(path.read_text("utf-8") for path in (ROOT / "kiosk").rglob("*.py"))
    assert [name for name in listed if f'"{name}"' not in source] == []


def test_each_request_is_listed() -> None:
    listed = {
        codes(row["kind"])[0].partition(":")[0]: row["done by"] == "provisioner"
        for row in table("Requests between processes")
    }
    assert listed == {str(kind): kind.needs_root for kind in RequestKind}
    assert {str(result) for result in RequestResult} <= set(codes(SECTIONS["Requests between processes"]))
