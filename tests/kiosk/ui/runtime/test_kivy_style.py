"""Of Kivy's rules only those are left that we use, and of those that we use none is missing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from kivy.factory import Factory
from kivy.lang import Builder
from kivy.uix.widget import Widget

import kiosk.ui
from kiosk.ui.runtime.kivy_style import KIVYS, OURS

# kiosk.ui.primitives.label.BaseLabel lays its texture itself; the bars of a scroll view are not drawn
WITHOUT = {"Label", "ScrollView"}


def ruled(path: Path) -> set[str]:
    """The classes that have a rule of their own in a kv file."""
    names = re.findall(r"^<-?([\w,@ -]+)>", path.read_text("utf-8"), re.MULTILINE)
    return {name.strip(" -").partition("@")[0] for group in names for name in group.split(",")}


@pytest.mark.usefixtures("canvas")
def test_every_widget_of_kivy_that_we_use_has_its_looks() -> None:
    for module in pkgutil.walk_packages(kiosk.ui.__path__, "kiosk.ui."):
        importlib.import_module(module.name)
    ours = [cls for cls in _below(Widget) if cls.__module__.startswith("kiosk.")]
    named = {
        word
        for path in Path("kiosk").rglob("*.kv")
        for word in re.findall(r"^ +(\w+):$", path.read_text(), re.MULTILINE)
    }
    used = {base.__name__ for cls in ours for base in cls.__mro__ if base.__module__.startswith("kivy.uix.")}
    used |= {name for name in named if name in Factory.classes and Factory.classes[name]["module"] is not None}

    assert {"Label", "FloatLayout", "StackLayout"} <= used
    assert (used & ruled(KIVYS)) - ruled(OURS) == WITHOUT


def _below(cls: type[object]) -> list[type[object]]:
    return [each for child in type.__subclasses__(cls) for each in (child, *_below(child))]


@pytest.mark.usefixtures("canvas")
def test_the_rules_of_kivy_are_gone() -> None:
    files = {rule.ctx.filename for _, rule in Builder.rules}
    assert str(OURS) in files
    assert str(KIVYS) not in files
