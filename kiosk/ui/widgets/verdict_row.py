"""Row of a clarification: the verdict before the claim, and the fact beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from content_cache.model.items import Clarification
from kiosk.content.views.clarified import claim_and_fact
from kiosk.i18n.phrases import Phrases
from kiosk.ui.primitives import text
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.tokens import colour
from kiosk.ui.widgets.cards import Card

QUOTED = "“{}”"
"""Format of a claim: quoted, as the words of others."""


class VerdictBlock(Surface):
    """Verdict SALAH, MENYESATKAN, BENAR or BELUM JELAS with its icon on its colour; or the number by which the row is chosen."""

    icon = StringProperty("seal-question")
    number = StringProperty("")
    words = StringProperty("")
    lying = BooleanProperty(False)  # above the claim, where large letters need the width


class Claim(text.WrappedText):
    """Claim text. If it does not fit, it is cut and leaves *left* px for a line with the fact."""

    left = NumericProperty(0)

    def _shortened(self, text: str, fits: Callable[[str], bool]) -> str:
        self._high -= self.left
        return super()._shortened(text, fits)


class VerdictRow(Card):
    """Row with the verdict and the claim, or the title if the feed has no separate claim, and the fact if all of it
    fits.

    *source* follows the fact where rows are low.
    """

    icon = StringProperty("seal-question")
    number = StringProperty("")
    verdict = StringProperty("")
    ground = ColorProperty((0, 0, 0, 1))
    claim = StringProperty("")
    fact = StringProperty("")
    source = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    lying = BooleanProperty(False)
    brief = BooleanProperty(False)  # the claim has the room of who says it
    signed = BooleanProperty(True)  # whether the source has a line of its own
    room = NumericProperty(0)  # px for claim and fact

    def on_claim(self, *_: object) -> None:
        self.slip()

    @staticmethod
    def row_properties(item: Clarification, theme: Theme, phrases: Phrases, when: str) -> dict[str, Any]:
        """Return the properties of a row for *item*; *when* tells its publication date."""
        claim, fact = claim_and_fact(item)
        verdict = theme.tokens.verdicts[str(item.verdict)]
        return {
            "icon": verdict["icon"],
            "verdict": phrases.verdict(item.verdict),
            "ground": colour(verdict["bg"]),
            "claim": QUOTED.format(claim[:300]) if claim else item.title[:300],
            "fact": fact,
            "source": phrases.origin(item),
            "when": when,
            "seal": str(item.provenance),
        }
