"""A data folder with films, brought from a feed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from content_cache.formats import read_feed
from content_cache.store.store import Store
from tests.content_cache.house import Clock, House, source
from tests.support import films
from tests.support.items import NOW

SECONDS = 30
"""How long the film with sound and subtitles lasts."""
FEED = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<item><title>Cara menanam bakau agar tidak mati</title><guid>bakau</guid>
  <description>Siapkan bibit setinggi lutut.</description><enclosure url="film.mp4" type="video/mp4" length="1"/>
  <media:content url="teks.srt" type="application/x-subrip"/></item>
<item><title>Film tanpa suara</title><guid>diam</guid><enclosure url="diam.mp4" type="video/mp4" length="1"/></item>
<item><title>Film rusak</title><guid>rusak</guid><enclosure url="rusak.mp4" type="video/mp4" length="1"/></item>
<item><title>Film di YouTube</title><guid>jauh</guid><link>https://www.youtube.com/watch?v=dQw4w9WgXcQ</link></item>
<item><title>Berita panjang dengan film</title><guid>panjang</guid><description>{long}</description>
  <enclosure url="film.mp4" type="video/mp4" length="1"/></item>
</channel></rss>""".format(long=" ".join(["Warga desa menanam bakau di pantai."] * 30))


def fetch_films(folder: Path, feed: Path) -> None:
    """Write a feed of the hall's own with its films to *feed*, and refresh *folder* from it."""
    (feed / "film.mp4").write_bytes(films.film(SECONDS, size=(320, 180), fps=10))
    (feed / "diam.mp4").write_bytes(films.film(2.0, sound=False))
    (feed / "rusak.mp4").write_bytes(films.film(picture=False))
    (feed / "teks.srt").write_bytes(films.SUBTITLES)
    (feed / "feed.xml").write_text(FEED)
    with Store.open(folder) as store:
        house = House(store, Clock(NOW), folder)
        house.refresher(source(str(feed / "feed.xml"), own=True, format="rss"), reader=read_feed).refresh(force=True)


def until(holds: Callable[[], object]) -> None:
    """Wait until *holds*, at most 20 seconds."""
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()
