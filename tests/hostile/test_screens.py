"""A few hostile strings through a feed into a store and onto every screen. All 2,000: python -m tests.hostile.screens"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.offscreen import Canvas
from kiosk.core.clock import Moment, Trust
from tests.hostile.screens import Gallery, store
from tests.hostile.strings import own
from tests.support.shown_village import Village
from tests.support.stage import Stage

pytestmark = pytest.mark.attack(
    "what comes in",
    "hostile strings come through a feed onto every screen",
    "every screen draws them as letters",
)


@pytest.mark.slow(cases=0)
def test_every_screen_draws_what_a_feed_may_bring(canvas: Canvas, tmp_path: Path) -> None:
    contents = store(tmp_path / "data", own(12, seed=3))
    moment = Moment(datetime.now(UTC) + timedelta(seconds=1), Trust.TRUSTED)
    items = contents.items(Category.NEWS, moment)
    assert len(items) >= 10
    media = tmp_path / "media"
    media.mkdir()
    stage = Stage(canvas, Village(media))
    try:
        stage.open("idle", (800, 480))
        gallery = Gallery(stage)
        for number in range(0, len(items), 3):
            gallery.show(contents, items[number : number + 3])
            assert len(stage.picture().getcolors(1 << 20) or ()) > 12  # something is drawn
    finally:
        stage.close()
        contents.close()
