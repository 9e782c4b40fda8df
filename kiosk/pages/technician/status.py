"""Values of this kiosk on the technician's page, as they are now: no secrets, no persons.

The code for a phone (ISO/IEC 18004) holds the kiosk's own random name, the version and one letter and figure a card: what a
help desk needs to hear first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from content_cache.files import read_plain
from content_cache.model.problems import from_text
from content_cache.model.records import SourceRecord
from kiosk.content.views.service_views import Tool
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases
from kiosk.pages.technician.view import StatusCard, StatusView
from kiosk.settings import Settings
from kiosk.settings.office_layer import read_layer
from kiosk.settings.sms_sources import FOLDER
from kiosk.state.sms_state import faults_of

_LEAST_FREE = 200_000_000  # bytes
_MOST_SOURCES = 3  # lines of a card
_NAME = 8  # characters of a source's name
_INTERFACES = Path("/sys/class/net")
_HEAT = Path("/sys/class/thermal/thermal_zone0/temp")
_UPTIME = Path("/proc/uptime")


class Status:
    """Collector of the values on the technician's page. *data* is the data folder, *stuck* the buttons that are ignored."""

    def __init__(self, settings: Settings, data: Path, phrases: Phrases, version: str) -> None:
        self._settings = settings
        self._data = data
        self._phrases = phrases
        self._ = phrases.translation.gettext
        self._version = version

    def status_view(
        self,
        moment: Moment,
        sources: Mapping[str, SourceRecord],
        *,
        volume: int,
        stuck: frozenset[str] = frozenset(),
        size: tuple[int, int] = (0, 0),
        asked: str = "",
        standing: str = "",
    ) -> StatusView:
        """Return the view. *volume* is in percent, *size* the screen's in px, *asked* the state of a request for news,
        *standing* the note of how this kiosk stands at the office."""
        cards = (
            self._network(),
            replace(self._sources(moment, sources), note=asked),
            self._storage(),
            self._sound_card(volume),
            self._screen(stuck, size),
            self._clock(moment),
        )
        wrong = (*self._settings.faults, *read_layer(self._data).faults)
        faults = tuple(error_text(fault.problem, self._phrases.translation) for fault in wrong)
        refused = from_text(standing)
        told = (error_text(refused, self._phrases.translation),) if refused is not None else ()
        codes = " ".join(f"{card.name[:3].upper()}{int(bool(card.fault))}" for card in cards)
        device = device_id(self._data)
        return StatusView(
            cards=cards,
            code=f"KIM-KIOSK {device} v{self._version} {codes} SET{len(faults)}",
            device=device,
            lines=tuple(self._machine()),
            faults=(*told, *faults, *self._sms()),
        )

    def _network(self) -> StatusCard:
        """Return the card of the network interfaces, with names and states as the kernel has them.

        Nothing is sent to the network.
        """
        lines = tuple(f"{name:<7}{self._('up') if up else self._('down')}" for name, up in interfaces())[:3]
        fault = "" if any(up for _, up in interfaces()) else self._("offline")
        return StatusCard("network", lines or (self._("no interface"),), fault, act=Tool.WIFI)

    def _sources(self, moment: Moment, known: Mapping[str, SourceRecord]) -> StatusCard:
        rows, failed = [], 0
        for source in self._settings.sources:
            record = known.get(source.name)
            error = record is None or bool(record.last_error) or record.last_success is None
            failed += error
            if record is not None and record.last_success is not None:
                last = record.last_success.astimezone(moment.now.tzinfo)
                same_day = moment.relative and last.date() == moment.now.date()
                when = self._phrases.time(last) if same_day else self._phrases.short_date(last.date())
            else:
                when = "-"
            rows.append((not error, f"{source.name[:_NAME]:<{_NAME}} {when:>6}{' !' if error else ''}"))
        lines = tuple(line for _, line in sorted(rows, key=lambda row: row[0])[:_MOST_SOURCES])
        if not rows:
            return StatusCard("sources", (self._("no source"),), self._("none"))
        fault = self._("{n} failed").format(n=failed) if failed else ""
        return StatusCard("sources", lines, fault, act="refresh")

    def _storage(self) -> StatusCard:
        try:
            disk = os.statvfs(self._data)
        except OSError as error:
            return StatusCard("storage", (error.strerror or "?",), self._("look"), act=Tool.MORE)
        free, total = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
        used = sum(_size(file) for file in self._data.rglob("*"))
        lines = (
            self._("free {n} GB").format(n=_gigabytes(free)),
            self._("of {n} GB").format(n=_gigabytes(total)),
            self._("kept {n} MB").format(n=used // 1_000_000),
        )
        return StatusCard("storage", lines, self._("full") if free < _LEAST_FREE else "", act=Tool.MORE)

    def _sound_card(self, volume: int) -> StatusCard:
        speech = self._settings.speech
        lines = (
            f"{speech.voice} · {volume} %",
            *(name for name in (speech.device, speech.horn_device) if name != "auto"),
        )
        return StatusCard("sound", tuple(filter(None, lines)), act="sound")

    def _screen(self, stuck: frozenset[str], size: tuple[int, int]) -> StatusCard:
        number = len(self._settings.buttons)
        lines = [f"{size[0]} x {size[1]}"] if size[0] else []
        lines.append(self._("{n} buttons").format(n=number))
        lines += [self._("stuck: {names}").format(names=", ".join(sorted(stuck)))] if stuck else []
        return StatusCard("screen", tuple(lines), self._("stuck") if stuck else "", act="screen")

    def _clock(self, moment: Moment) -> StatusCard:
        words = {
            Trust.TRUSTED: self._("synchronised"),
            Trust.FLOOR: self._("not set"),
            Trust.UNKNOWN: self._("never set"),
        }
        local = moment.now
        lines = (f"{local:%d-%m-%y} {self._phrases.time(local)}", self._phrases.zone(local), words[moment.trust])
        return StatusCard("clock", lines, "" if moment.relative else self._("look"), act=Tool.CLOCK)

    def _sms(self) -> tuple[str, ...]:
        """Return the faults that keep SMS from being received or sent; none if SMS is not enabled."""
        if not self._settings.sms.enabled:
            return ()
        return tuple(f"SMS: {self._(fault)}" for fault in faults_of(self._data / FOLDER))

    def _machine(self) -> Iterator[str]:
        yield self._("version {version}").format(version=self._version)
        heat = _number_in_file(_HEAT)
        if heat is not None:
            yield f"CPU {heat / 1000:.0f} °C"
        up = _number_in_file(_UPTIME)
        if up is not None:
            yield self._("up {days} d {hours} h").format(days=int(up // 86400), hours=int(up % 86400 // 3600))


def device_id(data: Path) -> str:
    """Return this kiosk's random name from *data*, where the refresher keeps it; "-" before the first refresh."""
    try:
        return read_plain(data / "kiosk-id", 100).decode("ascii", "replace").strip() or "-"
    except OSError:
        return "-"


def interfaces(folder: Path = _INTERFACES) -> list[tuple[str, bool]]:
    """Return (name, whether it is up) of each network interface under *folder* except the loopback."""
    try:
        names = sorted(path.name for path in folder.iterdir() if path.name != "lo")
    except OSError:
        return []
    return [(name, _file_text(folder / name / "operstate") == "up") for name in names]


def _file_text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()  # not in the data folder
    except OSError:
        return ""


def _number_in_file(path: Path) -> float | None:
    try:
        return float(_file_text(path).split()[0])
    except (ValueError, IndexError):
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the file was removed meanwhile


def _gigabytes(number: int) -> str:
    return f"{number / 1e9:.1f}".replace(".", ",")
