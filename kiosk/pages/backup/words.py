"""Words of the page of backups, spoken."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords, Told
from kiosk.pages.backup.view import BackupView
from kiosk.speech.utterance import NOWHERE


class BackupWords(PageWords[BackupView]):
    """Words of the page of backups: its own lines, which are short enough to be heard."""

    def entry(self, view: BackupView, moment: Moment) -> list[str]:
        """Return the name of the page."""
        return [self._("Backup")]

    def focused(self, view: BackupView, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused row."""
        row = index_of(focus, "row")
        if row is None or row >= len(view.rows):
            return []
        return [each for each in (view.rows[row].words, view.rows[row].told) if each]

    def reading(self, view: BackupView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the heading, the lines below it and the last result."""
        return [(NOWHERE, each) for each in (view.heading, *view.lines, view.told) if each]
