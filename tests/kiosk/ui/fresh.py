"""One state of a screen in a process of its own, as the first that its kiosk shows:

    python -m tests.kiosk.ui.fresh STATE FOLDER

What other screens have read before hides what this one is made without. A line for each fault; none if it is drawn as it is when
everything has been read, at two sizes. FOLDER is for the pictures of the items.

Without arguments it takes such pairs as lines and answers each with one of JSON: the status and what was printed, on stdout
and on stderr. The process of a pair begins with all that is imported here, and with nothing opened or read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from tests.kiosk.ui.states import STATES, fit, open_fitted
from tests.support.shown_village import Village
from tests.support.stage import Stage

SIZES = ((1280, 720), (800, 480))


def read_early() -> Iterator[str]:
    """Rules that are read although nothing is shown yet."""
    from kivy.lang import Builder

    from kiosk.ui.runtime.kivy_style import OURS

    for file in Builder.files:
        if Path(file).name != OURS.name:
            yield f"{file} is read before the screen is opened"


def drawn(stage: Stage, what: str) -> list[bytes]:
    """The state's pixels in the first size, and in the second the same widgets once more."""
    from kiosk.ui.runtime.environment import unit_for

    open_fitted(stage, what, SIZES[0], by_buttons=True)  # for whom nothing moves by itself
    pictures = [stage.picture().tobytes()]
    for size in SIZES[1:]:
        stage.shell.resize(size, unit_for(size))
        stage.canvas.size = size
        fit(stage)
        pictures.append(stage.picture().tobytes())
    return pictures


def ill_drawn(stage: Stage) -> Iterator[str]:
    from tests.kiosk.ui.geometry import cut_off, overlaps, small_targets

    for fault in (*cut_off(stage.shell), *overlaps(stage.shell), *small_targets(stage.shell)):
        yield f"{SIZES[-1]}: {fault}"


def read_late() -> Iterator[str]:
    """Rules that were read before those of a class that theirs is made of: the more general one would have the last word."""
    from kivy.factory import Factory
    from kivy.lang import Builder

    ours = [rule for _, rule in Builder.rules if rule.ctx.filename]  # Kivy has a rule of its own without a file
    places = {rule.name.strip("<>").partition("@")[0]: place for place, rule in enumerate(ours)}
    for name, place in places.items():
        for base in getattr(Factory, name).__mro__[1:]:
            if places.get(base.__name__, -1) > place:
                yield f"the rule of {name} is read before that of {base.__name__}"


def read_everything() -> None:
    """Make a widget of no module, but read the rules of all."""
    import importlib
    import pkgutil

    import kiosk.ui
    from kiosk.ui.primitives import rules

    for found in pkgutil.walk_packages(kiosk.ui.__path__, "kiosk.ui."):
        importlib.import_module(found.name)
        rules.read_beside(found.name)


def main(what: str, folder: str) -> int:
    faults = [*read_early()]
    from kiosk.pictures.offscreen import Canvas
    from tests.support.window import LARGEST

    stage = Stage(Canvas(LARGEST), Village(Path(folder)))
    first = drawn(stage, what)
    faults += ill_drawn(stage)
    read_everything()
    faults += read_late()
    for size, picture, again in zip(SIZES, first, drawn(stage, what), strict=True):
        if picture != again:
            faults.append(f"{size}: not drawn as it is when everything has been read")
    stage.close()
    for fault in faults:
        print(f"{what}: {fault}")
    return int(bool(faults))


def serve() -> None:
    for line in sys.stdin:
        what, folder = line.rstrip("\n").split(" ", 1)
        out, err = Path(folder) / "out", Path(folder) / "err"
        child = os.fork()
        if child == 0:
            for number, path in ((1, out), (2, err)):
                with path.open("wb") as file:
                    os.dup2(file.fileno(), number)
            sys.exit(main(what, folder))
        _, status = os.waitpid(child, 0)
        printed = [path.read_text("utf-8", "replace") for path in (out, err)]
        print(json.dumps([os.waitstatus_to_exitcode(status), *printed]), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        serve()
        sys.exit()
    if sys.argv[1] not in STATES:
        sys.exit(f"{sys.argv[1]}: no such state")
    sys.exit(main(*sys.argv[1:]))
