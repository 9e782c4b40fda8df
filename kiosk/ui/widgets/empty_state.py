"""Empty state of a page: a calm picture, one sentence, when the content was last checked, and a way on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from content_cache.model.vocabulary import Category
from kiosk.ui.primitives import picture, text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.widgets import article, cards, controls  # noqa: F401 - named in the rules

_PICTURE = Path(__file__).parents[1] / "pictures" / "boat.png"


class EmptyState(Box):
    screen = ObjectProperty(rebind=True)
    category = StringProperty("berita")
    heading = StringProperty("")
    sentence = StringProperty("")
    checked = StringProperty("")
    picture = StringProperty("")

    @classmethod
    def for_category(cls, category: Category, screen: Any) -> EmptyState:
        """Return the empty state for a list of *category* on the Screen *screen*, whose board says when the
        content was last checked.
        """
        _, phrases, board = screen.tr._, screen.tr.phrases, screen.board
        heading, sentence = {
            Category.NEWS: (_("No news yet"), _("New items appear here by themselves.")),
            Category.EVENT: (_("No events yet"), _("Events of this village appear here by themselves.")),
            Category.ANNOUNCEMENT: (_("No announcement in force"), _("New announcements appear here by themselves.")),
            Category.SERVICE: (_("No services yet"), _("Ask at the village office.")),
            Category.CLARIFICATION: (
                _("No rumour has been checked yet"),
                _("What has been checked appears here by itself."),
            ),
            Category.ALERT: (_("No active warning"), _("Warnings fill this screen by themselves.")),
        }[category]
        refreshed = board.freshness.refreshed if board.freshness else None
        if category is Category.ALERT and refreshed is None:
            heading = _("Not known yet")  # silence is never called safety
        checked = ""
        if refreshed is not None and board.moment is not None:
            when = refreshed.astimezone(board.moment.now.tzinfo)
            day = phrases.day_name(when.date(), board.moment)
            checked = _("Last checked {when}").format(when=f"{day} {phrases.time(when)}")
        return cls(
            screen=screen,
            category=str(category),
            heading=heading,
            sentence=sentence,
            checked=checked,
            picture=cls.calm(),
        )

    @staticmethod
    def calm() -> str:
        """Return the file of the calm picture, "" if it is missing."""
        return str(_PICTURE) if _PICTURE.exists() else ""


def empty(category: str, screen: Any, heading: str, sentence: str) -> EmptyState:
    """Return the empty state of a page that belongs to no category."""
    words = {"heading": heading, "sentence": sentence}
    return EmptyState(screen=screen, category=category, picture=EmptyState.calm(), **words)
