"""Screen of a picture, whole or piece by piece, so that a poster can be read from where the visitor stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from kiosk.content.views.pieces import nearest
from kiosk.content.views.shown import Speaking
from kiosk.pages.item.viewer.page import ViewerPage
from kiosk.pages.item.viewer.view import WHOLE, PictureView
from kiosk.pages.item.viewer.words import ViewerWords
from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.picture_door import GROUND, ON_GROUND, PictureChip
from kiosk.ui.widgets.picture_stage import STEP, MiniMap, PictureStage  # noqa: F401 - the map is named in the rules


def picture_is_page(view: PictureView) -> bool:
    return view.picture is not None and view.picture.page > 0


class ViewerKey(PushButton):
    """Key beside the picture: Besar, Kecil or Utuh."""

    lying = BooleanProperty(False)


class PageKey(PushButton):
    """Key to the page before or after, with its number."""


class PageKeys(Box):
    """Keys that turn the pages of a document: *page* of *count*. *turned* is called with the step, -1 or +1."""

    page = NumericProperty(1)
    count = NumericProperty(1)

    def __init__(self, turned: Callable[[int], None], **properties: Any) -> None:
        self.turned = turned
        super().__init__(**properties)


class ViewerScreen(Screen):
    read_aloud = BooleanProperty(True)
    watched = ("speaking",)

    ground = ColorProperty(GROUND)
    onground = ColorProperty(ON_GROUND)
    counter = StringProperty("")
    named = StringProperty("")  # the word for what is counted
    many = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._told: object = None  # the view or gesture that the stage shows
        self._chip = PictureChip()
        self._pages: PageKeys | None = None  # keys that turn a document's pages
        self._place: Any = None  # place of the map
        super().__init__(**properties)

    def dismiss(self) -> None:
        self.ids.stage.close()
        super().dismiss()

    def on_kv_post(self, _base: Any) -> None:
        stage, small = self.ids.stage, self.ids.map
        self._place = self.ids.place.__self__
        stage.moved, stage.wiped = self._moved, lambda step: self.page.turn_picture(step)
        self.tall = self.full = True
        stage.add_widget(self._chip)
        for name in ("width_shown", "across", "down", "small", "stored", "size"):
            stage.fbind(name, self._map)
        stage.fbind("failed", lambda *_: self._failed())
        stage.fbind("pos", self._place_chip)
        stage.fbind("size", self._place_chip)
        self._chip.fbind("size", self._place_chip)
        small.shape = stage.shape

    @property
    def page(self) -> ViewerPage:
        page: ViewerPage = self.controller.page("viewer")
        return page

    def fill(self) -> None:
        view: PictureView | None = self.view
        if view is None or view.picture is None:
            return
        self.category = str(view.item.category)
        self.title = self.tr.phrases.category(view.item.category)
        stage, picture = self.ids.stage, view.picture
        self.many = len(view.pictures) > 1
        part, aloud = self.tr._("Part {n} of {all}"), self.tr._("Reading aloud · part {n} of {all}")
        self.counted = part if self.theme.portrait else aloud
        number, count = view.number
        self.counter = self.tr._("{page} of {pages}").format(page=number, pages=count)
        self.named = self.tr._("Page") if picture_is_page(view) else self.tr._("Picture")
        self._turn_pages(number, count, shown=picture_is_page(view) and self.many)
        stage.show_picture(self.theme.stored_path(picture.path), (picture.width, picture.height))
        speaking = self.board.speaking
        stage.spoken = speaking is not None and speaking.utterance == view.utterance
        shown = view.shown_piece
        stage.lit = shown.lit if shown else None
        self._write_chip(view)
        key = (view.utterance, view.piece, view.zoom)
        if key != self._told:
            self._told = key
            stage.look_at(shown.window if shown else None, view.zoom)
        self._map()

    def _turn_pages(self, page: int, count: int, *, shown: bool) -> None:
        """Show or hide the keys to the other pages of a document. Without room for both, the map is hidden."""
        side = self.ids.side
        if shown and self._pages is None:
            self._pages = PageKeys(lambda step: self.page.turn_picture(step))
            side.add_widget(self._pages, index=len(side.children) - 1)
        elif not shown and self._pages is not None:
            side.remove_widget(self._pages)
            self._pages = None
        if self._pages is not None:
            self._pages.page, self._pages.count = page, count
        paged, apart = self._pages is not None, self._place.parent is None
        self._place.opacity = 1 if not paged or self.theme.compact or self.theme.layout == "wide" else 0  # too small
        if (paged and self.theme.portrait) != apart:
            if apart:
                side.add_widget(self._place, index=len(side.children))
            else:
                side.remove_widget(self._place)

    def _write_chip(self, view: PictureView) -> None:
        words = ""
        if self.ids.stage.failed:
            words = self.tr._("This picture has not arrived yet.")
        elif self.many and not self.theme.compact:
            words = ViewerWords(self.tr.phrases).place_in_row(view)
        self._chip.words = words
        self._chip.opacity = 1 if words else 0
        self._place_chip()

    def _place_chip(self, *_: object) -> None:
        stage, air = self.ids.stage, self.theme.space.s4
        self._chip.corners = [self.theme.radius.chip]
        if stage.failed:
            self._chip.center = stage.center
        else:
            self._chip.pos = stage.x + air, stage.top - air - self._chip.height

    def _map(self, *_: object) -> None:
        stage, small = self.ids.stage, self.ids.map
        small.texture, small.shape, small.seen = stage.small, stage.shape, stage.seen if stage.width_shown else None
        there = not stage.failed
        self.ids.larger.available = there and stage.width_shown < stage.most * 0.99
        self.ids.smaller.available = self.ids.all.available = there and not stage.is_whole

    def _failed(self) -> None:
        if self.view is not None:
            self._write_chip(self.view)
            self._map()

    def parts(self, speaking: Speaking) -> tuple[int, int]:
        view: PictureView | None = self.view
        return (view.piece + 1, len(view.pieces)) if view is not None and view.pieces else super().parts(speaking)

    def press(self, way: int) -> None:
        self.ids.stage.press(STEP if way > 0 else 1 / STEP if way < 0 else 0.0)

    def pinch(self, ratio: float, x: float, y: float) -> None:
        """Zoom by *ratio* round the point *x*, *y* (px of the window), after a movement of two fingers."""
        self.ids.stage.pinch(ratio, x, y)

    def _moved(self) -> None:
        """Tell the page which piece and zoom are shown, after a gesture or a key."""
        view, stage = self.view, self.ids.stage
        if view is None:
            return
        piece = WHOLE if stage.is_whole else nearest(view.pieces, stage.across, stage.down)
        window = view.pieces[piece].window if piece != WHOLE else None
        zoom = 0.0 if stage.is_whole else round(stage.width_shown / stage.base(window), 3)
        self._told = (view.utterance, piece, zoom)
        self.page.note_piece(piece, zoom)
