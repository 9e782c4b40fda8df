"""Layout of a poster: the whole picture beside its text in legible letters. In large letters the text comes first."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from content_cache.model.attachments import Attachment
from kiosk.content.views.pieces import IN_PICTURES, join_lines, on_an_item
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.article.facts import FactKind, Facts, facts_of
from kiosk.pages.item.article.widgets.ground import Ground
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.picture import Picture
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import Icon, WrappedText
from kiosk.ui.theme.translator import Translator
from kiosk.ui.widgets import article  # noqa: F401 - named in the rules
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.picture_door import PictureDoor

_BESIDE = 0.42  # greatest width of the poster, as a share of the screen's
_ABOVE = 0.46  # greatest height of the poster, as a share of an upright screen's
_A4 = 2**0.5
_LOW = 0.72  # height of low keys, as a share of the usual one

_FACT_ICONS = {FactKind.WHO: "users-three", FactKind.WHEN: "calendar-check", FactKind.WHERE: "map-pin"}


class PosterPicture(Picture):
    pass


class PosterDoor(PictureDoor):
    """Poster as large as all of it fits, beside the words or *above* them. *shape* is its height divided by its width."""

    shape = NumericProperty(_A4)
    share = NumericProperty(_BESIDE)  # share of the screen's width, if beside the words
    above = BooleanProperty(False)

    def on_parent(self, _: object, place: Any) -> None:
        if place is not None:
            place.bind(
                size=self._fit_poster, padding=self._fit_poster
            )  # Kivy holds methods weakly, so that the screen keeps no old door alive
            self._fit_poster()

    def _fit_poster(self, *_: object) -> None:
        place: Any = self.parent
        if place is None:
            return
        left, top, right, bottom = place.padding
        wide, high = place.width - left - right, place.height - top - bottom
        most = (wide, high * _ABOVE) if self.above else (wide * self.share, high)
        width = min(most[0], most[1] / self.shape)
        self.size = width, width * self.shape


class PosterWords(Box):
    """Column with title, source, facts and text, beside the poster."""


class FactCards(Box):
    """Row of fact cards, all as high as the highest."""

    def add(self, card: FactCard) -> None:
        self.add_widget(card)
        card.fbind("least", self._fit_facts)

    def _fit_facts(self, *_: object) -> None:
        self.height = max(card.least for card in self.children)


class FactCard(Surface):
    """Card of a fact, such as "Di mana", "Balai Desa"."""

    icon = StringProperty("info")
    name = StringProperty("")
    words = StringProperty("")
    least = NumericProperty(0)  # least height in px


class PosterKeys(Box):
    """Box with the keys Perbesar and Simpan ke HP."""


class MachineChip(Surface):
    """Chip "dibaca mesin" for text read by OCR."""


class TextCard(Surface):
    """Card with the text in the item's pictures, kept apart from what a person wrote."""

    heading = StringProperty("")


def show(screen: Ground, view: ArticleView) -> None:
    """Fill *screen* with a poster and its words."""
    theme, item = screen.theme, view.item
    screen.add_widget(_poster(screen, view))
    words = PosterWords()
    screen.add_widget(words)
    told = Facts()
    beside = not (theme.compact or theme.portrait or theme.large)
    if beside:
        head: Any = Box(orientation="vertical", size_hint_y=None, spacing=theme.space.s2)
        head.bind(minimum_height=head.setter("height"))
        screen.add_head(head, item)
        words.add_widget(head)
        told = facts_of(item, view.texts)
        if told.facts:
            words.add_widget(facts(screen, told))
    column: Any = screen.column()
    if not beside:
        screen.add_head(column, item)
    screen.add_paragraphs(column, item)
    add_texts(screen, column, view)
    row = Box(spacing=theme.space.s3)
    screen.add_reading(column, row)
    words.add_widget(row)
    row_of_keys = keys(screen, view, upright=beside, low=beside and bool(told.facts))
    if beside:
        row_of_keys.size_hint_x, row_of_keys.width = None, theme.size.poster_keys
        row_of_keys.pos_hint = {"y": 0}
        row.add_widget(row_of_keys)
    else:
        words.add_widget(row_of_keys)


def facts(screen: Ground, told: Facts) -> FactCards:
    """Return cards for those of the facts *told* that the item has: for whom, when, where."""
    tr = screen.tr
    named = {FactKind.WHO: tr._("For whom"), FactKind.WHEN: tr._("When"), FactKind.WHERE: tr._("Where")}
    row = FactCards()
    for fact in told.facts:
        card = FactCard(icon=_FACT_ICONS[fact.asked], name=named[fact.asked], words=fact.words)
        if told.machine:
            card.ids.head.add_widget(Icon(icon="scan", extent=screen.theme.size.icon_meta, tone="ink2"))
        row.add(card)
    return row


def _poster(screen: Ground, view: ArticleView) -> PosterDoor:
    picture, above = view.first_attachment, screen.theme.portrait
    path, high, wide = (picture.path, picture.height, picture.width) if picture else ("", 0, 0)
    door = PosterDoor(
        PosterPicture(source=screen.theme.stored_path(path), category=str(view.item.category)),
        _page_count_text(screen, view),
        "images",
        shape=high / wide if high and wide else _A4,
        above=above,
        pos_hint={"center_x": 0.5} if above else {"top": 1},
    )
    door.bind(on_release=lambda _: screen.controller.page("viewer").open())
    return door


def _page_count_text(screen: Ground, view: ArticleView) -> str:
    if view.document:
        count = view.document.pages
        short = screen.tr.phrases.translation.ngettext("{count} page", "{count} pages", count).format(count=count)
        return short if screen.theme.compact else pages_in_words(screen.tr, count)
    return screen.tr._("{page} of {pages}").format(page=1, pages=len(view.pictures)) if len(view.pictures) > 1 else ""


def pages_in_words(tr: Translator, count: int) -> str:
    """Return the length of a document, such as "Dokumen · 12 halaman"."""
    return tr.phrases.translation.ngettext("Document · {count} page", "Document · {count} pages", count).format(
        count=count
    )


def document_words(tr: Translator, document: Attachment, here: int) -> str:
    """Return the line about *document*, of which *here* pages are stored; "" if all are."""
    if not document.is_document or document.pages == here:
        return "" if not document.is_document or here else tr._("This document has not arrived yet.")
    if document.pages < 0:
        return tr._("This document cannot be opened.")
    return tr._("{here} of its {all} pages are shown here.").format(here=here, all=document.pages) if here else ""


def keys(screen: Ground, view: ArticleView, *, upright: bool, low: bool = False) -> PosterKeys:
    """Return the keys Perbesar and Simpan ke HP, one above the other if *upright*; *low* where facts stand above them."""
    stacked = upright or (screen.theme.portrait and screen.theme.large)
    both = PosterKeys(orientation="vertical" if stacked else "horizontal")
    larger = PushButton(icon="magnifying-glass-plus", words=screen.tr._("Enlarge"), kind="primary", upright=upright)
    larger.bind(on_release=lambda _: screen.controller.page("viewer").open())
    take = screen.take_home()
    take.icon, take.upright = "device-mobile", upright
    for key in (larger, take) if view.pictures else (take,):
        if upright:
            key.height = screen.theme.size.rail_button * (_LOW if low else 1)
        both.add_widget(key)
    return both


def add_texts(screen: Ground, column: Any, view: ArticleView) -> None:
    """Add to *column* a card with the text in the item's pictures, if they have been read."""
    known = [text for text in view.texts if text is not None]
    if not known:
        return
    tr = screen.tr
    found = [text for text in known if text.blocks]
    if not found:
        column.add_widget(WrappedText(role="body", tone="ink2", words=tr._("No text could be read. Press Enlarge.")))
        return
    heading = tr._("Text in the picture") if len(view.pictures) == 1 else tr._("Text in the pictures")
    if view.document:
        heading = tr._("Page {n} of {all}").format(n=view.document.page, all=view.document.pages)
    card: Any = TextCard(heading=heading)
    if any(text.source == "machine" for text in found):
        card.ids.head.add_widget(
            MachineChip(pos_hint={"center_y": 0.5} if card.ids.head.orientation == "horizontal" else {"x": 0})
        )
    for number, (text, block) in enumerate(on_an_item(found), IN_PICTURES):
        screen.add_paragraph(card, join_lines(block.lines, printed=text.source == "author").text, number)
    column.add_widget(card)
