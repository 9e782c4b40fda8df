"""Options of the settings sheet "Tampilan", in the order in which the buttons focus them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.i18n.translation import languages

TEXT_SCALES = (1.0, 1.4, 2.0)  # biasa, besar, sangat besar (DESIGN.md, "Text at 200 %")
THEMES = ("light", "dark", "contrast")
LOUDNESS = ("softer", "louder")
OWN_NAMES = {
    "id": "Indonesia",
    "en": "English",
    **LOCAL_LANGUAGES,
}
"""Languages by their code, as they call themselves."""
MOST_LANGUAGES = 4  # as the sheet has room for


@dataclass(frozen=True, slots=True)
class Choice:
    """Option of the settings sheet. *kind* is language, text_scale, theme, volume or listener; *value* is the setting it makes."""

    kind: str
    value: str | float

    @property
    def spot(self) -> str:
        """Return the focus spot of the option, such as "option:en"."""
        return f"option:{self.value}"


def offered(recorded: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the language codes to offer: those with a catalogue, then the *recorded* ones, in which people of the
    hall have spoken notices.
    """
    return tuple(dict.fromkeys((*languages(), *recorded)))[:MOST_LANGUAGES]


def choices(spoken: Sequence[str], *, headset: bool) -> tuple[Choice, ...]:
    """Return all options of the settings sheet in focus order, with the languages *spoken*, and the headset if there
    is a *headset*.
    """
    return (
        *(Choice("language", code) for code in spoken),
        *(Choice("text_scale", scale) for scale in TEXT_SCALES),
        *(Choice("theme", name) for name in THEMES),
        *(Choice("volume", verb) for verb in LOUDNESS),
        *((Choice("listener", "headset"),) if headset else ()),
    )


def choice_at(spot: str, spoken: Sequence[str]) -> Choice | None:
    """Return the option whose focus spot is *spot*; `None` if that is something else."""
    return next((choice for choice in choices(spoken, headset=True) if choice.spot == spot), None)
