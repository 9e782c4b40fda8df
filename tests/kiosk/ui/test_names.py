"""What Kivy's rules let pass in silence. It knows a rule by the bare name of its class, for the whole program: a name that stands
twice draws one screen by the rule of another, once both have been opened. And it follows `root.words.upper()` by the last name
alone, `upper`, which never changes: what the rule says at first it says for ever."""

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


def test_no_rule_hangs_on_a_method_of_what_a_property_holds() -> None:
    methods = "|".join(sorted({name for kind in (str, list, dict, tuple) for name in dir(kind) if name[0] != "_"}))
    asked = re.compile(rf"[a-z_]+(?:\.[a-z_]+)+\.(?:{methods})\(")
    found = [match.group() for path in UI.rglob("*.kv") for match in asked.finditer(path.read_text("utf-8"))]
    assert found == []
