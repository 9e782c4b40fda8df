"""The report by EN 301 549: no clause without a test, a measure or a reason, and no marker without a clause."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.reference import accessibility
from deploy.reference.accessibility import CLAUSES, Clause


def test_each_clause_has_a_test_a_measure_or_a_reason() -> None:
    held = accessibility.held_clauses()
    assert [number for number, clause in CLAUSES.items() if number not in held and not clause.rest] == []
    alone = [clause.rest for number, clause in CLAUSES.items() if number not in held]
    assert [rest for rest in alone if not re.match(r"The installer measures\b|Does not hold\b.*\bbecause ", rest)] == []


def test_report_is_refused_without_a_reason() -> None:
    with pytest.raises(ValueError, match=r"5\.99"):
        list(accessibility.lines({**CLAUSES, "5.99": Clause("Nothing")}))


def test_marker_of_an_unknown_clause_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    marked = '@pytest.mark.clause("5.7", "5.99")\ndef test_it() -> None: ...\n'
    (tmp_path / "tests/test_marked.py").write_text(marked, "utf-8")
    with pytest.raises(ValueError, match=r"test_it bears the unknown clause '5\.99'"):
        accessibility.held_clauses(tmp_path)
