"""A shell in the one window, fingers on it, and a controller that only notes what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, get_type_hints

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.uix.label import Label
from PIL import Image

from kiosk.app.pictures.offscreen import Canvas
from kiosk.content.views.shown import Fits, Shown
from kiosk.pages.table import PAGES, SCREENS
from kiosk.ui.board import Board
from kiosk.ui.frame.frame import Frame
from kiosk.ui.runtime.environment import unit_for
from kiosk.ui.verbs import Verbs
from tests.support.shown_village import Village


class NotingController:
    """Notes each verb of `Verbs` by its path, "navigation.open_item", with its arguments in `calls`; does nothing else. `swallow`
    is what `visit.touched` answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.told: list[Fits] = []
        self.touches = 0
        self.swallow = False
        noted = self._noted(Verbs, "")
        noted["navigation"].set_fits = self.told.append
        noted["visit"].touched = self._touched
        noted["page"] = self._page
        for name, part in noted.items():
            setattr(self, name, part)
        self.why_resting = lambda _key: ""  # a question, and no act
        self._pages: dict[str, Any] = {}
        self._page("alert").picture = lambda: None
        film = self._page("film")  # questions, and no acts
        film.position, film.subtitle, film.picture, film.signs = lambda: 84.0, str, lambda: None, lambda: None
        self._page("idle").film = SimpleNamespace(
            begin=lambda _film, _subtitles: None, close=bool, picture=lambda: None, current_subtitle=str, over=bool
        )

    def _page(self, name: str) -> Any:
        """Return the page *name*; a part that a test gives it stays."""
        return self._pages.setdefault(name, NotedPage(f"page.{name}", self._note))

    def _noted(self, verbs: type, path: str) -> dict[str, Any]:
        noted: dict[str, Any] = {}
        for name, verb in vars(verbs).items():
            if isinstance(verb, property):
                part = get_type_hints(verb.fget)["return"]
                noted[name] = SimpleNamespace(**self._noted(part, f"{path}{name}."))
            elif not name.startswith("_"):
                noted[name] = partial(self._note, path + name)
        return noted

    def _note(self, *call: Any) -> None:
        self.calls.append(call)

    def _touched(self) -> bool:
        self.touches += 1
        return self.swallow


class NotedPage:
    """Notes each call of a page, or of a part of it, by the names that lead there: "page.events.choose_day"."""

    def __init__(self, path: str, note: Callable[..., None]) -> None:
        self._path, self._tell = path, note

    def __getattr__(self, name: str) -> NotedPage:
        return NotedPage(f"{self._path}.{name}", self._tell)

    def __call__(self, *arguments: Any) -> None:
        self._tell(self._path, *arguments)


class Finger(MotionEvent):  # type: ignore[misc]
    """A touch as SDL's mouse gives it, without the mouse."""

    def __init__(self, x: float, y: float) -> None:
        Finger.count = getattr(Finger, "count", 0) + 1
        super().__init__("finger", f"finger{Finger.count}", {"x": x, "y": y}, is_touch=True, type_id="touch")
        self.profile = ["pos"]

    def depack(self, args: Any) -> None:
        self.sx, self.sy = args["x"], args["y"]
        super().depack(args)


class Stage:
    """A shell in the one window, and its stopwatch: a second passes before each press. `settle` is as many frames as labels need to
    find their sizes. It is drawn where its picture is asked for, and once at its end."""

    def __init__(self, canvas: Canvas, village: Village) -> None:
        self.canvas, self.village = canvas, village
        self.board = Board()
        village.fill(self.board)
        self.controller: Any = NotingController()
        self.seconds = 0.0
        self.shell: Any = None

    def open(self, screen: str, size: tuple[int, int] = (1280, 720), **board: Any) -> Stage:
        """Show *screen* in a shell of its own, with properties of the board as `turn_to` has them."""
        self.close()
        self.turn_to(screen, **board)
        Clock.tick()  # what turns by itself counts from the last tick, which may be of a test that drew long ago
        self.shell = Frame(
            self.board,
            self.controller,
            SCREENS,
            unit=unit_for(size),
            media=self.village.media,
            monotonic=lambda: self.seconds,
        )
        self.canvas.show_widget(self.shell, size)
        return self

    def turn_to(self, screen: str, **board: Any) -> None:
        """Turn to *screen* with properties of the board; `view` is the page's, the sample village's where none is given."""
        view = board.pop("view", self.village.views.get(screen))
        self.board.shown = Shown(screen, view, PAGES.page(screen).keys(view))
        for name, value in board.items():
            setattr(self.board, name, value)
        self.board.screen = screen

    def show(self, view: object) -> None:
        """Give the page that is shown another view."""
        self.board.shown = Shown(self.board.screen, view, PAGES.page(self.board.screen).keys(view))

    def close(self) -> None:
        if self.shell is not None:
            self.canvas.draw()
            self.shell.close()
            self.canvas.clear()
            self.shell = None

    def settle(self) -> None:
        self.canvas.draw_frames(6)

    def tap(self, widget: Any) -> None:
        self.press(*widget.to_window(*widget.center))

    def press(self, x: float, y: float) -> None:
        self.seconds += 1.0
        finger = self.down(x, y)
        self.up(finger)

    def down(self, x: float, y: float) -> Finger:
        window = self.canvas.window
        finger = Finger(x / (window.width - 1), y / (window.height - 1))
        EventLoop.post_dispatch_input("begin", finger)
        return finger

    def move(self, finger: Finger, x: float, y: float) -> None:
        window = self.canvas.window
        finger.move({"x": x / (window.width - 1), "y": y / (window.height - 1)})
        EventLoop.post_dispatch_input("update", finger)

    def up(self, finger: Finger) -> None:
        EventLoop.post_dispatch_input("end", finger)
        self.settle()

    def decoded(self) -> None:
        """Until all of the picture that is shown is there."""
        while any(each.busy for each in self.shell.theme.decoding):
            self.canvas.draw_frames(1)
        self.settle()

    def picture(self) -> Image.Image:
        pixels = Image.frombytes("RGBA", self.canvas.size, self.canvas.pixels())
        return pixels.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")

    def widgets(self, kind: type) -> list[Any]:
        return [widget for widget in self.shell.walk() if isinstance(widget, kind) and visible(widget)]

    def texts(self) -> list[str]:
        return [widget.text for widget in self.widgets(Label) if widget.text]


def visible(widget: Any) -> bool:
    while widget is not None and not hasattr(widget, "system_size"):
        if widget.opacity == 0 or min(widget.size) < 1:
            return False
        widget = widget.parent
    return widget is not None
