"""What is told of an edition: what it would change, how its publishing goes, and the places that it is sent to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from content_cache.model.problems import Problem
from content_cache.signing.keys import PublicKey
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.faults import FolderFault
from kiosk.office.editions.previous import Previous
from kiosk.office.editions.publish import Plan
from kiosk.office.editions.voice import Speak
from kiosk.office.setup.setup import EditionTarget

MOST_TITLES = 100


class EditionChange(msgspec.Struct, frozen=True):
    """One notice of the next edition. `kind` is `new`, `changed` or `withdrawn`; `bytes` what a kiosk fetches for it. Or `told`:
    what the edition itself tells otherwise, by the name of its field."""

    kind: str
    title: str
    areas: tuple[str, ...] = ()
    bytes: int = 0


class Preview(msgspec.Struct, frozen=True):
    """What publishing now would do: the next edition's number, its changes, and all that is wrong with the folder. `bytes` is what
    a kiosk fetches at most, `published` how many the last edition has."""

    number: int
    changes: tuple[EditionChange, ...] = ()
    faults: tuple[FolderFault, ...] = ()
    bytes: int = 0
    published: int = 0

    @property
    def withdrawn(self) -> int:
        return sum(change.kind == "withdrawn" for change in self.changes)

    @property
    def counted(self) -> int:
        """Return the number of changes as people count them. A mere acknowledgement of letters is no change."""
        return sum((change.kind, change.title) != ("told", "acks") for change in self.changes)

    @property
    def hindered(self) -> bool:
        return any(not fault.warning for fault in self.faults)


class TargetStep(msgspec.Struct):
    """One place that an edition is sent to. `state` is `waits`, `goes`, `verified` or `failed`, `done` of `all` files are there.
    After so many `tries` it is tried `again` by itself at that time; None: not by itself."""

    target: str
    state: str = "waits"
    done: int = 0
    all: int = 0
    bytes: int = 0
    problem: Problem | None = None
    overtaken: bool = False
    tries: int = 0
    again: datetime | None = None

    def check_not_superseded(self) -> None:
        """Raises OfficeError where a warning is to be sent there instead: nothing more of this edition may follow it."""
        if self.overtaken:
            raise OfficeError(OfficeCode.OVERTAKEN)


class EditionProgress(msgspec.Struct):
    """A publishing, going on or over. `state` is `speaks`, `waits`, `makes`, `sends`, `done` or `failed`; once it is `written`
    kiosks may take it from here, wherever else it could be sent. While it speaks `spoken` of `sentences` are done; `hurried`: with
    what is there; `mute`: the voice failed. `planned` is the number that it was to have, which a warning may have taken since.
    `wrote` is when its files were written, in seconds of the time of day as files have it; 0 of one without notices anew. `new` has
    the ids of the items that the edition before had not."""

    number: int
    who: str
    begun: datetime
    titles: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    state: str = "makes"
    steps: list[TargetStep] = msgspec.field(default_factory=list)
    problem: Problem | None = None
    written: bool = True
    planned: int = 0
    spoken: int = 0
    sentences: int = 0
    hurried: bool = False
    mute: bool = False
    warns: bool = False
    wrote: float = 0.0

    @property
    def reached(self) -> int:
        """Number of places that have it."""
        return sum(step.state == "verified" for step in self.steps)

    @property
    def is_everywhere(self) -> bool:
        """Whether it is out, and no place lacks it."""
        return self.state == "done" and self.reached == len(self.steps)

    def set_state(self) -> None:
        """Set the state by what its steps came to: it is out where one place has it, or where there is none to be sent to."""
        self.state = "done" if self.reached or not self.steps else "failed"


Send = Callable[[Path, EditionTarget, PublicKey, TargetStep], None]
"""Send the folder of editions, signed by that key, to a target and read it back; the step is told. Raises
CacheError, OfficeError, OSError."""


class EditionSpeaker(Protocol):
    """The near-human voice of this machine; `name` is "" where it has none. `speaking` gives what makes the sentences of a feed: it
    tells how many are done, stops making new ones once it is enough, and makes none without `render`. Raises OSError."""

    @property
    def name(self) -> str: ...
    def speaking(
        self,
        before: Previous,
        now: datetime,
        told: Callable[[int, int], None],
        enough: Callable[[], bool],
        *,
        render: bool,
    ) -> AbstractContextManager[Speak]: ...


def changes_of(planned: Plan, out: Path) -> tuple[EditionChange, ...]:
    """Return the changes that the plan makes to the edition in folder *out*."""
    new, changed = list(planned.added), list(planned.changed)
    found = []
    for item in planned.feed["items"]:
        kind = "new" if item["title"] in new else "changed" if item["title"] in changed else ""
        if not kind:
            continue
        (new if kind == "new" else changed).remove(item["title"])
        names = [each["url"] for each in item.get("attachments", ())]
        size = sum(len(planned.files[name]) for name in names if name in planned.files and not (out / name).exists())
        text = len(str(item.get("content_html", ""))) // 2
        found.append(EditionChange(kind, item["title"], tuple(item["_kiosk"].get("areas", ())), size + text))
    tops = (EditionChange("told", name) for name in planned.tops)
    return (*found, *(EditionChange("withdrawn", title) for title in planned.withdrawn), *tops)
