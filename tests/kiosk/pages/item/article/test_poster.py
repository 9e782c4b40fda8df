"""A poster beside what it says."""

from __future__ import annotations

import gc
import weakref

import pytest
from msgspec.structs import replace

from content_cache.model.picture_text import PictureText, written_by_author
from kiosk.content.views.pieces import IN_PICTURES
from kiosk.pages.item.article.screen import ArticleDoor
from kiosk.pages.item.article.widgets.poster import FactCard, MachineChip, PosterDoor, TextCard
from kiosk.ui.widgets.article import Paragraph
from kiosk.ui.widgets.controls import PushButton
from tests.kiosk.ui.states import STATES
from tests.support.stage import Stage

pytestmark = pytest.mark.attack(
    "people",
    "a picture's text has boxes beyond it, of no size, in thousands of blocks, or markup",
)


def open_(stage: Stage, state: str = "poster", size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> None:
    looks = STATES[state](stage)
    looks.pop("screen")
    stage.open("item", size, text_scale=scale, **looks)
    stage.settle()


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (1920, 1080), (720, 1280)])
def test_all_of_it_is_seen(stage: Stage, size: tuple[int, int]) -> None:
    open_(stage, size=size)
    (door,) = stage.widgets(PosterDoor)
    assert door.height / door.width == pytest.approx(1280 / 905, abs=0.01)
    assert door.y >= stage.shell.keys_top
    assert door.height > 0.3 * size[1]
    assert {key.words for key in stage.widgets(PushButton)} >= {"Perbesar", "Simpan ke HP"}


def test_a_machines_text_is_told_from_a_persons(stage: Stage) -> None:
    open_(stage)
    assert len(stage.widgets(MachineChip)) == 1
    stage.open("item", view=replace(stage.village.poster, texts=(written_by_author("Kamis di balai."),)))
    stage.settle()
    assert not stage.widgets(MachineChip)
    assert "Kamis di balai." in stage.texts()


def test_facts_stand_above_the_text_where_there_is_room_and_say_who_read_them(stage: Stage) -> None:
    open_(stage)
    cards = stage.widgets(FactCard)
    assert [(card.name, card.words) for card in cards] == [
        ("Kapan", "Kamis pekan ini, 08.00–12.00 WITA"),
        ("Di mana", "Balai Desa Bunga"),
    ]
    assert all(len(card.ids.head.children) == 2 for card in cards), "the sign of the machine"
    (larger,) = [key for key in stage.widgets(PushButton) if key.words == "Perbesar"]
    assert larger.to_window(0, larger.top)[1] < min(card.to_window(0, card.y)[1] for card in cards)
    for size, scale in (((800, 480), 1.0), ((720, 1280), 1.0), ((1280, 720), 2.0)):
        open_(stage, size=size, scale=scale)
        assert stage.widgets(FactCard) == []


def test_what_is_unsure_says_so(stage: Stage) -> None:
    open_(stage)
    assert any("Rp900.000 (?)" in text for text in stage.texts())


def test_a_poster_in_which_no_text_was_found_says_so_and_one_that_nobody_looked_at_nothing(stage: Stage) -> None:
    told = "Tidak ada teks yang terbaca. Tekan Perbesar."
    open_(stage, "poster-untold")
    assert told in stage.texts()
    assert not stage.widgets(TextCard)
    open_(stage, "poster-unread")
    assert told not in stage.texts()
    assert not stage.widgets(TextCard)


def test_an_article_keeps_what_stands_in_its_poster(stage: Stage) -> None:
    """Show that an article lists its poster's text, so that a word found by the search is seen there."""
    article = replace(stage.village.poster, poster=False)
    stage.open("item", view=replace(article, item=replace(article.item, blocks=stage.village.news[0].blocks)))
    stage.settle()
    assert stage.widgets(TextCard)


def test_a_picture_that_has_not_come_is_told(stage: Stage) -> None:
    open_(stage, "not-arrived")
    assert "Gambar belum sampai." in stage.texts()


@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 720), 2.0), ((1280, 720), 1.4), ((800, 480), 2.0), ((720, 1280), 1.4)]
)
def test_in_large_letters_the_text_comes_first_and_the_picture_has_a_page(
    stage: Stage, size: tuple[int, int], scale: float
) -> None:
    open_(stage, size=size, scale=scale)
    assert not stage.widgets(PosterDoor)
    (door,) = stage.widgets(ArticleDoor)
    assert all(paragraph.y >= door.top for paragraph in stage.widgets(Paragraph))
    room = stage.shell.screen.height
    assert 0.6 * room < door.height < room
    assert "Gambar 1 dari 1" in stage.texts()


def test_the_sentence_that_is_said_is_lit_on_the_card(stage: Stage) -> None:
    open_(stage)
    (lit,) = (each for each in stage.widgets(Paragraph) if each.block == IN_PICTURES + 2)
    lit.light(IN_PICTURES + 2, 0, 10)
    assert lit.lit == (0, 10)


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_posters_that_were_turned_past_are_gone(stage: Stage, scale: float) -> None:
    """Each holds its picture's texture."""
    open_(stage, scale=scale)
    kind = PosterDoor if scale == 1.0 else ArticleDoor
    doors = []
    for number in range(3):
        doors += [weakref.ref(door) for door in stage.widgets(kind)]
        stage.show(replace(stage.village.poster, index=number + 1))
        stage.settle()
    gc.collect()
    assert len(doors) == 3
    assert not any(door() for door in doors)
    assert len(stage.widgets(kind)) == 1


def test_a_document_of_sixty_pages_makes_no_endless_page(stage: Stage) -> None:
    page = written_by_author("\n\n".join(f"Belanja desa nomor {n}, seratus juta rupiah." for n in range(50)))
    stage.open("item", view=replace(stage.village.poster, texts=(page,) * 60))
    stage.settle()
    assert len(stage.widgets(Paragraph)) <= 62
    assert all(max(each.texture_size) <= 2048 for each in stage.widgets(Paragraph))


def test_hostile_text_in_a_picture_is_text(stage: Stage) -> None:
    hostile = written_by_author("[b]tebal[/b] [ref=x]tekan[/ref] " + "A" * 4000)
    stage.open("item", view=replace(stage.village.poster, texts=(hostile, PictureText(), None)))
    stage.settle()
    assert any("&bl;b&br;tebal" in text for text in stage.texts())
    assert all(max(each.texture_size) <= 2048 for each in stage.widgets(Paragraph))
