"""The day at a glance: the card of weather and sea, the line of prayer times, and the one line that stands for both where there
is little room."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.content.views.day import DayView, Prayers
from kiosk.core.clock import Moment
from kiosk.narration.day_words import DayWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.theme import Theme
from kiosk.ui.widgets.cards import Card

_TONES = {
    "sun": "warn", "cloud-sun": "warn", "cloud": "ink2", "cloud-rain": "layanan", "cloud-lightning": "klarifikasi",
    "moon-stars": "layanan",
}  # fmt: skip


def sky_tone(icon: str, theme: Theme) -> str:
    """Return the name of the colour for the weather pictogram *icon*. The word beside it says the same."""
    if theme.outlined:
        return "primary"
    if theme.name == "light":
        return _TONES.get(icon, "ink2")
    return "voice" if icon in ("sun", "cloud-sun") else "ink"


class SkyNow(Box):
    """Present weather, such as "31°, cerah berawan", and what comes; or that there is no forecast."""

    icon = StringProperty("cloud")
    tone = StringProperty("ink2")
    degrees = StringProperty("")
    sky = StringProperty("")
    coming = StringProperty("")
    warns = BooleanProperty(False)


class SkySea(Box):
    """Line about the sea, such as "Ombak 0,5–1,25 m · rendah"."""

    words = StringProperty("")
    name = StringProperty("")
    line = StringProperty("")


class Hairline(Surface):
    pass


class Spread(Box):
    """Box whose children stand at equal distances, the first and the last at its ends."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("width", "minimum_width", "children"):
            self.fbind(name, self._spread)

    def _spread(self, *_: object) -> None:
        wide = sum(child.width for child in self.children)
        self.spacing = max(0.0, (self.width - wide) / max(len(self.children) - 1, 1))


class SkyCard(Card):
    """Card that opens the page of weather and sea."""

    def __init__(self, day: DayView, moment: Moment, words: DayWords, theme: Theme, *, roomy: bool) -> None:
        super().__init__(spot="sky")
        if (now := sky_now(day, moment, words, theme)) is not None:
            self.add_widget(SkyNow(**now))
        if day.sea is not None:
            if now is not None:
                self.add_widget(Hairline())
            water = day.sea.waters[0]
            waves = words.waves(water)
            line = " · ".join((water.name, words.by(day.sea.source, day.sea.issued, moment))) if roomy else ""
            sea = SkySea(words=waves, name=words.wave_name(water), line=line)
            for part in (sea,) if now is not None else (Widget(), sea, Widget()):  # alone it stands in the middle
                self.add_widget(part)


def sky_now(day: DayView, moment: Moment, words: DayWords, theme: Theme) -> dict[str, Any] | None:
    """Return the properties of the widget `SkyNow`; `None` if there never was a forecast."""
    forecast = day.forecast
    if forecast is None:
        if day.last_forecast is None:
            return None
        sky, coming = words.no_weather(day.last_forecast, moment)
        return {"sky": sky, "coming": coming, "warns": True}
    step = forecast.steps[0]
    icon = words.icon(step, moment)
    coming = words.coming(forecast, moment)
    if forecast.old:
        coming = words.by(forecast.source, forecast.issued, moment)
    return {
        "icon": icon,
        "tone": sky_tone(icon, theme),
        "degrees": f"{step.degrees}°",
        "sky": words.sky(step.sky),
        "coming": coming,
        "warns": forecast.old,
    }


class PrayerMark(Surface):
    """One prayer time; the next one is filled, past ones are faint."""

    name = StringProperty("")
    time = StringProperty("")
    chosen = BooleanProperty(False)
    past = BooleanProperty(False)


class PrayerLine(Surface):
    """Line with the prayer times of the day, "Salat Subuh 04.19 … Isya 18.55"."""

    note = StringProperty("")
    heading = StringProperty("")

    def __init__(self, prayers: Prayers, words: DayWords, times: list[str], **properties: Any) -> None:
        super().__init__(**properties)
        for place, ((prayer, _), time) in enumerate(zip(prayers.times, times, strict=True)):
            mark = PrayerMark(
                name=words.prayer(prayer), time=time, chosen=place == prayers.next, past=place < prayers.next
            )
            self.ids.marks.add_widget(mark)


class DayFact(Box):
    icon = StringProperty("cloud")
    tone = StringProperty("ink2")
    words = StringProperty("")


class DayStrip(Surface):
    """Line with as many as fit of weather, sea and the next prayer. It cannot be touched."""

    room = NumericProperty(0)
    facts = ObjectProperty(())

    def on_kv_post(self, _base: Any) -> None:
        self._fit_facts()

    def on_width(self, *_: object) -> None:
        self._fit_facts()

    def _fit_facts(self) -> None:
        """Show the first facts that fit into the width. A fact is shown whole or not at all."""
        if "facts" not in self.ids:
            return  # its rule is not applied yet
        self.ids.facts.clear_widgets()
        left = self.width - self.padding[0] - self.padding[2]
        for icon, tone, words in self.facts:
            fact = DayFact(icon=icon, tone=tone, words=words)
            fact.ids.words.texture_update()
            needed = fact.ids.words.texture_size[0] + fact.ids.icon.extent + 2 * fact.spacing
            if needed > left:
                break
            left -= needed
            self.ids.facts.add_widget(fact)


def day_facts(day: DayView, moment: Moment, words: DayWords, theme: Theme) -> tuple[tuple[str, str, str], ...]:
    """Return (icon, tone, words) of weather, sea and the next prayer, for a `DayStrip`."""
    facts: list[tuple[str, str, str]] = []
    now = sky_now(day, moment, words, theme)
    if now is not None:
        said = f"{now.get('degrees', '')} {now['sky']}".strip()
        facts.append((now.get("icon", "cloud"), now.get("tone", "ink2"), said))
    if day.sea is not None:
        facts.append(("waves", "primary", words.waves(day.sea.waters[0])))
    if day.prayers is not None and day.prayers.next >= 0:
        prayer, at = day.prayers.times[day.prayers.next]
        facts.append(("mosque", "primary", f"{words.prayer(prayer)} {at.strftime('%H.%M')}"))
    return tuple(facts)
