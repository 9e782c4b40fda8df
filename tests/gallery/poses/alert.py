"""States in which a warning is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.local_alerts import view_of
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.installation import Refusal
from tests.gallery.posing import USUAL, Poses
from tests.gallery.samples.warnings import sample_warning


class AlertPoses(Poses):
    """A sample warning, or one of the store, over home. Nothing is told to a kiosk that runs."""

    page = "alert"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {
            page: (
                "normal",
                "drill",
                "late",
                "ended",
                "weather",
                "office",
                "caution",
                "unchecked",
                "assembly",
                "speaking",
            )
        }
    )

    def turn(self, posed: StillKiosk) -> None:
        """Let a warning come.

        Raises Refusal where the store has not the one that is wanted.
        """
        posed.controller.home()
        state = USUAL if self.shot.state == "speaking" else self.shot.state
        wanted, moment = self.shot.item, posed.clock.read()
        warning = sample_warning(state, moment.now) if wanted is None else self._stored(posed, wanted, moment)
        posed.controller.alerts.tell([warning])
        if posed.board.view != warning:
            posed.controller.alerts.open()

    def _stored(self, posed: StillKiosk, wanted: str, moment: Moment) -> AlertView:
        found = next((each for each in posed.repository.warnings(moment) if each.alert.id == wanted), None)
        if found is None:
            raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=wanted)
        return view_of(found, posed.board.language, meet=posed.controller.warnings.meet())
