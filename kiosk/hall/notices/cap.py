"""A village's own darurat as CAP 1.2 in an envelope, so that the rules of all warnings apply to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from content_cache.text.plain import clean_text
from kiosk.hall.notices.notice import Notice

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
ENVELOPE = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
SENDER = "kim.desa"


def as_cap(notices: Iterable[Notice], place: str, now: datetime) -> str:
    """Return the CAP envelope with an alert for each of *notices* that has not ended, and a Cancel for each withdrawn one."""
    alerts = ""
    for notice in notices:
        if notice.ends <= now:
            continue
        alerts += _message(notice, place)
        if notice.withdrawn is not None:
            alerts += _cancel(notice, notice.withdrawn)
    return f'<EDXLDistribution xmlns="{ENVELOPE}">{alerts}</EDXLDistribution>'


def _message(notice: Notice, place: str) -> str:
    info = _elements({
        "language": "id", "category": "Safety", "event": notice.title, "urgency": "Immediate", "severity": "Severe",
        "certainty": "Observed", "effective": _cap_time(notice.changed or notice.written), "expires": _cap_time(notice.ends),
        "senderName": f"KIM {place}", "headline": notice.title, "instruction": notice.text,
    })  # fmt: skip
    return _alert(notice.id, notice.changed or notice.written, "Alert", f"<info>{info}</info>")


def _cancel(notice: Notice, withdrawn: datetime) -> str:
    """Return the Cancel of a notice. It is not sent earlier than the alert, even if the clock was set back: kiosks
    would not believe it."""
    sent = notice.changed or notice.written
    references = _elements({"references": f"{SENDER},{notice.id},{_cap_time(sent)}"})
    return _alert(f"{notice.id}-dicabut", max(withdrawn, sent), "Cancel", references)


def _alert(identifier: str, sent: datetime, message: str, told: str) -> str:
    head = _elements({
        "identifier": identifier, "sender": SENDER, "sent": _cap_time(sent), "status": "Actual",
        "msgType": message, "scope": "Public",
    })  # fmt: skip
    return f'<alert xmlns="{CAP}">{head}{told}</alert>'


def _elements(texts: Mapping[str, str]) -> str:
    """Return the elements as XML, their texts cleaned: XML 1.0 forbids control characters (2.2), even as references.
    One from a pasted letter would make all warnings of the hall unreadable."""
    return "".join(f"<{name}>{escape(clean_text(text), quote=False)}</{name}>" for name, text in texts.items())


def _cap_time(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
