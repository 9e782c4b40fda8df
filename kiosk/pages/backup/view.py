"""View of the page of backups."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kiosk.content.views.service_views import ToolRow


class BackupStep(StrEnum):
    """Steps of the page: choosing, typing recovery words, confirming, working, result."""

    FRONT = "front"
    WORDS = "words"
    SURE = "sure"
    BUSY = "busy"
    DONE = "done"


class BackupView(Struct, frozen=True):
    """View of a step: a *heading*, *lines* below it, *rows* to touch.

    *told* is one line in the colour *tone*, *typed* the recovery words typed so far, *words* six to be written down.
    *share* of the work is done (0 to 1), *stick* names the plugged stick, "" for none. The page locks in *locks_in*
    seconds.
    """

    step: BackupStep = BackupStep.FRONT
    heading: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[ToolRow, ...] = ()
    told: str = ""
    tone: str = "ink2"
    typed: str = ""
    words: str = ""
    share: float = 0.0
    stick: str = ""
    locks_in: int = 0
