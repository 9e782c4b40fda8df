"""The day at a glance on the idle screen of a large panel: weather, sea, prayer times, who is in. Read from afar, not touched."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.content.views.day import DayView, Prayer
from kiosk.core.clock import Moment
from kiosk.narration.day_words import DayWords
from kiosk.ui.primitives import picture  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.theme import Theme
from kiosk.ui.widgets.day_cards import sky_now


class GlancePair(Box):
    pass


class GlanceTile(Surface):
    """Icon or photo beside two lines."""

    icon = StringProperty("cloud")
    photo = StringProperty("")
    first = StringProperty("")
    second = StringProperty("")
    small_first = BooleanProperty(False)


class GlancePrayer(Surface):
    name = StringProperty("")
    time = StringProperty("")
    chosen = BooleanProperty(False)


class GlancePrayers(Surface):
    pass


def glance(day: DayView, moment: Moment, words: DayWords, theme: Theme) -> list[Widget]:
    """Return the tiles from top to bottom; a source without data has no tile."""
    found: list[Widget] = []
    pair = GlancePair()
    now = sky_now(day, moment, words, theme)
    if now is not None and day.forecast is not None:
        pair.add_widget(GlanceTile(icon=now["icon"], first=now["degrees"], second=now["sky"]))
    if day.sea is not None:
        water = day.sea.waters[0]
        name = words.calm_name(water)
        pair.add_widget(GlanceTile(icon="waves", first=words.metres(water.low, water.high), second=name))
    if pair.children:
        found.append(pair)
    if day.prayers is not None and day.prayers.next >= 0:  # after the last prayer they would be taken for tomorrow's
        row = GlancePrayers()
        for place, (prayer, at) in enumerate(day.prayers.times):
            if prayer is not Prayer.SUNRISE:
                mark = GlancePrayer(
                    name=words.prayer(prayer), time=at.strftime("%H.%M"), chosen=place == day.prayers.next
                )
                row.ids.marks.add_widget(mark)
        found.append(row)
    staff = words.still_in(day.staff, moment) if day.staff is not None else None
    if staff is not None:
        told = f"{words.in_today} · {' '.join(filter(None, (staff.hall, words.hours(staff.people[0]))))}"
        photo = theme.stored_path(next((path for path in staff.photos if path), ""))
        found.append(
            GlanceTile(icon="user", photo=photo, first=told, second=words.staff_names(staff), small_first=True)
        )
    return found
