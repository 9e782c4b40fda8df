"""A document on the page of its item, and in the viewer."""

from __future__ import annotations

from shutil import copy

import pytest
from msgspec.structs import replace

from content_cache.model.attachments import DOCUMENT, Attachment
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.article.widgets.poster import PosterDoor, TextCard
from kiosk.pages.item.viewer.view import WHOLE
from kiosk.ui.widgets.controls import PushButton
from tests.support.stage import Stage

URL = "https://desa.id/apbdes.pdf"


def document(stage: Stage, pages: int, here: int) -> ArticleView:
    """An item with a document of so many pages, of which some are here."""
    poster = stage.village.poster
    (picture,) = poster.pictures
    whole = Attachment(URL, DOCUMENT, role="document", pages=pages)
    some = tuple(
        replace(picture, url=URL, path=f"halaman-{n}.jpg", role="document", page=n, pages=pages)
        for n in range(1, here + 1)
    )
    for page in some:
        copy(stage.village.media / picture.path, stage.village.media / page.path)
    texts = (poster.texts[0], *(None,) * (here - 1)) if here else ()
    item = replace(poster.item, title="Belanja desa 2026", attachments=(whole, *some))
    return ArticleView(item, 0, 1, some, texts, poster=bool(here))


def shown(stage: Stage, article: ArticleView, *, size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> list[str]:
    stage.open("item", size, text_scale=scale, view=article)
    stage.settle()
    return list(stage.texts())


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 720), 1.0), ((800, 480), 1.0), ((720, 1280), 1.0), ((800, 480), 2.0)]
)
def test_an_item_shows_its_documents_first_page(stage: Stage, size: tuple[int, int], scale: float) -> None:
    texts = shown(stage, document(stage, 12, 12), size=size, scale=scale)
    assert any("12 halaman" in text or "Halaman 1 dari 12" in text for text in texts)
    if scale == 1.0:
        assert stage.widgets(PosterDoor)
        assert ("12 halaman" if size == (800, 480) else "Dokumen · 12 halaman") in texts
    assert stage.widgets(TextCard)[0].heading == "Halaman 1 dari 12"
    assert not any(text == "1 dari 12" for text in texts)


def test_of_a_long_one_it_is_told_how_much_is_here(stage: Stage) -> None:
    assert "Di sini ada 3 dari 5000 halamannya." in shown(stage, document(stage, 5000, 3))


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(("pages", "words"), [(-1, "Dokumen tidak bisa dibuka."), (0, "Dokumen belum sampai.")])
def test_one_that_cannot_be_shown_is_told_and_the_item_stays(stage: Stage, pages: int, words: str) -> None:
    texts = shown(stage, document(stage, pages, 0))
    assert words in texts
    assert "Belanja desa 2026" in texts


def test_after_pictures_of_its_own_an_item_has_a_key_to_its_document(stage: Stage) -> None:
    article, own = document(stage, 12, 12), stage.village.photographs.pictures[0]
    item = replace(article.item, attachments=(own, *article.item.attachments))
    shown(stage, replace(article, item=item, pictures=(own, *article.pictures), texts=(None,) * 13, poster=False))
    assert "Dokumen · 12 halaman" in {key.words for key in stage.widgets(PushButton)}


@pytest.mark.parametrize("size", [(1280, 720), (800, 480)])
def test_the_viewer_counts_pages(stage: Stage, size: tuple[int, int]) -> None:
    article = document(stage, 12, 12)
    picture = stage.village.viewed(replace(article, texts=(None,) * 12), (1, WHOLE), (1100.0, 500.0))
    stage.open("viewer", size, view=picture)
    stage.settle()
    texts = list(stage.texts())
    assert "Halaman 2 dari 12" in texts or {"Halaman", "2 dari 12"} <= set(texts)
