"""Style of Kivy's widgets, from this package's own `style.kv`. Made for Kivy 2.3.1.

Kivy reads its own file of that name while its language is imported: 1,340 lines for all of its widgets. They would stay in memory,
its rule for a label would draw each of ours a second time, and to read them takes a fifth as long as all else before the first
frame.
"""

from __future__ import annotations

import sys
from pathlib import Path

import kivy
import kivy.resources  # keeps Kivy's own folder: its shaders are found there

OURS = Path(__file__).with_name("style.kv")
KIVYS = Path(kivy.kivy_data_dir) / "style.kv"


def use_own_style() -> None:
    """Import Kivy's kv language with the rules of this package in place of Kivy's.

    Raises RuntimeError if it was imported before.
    """
    if "kivy.lang" in sys.modules:
        raise RuntimeError("Kivy's rules are there already: call use_own_style() first")
    shipped = kivy.kivy_data_dir
    kivy.kivy_data_dir = str(OURS.parent)
    try:
        from kivy.lang import Builder  # noqa: F401 -- reads style.kv
    finally:
        kivy.kivy_data_dir = shipped
