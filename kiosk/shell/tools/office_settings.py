"""Rows of the settings that the office has made on this kiosk, behind the PIN.

A touch sets one aside, another touch accepts it again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from content_cache.model.problems import problem
from kiosk.content.views.service_views import ToolRow
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.setting_words import plain_value, setting_name, state_words, whom_words
from kiosk.i18n.translation import Translation
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.office_layer import SettingLine, read_choices, read_layer, write_choices

_log = logging.getLogger(__name__)


class OfficeSettings:
    """Settings by the office and their rejections.

    *now* is the kiosk's time. The refresher sees a choice within a minute, and lays the remaining settings over the
    kiosk's own.
    """

    def __init__(self, data: Path, now: Callable[[], datetime]) -> None:
        self._data = data
        self._now = now

    def setting_rows(self, phrases: Phrases) -> tuple[ToolRow, ...]:
        """Return a row for each setting: refused ones first, then those that await a decision, then the others."""
        layer = read_layer(self._data)
        refused = (self._refused(fault, phrases.translation) for fault in layer.faults)
        ranked = sorted(layer.rows, key=lambda row: row.state != "asked")
        return (*refused, *(self._setting_row(row, phrases) for row in ranked))

    @staticmethod
    def _refused(fault: Fault, translation: Translation) -> ToolRow:
        name, _, key = fault.key.partition(": ")
        words = f"{setting_name(key, translation.gettext)} · {name}" if key else name
        return ToolRow("", "warning", words, error_text(problem(SettingCode.WHOLE, *fault.problems), translation))

    def _setting_row(self, row: SettingLine, phrases: Phrases) -> ToolRow:
        """Return the row of one setting. A choice made here that the refresher has not applied yet is already shown."""
        gettext, aside = phrases.translation.gettext, row.key in read_choices(self._data)
        held = row.state in ("used", "kept")
        day = phrases.short_date(row.until.astimezone(self._now().tzinfo).date()) if row.until else ""
        if aside == held:
            state = gettext("set aside here from now on") if aside else gettext("holds again from now on")
        else:
            state = state_words(row.state, day, gettext)
        whom = gettext("office, {whom}").format(whom=whom_words(row.whom, gettext))
        icon = (
            "user"
            if aside and row.state != "asked"
            else "warning-circle"
            if row.state in ("asked", "kept")
            else "check"
        )
        return ToolRow(
            row.key,
            icon,
            f"{setting_name(row.key, gettext)}: {plain_value(row.value, row.key, gettext)}",
            state or f"{whom} · {row.id}",
        )

    def toggle(self, key: str) -> bool:
        """Set the setting *key* aside for 30 days, or accept it again. Return whether that could be written."""
        choices = read_choices(self._data)
        if key in choices:
            del choices[key]
        elif key:
            choices[key] = self._now()
        try:
            write_choices(self._data, choices)
        except OSError as error:
            _log.warning("%s: what was chosen is not kept: %s", self._data, error.strerror)
            return False
        return True
