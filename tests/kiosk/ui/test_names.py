"""Kivy knows a rule by the bare name of its class, for the whole program: a name that stands twice draws one screen by the rule
of another, once both have been opened."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import kiosk.ui

UI = Path(kiosk.ui.__file__).parent


def test_no_two_widgets_have_one_name() -> None:
    classes = Counter(
        node.name
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in classes.items() if times > 1] == []


def test_each_rule_stands_once() -> None:
    rules = Counter(name for path in UI.rglob("*.kv") for name in re.findall(r"(?m)^<(\w+)", path.read_text("utf-8")))
    assert [name for name, times in rules.items() if times > 1] == []
