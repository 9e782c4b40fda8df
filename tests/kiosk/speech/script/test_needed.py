"""Rules that cannot find anything in a text are not tried on it: none is left out that would have found something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech.indonesian.needed import characters, needed
from kiosk.speech.indonesian.rule import Rule
from kiosk.speech.indonesian.rules import first_rules, last_rules
from kiosk.speech.script.english import ENGLISH

TEXTS = Path(__file__).parents[1]


def all_rules() -> list[Rule]:
    return [*first_rules(), *first_rules(loud=True), *last_rules(), *ENGLISH]


def left_out(rule: Rule, text: str) -> bool:
    there = characters(text)
    return any(there.isdisjoint(one_of) for one_of in rule.needed)


def test_each_rule_is_tried_on_what_it_finds_in_the_texts_of_offices() -> None:
    lines = [line for path in TEXTS.glob("*.tsv") for line in path.read_text("utf-8").splitlines()[3:]]
    found = left = 0
    for rule in all_rules():
        for line in lines[::8]:
            if left_out(rule, line):
                left += 1
                assert rule.pattern.search(line) is None, (rule.written, line)
            else:
                found += 1
    assert left > found, "or it is of no use"


@given(st.text("1²٣.:/-Kkſsıiİ ABab\u212aµμ", max_size=12))
def test_letters_of_other_scripts_stand_for_those_that_re_takes_them_for(text: str) -> None:
    for pattern in (r"k\.", r"s/\w", r"i:", r"\d-\d", r"μ", r"(?:kk|s)\s?\d", r"[k-s]\.|µ"):
        for flags in (0, re.IGNORECASE):
            rule = Rule(pattern, "", flags)
            assert rule.pattern.search(text) is None or not left_out(rule, text), (pattern, flags, text)


@pytest.mark.parametrize(
    ("pattern", "flags", "sets"),
    [
        (r"Rp\s?\d+", 0, ["R", "\\d", "p"]),
        (r"rp", re.IGNORECASE, ["Pp", "Rr"]),
        (r"(?i:rp)\.", 0, [".", "Pp", "Rr"]),
        (r"(?:x|y)?z*[^q]\w.(?!v)(?<!w)", 0, []),
        (r"(?:x|yq|z)", 0, ["qxz"]),
        (r"(?:x|)", 0, []),
        (r"(?<=x)[a-]", 0, ["x"]),
        (r"(?>x)(?:w){2}", 0, ["w", "x"]),
    ],
)
def test_what_a_pattern_needs(pattern: str, flags: int, sets: list[str]) -> None:
    assert sorted("".join(sorted(one_of)) for one_of in needed(pattern, flags)) == sorted(sets)
