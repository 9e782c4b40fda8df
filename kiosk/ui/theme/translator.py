"""Translation as Kivy properties: a kv rule that says `tr._("News")` follows a change of language."""

from __future__ import annotations

from collections.abc import Callable

from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty

from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation


class Translator(EventDispatcher):
    """Translation as Kivy properties. `_` translates a message, `phrases` words data; both change with the language."""

    _: Callable[[str], str] = ObjectProperty(None)
    phrases: Phrases = ObjectProperty(None, rebind=True)

    def __init__(self, translation: Translation) -> None:
        super().__init__()
        self.use(translation)

    @property
    def language(self) -> str:
        return str(self.phrases.translation.language)

    def use(self, translation: Translation) -> None:
        self.phrases = Phrases(translation)
        self._ = translation.gettext

    def speak(self, language: str) -> None:
        if language != self.language:
            self.use(Translation(language))
