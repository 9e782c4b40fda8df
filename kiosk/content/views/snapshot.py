"""Snapshot of the board before a press of a button, to be compared with the board afterwards. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from kiosk.content.views.ports import BoardPort
from kiosk.content.views.shown import page_of_view


@runtime_checkable
class ViewWithSubject(Protocol):
    """View of a page that is about one thing at a time: an item, a step, a category."""

    @property
    def about(self) -> object:
        """Return the subject of the page. If it changes, the page is announced anew."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Board before a press.

    *about* is the subject of the page, such as a list, item or warning. *turned* is the part of the page that is
    announced when it changes, such as a day of the calendar.
    """

    screen: str
    about: str
    sheet: bool
    focus: str
    page: int
    turned: object
    choices: tuple[object, ...]

    @property
    def page_key(self) -> tuple[str, str, bool]:
        """Return screen, subject and whether the sheet is open.

        They stay the same when only the focus moves or the page turns.
        """
        return self.screen, self.about, self.sheet


def snapshot_of(board: BoardPort) -> Snapshot:
    """Return what *board* shows now."""
    view = board.view
    return Snapshot(
        screen=board.screen,
        about=str(view.about) if isinstance(view, ViewWithSubject) else "",
        sheet=board.sheet,
        focus=board.focus,
        page=page_of_view(board.view),
        turned=getattr(board.view, "turned", None),
        choices=(board.language, board.text_scale, board.theme, board.volume),
    )
