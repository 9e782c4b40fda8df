"""Words of the settings sheet: for opening it, the focused option, and a choice that was made. Pure."""

from __future__ import annotations

from kiosk.content.views.display_options import OWN_NAMES, TEXT_SCALES, Choice, choice_at
from kiosk.content.views.ports import BoardPort
from kiosk.i18n.phrases import Phrases


class SheetWords:
    """Words of the settings sheet over what *board* shows."""

    def __init__(self, board: BoardPort, phrases: Phrases) -> None:
        self._board = board
        self._ = phrases.translation.gettext

    def entry(self) -> list[str]:
        """Return the lines for a visitor who has opened the sheet and cannot see it."""
        return [f"{self._('Display and sound')}."]

    def sheet_hint(self) -> list[str]:
        """Return how the buttons work on the sheet."""
        return [self._("Press next for other choices, listen to choose, home when you are done.")]

    def focused(self) -> list[str]:
        """Return the focused option, and whether it is in use."""
        choice = choice_at(self._board.focus, self._board.languages)
        return [self._choice(choice)] if choice else []

    def volume(self) -> str:
        """Return the line that tells the volume of the voice."""
        return self._("Volume {n} percent.").format(n=round(self._board.volume))

    def chosen(self) -> list[str]:
        """Return the line after a choice, such as ["Ukuran huruf: besar."]."""
        choice = choice_at(self._board.focus, self._board.languages)
        if choice is None:
            return []
        name, value = self._name_and_value(choice)
        if choice.kind == "volume":
            return [self.volume()]
        if choice.kind == "listener":
            return [self._("Only you hear it.") if self._board.alone else self._("Everybody hears it.")]
        return [f"{name}: {value.lower() if choice.kind != 'language' else value}."]

    def _choice(self, choice: Choice) -> str:
        name, value = self._name_and_value(choice)
        board = self._board
        present = {"language": board.language, "text_scale": board.text_scale, "theme": board.theme}
        present["listener"] = "headset" if board.alone else ""
        used = f", {self._('in use')}" if present.get(choice.kind) == choice.value else ""
        return f"{name}: {value.lower() if choice.kind != 'language' else value}{used}."

    def _name_and_value(self, choice: Choice) -> tuple[str, str]:
        _ = self._
        sizes = dict(zip(TEXT_SCALES, (_("Normal size"), _("Large"), _("Very large")), strict=True))
        match choice.kind:
            case "language":
                return _("Language"), OWN_NAMES.get(str(choice.value), str(choice.value))
            case "text_scale":
                return _("Text size"), sizes[float(choice.value)]
            case "theme":
                names = {"light": _("Light"), "dark": _("Dark"), "contrast": _("Strong contrast")}
                return _("Colours"), names[str(choice.value)]
            case "listener":
                return _("Sound"), _("Only for me")
        return _("Sound"), _("Turn up") if choice.value == "louder" else _("Turn down")
