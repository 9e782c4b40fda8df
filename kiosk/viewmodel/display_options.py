"""What the sheet "Tampilan" offers, in the order in which the buttons move over it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.i18n.translation import languages

TEXT_SCALES = (1.0, 1.4, 2.0)  # biasa, besar, sangat besar (DESIGN.md, "Text at 200 %")
THEMES = ("light", "dark", "contrast")
LOUDNESS = ("softer", "louder")
OWN_NAMES = {"id": "Indonesia", "en": "English", "bgz": "Banggai"}  # languages call themselves by their own names
MOST_LANGUAGES = 3  # as the sheet has room for


@dataclass(frozen=True, slots=True)
class Choice:
    """`kind` is language, text_scale, theme or volume; `value` what is chosen of it."""

    kind: str
    value: str | float

    @property
    def spot(self) -> str:
        """Its name for the focus: "option:en"."""
        return f"option:{self.value}"


def choices() -> tuple[Choice, ...]:
    """All of them."""
    return (
        *(Choice("language", code) for code in languages()[:MOST_LANGUAGES]),
        *(Choice("text_scale", scale) for scale in TEXT_SCALES),
        *(Choice("theme", name) for name in THEMES),
        *(Choice("volume", verb) for verb in LOUDNESS),
    )


def choice_at(spot: str) -> Choice | None:
    """The choice that has the focus, None if it lies on something else."""
    return next((choice for choice in choices() if choice.spot == spot), None)
