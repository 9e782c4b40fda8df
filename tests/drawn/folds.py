"""The lower and the upper edge of what scrolls: no line, row or picture lies across it, keys lead to all that is beyond it, and
each line is whole on one of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView
from kivy.uix.stencilview import StencilView

from kiosk.ui.primitives.picture import Picture
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.primitives.text import Icon
from tests.drawn.geometry import SLACK, box_of, clip, covered, labels, text_box, view_of, visible

_INK_TOP, _INK_FOOT = (
    0.25,
    1.18,
)  # of the size of letters, below a line's upper edge: a capital's head, a descender's foot
_ROUNDED = 2.0  # px that a fold may take of a ground's edge
MOST_PAGES = 200


def line_boxes(label: Any) -> list[tuple[float, float]]:
    """(low, high) of the letters of each line, in the window's px, top first."""
    _, low, _, high = text_box(label)
    if isinstance(label, Icon):  # drawn within its square
        return [(low, high)]
    style = label._theme.styles[label.role] if hasattr(label, "role") else None
    foot = style.foot if style else 0.0
    pitch = style.line if style and abs(style.size - label.font_size) < 1 else 1.28 * label.font_size
    count = max(1, round((high - low - foot) / pitch))
    pitch = (high - low - foot) / count
    size = label.font_size
    tops = [high - number * pitch for number in range(count)]
    return [(top - _INK_FOOT * size, top - _INK_TOP * size) for top in tops]


def _scrolled(place: Any) -> Iterator[Any]:
    """Yield the widgets in a scroll view that the eye takes for one thing each; lines do not count."""
    for widget in place.walk(restrict=True):
        if widget is place or not visible(widget):
            continue
        if isinstance(widget, Label | Touchable | Picture) or (isinstance(widget, Surface) and widget.fill[3]):
            yield widget


def across(place: Any) -> Iterator[str]:
    """Yield what lies across an edge of a place that scrolls."""
    _, low, _, high = view_of(place)
    room = high - low
    for widget in _scrolled(place):
        if isinstance(widget, Label):
            parts = line_boxes(widget) if widget.text.strip() else []
        else:
            _, foot, _, top = box_of(widget)
            least = room * (1.0 if isinstance(widget, Touchable | Picture) else 0.5)
            parts = [(foot + _ROUNDED, top - _ROUNDED)] if top - foot <= least else []
        for number, (foot, top) in enumerate(parts):
            for edge, name in ((low, "lower"), (high, "upper")):
                if foot + _ROUNDED < edge < top - _ROUNDED:
                    what = f"line {number + 1} of {widget.text[:40]!r}" if isinstance(widget, Label) else _named(widget)
                    yield f"fold: {what} lies across the {name} edge of {_named(place)} by {min(edge - foot, top - edge):.0f} px"


def _named(widget: Any) -> str:
    told = next((str(getattr(widget, name)) for name in ("words", "title", "name") if getattr(widget, name, "")), "")
    return f"{type(widget).__name__} {told[:40]!r}" if told else type(widget).__name__


def places(shell: Any) -> list[Any]:
    """Return the scroll views that hold more than they show."""
    return [
        place
        for place in shell.walk()
        if isinstance(place, ScrollView)
        and visible(place)
        and place.children
        and place.children[0].height > place.height + 1
        and not covered(shell, place)
    ]


def cut_beside(shell: Any) -> Iterator[str]:
    """Letters that a stencil cuts, but in a scroll view."""
    for label in labels(shell):
        inside = label.parent
        while inside is not None and not hasattr(inside, "system_size"):
            if isinstance(inside, StencilView):
                break
            inside = inside.parent
        if not isinstance(inside, StencilView):
            continue
        box, shown = text_box(label), clip(text_box(label), label)
        if shown[3] <= shown[1] or shown[2] <= shown[0]:
            continue
        if (box[0] < shown[0] - SLACK or box[2] > shown[2] + SLACK) and isinstance(inside, ScrollView):
            yield f"cut: {label.text[:40]!r} is cut at the side of {_named(inside)}"


def pages(shell: Any, press: Any, canvas: Any, keys: dict[Any, dict[Any, float]]) -> Iterator[str]:
    """Go to the end of each place that scrolls by its key, and look at each page. `keys` are those that move a place, and by how
    much; `press` presses one."""
    for place in places(shell):
        place.scroll_y = 1  # a voice may have turned the page
        canvas.draw_frames(3)
        moving = [key for key, moved in keys.items() if place in moved and not key_leads_up(key)]
        down = max(moving, key=lambda key: abs(keys[key][place]), default=None)
        if down is None:
            yield f"keys: what {_named(place)} holds goes on, and no key leads there"
            continue
        yield from _to_the_end(place, down, press, canvas)
        place.scroll_y = 1
        canvas.draw_frames(3)


def key_leads_up(key: Any) -> bool:
    return bool(getattr(key, "icon", "") == "caret-up")


def _to_the_end(place: Any, down: Any, press: Any, canvas: Any) -> Iterator[str]:
    unseen = {(id(label), number): label for label in _texts(place) for number in range(len(line_boxes(label)))}
    for _ in range(MOST_PAGES):
        yield from across(place)
        _, low, _, high = view_of(place)
        for label in _texts(place):
            for number, (foot, top) in enumerate(line_boxes(label)):
                if foot >= low - _ROUNDED and top <= high + _ROUNDED:
                    unseen.pop((id(label), number), None)
        if not down.available:
            break
        press(down)
        canvas.draw_frames(3)
    if place.scroll_y > 0.001:
        yield f"keys: {_named(place)} does not come to its end"
    for (_, number), label in unseen.items():
        yield f"fold: line {number + 1} of {label.text[:40]!r} is whole on no page"


def _texts(place: Any) -> list[Any]:
    return [
        label
        for label in place.walk(restrict=True)
        if isinstance(label, Label) and label.text.strip() and visible(label)
    ]
