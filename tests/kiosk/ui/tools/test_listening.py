"""The listening test by touch: what is shown when, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kivy.base import EventLoop

from kiosk.app.pictures.offscreen import Canvas
from kiosk.i18n.translation import Translation
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.primitives.text import Text
from kiosk.ui.runtime.environment import unit_for
from kiosk.ui.theme import theme as themes
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.translator import Translator
from kiosk.ui.tools.listening import LONGEST, ListeningTest, VoiceCard
from tests.support.stage import Finger, visible

SIZES = [(800, 480), (1280, 720), (720, 1280)]


class Table:
    """Plays nothing; `ended` is of the last sound."""

    def __init__(self) -> None:
        self.count, self.listener = 2, "1"
        self.played: list[tuple[int, int]] = []
        self.kept: list[tuple[int, str, str]] = []
        self.hushed = 0
        self.ended: Callable[[str], None] = lambda _reason: None

    def play(self, number: int, side: int, ended: Callable[[str], None]) -> None:
        self.played.append((number, side))
        self.ended = ended

    def hush(self) -> None:
        self.hushed += 1

    def record_rating(self, number: int, said: str, better: str) -> None:
        self.kept.append((number, said, better))

    def next_listener(self) -> None:
        self.listener = "2"


class Hall:
    def __init__(self, canvas: Canvas, size: tuple[int, int], text_scale: float = 1.0) -> None:
        self.canvas, self.table, self.seconds, self.done = canvas, Table(), 0.0, 0
        self.theme = Theme(unit=unit_for(size), text_scale=text_scale)
        tr = Translator(Translation("id"))
        themes.install(self.theme, tr)
        self.test = ListeningTest(self.table, self._finish, self.theme, tr, monotonic=lambda: self.seconds)
        self.theme.fit(*size)
        canvas.show_widget(self.test, size)

    def _finish(self) -> None:
        self.done += 1

    def heard(self, reason: str = "") -> None:
        self.table.ended(reason)
        self.canvas.draw_frames(6)

    def keys(self) -> dict[str, Any]:
        found = [each for each in self.test.walk() if isinstance(each, Touchable) and visible(each)]
        return {getattr(each, "words", "") or getattr(each, "face", ""): each for each in found}

    def tap(self, name: str, *, after: float = 1.0) -> None:
        self.seconds += after
        key, window = self.keys()[name], self.canvas.window
        x, y = key.to_window(*key.center)
        finger = Finger(x / (window.width - 1), y / (window.height - 1))
        EventLoop.post_dispatch_input("begin", finger)
        EventLoop.post_dispatch_input("end", finger)
        self.canvas.draw_frames(6)

    def texts(self) -> str:
        return " | ".join(each.text for each in self.test.walk() if isinstance(each, Text) and visible(each))


@pytest.fixture
def hall(canvas: Canvas) -> Iterator[Hall]:
    yield Hall(canvas, SIZES[0])
    canvas.clear()


def test_a_listener_hears_writes_hears_and_chooses(hall: Hall) -> None:
    hall.tap("Mulai")
    assert hall.table.played == [(1, 1)]
    assert [card.speaking for card in hall.test.walk() if isinstance(card, VoiceCard)] == [True, False]
    hall.tap("Suara kedua")  # not before both were heard
    hall.tap("Sama saja")
    assert hall.table.kept == []
    hall.heard()
    for letter in ("a", "i", "r", "Spasi", "x"):
        hall.tap(letter, after=0.4)
    hall.tap("Hapus")
    assert "air" in hall.texts()
    hall.tap("Lanjutkan")
    assert hall.table.played == [(1, 1), (1, 2)]
    hall.heard()
    hall.tap("Dengar lagi keduanya")
    hall.heard()
    hall.heard()
    assert hall.table.played[2:] == [(1, 1), (1, 2)]
    hall.tap("Suara kedua")
    assert hall.table.kept == [(1, "air", "2")]
    assert "Pasangan 2 dari 2" in hall.texts()
    hall.heard()
    hall.tap("Lanjutkan")
    hall.heard()
    hall.tap("Sama saja")
    assert hall.table.kept[1:] == [(2, "", "0")]
    hall.tap("Pendengar berikutnya")
    assert "Pendengar 2" in hall.texts()
    hall.tap("Mulai")
    assert hall.table.played[-1] == (1, 1)
    assert not hall.done


def test_who_stops_keeps_what_was_answered_and_hears_nothing_more(hall: Hall) -> None:
    hall.tap("Mulai")
    hall.tap("Berhenti")
    assert hall.table.hushed == 1
    hall.heard()  # it had ended just before
    assert "Terima kasih." in hall.texts()
    hall.tap("Selesai")
    assert hall.done == 1
    assert hall.test.fault == ""


def test_what_is_told_of_an_earlier_sound_changes_nothing(hall: Hall) -> None:
    hall.tap("Mulai")
    late = hall.table.ended
    hall.tap("Berhenti")
    hall.tap("Pendengar berikutnya")
    hall.tap("Mulai")
    late("")
    hall.canvas.draw_frames(6)
    assert "Dengarkan …" in hall.texts()


def test_a_trembling_finger_does_not_touch_the_next_page(hall: Hall) -> None:
    hall.tap("Mulai")
    hall.tap("Berhenti")
    hall.tap("Selesai", after=0.1)
    assert not hall.done


def test_a_sound_that_is_not_heard_ends_it(hall: Hall) -> None:
    hall.tap("Mulai")
    hall.heard("no card")
    assert (hall.done, hall.test.fault) == (1, "no card")


@pytest.mark.slow(cases=0)
def test_no_more_is_written_than_a_table_takes(hall: Hall) -> None:
    hall.tap("Mulai")
    hall.heard()
    for _ in range(3):
        hall.test._said = "x" * LONGEST
        hall.tap("a")
    hall.tap("Lanjutkan")
    hall.heard()
    hall.tap("Suara pertama")
    assert hall.table.kept == [(1, "x" * LONGEST, "1")]


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES)
def test_all_of_it_is_within_the_screen_and_large_enough(
    canvas: Canvas, size: tuple[int, int], text_scale: float
) -> None:
    hall = Hall(canvas, size, text_scale)
    least = 60 * hall.theme.unit
    for act in ("Mulai", "", "Lanjutkan", "", "Suara pertama", "Berhenti", "Pendengar berikutnya"):
        hall.tap(act) if act else hall.heard()
        for name, key in hall.keys().items():
            x, y = key.to_window(*key.pos)
            assert x >= 0
            assert y >= 0
            assert x + key.width <= size[0] + 1, name
            assert y + key.height <= size[1] + 1, name
            if len(name) > 1 and key.available:
                assert key.height >= least, name
        for text in hall.test.walk():
            if isinstance(text, Text) and text.text:
                x, y = text.to_window(*text.pos)
                assert x >= -1 or text.words.startswith("a"), text.text
                assert y >= -1, text.text
                assert text.to_window(text.right, text.top)[1] <= size[1] + 1, text.text
                assert text.to_window(text.right, text.top)[0] <= size[0] + 1, text.text
    canvas.clear()
