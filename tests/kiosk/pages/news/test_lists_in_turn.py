"""Lists that follow each other on one screen: their rows are kept and show what the list has that is shown now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from content_cache.model.items import Clarification, Item, NewsItem
from content_cache.model.vocabulary import Category, Verdict
from kiosk.content.views.shown import ListView
from kiosk.ui.widgets.cards import FreshBadge, Row
from kiosk.ui.widgets.verdict_row import VerdictRow
from tests.support.stage import Stage

SIZE = (1280, 720)


def news(stage: Stage, *titles: str, new: bool = False) -> tuple[Item, ...]:
    now = stage.board.moment.now
    seen = now - timedelta(hours=1) if new else now - timedelta(days=9)
    return tuple(NewsItem(id=title, source="s", title=title, published=now, seen_first=seen) for title in titles)


def show(stage: Stage, rows: tuple[Item, ...], category: Category = Category.NEWS) -> None:
    since = stage.board.moment.now - timedelta(days=1)
    stage.show(ListView(category, rows, total=len(rows), new_since=since))
    stage.settle()


def shown(stage: Stage) -> list[str]:
    """Return the titles of the rows from top to bottom."""
    return [row.title for row in sorted(stage.widgets(Row), key=lambda row: -row.y)]


def test_each_list_shows_its_own_rows(stage: Stage) -> None:
    stage.open("news", SIZE)
    check = Clarification(id="c", source="s", title="[SALAH] Air sumur beracun", text="Tidak.", verdict=Verdict.FALSE)
    show(stage, news(stage, "Jalan", "Pasar", "Panen", new=True))
    kept = set(stage.widgets(Row))
    assert len(stage.widgets(FreshBadge)) == 3
    show(stage, (check,), Category.CLARIFICATION)
    assert (shown(stage), len(stage.widgets(VerdictRow)), len(stage.widgets(FreshBadge))) == ([], 1, 0)
    show(stage, news(stage, "Sekolah", "Dermaga"))
    assert shown(stage) == ["Sekolah", "Dermaga"]
    assert not stage.widgets(FreshBadge), "what was new stood in these rows before"
    assert set(stage.widgets(Row)) < kept
    show(stage, (), Category.SERVICE)
    assert shown(stage) == []
    show(stage, (*news(stage, "Balai", new=True), *news(stage, "Kapal", "Padi")))
    assert shown(stage) == ["Balai", "Kapal", "Padi"]
    assert [badge.words for badge in stage.widgets(FreshBadge)] == ["Baru"]


def test_a_kept_row_opens_what_stands_in_it(stage: Stage) -> None:
    stage.open("news", SIZE)
    show(stage, news(stage, "Jalan", "Pasar"))
    show(stage, (replace(news(stage, "x")[0], title="Layanan"),), Category.SERVICE)
    show(stage, news(stage, "Sekolah", "Dermaga", "Panen"))
    for row in sorted(stage.widgets(Row), key=lambda row: -row.y):
        stage.tap(row)
    opened = [call for call in stage.controller.calls if call[0] == "page.news.open_row"]
    assert opened == [("page.news.open_row", place) for place in range(3)]


def test_a_finger_on_a_row_does_not_open_what_comes_in_its_place(stage: Stage) -> None:
    stage.open("news", SIZE)
    show(stage, news(stage, "Jalan", "Pasar"))
    finger = stage.down(*stage.widgets(Row)[0].center)
    show(stage, (replace(news(stage, "x")[0], title="Layanan"),), Category.SERVICE)
    stage.up(finger)
    show(stage, news(stage, "Jalan", "Pasar"))

    assert not [call for call in stage.controller.calls if call[0] == "page.news.open_row"]
    assert not any(row.pressed for row in stage.widgets(Row))


@pytest.mark.slow(cases=0)
def test_each_list_keeps_its_rows(stage: Stage) -> None:
    """Show that an unchanged row is not drawn anew."""
    stage.open("news", SIZE)
    show(stage, news(stage, "Jalan", "Pasar"))
    kept = stage.widgets(Row)
    textures = [row.ids.title.texture for row in kept]
    show(stage, (replace(news(stage, "x")[0], title="Layanan"),), Category.SERVICE)
    show(stage, news(stage, "Jalan", "Pasar"))

    assert stage.widgets(Row) == kept
    assert [row.ids.title.texture for row in kept] == textures
