"""Parts of the app that serve visitors and listeners and have no window: memory, voice, controller, read-outs, sounded alerts."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path

from msgspec.structs import replace

from content_cache.files import make_folder
from kiosk.app.context import AppContext
from kiosk.app.first_screen import first_screen
from kiosk.broadcast.alert_sounder import AlertSounder
from kiosk.broadcast.forthcoming import Forthcoming
from kiosk.broadcast.readouts import ReadoutService
from kiosk.content.emergency import EmergencyBook
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.content.views.display_options import offered
from kiosk.content.views.ports import BoardPort
from kiosk.core.build import build_version
from kiosk.core.messages import Tell
from kiosk.hall.notices.store import remove_interrupted
from kiosk.hall.question_box import Hearing
from kiosk.hardware.lamp import Lamp
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import Translation
from kiosk.narration.button_guide import ButtonGuide
from kiosk.narration.guide_text import GuideText
from kiosk.narration.narrator import SpokenReadings
from kiosk.narration.office_voice import OfficeVoice
from kiosk.narration.prompts import PromptPlayer
from kiosk.narration.read_aloud import ReadAloud
from kiosk.narration.standing import standing_lines
from kiosk.pages.table import PAGES
from kiosk.post.envelope import parse_key
from kiosk.post.faults import PostError
from kiosk.post.identity import own_key
from kiosk.post.spool import Spool
from kiosk.settings.overrides import was_set_up
from kiosk.shell.controller import Controller
from kiosk.shell.page import Kiosk
from kiosk.shell.print_desk import SlipPort
from kiosk.speech.indonesian.rules import compile_rules
from kiosk.speech.playback.relays import Relays
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.synthesis.voice_files import LISTEN
from kiosk.speech.synthesis.voices import VOICES_FOLDER, placed
from kiosk.state.memory import Memory
from kiosk.state.notes import LOUDSPEAKER
from kiosk.state.recorded_prompts import RecordedPrompts
from kiosk.state.root_requests import own_door

_log = logging.getLogger(__name__)


class Services:
    """Parts of the app that serve visitors and listeners and have no window.

    *tell* is the inbox's, *relay* switches an amplifier, *size* returns the window's px, *lamp* is told what it is to
    show. Close it after use.
    """

    def __init__(
        self,
        context: AppContext,
        board: BoardPort,
        *,
        tell: Tell,
        relay: Callable[[str, bool], None],
        lamp: Lamp,
        size: Callable[[], tuple[int, int]],
    ) -> None:
        self._context, self._board = context, board
        settings, clock = context.settings, context.clock
        self._recorded = RecordedPrompts(context.data, context.repository.recorded_prompts)
        self._recorded_version: tuple[object, ...] = ()
        self._office = OfficeVoice(context.repository.voiced, context.data, settings.speech.voice)
        remove_interrupted(context.data)
        with ExitStack() as parts:
            memory = parts.enter_context(Memory(context.data, door=own_door()))
            self.memory = memory
            self._noted: str | None = None
            context.repository.last_visit = memory.counts.last_before
            self.voice = parts.enter_context(closing(self._make_voice(tell, relay)))
            reader = ReadAloud(board, self.voice, rate=settings.speech.rate, no_sound=self._no_sound)
            book = EmergencyBook(settings.emergency, context.data, context.repository)
            self.sounder = sounder = AlertSounder(
                repository=context.repository,
                memory=memory,
                reader=reader,
                settings=settings,
                meet=lambda: book.meet(clock.read()),
                makes_way=self._make_way,
            )
            self.readouts = ReadoutService(
                repository=context.repository,
                memory=memory,
                reader=reader,
                readings=self.readings,
                settings=settings,
                warnings=sounder.opening_alerts,
            )
            self._forthcoming: Forthcoming | None = None
            if self.voice.ahead is not None:
                self._forthcoming = Forthcoming(
                    self.voice.ahead,
                    repository=context.repository,
                    readouts=self.readouts,
                    readings=lambda: self.readings(settings.place.language),
                    standing=lambda moment: standing_lines(settings, moment, pages=PAGES, meet=book.meet(moment)),
                )
            self._button_guide = ButtonGuide(
                board, PromptPlayer(self.voice, context.monotonic), self._guide, context.monotonic
            )
            outbox = self._outbox()
            kiosk = Kiosk(
                board=board,
                repository=context.repository,
                memory=memory,
                reader=reader,
                readings=self.readings,
                settings=settings,
                clock=clock,
                monotonic=context.monotonic,
                tell=tell,
                data=context.data,
                version=build_version(),
                size=size,
                use_output=self.voice.use_output,
                config=context.config,
                lamp=lamp,
                outbox=outbox,
                sealed=SealedAnswers(context.data, outbox, tell),
                recognise=self._recogniser(tell),
                printer=self._slip_printer(tell, parts),
            )
            self.controller = Controller(
                kiosk,
                PAGES,
                button_guide=self._button_guide,
                understood=lambda alert: sounder.understood(alert, clock.read()),
                screen=first_screen(settings, set_up=was_set_up(context.data)),
            )
            self._parts = parts.pop_all()

    def close(self) -> None:
        self._parts.close()

    def ring(self) -> None:
        """Sound a warning if one is due. Call this about once a second."""
        self.sounder.sound_due_alert(self._context.clock.read(), recording=self.controller.recording)
        self._board.unheard = self.sounder.unheard

    def call(self) -> None:
        """Begin a read-out if one is due, and note which languages have recordings. Call this about once a second."""
        if (version := self._recorded.change_count()) != self._recorded_version:
            self._recorded_version = version
            self._board.languages = offered(self._recorded.languages())
            self._recorded.list_for_desk()
        if self.controller.recording:  # nothing is said into a microphone
            self.sounder.unsaid(self.readouts.make_way())
        else:
            self.readouts.start_due_readout(self._context.clock.read(), alarming=self.controller.alerts.alarming)

    def _make_way(self) -> None:
        """End a recording and a broadcast, because a grave warning is about to sound for the first time."""
        self.controller.end_recording()
        self.sounder.unsaid(self.readouts.make_way())

    def note_loudspeaker(self) -> None:
        """Note faults of the sound devices for the reports when they have changed. Call this about once a second."""
        fault = "; ".join(f"{name}: {why}" for name, why in sorted(self.voice.faults.items()))
        if fault != self._noted and self.memory.notes.write(LOUDSPEAKER, fault):
            self._noted = fault

    def make_ahead(self) -> None:
        """Synthesise the next forthcoming speech of a slow voice while nobody is there. Call this about once a second."""
        if self._forthcoming is not None:
            busy = self.controller.navigation.visited or bool(self.voice.speeches)
            self._forthcoming.render_next(self._context.clock.read(), busy=busy)

    def learn_words(self) -> None:
        """Load speech rules in a thread before anybody listens, so that no touch waits for them.

        With buttons, prepare the guide too.
        """
        settings = self._context.settings
        threading.Thread(target=compile_rules, name="words", daemon=True).start()
        if settings.buttons or settings.keyboard:
            self._button_guide.prepare_guide()

    def readings(self, language: str) -> SpokenReadings:
        """Return the readings of items in *language*.

        The office's pronunciations, from its edition or its settings, are not used for warnings.
        """
        context = self._context
        return SpokenReadings(
            Translation(language),
            context.data,
            context.settings.speech.lexicon,
            self._office,
            {**context.repository.lexicon(), **context.settings.office_words},
            place=village(context.settings.place.name),
        )

    def _guide(self, language: str) -> GuideText:
        lexicon = self._context.settings.speech.lexicon
        return GuideText(self._board, Translation(language), lexicon, self._recorded, pages=PAGES)

    def _outbox(self) -> Spool | None:
        """Return the spool of residents' questions, or `None` if the settings name no recipient of questions."""
        settings, clock = self._context.settings, self._context.clock
        if not any(settings.post.key or each.hall for each in settings.questions.asked):
            return None
        try:
            key = own_key(self._context.data)
            office = parse_key(settings.post.key, "office") if settings.post.key else None
        except PostError as error:
            _log.warning("no question is taken: %s", error)
            return None
        return Spool(self._context.data, key, office, now=lambda: clock.read().now)

    def _recogniser(self, tell: Tell) -> Callable[[int, str, int], Hearing] | None:
        """Return the function that starts speech recognition of a recording; `None` without the model, its modules
        or a microphone.
        """
        voices = self._context.data / VOICES_FOLDER
        if not (voices / LISTEN).is_dir():  # most kiosks have none, and load nothing for it
            return None
        from kiosk.hall.recording.microphones import is_there
        from kiosk.speech.recognition.listen_files import listen_missing

        if (missing := listen_missing(voices)) is not None or not is_there(self._context.settings.desk.microphone):
            _log.warning("nobody can ask aloud: %s", missing.code if missing else "there is no microphone")
            return None
        from kiosk.speech.recognition.recogniser import Recogniser

        return lambda recording, hints, number: Recogniser(voices / LISTEN, recording, hints, number, tell)

    def _slip_printer(self, tell: Tell, parts: ExitStack) -> SlipPort | None:
        """Return the printer of the settings, closed with *parts*; `None` without one or without its modules."""
        settings = self._context.settings.printer
        if not settings.address:
            return None
        if find_spec("escpos") is None:
            _log.warning("nothing is printed: python-escpos is not installed")
            return None
        from kiosk.hardware.printer.client import SlipPrinter  # most kiosks have none

        printer = SlipPrinter(settings, tell)
        parts.callback(printer.close)
        return printer

    def _make_voice(self, tell: Tell, relay: Callable[[str, bool], None]) -> Speaker:
        context, speech = self._context, self._context.settings.speech
        return Speaker(
            replace(speech, voice=placed(speech.voice, context.data / VOICES_FOLDER)),
            tell=tell,
            cache_dir=_writable(context.data / "speech"),
            relays=Relays(relay, context.settings.outputs.relays, time.monotonic),
        )

    def _no_sound(self) -> str:
        return Translation(self._board.language).gettext(
            "The sound cannot be played yet. You can read it on the screen."
        )


def _writable(folder: Path) -> Path:
    """Return *folder*, or a temporary one if it cannot be created or written.

    Without a sound cache the kiosk still shows and speaks.
    """
    try:
        make_folder(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        _log.warning("%s cannot be written (%s): speech is not kept", folder, error.strerror)
        return Path(tempfile.mkdtemp(prefix="kiosk-speech-"))
    return folder
