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
    """Kind of a request. Its text is "<kind>" or "<kind>:<argument>"; the provisioner answers JSON (`RequestAnswer`)."""

    # done by the refresher
    REFRESH = "refresh"
    """No argument. The window asks, the refresher answers `taken`."""
    IMPORT = "import"
    """Argument: a folder. `import` asks, the refresher answers a JSON list, as `imports` of the report on a stick."""
    NOTICES = "notices"
    """No argument: the hall's notices have changed. The window and the desk ask, the refresher answers `taken`."""
    TAKE_STICK = "notices of the stick"
    """No argument: somebody has given the PIN. The window asks, the refresher answers JSON of `taken` and `faults`."""

    OFFICE = "office"
    """Argument: `look`, `new`, `find ADDRESS`, `take`, `drop`, `leave` (`kiosk.refresher.adoption`). The window asks, the
    refresher answers `taken`."""

    # done by the kiosk's window, for the office
    PICTURE = "picture"
    """Argument: the time until which it is wanted. The refresher asks for the office, the window answers `taken` or
    `late`."""
    TEST_SOUND = "test-sound"
    """No argument. The refresher asks for the office, the window answers `taken`."""

    # done by the refresher, for the technician
    LOOK = "update-look"
    """No argument. The window asks where the settings name keys and a folder, the refresher answers JSON."""

    # done by the provisioner
    CLOCK = "clock"
    """Argument: an ISO 8601 time with its offset. The window asks."""
    INTERNET = "internet"
    """Argument: `wifi`, `usb` or `none`. The window asks."""
    NETWORK = "network"
    """No argument. The window asks."""
    SCAN = "wifi-scan"
    """No argument. The window asks."""
    WIFI = "wifi"
    """Argument: JSON of `name` and `password`. The window asks."""
    PIN = "pin"
    """Argument: a hash of `kiosk.settings.pin`. The window asks."""
    HOSTNAME = "hostname"
    """Argument: a name. The window asks."""
    REBOOT = "reboot"
    """No argument. The window asks; the refresher while an update waits for it."""
    FAULTS = "faults"
    """No argument. The window asks."""
    REPORT = "report"
    """No argument. The window asks."""
    BACKUP = "backup"
    """No argument: an order lies in /run/kiosk-backup. The window asks, and is answered when the stick's unit begins."""
    RESET = "factory-reset"
    """No argument. The window asks, and forgets its own choices itself."""
    UPDATE = "update"
    """No argument. The refresher and the unit of a stick ask."""
    SLOTS = "update-slots"
    """No argument. The window asks. `data`: `running`, `good` (`a`, `b`, `image`), `trial`, `tries`, `refused`, `image`,
    `slots`; with two systems `system`."""
    GO_BACK = "update-back"
    """No argument. The window asks; `same` where there is nothing to go back to."""
    TRUST = "trust"
    """Argument: JSON of editions. The refresher asks."""
    SYSTEM = "system"
    """Argument: the number of a bundle. The refresher asks, and is answered before it is done."""

    @property
    def needs_root(self) -> bool:
        """Return whether this request is served by the provisioner, which is root.

        Others are served by the refresher or the window.
        """
        return self not in _WITHOUT_ROOT


_WITHOUT_ROOT = frozenset(
    {
        RequestKind.REFRESH,
        RequestKind.IMPORT,
        RequestKind.NOTICES,
        RequestKind.TAKE_STICK,
        RequestKind.OFFICE,
        RequestKind.PICTURE,
        RequestKind.TEST_SOUND,
        RequestKind.LOOK,
    }
)


class RequestResult(StrEnum):
    """Outcome of a request; `REFUSED` where it is not allowed."""

    DONE = "done"
    SAME = "same"
    REFUSED = "refused"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 -- no password
    NOT_FOUND = "not-found"
    NO_DEVICE = "no-device"
    NO_ANSWER = "no-answer"
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


def program_problem(words: str) -> Problem | None:
    """Return a problem with *words*, the output of a program that failed; `None` if it printed nothing."""
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
            return cls(RequestResult.FAILED, program_problem(text[:200]))


def wifi_argument(name: str, password: str) -> str:
    return json.dumps({"name": name, "password": password}, ensure_ascii=False)


def read_wifi_argument(text: str) -> tuple[str, str]:
    """Return (name, password) of the Wi-Fi in a request's argument *text*. Raises ValueError."""
    try:
        read = json.loads(text)
        name, password = read["name"], read["password"]
    except (KeyError, TypeError) as error:
        raise ValueError("no name and password") from error
    if not (isinstance(name, str) and isinstance(password, str)):
        raise ValueError("name and password must be text")
    return name, password
