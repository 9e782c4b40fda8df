"""Shell round every page: navigation, voice, and the pages themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from msgspec import structs

from kiosk.content.views.service_views import Tool
from kiosk.content.views.shown import AlertView
from kiosk.hall.question_box import QuestionBox, hall_of
from kiosk.hardware.debounce import Presses
from kiosk.hardware.sound_outputs import SoundOutputs
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.slip_words import SlipWords
from kiosk.settings.overrides import change
from kiosk.shell.answers import AnswerDesk
from kiosk.shell.cursor import Cursor
from kiosk.shell.handout import HandoutDesk
from kiosk.shell.navigation import Navigation
from kiosk.shell.opened_items import OpenedItems
from kiosk.shell.page import Kiosk, Pages, PageTable
from kiosk.shell.presence import Presence
from kiosk.shell.print_desk import PrintDesk
from kiosk.shell.private_listening import PrivateListening
from kiosk.shell.tools.board_tools import BoardTools
from kiosk.shell.tools.board_words import BoardWords
from kiosk.shell.tools.staff_pin import StaffPin
from kiosk.shell.tools.tool_desk import ToolDesk
from kiosk.shell.tools.update_words import UpdateWords
from kiosk.shell.warnings import WarningDesk


class Around(Protocol):
    """Owner of the shell: the controller."""

    def leaving(self, screen: str) -> None:
        """Tell the page *screen* that another page takes the screen."""

    def end_visit(self) -> None:
        """Reset the kiosk after a warning was acknowledged while no visitor was there."""


class Shell:
    """Services that every page uses.

    *table* has the classes of all pages; *understood* is called when somebody has pressed "Mengerti" on a warning.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        table: PageTable,
        around: Around,
        understood: Callable[[AlertView], None],
    ) -> None:
        self._kiosk = kiosk
        self.presence = Presence(kiosk.board, kiosk.settings, kiosk.lamp, kiosk.monotonic)
        asked, log = kiosk.settings.questions, kiosk.memory.questions
        self.questions = QuestionBox(asked, log, kiosk.outbox, kiosk.hall or hall_of(asked, kiosk.data))
        self.presses = Presses()
        self.pin = StaffPin(kiosk.settings.technician.pin, kiosk.memory.pin_tries, kiosk.monotonic)
        self.tools = self._make_tools()
        kiosk.board.asks = bool(self.questions.asked())
        self.pages = Pages(table, kiosk, self)
        behind_pin = {Tool.BACKUP: table.main.backup, Tool.ADOPTION: table.main.office}
        pages = {tool: partial(self._turn_behind_pin, name) for tool, name in behind_pin.items()}
        self.tools.doors = {**pages, Tool.PRINTER: self._print_sample}
        self.opened = OpenedItems(kiosk.repository)
        self.navigation = Navigation(
            kiosk,
            self.pages,
            self.opened,
            say=self.say,
            leaving=around.leaving,
        )
        self.warnings = WarningDesk(kiosk, self.navigation, table.main.warning, around.end_visit, understood)
        speech = kiosk.settings.speech
        headset = speech.private if speech.private != speech.device else ""  # the room's is nobody's own
        self.private = PrivateListening(kiosk.board, kiosk.reader, headset)
        self.answers = AnswerDesk(kiosk, self.navigation, self.private, self.say)
        self.cursor = Cursor(kiosk.board, self.navigation, kiosk.reader)
        self.prints = PrintDesk(kiosk.board, kiosk.printer, kiosk.settings.printer.hourly, self.say, kiosk.monotonic)
        kiosk.board.prints = self.prints.available
        self.handout = HandoutDesk(kiosk.board, self.navigation, self.say)

    def _make_tools(self) -> ToolDesk:
        kiosk = self._kiosk
        board, settings = kiosk.board, kiosk.settings
        board_tools = BoardTools(
            board,
            words=lambda: BoardWords(Phrases(Translation(board.language))),
            outputs=SoundOutputs(),
            device=settings.speech.device,
            keep=partial(change, kiosk.data, kiosk.config),
            use=kiosk.use_output,
            say=lambda line: self.say("board", [line]),
            monotonic=kiosk.monotonic,
        )
        return ToolDesk(
            board,
            kiosk.memory.requests,
            kiosk.clock,
            kiosk.monotonic,
            data=kiosk.data,
            pin=self.pin,
            updates=lambda: UpdateWords(
                Phrases(Translation(board.language)), version=kiosk.version, ring=settings.update.ring
            ),
            board_tools=board_tools,
        )

    def _print_sample(self) -> None:
        """Print a slip by which a technician sees whether the printer works. What it tells is shown and said."""
        board, moment = self._kiosk.board, self._kiosk.clock.read()
        words = SlipWords(Phrases(Translation(board.language)))
        self.prints.print_slip(partial(words.sample, board.place, moment))

    def _turn_behind_pin(self, name: str) -> None:
        with self.pin.passed_on():
            self.pages[name].turn_to()

    def test_sound(self) -> None:
        """Say the test sentence, by which somebody hears whether the sound works."""
        gettext = Translation(self._kiosk.board.language).gettext
        self.say("sound test", [gettext("This is how the kiosk sounds.")])

    def read_opened(self) -> None:
        """Read aloud the page or QR code that a press has opened, if it is read at once."""
        self.navigation.page.read_opened()
        self.handout.read()

    def say(self, name: str, lines: list[str], language: str = "", *, unkept: bool = False) -> None:
        """Speak *lines* as the utterance *name*, in *language*, by default the screen's.

        *unkept*: none of its sound may be stored.
        """
        kiosk = self._kiosk
        said = kiosk.readings(language or kiosk.board.language).lines(name, lines, kiosk.clock.read())
        kiosk.reader.read(structs.replace(said, as_it_is=unkept), resume=False)
