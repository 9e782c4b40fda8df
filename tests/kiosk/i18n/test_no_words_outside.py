"""What people read lies in the catalogues: no Indonesian stands in the code, and no message of the code lacks its Indonesian."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import content_cache
import kiosk
from kiosk.i18n.translation import LOCALE

KIOSK = Path(kiosk.__file__ or "").parent
CACHE = Path(content_cache.__file__ or "").parent
ROOT = KIOSK.parent

_LISTED = """
    ada adalah agar akan alamat atas atau bagian baru baris belum berkas bukan buka cabut cadangan coba dapat dari daftar dan
    dengan dicoba dipakai disimpan gagal gambar hanya hapus harus huruf ini isi itu jadi jalankan jam juga kabel karena kembali
    kios kunci lagi lama layar lebih masuk nama nanti oleh pada paling pasang periksa perlu pilih pilihan pilihannya rekaman
    ruang rusak saja salah salin sampai sandi sebelum sedang sekali selesai semua sentuh seperti sesudah setel setiap siap
    simpan suara sudah sumber tahan tanda tanggal tanpa tekan tempat tentang terlalu tetap tidak tulis ubah ulangi umpan untuk
waktu yang
"""
WORDS = frozenset(_LISTED.split())
"""Which stand in nearly any Indonesian sentence, and in no English one."""

TELLING = frozenset({"belum", "gagal", "kios", "salah", "sudah", "tidak"})
"""Of which one alone is a word to somebody, where others name a field, a kind or a file."""

# where Indonesian is what the code is about, and no word of the program to somebody
ABOUT_INDONESIAN = {
    "content_cache/alerts/regencies.py": "names of regencies",
    "content_cache/alerts/tsunami.py": "what BMKG says of a tsunami",
    "content_cache/formats/bmkg.py": "what BMKG writes of earthquakes",
    "content_cache/model/vocabulary.py": "verdicts, as they stand in feeds",
    "content_cache/model/tables.py": "headers of tables, as they are written",
    "kiosk/office/editions/fields.py": "what an office may write for no",
    "content_cache/signing/keys.py": "what an office may call its spare key",
    "content_cache/text/": "words that a search leaves out, and WordPress's endings as they are written",
    "kiosk/content/claim_words.py": "words by which rumours agree or differ",
    "kiosk/content/spoken_hints.py": "the sentence before a question, for a recogniser of Indonesian",
    "kiosk/shell/day_question.py": "words of questions about the day",
    "kiosk/pages/home/questions.py": "words of questions about the day",
    "kiosk/demo/": "the sample village, and warnings as BMKG would write them",
    "kiosk/office/notices/advice.py": "dates as Indonesian writes them",
    "kiosk/appliance/card_secrets.py": "the mark that is left on the card in place of a secret",
    "kiosk/settings/overrides.py": "the heading of a file that lies on the card",
    "kiosk/speech/": "how Indonesian is said",
    "kiosk/ui/theme/subject_icons.py": "words of titles, by which an icon is chosen",
    "kiosk/pages/item/article/facts.py": "names of facts, as letters and posters write them",
}


def constants(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that are no docstrings, each with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    # a text by itself documents what stands above it
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def is_indonesian(text: str) -> bool:
    """A sentence or a telling word; a name with a dot, a dash or a slash in it is none."""
    words = re.findall(r"(?<![\w./-])[a-z]+(?![\w/-]|\.\w)", text.lower())
    return bool(TELLING.intersection(words)) or (len(words) > 1 and bool(WORDS.intersection(words)))


def found(under: Path) -> Iterator[str]:
    for path in sorted(under.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(tuple(ABOUT_INDONESIAN)):
            yield from (f"{name}:{line}: {text[:80]!r}" for line, text in constants(path) if is_indonesian(text))


@pytest.mark.parametrize("package", [KIOSK, CACHE], ids=["kiosk", "content_cache"])
def test_no_indonesian_stands_in_the_code(package: Path) -> None:
    assert list(found(package)) == []


def test_no_page_of_the_desk_has_words_of_its_own() -> None:
    """Show that all text between tags of the desk's pages is a message, a value, or needs no translation."""
    for path in sorted(KIOSK.glob("*/pages/*.html")):
        text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>| aria-[a-z]+=\"[^\"]*\"", " ", text)  # an attribute may stand in a macro of its own
        assert set(re.findall(r"[^\W\d_]{3,}", bare)) <= {"PIN", "SMS"}, path.name


def test_each_place_that_is_about_indonesian_still_has_some() -> None:
    """Show that each exempt place still has Indonesian text: an exemption without need would hide later text."""
    for place in ABOUT_INDONESIAN:
        files = [ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py")
        assert any(is_indonesian(text) for file in files for _, text in constants(file)), place


def test_indonesian_is_told_from_english() -> None:
    assert is_indonesian("tidak ada layar")
    assert is_indonesian("SALAH")
    assert is_indonesian("periksa kabel")
    for english in ("the clock is right", "pin-baru.txt", "isi", "/masuk/<person_id>", "no sound", "periksa-alat"):
        assert not is_indonesian(english), english


def messages() -> dict[str, str]:
    """Every message of the code and of the desk's pages, with the file that it stands in."""
    names = {"_": None, "n": (1, 2), "ngettext": (1, 2), "plural": (1, 2)}
    names |= dict.fromkeys(("gettext", "msgid", "words", "_words", "Refusal"))
    kinds = [("**.py", "python"), ("**.kv", "python"), ("**/pages/*.html", "jinja2")]
    extracted = extract_from_dir(KIOSK, method_map=kinds, keywords=names)
    return {text if isinstance(text, str) else text[0]: file for file, _, text, *_ in extracted}


@pytest.mark.filterwarnings("ignore:Skipping f-string")
def test_every_message_has_its_indonesian_and_the_catalogue_no_other() -> None:
    with (LOCALE / "id/LC_MESSAGES/kiosk.po").open("rb") as file:
        catalogue = read_po(file)
    used = messages()
    assert len(used) > 700
    assert [text for text in used if not (entry := catalogue.get(text)) or not entry.string] == []
