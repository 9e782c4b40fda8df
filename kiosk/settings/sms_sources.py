"""What came by SMS as sources of the refresher: files that the modem's process writes."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from content_cache.model.items import Category, Source
from content_cache.model.trust import SMS, SMS_UNCHECKED
from kiosk.settings.sections import Settings

FOLDER = "sms"  # in the data folder
SIGNED, UNCHECKED = "signed", "unchecked.json"
_EVERY_S = 60.0  # asked for at once when the bell rings; this is for what it missed


def sms_sources(settings: Settings, data: Path) -> tuple[Source, ...]:
    """None where there is no modem. What is signed is the word of the first source that has alert keys: its keys count."""
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
