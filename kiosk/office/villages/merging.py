"""Villages that leave the list: taken out, merged into one that stays, and put back within 30 days."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from content_cache.files import write_whole
from content_cache.text.plain import clean_line
from kiosk.office.base.areas import VILLAGES
from kiosk.office.base.faults import OfficeError, full_disk_told
from kiosk.office.base.former import FORMER, FormerVillage, read_former, write_former
from kiosk.office.editions.directions import SETTINGS
from kiosk.office.editions.emergency import NAME as EMERGENCY
from kiosk.office.editions.lexicon import NAME as SOUNDS
from kiosk.office.notices.notices import Notices
from kiosk.office.post.register import KioskRegister
from kiosk.office.villages.faults import VillageCode
from kiosk.office.villages.listing import VillageList

UNDONE_WITHIN = timedelta(days=30)
"""Time within which a village may be put back."""


class VillageMerging:
    """Villages that leave the list of *folder*. A repeated call after a power cut ends what was begun."""

    def __init__(self, folder: Path, villages: VillageList, notices: Notices, register: KioskRegister) -> None:
        self._folder = folder
        self._list = villages
        self._notices = notices
        self._register = register
        self._one_at_a_time = threading.Lock()

    def recent(self, today: date) -> list[FormerVillage]:
        """Return the villages that may still be put back, the last first."""
        kept = [each for each in read_former(self._folder).values() if today - each.day <= UNDONE_WITHIN]
        return sorted(kept, key=lambda each: (each.day, each.code), reverse=True)

    def change_list(self, names: Mapping[str, str], gone: Mapping[str, str], today: date) -> list[str]:
        """Set *names* of areas in the list, and take the areas *gone* out of it, both names by code. Return the changed
        files. Raise OfficeError."""
        with self._one_at_a_time, full_disk_told():
            former = read_former(self._folder)
            left = {code: row for code, row in former.items() if code not in names}
            left |= {code: FormerVillage(code, name, today) for code, name in gone.items()}
            if left != former:
                write_former(self._folder, left.values())
            self._list.change(names, list(gone))
            return [VILLAGES, FORMER] if left != former else [VILLAGES]

    def merge(self, old: str, stays: str, names: Mapping[str, str], now: datetime) -> list[str]:
        """Merge the village *old* into *stays*. What is for *old* is for *stays* from now on, its kiosks too; kiosks with
        the old code go on getting all that is for *stays*. Return the changed files. Raise OfficeError."""
        for code in (old, stays):
            if code not in names or code.count(".") != 3:
                raise OfficeError(VillageCode.UNKNOWN, code=clean_line(code, 20))
        if old == stays:
            raise OfficeError(VillageCode.ITSELF)
        with self._one_at_a_time, full_disk_told():
            former = read_former(self._folder)
            moved = self._register.move_kiosks(old, stays)
            before = former[old].kiosks if old in former and former[old].into == stays else ()
            row = FormerVillage(old, names[old], now.date(), stays, tuple(dict.fromkeys((*before, *moved))))
            former.pop(stays, None)  # it is in the list again
            write_former(self._folder, {**former, old: row}.values())
            files = [*self._notices.rename_area(old, stays, now), *self._rename_in_files(old, stays)]
            self._list.change({}, [old])
        return [VILLAGES, FORMER, *files]

    def _rename_in_files(self, old: str, stays: str) -> Iterator[str]:
        code = re.compile(rf"(?<![\w.]){re.escape(old)}(?![\w.])")
        settings = sorted((self._folder / SETTINGS).glob("[!._]*.toml"))
        for path in (*settings, self._folder / EMERGENCY, self._folder / SOUNDS):
            if path.is_symlink() or not path.is_file():
                continue
            before = path.read_bytes()
            after = code.sub(stays, before.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
            if after != before:
                write_whole(path, after, mode=None)
                yield path.relative_to(self._folder).as_posix()

    def restore_village(self, code: str, names: Collection[str], today: date) -> tuple[FormerVillage, list[str]]:
        """Put a village back into the list, and its kiosks where they were. Notices that went to the village that
        stays are kept there. Return the village and the changed files. Raise OfficeError."""
        with self._one_at_a_time, full_disk_told():
            former = read_former(self._folder)
            row = former.get(code)
            if row is None or today - row.day > UNDONE_WITHIN:
                raise OfficeError(VillageCode.UNKNOWN, code=clean_line(code, 20))
            if code not in names:
                self._list.change({code: row.name})
            if row.into:
                self._register.move_kiosks(row.into, code, row.kiosks)
            write_former(self._folder, [each for each in former.values() if each.code != code])
        return row, [VILLAGES, FORMER]
