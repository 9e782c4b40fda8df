"""First set-up of an office in five steps: what is done, and whether an administrator is led there."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.problems import msgid
from content_cache.signing.keyring import KeyRole
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import full_disk_told
from kiosk.office.base.folders import PRIVATE, SERVED
from kiosk.office.desk import Desk
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.people.people import Person, Role
from kiosk.office.people.rights import MAY

PATH = "/pasang"


class SetupStep(Struct, frozen=True):
    """Step of the set-up. `root` is the address of the page that it shows, `title` an English name to be translated."""

    number: int
    title: str
    root: str
    done: bool = False

    @property
    def path(self) -> str:
        return f"{PATH}/{self.number}"

    def place(self, path: str) -> str:
        """Return *path* as an address within this step; unchanged if it is no address of the step's page."""
        rest = path.removeprefix(self.root)
        return f"{self.path}{rest}" if path.startswith(self.root) and rest[:1] in ("", "/", "?", "#") else path


class SetupGuide:
    """Progress of the set-up, read from the office's files. Only its end by hand is stored."""

    def __init__(self, desk: Desk, cabinet: KeyCabinet) -> None:
        self._desk = desk
        self._cabinet = cabinet
        self._closed = JsonFile(desk.folder / PRIVATE / "pasang.json", bool)

    def steps(self) -> list[SetupStep]:
        """Return all steps in their order."""
        setup = self._desk.setup()
        return [
            SetupStep(1, msgid("Name and address"), "/kantor", bool(setup.address)),
            SetupStep(2, msgid("Keys"), "/kunci", all(self._cabinet.public(role) for role in KeyRole)),
            SetupStep(3, msgid("Villages"), "/kantor/desa", any(c.count(".") == 3 for c in self._desk.areas.names)),
            SetupStep(4, msgid("Place of editions"), "/kantor/tempat", bool(setup.targets) or setup.out == SERVED),
            SetupStep(
                5, msgid("People"), "/orang", any(Role.EDITOR in p.roles for p in self._desk.people.list_people())
            ),
        ]

    def unfinished(self) -> list[SetupStep]:
        return [each for each in self.steps() if not each.done]

    def entry(self, person: Person) -> str:
        """Return the address of the first unfinished step, "" if *person* is not led there."""
        if not person.may(MAY["office"]) or self._closed.read():
            return ""
        return next((each.path for each in self.unfinished()), "")

    def close(self) -> None:
        """Lead nobody there any longer. Raise OfficeError."""
        with full_disk_told():
            self._closed.write(True)
