"""A picture that opens over the whole screen when it is touched, with a chip that says so."""

from __future__ import annotations

from typing import Any

from kivy.properties import ColorProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.picture import Picture
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.theme.tokens import colour

GROUND = colour("#061115")
"""Colour behind a picture that fills the screen, and of a chip on a picture, in all themes."""
ON_GROUND = colour("#FFF8EA")


class PictureChip(Surface):
    """Chip on a picture, such as "Gambar 1 dari 3"."""

    words = StringProperty("")
    icon = StringProperty("images")
    ground = ColorProperty(GROUND)
    onground = ColorProperty(ON_GROUND)


class PictureDoor(Touchable):
    """Touch area on *picture* that opens it full screen. *words* are its chip's, "" for none. The four buttons can focus it."""

    def __init__(
        self, picture: Picture, words: str = "", icon: str = "magnifying-glass-plus", **properties: Any
    ) -> None:
        self.picture = picture
        super().__init__(spot="picture", **properties)
        picture.size_hint, picture.pos_hint = (1, 1), {"x": 0, "y": 0}
        place = FloatLayout()
        place.add_widget(picture)
        if words:
            place.add_widget(PictureChip(words=words, icon=icon, pos_hint={"x": 0, "y": 0}))
        self.add_widget(place)
