"""Lines about the target in focus, and about a choice that was made. Pure."""

from __future__ import annotations

from kiosk.content.views.display_options import OWN_NAMES, TEXT_SCALES, Choice, choice_at
from kiosk.content.views.ports import BoardPort
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import WordsOf


class SpokenFocus:
    """Lines about what *board* has in focus; *pages* has the words of pages."""

    def __init__(self, board: BoardPort, phrases: Phrases, pages: WordsOf) -> None:
        self._board = board
        self._pages = pages
        self._phrases = phrases
        self._ = phrases.translation.gettext

    def focused(self, *, first: bool = False) -> list[str]:
        """Return the lines about the target in focus, and what listen would do there; *first* on coming to a screen."""
        board = self._board
        if board.sheet:
            choice = choice_at(board.focus, board.languages)
            return [self._choice(choice)] if choice else []
        words = self._pages.words(board.screen)(self._phrases)
        tell = words.arrived if first else words.focused
        return tell(board.view, board.focus, board.moment) if board.moment else []

    # choices of the sheet

    def chosen(self) -> list[str]:
        """Return the result of a choice: ["Ukuran huruf: besar."]."""
        choice = choice_at(self._board.focus, self._board.languages)
        if choice is None:
            return []
        name, value = self._name_and_value(choice)
        if choice.kind == "volume":
            return [self._("Volume {n} percent.").format(n=round(self._board.volume))]
        return [f"{name}: {value.lower() if choice.kind != 'language' else value}."]

    def _choice(self, choice: Choice) -> str:
        name, value = self._name_and_value(choice)
        board = self._board
        present = {"language": board.language, "text_scale": board.text_scale, "theme": board.theme}
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
        return _("Sound"), _("Turn up") if choice.value == "louder" else _("Turn down")
