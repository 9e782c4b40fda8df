"""Rule files are read when the first widget that needs them is made, so an unused screen costs nothing at start."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from kivy.lang import Builder


def load_rules(path: Path) -> None:
    """Read a kv file once; Builder keeps the list of what it has read."""
    if str(path) not in Builder.files:
        Builder.load_file(str(path))


class Ruled:
    """A widget with a rule file, named by `RULES` on the class. Put it first among the bases."""

    RULES: ClassVar[Path]

    def __init__(self, **properties: Any) -> None:
        for cls in reversed(type(self).__mro__):
            if "RULES" in vars(cls):
                load_rules(vars(cls)["RULES"])
        super().__init__(**properties)
