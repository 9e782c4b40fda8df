"""A rule that says what it needs finds nothing in a text without that."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.speech.indonesian.reading import write_out
from kiosk.speech.indonesian.rule import Rule, with_mark
from kiosk.speech.indonesian.rules import NOTATION, first_rules, last_rules
from tests.kiosk.speech.indonesian.tables import rows, tables

EVERY = 6  # of the texts: the others take as long again, five times


def test_what_a_rule_needs_is_in_all_that_it_finds() -> None:
    rules = (*first_rules(), *last_rules())
    assert sum(bool(each.needs) for each in rules) >= 250
    told = [row.text for table in tables() for row in rows(table)][::EVERY]
    assert len(told) >= 800
    told = [write_out(text) for text in _without_needless(NOTATION, told)]
    for rule in rules:
        missed = [text for text in told if rule.needs not in with_mark(text) and rule.pattern.search(text)]
        assert not missed, (rule.written, rule.needs, missed[:3])


def _without_needless(rules: Sequence[Rule], texts: list[str]) -> list[str]:
    """Return *texts* after *rules*; each rule finds nothing in a text that lacks what it needs."""
    for rule in rules:
        missed = [text for text in texts if rule.needs not in with_mark(text) and rule.pattern.search(text)]
        assert not missed, (rule.written, rule.needs, missed[:3])
        texts = [rule.pattern.sub(rule.words, text) for text in texts]
    return texts
