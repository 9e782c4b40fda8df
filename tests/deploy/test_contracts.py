"""CONTRACTS.md and the generated documents against the program: JSON, settings, content."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from content_cache.model.vocabulary import Category, Severity
from kiosk import settings
from kiosk.cli.main import main
from kiosk.installation import JSON_SCHEMA
from kiosk.refresher.stick_report import FOLDER
from kiosk.settings import sections as kinds
from kiosk.settings.faults import SettingCode, SettingError
from kiosk.settings.office_rules import faults_of
from kiosk.settings.schema import Section
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS
from kiosk.speech.synthesis.voices import AUTO, VOICES
from tests.deploy.markdown import DOCS, ROOT, codes, sections, tables

CONTRACTS = sections((DOCS / "CONTRACTS.md").read_text("utf-8"))
JSON = sections((DOCS / "generated/json.md").read_text("utf-8"))
SETTINGS = sections((DOCS / "generated/settings.md").read_text("utf-8"))
FEED = ROOT / "tests/feeds/central.json"


def table(heading: str) -> list[dict[str, str]]:
    return next(tables(SETTINGS[heading]))


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


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("heading", [heading for heading in JSON if heading.startswith("kiosk ")])
def test_json_has_the_fields_that_are_listed(heading: str, printed: Printed, tmp_path: Path) -> None:
    (tmp_path / "latest.minisig").write_text("no signature", "utf-8")
    folder = [str(tmp_path)] if heading.startswith("kiosk import") else []
    document = printed(*heading.split()[1:], *folder)
    introduction = JSON[heading].strip().partition("|")[0]
    assert set(document) <= set(codes(introduction))
    assert document["schema"] == JSON_SCHEMA
    lists = [name for name in document if isinstance(document[name], list)]
    for rows, name in zip(tables(JSON[heading]), lists, strict=False):  # the second table is of a list within
        assert document[name], f"the test knows no {name}"
        for entry in document[name]:
            assert list(entry) == [codes(row["field"])[0] for row in rows]


def test_the_report_on_a_stick_is_told_of_by_its_folder() -> None:
    assert f"`{FOLDER}`" in CONTRACTS["USB stick"]


# --- settings


def section_of(heading: str) -> type[Section]:
    """The kind behind "[place]", "[[source]]" or "[speech.prayer]"."""
    name = heading.strip("[]").rpartition(".")[2]
    names = (name, name.removesuffix("s"))
    return next(kind for kind in KINDS if kind.__name__.lower().removesuffix("settings").removesuffix("table") in names)


KINDS = [
    kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, Section) and kind.settings
]
HEADINGS = [heading for heading in SETTINGS if heading.startswith("[")]
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


@pytest.mark.parametrize("heading", PLAIN)
def test_an_office_may_set_the_keys_that_say_so_and_no_other(heading: str) -> None:
    open_to_it = {codes(row["key"])[0] for row in table(heading) if row["office"] == "yes"}
    assert {key for key in section_of(heading).settings if set_from_afar(heading, key)} == open_to_it


@pytest.mark.parametrize("heading", sorted(OF_THEIR_OWN))
def test_an_office_may_set_no_pin_and_no_key(heading: str) -> None:
    assert not set_from_afar(heading, "listen")


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
            assert spec.parse(choice.strip('"')) == choice.strip('"')
        with pytest.raises(SettingError, match=SettingCode.UNKNOWN_VALUE):
            spec.parse("tidak-ada")


def test_choices_are_all_listed() -> None:
    voices = next(row["meaning"] for row in table("[speech]") if codes(row["key"]) == ["voice"])
    assert set(codes(voices)) == {AUTO, *VOICES, KOKORO, *(f"{KOKORO}/{speaker}" for speaker in SPEAKERS)}
    assert set(settings.VERBS) <= set(codes(SETTINGS["[buttons]"]))
    assert {*codes(CONTRACTS["Content"].partition("Severities")[0])} == {str(category) for category in Category}
    assert {str(severity) for severity in Severity} <= set(codes(CONTRACTS["Content"]))
