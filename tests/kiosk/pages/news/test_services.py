"""Services say in their rows when, where and what to bring."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ListView
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.widgets.cards import Row, RowTold
from tests.support.stage import Stage


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280)])
@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_a_row_says_when_where_and_what_to_bring(stage: Stage, size: tuple[int, int], scale: float) -> None:
    service = replace(
        stage.village.services[0],
        hours="Senin–Kamis 08.00–15.00\nJumat 08.00–11.30",
        place="Balai desa, loket 2",
        requirements=("KTP asli", "kartu keluarga"),
    )
    stage.open("news", size, text_scale=scale, view=ListView(Category.SERVICE, (service,), total=1))
    (row,) = stage.widgets(Row)
    assert (
        row.told == "Senin–Kamis 08.00–15.00; Jumat 08.00–11.30 · Balai desa, loket 2 · Bawa KTP asli, kartu keluarga"
    )
    (told,) = stage.widgets(RowTold)
    parts = (told, row.ids.origin)
    outside = [part for part in parts if part.height and not (part.y >= row.y - 1 and part.top <= row.top + 1)]
    assert outside == []


def test_what_it_tells_leaves_a_service_its_name(stage: Stage) -> None:
    service = replace(
        stage.village.services[0],
        title="Bantuan sosial dan pengaduan",
        hours="Selasa dan Kamis, 09.00–14.00 WITA",
        place="Balai Desa Bunga, loket 3",
        requirements=("KTP elektronik asli", "Kartu keluarga", "Foto rumah tampak depan, untuk usulan baru"),
    )
    stage.open("news", (800, 480), text_scale=2.0, view=ListView(Category.SERVICE, (service,), pages=9, total=9))
    (title,) = [each for each in stage.widgets(WrappedText) if each.words == service.title]
    assert title._label.text == service.title, "all of it is drawn"


def test_news_have_no_such_line(stage: Stage) -> None:
    stage.open("news", (1280, 720))
    assert {row.told for row in stage.widgets(Row)} == {""}
    assert stage.widgets(RowTold) == []
