"""What Kivy's rules let pass in silence, and a visitor sees: a screen that keeps showing what was true when it was opened."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import kiosk.ui

UI = Path(kiosk.ui.__file__).parent
TABLES = {f"theme.{name}" for name in ("colors", "styles", "size", "space", "radius", "stroke")}


def test_no_two_widgets_have_one_name() -> None:
    """Kivy knows a rule by the bare name of its class, for the whole program: a name that stands twice draws one screen by the
    rule of another, once both have been opened."""
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


def test_no_name_stands_twice_in_a_rule() -> None:
    """Show that each id in a rule is used once: with two widgets of one id, the rule reckons with the last."""
    found = []
    for path in UI.rglob("*.kv"):
        for rule in re.split(r"(?m)^(?=<)", path.read_text("utf-8")):
            ids = Counter(re.findall(r"(?m)^ +id: (\w+)$", rule))
            found += [f"{path.name} {rule.partition(':')[0]} {name}" for name, times in ids.items() if times > 1]
    assert found == []


def test_no_rule_hangs_on_a_method_of_what_a_property_holds() -> None:
    """`root.words.upper()` is followed by its last name alone, `upper`, which never changes."""
    methods = "|".join(sorted({name for kind in (str, list, dict, tuple) for name in dir(kind) if name[0] != "_"}))
    asked = re.compile(rf"[a-z_]+(?:\.[a-z_]+)+\.(?:{methods})\(")
    found = [match.group() for path in UI.rglob("*.kv") for match in asked.finditer(path.read_text("utf-8"))]
    assert found == []


def test_no_rule_goes_through_the_ids_of_another_widget() -> None:
    """Kivy keeps a dictionary that a rule follows, and with it the widget whose ids they are, for as long as the program runs."""
    found = [
        match.group() for path in UI.rglob("*.kv") for match in re.finditer(r"\w+\.ids\.\w+", path.read_text("utf-8"))
    ]
    assert found == []


def test_no_rule_sets_what_moves_with_the_size() -> None:
    """`center_y`, `right` and `top` are reckoned from pos and size: a rule sets them once, and a size that changes afterwards moves
    the widget away from there."""
    asked = re.compile(r"(?m)^ +(?:center|center_x|center_y|right|top):.*$")
    found = [match.group() for path in UI.rglob("*.kv") for match in asked.finditer(path.read_text("utf-8"))]
    assert found == []


class Rules:
    """All rules of our kv files, parsed and not applied. `classes` are ours and Kivy's by name, `places` the file and the name of
    each rule of a class."""

    def __init__(self) -> None:
        from kivy.event import EventDispatcher
        from kivy.lang.parser import Parser

        for module in pkgutil.walk_packages(kiosk.ui.__path__, "kiosk.ui."):
            importlib.import_module(module.name)
        ours_last = sorted(_below(EventDispatcher), key=lambda kind: kind.__module__.startswith("kiosk."))
        self.classes = {kind.__name__: kind for kind in ours_last}
        self.tops = [rule for path in UI.rglob("*.kv") for _, rule in Parser(content=path.read_text("utf-8")).rules]
        self.places = [
            (path, name) for path in UI.rglob("*.kv") for name in re.findall(r"(?m)^<(\w+)>", path.read_text("utf-8"))
        ]
        self.bases = dict(self._name(rule) for rule in self.tops)
        self.own = {self._name(rule)[0]: rule.properties for rule in self.tops}

    @staticmethod
    def _name(rule: Any) -> tuple[str, str]:
        name, _, base = rule.name.strip("<>").partition("@")
        return name, base

    def all(self) -> Iterator[tuple[str, str, Mapping[str, Any], bool]]:
        """(name of the root, name of the widget, its properties' rules, whether it is the root) of each widget in a rule."""

        def below(rule: Any) -> Iterator[Any]:
            for child in rule.children:
                yield child
                yield from below(child)

        for rule in self.tops:
            root = self._name(rule)[0]
            yield root, root, rule.properties, True
            for child in below(rule):
                yield root, child.name, child.properties, False

    def lineage(self, name: str) -> list[str]:
        """The classes whose rules hold for it, its own first."""
        if base := self.bases.get(name):
            return [name, *self.lineage(base)]
        return [kind.__name__ for kind in self.classes[name].__mro__] if name in self.classes else [name]

    def property(self, name: str, attribute: str) -> Any:
        kinds = (self.classes.get(each) for each in self.lineage(name))
        return next((getattr(kind, attribute) for kind in kinds if hasattr(kind, attribute)), None)


def _below(kind: type[object]) -> Iterator[type[object]]:
    for each in type.__subclasses__(kind):
        yield each
        yield from _below(each)


@pytest.fixture(scope="module")
def rules(canvas: object) -> Rules:
    del canvas  # Kivy must be set up before its widgets are imported
    return Rules()


def test_a_rule_stands_beside_the_module_of_its_widget(rules: Rules) -> None:
    """There it is read before the first of them is made, whoever makes it. Elsewhere, or for a widget that reads none, it comes
    too late for those that are made before: they stay as they are."""
    from kiosk.ui.primitives.rules import Ruled

    astray = []
    for path, name in rules.places:
        kind = rules.classes[name]
        beside = Path(str(sys.modules[kind.__module__].__file__)).with_suffix(".kv")
        if path.stem != "style" and (beside != path or not issubclass(kind, Ruled)):
            astray.append(f"{name} in {path.name}")
    assert rules.places
    assert astray == []


def test_a_rule_follows_all_of_what_it_names(rules: Rules) -> None:
    """`root.board.freshness` is followed past `board` only if that property says `rebind`: a widget in a rule has none yet when
    its own rules are applied."""
    from kivy.properties import Property

    lost = set()
    for root, name, properties, _ in rules.all():
        for rule in properties.values():
            for keys in rule.watched_keys or ():
                if len(keys) > 2 and keys[0] in ("root", "self"):
                    found = rules.property(root if keys[0] == "root" else name, keys[1])
                    if isinstance(found, Property) and not found.rebind:
                        lost.add((name, ".".join(keys[:3])))
    assert lost == set()


def test_what_a_rule_says_is_not_taken_back_when_the_theme_changes(rules: Rules) -> None:
    """Show that a theme change takes back no rule.

    A class's rule that depends on a table of the theme is applied again with it, over that of a widget or subclass.
    Only a rule that depends on the same table is applied after it.
    """

    def tables(rule: Any) -> set[str]:
        return {".".join(keys[:2]) for keys in rule.watched_keys or ()} & TABLES

    lost = set()
    for _, name, properties, is_root in rules.all():
        for attribute, rule in properties.items():
            for kind in rules.lineage(name)[int(is_root) :]:
                if (general := rules.own.get(kind, {}).get(attribute)) is not None:
                    if tables(general) - tables(rule):
                        lost.add(f"{name}.{attribute} over {kind}'s")
                    break
    assert lost == set()
