"""Preview of the next edition as a kiosk will show and say it, by the kiosk's own code, in words and pictures."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from content_cache.central.edition_reader import items_of
from content_cache.model.items import Item
from content_cache.model.sources import Source
from content_cache.signing.edition import media_hash
from kiosk.core.children import OWN_MODULES
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.installation import Installation
from kiosk.narration.narrator import SpokenReadings
from kiosk.office.editions.publish import Plan

_BASE = "https://preview.invalid/"
_MOST_PICTURES = 6
_PATIENCE_S = 60.0


def preview(installation: Installation, planned: Plan, now: datetime, folder: Path) -> Iterator[str]:
    """Yield lines for each new or changed item: its category, its title, and every sentence as it is spoken. The
    screens of the first few are drawn into *folder*."""
    items = _items(installation, planned, now)
    readings = SpokenReadings(
        Translation(installation.settings.place.language), installation.data, installation.settings.speech.lexicon
    )
    moment = Moment(now.astimezone(installation.zone), Trust.TRUSTED)
    for item in items:
        yield from _preview_lines(readings, item, moment, installation.words)
    if items:
        yield ""
        yield from _drawn(installation.words, planned, items[:_MOST_PICTURES], now, folder)


def _items(installation: Installation, planned: Plan, now: datetime) -> list[Item]:
    source = Source(
        name=planned.feed["title"], url=_BASE, format="central", timezone=installation.settings.place.timezone
    )
    shown = {*planned.added, *planned.changed}
    body = planned.files[planned.latest.edition_name]
    feed = items_of(body, source, url=_BASE + planned.latest.edition_name, now=now, may_warn=True)
    return [item for item in feed.items if item.title in shown]


def _preview_lines(readings: SpokenReadings, item: Item, moment: Moment, _: Words) -> Iterator[str]:
    yield ""
    yield f"[{item.category}] {item.title}"
    for attachment in item.attachments:
        recording = _("with a recording, which is played in place of the voice of the kiosk")
        yield "    " + (_("picture: {alt}", alt=attachment.alt) if attachment.is_picture else recording)
    for sentence in readings.item(item, moment).sentences:
        yield "    " + _("said: {sentence}", sentence=sentence.spoken)


def _drawn(_: Words, planned: Plan, items: Sequence[Item], now: datetime, folder: Path) -> Iterator[str]:
    """Draw the screen of each item as a PNG in *folder*, each in its own process: this one may lack the libraries for a
    window. Yield a line for each; end with the reason if one cannot be drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-preview-") as place:
        data = Path(place)
        _fill(data, planned, items, now)
        for number, item in enumerate(items, 1):
            path = folder / f"{number}.png"
            words = [
                "--data",
                str(data),
                "screenshot",
                "--item",
                item.id,
                "--out",
                str(path),
                "--now",
                now.isoformat(),
            ]
            try:
                done = subprocess.run(
                    [sys.executable, *OWN_MODULES, "-m", "kiosk", *words],
                    capture_output=True,
                    text=True,
                    timeout=_PATIENCE_S,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                yield _("the screen cannot be drawn on this computer; what is told above is right all the same")
                return
            if done.returncode:
                why = (done.stderr.strip().splitlines() or ["?"])[-1]
                yield _(
                    "the screen cannot be drawn on this computer ({reason}); what is told above is right all the same",
                    reason=why,
                )
                return
            yield f"{path}: {item.title}"


def _fill(data: Path, planned: Plan, items: Sequence[Item], now: datetime) -> None:
    """Fill the data folder *data* with these items and their pictures, as if a kiosk had taken them."""
    from content_cache.model.changes import compare
    from content_cache.model.records import MediaRecord, SourceRecord
    from content_cache.store.store import Store

    (data / "media").mkdir()
    media = {name: content for name, content in planned.files.items() if media_hash(name)}
    for name, content in media.items():
        (data / name).write_bytes(content)
    with Store.open(data) as store:
        store.media.add(
            [MediaRecord(url=_BASE + name, path=name, bytes=len(media[name]), revision=2) for name in media]
        )
        record = SourceRecord(name=items[0].source, url=_BASE, last_success=now)
        store.apply(record.name, compare({}, items), record, now)
