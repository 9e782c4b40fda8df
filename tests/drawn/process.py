"""Looks, each in a process of its own as the first thing that its kiosk shows.

What other screens have read or made before hides what this one is made without. `Drawing` forks the processes from one that has
imported what all of them do, has filled a sample village, and has shown nothing: a look takes 0.2 to 0.5 s so. Another process
has read the rules of all screens, once: what it forks draws the look again, which is to be the same picture.

What is written lies in memory where there is such a folder, and so does what a look has compiled of the modules that it imports:
`fsync` and the compiler took as long as the drawing.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
from PIL import ImageChops
from PIL.Image import Image, Transpose, frombytes
from PIL.Image import open as open_picture

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from kiosk.installation import Installation
from kiosk.speech.indonesian.rules import first_rules, last_rules
from tests.drawn.crowded import crowd
from tests.drawn.scenes import FRESH, NOW, Look, Stand, stand
from tests.support.present import present

_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it
_RATE = 30  # frames a second, as the kiosk draws
_LONGEST_S = 120  # of a look, on a machine that has much else to do
_MOST_MEMORY = 3_000_000_000  # bytes of addresses
_GUARD = (
    200_000  # objects made before the collector looks: a kiosk before its first frame collects nothing (kiosk.cli.run)
)


class Drawing:
    """`look` draws one and gives its faults, a line each; `picture` is a folder that the pictures are written to, or none. With
    `crowded` the village is one where everything is long and much."""

    def __init__(self, picture: Path | None = None, *, crowded: bool = False) -> None:
        self._room = tempfile.TemporaryDirectory(prefix="drawn-", dir=_MEMORY if _MEMORY.is_dir() else None)
        self._begun = subprocess.Popen(
            [sys.executable, "-m", "tests.drawn.process", str(picture or ""), *(["crowded"] if crowded else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # a process that is forked has none of the drawing's threads
            env=os.environ | {"LP_NUM_THREADS": "0", "TMPDIR": self._room.name},
            cwd=Path(__file__).parents[2],
        )

    def look(self, look: Look, *, idle: bool = True, twice: bool = True) -> list[str]:
        """Draw *look* and return its faults.

        With *idle* each key's action is done too, in a kiosk of its own: a quarter of all the time. With *twice* it is
        drawn again with all rules loaded, in the light theme only: the other themes have the same rules.
        """
        asking, answers = present(self._begun.stdin), present(self._begun.stdout)
        asking.write(msgspec.json.encode((look, idle, twice and look.theme == "light")).decode() + "\n")
        asking.flush()
        line = answers.readline()
        return list(json.loads(line)) if line else ["the process that draws has ended"]

    def close(self) -> None:
        present(self._begun.stdin).close()
        self._begun.wait()
        present(self._begun.stdout).close()
        self._room.cleanup()


def serve(pictures: str, village_is: str = "") -> None:
    """A look as a line of JSON on stdin, its faults as one on stdout."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drawn-")))
        village = _village(folder, stack)
        village = crowd(village, NOW) if village_is == "crowded" else village
        _import_what_all_do()
        for rule in (*first_rules(), *first_rules(loud=True), *last_rules()):
            rule.pattern  # noqa: B018 -- compiled once: they are made of tables, which no screen changes
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(folder / "compiled")
        gc.freeze()
        gc.set_threshold(_GUARD)
        readers, theirs = multiprocessing.Pipe()
        reader = os.fork()
        if reader == 0:
            readers.close()
            _serve_again(theirs, village)
            os._exit(0)
        theirs.close()
        for number, line in enumerate(sys.stdin):
            look, idle, twice = msgspec.json.decode(line, type=tuple[Look, bool, bool])
            own = folder / str(number)
            own.mkdir()
            kept = Path(pictures) if pictures else None
            faults = _forked(own, lambda: draw(look, _copy(village, own), own, kept, idle=idle))  # noqa: B023 -- at once
            if twice and (own / "public").exists():
                readers.send((look, own))
                faults += readers.recv()
            shutil.rmtree(own)
            print(json.dumps(faults), flush=True)
        readers.close()
        os.waitpid(reader, 0)


def _serve_again(asked: Connection, village: Installation) -> None:
    """Draw looks again in a process where all rules are loaded, and compare them with the picture in their folder."""
    read_everything()
    wrong = [*read_late(), *(f"fresh: no file is known for the rule of {name}" for name in {*_read()} - with_rules())]
    gc.freeze()
    while True:
        try:
            look, own = asked.recv()
        except EOFError:
            return
        twin = own / "twin"
        twin.mkdir()
        asked.send([*wrong, *_forked(twin, lambda: draw_again(look, _copy(village, twin), twin, own / "public"))])  # noqa: B023


def _village(folder: Path, stack: ExitStack) -> Installation:
    from kiosk.demo.sample import sample_village
    from kiosk.settings import load

    (folder / "data").mkdir()
    installation = Installation(load(None), None, folder / "data", lambda _: None, lambda _: None)
    return stack.enter_context(sample_village(installation, NOW - FRESH))


def _import_what_all_do() -> None:
    """No widget is made by it, and so no rule is read: `read_early` looks."""
    for name in (
        "kiosk.shell.controller",
        "kiosk.narration.narrator",
        "tests.gallery.pose",
        "tests.drawn.checks",
        "tests.kiosk.ui.states",
        "tests.support.shown_village",
    ):
        import_module(name)


def _forked(folder: Path, drawn: Callable[[], Iterator[str]]) -> list[str]:
    """The faults that something finds in a process of its own, which writes into a folder."""
    child = os.fork()
    if child == 0:
        _child(folder, drawn)
    _, status = os.waitpid(child, 0)
    code, out, err = os.waitstatus_to_exitcode(status), folder / "faults", folder / "err"
    faults: list[str] = json.loads(out.read_text("utf-8")) if out.exists() else []
    if code:
        faults.append(f"ended with {code}: {err.read_text('utf-8', 'replace')[-2000:]}")
    return faults


def _child(folder: Path, drawn: Callable[[], Iterator[str]]) -> None:
    with (folder / "err").open("wb") as err:
        os.dup2(err.fileno(), 2)
        os.dup2(err.fileno(), 1)
    signal.alarm(_LONGEST_S)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    code = 1
    try:
        faults = [*drawn()]
        if "too much iteration" in (folder / "err").read_text("utf-8", "replace"):
            faults.append("clock: Kivy ended a frame before all had found its place")
        (folder / "faults").write_text(json.dumps(faults), "utf-8")
        code = 0
    except BaseException:  # noqa: BLE001 -- all that ends it is told
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _copy(village: Installation, folder: Path) -> Installation:
    """A village of one's own: what is done in one look is not to be seen in another."""
    shutil.copytree(village.data, folder / "kiosk", ignore=shutil.ignore_patterns("reserve", "*.wav"))
    return Installation(village.settings, village.config, folder / "kiosk", village.out, village.tell)


def count_frames() -> None:
    """Advance Kivy's clock by one frame's time per frame, so that timed changes come no sooner on a slow machine."""
    from kivy.clock import Clock

    start, first = Clock.time(), Clock.frames
    Clock.time = lambda: start + (Clock.frames - first) / _RATE
    Clock.tick()  # Kivy counts time from its import, which is long ago in a process that was forked


def draw(look: Look, village: Installation, folder: Path, pictures: Path | None, *, idle: bool) -> Iterator[str]:
    """The faults of a look. In a process that has shown nothing yet."""
    yield from read_early()
    from kiosk.app.pictures.offscreen import Canvas
    from tests.drawn import checks

    canvas = Canvas(look.size)
    count_frames()
    with ExitStack() as stack:
        stood = stand(look, village, folder, stack)
        shell = show(look, stood, canvas)
        first = picture_of(canvas)
        if pictures is not None:
            first.save(pictures / f"{str(look).replace(' ', '-').replace('/', '-')}.png")
        yield from checks.faults(shell, stood, canvas, first, idle=idle)
        public(first, shell).save(folder / "public", "ppm")
        shell.close()
        yield from read_late(with_rules())


def draw_again(look: Look, village: Installation, folder: Path, before: Path) -> Iterator[str]:
    """In a process that has read everything, and has shown nothing yet."""
    from kiosk.app.pictures.offscreen import Canvas

    canvas = Canvas(look.size)
    count_frames()
    with ExitStack() as stack:
        again = show(look, stand(look, village, folder, stack), canvas)
        other = ImageChops.difference(public(picture_of(canvas), again), open_picture(before)).getbbox()
        if other is not None:
            yield f"fresh: {other} is not drawn as it is when everything has been read"
        again.close()


def show(look: Look, stood: Stand, canvas: Any) -> Any:
    from kiosk.pages.table import SCREENS
    from kiosk.ui.frame.frame import Frame
    from kiosk.ui.runtime.environment import unit_for

    seconds = iter(range(1_000_000))  # no touch is too soon after another
    shell = Frame(
        stood.board,
        stood.controller,
        SCREENS,
        unit=unit_for(look.size),
        media=stood.media,
        monotonic=lambda: float(next(seconds)),
    )
    canvas.show_widget(shell, look.size)
    stood.opened(canvas)
    while any(each.busy for each in shell.theme.decoding):
        canvas.draw_frames(1)
    return shell


def picture_of(canvas: Any) -> Image:
    shown = frombytes("RGBA", canvas.size, canvas.pixels())
    return shown.transpose(Transpose.FLIP_TOP_BOTTOM).convert("RGB")


def public(picture: Image, shell: Any) -> Image:
    """The picture without what is never twice the same: the certificate of a kiosk, the room that this machine has."""
    kept = picture.copy()
    for widget in shell.walk():
        if type(widget).__name__ in ("PhoneCard", "ValuesCard"):
            left, low = (round(place) for place in widget.to_window(widget.x, widget.y))
            right, high = (round(place) for place in widget.to_window(widget.right, widget.top))
            kept.paste(0, (left, picture.height - high, right, picture.height - low))
    return kept


def read_early() -> Iterator[str]:
    """Rules that are read although nothing is shown yet."""
    from kivy.lang import Builder

    from kiosk.ui.runtime.kivy_style import OURS

    for file in Builder.files:
        if Path(file).name != OURS.name:
            yield f"fresh: {file} is read before the screen is opened"


def with_rules() -> frozenset[str]:
    """Classes of ours that have rules in some file, whether it has been read or not."""
    import kiosk.ui

    files = [file for folder in kiosk.ui.__path__ for file in Path(folder).rglob("*.kv")]
    return frozenset(name for file in files for name in re.findall(r"^<-?(\w+)", file.read_text("utf-8"), re.MULTILINE))


def read_late(to_come: frozenset[str] = frozenset()) -> Iterator[str]:
    """Rules that were read before those of a class that theirs is made of: the more general one would have the last word. What has
    rules that are still `to_come` would be read after all."""
    from kivy.factory import Factory

    places = {name: place for place, name in enumerate(_read())}
    for name, place in places.items():
        for base in getattr(Factory, name).__mro__[1:]:
            if places.get(base.__name__, -1) > place or (base.__name__ in to_come and base.__name__ not in places):
                yield f"fresh: the rule of {name} is read before that of {base.__name__}"


def _read() -> list[str]:
    """The classes of the rules that have been read, in turn."""
    from kivy.lang import Builder

    rules = [rule for _, rule in Builder.rules if rule.ctx.filename]  # Kivy has a rule of its own without a file
    return [rule.name.strip("<->").partition("@")[0] for rule in rules]


def read_everything() -> None:
    """Make a widget of no module, but read the rules of all."""
    import importlib
    import pkgutil

    import kiosk.ui
    from kiosk.ui.primitives import rules

    for found in pkgutil.walk_packages(kiosk.ui.__path__, "kiosk.ui."):
        importlib.import_module(found.name)
        rules.read_beside(found.name)


if __name__ == "__main__":
    serve(*sys.argv[1:])
