"""What one process may ask of another through the `requests` table, and what the provisioner answers.

A request is "<kind>" or "<kind>:<argument>"; the provisioner's answer is JSON. The list is fixed: whatever else stands in the table
is done by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class RequestKind(StrEnum):
    """`IMPORT` takes a folder, `CLOCK` an ISO 8601 time with its offset, `INTERNET` "wifi", "usb" or "none", `WIFI` the JSON of
    `wifi_argument`, `PIN` a hash of `kiosk.settings.pin`, `HOSTNAME` a name; the others take nothing."""

    # of the refresher
    REFRESH = "refresh"
    IMPORT = "import"
    NOTICES = "notices"  # look at the hall's notices now
    TAKE_STICK = "notices of the stick"  # publish those that a stick brought, now that somebody has given the PIN

    # of the provisioner
    CLOCK = "clock"
    INTERNET = "internet"
    NETWORK = "network"
    SCAN = "wifi-scan"
    WIFI = "wifi"
    PIN = "pin"
    HOSTNAME = "hostname"
    REBOOT = "reboot"
    FAULTS = "faults"
    REPORT = "report"
    RESET = "factory-reset"
    UPDATE = "update"

    @property
    def needs_root(self) -> bool:
        """The provisioner does it; the others are the refresher's."""
        return self not in _OF_REFRESHER


_OF_REFRESHER = frozenset({RequestKind.REFRESH, RequestKind.IMPORT, RequestKind.NOTICES, RequestKind.TAKE_STICK})


class Result(StrEnum):
    """How it went. `REFUSED`: what was asked for may not be; `LATE`: it was asked for before the machine was switched off."""

    DONE = "done"
    SAME = "same"
    REFUSED = "refused"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 -- no password
    NOT_FOUND = "not-found"
    NO_DEVICE = "no-device"
    NO_ANSWER = "no-answer"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """`detail` is one line for a log, in the words of the program that failed; `data` what was asked for."""

    result: Result
    detail: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps({"result": str(self.result), "detail": self.detail, "data": self.data}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Answer:
        """Never raises: what cannot be read is a failure."""
        try:
            read = json.loads(text)
            return cls(Result(read["result"]), str(read["detail"]), dict(read["data"]))
        except (ValueError, KeyError, TypeError):
            return cls(Result.FAILED, text[:200])


def wifi_argument(name: str, password: str) -> str:
    return json.dumps({"name": name, "password": password}, ensure_ascii=False)


def read_wifi_argument(text: str) -> tuple[str, str]:
    """(name, password). Raises ValueError."""
    try:
        read = json.loads(text)
        name, password = read["name"], read["password"]
    except (KeyError, TypeError) as error:
        raise ValueError("no name and password") from error
    if not (isinstance(name, str) and isinstance(password, str)):
        raise ValueError("name and password must be text")
    return name, password
