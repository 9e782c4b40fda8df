"""The attendant that comes after the first frame: its modules take longer to load than the idle screen to draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.control.controller import Attendant
    from kiosk.viewmodel.views import Fits


class LateAttendant:
    """Stands where screens look for the attendant (`kiosk.ui.verbs.Verbs`). Whatever they ask brings the true one, by `make`;
    only what fits on the screen, told before the first frame, is kept until that comes."""

    def __init__(self, make: Callable[[], Attendant]) -> None:
        self._make = make
        self._attendant: Attendant | None = None
        self._fits: Fits | None = None

    def come(self) -> Attendant:
        """The true one. Raises what `make` raises."""
        if self._attendant is None:
            self._attendant = self._make()
            if self._fits is not None:
                self._attendant.fits(self._fits)
        return self._attendant

    def fits(self, fits: Fits) -> None:
        if self._attendant is None:
            self._fits = fits
        else:
            self._attendant.fits(fits)

    def __getattr__(self, verb: str) -> Any:
        return getattr(self.come(), verb)
