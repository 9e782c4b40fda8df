"""Hostile strings as titles, bodies, authors and places: read as a feed, stored, and drawn on every screen.

    python -m tests.hostile.screens [COUNT]

COUNT (2,000) strings, the npm package's among them (fetched at the time), on a virtual display (xvfb). Ends with 1 if a frame
took over 250 ms of the main thread, or the process has 300 MB or more. A test of the suite draws a few.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from content_cache.formats import read_feed
from content_cache.model.changes import Changes
from content_cache.model.items import Item
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.content.views.shown import ArticleView, Shown, Speaking
from kiosk.core.clock import Moment, Trust
from kiosk.pages.search.view import SearchView
from kiosk.ui.runtime.memory import Sweeper
from tests.hostile.strings import naughty, own

SLOWEST_S, MOST_MB = 0.250, 300.0


def store(folder: Path, texts: Iterable[str]) -> ContentRepository:
    """Each text as the title and the body of a news item, an announcement and an event, through feeds into a real store."""
    now = datetime.now(UTC)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [
            {
                "id": f"i{n}",
                "title": text,
                "content_text": text,
                "authors": [{"name": text}],
                "date_published": now.isoformat(),
            }
            for n, text in enumerate(texts)
        ],
    }
    body = json.dumps(feed).encode()
    with Store.open(folder) as written:
        for category in (Category.NEWS, Category.ANNOUNCEMENT, Category.SERVICE):
            source = Source(name=str(category), url="https://example.org/feed.json", format="json", category=category)
            found = read_feed(body, source, now=now)
            written.apply(source.name, Changes(added=found.items), SourceRecord(name=source.name), now)
    return ContentRepository(lambda: Store.open(folder, read_only=True))


class Gallery:
    """Draws an item on every screen of a stage, and notes how long each frame took."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.slowest = 0.0
        self.slow: list[str] = []
        self._sweeper = Sweeper()

    def begin(self) -> None:
        """Clean the memory as the kiosk does before its first visitor."""
        self._sweeper.clean()

    def _draw(self, what: str, *, screen: str = "", **board: Any) -> None:
        """The board is filled, then the screen turned to, as the kiosk does, and four frames follow: the time of the main thread,
        the waiting for pixels left out. To the first of them belongs what is written before it. Then a second is over, and the
        kiosk sweeps as it does in each."""
        began = time.thread_time()
        if "view" in board:
            self.stage.board.shown = Shown(screen, board.pop("view"))
        for name, value in board.items():
            setattr(self.stage.board, name, value)
        if screen:
            self.stage.board.screen = screen
        for _ in range(4):
            self.stage.canvas.frames(1)
            took = time.thread_time() - began
            self.slowest = max(self.slowest, took)
            if took > SLOWEST_S:
                self.slow.append(f"{what}: {took * 1000:.0f} ms")
            began = time.thread_time()
        self._sweeper.sweep(visited=self.stage.board.screen != "idle")

    def show(self, repository: ContentRepository, items: Sequence[Item]) -> None:
        """One page of items, on every screen that shows any."""
        moment = Moment(datetime.now(UTC).astimezone(), Trust.TRUSTED)
        board, village = self.stage.board, self.stage.village
        first, told = items[0], repr(items[0].title[:30])
        home = repository.views.home_view(moment)
        event = {"title": first.title[:5000], "place": first.title[:5000]}
        events = tuple(_with(village.events[0], **event) for _ in range(3))
        notices = _with(
            village.views["announcements"],
            cards=tuple(_with(village.notices[0], title=i.title, text=i.text) for i in items),
        )
        hits = SearchView(first.title[:200], first.title[:200], typing=False, hits=tuple(items))
        for screen, views in (
            ("home", {"view": _with(home, hero=first, event=events[0]), "place": first.title[:300]}),
            ("news", {"view": _with(village.views["news"], rows=tuple(items[:3]))}),
            ("item", {"view": ArticleView(first)}),
            ("events", {"view": _with(village.views["events"], events=events)}),
            ("announcements", {"view": notices}),
            ("search", {"view": hits}),
            ("idle", {"view": _with(village.views["idle"], upcoming=events)}),
        ):
            self._draw(f"{screen} {told}", screen=screen, **views)
        spoken = village.speaking(first, 0)
        self._draw(f"speaking {told}", screen="item", speaking=Speaking(first.id, spoken.sentences[:50], 1))
        self._draw(f"notice {told}", speaking=None, notice=first.title[:2000])
        board.notice = ""


def _with(frozen: Any, **changes: Any) -> Any:
    from msgspec.structs import replace

    return replace(frozen, **changes)


def main(count: int = 2000) -> int:
    from kiosk.ui.runtime.environment import prepare
    from tests.campaigns.bench.display import on_a_display

    code = on_a_display("tests.hostile.screens", str(count))
    if code is not None:
        return code
    home = Path(tempfile.mkdtemp(prefix="hostile-"))
    prepare(size=(1280, 720), offscreen=False, home=home / "kivy", maxfps=0)
    from kiosk.app.pictures.offscreen import Canvas
    from tests.campaigns.soak.monkey import memory_told, resident_mb
    from tests.support.shown_village import Village
    from tests.support.stage import Stage

    texts = naughty(home)
    print(f"{len(texts)} strings of the package")
    texts += own(count - len(texts), seed=1)
    repository = store(home / "data", texts)
    moment = Moment(datetime.now(UTC) + timedelta(seconds=1), Trust.TRUSTED)
    items = repository.items(Category.NEWS, moment)
    (home / "media").mkdir()
    stage = Stage(Canvas((1280, 720)), Village(home / "media"))
    stage.open("idle")
    gallery = Gallery(stage)
    gallery.begin()
    for number in range(0, len(items), 2):
        gallery.show(repository, items[number : number + 3])
        if number % 200 == 0:
            print(
                f"{number} of {len(items)}: slowest frame {gallery.slowest * 1000:.0f} ms, {resident_mb():.0f} MB; {memory_told()}",
                flush=True,
            )
    for line in gallery.slow:
        print(line)
    print(f"{len(items)} items drawn: slowest frame {gallery.slowest * 1000:.0f} ms, {resident_mb():.0f} MB")
    return int(bool(gallery.slow) or resident_mb() >= MOST_MB)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
