"""Keys: each that is lit takes a finger and does something; those of a list that has one page are not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kivy.base import EventLoop
from kivy.uix.scrollview import ScrollView
from msgspec import Struct, field

from kiosk.ui.frame.layers import SheetPlace, StillHere
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.widgets.bars import BottomBar
from kiosk.ui.widgets.controls import PushButton, Rail
from tests.drawn.geometry import box_of, clip, visible
from tests.support.stage import Finger

# verbs that may do nothing where a kiosk stands as here: what they do is another thread's or another process's
ELSEWHERE = frozenset({"visit.stay"})
# nothing has been typed or what is to be done has been; a warning is repeated by the guide of buttons, which no picture has
IN_VAIN = frozenset({"try_pin", "erase", "choose_language", "choose_field"})

_WAITS = 6  # frames
_TREMBLED = 0.01  # of a place that scrolls: a finger that presses in it may move it so little


def expected(shell: Any) -> Iterator[Touchable]:
    """Yield what a finger must reach: the keys of the topmost layer, and the bottom row below a sheet."""
    question = next((each for each in shell.children if isinstance(each, StillHere)), None)
    sheet = next((each for each in shell.children if isinstance(each, SheetPlace)), None)
    within = [question] if question else [sheet, *_of(shell, BottomBar)] if sheet else [shell]
    for place in within:
        for target in place.walk(restrict=True):
            if (
                isinstance(target, Touchable)
                and visible(target)
                and target.available
                and target.get_property_observers("on_release")
            ):
                yield target


def _of(shell: Any, kind: type) -> list[Any]:
    return [each for each in shell.walk() if isinstance(each, kind)]


def named(target: Any) -> str:
    told = next(
        (getattr(target, name) for name in ("words", "name", "title", "face", "icon") if getattr(target, name, "")), ""
    )
    return f"{type(target).__name__} {str(told)[:40]!r}"


class Hand:
    """A finger that presses keys."""

    def __init__(self, shell: Any, canvas: Any) -> None:
        self._canvas = canvas
        for scroll in _of(shell, ScrollView):
            scroll.scroll_timeout = 0  # a finger that stands still for that long scrolls nothing

    def place(self, target: Any) -> tuple[float, float] | None:
        """The middle of what is to be seen of it; None if nothing is."""
        left, low, right, high = clip(box_of(target), target)
        if right - left < 2 or high - low < 2:
            return None
        return (left + right) / 2, (low + high) / 2

    def press(self, target: Any) -> bool:
        """False if something else took the touch."""
        spot = self.place(target)
        if spot is None:
            return False
        window = self._canvas.window
        finger = Finger(spot[0] / (window.width - 1), spot[1] / (window.height - 1))
        EventLoop.post_dispatch_input("begin", finger)
        for _ in range(_WAITS):  # a scroll view waits whether it is to scroll
            if target.pressed:
                break
            self._canvas.draw_frames(1)
        taken = bool(target.pressed)
        EventLoop.post_dispatch_input("end", finger)
        return taken


def _known(target: Any) -> tuple[Any, ...]:
    """A key by its words and its place: a keyboard makes its keys anew."""
    return named(target), *(round(each) for each in box_of(target))


class Pressed(Struct):
    """What came of pressing each key: faults, by how much each scrolled what, and the verbs that each asked for."""

    faults: list[str] = field(default_factory=list)
    moved: dict[Any, dict[Any, float]] = field(default_factory=dict)
    asked: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)


def press_all(shell: Any, controller: Any, canvas: Any) -> Pressed:
    """Each key once, those too that others bring (a keyboard's second face)."""
    found, hand = Pressed(), Hand(shell, canvas)
    scrolls = _of(shell, ScrollView)
    for each in scrolls:
        each.scroll_y = 1  # a voice may have turned the page to its end, where the key that leads on has nothing to do
    canvas.draw_frames(1)
    done: set[Any] = set()
    while left := [target for target in expected(shell) if _known(target) not in done]:
        target = left[0]
        done.add(_known(target))
        if hand.place(target) is None:
            continue  # on another page
        before, called, there = {each: each.scroll_y for each in scrolls}, len(controller.calls), set(expected(shell))
        if not hand.press(target):
            found.faults.append(f"covered: {named(target)} does not get the finger on it")
            continue
        canvas.draw_frames(1)
        steps = {each: each.scroll_y - was for each, was in before.items() if abs(each.scroll_y - was) > _TREMBLED}
        for each, was in before.items():
            each.scroll_y = was
        canvas.draw_frames(1)
        calls = controller.calls[called:]
        chosen = (isinstance(target, PushButton) and target.chosen) or _here(target, calls)
        if steps:
            found.moved[target] = steps
        elif calls and not chosen:
            found.asked.setdefault(named(target), calls)
        elif not chosen and set(expected(shell)) == there:
            found.faults.append(f"dead: {named(target)} asks for nothing")
    return found


def _here(target: Any, calls: list[tuple[Any, ...]]) -> bool:
    """The key of the place where one is."""
    return bool(getattr(target, "lit", False)) and calls == [("home",)]


def idle(
    asked: dict[str, list[tuple[Any, ...]]], act: Callable[[tuple[Any, ...]], bool], *, alert: bool = False
) -> Iterator[str]:
    """Keys that ask for what changes nothing; of those that ask for the same (letters, rows, days) one is as good as any."""
    once: set[str] = set()
    for name, calls in asked.items():
        verbs = calls[0][0]
        if verbs in once:
            continue
        once.add(verbs)
        if verbs.rpartition(".")[2] in IN_VAIN or (verbs == "listen" and alert):
            continue
        if not any(call[0] in ELSEWHERE or act(call) for call in calls):
            yield f"dead: {name} is lit, and {verbs} changes nothing"


def needless(shell: Any) -> Iterator[str]:
    """A pair of keys of which neither leads anywhere."""
    for rail in _of(shell, Rail):
        if visible(rail) and rail.height > 1 and rail.width > 1 and not (rail.up or rail.down):
            yield f"dead: Naik and Turun of {type(rail.parent).__name__} both lead nowhere ({rail.counter!r})"
