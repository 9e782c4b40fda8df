"""Overlays of [board] in kiosk.toml, written to the firmware's config.txt: each new list is tried once, and undone if it fails.

A list that shows no home screen is undone. Where the kernel can ask the firmware to read another file once
(`tryboot.txt`; Raspberry Pi's kernel), the firmware itself does that. Otherwise the next start that gets this far does,
or this one after ten minutes. It is not tried again until the list changes. After a kill at any moment config.txt is
whole, and its former content lies beside it.

config.txt: raspberrypi.com/documentation/computers/config_txt.html (lines up to 98 characters, "[all]" ends a filter).
tryboot: the same under "Boot folder contents" and raspberrypi.html#fail-safe-os-updates-tryboot."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.appliance.faults import CardCode
from kiosk.appliance.root_files.held_folder import Folder, OwnFolder, read_own, write_own
from kiosk.appliance.update.system.state import has_two_systems
from kiosk.core.paths import Folders
from kiosk.settings.faults import Fault

CONFIG, OLD, ONCE = "config.txt", "config-lama.txt", "tryboot.txt"
STATE, MARK = "board.json", "board"
_LIST = "overlays"
_BEGIN, _END = b"# >>> kiosk.toml [board] overlays", b"# <<< kiosk.toml"
_LINE = b"dtoverlay="
_MOST = 65_536  # bytes of config.txt
_MOST_NAMES = 2_000
_ON_FAT = 0o700  # the one mode that a FAT partition mounted with umask=0077 takes
_log = logging.getLogger(__name__)


class OverlayTrial(Struct, frozen=True):
    """State of the trial. `trying` is the list on trial, None for none. `once` says that the firmware tries it, `asked`
    that it was asked to, `started` that the trial has booted. `refused` is the last list that showed no home screen."""

    trying: tuple[str, ...] | None = None
    once: bool = False
    asked: bool = False
    started: bool = False
    refused: tuple[str, ...] | None = None


def in_config(content: bytes) -> tuple[str, ...]:
    """Return the overlays in the part of config.txt that is written here."""
    return tuple(
        line[len(_LINE) :].decode("ascii", "replace") for line in _parted(content)[1] if line.startswith(_LINE)
    )


def with_overlays(content: bytes, overlays: Iterable[str]) -> bytes:
    """Return config.txt with *overlays* in place of those that were written here before; all else stays as it is."""
    rest, _ = _parted(content)
    lines = [_LINE + name.encode("ascii") for name in overlays]
    if not lines:
        return rest
    rest = rest if rest.endswith(b"\n") or not rest else rest + b"\n"
    return rest + b"\n".join((_BEGIN, b"[all]", *lines, _END, b""))


def _parted(content: bytes) -> tuple[bytes, list[bytes]]:
    rest, own, inside = [], [], False
    for line in content.splitlines(keepends=True):
        bare = line.strip()
        if bare == _BEGIN:
            inside = True
        elif inside and bare == _END:
            inside = False
        elif inside and (bare == b"[all]" or bare.startswith(_LINE)):
            own.append(bare)
        else:  # somebody edited this part: their lines stay
            inside = False
            rest.append(line)
    return b"".join(rest), own


class Overlays:
    """Overlays of this machine. Methods raise OSError. Methods that write the card are called where it can be written
    (systemd/kiosk-board.service)."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._path = folders.system / STATE
        self._boot = folders.run / "kiosk-boot" if has_two_systems(folders) else folders.card

    # at each boot, before the kiosk

    def settle_list(self, wanted: Iterable[str], *, lasting: bool) -> list[Fault]:
        """Return the faults of the list *wanted* and of the last trial. Leave a mark if the card must be written.

        Without a folder that outlives a boot (*lasting*) no trial is begun, for it would be repeated at each boot."""
        usable, faults = self._usable(wanted)
        state = self._state()
        if not usable and state == OverlayTrial() and not (self._boot / CONFIG).exists():
            return faults  # no Raspberry Pi
        if state.trying is not None:
            state = self._noted(state)
        applied = in_config(self._config())
        work = state.trying is not None and not state.started
        if state.trying is None and usable not in (applied, state.refused):
            work = lasting
        over = state.trying if work and (state.asked or state.started) else None
        if usable in (state.refused, over):
            faults.append(Fault(0, "board.overlays", (problem(CardCode.OVERLAYS_TAKEN_BACK),)))
        elif state.refused is not None and state.trying is None:
            self._store_trial(replace(state, refused=None))  # the list has changed: the refused one may come back
        if work:
            write_own(self._mark_path, msgspec.json.encode(usable))
        return faults

    @property
    def _mark_path(self) -> Path:
        return self._folders.config.parent / MARK

    def _usable(self, wanted: Iterable[str]) -> tuple[tuple[str, ...], list[Fault]]:
        shipped, usable, faults = self.shipped(), [], []
        for each in wanted:
            if each.partition(",")[0] in shipped:
                usable.append(each)
            else:
                faults.append(Fault(0, "board.overlays", (problem(CardCode.OVERLAY_UNKNOWN, name=each),)))
        return tuple(usable), faults

    def shipped(self) -> frozenset[str]:
        """Return the overlays that the image lists and the card has."""
        try:
            named = read_own(self._folders.image / _LIST, _MOST).decode("ascii", "replace").split()
            with Folder(self._boot / "overlays") as folder:
                there = {name.removesuffix(".dtbo") for name in folder.names(_MOST_NAMES) if name.endswith(".dtbo")}
        except OSError:
            return frozenset()
        return frozenset(named) & there

    def _noted(self, state: OverlayTrial) -> OverlayTrial:
        """Note that a boot of the trial has come this far, and return the state. A second such boot means that the
        trial failed."""
        if state.once and in_config(self._config()) == state.trying:
            self._store_trial(state := OverlayTrial())  # the power failed while it was being kept
            return state
        if self._begin_trial(state) and not state.started:
            self._store_trial(state := replace(state, started=True))
            return state
        over = state.started or (state.once and state.asked)
        return replace(state, started=False, asked=True) if over else state

    def _begin_trial(self, state: OverlayTrial) -> bool:
        return self._is_once() if state.once else in_config(self._config()) == state.trying

    def _is_once(self) -> bool:
        try:
            told = (self._folders.root / "proc/device-tree/chosen/bootloader/tryboot").read_bytes()
        except OSError:
            return False
        return any(told)

    # where the card can be written

    def work(self) -> str:
        """Do what the mark requests: begin a trial, continue one that was cut off, or undo one.

        Return "tryboot" or "restart" if the machine must restart, else ""."""
        usable = msgspec.json.decode(read_own(self._mark_path, _MOST), type=tuple[str, ...])
        with OwnFolder(self._mark_path.parent) as folder:
            folder.remove(MARK)
        state = self._state()
        if state.trying is not None and (state.started or (state.once and state.asked)):
            return self._taken_back(state)
        if state.trying != usable:
            state = OverlayTrial(trying=usable, once=self._can_ask(), refused=state.refused)
            self._write_on_card(OLD, self._config())
            self._store_trial(state)
        self._write_on_card(ONCE if state.once else CONFIG, with_overlays(self._config(), usable))
        if state.once:
            self._store_trial(replace(state, asked=True))
        return "tryboot" if state.once else "restart"

    def _can_ask(self) -> bool:
        """Return whether the firmware can be asked to try another file. Raspberry Pi's kernel passes the request on,
        Debian's does not. A card with two systems uses it for them."""
        try:
            release = (self._folders.root / "proc/sys/kernel/osrelease").read_text("ascii")
        except OSError:
            return False
        return "rpt" in release and not (self._folders.card / "autoboot.txt").exists()

    def _taken_back(self, state: OverlayTrial) -> str:
        changed = not state.once and in_config(self._config()) == state.trying
        if changed:
            self._write_on_card(CONFIG, self._read_from_card(OLD))
        with OwnFolder(self._boot) as card:
            card.remove(ONCE)
        self._store_trial(OverlayTrial(refused=state.trying))
        _log.warning("the overlays %s have shown no home screen: they are taken back", ", ".join(state.trying or ()))
        return "restart" if changed else ""

    # once it runs

    def confirm_trial(self) -> bool:
        """Keep the overlays on trial, because the home screen was shown and stayed. Return true if any were on trial."""
        state = self._state()
        if state.trying is None or not state.started or not self._begin_trial(state):
            return False
        if state.once:
            self._write_on_card(CONFIG, self._read_from_card(ONCE))
            with OwnFolder(self._boot) as card:
                card.remove(ONCE)
        self._store_trial(OverlayTrial())
        return True

    def give_up(self) -> bool:
        """Undo the overlays on trial, because the time is over. Return true if a restart brings back the former ones."""
        state = self._state()
        if state.trying is None or not state.started or not self._begin_trial(state):
            return False
        self._taken_back(state)
        return True

    # files

    def _config(self) -> bytes:
        return self._read_from_card(CONFIG)

    def _read_from_card(self, name: str) -> bytes:
        return read_own(self._boot / name, _MOST)

    def _write_on_card(self, name: str, content: bytes) -> None:
        with OwnFolder(self._boot) as card:
            card.write(name, content, _ON_FAT)

    def _state(self) -> OverlayTrial:
        try:
            return msgspec.json.decode(read_own(self._path, _MOST), type=OverlayTrial)
        except (FileNotFoundError, msgspec.MsgspecError):
            return OverlayTrial()

    def _store_trial(self, state: OverlayTrial) -> None:
        write_own(self._path, msgspec.json.encode(state), make=0o700)
