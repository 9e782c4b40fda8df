"""Boxes in which all widgets stand: Kivy's layouts, reduced to save memory."""

from __future__ import annotations

from typing import Any

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.layout import Layout
from kivy.uix.widget import Widget

from kiosk.ui.primitives.rules import Ruled

_NO_BOUNDS = (None, None)
_WATCHED = ("size", "size_hint", "pos_hint")


class Box(Ruled, BoxLayout):
    """Layout that places its children beside or above each other.

    Children have no least and no greatest size: Kivy 2.3.1 spends 4 kB a child to watch for that, and no widget here
    sets them. Use a BoxLayout where one does. It has no size until it is given one (Kivy's widgets begin with 100 px),
    so that texts are not laid out twice.
    """

    def __init__(self, **properties: Any) -> None:
        self.size = 0.0, 0.0
        super().__init__(**properties)

    def add_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        for name in _WATCHED:
            widget.fbind(name, self._trigger_layout)
        super(Layout, self).add_widget(widget, *args, **kwargs)

    def remove_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        for name in _WATCHED:
            widget.funbind(name, self._trigger_layout)
        super(Layout, self).remove_widget(widget, *args, **kwargs)

    def do_layout(self, *_: object) -> None:
        children = self.children
        if not children:
            left, top, right, bottom = self.padding
            self.minimum_size = left + right, top + bottom
            return
        measured = [(child.size, child.size_hint, child.pos_hint, _NO_BOUNDS, _NO_BOUNDS) for child in children]
        for i, x, y, width, height in self._iterate_layout(measured):
            child = children[i]
            child.pos = x, y
            share_x, share_y = child.size_hint
            if share_x is not None and share_y is not None:
                child.size = width, height
            elif share_x is not None:
                child.width = width
            elif share_y is not None:
                child.height = height


class Middle(Ruled, Widget):
    """Box that centres one child of its own size at once, without waiting for a layout of Kivy's."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("pos", "size"):
            self.fbind(name, self._centre)

    def add_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        super().add_widget(widget, *args, **kwargs)
        widget.fbind("size", self._centre)
        self._centre()

    def remove_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        widget.funbind("size", self._centre)
        super().remove_widget(widget, *args, **kwargs)

    def _centre(self, *_: object) -> None:
        for child in self.children:
            child.pos = self.x + (self.width - child.width) / 2, self.y + (self.height - child.height) / 2
