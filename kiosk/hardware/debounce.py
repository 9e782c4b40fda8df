"""Debouncing: which presses of a button count.

Pure: names and seconds in, verdicts out. Contacts bounce, palms lie on two buttons, children hammer, rain and dirt
close a contact for hours. What a finger does counts once. What no finger does is reported as stuck, and ignored until
the button works again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

AGAIN_S = 0.12
"""Seconds between two presses of the same button: no finger taps more than eight times a second."""
BOUNCE_S = 0.04
"""Seconds within which a contact that opens and closes again is bouncing after its release."""
TOGETHER_S = 0.05
"""Seconds within which two buttons count as pressed by one hand, and only the first counts."""
HOLD_S = 0.8
STUCK_S = 30.0
FLUTTER = 15
"""Presses within a second that no finger can make."""
QUIET_S = 2.0
"""Seconds without a change after which a button that fluttered counts as working again."""


class PressOutcome(Enum):
    HELD = "held"
    STUCK = "stuck"


@dataclass(slots=True)
class _Button:
    down_since: float | None = None
    held: bool = False
    up_since: float = float("-inf")
    counted: float = float("-inf")  # time of the last press that counted
    stuck: bool = False
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=FLUTTER))

    @property
    def last(self) -> float:
        return self.recent[-1] if self.recent else float("-inf")

    @property
    def flutters(self) -> bool:
        return len(self.recent) == FLUTTER and self.recent[-1] - self.recent[0] < 1.0

    def well_again(self, now: float) -> bool:
        """Return whether a stuck button works again: it is up, and has not changed for QUIET_S seconds."""
        return self.down_since is None and now - self.last >= QUIET_S


@dataclass(slots=True)
class Presses:
    """Debouncer of all buttons.

    Times are seconds of a monotonic clock. It keeps a few numbers for each button and never grows.
    """

    _buttons: dict[str, _Button] = field(default_factory=dict)
    _last: tuple[str, float] = ("", float("-inf"))  # the press of any button that counted last

    @property
    def stuck(self) -> frozenset[str]:
        """Return the names of the buttons that are ignored at present."""
        return frozenset(name for name, button in self._buttons.items() if button.stuck)

    def pressed(self, name: str, now: float) -> bool:
        """Note that the contact of button *name* closed. Return whether it counts as a press."""
        button = self._buttons.setdefault(name, _Button())
        if button.stuck and button.well_again(now):
            button.stuck = False
            button.recent.clear()
        button.recent.append(now)
        if now - button.counted < AGAIN_S:  # bounces: what began with the first contact goes on
            button.down_since = button.counted
            return False
        button.down_since, button.held = now, False
        other, then = self._last
        if button.stuck or button.flutters or now - button.up_since < BOUNCE_S:
            return False
        if other != name and now - then < TOGETHER_S:
            return False
        button.counted = now
        self._last = (name, now)
        return True

    def released(self, name: str, now: float) -> None:
        """Note that the contact of button *name* opened."""
        button = self._buttons.setdefault(name, _Button())
        button.down_since, button.up_since = None, now

    def due(self, now: float) -> list[tuple[str, PressOutcome]]:
        """Return the buttons that were held or got stuck by *now* (seconds). Each verdict is returned once."""
        verdicts = []
        for name, button in self._buttons.items():
            if button.stuck:
                button.stuck = not button.well_again(now)
                continue
            down = None if button.down_since is None else now - button.down_since
            if (button.flutters and now - button.last < QUIET_S) or (down is not None and down >= STUCK_S):
                button.stuck = True
                verdicts.append((name, PressOutcome.STUCK))
            elif down is not None and down >= HOLD_S and not button.held and button.counted == button.down_since:
                button.held = True
                verdicts.append((name, PressOutcome.HELD))
        return verdicts

    def look_in(self, now: float) -> float | None:
        """Return the seconds from *now* until a button that is down counts as held; `None` if there is none."""
        waits = [
            max(0.0, button.down_since + HOLD_S - now)
            for button in self._buttons.values()
            if button.down_since is not None and not (button.held or button.stuck)
        ]
        return min(waits, default=None)
