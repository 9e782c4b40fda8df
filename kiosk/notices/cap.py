"""A village's own darurat as CAP 1.2, in an envelope: one set of rules says how every warning is shown and sounded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from kiosk.notices.notice import Notice

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
ENVELOPE = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
SENDER = "kim.desa"


def as_cap(notices: Iterable[Notice], place: str, now: datetime) -> str:
    """An alert for each, and a Cancel for each that was taken back."""
    root = ET.Element("EDXLDistribution", xmlns=ENVELOPE)
    for notice in notices:
        if notice.ends <= now:
            continue
        root.append(_message(notice, place))
        if notice.withdrawn is not None:
            root.append(_cancel(notice, notice.withdrawn))
    return ET.tostring(root, encoding="unicode")


def _message(notice: Notice, place: str) -> ET.Element:
    alert = _head(notice.id, notice.changed or notice.written, "Alert")
    info = ET.SubElement(alert, "info")
    fields = {
        "language": "id", "category": "Safety", "event": notice.title, "urgency": "Immediate", "severity": "Severe",
        "certainty": "Observed", "effective": _time(notice.changed or notice.written), "expires": _time(notice.ends),
        "senderName": f"KIM {place}", "headline": notice.title, "instruction": notice.text,
    }  # fmt: skip
    for name, value in fields.items():
        ET.SubElement(info, name).text = value
    return alert


def _cancel(notice: Notice, withdrawn: datetime) -> ET.Element:
    """Sent no earlier than what it cancels, though the clock was set back in between: it would not be believed."""
    sent = notice.changed or notice.written
    alert = _head(f"{notice.id}-dicabut", max(withdrawn, sent), "Cancel")
    ET.SubElement(alert, "references").text = f"{SENDER},{notice.id},{_time(sent)}"
    return alert


def _head(identifier: str, sent: datetime, message: str) -> ET.Element:
    alert = ET.Element("alert", xmlns=CAP)
    fields = {
        "identifier": identifier, "sender": SENDER, "sent": _time(sent), "status": "Actual", "msgType": message, "scope": "Public",
    }  # fmt: skip
    for name, value in fields.items():
        ET.SubElement(alert, name).text = value
    return alert


def _time(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
