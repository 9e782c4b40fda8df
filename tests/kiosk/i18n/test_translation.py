from __future__ import annotations

import ast
import string
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from deploy.compile_catalogues import compile_catalogues
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import LOCALE, Translation, languages

PACKAGES = [Path(LOCALE).parents[1], Path(LOCALE).parents[2] / "content_cache"]
CATALOGUES = sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/kiosk.po"))
CALLS = {"_": None, "_n": (1, 2), "n": (1, 2), "gettext": None, "ngettext": (1, 2)}


def test_every_message_of_the_code_has_its_indonesian() -> None:
    with (LOCALE / "id/LC_MESSAGES/kiosk.po").open("rb") as file:
        catalogue = read_po(file)
    used = {
        message[0] if isinstance(message, tuple) else message
        for package in PACKAGES
        for _, _, message, *_ in extract_from_dir(
            package,
            method_map=[("**.py", "python"), ("**.kv", "python"), ("**/pages/*.html", "jinja2")],
            keywords=CALLS,
        )
    }
    assert len(used) > 200
    missing = sorted(message for message in used if not (entry := catalogue.get(message)) or not entry.string)
    assert missing == []


def test_a_language_without_an_entry_falls_back_to_indonesian_then_english(tmp_path: Path) -> None:
    for code, entry in (("id", 'msgid "News"\nmsgstr "Berita"\n'), ("bgz", 'msgid "News"\nmsgstr ""\n')):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "kiosk.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + entry, "utf-8"
        )
    compile_catalogues(tmp_path)
    banggai = Translation("bgz", tmp_path)
    assert banggai.gettext("News") == "Berita"
    assert banggai.gettext("Nowhere written") == "Nowhere written"
    assert languages(tmp_path) == ("id", "en"), "one without words is none to choose"


def test_a_catalogue_is_read_once_in_a_process(tmp_path: Path) -> None:
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "kiosk.po").write_text('msgid "News"\nmsgstr "Berita"\n', "utf-8")
    compile_catalogues(tmp_path)
    assert Translation("bgz", tmp_path).gettext("News") == "Berita"
    (folder / "kiosk.mo").unlink()
    assert [Translation(language, tmp_path).gettext("News") for language in ("id", "bgz")] == ["Berita", "Berita"]


def test_a_language_that_no_calendar_knows_has_indonesian_days() -> None:
    assert Phrases(Translation("bgz")).weekdays() == Phrases(Translation("id")).weekdays()


@pytest.mark.parametrize("language", CATALOGUES)
def test_each_catalogue_has_the_messages_of_the_indonesian_one(language: str) -> None:
    """`python deploy/new_language.py CODE` brings one up to date."""
    assert {message.id for message in messages(language)} == {message.id for message in messages("id")}


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_keeps_what_is_put_into_its_message(language: str) -> None:
    """Show that each translation keeps its message's fields: a lost one would raise when the text is shown."""
    wrong = []
    for message in messages(language):
        wanted = [fields(each) for each in forms(message.id)]
        wrong += [each for each in forms(message.string or "") if each and fields(each) not in wanted]
    assert wrong == []


def messages(language: str) -> list[Message]:
    with (LOCALE / language / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(words: str | Sequence[str]) -> Sequence[str]:
    """Return a message's forms: one per plural, or the message itself."""
    return (words,) if isinstance(words, str) else words


def fields(text: str) -> set[str | None] | str:
    """Return the names in braces; for an unclosed brace the whole text, which equals no other."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return text


def test_one_translated_word_makes_a_language_one_to_choose(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: bgz\\n"\n\n'
    for code, entry in (("bgz", 'msgid "News"\nmsgstr "Habar"\n'), ("jv", 'msgid "News"\nmsgstr ""\n')):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "kiosk.po").write_text(head + entry, "utf-8")
    compile_catalogues(tmp_path)
    assert languages(tmp_path) == ("en", "bgz")


def test_every_entry_is_used() -> None:
    """A message that the code no longer has is work for translators that nobody reads."""
    written = "\n".join(path.read_text("utf-8") for kind in ("kv", "html") for path in PACKAGES[0].rglob(f"*.{kind}"))
    constants = {
        node.value
        for folder in PACKAGES
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    with (LOCALE / "id/LC_MESSAGES/kiosk.po").open("rb") as file:
        ids = [message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file) if message.id]
    unused = [
        one for one in ids if one not in constants and one.replace('"', '\\"') not in written and one not in written
    ]
    assert unused == []


def test_english_is_the_codes_own() -> None:
    english = Translation("en")
    assert english.gettext("News") == "News"
    assert english.ngettext("{n} event", "{n} events", 2) == "{n} events"
