"""The technician's guide names what is there: pictures, buttons, messages, and settings without a fault."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiosk import settings

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "deploy/panduan-teknisi.md"
TEXT = GUIDE.read_text("utf-8")
ELSEWHERE = {
    "Under-voltage detected",
    "layar hitam, lampu hijau Pi berkedip teratur",
}  # said by the kernel, and by nobody


def catalogue() -> list[str]:
    with (ROOT / "kiosk/i18n/locale/id/LC_MESSAGES/kiosk.po").open("rb") as file:
        messages = [message.string for message in read_po(file)]
    return [text for string in messages for text in ((string,) if isinstance(string, str) else string or ()) if text]


SAID = catalogue()


def rows(heading: str) -> list[list[str]]:
    section = TEXT.partition(heading)[2].partition("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| ")
    ][1:]


def said(words: str) -> bool:
    """Return whether the kiosk has a message with these words, with any value where it has a figure or name."""
    parts = [part.strip() for part in re.split(r"…|\d+|·|\(.*?\)|:", words) if part.strip()]
    return all(any(part.lower() in text.lower() for text in SAID) for part in parts)


def test_its_pictures_are_there() -> None:
    linked = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert len(linked) > 4
    assert [link for link in linked if not (GUIDE.parent / link).is_file()] == []


@pytest.mark.parametrize("row", rows("## 8."), ids=lambda row: row[0][:30])
def test_each_message_is_one_that_the_kiosk_says(row: list[str]) -> None:
    assert said(row[0]) or any(row[0].startswith(words) for words in ELSEWHERE)


def test_no_other_message_would_be_found() -> None:
    assert not said("Kios rusak, panggil teknisi")


@pytest.mark.parametrize("row", rows("## 5."), ids=lambda row: row[0][:30])
def test_each_button_is_on_the_page(row: list[str]) -> None:
    for button in re.findall(r"\*\*(.+?)\*\*", row[0]):
        assert button in SAID


def test_its_settings_have_no_fault() -> None:
    written = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert written is not None
    plain = re.sub(r"(?m)^ {3}", "", written[1])
    assert settings.settings_from_tables(tomllib.loads(plain), plain).faults == ()


def test_the_pins_drawn_are_those_of_the_example() -> None:
    drawing = (ROOT / "deploy/pictures/kabel.svg").read_text("utf-8")
    header = {5: 29, 6: 31, 13: 33, 19: 35}
    example = settings.load(ROOT / "deploy/kiosk.toml")
    for name, words in (
        ("previous", "Sebelumnya"),
        ("listen", "Dengarkan"),
        ("next", "Berikutnya"),
        ("home", "Beranda"),
    ):
        assert f"{words} · kaki {header[example.buttons[name]]}" in drawing


@pytest.mark.clause("8.3.6")
def test_height_of_the_keys_is_within_reach_of_a_wheelchair() -> None:
    """EN 301 549, 8.3.2: from 380 to 1,220 mm above the floor."""
    height = re.search(r"\*\*Tinggi pemasangan\.\*\* .*?(\d+) sampai (\d+) cm dari lantai", TEXT)
    assert height is not None
    assert 38 <= int(height[1]) < int(height[2]) <= 122
