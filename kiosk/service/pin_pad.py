"""The technician's door: a PIN pad that counts, and a page that locks by itself (DESIGN.md, "Service page").

Five wrong PINs lock the pad for five minutes, five more for twice as long, an hour at most; pulling the plug in between gains
nothing, for the count is kept. The page locks
five minutes after it was opened. No menu leads here: five seconds on the clock do. What the page shows is gathered by
`kiosk.service.status`, what its buttons do is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil

from msgspec.structs import replace

from kiosk.settings.pin import matches
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import DeskView, PinView, StatusView

PAD = "pad"
"""The name of its count in `kiosk.state.memory`."""
MOST_TRIES = 5
LOCKED_FOR_S = OPEN_FOR_S = 300.0
LONGEST_S = 3_600.0
"""Who types day and night tries 120 PINs a day."""
_LONGEST = 12  # digits


class PinEntry:
    """`kept` is the PIN as the settings have it (plain or a hash), "" for none. `enter` turns to the screen of the pad, `leave`
    away from it. `wrong` is what `keep_wrong` was told last before this start: how many PINs were wrong since the last right one.
    `gather` makes the page as it is now; `acts` are what its cards do, each giving a line to show. `monotonic` in seconds."""

    def __init__(
        self,
        board: BoardPort,
        *,
        kept: str,
        enter: Callable[[], None],
        leave: Callable[[], None],
        monotonic: Callable[[], float],
        wrong: int,
        keep_wrong: Callable[[int], None],
        gather: Callable[[], StatusView],
        acts: Mapping[str, Callable[[], str]],
    ) -> None:
        self._board = board
        self._kept = kept
        self._enter = enter
        self._leave = leave
        self._monotonic = monotonic
        self._gather = gather
        self._acts = acts
        self._typed = ""
        self._wrong = wrong
        self._keep_wrong = keep_wrong
        self._locked_until = float("-inf")
        if self._at_bound:  # the plug was pulled while the pad was locked
            self._lock_pad()
        self._open_until = float("-inf")
        self._notes: dict[str, str] = {}
        self._page: Callable[[], DeskView] | None = None

    @property
    def shown(self) -> bool:
        return self._board.screen == "status"

    @property
    def open(self) -> bool:
        """Is the page open, the PIN having been right?"""
        return self._monotonic() < self._open_until

    @property
    def turned(self) -> bool:
        """Does another page stand in the place of its own?"""
        return self._page is not None

    def new_pin(self, kept: str) -> None:
        """From now on this one opens."""
        self._kept = kept

    # the pad

    def knock(self) -> None:
        """Somebody held a finger on the clock."""
        if not self.shown:
            self._typed = ""
            self._show_pad()
            self._enter()

    def digit(self, digit: str) -> None:
        if not self.open and not self._locked_for() and len(self._typed) < _LONGEST and digit in "0123456789":
            self._typed += digit
            self._show_pad()

    def erase(self) -> None:
        self._typed = self._typed[:-1]
        self._show_pad()

    def try_pin(self) -> None:
        """The pad's tick. An empty one is no try."""
        if self.open or self._locked_for() or not self._typed or not self.shown:
            return
        self._wrong += 1
        self._keep_wrong(self._wrong)  # before it is compared: a power cut takes no try back
        right, self._typed = matches(self._typed, self._kept), ""
        if right:
            self._wrong = 0
            self._keep_wrong(0)
            self._open_until = self._monotonic() + OPEN_FOR_S
            self._notes.clear()
            self.look()
            return
        if self._at_bound:
            self._lock_pad()
        self._show_pad(wrong=True)

    @property
    def _at_bound(self) -> bool:
        return self._wrong > 0 and self._wrong % MOST_TRIES == 0

    def _lock_pad(self) -> None:
        longer = LOCKED_FOR_S * 2 ** min(self._wrong // MOST_TRIES - 1, 16)
        self._locked_until = self._monotonic() + min(longer, LONGEST_S)

    def _locked_for(self) -> int:
        return ceil(max(0.0, self._locked_until - self._monotonic()))

    def _show_pad(self, *, wrong: bool = False) -> None:
        if self.open:
            return
        self._board.technician = PinView(
            typed=len(self._typed),
            wrong=wrong,
            tries=MOST_TRIES - self._wrong % MOST_TRIES,
            locked_for=self._locked_for(),
            unset=not self._kept,
        )

    # the page

    def look(self) -> None:
        """The page as it is now."""
        locks_in = ceil(max(0.0, self._open_until - self._monotonic()))
        if self._page is not None:
            self._board.technician = replace(self._page(), locks_in=locks_in)
            return
        view = self._gather()
        cards = tuple(replace(card, note=self._notes.get(card.name, card.note)) for card in view.cards)
        self._board.technician = replace(view, cards=cards, locks_in=locks_in)

    def turn_to(self, page: Callable[[], DeskView] | None) -> None:
        """Another page behind the same PIN, None for the first. Who works there is not locked out in the middle of it."""
        if self.open:
            self._page = page
            self._open_until = self._monotonic() + OPEN_FOR_S
            self.look()

    def use_card(self, name: str) -> None:
        """The button of a card. Nothing without the PIN."""
        view = self._board.technician
        if not self.open or not isinstance(view, StatusView):
            return
        card = next((card for card in view.cards if card.name == name), None)
        act = self._acts.get(card.act) if card is not None else None
        if act is not None:
            if told := act():
                self._notes[name] = told
            self.look()

    def close(self) -> None:
        """The page is being left: it locks, and nothing of it stays on the board."""
        self._open_until = float("-inf")
        self._typed = ""
        self._page = None
        self._board.technician = None

    def lock(self) -> None:
        """ "Kunci", or the end of the five minutes."""
        self.close()
        if self.shown:
            self._leave()

    def stays(self) -> bool:
        """Asked about once a second: is the page open, so that no visitor is asked whether he is still there?"""
        if self.shown:
            self._watch()
        return self.shown and self.open

    def _watch(self) -> None:
        view = self._board.technician
        if isinstance(view, StatusView | DeskView):
            if self.open:
                self.look()
            else:
                self.lock()
        elif isinstance(view, PinView) and view.locked_for:
            self._board.technician = replace(view, locked_for=self._locked_for())
