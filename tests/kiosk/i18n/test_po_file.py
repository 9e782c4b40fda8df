"""The .po reader against babel's, on the product's own catalogues and on what translators' editors write."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiosk.i18n.po_file import read_catalogue
from kiosk.i18n.translation import LOCALE
from tests.support.present import of

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def written(folder: Path, body: str) -> Path:
    path = folder / "kiosk.po"
    path.write_text(HEAD + body, "utf-8")
    return path


@pytest.mark.parametrize("language", sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/kiosk.po")))
def test_it_reads_what_babel_reads(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "kiosk.po"
    catalogue = read_catalogue(path)
    with path.open("rb") as file:
        theirs = [message for message in read_po(file) if message.id]

    assert len(theirs) > 40
    for message in theirs:
        if isinstance(message.id, tuple):
            one, many = message.id
            assert catalogue.ngettext(one, many, 3) == (of(tuple, message.string)[0] or many)
        else:
            id_ = of(str, message.id)
            assert catalogue.gettext(id_) == (message.string or id_)


def test_lines_are_joined_and_escapes_undone(tmp_path: Path) -> None:
    catalogue = read_catalogue(written(tmp_path, 'msgid ""\n"one "\n"two"\nmsgstr "\\"satu\\"\\n"\n"dua\\\\tiga"\n'))

    assert catalogue.gettext("one two") == '"satu"\ndua\\tiga'


def test_the_plural_rule_of_the_file_holds(tmp_path: Path) -> None:
    entry = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "satu"\nmsgstr[1] "banyak"\n'
    catalogue = read_catalogue(written(tmp_path, entry))

    assert [catalogue.ngettext("{n} day", "{n} days", n) for n in (1, 2, 0)] == ["satu", "banyak", "banyak"]


def test_fuzzy_obsolete_and_empty_entries_say_nothing(tmp_path: Path) -> None:
    body = '#, fuzzy\nmsgid "a"\nmsgstr "A"\n\n#~ msgid "b"\n#~ msgstr "B"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "d"\nmsgstr "D"\n'
    catalogue = read_catalogue(written(tmp_path, body))

    assert [catalogue.gettext(message) for message in "abcd"] == ["a", "b", "c", "D"]


def test_a_slip_takes_no_other_word_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    body = 'msgid "a"\nmsgstr "A\n\nmsgid "b"\nmsgstr "B"\n'
    catalogue = read_catalogue(written(tmp_path, body))

    assert catalogue.gettext("a") == "a"
    assert catalogue.gettext("b") == "B"
    assert "line 7 is passed over" in caplog.text


def test_whatever_entries_stand_before_it_a_slip_is_named_by_its_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What most entries are is found by one expression, the others line by line."""
    before = (
        'msgid "a"\nmsgstr "A\\"A"\n\n#, python-brace-format\nmsgid "b"\nmsgstr "B"\n\nmsgid "c"\nmsgstr "C"\n"D"\n\n'
    )
    catalogue = read_catalogue(
        written(tmp_path, before + 'slip\n\n#, fuzzy\nmsgid "d"\nmsgstr "D"\n\nmsgid "e"\nmsgstr ""\n\n')
    )

    assert [catalogue.gettext(message) for message in "abcde"] == ['A"A', "B", "CD", "d", "e"]
    assert "line 17 is passed over: slip" in caplog.text
