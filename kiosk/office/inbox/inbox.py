"""What others have written and nobody has taken yet: each arrival a folder of the desk's private one, with its files."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from kiosk.core.json_file import JsonFile
from kiosk.office.notices.attachments import Attachments

FOLDER = "kotak"
MOST = 1_000
"""Arrivals altogether: they are in memory."""

_MOST_TAKEN = 5_000
_FILE = "kiriman.json"


class ArrivalKind(StrEnum):
    """Where arrivals come from: sites, the mail, phones."""

    SITE = "situs"
    MAIL = "surat"
    PHONE = "hp"

    @property
    def most(self) -> int:
        """Arrivals of one source, of the mailbox, or that one person shared: beyond them the oldest goes."""
        return {ArrivalKind.SITE: 100, ArrivalKind.MAIL: 50, ArrivalKind.PHONE: 20}[self]


class State(StrEnum):
    """Whether its source has said it for the first time, has changed it since, or has taken it back."""

    NEW = "baru"
    CHANGED = "berubah"
    WITHDRAWN = "ditarik"


class Arrival(Struct, frozen=True, kw_only=True):
    """One thing that somebody wrote. `box` is what it counts towards, `source` who says it, `address` where it can be read or
    answered; `parts` are those of the notice that it would be. `person` is whose alone it is, "" for all. `files` lie in its
    folder, `remote` are (address, what it shows) of what is fetched when it is taken. `became` is the draft that it was made
    before."""

    id: str
    kind: ArrivalKind
    box: str
    source: str
    came: datetime
    title: str
    parts: Mapping[str, str]
    address: str = ""
    person: str = ""
    files: tuple[str, ...] = ()
    remote: tuple[tuple[str, str], ...] = ()
    state: State = State.NEW
    became: str = ""

    @property
    def body(self) -> str:
        return self.parts.get("body", "")


def arrival_id(box: str, key: str) -> str:
    """The same for what a source calls by the same key."""
    return hashlib.sha256(f"{box}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


class ArrivalBox:
    """In the desk's `private` folder. Threads may call."""

    def __init__(self, private: Path) -> None:
        self._folder = private / FOLDER
        self._taken_file = JsonFile(private / "diambil.json", dict[str, str])
        self._one_at_a_time = threading.RLock()
        self._arrivals: dict[str, Arrival] = {}
        for path in sorted(self._folder.glob(f"*/{_FILE}")):
            if (arrival := JsonFile(path, Arrival).load_if_valid()) is not None:
                self._arrivals[arrival.id] = arrival
        self._taken = self._taken_file.read()

    def list_arrivals(self, person: str) -> list[Arrival]:
        """Return the arrivals that *person* may see, the newest first."""
        with self._one_at_a_time:
            found = [each for each in self._arrivals.values() if each.person in ("", person)]
        return sorted(found, key=lambda each: each.came, reverse=True)

    def find_arrival(self, arrival: str, person: str) -> Arrival | None:
        found = self._arrivals.get(arrival)
        return found if found is not None and found.person in ("", person) else None

    def find_waiting(self, arrival: str) -> Arrival | None:
        """Whosever it is."""
        return self._arrivals.get(arrival)

    def became(self, arrival: str) -> str:
        """The draft that was made of it, "" for none."""
        return self._taken.get(arrival, "")

    def put(self, arrival: Arrival) -> None:
        """In place of what had come under its id. Raises OSError."""
        with self._one_at_a_time:
            path = self.arrival_folder(arrival.id) / _FILE
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            JsonFile(path, Arrival).write(arrival)
            self._arrivals[arrival.id] = arrival
            every = sorted(self._arrivals.values(), key=lambda each: each.came)
            of_box = [each for each in every if each.box == arrival.box]
            for old in (*of_box[: -arrival.kind.most], *every[:-MOST]):
                self.remove(old.id)

    def remove(self, arrival: str) -> None:
        with self._one_at_a_time:
            if self._arrivals.pop(arrival, None) is not None:
                shutil.rmtree(self.arrival_folder(arrival), ignore_errors=True)

    def took(self, arrival: str, name: str) -> None:
        """It has become that draft. On a full disk only this run knows."""
        with self._one_at_a_time:
            self._taken.pop(arrival, None)
            self._taken[arrival] = name
            while len(self._taken) > _MOST_TAKEN:
                del self._taken[next(iter(self._taken))]
            with suppress(OSError):
                self._taken_file.write(self._taken)
            self.remove(arrival)

    def arrival_folder(self, arrival: str) -> Path:
        """Return the folder of an arrival."""
        return self._folder / arrival

    def attachments(self, arrival: str) -> Attachments:
        """Takes its files, and has them small for pages."""
        return Attachments(self.arrival_folder(arrival), self.arrival_folder(arrival))
