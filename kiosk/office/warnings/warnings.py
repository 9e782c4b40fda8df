"""Warnings from the office: written by one person, released by another, as CAP 1.2 messages (OASIS, 1 July 2010).

They lie in the office's folder. A warning that nobody releases within 15 minutes lapses. It is ended like it is begun,
by two persons. A drill has the status Exercise, so that no kiosk sounds it as if it were real."""

from __future__ import annotations

import itertools
import secrets
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import msgspec
from lxml import etree

from content_cache.files import write_whole
from content_cache.formats.cap_terms import hazard_of
from content_cache.formats.sms.message import MOST_LETTERS, MOST_TEXT_BYTES, SmsMessage, made, number_at
from content_cache.formats.sms.parts import letter_parts
from content_cache.model.errors import FormatError
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.signing.keys import SecretKey
from content_cache.text.plain import clean_line, clean_text
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.base.folders import WARNINGS
from kiosk.office.people.people import Person, Role

LAPSES = timedelta(minutes=15)
LONGEST_HOURS = 72
ENDED_STAYS = timedelta(days=1)
"""Time that the end of a warning stays published, for kiosks that were off."""

_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_WORDS = MappingProxyType({Severity.AWAS: "Extreme", Severity.SIAGA: "Severe", Severity.WASPADA: "Moderate"})
_KINDS = MappingProxyType(
    {Hazard.QUAKE: "Geo", Hazard.TSUNAMI: "Geo", Hazard.VOLCANO: "Geo", Hazard.LANDSLIDE: "Geo", Hazard.FIRE: "Fire"}
)


class OfficeWarning(msgspec.Struct, frozen=True):
    """Warning by the office. `event` is its name, `text` what is known, `steps` what to do. `areas` are Kemendagri
    codes, `names` their names, "" where unknown. `first` is the person who wrote it at `since`. `ends` is the id of the
    warning that this one ends, "" for a new one."""

    id: str
    event: str
    severity: Severity
    text: str
    steps: str
    origin: str
    areas: tuple[str, ...]
    hours: int
    first: str
    since: datetime
    drill: bool = False
    ends: str = ""
    names: tuple[str, ...] = ()

    @property
    def lapses(self) -> datetime:
        return self.since + LAPSES

    @property
    def hazard(self) -> Hazard:
        """Return the hazard that kiosks derive from the warning's texts."""
        return hazard_of(self.event, self.text, self.steps)


class ReleasedWarning(msgspec.Struct, frozen=True):
    """Warning that was released by `second` at `when`. `sms` are its SMS messages, for kiosks without a line; () if it
    cannot be made so short. `number` is that of the SMS."""

    warning: OfficeWarning
    second: str
    when: datetime
    ended: bool = False
    number: int = 0
    sms: tuple[str, ...] = ()

    def stands(self, now: datetime) -> bool:
        return not self.warning.ends and self.is_told(now)

    def is_told(self, now: datetime) -> bool:
        """Return whether it is still in force at *now*; for the end of a warning, whether it is still to be
        announced."""
        return not self.ended and now < self.when + timedelta(hours=self.warning.hours)

    @property
    def wider(self) -> tuple[str, ...] | None:
        """Return the one area that the SMS names, if it is wider than the warning's areas; () means everywhere. Return
        None if it is not wider."""
        area = _common(self.warning.areas)
        return None if area in (self.warning.areas or ("",)) else (area,) if area else ()


class _Kept(msgspec.Struct):
    waiting: OfficeWarning | None = None
    sent: list[ReleasedWarning] = msgspec.field(default_factory=list)
    number: int = 0  # number of the last SMS


class Warnings:
    """Warnings of an office's *folder*. Waiting and sent ones are stored in *private*."""

    def __init__(self, folder: Path, private: Path) -> None:
        self._folder = folder / WARNINGS
        self._kept = JsonFile(private / "peringatan.json", _Kept)
        self._one_at_a_time = threading.Lock()

    def waiting_warning(self, now: datetime) -> OfficeWarning | None:
        """Return the warning that awaits a second person, or `None` if there is none or it has lapsed."""
        warning = self._kept.read().waiting
        return warning if warning is not None and now < warning.lapses else None

    def sent(self) -> list[ReleasedWarning]:
        """Return the released warnings, the newest first."""
        return self._kept.read().sent

    def with_sms(self, now: datetime) -> list[ReleasedWarning]:
        """Return the warnings to send by SMS now, the newest first, without those that are over."""
        return [each for each in self.sent() if each.sms and each.is_told(now)]

    def list_standing(self, now: datetime) -> list[ReleasedWarning]:
        return [each for each in self.sent() if each.stands(now)]

    def propose(self, warning: OfficeWarning) -> None:
        """Store *warning* as the one that awaits a second person, in place of any other."""
        with self._one_at_a_time:
            kept = self._kept.read()
            kept.waiting = warning
            self._kept.write(kept)

    def discard_warning(self) -> None:
        with self._one_at_a_time:
            kept = self._kept.read()
            kept.waiting = None
            self._kept.write(kept)

    def find_releasable(self, warning_id: str, second: Person, now: datetime) -> OfficeWarning:
        """Return the waiting warning if *second* may release it. Raise OfficeError: LAPSED if it is over, SECOND_PERSON
        if the person wrote it or lacks the role."""
        warning = self._kept.read().waiting
        if warning is None or warning.id != warning_id or now >= warning.lapses:
            raise OfficeError(OfficeCode.LAPSED)
        if second.id == warning.first or not second.may([Role.EMERGENCY]):
            raise OfficeError(OfficeCode.SECOND_PERSON)
        return warning

    def store_released(self, warning: OfficeWarning, second: str, now: datetime, sender: str, key: SecretKey) -> Path:
        """Store the waiting *warning* as released, and write its CAP message into the office's folder. Return the path
        of the message. *key* signs its SMS. Raise OfficeError if it is no longer waiting, OSError if nothing can be
        written."""
        with self._one_at_a_time:
            kept = self._kept.read()
            if kept.waiting is None or kept.waiting.id != warning.id:
                raise OfficeError(OfficeCode.LAPSED)
            before = next((each for each in kept.sent if each.warning.id == warning.ends), None)
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{warning.id}.xml"
            write_whole(path, message(warning, now, sender, before), mode=None)
            kept.waiting = None
            kept.number = max(kept.number + 1, number_at(now))
            lines = sms_of(warning, kept.number, now, before.number if before is not None else 0, key)
            kept.sent = [
                ReleasedWarning(warning, second, now, number=kept.number, sms=lines),
                *(msgspec.structs.replace(each, ended=True) if each is before else each for each in kept.sent),
            ][:200]
            self._kept.write(kept)
        return path

    def put_back(self, warning: OfficeWarning) -> None:
        """Make a released warning wait for its second person again, because no edition could carry it. Raise OSError."""
        with self._one_at_a_time:
            kept = self._kept.read()
            kept.waiting = kept.waiting or warning
            kept.sent = [
                msgspec.structs.replace(each, ended=False) if each.warning.id == warning.ends else each
                for each in kept.sent
                if each.warning.id != warning.id
            ]
            (self._folder / f"{warning.id}.xml").unlink(missing_ok=True)
            self._kept.write(kept)

    def clear_over(self, now: datetime) -> None:
        """Delete the messages of warnings that are over from the folder. Without any, the next edition needs the
        everyday key again."""
        every = self.sent()
        ends = {each.warning.id: each.when + timedelta(hours=each.warning.hours) for each in every}
        for end in (each for each in every if each.warning.ends):
            for one in (end.warning.id, end.warning.ends):
                if one in ends:
                    ends[one] = min(ends[one], end.when + ENDED_STAYS)
        with suppress(OSError):
            for path in self._folder.glob("*.xml"):
                if path.stem in ends and now > ends[path.stem]:
                    path.unlink()


def new_warning(
    *, event: str, severity: str, text: str, steps: str, origin: str, areas: tuple[str, ...], hours: str, first: str,
    now: datetime, drill: bool, names: tuple[str, ...] = (),
) -> OfficeWarning:  # fmt: skip
    """Return the warning that the form describes. Raise OfficeError if something is missing or wrong."""
    if not clean_line(event, 80) or not clean_line(origin, 120):
        raise OfficeError(OfficeCode.WARNING_WORDS)
    if severity not in [str(each) for each in _WORDS]:
        raise OfficeError(OfficeCode.WARNING_WORDS)
    if not (hours.isascii() and hours.isdigit() and len(hours) < 4 and 1 <= int(hours) <= LONGEST_HOURS):
        raise OfficeError(OfficeCode.WARNING_HOURS, most=LONGEST_HOURS)
    return OfficeWarning(
        id=f"kantor-{now:%Y%m%d}-{secrets.token_hex(6)}",
        event=clean_line(event, 80),
        severity=Severity(severity),
        text=clean_text(text, 1_000),
        steps=clean_text(steps, 1_000),
        origin=clean_line(origin, 120),
        areas=areas,
        hours=int(hours),
        first=first,
        since=now,
        drill=drill,
        names=names,
    )


def ending(sent: ReleasedWarning, first: str, now: datetime) -> OfficeWarning:
    """Return the message that cancels *sent*. It takes effect when a second person releases it."""
    return msgspec.structs.replace(
        sent.warning, id=f"kantor-{now:%Y%m%d}-{secrets.token_hex(6)}", ends=sent.warning.id, first=first, since=now
    )


def message(warning: OfficeWarning, now: datetime, sender: str, before: ReleasedWarning | None) -> bytes:
    """Return *warning* as a CAP 1.2 message. Kiosks derive the same hazard and severity from it. *before* is the
    warning that it ends."""
    stamp = now.isoformat(timespec="seconds")
    alert = etree.fromstring(f'<alert xmlns="{_NAMESPACE}"/>'.encode())
    _add(alert, "identifier", warning.id)
    _add(alert, "sender", sender)
    _add(alert, "sent", stamp)
    _add(alert, "status", "Exercise" if warning.drill else "Actual")
    _add(alert, "msgType", "Cancel" if warning.ends else "Alert")
    _add(alert, "scope", "Public")
    if before is not None:
        _add(alert, "references", f"{sender},{before.warning.id},{before.when.isoformat(timespec='seconds')}")
    info = etree.SubElement(alert, f"{{{_NAMESPACE}}}info")
    _add(info, "language", "id-ID")
    _add(info, "category", _KINDS.get(warning.hazard, "Safety"))
    _add(info, "event", warning.event)
    _add(info, "urgency", "Immediate")
    _add(info, "severity", _WORDS[warning.severity])
    _add(info, "certainty", "Observed")
    _add(info, "effective", stamp)
    _add(info, "expires", (now + timedelta(hours=warning.hours)).isoformat(timespec="seconds"))
    _add(info, "senderName", warning.origin)
    _add(info, "headline", warning.event)
    _add(info, "description", warning.text)
    _add(info, "instruction", warning.steps)
    for code, name in itertools.zip_longest(warning.areas, warning.names[: len(warning.areas)], fillvalue=""):
        area = etree.SubElement(info, f"{{{_NAMESPACE}}}area")
        _add(area, "areaDesc", name or code)
        place = etree.SubElement(area, f"{{{_NAMESPACE}}}geocode")
        _add(place, "valueName", "KEMENDAGRI")
        _add(place, "value", code)
    whole: bytes = etree.tostring(alert, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return whole


def sms_of(warning: OfficeWarning, number: int, now: datetime, replaces: int, key: SecretKey) -> tuple[str, ...]:
    """Return *warning* as SMS messages; () if it cannot be made so short, or ends a warning that had none. *number* is
    its own, *replaces* that of the warning it ends."""
    said = SmsMessage(
        number=number,
        issued=now.replace(second=0, microsecond=0),
        minutes=warning.hours * 60,
        severity=warning.severity,
        hazard=warning.hazard,
        area=_common(warning.areas),
        text=warning.ends or sms_text(warning),  # the id also ends the warning that came in full
        drill=warning.drill,
        cancel=bool(warning.ends),
        replaces=replaces if warning.ends else 0,
    )
    with suppress(FormatError):
        return tuple(letter_parts(made(said, key)))
    return ()


def sms_text(warning: OfficeWarning) -> str:
    """Return the text of the SMS: the event, shortened to fit, and the first step if it fits whole. Half a step would mislead."""
    event, step = warning.event, next(iter(warning.steps.splitlines()), "")
    whole = clean_line(f"{event.rstrip('.')}. {step}")
    if step and len(whole) <= MOST_LETTERS and len(whole.encode()) <= MOST_TEXT_BYTES:
        return whole
    short = clean_line(event, MOST_LETTERS)
    while len(short.encode()) > MOST_TEXT_BYTES:
        short = clean_line(short, len(short) - 1)
    return short


def _common(areas: tuple[str, ...]) -> str:
    """Return the code of the smallest area that contains all *areas*; "" for everywhere."""
    levels = zip(*(area.split(".") for area in areas), strict=False)
    return ".".join(itertools.takewhile(bool, (one[0] if len(set(one)) == 1 else "" for one in levels)))


def _add(parent: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = text
