"""A board without Kivy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kiosk.content.views.display_options import offered
from kiosk.content.views.ports import BoardPort
from kiosk.content.views.service_views import ToolView
from kiosk.content.views.shown import (
    AlertView,
    Handout,
    Shown,
    Speaking,
)
from kiosk.core.clock import Freshness, Moment


@dataclass
class PaperBoard:
    """A board of plain attributes: what the controller wrote can be read back."""

    place: str = ""
    contact: str = ""
    language: str = ""
    languages: Sequence[str] = field(default_factory=offered)
    theme: str = ""
    text_scale: float = 0.0
    screen: str = ""
    moment: Moment | None = None
    freshness: Freshness | None = None
    shown: Shown | None = None
    asks: bool = False
    prints: bool = False
    band: AlertView | None = None
    tool: ToolView | None = None
    focus: str = ""
    by_buttons: bool = False
    speaking: Speaking | None = None
    unheard: bool = False
    slow: bool = False
    volume: int = 0
    headset: bool = False
    alone: bool = False
    sheet: bool = False
    handout: Handout | None = None
    seconds_left: int = 0
    notice: str = ""
    notice_icon: str = ""
    dark: bool = False
    rotation: int = 0
    touch: tuple[float, ...] = ()

    @property
    def view(self) -> object:
        """Return what the present page shows, or `None` while another screen is shown."""
        return self.shown.view if self.shown is not None and self.shown.page == self.screen else None


ViewType = TypeVar("ViewType")


def view_of(board: BoardPort, kind: type[ViewType]) -> ViewType:
    """Return the view of the page that is shown, which is a *kind*."""
    view = board.view
    assert isinstance(view, kind)
    return view
