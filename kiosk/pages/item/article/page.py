"""The page of an item: read aloud, stepped through stop by stop, taken along; its poll is voted in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.items import Answer, Item
from kiosk.content.phone_site import PhoneSite
from kiosk.content.pictures import is_poster, pictures_of
from kiosk.content.take_home import of_article
from kiosk.content.views.shown import ArticleView, Fits
from kiosk.content.views.tables import tables
from kiosk.core.clock import Moment
from kiosk.core.messages import AnswerOpened, Message
from kiosk.hardware.printer.slip import Slip
from kiosk.narration.handout_words import HandoutWords
from kiosk.narration.language_turns import LanguageTurns
from kiosk.narration.slip_words import SlipWords
from kiosk.pages.item.article.ballot import Ballot
from kiosk.pages.item.article.poll_words import PollWords
from kiosk.pages.item.article.view import PICTURE, PRINT, TABLE, TAKE
from kiosk.pages.item.article.words import ArticleWords
from kiosk.pages.item.film.page import FilmPage
from kiosk.pages.item.table.page import TablePage
from kiosk.pages.item.viewer.page import ViewerPage
from kiosk.shell.page import FIRST, LAST, STEPS, Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.shell.shell import Shell
from kiosk.speech.utterance import Utterance

_READ = 8  # pictures of an item whose texts are shown on its page, at most
_MOST_TABLES = 5  # tables of an item that can be focused, at most


class ArticlePage(Page[ArticleView]):
    """Page of one item.

    The buttons lead through its poll, tables, film or pictures to the next item. The take-home key lies before the
    beginning: a visitor who listens to one item after the other presses no extra key.
    """

    name = "item"
    words = ArticleWords
    is_read = True
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType({AnswerOpened: "answer_opened"})

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._ballot = Ballot(kiosk.memory.votes, taken=bool(kiosk.settings.post.key))
        self._site = PhoneSite(kiosk.settings.public)
        self._turns = LanguageTurns()

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> ArticleView:
        """Return the item of *spot* as it is now."""
        item, text_of = self.shell.opened.find_item(spot, moment), self.kiosk.repository.picture_text
        pictures = pictures_of(item)
        # only the first page of a document is read here; the viewer has the others
        read = {each.path for each in [one for one in pictures if one.page <= 1][:_READ]}
        texts = tuple(text_of(each) if each.path in read else None for each in pictures)
        poster = is_poster(item, *((pictures[0], texts[0]) if pictures else (None, None)))
        poll = self._ballot.poll_view(item, moment)
        return ArticleView(item, spot.index, len(spot.items), pictures, texts, poster, poll)

    def subject(self, view: ArticleView) -> Item:
        return view.item

    @property
    def _current_view(self) -> ArticleView | None:
        """Return the item's view while this page is on the screen, else `None`: a key press may arrive after
        another page took over.
        """
        view = self.kiosk.board.view
        return view if isinstance(view, ArticleView) else None

    # focus targets

    def targets(self, view: ArticleView) -> Sequence[Target]:
        """Return the focus targets in order: the keys that print it and take it home unless the item is being read, the item itself
        (""), its poll, tables, film or pictures.
        """
        board, pages = self.kiosk.board, self.shell.pages
        pictured = view.opens and (view.poster or len(view.pictures) > 1)
        if view.plays:  # the film replaces the pictures; if the item is about it, the listen key plays it at once
            pictured = not view.about_film
        prints = board.prints and not (view.poster or view.about_film)  # beside those there is no room for the key
        polled = [Target(spot, partial(self._press, spot)) for spot in (view.poll.spots if view.poll else ())]
        return [
            *[Target(PRINT, self.print_slip)] * (prints and (board.speaking is None or board.focus == PRINT)),
            *[Target(TAKE, self._take_home_aloud)] * (board.speaking is None or board.focus == TAKE),
            Target(""),
            *polled,
            *(Target(f"{TABLE}:{n}", partial(self._read_table, n)) for n in tables(view.item)[:_MOST_TABLES]),
            *[Target(PICTURE, pages.of_class(FilmPage).open if view.plays else pages.of_class(ViewerPage).open)]
            * pictured,
        ]

    def _stop_beside(self, step: int) -> str | None:
        """Return the spot that the focus moves to in direction *step*; `None` where the item itself is to be turned."""
        if not self.kiosk.board.by_buttons:
            return None
        order, focus = [target.spot for target in self.targets(self.shown)], self.kiosk.board.focus
        place = order.index(focus if focus in order else "") + step
        return order[place] if 0 <= place < len(order) else None

    def step(self, direction: int) -> None:
        """Move the focus in *direction*; past the last target turn to the next or previous item."""
        stop = self._stop_beside(direction)
        if stop is None:
            self.shell.navigation.turn_item(direction)
        else:
            self.kiosk.reader.leave()
            self.kiosk.board.focus = stop

    def why_idle(self, key: str) -> str:
        """Return that there is no item before or after this one, if *key* would lead there."""
        if key not in STEPS:
            return ""
        step = STEPS[key]
        if self.shell.navigation.has_item(step) or self._stop_beside(step) is not None:
            return ""
        return FIRST if step < 0 else LAST

    # reading aloud

    def read(self) -> None:
        """Read the item aloud, including the text of a poster."""
        self.kiosk.reader.read(self._utterance())

    def _utterance(self) -> Utterance:
        view, kiosk = self.shown, self.kiosk
        texts = view.texts if view.poster else ()
        return kiosk.readings(kiosk.board.language).item(view.item, kiosk.clock.read(), texts)

    def count_heard(self) -> None:
        """Count in the statistics that this item was heard today."""
        self.kiosk.memory.counts.add_item("heard", self.shown.item, self.kiosk.clock.read().now.date())

    def read_again(self) -> None:
        """Continue reading aloud with the present text of the item, which has changed meanwhile."""
        self.kiosk.reader.go_on(self._utterance())

    def listen(self) -> None:
        """Open the focused target. Without one play the film that the item is about, or read the item aloud."""
        if (opener := self.opener(self.kiosk.board.focus)) is not None:
            opener()
        elif self.shown.played:
            self.shell.pages.of_class(FilmPage).open()
        elif not self.shell.answers.await_opening():
            self.read_aloud()

    def listen_in(self, language: str) -> None:
        """Play the recording of the item in *language* from its beginning."""
        if (view := self._current_view) is not None:
            self.kiosk.reader.stop()
            told = self.kiosk.readings(language).item(view.item, self.kiosk.clock.read())
            self.kiosk.reader.read(told, resume=False)

    def read_opened(self) -> None:
        """Read an item aloud that the listen key has just opened. A film waits for the next press."""
        if not self.shown.played:
            self.read_aloud()

    def greet(self) -> None:
        """Read the poster that filled the idle screen. Its languages take turns from visitor to visitor."""
        own = self.kiosk.board.language
        if (language := self._turns.next_language(self.shown.item, own)) != own:
            self.listen_in(language)
        else:
            self.listen()

    def arrived(self) -> None:
        """Read the item to a visitor who came by a button. Films and private answers wait for the next press."""
        view = self.shown
        private = isinstance(view.item, Answer) and view.item.private
        if not (self.kiosk.reader.to_visitor or private or view.played):
            self.read_aloud()

    def answer_opened(self, _message: AnswerOpened) -> None:
        """Show and read the private answer whose recording was decrypted, if it was asked for."""
        if self.shell.answers.show_opened():
            self.read_aloud()

    # opening

    def _read_table(self, number: int) -> None:
        table = self.shell.pages.of_class(TablePage)
        table.open(number)
        table.read_aloud()

    def take_home(self) -> None:
        """Show the QR code of the item: its page where phones reach it, with a code that joins the kiosk's Wi-Fi.

        In the hall's own network a second code works without it.
        """
        if (view := self._current_view) is None:
            return
        words, moment = HandoutWords(self._phrases), self.kiosk.clock.read()
        own = of_article(view, words.facts(view.item, moment), words.dated(view.item, moment))
        page = self._site.handout_for(view.item)
        self.kiosk.board.handout = own if page is None else replace(page, join=page.join or own.payload)

    def print_slip(self) -> None:
        """Print the item on a slip of paper, as it stands on the screen (key *Cetak*)."""
        if (view := self._current_view) is not None:
            self.shell.prints.print_slip(partial(self._slip, view))

    def _slip(self, view: ArticleView) -> Slip:
        texts = [text.text for text in view.texts if text is not None]
        place = self.kiosk.board.place
        return SlipWords(self._phrases).of_item(view.item, self.kiosk.clock.read(), place, of_article(view), texts)

    def _take_home_aloud(self) -> None:
        self.take_home()
        self.shell.handout.read()

    def explain(self) -> None:
        """Show and say in one sentence what the item's seal means."""
        if (view := self._current_view) is not None:
            told = self._phrases.what_means(view.item.provenance)
            self.kiosk.board.notice_icon, self.kiosk.board.notice = "info", told
            self.shell.say("what a seal means", [told])

    # its poll

    def ask_about_choice(self, index: int) -> None:
        """Choose the poll's choice *index* and ask for confirmation.

        It is spoken only to users of the buttons: with a touch, bystanders need not hear it.
        """
        view = self._current_view
        poll = view.poll if view is not None else None
        if view is None or poll is None or poll.voted or not 0 <= index < len(poll.poll.choices):
            return
        self._ballot.note_choice(view.item, poll.poll, index)
        self._show_poll("poll:send")

    def change(self) -> None:
        """Take back the choice, so that another one can be chosen."""
        if (view := self._current_view) is not None and view.poll is not None:
            chosen = view.poll.chosen
            self._ballot.leave()
            self._show_poll(f"choice:{chosen}" if chosen is not None else "")

    def send(self) -> None:
        """Store the vote on the memory card, then thank the voter."""
        view = self._current_view
        if view is None or view.poll is None or view.poll.chosen is None or view.poll.voted:
            return
        told = self._ballot.count_vote(PollWords(self._phrases), view.poll.poll, self.kiosk.clock.read().now)
        self._show_poll("")
        self.shell.say("poll told", [told])

    def _press(self, spot: str) -> None:
        acts: dict[str, Callable[[], None]] = {"poll:send": self.send, "poll:change": self.change}
        if spot in acts:
            acts[spot]()
        else:
            self.ask_about_choice(int(spot.partition(":")[2]))

    def _show_poll(self, focus: str) -> None:
        """Show the poll as it is now, with the spot *focus* in focus for users of the buttons."""
        board, view = self.kiosk.board, self.shown
        if board.moment is not None:
            self.show(replace(view, poll=self._ballot.poll_view(view.item, board.moment)))
        board.focus = focus if board.by_buttons else ""

    # leaving

    def left(self) -> None:
        """Drop a choice that was not sent and close a private answer, because another page takes the screen."""
        self._ballot.leave()
        self.shell.answers.leave()

    def forget(self) -> None:
        """Allow the next visitor to vote."""
        self._ballot.reset_choice()
