"""Texts of others that nobody has taken over yet: each arrival is a folder with its files, in the desk's private folder."""

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
"""Most arrivals altogether, for they are held in memory."""

_MOST_TAKEN = 5_000
_FILE = "kiriman.json"


class ArrivalKind(StrEnum):
    """Kind of source that an arrival comes from: sites, mail, phones."""

    SITE = "situs"
    MAIL = "surat"
    PHONE = "hp"

    @property
    def most(self) -> int:
        """Return the most arrivals of one box: of a site, of the mailbox, or of one person's phone. Beyond it the
        oldest is removed."""
        return {ArrivalKind.SITE: 100, ArrivalKind.MAIL: 50, ArrivalKind.PHONE: 20}[self]


class State(StrEnum):
    """State of an arrival: new, changed by its source since, or withdrawn by it."""

    NEW = "baru"
    CHANGED = "berubah"
    WITHDRAWN = "ditarik"


class Arrival(Struct, frozen=True, kw_only=True):
    """Text that somebody else wrote. `box` is the source whose limit it counts towards, `source` its name. `address` is
    where it can be read or answered. `parts` are those of the notice it would become. `person` is the only one who sees
    it, "" for all. `files` lie in its folder. `remote` are pairs of address and description of files that are fetched
    when it is taken over. `became` is the draft that an earlier version of it became."""

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
    """Return the id of what the source *box* calls *key*; the same arguments give the same id."""
    return hashlib.sha256(f"{box}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


class ArrivalBox:
    """Arrivals in the desk's *private* folder. It is safe for threads."""

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
        """Return the arrival with that id, whoever may see it, or `None`."""
        return self._arrivals.get(arrival)

    def became(self, arrival: str) -> str:
        """Return the name of the draft that the arrival became, "" for none."""
        return self._taken.get(arrival, "")

    def put(self, arrival: Arrival) -> None:
        """Store *arrival* in place of one with its id. Remove the oldest arrivals beyond the limits. Raise OSError."""
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
        """Note that *arrival* became the draft *name*, and remove it. On a full disk the note lasts only as long as
        this process."""
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
        """Return the Attachments of the arrival's folder, which give small pictures for pages."""
        return Attachments(self.arrival_folder(arrival), self.arrival_folder(arrival))
