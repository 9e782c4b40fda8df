"""Settings at each boot: kiosk.toml goes from the card to the processes, its secrets to their own places, its faults to the screen.

After a power cut at any moment the old state or the new one is there. A secret is wiped from the card only by a boot
that finds it stored, and only if that store outlives a boot."""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from content_cache.model.problems import Problem, problem
from kiosk.appliance import hotspot, usb_network
from kiosk.appliance.card import CardFile, new_pin, newest, wipe_pin, wipe_secrets
from kiosk.appliance.card_secrets import covered, find_secrets, left_over, value_of
from kiosk.appliance.faults import CardCode
from kiosk.appliance.handing_out import hand_out, hand_out_post_key, hand_out_trust
from kiosk.appliance.overlays import Overlays
from kiosk.appliance.programs import ProgramError, run
from kiosk.appliance.root_files.held_folder import Folder, OwnFolder, read_own, write_own
from kiosk.appliance.root_files.record import read_kept, update_keys, write_kept
from kiosk.appliance.wifi import WifiControl
from kiosk.appliance.wifi_profile import fault_of as wifi_fault
from kiosk.core.paths import Folders
from kiosk.settings import Settings, load
from kiosk.settings.faults import Fault
from kiosk.settings.file_text import fault_of, faults_path, write_faults
from kiosk.settings.loader import settings_from_tables
from kiosk.settings.overrides import NAME as CHOICES
from kiosk.settings.overrides import digest_of
from kiosk.settings.pin import fit, hash_pin, is_hash, matches

WIPE = "wipe"
_PIN_FILE = "pin-baru.txt"
_MOST = 200_000  # bytes
_log = logging.getLogger(__name__)


class Settling:
    """Taking over of the card's settings at boot. *lasting* returns whether `folders.system` outlives a boot."""

    def __init__(self, folders: Folders, *, lasting: Callable[[], bool] | None = None) -> None:
        self._folders = folders
        self._wifi = WifiControl(folders.network)
        self._lasting = lasting or (lambda: _outlives(folders.system, folders.root))
        self._faults: list[Fault] = []
        self._kept: list[str] = []  # secrets that may be wiped from the card

    def settle_settings(self) -> Settings:
        """Take over the card's settings and secrets, write the copies for the processes, and return the settings.
        Faults are written for the screen. Raise OSError if not even the volatile copy can be written."""
        OwnFolder(self._folders.config.parent, make=0o755).close()
        OwnFolder(self._folders.system, make=0o700).close()
        self._take_older_pin()
        before = _tables(self._last_good)
        written = newest(self._folders.card)
        tables = self._hand_out(written)
        if tables is not None:
            self._guarded(partial(problem, CardCode.WIFI_UNKEPT), lambda: self._take_wifi(tables, before))
            self._guarded(
                partial(problem, CardCode.PIN_UNKEPT),
                lambda: self._take_pin(value_of(tables, "technician.pin"), "technician.pin"),
            )
            self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: self._take_token(tables))
            self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: self._take_update_keys(tables))
        self._guarded(partial(problem, CardCode.FILE_UNKEPT, file=_PIN_FILE), self._take_new_pin)
        self._guarded(partial(problem, CardCode.OVERLAYS_UNTRIED), lambda: self._settle_board(tables))
        self._write_faults()
        if self._kept and self._lasting():
            write_own(self._folders.config.parent / WIPE, "\n".join(self._kept).encode("ascii"))
        hand_out(self._folders)
        chosen = read_kept(self._folders).usb or load(self._folders.config).network.usb
        self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: usb_network.allow(self._folders, chosen))
        self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: hand_out_trust(self._folders))
        self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: hand_out_post_key(self._folders))
        settings, kept = load(self._folders.config), read_kept(self._folders)
        self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: self._arrange_hotspot(settings))
        if kept.hostname and kept.over == digest_of(self._folders.config):
            settings = replace(settings, network=replace(settings.network, hostname=kept.hostname))
        return settings

    def _arrange_hotspot(self, settings: Settings) -> None:
        fault = hotspot.arrange(self._folders, settings)
        if fault is not None:
            self._faults.append(Fault(0, "public.hotspot", (fault,)))
            self._write_faults()

    @property
    def _last_good(self) -> Path:
        return self._folders.system / "kiosk.toml"

    def _hand_out(self, written: CardFile | None) -> dict[str, Any] | None:
        """Write the copy of kiosk.toml for the processes, without secrets. Return its tables; None if the file cannot
        be used, and then the copy is the last usable one."""
        if written is None:
            self._faults.append(Fault(0, "", (problem(CardCode.NO_SETTINGS), problem(CardCode.OLDER_USED))))
            self._write_copy(self._older())
            return None
        try:
            text = written.read_text()
            tables = tomllib.loads(text)
            secrets = find_secrets(text)
        except ValueError as error:
            fault = fault_of(error, written.path.name)
            self._faults.append(replace(fault, problems=(fault.problems[0], problem(CardCode.OLDER_USED))))
            self._write_copy(self._older())
            return None
        for path in left_over(tables, secrets):
            self._faults.append(Fault(0, path, (problem(CardCode.SECRET_STAYS),)))
        self._kept += [secret.path for secret in secrets if secret.half]
        content = covered(text, secrets).encode()
        self._write_copy(content)
        if content != self._older():
            self._guarded(partial(problem, CardCode.SETTINGS_UNKEPT), lambda: write_own(self._last_good, content))
        return tables

    def _older(self) -> bytes:
        try:
            return read_own(self._last_good, _MOST)
        except OSError:
            return b""

    def _write_copy(self, content: bytes) -> None:
        write_own(self._folders.config, content, 0o640)

    # secrets

    def _take_wifi(self, tables: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        name, password = value_of(tables, "wifi.name"), value_of(tables, "wifi.password")
        if not name or not (password or name != value_of(before, "wifi.name")):
            return  # it was taken over before; a later choice on the screen has precedence
        if fault := wifi_fault(name, password):
            self._faults.append(Fault(0, "wifi", (fault,)))
            return
        self._wifi.store_network(name, password)
        if password:
            self._kept.append("wifi.password")

    def _take_pin(self, pin: str, name: str) -> None:
        if not pin:
            return
        if not fit(pin):
            self._faults.append(Fault(0, name, (problem(CardCode.PIN_UNFIT),)))
            return
        kept = read_kept(self._folders)
        if not matches(pin, kept.pin):
            write_kept(self._folders, replace(kept, pin=hash_pin(pin)))
        self._kept.append(name)

    def _take_older_pin(self) -> None:
        """Import the PIN that an older program kept in the data folder, unless root has a record already."""
        if (self._folders.system / "kept.json").exists():
            return
        try:
            with Folder(self._folders.data) as data:
                pin = tomllib.loads(data.read(CHOICES, _MOST).decode())["technician"]["pin"]
        except (OSError, ValueError, KeyError, TypeError):
            return
        if isinstance(pin, str) and is_hash(pin):
            with suppress(OSError):  # a card that cannot be written: it is tried again at the next boot
                write_kept(self._folders, replace(read_kept(self._folders), pin=pin))

    def _take_token(self, tables: Mapping[str, Any]) -> None:
        kept, token = read_kept(self._folders), value_of(tables, "reports.token")
        wanted = token or (kept.token if value_of(tables, "reports.url") else "")
        if wanted != kept.token:
            write_kept(self._folders, replace(kept, token=wanted))
        if token:
            self._kept.append("reports.token")

    def _take_update_keys(self, tables: Mapping[str, Any]) -> None:
        """Store the update keys of the first settings that name any, for good.

        Thus a card that was in other hands can bring no other program."""
        named, kept = settings_from_tables(tables).update.keys, read_kept(self._folders)
        if named and not kept.update_keys:
            write_kept(self._folders, replace(kept, update_keys=named))
        elif named and not set(named) <= set(update_keys(self._folders)):
            self._faults.append(Fault(0, "update.keys", (problem(CardCode.UPDATE_KEYS_STAY),)))

    def _settle_board(self, tables: Mapping[str, Any] | None) -> None:
        """Apply the overlays of the card's kiosk.toml. While that cannot be read, everything stays as it is."""
        if tables is not None:
            wanted = settings_from_tables(tables).board.overlays
            self._faults += Overlays(self._folders).settle_list(wanted, lasting=self._lasting())

    def _take_new_pin(self) -> None:
        found = new_pin(self._folders.card)
        if found is not None:
            self._take_pin(found[1] or "?", _PIN_FILE)

    def _guarded(self, unkept: Callable[..., Problem], work: Callable[[], object]) -> None:
        """Run *work*. On an OSError, as of a card that cannot be written, the kiosk starts all the same. The error
        becomes a fault, made by *unkept* with its `reason`."""
        try:
            work()
        except OSError as error:
            self._faults.append(Fault(0, "", (unkept(reason=error.strerror or str(error)),)))

    def _write_faults(self) -> None:
        path = faults_path(self._folders.config)
        if self._faults:
            write_own(path, write_faults(self._faults).encode(), 0o640)
            for fault in self._faults:
                _log.warning("%s", fault)
        else:
            with OwnFolder(path.parent) as folder:
                folder.remove(path.name)


def apply(settings: Settings) -> None:
    """Apply the settings of the machine itself: its host name, and the services that the settings enable (public pages,
    desk, SMS)."""
    words = []
    if settings.network.hostname:
        words.append(("hostnamectl", "--transient", "hostname", settings.network.hostname))
    if settings.public.enabled:
        sockets = ("kiosk-courier.socket",) if settings.public.courier else ()
        others = ("kiosk-neighbours.service",) if settings.public.neighbours else ()
        words.append(("systemctl", "start", "--no-block", "kiosk-public.service", *sockets, *others))
    if settings.desk.enabled:
        words.append(("systemctl", "start", "--no-block", "kiosk-desk.service"))
    if settings.sms.enabled:
        words.append(("systemctl", "start", "--no-block", "kiosk-sms.service"))
    for each in words:
        try:
            done = run(*each)
        except ProgramError as error:
            _log.warning("%s", error)
        else:
            if not done.ok:
                _log.warning("%s: %s", each[0], done.last_line)


def wipe(folders: Folders) -> int:
    """Wipe the stored secrets from the card, and return their number. Raise OSError."""
    mark = folders.config.parent / WIPE
    kept = read_own(mark, _MOST).decode("ascii").splitlines()
    written, number = newest(folders.card), 0
    if written is not None:
        number += wipe_secrets(written, kept)
    pin = new_pin(folders.card)
    if _PIN_FILE in kept and pin is not None and fit(pin[1]):
        wipe_pin(pin[0])
        number += 1
    with OwnFolder(mark.parent) as folder:
        folder.remove(mark.name)
    return number


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_own(path, _MOST).decode())
    except (OSError, ValueError):
        return {}


def _outlives(folder: Path, root: Path) -> bool:
    """Return whether the folder outlives a boot. Without its partition it lies in memory (systemd.volatile=state)."""
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    mounts = (root / "proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    kinds = [line.partition(" - ")[2].split()[0] for line in mounts if line.split()[2] == number]
    return not {"tmpfs", "ramfs", "overlay"} & set(kinds)
