"""What Kivy's widgets look like is written in our own `style.kv`. Made for Kivy 2.3.1.

Kivy reads its own file of that name when its language is imported: 1,340 lines for all of its widgets, which stay in memory, and
its rule for a label would draw each of ours a second time.
"""

from __future__ import annotations

from pathlib import Path

import kivy
from kivy.lang import Builder

OURS = Path(__file__).with_suffix(".kv")
KIVYS = Path(kivy.kivy_data_dir) / "style.kv"


def use_own_style() -> None:
    """Kivy's rules go, ours come. Before the first widget is made."""
    Builder.unload_file(str(KIVYS))
    Builder.load_file(str(OURS), rulesonly=True)
