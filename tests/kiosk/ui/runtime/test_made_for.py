"""What goes by private parts of Kivy says for which version it was made. Another version fails here, and nowhere else perhaps: look
through each of these modules, and through Kivy's code that it stands in for, before the number is changed."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from kivy.config import Config
from kivy.uix.label import Label

import kiosk.ui
from kiosk.ui.runtime.label_patches import CHANGING

UI = Path(kiosk.ui.__file__).parent
NAMED = re.compile(r"\bKivy (\d+\.\d+\.\d+)")
PATCHES = ("runtime/event_loop", "runtime/label_patches", "runtime/kivy_style")
LEANING = (
    "primitives/box",
    "primitives/ground",
    "primitives/label",
    "primitives/mesh",
    "primitives/picture",
    "widgets/article",
)


def made_for(module: str) -> set[str]:
    return set(NAMED.findall((UI / module).with_suffix(".py").read_text("utf-8")))


@pytest.mark.parametrize("module", [*PATCHES, *LEANING])
def test_kivy_is_the_one_that_it_was_made_for(module: str) -> None:
    assert made_for(module) == {version("kivy")}


def test_no_other_module_speaks_of_a_version() -> None:
    """One that does belongs into the lists above."""
    named = {str(path.relative_to(UI).with_suffix("")) for path in UI.rglob("*.py") if NAMED.search(path.read_text())}
    assert named == {*PATCHES, *LEANING}


@pytest.mark.usefixtures("canvas")
def test_a_label_watches_no_more_than_what_changes_and_keeps_no_surface() -> None:
    label = Label(text="Balai Desa", color=(1, 0, 0, 1))
    label.texture_update()

    assert set(CHANGING) < set(label.properties())
    for _ in range(2):  # it can be drawn again without them
        assert max(label.texture.pixels[::4]) > 200
        assert (label._label._surface, label._label._cached_lines) == (None, [])
        label.text += "!"
        label.texture_update()


def test_only_the_pointer_of_sdl_is_heard() -> None:
    """Another one beside it would double each touch."""
    assert dict(Config.items("input")) == {"mouse": "mouse,disable_multitouch"}
