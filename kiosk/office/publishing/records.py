"""Records of an edition: the changes that it makes, the progress of its publishing, and the places that it is sent to."""

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
    """Change that the next edition makes to one notice. `kind` is `new`, `changed` or `withdrawn`; `bytes` is what a
    kiosk downloads for it. The kind `told` stands for another part of the edition, named in `title`."""

    kind: str
    title: str
    areas: tuple[str, ...] = ()
    bytes: int = 0


class Preview(msgspec.Struct, frozen=True):
    """Result of publishing now: the number of the next edition, its changes, and the faults of the folder. `bytes` is
    the most that a kiosk downloads; `published` is the number of notices in the last edition."""

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
        """Return the number of changes as people count them. A mere acknowledgement of envelopes is no change."""
        return sum((change.kind, change.title) != ("told", "acks") for change in self.changes)

    @property
    def hindered(self) -> bool:
        return any(not fault.warning for fault in self.faults)


class TargetStep(msgspec.Struct):
    """Delivery of an edition to one place. `state` is `waits`, `goes`, `verified` or `failed`; `done` of `all` files
    are there. After `tries` failures the next try is at `again`; None: only on request."""

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
        """Raise OfficeError if a warning is to be sent there instead. Then no further file of this edition may follow."""
        if self.overtaken:
            raise OfficeError(OfficeCode.OVERTAKEN)


class EditionProgress(msgspec.Struct):
    """Progress of publishing an edition. `state` is `speaks`, `waits`, `makes`, `sends`, `done` or `failed`. Once it is
    `written`, kiosks may take it from here. While it speaks, `spoken` of `sentences` are done; `hurried` ends that
    early; `mute` says that the voice failed. `planned` is the number that it was planned with, which a warning may have
    taken. `wrote` is when its files were written, in seconds since the epoch; 0 for an edition without new notices.
    `new` has the ids of its new items."""

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
        """Return the number of places that have the edition."""
        return sum(step.state == "verified" for step in self.steps)

    @property
    def is_everywhere(self) -> bool:
        """Return whether it was published, and every place has it."""
        return self.state == "done" and self.reached == len(self.steps)

    def set_state(self) -> None:
        """Set the final state by the results of its steps: `done` if one place has it or none was wanted, else `failed`."""
        self.state = "done" if self.reached or not self.steps else "failed"


Send = Callable[[Path, EditionTarget, PublicKey, TargetStep], None]
"""Function that sends the folder of editions, signed by that key, to a target and reads it back. It updates the step,
and raises CacheError, OfficeError, OSError."""


class EditionSpeaker(Protocol):
    """Near-human voice of this machine; `name` is "" without one. `speaking` yields a function that makes the sentences
    of a feed. That function reports its progress to *told*, stops once *enough* returns true, and makes no new sound
    without *render*. It raises OSError."""

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
