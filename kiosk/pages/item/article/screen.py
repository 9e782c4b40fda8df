"""Screen of one item to read and hear: news, service, event, announcement; a clarification as claim and fact side by side."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Clarification, Event, Item, Service
from kiosk.content.pictures import pictures_of
from kiosk.content.views.display_options import OWN_NAMES
from kiosk.content.views.pieces import is_read
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.article.view import PRINT, TAKE
from kiosk.pages.item.article.widgets.clarification import show as show_clarification
from kiosk.pages.item.article.widgets.film_page import card, duration, play_key, sign_key
from kiosk.pages.item.article.widgets.film_page import show as show_film
from kiosk.pages.item.article.widgets.poll import PollBox
from kiosk.pages.item.article.widgets.poster import add_texts, document_words, keys, pages_in_words
from kiosk.pages.item.article.widgets.poster import show as show_poster
from kiosk.speech.utterance import NOWHERE, TITLE, Sentence
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.picture import Picture
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.details import details
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.fonts import LONGEST, legible, one_line
from kiosk.ui.theme.theme import Theme
from kiosk.ui.widgets.article import TALLEST, Paragraph, Reading, split
from kiosk.ui.widgets.cards import AskedOrigin, Card, Fact
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.picture_door import PictureDoor
from kiosk.ui.widgets.reading_rail import ReadingRail
from kiosk.ui.widgets.table import InlineTable

_FEW_ROWS, _FEWER_ROWS = 5, 3  # rows of a table within the text, usually and in large letters
_MOST_BREAKS = 500  # line ends within paragraphs
_NARROWEST = 0.3  # mean width of a letter in a long text, as a share of its height
_NARROW = 0.27  # least width of the text beside a poster, as a share of the screen's
_BESIDE = 0.62  # greatest width of the text beside picture and provenance, as a share of the screen's
WIDE_ROLE = "fact"  # type style of an article on a wide screen
_LONGEST_LINE = 33.0  # in text sizes: fewer than 76 letters of that style, even narrow ones


class ProvenanceCard(Card):
    """Card at the left of an article: seal and its word, source, dates."""

    seal = StringProperty("belum_diperiksa")
    word = StringProperty("")
    source = StringProperty("")
    when = StringProperty("")
    by = StringProperty("")


class ArticleScreen(Screen):
    read_aloud = BooleanProperty(True)
    watched = ("moment",)

    beside = BooleanProperty(False)  # picture and provenance at the left of the text
    stacked = BooleanProperty(False)  # the picture above the text

    def __init__(self, **properties: object) -> None:
        self._paragraphs: list[Paragraph] = []
        self._tables: list[InlineTable] = []
        self._reading: Reading | None = None
        self._keep_up = Clock.create_trigger(self._follow_reading, 0)  # after the highlighted label has its new lines
        self._shown: object = None
        self._poster = False  # whether a poster stands beside the text, with keys
        self._side_shown: Side | None = None
        self._side_keys: list[PushButton] = []
        self._take: Any = None
        self._poll: PollBox | None = None
        super().__init__(**properties)  # type: ignore[arg-type]
        self.board.fbind("speaking", self.light)
        self.board.fbind("focus", self._keep_up)

    def dismiss(self) -> None:
        self.board.funbind("speaking", self.light)
        self.board.funbind("focus", self._keep_up)
        super().dismiss()

    def fill(self) -> None:
        view: ArticleView | None = self.view
        moment = self.board.moment
        if view is None or moment is None:
            return
        theme = self.theme
        self.category = str(view.item.category)
        self.title = self.tr.phrases.category(view.item.category)
        place = self.tr._("{page} of {pages}").format(page=view.index + 1, pages=view.total)
        self.line = place if view.total > 1 else ""
        if self.width <= 0:
            return  # not laid out yet: the length of its parts depends on their width
        key = (
            replace(view, poll=None),
            moment.now.date(),
            moment.trust,
            theme.name,
            theme.layout,
            theme.text_scale,
            theme.unit,
            self.tr.language,
            self.width,
        )
        if key == self._shown:  # only the time or a choice has changed: keep the reading position
            if self._poll is not None:
                self._poll.show_poll(view.poll)
            return
        self._shown, self._poll = key, None
        roomy = theme.layout == "wide" or not theme.large  # the source, in large letters, is higher than a small screen
        apart = view.item.source or view.first_attachment  # the kiosk's own items have no seal
        self.beside = bool(apart) and roomy and not (theme.compact or theme.portrait or theme.huge)
        poster = (view.poster or view.about_film) and roomy and not theme.huge
        self.stacked = poster and theme.portrait
        self._poster = poster
        self.clear_widgets()
        self._paragraphs, self._tables = [], []
        self._side_shown = None
        if isinstance(view.item, Clarification):
            show_clarification(self, view.item)
        elif poster and view.about_film:
            show_film(self, view)
        elif poster:
            show_poster(self, view)
        else:
            self._show_item(view)
        self.light()

    def wanted(self) -> tuple[object, ...]:
        return (*super().wanted(), self.width)

    def on_width(self, *_: object) -> None:
        self._refill()

    # an article

    def _show_item(self, view: ArticleView) -> None:
        item = view.item
        if self.beside:
            self.add_widget(self._side(view))
        column = self.column()
        self.add_head(column, item, told=not self.beside)
        if view.film is not None:
            self._add_film(column, view)
        # in large letters, or a small window, the text comes first
        first = not (self.theme.large or self.theme.compact)
        if not self.beside and first:
            self._add_picture(column, view)
        self.add_paragraphs(column, item)
        if view.poster or any(is_read(text) for text in view.texts):
            add_texts(self, column, view)
        if not self.beside and not first and not self.theme.large:
            self._add_picture(column, view)
        if not self.beside:
            if view.first_attachment and (printed := self.print_key()) is not None:
                column.add_widget(printed)
            for key in [keys(self, view, upright=False)] if view.first_attachment else self.take_keys():
                column.add_widget(key)
        if self.theme.large and not self.beside:
            self._add_picture(column, view)
        self.add_reading(column, self)

    def add_head(self, column: Any, item: Item, *, told: bool = True) -> None:
        """Add the title, the source (if *told*), and the item's details such as when and where."""
        self.add_paragraph(column, one_line(item.title)[:300], TITLE, self._title_role())
        if told and item.source:
            column.add_widget(self._origin(item))
        for icon, text in details(item, self.board.moment, self.tr):
            column.add_widget(Fact(icon=icon, words=text, role="body" if isinstance(item, Event | Service) else "meta"))
        if not item.picture and any(each.is_picture for each in item.attachments):
            words = self.tr._("This picture has not arrived yet.")
            column.add_widget(Fact(icon="images", words=words))
        for language in item.recordings:
            if language not in (self.board.language, item.language or "id"):
                column.add_widget(self._recording_in(language))
        if item.sign is not None and item.film is None:
            column.add_widget(sign_key(self, item.sign))
        self._add_documents(column, item)

    def _recording_in(self, language: str) -> PushButton:
        words = self.tr._("Listen in {language}").format(language=OWN_NAMES.get(language, language))
        key = PushButton(icon="speaker-high", words=words)
        key.bind(on_release=lambda _: self.controller.page("item").listen_in(language))
        return key

    def _add_documents(self, column: Any, item: Item) -> None:
        """Add a key to each document that is not shown first, with what is known of it before it is opened."""
        pictures = pictures_of(item)
        for number, page in enumerate(pictures):
            if number and page.page and page.url != pictures[number - 1].url:
                key = PushButton(icon="newspaper", words=pages_in_words(self.tr, page.pages))
                key.bind(on_release=lambda _, number=number: self.controller.page("viewer").open(number))
                column.add_widget(key)
        for one in item.attachments:
            here = sum(each.url == one.url for each in pictures)
            if words := document_words(self.tr, one, here):
                column.add_widget(Fact(icon="newspaper", words=words))

    def _add_film(self, column: Any, view: ArticleView) -> None:
        """Add the keys of the film and its duration, if its still is not shown beside the text."""
        if view.plays and view.film is not None:
            key = play_key(self)
            key.words = f"{key.words} · {duration(self.tr, view.film.pages)}"
            column.add_widget(key)
        if view.about_film or not view.plays:
            column.add_widget(card(self, view))

    def add_paragraph(self, column: Any, words: str, block: int, role: str = "") -> None:
        """Add *words* of block *block* as a paragraph that is highlighted when spoken, in as many labels as their
        textures need.
        """
        role = role or self._text_role()
        most, lines = self._limits(role)
        for piece in split(block, words, most=most, lines=lines):
            paragraph = Paragraph(words=piece.text, role=role, block=block, start=piece.start)
            column.add_widget(paragraph)
            self._paragraphs.append(paragraph)

    def _limits(self, role: str) -> tuple[int, int]:
        """Return how many characters and how many lines in the type style *role* fit one texture."""
        style = self.theme.styles[role]
        width = max(self.width, 400.0) * (_NARROW if self._poster else 0.45 if self.beside else 0.8)
        lines = int(0.8 * TALLEST / style.line)
        return max(80, int(lines * width / (0.62 * style.size))), lines

    def _text_role(self) -> str:
        return WIDE_ROLE if self.theme.layout == "wide" else "body_article"

    def _door(self, picture: Picture, view: ArticleView, kind: type[PictureDoor]) -> PictureDoor:
        """Return *picture*, the first of the item, as a door that opens the viewer when touched."""
        count = len(view.pictures)
        words = self.tr._("{page} of {pages}").format(page=1, pages=count) if count > 1 else self.tr._("Enlarge")
        if view.document:
            words, count = pages_in_words(self.tr, view.document.pages), 2
        door = kind(picture, words, "images" if count > 1 else "magnifying-glass-plus")
        door.bind(on_release=lambda _: self.controller.page("viewer").open())
        return door

    def _add_picture(self, column: ArticleColumn, view: ArticleView) -> None:
        """Add the item's picture, if it has one, and its description. In large letters the picture has a page to itself."""
        shown = view.first_attachment
        if shown is None:
            return
        picture = ArticlePicture(source=self.theme.stored_path(shown.path), category=self.category)
        door = self._door(picture, view, ArticleDoor)
        told = one_line(shown.alt)[:300]
        if self.theme.large:
            count = max(1, len(view.pictures))
            named = self.tr._("Picture {n} of {all}").format(n=1, all=count)
            if view.document:
                named = self.tr._("Page {n} of {all}").format(n=view.document.page, all=view.document.pages)
            told = f"{named}: {told}" if told else named
            door.alone(self, shown)
        column.add_widget(door)
        column.add_widget(WrappedText(role="meta", tone="ink2", words=told))

    def column(self) -> ArticleColumn:
        return ArticleColumn()

    def add_reading(self, column: ArticleColumn, parent: Any, *, railed: bool = True) -> None:
        self._reading = reading = Reading()
        # a sentence spoken while the page opens has another place after the layout
        reading.fbind("overflow", self._keep_up)
        reading.add_widget(column)
        parent.add_widget(reading)
        if railed:
            parent.add_widget(ReadingRail(shown=self._surely_long(), reading=reading))

    def _surely_long(self) -> bool:
        """Return whether the text needs more than a page even at its narrowest. Then it is laid out beside the rail at once."""
        covered = sum(_NARROWEST * len(each.words) * each.font_size**2 for each in self._paragraphs)
        width = self.width * (_BESIDE if self.beside else 1)
        return bool(covered > width * self.height)

    def add_paragraphs(self, column: ArticleColumn, item: Item, role: str = "") -> None:
        """Add the item's poll and its text blocks. A block too long for one texture is split into several labels."""
        if item.poll is not None:
            self._poll = PollBox(self)
            self._poll.show_poll(self.view.poll)
            column.add_widget(self._poll)
        role = role or self._text_role()
        blocks = [
            (i, b.kind, b.text) for i, b in enumerate(item.blocks) if b.kind is not BlockKind.PICTURE
        ]  # tables highlight their own cells
        if not blocks and (item.text or item.summary):
            blocks = [(0, BlockKind.PARAGRAPH, item.text or item.summary)]
        most, lines = self._limits(role)
        left, breaks = LONGEST, _MOST_BREAKS
        for number, kind, text in blocks:
            if item.blocks and item.blocks[number].rows:
                self._add_table(column, item.blocks[number], number)
                continue
            text = legible(text[:left])
            left -= len(text)
            if breaks < text.count("\n"):  # a text that is nearly all line ends would take seconds to lay out
                text = " ".join(text.split())
            breaks -= text.count("\n")
            for piece in split(number, text, most=most, lines=lines):
                words = piece.text
                paragraph = Paragraph(
                    words=words,
                    role="row_title" if kind is BlockKind.HEADING else role,
                    block=piece.block,
                    start=piece.start,
                )
                if kind is BlockKind.ITEM and piece.start == 0:
                    column.add_widget(Bullet(paragraph))
                else:
                    column.add_widget(paragraph)
                self._paragraphs.append(paragraph)

    def _add_table(self, column: Any, block: Block, number: int) -> None:
        rows = _FEW_ROWS if not (self.theme.compact or self.theme.large) else _FEWER_ROWS
        table = InlineTable(block, number, self.tr, rows=rows)
        table.bind(on_release=lambda _: self.controller.page("table").open(number))
        column.add_widget(table)
        self._tables.append(table)

    def _title_role(self) -> str:
        return "title" if self.theme.compact else "display" if self.theme.layout == "wide" else "h1"

    def _origin(self, item: Item) -> AskedOrigin:
        moment, phrases = self.board.moment, self.tr.phrases
        when = phrases.when(item.published, moment) if item.published else ""
        origin = AskedOrigin(seal=str(item.provenance), source=phrases.origin(item), when=when)
        origin.bind(on_release=lambda _: self.controller.page("item").explain())
        return origin

    def take_home(self) -> PushButton:
        key = self._take = PushButton(icon="qr-code", words=self.tr._("Save it to your phone"), spot=TAKE)
        key.bind(on_release=lambda _: self.controller.page("item").take_home())
        return key

    def print_key(self) -> PushButton | None:
        """Return the key that prints the item, `None` where there is no printer."""
        if not self.board.prints:
            return None
        key = PushButton(icon="printer", words=self.tr._("Print"), spot=PRINT)
        key.bind(on_release=lambda _: self.controller.page("item").print_slip())
        return key

    def take_keys(self) -> list[PushButton]:
        """Return the keys by which the item is taken along: printed, where there is a printer, and saved to a phone."""
        return [*filter(None, [self.print_key()]), self.take_home()]

    def _side(self, view: ArticleView) -> Side:
        item, side = view.item, Side()
        if view.first_attachment:
            picture = SidePicture(source=self.theme.stored_path(view.first_attachment.path), category=self.category)
            side.add_widget(self._door(picture, view, SideDoor))
        if item.source:
            side.add_widget(self._card(item))
        self._side_keys = self.take_keys()
        for key in self._side_keys:
            side.add_widget(key)
        side.add_widget(Widget())  # spacer for the room that is left
        self._side_shown = side
        return side

    def _card(self, item: Item) -> ProvenanceCard:
        _, phrases, moment, when = self.tr._, self.tr.phrases, self.board.moment, ""
        if item.published:
            local = phrases.past(item.published, moment)
            weekday = phrases.weekday_date(local.date()).partition(",")[0]
            date = f"{weekday}, {phrases.short_date(local.date())} · {phrases.time(local)}"
            when = _("Published {when}").format(when=date)
        by = _("Passed on by {source}").format(source=item.source) if item.said_by != item.source else ""
        card = ProvenanceCard(
            seal=str(item.provenance),
            word=phrases.provenance(item.provenance),
            source=phrases.origin(item),
            when=when,
            by=by,
        )
        card.bind(on_release=lambda _: self.controller.page("item").explain())
        return card

    # the voice

    def light(self, *_: object) -> None:
        """Highlight the sentence that is spoken now and bring it into view."""
        speaking, view = self.board.speaking, self.view
        self._make_room()
        ours = speaking is not None and view is not None and speaking.utterance == view.utterance
        sentence: Sentence | None = speaking.sentence if ours else None
        for paragraph in self._paragraphs:
            if sentence is None:
                paragraph.lit = None
            else:
                paragraph.light(sentence.block, sentence.start, sentence.end)
        for table in self._tables:
            table.light(*((sentence.block, sentence.start, sentence.end) if sentence else (NOWHERE, 0, 0)))
        if sentence is not None:
            self._keep_up()

    def _make_room(self) -> None:
        """Hide the keys, not the picture, while the player bar needs its room."""
        side = self._side_shown
        if side is None or not isinstance(side.children[-1], PictureDoor):
            return
        away = self.board.speaking is not None
        for key in self._side_keys:
            key.opacity, key.available = (0, False) if away else (1, True)
            key.height = 0 if away else self.theme.size.key_height

    def _follow_reading(self, _: float) -> None:
        self._come_to_take()
        reading = self._reading
        lit = [line for paragraph in self._paragraphs if paragraph.lit for line in paragraph.lit_boxes()]
        lit += [row for table in self._tables for row in table.lit()]
        if reading is not None and lit and reading.children:
            bottom, top = min(y for _, y, _, _ in lit), max(y + h for _, y, _, h in lit)
            reading.follow(top - reading.children[0].y, bottom - reading.children[0].y)

    def _come_to_take(self) -> None:
        """Scroll to the take-home key if it has the focus: it may stand at the end of a text."""
        key = self._take
        if key is None or self.board.focus != TAKE:
            return
        reading = key.parent
        while reading is not None and reading is not self and not isinstance(reading, Reading):
            reading = reading.parent
        if isinstance(reading, Reading):
            low = reading.children[0].y
            reading.follow(key.top - low, key.y - low)


class ArticleColumn(Box):
    """Content of an article's scroll view. On a wide screen its lines have a limited length, so that they can be read."""

    @staticmethod
    def widest(theme: Theme) -> float | None:
        return _LONGEST_LINE * theme.styles[WIDE_ROLE].size if theme.layout == "wide" else None


class Side(Ruled, BoxLayout):
    pass


class SidePicture(Picture):
    pass


class ArticlePicture(Picture):
    pass


class SideDoor(PictureDoor):
    pass


class ArticleDoor(PictureDoor):
    _page: Any = None
    _steep = 0.0

    def alone(self, page: Any, shown: Attachment) -> None:
        """Fit the picture *shown* to a page of the scroll view *page*, with a line below it."""
        self._page, self._steep = page, shown.height / shown.width if shown.width and shown.height else 0.7
        self.fbind("width", self._fit_article)
        page.bind(height=self._fit_article)  # Kivy holds methods weakly, so that the page keeps no old picture alive

    def _fit_article(self, *_: object) -> None:
        page, space = self._page, self._page.theme.space
        line = page.theme.styles["meta"].line * 2 + space.s4
        room = max(page.height - page.padding[1] - page.padding[3] - line, page.theme.size.key_height)
        self.height = min(room, self.width * self._steep)


class Bullet(Box):
    """Item of a list: a bullet and its paragraph."""

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__()
        self.add_widget(paragraph)
