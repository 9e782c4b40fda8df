"""Updates taken in, chosen at boot, kept or given up: `kiosk.update.slots` on the appliance's folders.

Killed at any moment: a slot is named only when all of it is on the card, and the one that runs is never written.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from content_cache.files import read_plain, remove, sync_folder, write_whole
from content_cache.model.errors import SignatureError
from content_cache.model.problems import problem
from content_cache.signing.signatures import MOST_BYTES, Signature
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.state.request_kinds import RequestAnswer, RequestResult
from kiosk.update.package import Package, UpdateCode, read_package, signature_name, verified
from kiosk.update.slots import IMAGE, SlotState, choose, emptied, given_up, on_trial, passed, read_state, write_state

_ROOM = 50_000_000  # bytes that the card keeps free
_log = logging.getLogger(__name__)


class Updating:
    """`keys` are those of [update]; by default as the last good settings of the card have them."""

    def __init__(self, folders: Folders, keys: Iterable[str] | None = None, *, machine: str | None = None) -> None:
        self._folders = folders
        self._given = keys
        self._machine = machine
        self._state = folders.system / "slots.json"

    @property
    def _keys(self) -> tuple[str, ...]:
        if self._given is not None:
            return tuple(self._given)
        config = self._folders.system / "kiosk.toml"
        return load(config).update.keys if config.exists() else ()

    def _slot(self, slot: str) -> tuple[Path, Path]:
        """(signature, package) of a slot."""
        folder = self._folders.slots
        return folder / f"{slot}.minisig", folder / f"{slot}.squashfs"

    # taking one in

    def take(self, folder: Path) -> RequestAnswer:
        """An update that lies in `folder` into the spare slot, on trial from the next boot. `data` has its number and version.

        Raises OSError where the card cannot be written.
        """
        signature = folder / signature_name(self._machine)
        state = read_state(self._state)
        try:
            told = verified(signature, _named_in(signature, folder, self._keys), self._keys)
        except FileNotFoundError as error:
            return RequestAnswer(RequestResult.NOT_FOUND, problem(UpdateCode.NOT_THERE, reason=str(error)))
        except SignatureError as error:
            return RequestAnswer(RequestResult.REFUSED, error.problem)
        data = {"number": told.number, "version": told.version}
        if told.number <= state.newest:
            return RequestAnswer(
                RequestResult.SAME, problem(UpdateCode.NOT_NEWER, number=told.number, here=state.newest), data
            )
        slot = state.spare
        self._write(emptied(state, slot))
        if shutil.disk_usage(self._folders.system).free + self._size(slot) < told.size + _ROOM:
            return RequestAnswer(RequestResult.FAILED, problem(UpdateCode.NO_ROOM), data)
        self._copy(folder / told.file, signature, slot)
        again = self._verified(slot)
        if again is None or again != told:
            return RequestAnswer(RequestResult.FAILED, problem(UpdateCode.NOT_KEPT), data)
        self._write(on_trial(emptied(state, slot), slot, told.number))
        return RequestAnswer(RequestResult.DONE, data=data)

    def _copy(self, package: Path, signature: Path, slot: str) -> None:
        self._folders.slots.mkdir(mode=0o700, parents=True, exist_ok=True)
        for source, target in zip((signature, package), self._slot(slot), strict=True):
            remove(target)
            with source.open("rb") as coming, target.open("xb") as going:
                shutil.copyfileobj(coming, going, 1 << 20)
                going.flush()
                os.fsync(going.fileno())
                os.posix_fadvise(
                    going.fileno(), 0, 0, os.POSIX_FADV_DONTNEED
                )  # read back from the card, not from memory
        sync_folder(self._folders.slots)

    def _size(self, slot: str) -> int:
        path = self._slot(slot)[1]
        return path.stat().st_size if path.exists() else 0

    def _verified(self, slot: str) -> Package | None:
        try:
            return verified(*self._slot(slot), self._keys)
        except (SignatureError, OSError) as error:
            _log.warning("slot %s: %s", slot, error)
            return None

    def _write(self, state: SlotState) -> None:
        write_state(self._state, state)
        self._tell(state)

    def _tell(self, state: SlotState) -> None:
        """To the refresher, which fetches nothing that is not newer."""
        newest = self._folders.chosen.with_name("newest")
        if newest.parent.is_dir():
            write_whole(newest, str(state.newest).encode(), 0o644)

    # at boot

    def begin(self) -> str:
        """What this boot runs; its file lies behind `folders.chosen` for the unit to mount, if it is an update.

        A slot that is no longer what was signed (a card that rots) is not run: its boot does with the other one, or the image.
        """
        state = read_state(self._state)
        self._folders.chosen.parent.mkdir(parents=True, exist_ok=True)
        self._tell(state)
        slot, after = choose(state)
        if after != state:
            self._write(after)
        if slot != IMAGE and self._verified(slot) is None:
            if slot == after.trial:
                self._write(after := given_up(after))
                slot = after.good
            if slot != IMAGE and self._verified(slot) is None:
                slot = IMAGE
        chosen = self._folders.chosen
        chosen.unlink(missing_ok=True)
        if slot != IMAGE:
            chosen.symlink_to(self._slot(slot)[1])
        return slot

    # once it runs

    def running(self) -> str:
        """The slot whose file is mounted over the program, or "image"."""
        mounted = any(line.split()[1:3] == [str(self._folders.program), "squashfs"] for line in self._mounts())
        target = self._folders.chosen.readlink().stem if mounted and self._folders.chosen.is_symlink() else IMAGE
        return target if target in ("a", "b") else IMAGE

    def _mounts(self) -> list[str]:
        return (self._folders.root / "proc/self/mounts").read_text("utf-8", "replace").splitlines()

    def keep(self) -> bool:
        """The home screen is shown and stayed: what was on trial and runs is good. True if it was."""
        state = read_state(self._state)
        if not state.trial or self.running() != state.trial:
            return False
        self._write(passed(state))
        return True

    def give_up(self) -> bool:
        """The time is over and nothing was kept. True where a restart brings back the program that was good."""
        state = read_state(self._state)
        if not state.trial or self.running() != state.trial:
            return False
        self._write(given_up(state))
        return True


def _named_in(signature: Path, folder: Path, keys: Iterable[str]) -> Path:
    """The file that a signature names: nothing else of the folder is opened. Raises SignatureError and OSError."""
    told, _ = read_package(Signature.parse(read_plain(signature, MOST_BYTES + 1)), keys)
    path = folder / told.file
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(f"{told.file} is not in {folder}")
    return path
