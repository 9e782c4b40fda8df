"""The village's own notices on a USB stick: set aside when it is plugged in, published by the refresher once the PIN was given."""

from __future__ import annotations

from pathlib import Path

from content_cache.model.problems import problem
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hall.notices.store import NoticeStore
from kiosk.hall.notices.usb_import import take_staged
from kiosk.hall.notices.usb_staging import Brought, has_notices, stage
from kiosk.i18n.phrases import village
from kiosk.installation import Installation
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind


def set_aside(installation: Installation, path: Path) -> str:
    """Copy the notices on the stick at *path* aside, to be published after the PIN; return a line for the person with the
    stick.

    Return "" if there are none. Without a staff PIN they are not copied, since nobody could approve them.
    """
    try:
        if not has_notices(path):
            return ""
        if not installation.settings.technician.pin:
            return installation.words(
                "the notices on the USB stick are not taken: there is no staff PIN yet (kiosk check --set-pin)"
            )
        number = stage(path, _notice_store(installation).folder, installation.limits().free_bytes)
    except OSError as error:
        return installation.words(
            "{path}: the notices cannot be copied ({reason})", path=str(path), reason=error.strerror or str(error)
        )
    return installation.words.plural(
        "{n} notice waits for the staff PIN: hold the clock on the screen for 5 seconds, then Village news",
        "{n} notices wait for the staff PIN: hold the clock on the screen for 5 seconds, then Village news",
        number,
    )


def take_waiting(installation: Installation, memory: Memory) -> None:
    """Publish the notices from a stick once the PIN was given, and answer the request with the result."""
    for request in memory.requests.pending(RequestKind.TAKE_STICK):
        now = installation.clock().read().now
        try:
            brought = take_staged(_notice_store(installation), now)
        except OSError as error:
            unkept = problem(NoticeCode.STICK_UNKEPT, reason=error.strerror or str(error))
            brought = Brought(faults=[unkept])
        memory.requests.answer_request(request.id, brought.to_json())
        memory.requests.leave_request(RequestKind.NOTICES, now)


def _notice_store(installation: Installation) -> NoticeStore:
    return NoticeStore(installation.data, village(installation.settings.place.name))
