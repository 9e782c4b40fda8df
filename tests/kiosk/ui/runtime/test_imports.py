"""What of Kivy is left out, and that nothing which we use went with it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import kivy
import pytest
from kivy.factory import Factory
from kivy.uix.widget import Widget

from kiosk.ui.screens import SCREENS, screen_class

OURS = Path("kiosk/ui/runtime/style/style.kv")
KIVYS = Path(kivy.__file__).with_name("data") / "style.kv"
# kiosk.ui.primitives.label.Lettering lays its texture itself; the bars of a scroll view are not drawn
WITHOUT = {"Label", "ScrollView"}
LEFT_OUT = (
    "asyncio",
    "filetype",
    "zipfile",
    "ctypes.util",
    "subprocess",
    "tempfile",
    "kivy.input.providers.tuio",
    "kivy.input.providers.hidinput",
    "kivy.lib.mtdev",
    "kivy.uix.behaviors.emacs",
)
OPENED = """
import sys
from pathlib import Path
from kiosk.ui.runtime.environment import prepare
prepare(size=(800, 480), offscreen=True, home=Path(sys.argv[1]))
from kivy.core.window import Window
from kivy.input.factory import MotionEventFactory
print(*MotionEventFactory.list())
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""


def ruled(path: Path) -> set[str]:
    """The classes that have a rule of their own in a kv file."""
    names = re.findall(r"^<-?([\w,@ -]+)>", path.read_text("utf-8"), re.MULTILINE)
    return {name.strip(" -").partition("@")[0] for group in names for name in group.split(",")}


@pytest.mark.usefixtures("canvas")
def test_every_widget_of_kivy_that_we_use_has_its_looks() -> None:
    for name in SCREENS:
        screen_class(name)
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


def _below(cls: type) -> list[type]:
    return [each for child in cls.__subclasses__() for each in (child, *_below(child))]


def test_the_window_opens_without_what_it_never_uses(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path), *LEFT_OUT], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["mouse", ""]
