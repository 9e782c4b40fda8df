"""What the office wants of the window: never while somebody is there, never while a warning stands."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from PIL import Image

from kiosk.app.office_word import CALM_S, PICTURE_BYTES, OfficeWord, packed
from kiosk.settings.office_layer import OfficeLayer, write_layer
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.support.board import PaperBoard

pytestmark = pytest.mark.attack(
    "from afar",
    "a picture shows what a resident reads or types",
    "of the idle screen alone",
)


NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)


@dataclass
class Room:
    """A window's surroundings."""

    folder: Path
    memory: Memory
    board: Any
    at: float = 0.0
    speaking: bool = False
    sounds: int = 0
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    put: Callable[[str, bytes], object] | None = None
    pixels: Callable[[], tuple[int, int, bytes]] = lambda: (800, 480, bytes(800 * 480 * 4))

    def word(self) -> OfficeWord:
        def sound() -> None:
            self.sounds += 1

        return OfficeWord(
            self.board, self.memory, self.folder, "",
            pixels=self.pixels, sound=sound,
            put=self.put or (lambda kind, content: self.sent.append((kind, content))),
            speaking=lambda: self.speaking, now=lambda: NOW, monotonic=lambda: self.at,
        )  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    board = PaperBoard()
    board.screen = "idle"
    memory = Memory(tmp_path)
    yield Room(tmp_path, memory, cast(Any, board))
    memory.close()


def test_other_settings_wait_until_nobody_is_there(room: Room) -> None:
    word = room.word()
    assert not word.check_settings()
    write_layer(room.folder, OfficeLayer({"speech": {"volume": 60}}))
    for what, value in (("screen", "news"), ("band", "AWAS")):
        before = getattr(room.board, what)
        setattr(room.board, what, value)
        room.at += 2 * CALM_S
        assert not word.check_settings()
        setattr(room.board, what, before)
    room.speaking = True
    room.at += 2 * CALM_S
    assert not word.check_settings()
    room.speaking = False
    assert not word.check_settings()
    room.at += CALM_S
    assert word.check_settings()


def test_who_has_the_settings_stays(room: Room) -> None:
    word = room.word()
    write_layer(room.folder, OfficeLayer(rows=()))
    word.check_settings()
    room.at += 2 * CALM_S
    assert not word.check_settings()


def test_a_picture_is_taken_once_and_only_of_the_idle_screen(room: Room) -> None:
    word = room.word()
    room.board.screen = "search"
    room.memory.requests.leave_request(RequestKind.PICTURE, NOW, (NOW + timedelta(days=1)).isoformat())
    word.check_settings()
    assert room.sent == []
    room.board.screen = "idle"
    word.check_settings()
    word.check_settings()
    ((kind, content),) = room.sent
    assert kind == "picture"
    assert Image.open(io.BytesIO(content)).format == "WEBP"


def test_a_picture_that_cannot_be_kept_now_is_kept_when_there_is_room(room: Room) -> None:
    tries: list[str] = []
    full = True

    def put(kind: str, content: bytes) -> None:
        tries.append(kind)
        if full:
            raise OSError("no room")
        room.sent.append((kind, content))

    room.put = put
    word = room.word()
    room.memory.requests.leave_request(RequestKind.PICTURE, NOW, (NOW + timedelta(days=1)).isoformat())
    for _ in range(3):
        word.check_settings()
    assert tries == ["picture"], "not each second"
    full = False
    room.at += CALM_S
    word.check_settings()
    word.check_settings()
    assert len(room.sent) == 1
    assert room.memory.requests.unanswered() == []


def test_a_picture_that_cannot_be_made_is_not_tried_each_second(room: Room) -> None:
    room.pixels = lambda: (800, 480, b"")
    room.memory.requests.leave_request(RequestKind.PICTURE, NOW, (NOW + timedelta(days=1)).isoformat())
    room.word().check_settings()
    assert room.memory.requests.unanswered() == []


def test_a_picture_after_its_end_is_nobodys(room: Room) -> None:
    room.memory.requests.leave_request(RequestKind.PICTURE, NOW, NOW.isoformat())
    room.word().check_settings()
    assert room.sent == []
    assert room.memory.requests.unanswered() == []


def test_the_sound_is_tested_once(room: Room) -> None:
    room.memory.requests.leave_request(RequestKind.TEST_SOUND, NOW)
    word = room.word()
    word.check_settings()
    word.check_settings()
    assert room.sounds == 1


def test_the_worst_picture_fits() -> None:
    noise = Random(1).randbytes(1920 * 1080 * 4)
    assert len(packed(1920, 1080, noise)) <= PICTURE_BYTES
