"""A table on the screen: its header stays, numbers stand at the right, no cell is cut, and the row that is told is lit and seen."""

from __future__ import annotations

import pytest

from content_cache.model.items import Item
from content_cache.model.tables import spans
from kiosk.content.views.shown import ArticleView, Speaking
from kiosk.pages.item.table.view import TableView
from kiosk.speech.utterance import Sentence
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.table import InlineTable, TableCard, TableCell, TableHead, TableRow
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280)]


def open_table(stage: Stage, item: Item, size: tuple[int, int], **board: object) -> None:
    stage.open("table", size, view=TableView(item, 0, rows=6), **board)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_grid_with_its_header_or_cards_and_no_cell_is_cut(stage: Stage, size: tuple[int, int], scale: float) -> None:
    stage.board.text_scale = scale
    open_table(stage, stage.village.priced, size)
    rows, cards, heads = stage.widgets(TableRow), stage.widgets(TableCard), stage.widgets(TableHead)
    assert len(rows) == 6
    assert (len(cards), len(heads)) in ((0, 1), (6, 0))
    shown = " ".join(cell.text for cell in stage.widgets(TableCell))
    for cell in stage.village.priced.blocks[0].rows[5][1:]:
        assert cell in shown
    assert "…" not in shown
    for row in rows:
        for cell in row.children:
            assert cell.x >= row.x - 1
            assert cell.right <= row.right + 1


def test_numbers_stand_at_the_right_in_line(stage: Stage) -> None:
    open_table(stage, stage.village.priced, (1280, 720))
    cells = [cell for cell in stage.widgets(TableCell) if cell.halign == "right"]
    assert len(cells) == 7  # the header's too
    assert len({round(cell.to_window(cell.right, 0)[0]) for cell in cells}) == 1


def test_the_header_stays_while_rows_are_turned(stage: Stage) -> None:
    open_table(stage, stage.village.priced, (1280, 720))
    (head,), (reading,) = stage.widgets(TableHead), stage.widgets(Reading)
    stage.show(TableView(stage.village.priced, 0, page=3, rows=6))
    stage.settle()
    assert stage.widgets(TableHead)[0].y == head.y >= reading.top - 1


def test_the_row_that_is_told_is_lit_and_seen(stage: Stage) -> None:
    view = TableView(stage.village.priced, 0, rows=6)
    stage.open("table", (800, 480), view=view)
    sentences = tuple(Sentence("Beras.", block=n) for n in range(6))
    for n in range(6):
        stage.board.speaking = Speaking(view.utterance, sentences, n)
        stage.settle()
        (row,) = [each for each in stage.widgets(TableRow) if each.lit]
        (reading,) = stage.widgets(Reading)
        low, high = row.to_window(row.x, row.y)[1], row.to_window(row.x, row.top)[1]
        assert row.row == n
        assert reading.y + reading.foot - 1 <= low < high <= reading.top - reading.brow + 1


def test_what_is_told_is_lit_on_the_page_that_is_turned_to(stage: Stage) -> None:
    view = TableView(stage.village.priced, 0, rows=6)
    sentences = tuple(Sentence("Beras.", block=n) for n in range(30))
    stage.open("table", (1280, 720), view=view, speaking=Speaking(view.utterance, sentences, 5))
    stage.board.speaking = Speaking(view.utterance, sentences, 6)
    stage.show(TableView(stage.village.priced, 0, rows=6, page=1))
    stage.settle()
    assert [each.row for each in stage.widgets(TableRow) if each.lit] == [6]
    stage.board.speaking = Speaking("another", sentences, 6)
    stage.settle()
    assert not any(each.lit for each in stage.widgets(TableRow))


def test_in_an_article_the_rows_that_are_told_come_into_sight(stage: Stage) -> None:
    item = stage.village.priced
    stage.open("item", (1280, 720), view=ArticleView(item, 0, 4))
    (table,) = stage.widgets(InlineTable)
    assert "30" in table.words
    for row in (1, 6, 20, 30):
        start, end = spans(item.blocks[0].rows)[row]
        stage.board.speaking = Speaking(item.id, (Sentence("Beras.", 0, start, end),), 0)
        stage.settle()
        assert [each.row for each in stage.widgets(TableRow) if each.lit] == [row - 1]
    stage.board.speaking = None
    stage.settle()
    assert not any(each.lit for each in stage.widgets(TableRow))


def test_no_number_is_parted_in_a_narrow_grid(stage: Stage) -> None:
    item = stage.village.priced
    stage.open("item", (1280, 720), view=ArticleView(item, 0, 4))
    start, end = spans(item.blocks[0].rows)[20]
    stage.board.speaking = Speaking("u", (Sentence("Beras.", 0, start, end),), 0)
    stage.settle()
    digits = set("0123456789.")
    cells = [cell for cell in stage.widgets(TableCell) if cell.text and set(cell.text) <= digits]
    assert len(cells) >= 6
    assert all(len(cell.lines_of_text()) == 1 for cell in cells)


def test_a_touch_opens_the_whole_table(stage: Stage) -> None:
    stage.open("item", (1280, 720), view=ArticleView(stage.village.priced, 0, 4))
    (table,) = stage.widgets(InlineTable)
    x, y = table.to_window(table.center_x, table.top - 20)
    stage.press(x, y)
    assert ("page.table.open", 0) in stage.controller.calls


def test_markup_in_cells_is_text(stage: Stage) -> None:
    item = stage.village.with_table(
        (("[b]Barang[/b]", "Harga"), ("[color=ff0000]Beras", "15.000"), ("&amp;[ref=x]", "1"))
    )
    open_table(stage, item, (1280, 720))
    texts = {cell.text for cell in stage.widgets(TableCell)}
    assert {"[b]Barang[/b]", "[color=ff0000]Beras", "&amp;[ref=x]"} <= texts
