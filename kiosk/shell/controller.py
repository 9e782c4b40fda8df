"""Controller: what the kiosk does when somebody touches, presses, or nothing happens for a while.

Knows no Kivy: board, voice and readings are protocols. All of it runs on the main thread; other threads send messages
to the inbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import AlertView
from kiosk.core.messages import (
    ButtonReleased,
    ContentChanged,
    Gesture,
    Message,
    SentenceStarted,
    SlipTold,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
)
from kiosk.hall.notices.usb_staging import staged
from kiosk.i18n.translation import Translation
from kiosk.narration.button_guide import ButtonGuide
from kiosk.shell.buttons import Buttons
from kiosk.shell.content_refresh import ContentRefresh
from kiosk.shell.overlay import Overlay
from kiosk.shell.page import Kiosk, Page, PageTable
from kiosk.shell.preferences import Preferences
from kiosk.shell.route import Spot
from kiosk.shell.settings_sheet import SettingsOverlay
from kiosk.shell.shell import Shell
from kiosk.shell.tool_overlay import ToolOverlay
from kiosk.shell.usb_stick import UsbStick
from kiosk.shell.visit import VisitController
from kiosk.shell.voice_tally import VoiceTally
from kiosk.state.hall_sources import FOLDER

_log = logging.getLogger(__name__)
_HELD = ("listen", "ask")  # verbs of buttons whose release ends what they were held for


class Controller:
    """Dispatcher of messages, keys and touches; it decides what belongs to no page.

    Screens call it through `kiosk.ui.verbs.Verbs`. *table* has the classes of all pages. *button_guide* speaks to
    visitors who use the buttons. *understood* is called when somebody has pressed "Mengerti" on a warning. *screen* is
    the first one, as `first_screen` says.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        table: PageTable,
        *,
        button_guide: ButtonGuide | None,
        understood: Callable[[AlertView], None],
        screen: str,
    ) -> None:
        board, repository, memory, reader = kiosk.board, kiosk.repository, kiosk.memory, kiosk.reader
        settings, clock, monotonic, data = kiosk.settings, kiosk.clock, kiosk.monotonic, kiosk.data
        self._board = board
        self._hears = kiosk.recognise is not None
        self._settings = settings
        self._repository = repository
        self._reader = reader
        self._clock = clock
        self._button_guide = button_guide
        self._lamp = kiosk.lamp
        self._tally = VoiceTally(memory.counts, clock, monotonic)
        self._shell = Shell(kiosk, table, self, understood)
        self.warnings = self._shell.warnings
        self.alerts = self.warnings.alerts
        self.navigation = self._shell.navigation
        self._say = self._shell.say
        self.tools = self._shell.tools
        self.test_sound = self._shell.test_sound
        self.preferences = Preferences(board, reader, self._shell.private, language_changed=self.change_words)
        self.visit = VisitController(
            kiosk,
            self._shell,
            preferences=self.preferences,
            button_guide=button_guide,
            attended=self._attended,
            warned=lambda: self.alerts.held and not self.navigation.kept_below,
            go_home=self.home,
            language_changed=self.change_words,
        )
        self._overlays: tuple[Overlay, ...] = (
            SettingsOverlay(board, self.navigation, self._shell.cursor, self.preferences),
            self._shell.handout,
            ToolOverlay(board, self.tools, self._say),
        )
        self.buttons = Buttons(
            kiosk,
            self._shell,
            keys={
                "previous": self.previous,
                "listen": self.listen,
                "next": self.next,
                "home": self.home,
                "bulletin": self.read_bulletin,
                "ask": self.ask_aloud,
            },
            preferences=self.preferences,
            visit=self.visit,
            button_guide=button_guide,
        )
        self.stick = UsbStick(
            board,
            memory,
            say=lambda line: self._say("usb stick", [line], settings.place.language),
            light=self._shell.presence.light,
            monotonic=monotonic,
            language=settings.place.language,
            waiting=partial(staged, data / FOLDER),
            phones=settings.public.courier,
        )
        self._content = ContentRefresh(kiosk, self.navigation, button_guide, self._say)
        self.visit.reset()
        self.navigation.start(Spot(screen))

    def leaving(self, screen: str) -> None:
        """Tell the page *screen* that another page takes the screen."""
        self._shell.pages[screen].left()

    @property
    def _over(self) -> Overlay | None:
        """Return the uppermost overlay of the page, or `None`."""
        return next((each for each in self._overlays if each.shown), None)

    @property
    def _uppermost(self) -> Overlay | Page[Any]:
        return self._over or self.navigation.page

    def page(self, name: str) -> Any:
        """Return the page *name* for its screen. Raises KeyError for a screen that is no page."""
        return self._shell.pages[name]

    # the keys

    def why_resting(self, key: str) -> str:
        """Return in words why *key* ("previous", "listen", "next") does nothing now; "" if it does something."""
        if key == "listen" and self._board.speaking is not None:
            return ""  # Listen stops the voice
        why = self._uppermost.why_idle(key)
        return Translation(self._board.language).gettext(why) if why else ""

    def previous(self) -> None:
        self._tell_why("previous")
        self._uppermost.step(-1)

    def next(self) -> None:
        """Move on: to the next item, the next day with events, or the next focus target."""
        self._tell_why("next")
        self._uppermost.step(+1)

    def _tell_why(self, key: str) -> None:
        if why := self.why_resting(key):
            self._board.notice_icon, self._board.notice = "info", why

    def listen(self) -> None:
        """Stop the voice if it reads; else open the focused target, or read the page."""
        self._tell_why("listen")
        answering = self.tools.board_tools.is_shown  # the trial on the screen asks for this key
        if self._reader.speaking and not (answering or self.navigation.page.takes_listen):
            self._reader.stop()
        else:
            self._uppermost.listen()

    def home(self) -> None:
        self.navigation.page.home()

    def back(self) -> None:
        self._uppermost.back()

    def read_bulletin(self) -> None:
        """Read the summary of the day, because the listen key was held on the home screen.

        A page may use the hold for something else.
        """
        if self.navigation.page.hold():
            return
        if not self.navigation.at_home or self._board.sheet:
            self.navigation.go_home()
        self.navigation.page.read_bulletin()

    def ask_aloud(self) -> None:
        """Open the microphone for a spoken question, or end its recording.

        A kiosk without speech recognition opens the search.
        """
        if self.recording:
            self.listen()
        elif self._hears:
            self._board.sheet = False
            self.page(self._shell.pages.main.aloud).turn_to_speak()
        else:
            self.navigation.open_day(self._shell.pages.main.search)

    def _verb(self, button: str) -> str:
        return self._settings.verbs.get(button, button)

    @property
    def recording(self) -> bool:
        """Return whether the microphone records a visitor: a question, or a notice of the hall."""
        return self.navigation.page.recording

    # around the pages

    def end_visit(self) -> None:
        """Reset the kiosk after a warning was acknowledged while no visitor was there."""
        self.visit.reset()

    def end_recording(self) -> None:
        """Discard the recording under way and tell the visitor, because a warning is about to sound into it."""
        self.navigation.page.end_recording()

    # messages

    def handle(self, message: Message) -> None:
        """Handle one *message* from the inbox."""
        match message:
            case ContentChanged():
                self._content.look_up_anew()
                self.warnings.refresh_warnings()
                self._note_urgent()
                self._shell.answers.note_answers()
            case Gesture():
                self.buttons.feel(message)
                released = isinstance(message, ButtonReleased) and self._verb(message.name) in _HELD
                if released:
                    self.navigation.page.let_go()
            case SpeechStarted() | SentenceStarted() | SpeechPaused() | SpeechEnded():
                self._hear(message)
            case SlipTold():
                self._shell.prints.on_told(message)
            case _ if not self._shell.pages.hear(message):
                _log.warning("nobody handles %r", message)

    def _hear(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        self._lamp.speaking = not isinstance(message, SpeechEnded)
        if isinstance(message, SpeechStarted):
            self._tally.count_speech(message)
        if self._button_guide and self._button_guide.on_speech(message):
            return
        self._reader.on_speech(message)
        self._shell.pages.hear(message)
        if isinstance(message, SpeechStarted):
            self._shell.presence.speech_started()
        elif isinstance(message, SpeechEnded) and not self._reader.speaking:
            self._shell.presence.speech_ended()

    def _note_urgent(self) -> None:
        moment = self._clock.read()
        for_lamp = (Category.ALERT, Category.ANNOUNCEMENT)
        self._lamp.news(item for category in for_lamp for item in self._repository.items(category, moment))

    # time

    def tick(self) -> None:
        """Update warnings, page and tools, and check whether the visitor has gone. Call this about once a second."""
        self.alerts.check_waiting()
        if self._shell.questions.hall_moved():
            self._hall_moved()
        self.navigation.page.tick()
        self.tools.check_answers()
        self.visit.check_visitor()
        self._tally.write_if_due()

    def _hall_moved(self) -> None:
        """Take up a change at the hall's desk: it takes questions now, or has answered."""
        self._board.asks = bool(self._shell.questions.asked())
        self._shell.answers.note_answers()
        self._content.look_up_anew()

    def look_again(self) -> None:
        """Read the content of the present screen again. By night switch to dark colours, if nobody has chosen others."""
        self._content.look_up_anew()
        self.visit.follow_night()
        self.warnings.refresh_warnings()

    def _attended(self) -> bool:
        """Return whether the page keeps its visitor, so that the idle timer sends nobody home."""
        return self.navigation.page.keeps_visitor

    def change_words(self) -> None:
        """Translate anew all texts that the board holds, because the language has changed."""
        self.navigation.look_up_anew()
        self.warnings.refresh_warnings()
