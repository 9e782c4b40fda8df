"""One word for one thing, in all that residents, technicians and offices read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
OTHERS = {
    "kios": ("anjungan", "kios informasi digital", "mesin kios", "alat kios", "kiosk ini"),
    "HP": ("ponsel", "gawai", "handphone", "smartphone", "hape", "telepon genggam", "telepon seluler"),
    "flash disk": ("flashdisk", "flash drive", "flashdrive", "stik", "stik usb", "usb stick", "diska lepas"),
    "tidak ketemu": ("nihil",),
    "simpanan": ("tembolok",),
}
"""The word that is used, and those that stand for the same elsewhere."""


def told() -> Iterator[tuple[str, str]]:
    """(where, text) of all that is written in Indonesian for people."""
    with (ROOT / "kiosk/i18n/locale/id/LC_MESSAGES/kiosk.po").open("rb") as file:
        for message in read_po(file):
            for text in message.string if isinstance(message.string, tuple) else (message.string,):
                yield f"kiosk.po: {message.id}", str(text)
    for path in (*ROOT.glob("deploy/panduan-*.md"), ROOT / "deploy/kiosk.toml", *ROOT.glob("kiosk/demo/content/*.md")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield f"{path.name}:{number}", line
    for path in ROOT.glob("kiosk/hall/desk/pages/*.html"):
        yield path.name, path.read_text("utf-8")


def test_one_word_for_one_thing() -> None:
    unwanted = re.compile(rf"\b(?:{'|'.join(word for words in OTHERS.values() for word in words)})\b", re.IGNORECASE)
    found = [(where, hit[0]) for where, text in told() for hit in unwanted.finditer(text)]
    assert found == []


def test_the_words_are_there() -> None:
    whole = "\n".join(text for _, text in told())
    assert all(word in whole for word in OTHERS)
