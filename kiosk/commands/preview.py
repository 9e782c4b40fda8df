"""How a kiosk will show and say what is about to be published: read by the kiosk's own code, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from content_cache.central.publish import Plan
from content_cache.central.reading import items_of
from content_cache.items import Item, Source
from kiosk.clock import Moment, Trust
from kiosk.commands.call import Call
from kiosk.readings import SpokenReadings
from kiosk.translation import Translation

_WHERE = "https://preview.invalid/feed.json"


def preview(call: Call, planned: Plan, now: datetime) -> Iterator[str]:
    """A few lines for each item that is new or changed: where it stands, its title, and every sentence as it is spoken."""
    source = Source(
        name=call.settings.place.name or "Info Desa",
        url=_WHERE,
        format="central",
        timezone=call.settings.place.timezone,
    )
    readings = SpokenReadings(Translation(call.settings.place.language), call.data, call.settings.speech.lexicon)
    moment = Moment(now.astimezone(call.zone), Trust.TRUSTED)
    shown = {*planned.added, *planned.changed}
    body = planned.files[planned.latest.file]
    for item in items_of(body, source, url=_WHERE, now=now, may_warn=True).items:
        if item.title in shown:
            yield from _told(readings, item, moment)


def _told(readings: SpokenReadings, item: Item, moment: Moment) -> Iterator[str]:
    yield ""
    yield f"[{item.category}] {item.title}"
    for attachment in item.attachments:
        yield (
            f"    gambar: {attachment.alt}"
            if attachment.is_picture
            else "    dengan rekaman, diputar sebagai ganti suara kios"
        )
    for sentence in readings.item(item, moment).sentences:
        yield f"    diucapkan: {sentence.spoken}"
