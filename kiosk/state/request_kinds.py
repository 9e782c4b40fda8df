"""Requests that one process may make of another through the `requests` table, and the provisioner's answers.

A request is "<kind>" or "<kind>:<argument>"; the provisioner's answer is JSON. The list is fixed: any other text in the
table is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from content_cache.model.problems import Problem, ProblemCode, from_text, problem
from content_cache.model.problems import msgid as _


class RequestKind(StrEnum):
    """Kind of a request, with its argument.

    `IMPORT` takes a folder, `CLOCK` an ISO 8601 time with its offset. `INTERNET` takes "wifi", "usb" or "none", `WIFI`
    the JSON of `wifi_argument`. `PIN` takes a hash of `kiosk.settings.pin`, `HOSTNAME` a name, `TRUST` the JSON of
    editions. `PICTURE` takes until when it is wanted, `SYSTEM` the number of a bundle. The others take nothing.
    """

    # done by the refresher
    REFRESH = "refresh"
    IMPORT = "import"
    NOTICES = "notices"  # read the hall's notices now
    TAKE_STICK = "notices of the stick"  # publish a stick's notices, after the PIN was given

    # done by the kiosk's window, for the office
    PICTURE = "picture"
    TEST_SOUND = "test-sound"

    # done by the refresher, for the technician
    LOOK = "update-look"

    # done by the provisioner
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
    SLOTS = "update-slots"
    GO_BACK = "update-back"
    TRUST = "trust"
    SYSTEM = "system"

    @property
    def needs_root(self) -> bool:
        """Return whether the provisioner does it; the others are the refresher's, or the window's."""
        return self not in _WITHOUT_ROOT


_WITHOUT_ROOT = frozenset(
    {
        RequestKind.REFRESH,
        RequestKind.IMPORT,
        RequestKind.NOTICES,
        RequestKind.TAKE_STICK,
        RequestKind.PICTURE,
        RequestKind.TEST_SOUND,
        RequestKind.LOOK,
    }
)


class RequestResult(StrEnum):
    """Outcome of a request. `REFUSED`: it is not allowed; `LATE`: it was made before the machine was switched off."""

    DONE = "done"
    SAME = "same"
    REFUSED = "refused"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 -- no password
    NOT_FOUND = "not-found"
    NO_DEVICE = "no-device"
    NO_ANSWER = "no-answer"
    LATE = "late"
    FAILED = "failed"


class AnswerCode(ProblemCode):
    """Codes of answers to a request. PROGRAM_SAID has the output of a program that failed."""

    PROGRAM_SAID = "program_said", _("{said}")
    NOT_HERE = "not_done_here", _("this is not done on this machine")
    NO_REQUEST = "no_request", _("this may not be asked for")
    NO_TIME = "no_time", _("{text} is no time with its offset")
    TIME_OUT_OF_RANGE = "time_out_of_range", _("{text} is before this program was made, or too far after it")
    CLOCK_KEPT = "clock_kept", _("the internet keeps the clock right")
    NO_PIN_HASH = "no_pin_hash", _("this is no PIN as it is kept")
    NO_HOSTNAME = "no_hostname", _("{text} is no name of a machine")
    NO_STICK = "no_stick", _("no USB stick is plugged in")
    STICK_UNREADABLE = "stick_unreadable", _("the USB stick cannot be read: FAT32 or exFAT is needed")
    STICK_UNWRITABLE = "stick_unwritable", _("the USB stick cannot be written ({reason})")
    NO_WIFI_ARGUMENT = "no_wifi_argument", _("this is no network with its password")
    UNKNOWN_WAY = "unknown_way", _("{way} is no way into the internet")
    WIFI_NAME_LENGTH = "wifi_name_length", _("the name of a Wi-Fi has 1 to 32 letters")
    WIFI_NAME_CHARACTERS = "wifi_name_characters", _("the name of the Wi-Fi has characters that cannot be used")
    WIFI_PASSWORD_LENGTH = "wifi_password_length", _("a Wi-Fi password has 8 to 63 letters or digits")


def said(words: str) -> Problem | None:
    """Return a problem with the output of a program that failed, None where it said nothing."""
    return problem(AnswerCode.PROGRAM_SAID, said=words) if words else None


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """Answer to a request. *problem* says why it was not done, if *result* does not say enough; *data* is the requested data."""

    result: RequestResult
    problem: Problem | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> RequestAnswer:
        """Parse an answer. Never raises: text that cannot be read is a failure."""
        try:
            read = json.loads(text)
            # an older program wrote it as "detail"
            told = read["problem"] if "problem" in read else from_text(str(read["detail"]))
            return cls(RequestResult(read["result"]), msgspec.convert(told, Problem | None), dict(read["data"]))
        except (ValueError, KeyError, TypeError, msgspec.ValidationError):
            return cls(RequestResult.FAILED, said(text[:200]))


def wifi_argument(name: str, password: str) -> str:
    return json.dumps({"name": name, "password": password}, ensure_ascii=False)


def read_wifi_argument(text: str) -> tuple[str, str]:
    """Return (name, password). Raise ValueError."""
    try:
        read = json.loads(text)
        name, password = read["name"], read["password"]
    except (KeyError, TypeError) as error:
        raise ValueError("no name and password") from error
    if not (isinstance(name, str) and isinstance(password, str)):
        raise ValueError("name and password must be text")
    return name, password
