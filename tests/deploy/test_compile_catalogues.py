"""Compiled catalogues against babel's reading of the translators' files, and what is left out of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from deploy.compile_catalogues import compile_catalogues
from kiosk.i18n.translation import LOCALE, Translation
from tests.support.present import of

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def written(folder: Path, body: str, language: str = "id") -> Path:
    path = folder / language / "LC_MESSAGES" / "kiosk.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + body, "utf-8")
    return path


def compiled(folder: Path, body: str) -> Translation:
    written(folder, body)
    compile_catalogues(folder)
    return Translation("id", folder)


def test_the_program_reads_what_babel_reads() -> None:
    catalogue = Translation("id")
    with (LOCALE / "id" / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        theirs = [message for message in read_po(file) if message.id]

    assert len(theirs) > 2_000
    for message in theirs:
        if isinstance(message.id, tuple):
            one, many = message.id
            assert catalogue.ngettext(one, many, 3) == of(tuple, message.string)[0]
        else:
            assert catalogue.gettext(of(str, message.id)) == message.string


def test_the_plural_rule_of_the_file_holds(tmp_path: Path) -> None:
    entry = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "satu"\nmsgstr[1] "banyak"\n'
    catalogue = compiled(tmp_path, entry)

    assert [catalogue.ngettext("{n} day", "{n} days", n) for n in (1, 2, 0)] == ["satu", "banyak", "banyak"]


def test_fuzzy_obsolete_and_empty_entries_say_nothing(tmp_path: Path) -> None:
    body = '#, fuzzy\nmsgid "a"\nmsgstr "A"\n\n#~ msgid "b"\n#~ msgstr "B"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "d"\nmsgstr "D"\n'
    catalogue = compiled(tmp_path, body)

    assert [catalogue.gettext(message) for message in ("a", "b", "c", "d", "")] == ["a", "b", "c", "D", ""]


def test_a_number_without_a_translation_is_indonesian(tmp_path: Path) -> None:
    entry = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "%s"\nmsgstr[1] "%s"\n'
    written(tmp_path, entry % ("", ""), "bgz")
    compiled(tmp_path, entry % ("sehari", "berhari-hari"))

    assert Translation("bgz", tmp_path).ngettext("{n} day", "{n} days", 3) == "berhari-hari"


def test_a_slip_is_named_by_its_line_and_what_was_compiled_stays(tmp_path: Path) -> None:
    path = written(tmp_path, 'msgid "a"\nmsgstr "A"\n')
    compile_catalogues(tmp_path)
    before = path.with_suffix(".mo").read_bytes()
    written(tmp_path, 'msgid "a"\nslip\n')
    os.utime(path, ns=(after := path.with_suffix(".mo").stat().st_mtime_ns + 1, after))

    with pytest.raises(ValueError, match=r"kiosk\.po, line 7"):
        compile_catalogues(tmp_path)
    assert path.with_suffix(".mo").read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} == {"kiosk.po", "kiosk.mo"}


def test_only_what_is_older_is_compiled_anew_and_to_the_same_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, 'msgid "a"\nmsgstr "A"\n').with_suffix(".mo")
    compile_catalogues(tmp_path)
    made, content = path.stat().st_ino, path.read_bytes()
    compile_catalogues(tmp_path)
    assert path.stat().st_ino == made
    compile_catalogues(tmp_path, all_of_them=True)
    assert path.stat().st_ino != made
    assert path.read_bytes() == content


def test_a_checkout_that_is_not_compiled_says_what_to_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = written(tmp_path, 'msgid "a"\nmsgstr "A"\n')

    assert Translation("id", tmp_path).gettext("a") == "a"
    (line,) = caplog.messages
    assert line == f"{path} is not compiled; run: .venv/bin/python deploy/compile_catalogues.py"
