"""Sources for the refresher from SMS: files that the modem's process writes."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from content_cache.model.sources import Source
from content_cache.model.trust import SMS, SMS_UNCHECKED
from content_cache.model.vocabulary import Category
from kiosk.settings.sections import Settings

FOLDER = "sms"  # in the data folder
SIGNED, UNCHECKED = "signed", "unchecked.json"
_EVERY_S = 60.0  # each message triggers a refresh at once; this catches missed ones


def sms_sources(settings: Settings, data: Path) -> tuple[Source, ...]:
    """Return the sources of warnings by SMS; none without a modem.

    Signed messages belong to the first source with alert keys, whose keys verify them.
    """
    if not settings.sms.enabled:
        return ()
    folder = data / FOLDER
    plain = Source(
        name="SMS",
        url=str(folder / UNCHECKED),
        format=SMS_UNCHECKED,
        category=Category.ALERT,
        every=_EVERY_S,
        timezone=settings.place.timezone,
        language=settings.place.language,
        alerts=True,
        own=True,
    )
    office = next((source for source in settings.sources if source.alert_keys), None)
    if office is None:
        return (plain,)
    name, url = f"{office.name} (SMS)", str(folder / SIGNED)
    return plain, replace(
        office, name=name, url=url, format=SMS, category=Category.ALERT, every=_EVERY_S, alerts=True, own=True
    )
