"""A catalogue for translators: what it has of the Indonesian one, and that the Indonesian one stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.new_language import prepare

INDONESIAN = """# Written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

# for staff
msgid "Lock"
msgstr "Kunci"

# a heading
msgid "News"
msgstr "Berita"
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    path = tmp_path / "id/LC_MESSAGES/kiosk.po"
    path.parent.mkdir(parents=True)
    path.write_text(INDONESIAN, "utf-8")
    return tmp_path


def test_a_new_catalogue_has_each_message_without_a_translation(locale: Path) -> None:
    assert 'msgid "News"\nmsgstr ""\n' in prepare("jv", locale).read_text("utf-8")


def test_what_was_translated_is_kept(locale: Path) -> None:
    path = prepare("jv", locale)
    path.write_text(path.read_text("utf-8").replace('"News"\nmsgstr ""', '"News"\nmsgstr "Kabar"'), "utf-8")
    assert 'msgstr "Kabar"' in prepare("jv", locale).read_text("utf-8")


def test_a_new_catalogue_begins_with_what_residents_meet_and_keeps_its_order(locale: Path) -> None:
    path = prepare("jv", locale)
    order = path.read_text("utf-8").split('msgid "')[2:]
    assert [entry.partition('"')[0] for entry in order] == ["News", "Lock"]
    indonesian = locale / "id/LC_MESSAGES/kiosk.po"
    indonesian.write_text(indonesian.read_text("utf-8") + '\nmsgid "Events"\nmsgstr "Kegiatan"\n', "utf-8")
    order = prepare("jv", locale).read_text("utf-8").split('msgid "')[2:]
    assert [entry.partition('"')[0] for entry in order] == ["News", "Events", "Lock"]


def test_the_indonesian_one_stays_as_it_is(locale: Path) -> None:
    with pytest.raises(ValueError, match="id"):
        prepare("id", locale)
    assert (locale / "id/LC_MESSAGES/kiosk.po").read_text("utf-8") == INDONESIAN
