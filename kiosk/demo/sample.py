"""Sample village, as a kiosk has it that has run there for three days."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.picture_text import picture_text_from_json
from content_cache.store.store import Store
from kiosk.demo.server import serve
from kiosk.demo.village import build_village, demo_settings_toml
from kiosk.installation import Installation
from kiosk.refresher.service import refresh_sources
from kiosk.settings import load

LIVED_FOR = timedelta(days=3)
POSTER = "pengumuman-blt"
FILM = "berita-mangrove"
POSTER_TEXT = Path(__file__).parent / "poster-blt.json"


@contextmanager
def sample_village(installation: Installation, now: datetime) -> Iterator[Installation]:
    """Return an installation whose data folder holds the sample village as at *now*, served on loopback, while the
    context lasts.

    The kiosk has run for three days: what came meanwhile is new, the rest is not.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
        site = Path(folder) / "site"
        with serve(site) as base:
            config = Path(folder) / "kiosk.toml"
            config.write_text(demo_settings_toml(base), "utf-8")
            settings = load(config)
            # voice and screen are the caller's: so that a technician can try them on the sample village
            own = installation.settings
            speech = replace(own.speech, prayer=settings.speech.prayer)
            # a machine takes seconds to read a picture, and on this one there may be none that reads: `_read_poster`
            sources = tuple(replace(source, texts_from_pictures=False) for source in settings.sources)
            village = Installation(
                replace(settings, speech=speech, screen=own.screen, sources=sources),
                config,
                Path(folder) / "data",
                installation.out,
                installation.tell,
            )
            village.data.mkdir()
            for moment in (now - LIVED_FOR, now):
                build_village(site, now, until=moment)
                refresh_sources(village, force=True, now=partial(_at, moment))
            _read_poster(village)
            yield village


def _read_poster(village: Installation) -> None:
    """Store the text of the sample poster as OCR would read it."""
    text = picture_text_from_json(POSTER_TEXT.read_text("utf-8"))
    with Store.open(village.data) as store:
        item = store.reader.item(POSTER)
        if item is not None and item.picture is not None:
            store.media.add_text(item.picture.path, text)


def _at(moment: datetime) -> datetime:
    return moment
