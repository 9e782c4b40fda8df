"""`kiosk screenshot`: one screen as a picture, without a display."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from content_cache import Store
from kiosk.clock import Clock
from kiosk.commands.call import Call, Refusal
from kiosk.commands.run import kivy_home
from kiosk.inbox import SentenceStarted
from kiosk.reader import Reader
from kiosk.speech.utterance import Prelude, Priority, Utterance, Where

if TYPE_CHECKING:
    from kiosk.attendant import Attendant
    from kiosk.board import Board
    from kiosk.ui.rendering import Canvas

_SPOKEN = 3  # the sentence that is lit: after title, origin and date the first of the text
_OPENS = {"announcements": "pengumuman", "events": "kegiatan", "news": "berita"}
LISTS = {"services": "layanan", "clarifications": "klarifikasi", "alerts": "darurat"}


@dataclass(frozen=True, slots=True)
class Shot:
    """What is rendered. `state` is normal, empty, stale, timeout, speaking or results; `query` is typed on search."""

    screen: str
    size: tuple[int, int]
    theme: str | None = None
    text_scale: float | None = None
    language: str | None = None
    item: str | None = None
    state: str = "normal"
    now: datetime | None = None
    query: str = "posyan"


class Still:
    """A voice for pictures: nothing is heard, but what was to be said is kept."""

    said: Utterance | None = None

    def say(
        self,
        utterance: Utterance,
        *,
        priority: Priority = Priority.ASKED,  # noqa: ARG002
        where: Where = Where.INDOOR,  # noqa: ARG002
        prelude: Prelude = Prelude.NONE,  # noqa: ARG002
        volume: int | None = None,  # noqa: ARG002
    ) -> None:
        self.said = utterance

    def stop(self, *, urgent: bool = False, scheduled: bool = True) -> None:
        """Nothing to stop."""

    def set_volume(self, percent: int) -> None:
        """Nothing to set."""

    def set_rate(self, words_a_minute: int) -> None:
        """Nothing to set."""

    def warm_up(self) -> None:
        """Nothing to start."""


def screenshot(call: Call, shot: Shot, *, out: Path | None, names_only: bool, on_demo: bool) -> int:
    """Raises Refusal for a screen or an item that is not there, or a file that cannot be written."""
    from kiosk.ui.screens import SCREENS

    names = [*SCREENS, *LISTS]
    if names_only:
        for name in names:
            call.out(name)
        return 0
    if shot.screen not in names:
        raise Refusal(f'layar "{shot.screen}" tidak ada; pilihannya: {", ".join(names)}', 2)
    if out is None:
        raise Refusal("tulis ke mana gambarnya: --out BERKAS.png", 2)
    with ExitStack() as stack:
        if on_demo:
            from kiosk.commands.demo import sample_village

            shown_at = shot.now or datetime.now(UTC)
            call = stack.enter_context(sample_village(call, shown_at - age(shot)))
        draw(call, shot, call.clock(_shown_at(call, shot, on_demo=on_demo)), out)
    return 0


def age(shot: Shot) -> timedelta:
    """How old a stale picture's content is."""
    return timedelta(days=3, hours=2) if shot.state == "stale" else timedelta(minutes=10)


def _shown_at(call: Call, shot: Shot, *, on_demo: bool) -> datetime | None:
    """The time on the picture; None for the machine's own."""
    if shot.now is not None:
        return shot.now
    if on_demo:
        return datetime.now(UTC)
    refreshed = call.last_refresh() if shot.state == "stale" else None
    return refreshed + age(shot) if refreshed else None


def draw(call: Call, shot: Shot, clock: Clock, out: Path, canvas: Canvas | None = None) -> None:
    """Draw a screen to a PNG, on an open canvas or on its own. Raises Refusal for an item that is not there, or a file that
    cannot be written."""
    from kiosk.ui.environment import prepare

    if canvas is None:
        prepare(size=shot.size, offscreen=True, home=kivy_home(call.data))
    with ExitStack() as stack:
        board, attendant = _walk(call, shot, clock, stack)
        from kiosk.ui.rendering import render

        try:
            render(board, attendant, out, shot.size, canvas=canvas, media=call.data)
        except OSError as error:
            raise Refusal(f"{out}: gambar tidak dapat ditulis ({error.strerror or error})") from error


def _walk(call: Call, shot: Shot, clock: Clock, stack: ExitStack) -> tuple[Board, Attendant]:
    """A kiosk without a window, as a visitor has left it; `stack` closes what it reads."""
    from kiosk.attendant import Attendant
    from kiosk.board import Board
    from kiosk.contents import Contents
    from kiosk.memory import Memory
    from kiosk.readings import SpokenReadings
    from kiosk.translation import Translation

    contents = call.contents()
    if shot.state == "empty":
        nothing = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-empty-")))
        contents = Contents(lambda: Store.open(nothing), area=call.settings.place.area)
    stack.callback(contents.close)
    memory = stack.enter_context(Memory(call.data))
    board = Board()
    stillness = Stillness()
    voice = Still()
    attendant = Attendant(
        board=board,
        contents=contents,
        memory=memory,
        reader=Reader(board, voice, rate=call.settings.speech.rate, no_sound=lambda: ""),
        readings=lambda language: SpokenReadings(Translation(language), call.data, call.settings.speech.lexicon),
        settings=call.settings,
        clock=clock,
        monotonic=stillness.seconds,
    )
    board.theme = shot.theme or board.theme
    board.text_scale = shot.text_scale or board.text_scale
    board.language = shot.language or board.language
    _turn_to(attendant, shot)
    if shot.state == "timeout":
        stillness.still_for = 85.0
        attendant.watch_visitor()
    elif shot.state == "handout":
        attendant.take_home()
    elif shot.state == "speaking":
        attendant.listen()
        if voice.said is not None:
            attendant.handle(SentenceStarted(voice.said.id, min(_SPOKEN, len(voice.said.sentences) - 1)))
    return board, attendant


def _turn_to(attendant: Any, shot: Shot) -> None:
    """Walk there as a visitor would."""
    if shot.screen == "idle":
        return
    attendant.home()
    if shot.screen == "item":
        _open_item(attendant, shot)
    elif shot.screen == "search":
        _look_for(attendant, shot)
    elif shot.screen != "home":
        attendant.open_category((_OPENS | LISTS)[shot.screen])


def _look_for(attendant: Any, shot: Shot) -> None:
    attendant.search()
    attendant.type_letters(shot.query)
    attendant.find()
    if shot.state == "results":
        attendant.show_results()


def _open_item(attendant: Any, shot: Shot) -> None:
    if shot.item is None:
        attendant.open_category("berita")
        attendant.open_row(0)
        if attendant.board.screen != "item":
            return  # an empty store: the list shows its empty state
    else:
        attendant.open_item(shot.item)
        if attendant.board.screen != "item":
            raise Refusal(f'tidak ada isi dengan id "{shot.item}"; lihat: kiosk items --json')


class Stillness:
    """A stopwatch that shows how long nobody has touched the kiosk."""

    def __init__(self) -> None:
        self.still_for = 0.0
        self._began = time.monotonic()

    def seconds(self) -> float:
        return self._began + self.still_for
