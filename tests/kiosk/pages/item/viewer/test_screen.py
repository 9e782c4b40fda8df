"""A picture over the whole screen, under fingers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from kivy.core.window import _window_sdl2
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from deploy.pictures.draw.poster import A4, blt
from kiosk.app.pictures.offscreen import Canvas
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.viewer.screen import ViewerKey, ViewerScreen
from kiosk.pages.item.viewer.view import WHOLE, PictureView
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.runtime.fingers import FingerEvent, TwoFingers
from kiosk.ui.runtime.stuck_finger import StuckFingers
from kiosk.ui.widgets.picture_door import PictureChip
from kiosk.ui.widgets.picture_stage import MiniMap, PictureStage
from tests.kiosk.ui.states import STATES
from tests.support.board import view_of
from tests.support.present import present
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280), (1920, 1080)]
SMALLEST = 22  # px that the smallest print of a poster is high at the closest look


def viewer(stage: Stage, state: str = "viewer", size: tuple[int, int] = (1280, 720), **board: Any) -> Any:
    """The stage of the picture."""
    looks = STATES[state](stage) | board
    stage.open(looks.pop("screen"), size, **looks)
    stage.decoded()
    (shown,) = stage.widgets(PictureStage)
    return shown


def key(stage: Stage, words: str) -> Any:
    return next(each for each in stage.widgets(ViewerKey) if each.words == words)


def covers(shown: Any) -> bool:
    """No edge of the picture lies within its place while there is more of it beyond the other."""
    wide, high = shown.width_shown, shown.width_shown * shown.shape
    left, right = shown.center_x - shown.across * wide, shown.center_x + (1 - shown.across) * wide
    low, top = shown.center_y - (1 - shown.down) * high, shown.center_y + shown.down * high
    fits_x, fits_y = wide <= shown.width + 1, high <= shown.height + 1
    return bool(
        (fits_x or (left <= shown.x + 1 and right >= shown.right - 1))
        and (fits_y or (low <= shown.y + 1 and top >= shown.top - 1))
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_piece_is_seen_from_side_to_side(stage: Stage, size: tuple[int, int]) -> None:
    shown = viewer(stage, size=size)
    box, seen = present(present(view_of(stage.board, PictureView).shown_piece).lit), shown.seen
    assert seen.left <= box.left
    assert seen.right >= box.right
    assert seen.top <= box.top
    assert seen.bottom >= box.bottom
    assert covers(shown)


@pytest.mark.parametrize("size", SIZES)
def test_all_of_it_fits_and_is_in_the_middle(stage: Stage, size: tuple[int, int]) -> None:
    shown = viewer(stage, "viewer-whole", size)
    assert shown.is_whole
    assert (shown.across, shown.down) == (0.5, 0.5)
    assert shown.width_shown <= shown.width + 1
    assert shown.width_shown * shown.shape <= shown.height + 1
    assert not key(stage, "Kecil").available
    assert not key(stage, "Utuh").available


@pytest.mark.clause("11.2.5.1")
def test_keys_make_it_larger_smaller_and_whole(stage: Stage) -> None:
    shown = viewer(stage, "viewer-whole")
    widths = [shown.width_shown]
    while key(stage, "Besar").available:
        stage.tap(key(stage, "Besar"))
        widths.append(shown.width_shown)
    assert all(after > before for before, after in pairwise(widths))
    assert widths[-1] == shown.most
    stage.tap(key(stage, "Kecil"))
    assert shown.width_shown < shown.most
    stage.tap(key(stage, "Utuh"))
    assert shown.is_whole
    looks = [call for call in stage.controller.calls if call[0] == "page.viewer.note_piece"]
    assert looks[-1] == ("page.viewer.note_piece", WHOLE, 0.0)
    assert all(piece != WHOLE and zoom > 0 for _, piece, zoom in looks[:-1])


def test_the_smallest_print_of_an_a4_poster_can_be_read(stage: Stage) -> None:
    page = blt(A4)
    page.picture.save(stage.village.media / "a4.jpg", quality=80)
    picture = Attachment("https://desa.id/a4.jpg", "image/jpeg", path="a4.jpg", width=A4[0], height=A4[1])
    item = replace(stage.village.poster.item, attachments=(picture,))
    article = ArticleView(item, 0, 1, (picture,), (page.text,), poster=True)
    smallest = min(line.box.bottom - line.box.top for block in page.text.blocks for line in block.lines)
    view = stage.village.viewed(article, (0, WHOLE), (588.0, 306.0))
    shown = viewer(stage, size=(800, 480), view=view)
    while key(stage, "Besar").available:
        stage.tap(key(stage, "Besar"))
    assert smallest * shown.width_shown * shown.shape >= SMALLEST


def test_a_finger_drags_it_and_no_edge_comes_in(stage: Stage) -> None:
    shown = viewer(stage)
    before = shown.down
    finger = stage.down(400, 300)
    stage.move(finger, 400, 380)
    assert shown.down > before
    for step in range(60):
        stage.move(finger, 400 + 20 * step, 300 + 25 * step)
        assert covers(shown)
    stage.up(finger)
    assert stage.controller.calls[-1][0] == "page.viewer.note_piece"
    assert all(call[0] == "page.viewer.note_piece" for call in stage.controller.calls)


def test_a_wipe_turns_to_the_next_picture_and_a_drag_does_not(stage: Stage) -> None:
    shown = viewer(stage, "viewer-photographs")
    assert shown.is_whole
    for begin, end, step in ((700, 400, +1), (400, 700, -1)):
        finger = stage.down(begin, 300)
        for part in range(1, 6):
            stage.move(finger, begin + (end - begin) * part / 5, 300)
        stage.up(finger)
        assert stage.controller.calls[-1] == ("page.viewer.turn_picture", step)
    finger = stage.down(500, 300)
    stage.move(finger, 530, 500)
    stage.up(finger)
    assert len(stage.controller.calls) == 2


def test_two_taps_look_closer_and_two_more_at_all_of_it(stage: Stage) -> None:
    shown = viewer(stage, "viewer-whole")
    for whole in (False, True):
        for _ in range(2):
            stage.up(stage.down(450, 300))
        assert shown.is_whole is whole
    stage.up(stage.down(450, 300))
    stage.settle()
    assert shown.is_whole  # a single one does nothing


def test_what_lies_under_two_fingers_stays_there(stage: Stage) -> None:
    shown = viewer(stage, "viewer-whole")
    spot = shown.spot(500, 300)
    stage.shell.pinch(4.0, 500 / 1280, 1 - 300 / 720)
    assert shown.spot(500, 300) == pytest.approx(spot, abs=0.01)
    assert not shown.is_whole
    stage.shell.pinch(0.01, 0.5, 0.5)
    assert shown.is_whole
    stage.shell.pinch(1e9, 0.5, 0.5)
    assert shown.width_shown == shown.most
    assert covers(shown)


def test_fingers_beside_the_picture_and_under_a_question_pinch_nothing(stage: Stage) -> None:
    shown = viewer(stage, "viewer-whole")
    stage.shell.pinch(2.0, 0.97, 0.5)
    assert shown.is_whole
    stage.board.seconds_left = 12  # "Masih di sini?" lies over it
    stage.shell.pinch(2.0, 0.3, 0.5)
    assert shown.is_whole
    stage.board.seconds_left = 0
    stage.open("home")
    stage.shell.pinch(2.0, 0.3, 0.5)


@pytest.fixture
def fingers(canvas: Canvas) -> Iterator[list[tuple[float, float, float]]]:
    """Yield the list of pinches that SDL's two fingers cause."""
    told: list[tuple[float, float, float]] = []
    assert canvas.window
    two = TwoFingers(lambda *pinched: told.append(pinched), StuckFingers(lambda: 0.0))
    two.open()
    yield told
    two.close()


def touch(kind: int, finger: int, x: float, y: float) -> None:
    """A finger as SDL tells of it."""
    sdl = ctypes.CDLL(_window_sdl2.__file__)
    room = (ctypes.c_uint8 * 128)()
    event = FingerEvent.from_buffer(room)
    event.type, event.finger, event.x, event.y = kind, finger, x, y
    assert sdl.SDL_PushEvent(room) >= 0


DOWN, UP, MOVED = 0x700, 0x701, 0x702


def test_sdls_fingers_come_apart(stage: Stage, fingers: list[tuple[float, float, float]]) -> None:
    touch(DOWN, 1, 0.4, 0.5)
    touch(MOVED, 1, 0.41, 0.5)
    stage.canvas.frames(2)
    assert fingers == []
    touch(DOWN, 2, 0.61, 0.5)
    touch(MOVED, 2, 0.81, 0.5)
    stage.canvas.frames(2)
    ((ratio, x, y),) = fingers
    assert ratio == pytest.approx(2.0, abs=0.01)
    assert (x, y) == pytest.approx((0.61, 0.5), abs=0.01)
    touch(UP, 2, 0.81, 0.5)
    touch(MOVED, 1, 0.1, 0.5)
    touch(UP, 1, 0.1, 0.5)
    stage.canvas.frames(2)
    assert len(fingers) == 1


def test_fingers_that_a_panel_invents_do_no_harm(stage: Stage, fingers: list[tuple[float, float, float]]) -> None:
    for finger in range(40):  # as many as a panel makes of rain on it
        touch(DOWN, finger, 0.5, 0.5)
    for finger in range(40):
        touch(MOVED, finger, 0.5, 0.5)
        touch(MOVED, 99, float("nan"), 7.0)
    for finger in range(40):
        touch(UP, finger, 0.5, 0.5)
    stage.canvas.frames(2)
    assert fingers == []


@pytest.mark.parametrize("size", SIZES)
def test_the_map_shows_what_is_seen(stage: Stage, size: tuple[int, int]) -> None:
    shown = viewer(stage, size=size)
    (small,) = stage.widgets(MiniMap)
    assert small.seen == shown.seen
    assert small.texture is shown.small
    assert min(small.size) > 40


def test_which_of_ten_it_is_is_told(stage: Stage) -> None:
    viewer(stage, "viewer-photographs")
    assert "Gambar 4 dari 10" in stage.texts()
    viewer(stage, "viewer-photographs", (800, 480))
    assert "4 dari 10" in stage.texts()


def test_a_picture_that_is_gone_is_told_and_its_keys_rest(stage: Stage) -> None:
    shown = viewer(stage, "viewer-missing")
    assert shown.failed
    assert "Gambar belum sampai." in stage.texts()
    for name in ("Besar", "Kecil", "Utuh"):
        assert not key(stage, name).available


def test_a_picture_without_known_pixels_is_shown_as_large_as_it_is(stage: Stage) -> None:
    article = stage.village.poster
    picture = replace(article.pictures[0], width=0, height=0)
    unknown = replace(article, pictures=(picture,), texts=(None,))
    shown = viewer(stage, view=stage.village.viewed(unknown, (0, WHOLE), (1000.0, 370.0)))
    assert list(shown.stored) == [905, 1280]
    assert shown.is_whole


def test_all_of_it_goes_with_the_screen(stage: Stage) -> None:
    shown = viewer(stage)
    assert shown.small is not None
    stage.board.screen = "home"
    stage.settle()
    assert shown.small is None
    assert not shown._parts.children
    assert not any(isinstance(each, ViewerScreen) for each in stage.shell._screens.values())


def test_a_picture_on_an_item_opens_it(stage: Stage) -> None:
    for state in ("poster", "photographs", "item"):
        looks = STATES[state](stage)
        looks.pop("screen")
        stage.open("item", (1280, 720), **looks)
        stage.settle()
        door = next(each for each in stage.widgets(Touchable) if each.spot == "picture")
        stage.tap(door)
        assert stage.controller.calls[-1] == ("page.viewer.open",), state


def test_an_item_with_ten_pictures_says_so(stage: Stage) -> None:
    stage.open("item", (1280, 720), view=stage.village.photographs)
    stage.settle()
    assert [chip.words for chip in stage.widgets(PictureChip)] == ["1 dari 10"]
