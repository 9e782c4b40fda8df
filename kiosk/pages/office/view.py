"""View of the page of the office."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kiosk.content.views.office_card import OfficeCard
from kiosk.content.views.service_views import ToolRow


class OfficeStep(StrEnum):
    """Steps of the page. CARD: no office has accepted this kiosk, and it shows its code. TOLD: lines and rows. TYPING: the
    office's address is typed."""

    CARD = "card"
    TOLD = "told"
    TYPING = "typing"


class OfficeView(Struct, frozen=True):
    """View of a step: *heading*, *lines* below it, *rows* to touch.

    *card* is shown at the step CARD. *pill* is the state in two words, *good* whether all is well. *told* is the result of the
    last act, in the colour *tone*; *typed* is the address typed so far. The page locks in *locks_in* seconds.
    """

    step: OfficeStep = OfficeStep.CARD
    heading: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[ToolRow, ...] = ()
    card: OfficeCard = OfficeCard()
    pill: str = ""
    good: bool = False
    told: str = ""
    tone: str = "ink2"
    typed: str = ""
    locks_in: int = 0
