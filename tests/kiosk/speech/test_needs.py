"""A rule that says what it needs finds nothing in a text without that."""

from __future__ import annotations

from pathlib import Path

from kiosk.speech.indonesian.rules import first_rules, last_rules

KEPT = Path(__file__).parent
EVERY = 4  # of the texts: the others take as long again, three times


def texts() -> list[str]:
    lines = (line for each in sorted(KEPT.glob("*.tsv")) for line in each.read_text(encoding="utf-8").splitlines())
    return [line.split("\t")[0] for line in lines if not line.startswith("#")]


def test_what_a_rule_needs_is_in_all_that_it_finds() -> None:
    rules = (*first_rules(), *last_rules())
    assert sum(bool(each.needs) for each in rules) >= 300
    told = texts()[::EVERY]
    assert len(told) >= 800
    for rule in rules:
        missed = [text for text in told if rule.needs not in text and rule.pattern.search(text)]
        assert not missed, (rule.written, rule.needs, missed[:3])
        told = [rule.pattern.sub(rule.words, text) for text in told]
