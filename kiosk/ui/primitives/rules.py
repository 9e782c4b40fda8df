"""Rules stand in a kv file beside the module of their widgets. They are read before the first widget of that module is made, so an
unused screen costs nothing at start.

A widget that is made before its rules are read is laid out without them, for as long as it stays: no widget names its file, so
that none can forget it. And of two rules for one property the last that was read holds: what a rule is to change is read before it.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from kivy.lang import Builder


class Ruled:
    """Base of widgets whose rules stand in a kv file beside their module.

    Put it first among the bases, before a widget of Kivy's.
    """

    modules: ClassVar[tuple[str, ...]] = ()
    """Modules of the class and its bases whose kv files are read, the most general first."""

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        cls.modules = tuple(each.__module__ for each in reversed(cls.__mro__) if issubclass(each, Ruled))

    def __init__(self, **properties: Any) -> None:
        for module in self.modules:
            read_beside(module)
        super().__init__(**properties)


@cache
def read_beside(module: str) -> None:
    """Read the kv file beside *module*, if there is one. Files of widgets whose rules it may change are read before."""
    own = sys.modules[module]
    path = Path(str(own.__file__)).with_suffix(".kv")
    if not path.exists():
        return
    for known in list(vars(own).values()):
        if isinstance(known, type) and issubclass(known, Ruled):
            for other in known.modules:
                if other != module:
                    read_beside(other)
    Builder.load_file(str(path))
