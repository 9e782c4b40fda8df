"""Reasons why an update is refused: the table of codes."""

from __future__ import annotations

from content_cache.model.problems import ProblemCode
from content_cache.model.problems import msgid as _


class UpdateCode(ProblemCode):
    """Codes of updates, of the program and of the system."""

    OTHER_KEY = "update_other_key", _("the update is signed by the key {key}, which may sign none")
    NO_UPDATE = "update_none", _("this is no update of this program")
    OTHER_MACHINE = "update_other_machine", _("this update is for another machine ({machine}); this is {here}")
    TOO_LARGE = "update_too_large", _("the update is too large"), "bytes"
    OTHER_SIZE = "update_other_size", _("the update is damaged or incomplete")
    NOT_THERE = "update_not_there", _("the update is not there ({reason})")
    NOT_NEWER = "update_not_newer", _("the update is not newer than what is here ({here})"), "number"
    NO_ROOM = "update_no_room", _("there is no room for the update on the memory card")
    NOT_KEPT = "update_not_kept", _("the memory card did not keep what was written on it")
    SYSTEM_EXPIRED = "system_expired", _("the signer's certificate does not hold now")
    SYSTEM_NOT_OURS = "system_not_ours", _("this system is not signed by the office")
    SYSTEM_OTHER_BOARD = "system_other_board", _("this system is for another machine")
    SYSTEM_NAME = "system_other_number", _("the file named {number} holds a system of another number")
    SYSTEM_NO_URL = "system_no_url", _("the settings name no https address for systems")
    SYSTEM_CUT = "system_cut", _("the system did not arrive whole; it goes on in the next night")
    SYSTEM_STICK = "system_stick_cut", _("the system did not arrive whole; plug the stick in again and leave it in")
    SYSTEM_REFUSED = "system_refused", _("the system was not taken ({reason})")
