"""Installation of updates, their choice at boot, and their trial: `kiosk.appliance.update.slots` on the appliance's folders.

After a kill at any moment a slot is named only if all of it is on the card, and the running slot is never written."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from content_cache.model.errors import SignatureError
from content_cache.model.problems import problem
from content_cache.signing.signatures import MOST_BYTES, Signature
from kiosk.appliance.root_files.held_folder import Folder, OwnFolder, StrangeFileError, write_own
from kiosk.appliance.root_files.record import image_number, update_keys
from kiosk.appliance.root_files.trust_files import read_trust
from kiosk.appliance.update.faults import UpdateCode
from kiosk.appliance.update.package import MOST_PACKAGE, Package, read_package, signature_name, verified
from kiosk.appliance.update.slots import (
    IMAGE,
    SLOTS,
    SlotState,
    choose_slot,
    emptied,
    given_up,
    on_trial,
    passed,
    read_state,
    write_state,
)
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestAnswer, RequestResult

_ROOM = 50_000_000  # bytes that the card keeps free
_log = logging.getLogger(__name__)


class Updating:
    """Updates on this machine. *keys* may sign an update, by default those in root's record
    (`kiosk.appliance.root_files.record`)."""

    def __init__(self, folders: Folders, keys: Iterable[str] | None = None, *, machine: str | None = None) -> None:
        self._folders = folders
        self._keys = tuple(keys) if keys is not None else update_keys(folders)
        self._machine = machine
        self._image = image_number(folders)
        self._state = folders.system / "slots.json"

    @property
    def waits(self) -> bool:
        """Return whether an update is on trial from the next boot on."""
        return bool(read_state(self._state).trial)

    # for people

    def answer_state(self) -> RequestAnswer:
        """Return the state of the slots. Nothing is verified here.

        Its data are "running" and "good" (a slot, or "image"), "trial", "tries", "refused", and "image" (its number).
        "slots" has number and version of each slot that is not empty."""
        state = read_state(self._state)
        slots = {slot: self._announced(slot) for slot in SLOTS if state.slot_number(slot)}
        data = {
            "running": self.running(),
            "good": state.good,
            "trial": state.trial,
            "tries": state.tries,
            "refused": state.refused,
            "image": self._image,
            "slots": {slot: {"number": state.slot_number(slot), "version": version} for slot, version in slots.items()},
        }
        return RequestAnswer(RequestResult.DONE, data=data)

    def _announced(self, slot: str) -> str:
        try:
            with OwnFolder(self._folders.slots) as slots:
                signature = Signature.parse(slots.read(f"{slot}.minisig", MOST_BYTES))
            return read_package(signature, self._keys, self._machine)[0].version
        except (SignatureError, OSError):
            return ""

    def go_back(self) -> RequestAnswer:
        """Return to the former program. Give up an update on trial. Without one run the other slot from the next start
        on, if it is older and whole, or the image's program. The update is not taken again. Answer SAME if the image's
        program is the good one."""
        state = read_state(self._state)
        if state.trial:
            self._store_state(given_up(state))
            return RequestAnswer(RequestResult.DONE)
        if state.good == IMAGE:
            return RequestAnswer(RequestResult.SAME)
        number, other = state.slot_number(state.good), state.spare
        older = (
            0 < state.slot_number(other) < number and state.slot_number(other) != state.refused and self._may_run(other)
        )
        self._store_state(replace(state, good=other if older else IMAGE, refused=max(state.refused, number)))
        return RequestAnswer(RequestResult.DONE)

    # taking one in

    def install_update(self, folder: Path) -> RequestAnswer:
        """Install the update in *folder* into the spare slot, on trial from the next boot. The answer's `data` has its
        number and version.

        The copy in the slot is verified and later run, for *folder* is others' and may change at any time. Raise
        OSError where the card cannot be written."""
        state = read_state(self._state)
        try:
            with Folder(folder) as arrived:
                signature = arrived.read(signature_name(self._machine), MOST_BYTES)
                told, _ = read_package(Signature.parse(signature), self._keys, self._machine)
                return self._install_package(arrived, signature, told, state)
        except FileNotFoundError as error:
            return RequestAnswer(RequestResult.NOT_FOUND, problem(UpdateCode.NOT_THERE, reason=str(error)))
        except StrangeFileError as error:
            return RequestAnswer(RequestResult.REFUSED, problem(UpdateCode.NOT_THERE, reason=str(error)))
        except SignatureError as error:
            return RequestAnswer(RequestResult.REFUSED, error.problem)

    def _install_package(self, arrived: Folder, signature: bytes, told: Package, state: SlotState) -> RequestAnswer:
        data, here = (
            {"number": told.number, "version": told.version},
            max(state.newest, self._image, read_trust(self._folders).update),
        )
        with arrived.open(told.file) as package:
            if told.number <= here:
                return RequestAnswer(
                    RequestResult.SAME, problem(UpdateCode.NOT_NEWER, number=told.number, here=here), data
                )
            slot = state.spare
            self._store_state(emptied(state, slot))
            with OwnFolder(self._folders.slots, make=0o700) as slots:
                slots.remove(f"{slot}.minisig")
                slots.remove(f"{slot}.squashfs")
                if shutil.disk_usage(self._folders.system).free < told.size + _ROOM:
                    return RequestAnswer(RequestResult.FAILED, problem(UpdateCode.NO_ROOM), data)
                slots.write(f"{slot}.minisig", signature)
                try:
                    slots.copy(package, f"{slot}.squashfs", min(told.size, MOST_PACKAGE))
                except StrangeFileError as error:
                    raise SignatureError(UpdateCode.OTHER_SIZE) from error
        again = self._look_at(slot)
        if again != told:
            return RequestAnswer(RequestResult.FAILED, problem(UpdateCode.NOT_KEPT), data)
        self._store_state(on_trial(emptied(state, slot), slot, told.number))
        return RequestAnswer(RequestResult.DONE, data=data)

    def _look_at(self, slot: str) -> Package:
        """Return the update in *slot*, read back from the card and verified. Raise SignatureError, OSError."""
        with OwnFolder(self._folders.slots) as slots, slots.open(f"{slot}.squashfs") as package:
            return verified(slots.read(f"{slot}.minisig", MOST_BYTES), package, self._keys, self._machine)

    def _verified(self, slot: str) -> Package | None:
        try:
            return self._look_at(slot)
        except (SignatureError, OSError) as error:
            _log.warning("slot %s: %s", slot, error)
            return None

    def _store_state(self, state: SlotState) -> None:
        write_state(self._state, state)
        self._publish_newest(state)

    def _publish_newest(self, state: SlotState) -> None:
        """Publish the newest number for the refresher, which fetches nothing that is not newer."""
        newest = self._folders.chosen.with_name("newest")
        if newest.parent.is_dir():
            write_own(newest, str(max(state.newest, self._image)).encode(), 0o644)

    # at boot

    def settle_boot(self) -> str:
        """Choose what this boot runs, and return it. The file of an update is linked from `folders.chosen` for the unit to mount.

        A slot is not run if it no longer matches its signature (a failing card), or is older than the image. The boot
        then runs the other slot, or the image's program."""
        state = read_state(self._state)
        OwnFolder(self._folders.chosen.parent, make=0o755).close()
        self._publish_newest(state)
        slot, after = choose_slot(state)
        if after != state:
            self._store_state(after)
        if not self._may_run(slot):
            if slot == after.trial:
                self._store_state(after := given_up(after))
                slot = after.good
            if not self._may_run(slot):
                slot = IMAGE
        with OwnFolder(self._folders.chosen.parent) as chosen:
            chosen.remove(self._folders.chosen.name)
            if slot != IMAGE:
                chosen.link(self._folders.chosen.name, self._folders.slots / f"{slot}.squashfs")
        return slot

    def _may_run(self, slot: str) -> bool:
        """Return whether *slot* may run: the image's program, or an update that is still whole and newer than the
        image. A card with a newer image runs that."""
        if slot == IMAGE:
            return True
        package = self._verified(slot)
        return package is not None and package.number > self._image

    # once it runs

    def running(self) -> str:
        """Return the slot whose file is mounted over the program, or "image"."""
        mounted = any(line.split()[1:3] == [str(self._folders.program), "squashfs"] for line in self._mounts())
        with OwnFolder(self._folders.chosen.parent) as folder:
            target = folder.target(self._folders.chosen.name) if mounted else None
        return target.stem if target is not None and target.stem in ("a", "b") else IMAGE

    def _mounts(self) -> list[str]:
        return (
            (self._folders.root / "proc/self/mounts").read_text("utf-8", "replace").splitlines()
        )  # not in the data folder

    def confirm_trial(self) -> bool:
        """Make the update on trial the good one, because its home screen was shown and stayed. Return true if one was
        on trial and runs."""
        state = read_state(self._state)
        if not state.trial or self.running() != state.trial:
            return False
        self._store_state(passed(state))
        return True

    def give_up(self) -> bool:
        """Give up the running update on trial, because the time is over. Return true if a restart brings back the good program."""
        state = read_state(self._state)
        if not state.trial or self.running() != state.trial:
            return False
        self._store_state(given_up(state))
        return True
