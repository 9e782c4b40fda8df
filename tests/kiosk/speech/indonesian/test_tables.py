"""Words and sentences of all golden tables; a row that is known to be wrong says so, and no longer once it is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.speech.indonesian.tables import rows, tables


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.stem)
def test_words_are_those_of_the_table(table: Path) -> None:
    found = list(rows(table))
    wrong = [row.text for row in found if not row.says_its_words]
    assert wrong == [row.text for row in found if "words" in row.known]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.stem)
def test_sentences_end_where_the_table_ends_them(table: Path) -> None:
    found = list(rows(table))
    wrong = [row.text for row in found if not row.breaks_as_marked]
    assert wrong == [row.text for row in found if "breaks" in row.known]


def test_no_text_stands_twice() -> None:
    texts = [row.text for table in tables() for row in rows(table)]
    assert len(texts) == len(set(texts))
    assert {known for table in tables() for row in rows(table) for known in row.known} <= {"words", "breaks"}
