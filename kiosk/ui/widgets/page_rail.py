"""The rail that turns the pages of a view."""

from __future__ import annotations

from typing import Any, Protocol

from kiosk.ui.widgets.controls import Rail


class Paged(Protocol):
    """View of several pages, of which it shows *page*, counted from 0."""

    @property
    def page(self) -> int: ...
    @property
    def pages(self) -> int: ...


def page_rail(screen: Any, view: Paged, *, caption: str = "") -> Rail:
    """Return a rail for *view* on *screen*, beside the rows or below them. A compact screen has room for neither *caption* nor
    counter."""
    theme, turns = screen.theme, screen.controller.navigation
    counter = screen.tr._("{page} of {pages}").format(page=view.page + 1, pages=view.pages)
    return Rail(
        lying=theme.portrait,
        wide=theme.size.rail_wide if not theme.compact else theme.size.reading_rail,
        caption=caption if not theme.compact else "",
        counter=counter if not theme.compact else "",
        up=view.page > 0,
        down=view.page + 1 < view.pages,
        turn=lambda step: turns.page_up() if step < 0 else turns.page_down(),
    )
