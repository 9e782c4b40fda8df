"""Interface of the item's screen for the layouts that fill it."""

from __future__ import annotations

from typing import Any, Protocol

from content_cache.model.items import Item
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.translator import Translator
from kiosk.ui.verbs import Verbs
from kiosk.ui.widgets.controls import PushButton


class Ground(Protocol):
    """Screen of an item, as its layouts use it."""

    theme: Theme
    tr: Translator
    board: Board
    controller: Verbs
    width: float
    height: float

    def add_widget(self, widget: Any) -> None: ...
    def column(self) -> Box: ...
    def add_reading(self, body: Box, place: Any, *, railed: bool = ...) -> None: ...
    def add_head(self, column: Any, item: Item) -> None: ...
    def add_paragraphs(self, body: Box, item: Item, *, role: str = ...) -> None: ...
    def add_paragraph(self, column: Any, words: str, block: int, role: str = ...) -> None: ...
    def take_home(self) -> PushButton: ...
    def print_key(self) -> PushButton | None: ...
    def take_keys(self) -> list[PushButton]: ...
