"""Three hundred texts of offices whose genres were drawn by lot, as `kiosk say` reads them: the share of words that is right, and
where sentences end."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

from kiosk.speech.script.item_script import ItemScript, notice

BREAK = "‖"
ALL = 300
WORDS_RIGHT = 0.97
BREAKS_RIGHT = 0.99


def texts() -> list[tuple[str, str]]:
    rows = (Path(__file__).parents[1] / "drawn.tsv").read_text(encoding="utf-8").splitlines()
    written = [row.split("\t") for row in rows if not row.startswith("#")]
    return [(text.replace("\\n", "\n"), pattern) for text, pattern in written]


def sentences(text: str) -> list[str]:
    return [each.spoken for each in notice("", text.splitlines(), ItemScript(zone=UTC)).sentences]


def bared(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", words.lower()).split())


def wrong_words() -> list[tuple[str, str]]:
    """Return the texts whose spoken words do not match their pattern, with those words."""
    said = [(text, bared(" ".join(sentences(text.replace(BREAK, "")))), pattern) for text, pattern in texts()]
    return [(text, spoken) for text, spoken, pattern in said if not re.fullmatch(pattern, spoken)]


def wrong_breaks() -> list[tuple[str, list[str]]]:
    """Return the texts whose sentences are not those that their marks and lines call for, with the sentences."""
    said = [(text, sentences(text.replace(BREAK, ""))) for text, _ in texts()]
    return [(text, spoken) for text, spoken in said if not _as_marked(text, spoken)]


def _as_marked(text: str, spoken: list[str]) -> bool:
    parts = [" ".join(sentences(part)) for part in re.split(rf"{BREAK}|\n", text)]
    return [each.rstrip(".") for each in spoken] == [part.rstrip(".") for part in parts]


def test_there_are_three_hundred_and_marks_of_breaks_among_them() -> None:
    assert len(texts()) == ALL
    assert sum(BREAK in text for text, _ in texts()) >= 37


def test_the_words_are_those_that_were_expected() -> None:
    wrong = wrong_words()
    assert len(wrong) <= round(ALL * (1 - WORDS_RIGHT)), wrong


def test_sentences_end_where_a_reader_ends_them() -> None:
    wrong = wrong_breaks()
    assert len(wrong) <= round(ALL * (1 - BREAKS_RIGHT)), wrong
