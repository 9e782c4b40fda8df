"""Words for every code in every catalogue; errors that can be kept and handed on."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import content_cache
import kiosk
from content_cache.jobs.sandbox import run_bounded
from content_cache.model.errors import (
    CacheError,
    Code,
    FetchError,
    FormatError,
    SignatureError,
    StoreError,
    UnreachableError,
)
from content_cache.model.problems import UNNAMED, Detail, Problem, ProblemCode, from_text, problem, to_text
from kiosk.appliance.faults import CardCode
from kiosk.appliance.update.faults import UpdateCode
from kiosk.hall.backup.faults import BackupCode
from kiosk.hall.desk.faults import DeskCode
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hardware.faults import PinCode
from kiosk.i18n.error_text import TABLES as NAMES
from kiosk.i18n.error_text import error_text, row_of
from kiosk.i18n.translation import LOCALE, Translation
from kiosk.office.base.faults import OfficeCode
from kiosk.office.cards.faults import WritingCode
from kiosk.office.editions.faults import FaultCode
from kiosk.office.targets.faults import TargetCode
from kiosk.office.villages.faults import VillageCode
from kiosk.post.faults import PostCode
from kiosk.settings.faults import SettingCode
from kiosk.speech.problems import SpeechCode
from kiosk.state.request_kinds import AnswerCode
from tests.told import INDONESIAN, told

TABLES: tuple[type[ProblemCode], ...] = (
    AnswerCode,
    BackupCode,
    CardCode,
    DeskCode,
    Code,
    FaultCode,
    NoticeCode,
    OfficeCode,
    PinCode,
    PostCode,
    SettingCode,
    SpeechCode,
    TargetCode,
    WritingCode,
    UpdateCode,
    VillageCode,
)
CODES = [code for table in TABLES for code in table]
CATALOGUES = sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/kiosk.po"))
ERRORS = (CacheError, FetchError, FormatError, SignatureError, StoreError, UnreachableError)


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def sample(code: ProblemCode) -> dict[str, Detail]:
    """Details of each kind in turn."""
    values: tuple[Detail, ...] = ("b.go.id {x} é", 7, 2.5)
    return {name: values[at % 3] for at, name in enumerate(code.details)}


def test_each_code_is_found_by_its_name() -> None:
    assert len(CODES) == len({str(code) for code in CODES}), "one code, one meaning"
    assert [row_of(str(code)) for code in CODES] == CODES
    assert {f"{table.__module__}:{table.__name__}" for table in TABLES} == set(NAMES)


@pytest.mark.parametrize("language", CATALOGUES)
def test_each_catalogue_keeps_the_placeholders_of_each_message(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        catalogue = read_po(file)
    missing, changed = [], []
    for code in CODES:
        message = code.message
        entry = catalogue.get(message)
        if entry is None or (language == "id" and not entry.string):
            missing.append(code)
        elif entry.string and placeholders(str(entry.string)) != placeholders(message):
            changed.append(code)
    assert (missing, changed) == ([], [])


@pytest.mark.parametrize("language", [*CATALOGUES, "en"])
def test_each_code_is_told_in_one_line_without_a_gap(language: str) -> None:
    translation = Translation(language)
    for code in CODES:
        line = error_text(Problem(str(code), sample(code), (problem(Code.NO_ROOM),)), translation)
        assert line.isprintable()
        assert not {f"{{{name}}}" for name in (*code.details, "causes")} & set(line.split()), line


@pytest.mark.parametrize("code", list(Code), ids=str)
def test_each_problem_survives_the_stores_text(code: Code) -> None:
    told = problem(code, problem(Code.FEED_CUT, count=1), **sample(code))
    assert from_text(to_text(told)) == told
    assert json.loads(to_text(told))["code"] == str(code)


def refuse() -> None:
    raise SignatureError(Code.KEY_REVOKED, key="RWQ")


def test_a_childs_error_is_told_as_it_was_raised() -> None:
    with pytest.raises(SignatureError) as raised:
        run_bounded(refuse, deadline=30)
    assert raised.value.problem == problem(Code.KEY_REVOKED, key="RWQ")


def calls() -> Iterator[tuple[Path, ast.Call, ProblemCode]]:
    """Each call in the code that is given a row of one of the tables."""
    tables = {table.__name__: table for table in TABLES}
    for package in (content_cache, kiosk):
        for path in Path(package.__file__ or "").parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for argument in node.args if isinstance(node, ast.Call) else ():
                    if isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name):
                        table = tables.get(argument.value.id)
                        if table is not None:
                            assert isinstance(node, ast.Call)
                            yield path, node, table[argument.attr]


def test_each_code_is_given_the_details_of_its_row() -> None:
    found = list(calls())
    assert len(found) > 150
    counted = {"count"}  # by `Notes`, which is told how often
    completed = {  # with their file
        FaultCode.PICTURE_UNFIT, FaultCode.RECORDING_UNFIT, FaultCode.RECORDING_FORMAT, FaultCode.DOCUMENT_UNFIT,
        FaultCode.DOCUMENT_TOO_LONG, FaultCode.FILM_UNFIT, FaultCode.FILM_LONG, FaultCode.FILMS_NOT_INSTALLED,
        FaultCode.SUBTITLES_UNFIT,
    }  # fmt: skip
    for path, call, code in found:
        given = {keyword.arg for keyword in call.keywords if keyword.arg} - {"source"}
        lacking = set(code.details) - given
        where = f"{path.name}:{call.lineno} {code}"
        assert given <= set(code.details), where
        name: Any = call.func
        called = getattr(name, "attr", getattr(name, "id", ""))
        if called in ("get", "partial"):  # chosen by a number, or completed later
            continue
        is_note = called in ("add", "RuleError")
        assert not lacking or (is_note and lacking == counted) or (code in completed and lacking == {"file"}), where


def test_what_an_older_program_kept_as_a_sentence_is_shown_as_it_is() -> None:
    kept = from_text("the host answered HTTP 500")
    assert kept == Problem(UNNAMED, {"text": "the host answered HTTP 500"})
    assert told(kept) == "the host answered HTTP 500"
    assert from_text("") is None
    assert told(from_text('{"code": 7}')) == '{"code": 7}'
    assert told(from_text("[" * 100_000)).startswith("[[")


def test_a_code_of_a_newer_program_is_told_as_it_is() -> None:
    newer = from_text('{"code": "moon_in_the_way", "details": {"host": "a.id"}, "since": 2031}')
    assert newer is not None
    assert error_text(newer, INDONESIAN) == "moon_in_the_way (host=a.id)"


def test_a_detail_that_is_not_there_leaves_the_line_readable() -> None:
    assert error_text(Problem("busy"), INDONESIAN).startswith("server sedang sibuk (HTTP {status})")


def test_details_and_causes_are_put_into_the_message() -> None:
    nothing = problem(Code.NOTHING_USABLE, problem(Code.ITEM_EMPTY, count=2), problem(Code.ITEM_TWICE, count=1))
    assert told(nothing) == (
        "tidak ada isinya yang dapat dipakai (2 butir tanpa judul dan isi dilewati;"
        " 1 butir dengan id ganda: yang lebih baru dipakai); beri tahu penerbitnya"
    )
    assert error_text(problem(Code.CONNECTION_REFUSED, host="banggai.go.id"), Translation("en")).startswith(
        "banggai.go.id cannot be reached: that server refuses"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Code.CONNECTION_REFUSED, "menolak sambungan"),
        (Code.NAME_UNKNOWN, "nama ini tidak dikenal"),
        (Code.NAME_NOT_RESOLVED, "DNS"),
        (Code.NO_ROUTE, "tidak ada jaringan ke sana"),
        (Code.NO_ANSWER, "tidak ada jawaban"),
    ],
)
def test_why_a_host_cannot_be_reached_is_told(code: Code, words: str) -> None:
    line = told(problem(code, host="banggai.go.id"))
    assert line.startswith("banggai.go.id tidak terjangkau: ")
    assert words in line
