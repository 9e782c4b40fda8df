"""Report for technicians on the schedule: when it is silent for prayers, and which read-outs that moves or drops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.broadcast.quiet_hours import quiet_of
from kiosk.core.clock import Moment
from kiosk.core.prayer_times import prayer_times
from kiosk.i18n.words import Words
from kiosk.settings import Settings

PRAYERS = ("Subuh", "Zuhur", "Asar", "Magrib", "Isya")  # as KBBI writes them


def schedule(settings: Settings, moment: Moment, _: Words) -> Iterator[tuple[bool, str]]:
    """Yield (whether it is well, a line) for each read-out of a day like that of *moment*, and for the prayers."""
    quiet = quiet_of(settings.speech, settings.place)
    made = []
    for readout in settings.readouts:
        at = datetime.combine(moment.now.date(), readout.at, moment.now.tzinfo)
        what = _("bulletin") if readout.what == "bulletin" else readout.what
        end = quiet.end_of_quiet(at)
        if end is None:
            made.append(f"{at:%H.%M} {what}")
        elif end.date() == at.date():
            made.append(
                _("{at} {what} (today at {end}, after the quiet time)", at=f"{at:%H.%M}", what=what, end=f"{end:%H.%M}")
            )
        else:
            never = _(
                "{at} {what} falls into the quiet hours and is never read out; change at or quiet_hours",
                at=f"{at:%H.%M}",
                what=what,
            )
            yield False, never
    yield True, "; ".join(made) if made else _("no scheduled read-out will be heard")
    if settings.speech.quiet_at_prayer:
        yield True, _prayers(settings, moment, _)


def _prayers(settings: Settings, moment: Moment, _: Words) -> str:
    place, prayer = settings.place, settings.speech.prayer
    times = prayer_times(
        moment.now.date(),
        place.latitude,
        place.longitude,
        ZoneInfo(place.timezone),
        prayer.fajr_angle,
        prayer.isha_angle,
    )
    told = ", ".join(f"{name} {begins:%H.%M}" for name, begins in zip(PRAYERS, times.each(), strict=True))
    return _(
        "silent from {before} minutes before until {after} minutes after: {times}",
        before=prayer.before,
        after=prayer.after,
        times=told,
    )
