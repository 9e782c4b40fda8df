"""Words of the technician's page of updates: the versions of this kiosk's programs, and what can be done now. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from content_cache.model.problems import Problem
from kiosk.content.views.service_views import ToolRow
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases
from kiosk.state.request_kinds import RequestKind

_SLOTS = ("a", "b")


def _update_number(told: Mapping[str, Any]) -> int:
    number = told.get("number", 0)
    return number if type(number) is int else 0


def _here(told: Mapping[str, Any]) -> int:
    here = told.get("here", 0)
    return here if type(here) is int else 0


class UpdateWords:
    def __init__(self, phrases: Phrases, *, version: str, ring: str) -> None:
        """Keep *version* of the running program and *ring*, the update ring in the settings."""
        self._translation = phrases.translation
        self._ = phrases.translation.gettext
        self._version = version
        self._ring = ring

    def update_rows(self, data: Mapping[str, Any]) -> tuple[ToolRow, ...]:
        """Return the rows for *data*, the report of `kiosk.appliance.update.installer.Updating.told`; {} before
        the first report.
        """
        _ = self._
        running, trial = str(data.get("running", "")), str(data.get("trial", ""))
        system = data.get("system")
        system = system if isinstance(system, Mapping) else {}
        rows = [*self._system(system), *self._programs(data)]
        if (trial and trial != running) or (system.get("result") == "ready" and _update_number(system) > _here(system)):
            rows.insert(0, ToolRow(RequestKind.REBOOT, "check", _("Install now"), _("The kiosk restarts.")))
        rows.append(ToolRow(RequestKind.LOOK, "arrow-clockwise", _("Look for an update now"), self.ring()))
        if data and (trial or data.get("good") in _SLOTS):
            rows.append(ToolRow(RequestKind.GO_BACK, "arrow-counter-clockwise", _("Back to the older program")))
        rows.append(ToolRow("", "usb", _("From a stick"), _("Plug it in, wait, then open this page again.")))
        return tuple(rows)

    def _programs(self, data: Mapping[str, Any]) -> Iterator[ToolRow]:
        _ = self._
        running = str(data.get("running", "image"))
        yield ToolRow("", "package", _("Version {version}").format(version=self._version), self._state(running, data))
        for slot in _SLOTS:
            told = self._slot(slot, data)
            if slot != running and told:
                version = told.get("version") or told.get("number", "?")
                yield ToolRow("", "package", _("Version {version}").format(version=version), self._state(slot, data))

    def _system(self, told: Mapping[str, Any]) -> Iterator[ToolRow]:
        """Yield rows about the whole system of a card that holds two: which one runs, and the result of the last bundle."""
        _ = self._
        if not told:
            return
        result, number = told.get("result"), _update_number(told)
        if result and number > 0 and not (number <= _here(told) and result == "ready"):
            states = {
                "ready": _("ready, begins with the next start"),
                "failed": _("did not start"),
                "cut": _("on its way"),
                "refused": _("not taken"),
            }
            why = self._why(states.get(str(result), ""), told)
            yield ToolRow("", "package", _("System number {number}").format(number=number), why)
        yield ToolRow("", "package", _("System number {number}").format(number=_here(told)), _("in use"))

    def _why(self, state: str, told: Mapping[str, Any]) -> str:
        try:
            found = msgspec.convert(told.get("problem"), Problem | None)
        except msgspec.ValidationError:
            found = None
        return f"{state} · {error_text(found, self._translation)} ({found.code})" if found is not None else state

    def _slot(self, slot: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        slots = data.get("slots")
        told = slots.get(slot) if isinstance(slots, Mapping) else None
        return told if isinstance(told, Mapping) else {}

    def _state(self, slot: str, data: Mapping[str, Any]) -> str:
        _ = self._
        place = _("slot {name}").format(name=slot.upper()) if slot in _SLOTS else _("of the image")
        number = int(self._slot(slot, data).get("number", 0))
        if slot == data.get("running", "image"):
            state = _("in use, on trial") if slot == data.get("trial") else _("in use")
        elif slot == data.get("trial"):
            state = _("ready, begins with the next start")
        else:
            state = _("did not start") if 0 < number <= int(data.get("refused", 0)) else _("kept")
        return f"{place} · {state}"

    def ring(self) -> str:
        _ = self._
        return {"trial": _("a trial kiosk: among the first"), "hold": _("none from the web")}.get(
            self._ring, _("when its turn comes")
        )
