"""Known phones and browsers: the hash of each one's cookie, and the people who logged in from it."""

from __future__ import annotations

import hashlib
import secrets
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.core.json_file import JsonFile

HOLDS = timedelta(days=90)
MOST = 60
MOST_OF_ONE = 10
"""Most devices that know one person. Beyond it the person's oldest is removed, so that nobody can displace others' devices."""


class Device(msgspec.Struct, frozen=True):
    """Known device. `mark` is the hash of its cookie; `people` are the ids of those who logged in from it."""

    mark: str
    paired: datetime
    people: tuple[str, ...] = ()


class DevicesKeeper(Protocol):
    """Storage of devices. `save` may raise OSError."""

    def load(self) -> list[Device]: ...

    def save(self, devices: list[Device]) -> None: ...


class DevicesFile:
    """Devices in a JSON file, read each time: a technician may delete the file."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, list[Device])

    def load(self) -> list[Device]:
        """Return the stored devices; none if the file cannot be read, and then they are paired again."""
        return self._file.read()

    def save(self, devices: list[Device]) -> None:
        self._file.write(devices)


class KnownDevices:
    """Known devices, stored by *keeper*, at most *most*. Times are aware."""

    def __init__(self, keeper: DevicesKeeper, *, most: int = MOST) -> None:
        self._keeper = keeper
        self._most = most
        self._one_at_a_time = threading.Lock()

    def pair(self, now: datetime) -> str:
        """Store a new device and return the token for its cookie. Beyond the limit the oldest device is removed. Raise OSError."""
        token = secrets.token_urlsafe(32)
        with self._one_at_a_time:
            known = (each for each in self._keeper.load() if now - each.paired < HOLDS)
            devices = sorted(known, key=lambda each: each.paired)[-(self._most - 1) :]
            self._keeper.save([*devices, Device(_token_hash(token), now)])
        return token

    def find(self, token: str, now: datetime) -> Device | None:
        """Return the device whose cookie is *token*, or `None` if none has it or its pairing has expired at *now*."""
        mark = _token_hash(token)
        found = next((device for device in self._keeper.load() if device.mark == mark), None)
        return found if found is not None and now - found.paired < HOLDS else None

    def remember(self, token: str, person: str) -> None:
        """Note that *person* logged in from the device with the cookie *token*. Raise OSError."""
        mark = _token_hash(token)
        with self._one_at_a_time:
            devices = self._keeper.load()
            if any(device.mark == mark and person not in device.people for device in devices):
                devices = [_with(device, person) if device.mark == mark else device for device in devices]
                own = sorted(
                    (each.paired, each.mark) for each in devices if person in each.people and each.mark != mark
                )
                over = {each for _, each in own[: -(MOST_OF_ONE - 1)]}
                left = (_without(device, person) if device.mark in over else device for device in devices)
                self._keeper.save([device for device in left if device.people or device.mark not in over])

    def forget_all(self) -> None:
        self._keeper.save([])


def _with(device: Device, person: str) -> Device:
    return msgspec.structs.replace(device, people=(*device.people, person))


def _without(device: Device, person: str) -> Device:
    return msgspec.structs.replace(device, people=tuple(each for each in device.people if each != person))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
