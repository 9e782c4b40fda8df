from __future__ import annotations

import ast
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import LOCALE, Translation, languages

PRODUCT = Path(LOCALE).parents[1]
CALLS = {"_": None, "_n": (1, 2), "n": (1, 2), "gettext": None, "ngettext": (1, 2)}


def test_every_message_of_the_code_has_its_indonesian() -> None:
    with (LOCALE / "id/LC_MESSAGES/kiosk.po").open("rb") as file:
        catalogue = read_po(file)
    used = {
        message[0] if isinstance(message, tuple) else message
        for _, _, message, *_ in extract_from_dir(
            PRODUCT,
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
    banggai = Translation("bgz", tmp_path)
    assert banggai.gettext("News") == "Berita"
    assert banggai.gettext("Nowhere written") == "Nowhere written"
    assert languages(tmp_path) == ("id", "en"), "one without words is none to choose"


def test_a_catalogue_is_read_once_in_a_process(tmp_path: Path) -> None:
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "kiosk.po").write_text('msgid "News"\nmsgstr "Berita"\n', "utf-8")
    assert Translation("bgz", tmp_path).gettext("News") == "Berita"
    (folder / "kiosk.po").unlink()
    assert [Translation(language, tmp_path).gettext("News") for language in ("id", "bgz")] == ["Berita", "Berita"]


def test_banggai_is_prepared_for_translators_and_shown_in_indonesian_meanwhile() -> None:
    banggai, indonesian = Translation("bgz"), Translation("id")
    assert languages()[:2] == ("id", "en")
    assert "bgz" not in languages(), "it has no words yet"
    assert banggai.gettext("News") == "Berita"
    assert banggai.ngettext("{n} result", "{n} results", 3) == "{n} hasil"
    catalogues = []
    for code in ("id", "bgz"):
        with (LOCALE / code / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
            catalogues.append({message.id for message in read_po(file)})
    assert catalogues[0] == catalogues[1]
    assert Phrases(banggai).weekdays() == Phrases(indonesian).weekdays()


def test_one_translated_word_makes_a_language_one_to_choose(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: bgz\\n"\n\n'
    for code, entry in (("bgz", 'msgid "News"\nmsgstr "Habar"\n'), ("jv", 'msgid "News"\nmsgstr ""\n')):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "kiosk.po").write_text(head + entry, "utf-8")
    assert languages(tmp_path) == ("en", "bgz")


def test_every_entry_is_used() -> None:
    """A message that the code no longer has is work for translators that nobody reads."""
    written = "\n".join(path.read_text("utf-8") for kind in ("kv", "html") for path in PRODUCT.rglob(f"*.{kind}"))
    constants = {
        node.value
        for folder in (PRODUCT, PRODUCT.parent / "content_cache")
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
