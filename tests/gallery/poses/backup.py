"""States in which the page of backups is pictured: what a unit tells of a stick, as if it had just told it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import ClassVar

from content_cache.model.problems import problem
from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.views.service_views import Tool
from kiosk.hall.backup.faults import BackupCode
from kiosk.hall.backup.kiosk_head import Opener
from kiosk.hall.backup.stick_orders import StickBackup, StickState
from kiosk.pages.backup.page import BackupPage
from kiosk.pages.backup.stick_texts import SAVE, YES
from tests.gallery.posing import PIN, Poses

OWN = StickBackup("kios-a.cadangan", "Desa Bunga", datetime(2026, 11, 20, 1, tzinfo=UTC), 1_238_000, True, Opener.KEY)
OTHER = StickBackup(
    "kios-b.cadangan", "Desa Melati", datetime(2026, 11, 1, 3, tzinfo=UTC), 98_400_000, False, Opener.WORDS
)
SEALED = StickBackup(
    "kios-c.cadangan", "Desa Nusa", datetime(2026, 10, 2, 3, tzinfo=UTC), 4_100_000, False, Opener.OFFICE
)
FOUND = StickState(ended=True, found=(OWN, OTHER, SEALED), capacity=15_600_000_000, free=3_200_000_000)
SAVED = StickState(ended=True, saved=OWN, files=34, words="mangga perahu bukit tujuh melati jagung")


class BackupPoses(Poses):
    """The page with a stick and without, at work, and after it."""

    page = "backups"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "busy", "saved", "words", "other", "newer", "restored", "full", "pulled")}
    )

    def turn(self, posed: StillKiosk) -> None:
        """Go behind the clock, type the PIN, and open the page."""
        posed.controller.home()
        posed.controller.navigation.knock()
        status = posed.controller.page("status")
        for digit in PIN:
            status.digit(digit)
        status.try_pin()
        status.use_card("storage")
        posed.controller.tools.choose(Tool.BACKUP)
        page: BackupPage = posed.controller.page(self.page)
        state = self.shot.state
        if state == "empty":
            page.tell_no_stick()
            return
        page.take(FOUND)
        match state:
            case "busy":
                page.choose(SAVE)
                page.take(StickState(done=256, every=412))
            case "saved":
                page.choose(SAVE)
                page.take(SAVED)
            case "words" | "other":
                page.choose(OTHER.file)
                if state == "other":
                    page.go()
            case "newer" | "restored":
                page.choose(OWN.file)
                page.choose(YES)
                done = StickState(ended=True, saved=OWN) if state == "restored" else _ended(BackupCode.HERE_NEWER)
                page.take(done)
            case "full" | "pulled":
                page.choose(SAVE)
                page.take(FOUND)
                page.choose(SAVE)
                page.take(_ended(BackupCode.STICK_FULL if state == "full" else BackupCode.STICK_GONE))


def _ended(code: BackupCode) -> StickState:
    return StickState(ended=True, problem=problem(code))
