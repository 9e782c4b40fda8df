"""A visitor without sense: taps, drags, types, presses buttons, walks away, while the content changes underneath.

Seeded, so that what it found can be done again. It looks at the screen as it goes: see `Monkey.look`.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.graphics.texture import Texture
from kivy.input.motionevent import MotionEvent
from msgspec.structs import replace
from PIL import Image

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import Changes
from content_cache.model.items import Alert, Announcement, Clarification, Event, Item, NewsItem, Service, Sheet
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.model.sheets import Price, SheetKind, Sky, WeatherStep
from content_cache.model.vocabulary import Hazard, Provenance, Severity
from content_cache.store.store import Store
from deploy.pictures.draw.poster import blt, photograph
from kiosk.app.context import AppContext
from kiosk.app.pictures.offscreen import Canvas
from kiosk.app.window import KioskApp
from kiosk.core.messages import ButtonPressed
from kiosk.installation import Installation
from kiosk.pages.technician.view import StatusView
from kiosk.settings import load
from kiosk.ui.primitives.surface import Touchable
from tests.campaigns.soak.home import way_home
from tests.support.colours import colours

SIZE = (1280, 720)
SEEN = (320, 180)  # px that a picture is looked at in
BUTTONS = ("previous", "listen", "next", "home", "louder", "softer")
KEYS = (27, 9, 13, 282, 292, 293, 32, 97, 306, 308)  # Escape, Tab, Enter, F1, F11, F12, space, a, Ctrl, Alt
_MOST_WAITS = 20
_HUSHED_S = 10.0  # of a clock, that the voice may take to stop
FEWEST_COLOURS = 12  # a screen with text has dozens; an empty one has one or two
WEB, POSTER, GONE = "https://desa.id/", "poster.jpg", "gone.jpg"
PHOTOGRAPHS = ("foto-0.jpg", "foto-1.jpg", "foto-2.jpg")
WORDS = "balai desa posyandu air listrik beras bansos jalan sekolah pasar gempa sagu lomba rapat dusun".split()  # noqa: SIM905


class Finger(MotionEvent):  # type: ignore[misc]
    """A touch as SDL's mouse gives it."""

    count = 0

    def __init__(self, x: float, y: float) -> None:
        Finger.count += 1
        super().__init__("monkey", f"monkey{Finger.count}", {"x": x, "y": y}, is_touch=True, type_id="touch")
        self.profile = ["pos"]

    def depack(self, args: Any) -> None:
        self.sx, self.sy = args["x"], args["y"]
        super().depack(args)


class Faults(logging.Handler):
    """What the app wrote as an error: it swallows faults of its own so that the screen goes on."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(logging.Formatter("%(name)s: %(message)s").format(record))


class Monkey:
    """A kiosk in `folder`, `size` px large, and its visitor. `act` does one thing at random; `faults` has what went wrong."""

    def __init__(self, folder: Path, canvas: Canvas, seed: int, size: tuple[int, int] = SIZE) -> None:
        self.draw = random.Random(seed)
        self.canvas, self.size = canvas, size
        self.faults: list[str] = []
        self.done: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()  # screens
        self._later = 0.0
        self._heard = Faults()
        self._number = 0
        self._first: tuple[Item, ...] = ()
        logging.getLogger().addHandler(self._heard)
        data = folder / "data"
        config = folder / "kiosk.toml"
        config.write_text(
            '[place]\nname = "Desa Bunga"\ncontact = "KIM Desa Bunga"\n[speech]\nvoice = "silent"\nquiet_hours = []\n'
            f'device = "wav:{folder}/sound.wav"\n[technician]\npin = "8392015"\n'
            '[[source]]\nname = "desa"\nurl = "http://127.0.0.1:9/feed.json"\nalerts = true\n',
            "utf-8",
        )
        self.writer = Store.open(data)
        self._hang_up(data)
        self.change(40)
        installation = Installation(load(config), config, data, print, print)
        context = AppContext(
            installation.settings,
            data,
            installation.repository(),
            installation.clock(believed=True),
            installation.config,
        )
        self.app: Any = KioskApp(replace(context, monotonic=self._monotonic))
        canvas.show_widget(self.app.build(), size)
        self.app.open_rest()
        self.app.tick()
        canvas.frames(4)

    def _hang_up(self, data: Path) -> None:
        """The pictures that some items have: a poster with what stands in it, photographs, and one whose file is gone."""
        page = blt((905, 1280))
        page.picture.save(data / "poster.jpg", quality=60)
        for number in range(3):
            photograph(number + 2, (800, 533)).save(data / f"foto-{number}.jpg", quality=60)
        sizes = {POSTER: (905, 1280), GONE: (1000, 1600), **dict.fromkeys(PHOTOGRAPHS, (800, 533))}
        self.writer.media.add(
            [MediaRecord(url=WEB + name, path=name, width=wide, height=high) for name, (wide, high) in sizes.items()]
        )
        self.writer.media.add_text(POSTER, page.text)

    def _monotonic(self) -> float:
        return 1_000_000.0 + self._later

    def close(self) -> None:
        self.app.on_stop()
        self.canvas.clear()
        self.writer.close()
        logging.getLogger().removeHandler(self._heard)

    # what it does

    def act(self) -> None:
        acts = self._acts()
        kind = self.draw.choices([*acts], [weight for weight, _ in acts.values()])[0]
        self.done[kind] += 1
        self._later += self.draw.uniform(0.4, 3.0)
        acts[kind][1]()
        self.app.tick()
        self.canvas.frames(2)

    def _acts(self) -> dict[str, tuple[int, Callable[[], None]]]:
        """Return the monkey's acts by name: the weight in the draw, and the call."""
        return {
            "tap": (20, lambda: self._touch(self._anywhere())),
            "hit": (40, lambda: self._touch(self._target())),
            "enlarge": (6, lambda: self._touch(self._target("picture"))),
            "drag": (10, lambda: self._touch(self._anywhere(), self._anywhere())),
            "press": (12, lambda: self.app.inbox.tell(ButtonPressed(self.draw.choice(BUTTONS)))),
            "type": (5, self._type),
            "wait": (8, lambda: self._wait(20.0)),
            "leave": (1, lambda: self._wait(400.0)),
            "change": (3, lambda: self.change(self.draw.randrange(1, 6))),
            "two": (1, self._use_two_fingers),
            "warn": (1, self.warn),
            "knock": (1, self._knock),
        }

    def _type(self) -> None:
        self.canvas.window.dispatch("on_key_down", self.draw.choice(KEYS), 0, "a", [])
        self.canvas.window.dispatch("on_keyboard", self.draw.choice(KEYS), 0, "a", ["ctrl", "alt"])

    def _wait(self, seconds: float) -> None:
        self._later += seconds

    def _use_two_fingers(self) -> None:
        self.app.shell.pinch(self.draw.uniform(0.3, 3.0), self.draw.random(), self.draw.random())
        first = self._down(self._anywhere())
        self._touch(self._target())
        self._up(first)

    def _knock(self) -> None:
        """A finger that stays on the clock, for five seconds of Kivy's own time."""
        if self.app.board.screen not in ("idle", "alert"):
            self.app.controller.navigation.knock()

    def find_home(self) -> None:
        """Go home from here by touches alone. More than two taps are a fault."""
        self.done["home"] += 1
        self._later += 1.0  # no touch is too soon after the last
        if lost := way_home(self.app, self._tap, self.size):
            self.faults.append(f"no way home: {lost}")

    def _tap(self, place: tuple[float, float]) -> None:
        self._touch(place)
        self.canvas.frames(3)
        self._later += 1.0  # after what was touched is noted

    def go_away(self) -> None:
        """The visit ends, the content is what it was at the beginning, and the kiosk tidies up: what it has then can be held
        against what it had after other visits. Its lists are written anew for the next visitor, in letters of the usual size."""
        self._put_back()
        for left in range(_MOST_WAITS, 0, -1):
            self._hush()
            self._later += 400.0
            self._pass()
            while self.app.prebuilder.busy:
                self.canvas.frames(1)
            if left <= _MOST_WAITS - 2 and self.app.board.screen == "idle":
                break
        else:
            self.faults.append(f"nobody is there, and the screen stays at {self.app.board.screen}")
        for _ in range(2):  # what became free goes back to the system with the second after
            self._later += 2.0
            self._pass()

    def _hush(self) -> None:
        """Stop the voice, whose process takes its own time. What is read out keeps a visit up; each warning that ends is said."""
        end = time.monotonic() + _HUSHED_S
        while self.app.board.speaking is not None and time.monotonic() < end:
            self.app.controller.listen()
            self._pass()
            time.sleep(0.02)

    def _pass(self) -> None:
        self.app.tick()
        self.canvas.frames(4)

    def _put_back(self) -> None:
        first = {item.id for item in self._first}
        gone = tuple(key for key in self.writer.fingerprints("desa") if key not in first)
        self._apply(Changes(added=self._first, withdrawn=gone))

    def _anywhere(self) -> tuple[float, float]:
        return self.draw.uniform(0, self.size[0]), self.draw.uniform(0, self.size[1])

    def _target(self, spot: str = "") -> tuple[float, float]:
        """The middle of something that can be touched, of that name, if there is any."""
        shell = self.canvas.window.children[0]
        targets = [w for w in shell.walk() if isinstance(w, Touchable) and w.available and min(w.size) > 1]
        targets = [w for w in targets if w.spot == spot] if spot else targets
        if not targets:
            return self._anywhere()
        target = self.draw.choice(targets)
        x, y = target.to_window(*target.center)
        return float(x), float(y)

    def _down(self, place: tuple[float, float]) -> Finger:
        window = self.canvas.window
        finger = Finger(place[0] / (window.width - 1), place[1] / (window.height - 1))
        EventLoop.post_dispatch_input("begin", finger)
        return finger

    def _up(self, finger: Finger) -> None:
        EventLoop.post_dispatch_input("end", finger)

    def _touch(self, start: tuple[float, float], end: tuple[float, float] | None = None) -> None:
        finger = self._down(start)
        self.canvas.frames(1)
        if end is not None:
            window = self.canvas.window
            for part in (0.3, 0.7, 1.0):
                x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
                finger.move({"x": x / (window.width - 1), "y": y / (window.height - 1)})
                EventLoop.post_dispatch_input("update", finger)
                self.canvas.frames(1)
        self._up(finger)

    def change(self, count: int) -> None:
        """New items, and as many old ones withdrawn once there are 60."""
        now = datetime.now(UTC)
        added = tuple(self._item(now) for _ in range(count))
        held = self.writer.fingerprints("desa")
        gone = tuple(self.draw.sample(sorted(held), min(count, max(0, len(held) - 60))))
        self._apply(Changes(added=added, withdrawn=gone))
        self._first = self._first or added

    def _apply(self, changes: Changes) -> None:
        now = datetime.now(UTC)
        self.writer.apply("desa", changes, SourceRecord(name="desa", last_success=now), now)

    def warn(self) -> None:
        """A warning that fills the screen and ends within the hour; or a lesser one, which is a band."""
        now = datetime.now(UTC)
        self._number += 1
        warning = Alert(
            id=f"w{self._number}",
            source="desa",
            title="Gempa terasa di Desa Bunga",
            provenance=Provenance.VERIFIED,
            published=now,
            expires=now + timedelta(seconds=self.draw.choice((5, 3600))),
            identifier=f"w{self._number}",
            sender="bpbd",
            severity=self.draw.choice((Severity.AWAS, Severity.SIAGA, Severity.WASPADA)),
            hazard=self.draw.choice((Hazard.QUAKE, Hazard.TSUNAMI, Hazard.RAIN)),
            effective=now,
            places=("Desa Bunga",),
        )
        self._apply(Changes(added=(warning,)))

    def put_up(self) -> None:
        """The sheets of the day: a forecast and prices."""
        now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        common = {"source": "desa", "author": "Kantor Desa", "provenance": Provenance.VERIFIED, "published": now}
        steps = tuple(WeatherStep(now + timedelta(hours=3 * n), [*Sky][n % len(Sky)], 24 + n % 9) for n in range(16))
        prices = tuple(Price(word.capitalize(), "1 kg", 9000 + 500 * len(word), 9500) for word in WORDS)
        self._apply(
            Changes(
                added=(
                    Sheet(id="cuaca", title="Bunga", sheet=SheetKind.WEATHER, steps=steps, **common),  # type: ignore[arg-type]
                    Sheet(id="harga", title="Pasar Bunga", sheet=SheetKind.PRICES, prices=prices, **common),  # type: ignore[arg-type]
                )
            )
        )

    def _item(self, now: datetime) -> Item:
        self._number += 1
        text = " ".join(self.draw.choices(WORDS, k=self.draw.choice((4, 40, 400)))) + "."
        common = {
            "id": f"i{self._number}",
            "source": "desa",
            "title": " ".join(self.draw.choices(WORDS, k=self.draw.choice((2, 6, 30)))).capitalize(),
            "provenance": self.draw.choice(list(Provenance)),
            "blocks": (Block(BlockKind.PARAGRAPH, text),),
            "published": now - timedelta(hours=self.draw.randrange(90)),
            "attachments": tuple(
                Attachment(WEB + name, "image/jpeg")
                for name in self.draw.choice(((), (), (POSTER,), (POSTER, *PHOTOGRAPHS), PHOTOGRAPHS, (GONE,)))
            ),
        }
        match self.draw.randrange(5):
            case 0:
                starts = now + timedelta(hours=self.draw.randrange(200))
                return Event(**common, starts=starts, ends=starts + timedelta(hours=2), place="Balai desa")  # type: ignore[arg-type]
            case 1:
                return Announcement(**common, expires=now + timedelta(days=2))  # type: ignore[arg-type]
            case 2:
                return Clarification(**common, claim=str(common["title"]))  # type: ignore[arg-type]
            case 3:
                return Service(**common)  # type: ignore[arg-type]
        return NewsItem(**common)  # type: ignore[arg-type]

    # what it sees

    def look(self) -> None:
        """Check that the screen is not empty or black, that no fault was reported, and that the technician's page is shut."""
        self.canvas.frames(6)  # a screen that fades in
        picture = Image.frombytes("RGBA", self.size, self.canvas.pixels()).convert("RGB").resize(SEEN)
        shown = colours(picture)
        if len(shown) < FEWEST_COLOURS:
            self.faults.append(f"an empty screen: {self.app.board.screen}, {len(shown)} colours")
        black = sum(count for colour, count in shown if max(colour) < 8)
        if black > 0.6 * SEEN[0] * SEEN[1] and self.app.board.theme != "contrast" and not self.app.board.dark:
            self.faults.append(f"a black screen: {self.app.board.screen}")
        if isinstance(self.app.board.view, StatusView):
            self.faults.append("the technician's page is open without its PIN")
        if EventLoop.status != "started" or (self.app.root_window is None and not self.canvas.window.children):
            self.faults.append("the app was left")
        self.faults += self._heard.told
        self._heard.told.clear()


def resident_mb() -> float:
    """RSS of this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


class _Mallinfo(ctypes.Structure):
    """mallinfo2(3)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    )  # fmt: skip


def memory_told() -> str:
    """Return a line about memory: glibc's heap, Python's blocks and the pixels of textures."""
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _Mallinfo
    heap = libc.mallinfo2()
    gc.unfreeze()
    textures = [each for each in gc.get_objects() if type(each) is Texture]
    megabytes = sum(each.width * each.height * 4 for each in textures) / 1e6
    return (
        f"heap {heap.uordblks / 1e6:.1f} MB given out, {heap.fordblks / 1e6:.1f} kept, {heap.hblkhd / 1e6:.1f} in large blocks; "
        f"{sys.getallocatedblocks()} blocks of Python's; {len(textures)} textures, {megabytes:.1f} MB"
    )


def objects_of(*names: str) -> dict[str, int]:
    """Count the live objects of these classes, including those that the kiosk has frozen (gc.freeze)."""
    gc.unfreeze()
    gc.collect()
    counts = Counter(type(each).__name__ for each in gc.get_objects())
    gc.freeze()  # as the kiosk had it
    return {name: counts[name] for name in names}
