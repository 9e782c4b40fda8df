"""The kiosk asked aloud: a question of at most 8 seconds, understood by a captive process, and what answers it.

The microphone is open while somebody speaks and at no other time. The recording lies in memory alone, and goes with the answer
unless whoever spoke has it sent to the office. A warning ends all of it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from content_cache.model.items import Item
from content_cache.model.problems import msgid
from content_cache.text.search_terms import split_words
from kiosk.content.spoken_hints import spoken_hints
from kiosk.content.views.keys import USUAL, BarKey, Keys, Listens
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.core.messages import Message, QuestionHeard, QuestionTaken, RecordingHeard, SpeechEnded
from kiosk.hall.question_box import Spoken
from kiosk.hall.recording.question_take import QuestionTake
from kiosk.pages.search.aloud.view import AloudStep, AloudView, Ends
from kiosk.pages.search.aloud.words import AloudWords
from kiosk.pages.search.answering import SHOWN, Answering
from kiosk.shell.day_doors import Doors, page_of
from kiosk.shell.page import SILENT, STEPS, Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.speech.utterance import Manner, Prelude, Sentence, Utterance

if TYPE_CHECKING:
    from kiosk.hall.question_box import Hearing, MicrophoneTake
    from kiosk.shell.shell import Shell

_log = logging.getLogger(__name__)
PROMPT, TONE = "aloud prompt", "aloud tone"
MOST_S = 8.0
_PATIENCE_S = 8.0  # seconds that the microphone waits for the prompt to end
_SILENT_S = 6.0  # seconds without a message from the recorder after which it counts as failed
_QUIET_S = 2.0  # seconds of silence that end a recording begun by a tap
_LEAST_HELD_S = 1.0  # seconds of a press that holds; a shorter one is a tap
_A_SECOND = 5  # levels
_SPOKEN, _ABOVE = 35, 14  # loudness (of 100) of speech, and how far it is above the quietest moment
_WHILE_RECORDING = msgid("Finish speaking first.")
_CANCEL = Keys(BarKey("x", msgid("Cancel"), "key:back"), listens=Listens.FINISH)
_THINK = Keys(BarKey("x", msgid("Cancel"), "key:back"))
_NUMBERS = (("satu", "1", "pertama"), ("dua", "2", "kedua"), ("tiga", "3", "ketiga"))


class AloudPage(Page[AloudView]):
    """Page on which a visitor asks the kiosk aloud. Leaving it discards what was said."""

    name = "aloud"
    words = AloudWords
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        {
            RecordingHeard: "on_recorder",
            QuestionTaken: "on_recorder",
            QuestionHeard: "understood",
            SpeechEnded: "spoken",
        }
    )

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._board = kiosk.board
        self._reader = kiosk.reader
        self._record = kiosk.record or (lambda number: QuestionTake(kiosk.settings.desk.microphone, number, kiosk.tell))
        self._answering = Answering(kiosk.repository)
        self._doors = Doors(kiosk, shell.pages, shell.navigation.phones)
        self._takes = count(1)
        self._take: MicrophoneTake | None = None
        self._hearing: Hearing | None = None
        self._opus, self._length = b"", 0.0
        self._asked_at = self._heard_at = self._pressed_at = 0.0
        self._offered: AloudView | None = None  # candidates offered last, to be chosen by a spoken number

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> AloudView:
        """Return the spoken question as it stands."""
        return self._shown_view or AloudView(asks=self._board.asks)

    @classmethod
    def keys(cls, view: AloudView) -> Keys:
        """Return the keys. While recording the first one cancels and Listen ends the recording."""
        return _CANCEL if view.recording else _THINK if view.step is AloudStep.THINK else USUAL

    def targets(self, view: AloudView) -> Sequence[Target]:
        """Return the candidates and keys as focus targets; none while somebody speaks."""
        acts: dict[str, Callable[[], object]] = {
            "speak": self.speak, "type": self.type, "other": self.refuse, "open": self.open, "send": self.hand_over_question,
        }  # fmt: skip
        rows = {f"row:{index}": self._opens(index) for index in range(SHOWN)}
        return [Target(spot, {**acts, **rows}[spot]) for spot in view.focus_spots]

    def items(self, view: AloudView) -> Sequence[Item]:
        """Return the candidate items on the screen."""
        return view.shown_candidates if view.step is AloudStep.CHOOSE else ()

    def why_idle(self, key: str) -> str:
        """Return, while recording, the message that the focus moves only after the recording."""
        if key in STEPS and self.recording:
            return _WHILE_RECORDING
        thinks = self._shown_view is not None and self._shown_view.step is AloudStep.THINK
        return SILENT if thinks else super().why_idle(key)

    @property
    def _shown_view(self) -> AloudView | None:
        """Return the question while this page is on the screen, else `None`: messages may arrive after another page took over."""
        view = self._board.view
        return view if isinstance(view, AloudView) else None

    @property
    def recording(self) -> bool:
        """Return whether the microphone is open or about to be."""
        return self._shown_view is not None and self._shown_view.recording

    @property
    def keeps_visitor(self) -> bool:
        """Return whether something is being recorded or recognised, so that the idle timer leaves the visitor alone."""
        return self.recording or (self._shown_view is not None and self._shown_view.step is AloudStep.THINK)

    @property
    def _aloud_words(self) -> AloudWords:
        return AloudWords(self._phrases)

    def _change_view(self, **changes: object) -> None:
        if self._shown_view is not None:
            self.show(replace(self._shown_view, **changes))

    def arrived(self) -> None:
        """Focus the microphone for a visitor who came by a button. While an answer is read nothing is focused."""
        if self._shown_view is not None and self._shown_view.step is AloudStep.START:
            super().arrived()

    # speaking

    def turn_to_speak(self) -> None:
        """Open this page unless it is shown, and start a spoken question.

        For a visitor who uses the buttons the microphone opens after the prompt. Without speech recognition only the page opens.
        """
        if self.shell.navigation.here.screen != self.name:
            self.turn_to()
        self.speak()

    def speak(self, ends: Ends = Ends.TAPPED) -> None:
        """Open the microphone; for users of the buttons after the prompt has been said.

        *ends* is how the speaker will end the recording.
        """
        view = self._shown_view
        if view is None or view.recording or self.kiosk.recognise is None:
            return
        self._offered = view if view.step is AloudStep.CHOOSE else None
        self._throw_away()
        self._reader.leave()
        self._board.focus = ""
        self._asked_at = self.kiosk.monotonic()
        ends = Ends.BUTTON if self._board.by_buttons else ends
        self.show(AloudView(AloudStep.SPEAK, ends=ends, asks=self._board.asks))
        if ends is Ends.BUTTON:
            self.shell.say(PROMPT, [self._aloud_words.speak_now(ends)])
        else:
            self._open_microphone()

    def press(self) -> None:
        """Begin to record at a touch on the microphone. If a tap began a recording before, end it."""
        if self.recording:
            self.finish_recording()
        else:
            self._pressed_at = self.kiosk.monotonic()
            self.speak(Ends.HELD)

    def lift(self) -> None:
        """End the recording when a finger that was held on the microphone is lifted.

        After a short tap the recording goes on until the next tap.
        """
        view = self._shown_view
        if view is None or not view.recording or view.ends is not Ends.HELD:
            return
        if self.kiosk.monotonic() - self._pressed_at >= _LEAST_HELD_S:
            self.finish_recording()
        else:
            self._change_view(ends=Ends.TAPPED)

    def hold(self) -> bool:
        """Return whether a recording is under way, which goes on while the listen key is held down."""
        return self.recording

    def let_go(self) -> None:
        """End the recording when the listen key is let go, if enough was said."""
        view = self._shown_view
        if view is not None and view.recording and view.seconds >= _LEAST_HELD_S:
            self.finish_recording()

    def _open_microphone(self) -> None:
        recognise = self.kiosk.recognise
        if self._take is not None or not self.recording or recognise is None:
            return
        self._heard_at = self.kiosk.monotonic()
        take = self._take = self._record(next(self._takes))
        self.kiosk.lamp.recording = True
        moment, board = self.kiosk.clock.read(), self._board
        try:  # its model is loaded while somebody speaks
            recording = os.open(take.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            _log.warning("a recording cannot be read: %s", error)
            self._fail("fault")
            return
        hints = spoken_hints(self.kiosk.repository.all_items(None, moment), board.place)
        try:
            self._hearing = recognise(recording, hints, take.number)
        finally:
            os.close(recording)

    def finish_recording(self) -> None:
        """End the recording and have it recognised."""
        view = self._shown_view
        if view is not None and view.recording and self._take is not None and view.opened and not view.ending:
            self._take.finish()
            self._heard_at = self.kiosk.monotonic()
            self._change_view(ending=True)

    def end_recording(self) -> None:
        """Discard the recording, because a warning is about to sound into it."""
        self.discard_recording()

    def discard_recording(self) -> None:
        """Discard the recording, or what is being recognised, and return to the beginning (key *Batal*)."""
        if self.keeps_visitor:
            self._fail("cancelled")

    def _fail(self, why: str) -> None:
        """Discard the recording, return to the beginning and tell the reason named by *why*."""
        self._throw_away()
        self._reader.leave()
        told = self._aloud_words.why_not(why)
        self.show(AloudView(told=told, asks=self._board.asks))
        self._board.focus = "speak" if self._board.by_buttons else ""
        self.shell.say("aloud told", [told])

    # messages

    def on_recorder(self, message: RecordingHeard | QuestionTaken) -> None:
        """Handle *message* of the recorder. Messages of a discarded recording are ignored."""
        view = self._shown_view
        if view is None or self._take is None or not view.recording:
            return
        self._heard_at = self.kiosk.monotonic()
        match message:
            case RecordingHeard(seconds, level):
                if not view.opened and view.ends is Ends.BUTTON:
                    self._reader.read(Utterance(TONE, (Sentence("…"),)), Manner(prelude=Prelude.TONE), resume=False)
                levels = (*view.levels, level)
                self._change_view(opened=True, seconds=min(seconds, MOST_S), levels=levels)
                if seconds >= MOST_S or (view.ends is not Ends.HELD and _fell_silent(levels)):
                    self.finish_recording()
            case QuestionTaken(number) if number == self._take.number:
                self._receive_recording(message)

    def _receive_recording(self, message: QuestionTaken) -> None:
        self.kiosk.lamp.recording = False
        self.shell.presence.active()
        if message.why or self._hearing is None:
            self._fail(message.why or "fault")
            return
        self._opus, self._length = message.opus, message.seconds
        self._change_view(step=AloudStep.THINK, opened=False, ending=False)
        self._hearing.begin()

    def understood(self, message: QuestionHeard) -> None:
        """Show and say the answer to the recognised question in *message*."""
        view = self._shown_view
        if view is None or self._take is None or message.take != self._take.number:
            return
        if view.recording:  # the recogniser ended before anything was said
            self._fail("unclear")
            return
        if view.step is not AloudStep.THINK:
            return
        self.shell.presence.active()
        if message.why or not split_words(message.text):
            self._fail("unclear")
            return
        if (chosen := self._by_number(message.text)) is not None:
            self.show(chosen)
            self.choose_candidate(0)
            return
        moment = self.kiosk.clock.read()
        door = self._doors.find_answer(message.text, moment)
        answer = self._answering.find_answer(message, moment, door=door)
        step = AloudStep.SURE if answer.sure else AloudStep.CHOOSE if answer.candidates else AloudStep.NONE
        self._show_answer(step, candidates=answer.candidates, heard=message.text, unchecked=answer.unchecked)

    def _by_number(self, text: str) -> AloudView | None:
        """Return the last candidates from the one on that *text* names by its number, such as "dua"; `None` if
        *text* names no number.
        """
        offered, said = self._offered, split_words(text)
        if offered is None or len(said) > SHOWN:
            return None
        place = next((n for n, names in enumerate(_NUMBERS) if not set(names).isdisjoint(said)), len(_NUMBERS))
        return replace(offered, first=offered.first + place) if place < len(offered.shown_candidates) else None

    def _show_answer(self, step: AloudStep, **changes: object) -> None:
        """Show the answer of *step* with *changes* to the view, and say it."""
        self._change_view(step=step, first=changes.pop("first", 0), told="", **changes)
        self._board.focus = ""
        if step is AloudStep.SURE:
            self.read_aloud()
        elif self._shown_view is not None:
            self.shell.say("aloud answer", self._aloud_words.entry(self._shown_view, self.kiosk.clock.read()))

    def spoken(self, message: SpeechEnded) -> None:
        """Open the microphone when the prompt has been said."""
        if message.utterance == PROMPT:
            self._open_microphone()

    def tick(self) -> None:
        """Check, about once a second, whether the prompt failed and whether the microphone delivers."""
        view = self._shown_view
        if view is None or not view.recording:
            return
        now = self.kiosk.monotonic()
        if self._take is None:
            if now - self._asked_at > _PATIENCE_S:
                self._open_microphone()
        elif now - self._heard_at > _SILENT_S:
            self._fail("fault")

    # the answer

    def read(self) -> None:
        """Read the answer aloud with its source. Without an answer read the page."""
        view = self.shown
        if view.step is AloudStep.SURE and (item := next(iter(view.shown_candidates), None)) is not None:
            kiosk = self.kiosk
            kiosk.reader.read(kiosk.readings(kiosk.board.language).item(item, kiosk.clock.read(), ()))
        else:
            super().read()

    def count_heard(self) -> None:
        """Count in the statistics that the item that answers was heard today."""
        day = self.kiosk.clock.read().now.date()
        for item in self.shown.shown_candidates[:1]:
            if self.shown.step is AloudStep.SURE and not page_of(item):
                self.kiosk.memory.counts.add_item("heard", item, day)

    def listen(self) -> None:
        """End the recording if there is one. Else press the focused key, or read the page."""
        if self.recording:
            self.finish_recording()
        elif (opener := self.opener(self._board.focus)) is not None:
            opener()
        elif self.shown.step is AloudStep.START:
            self.speak()
        else:
            self.read_aloud()

    def refuse(self) -> None:
        """Reject the shown answer (key *Bukan ini*). Show the next candidates, or that nothing was found."""
        view = self._shown_view
        if view is None or view.step not in (AloudStep.SURE, AloudStep.CHOOSE):
            return
        self._reader.leave()
        first = view.first + len(view.shown_candidates)
        rest = view.step is AloudStep.SURE and first < len(view.candidates)
        if rest:
            self._show_answer(AloudStep.CHOOSE, first=first, candidates=view.candidates[: first + SHOWN - 1])
        else:
            self._show_answer(AloudStep.NONE, candidates=())

    def choose_candidate(self, index: int) -> None:
        """Show shown candidate *index* as the answer, and read it."""
        view = self._shown_view
        if view is not None and index < len(view.shown_candidates):
            self._reader.leave()
            self._show_answer(AloudStep.SURE, first=view.first + index)

    def _opens(self, index: int) -> Callable[[], None]:
        return lambda: self.choose_candidate(index)

    def open(self) -> None:
        """Open the item, or the page, that answers the question."""
        view, navigation = self._shown_view, self.shell.navigation
        item = next(iter(view.shown_candidates), None) if view is not None else None
        if item is None:
            return
        match page_of(item):
            case "":
                navigation.open_among((item,), 0)
            case page if page == self.shell.pages.main.home:
                navigation.go_home()
            case page:
                navigation.open_day(page)

    def type(self) -> None:
        """Open the search page with its keyboard."""
        self.shell.navigation.open_day(self.shell.pages.main.search)

    def hand_over_question(self) -> None:
        """Open the page that sends questions, after a search that found no answer.

        The recording, if there is one, goes along and is played back there before it is sent.
        """
        view, take = self._shown_view, self._take
        if view is None or view.step is not AloudStep.NONE:
            return
        if take is not None and self._opus and view.asks:
            self._take = None  # the other page discards it
            self.shell.questions.spoken = Spoken(take, self._opus, self._length)
        self.shell.navigation.ask()

    def back(self) -> None:
        """Cancel a recording. From an answer return to the microphone, from there leave the page."""
        view = self._shown_view
        if self.keeps_visitor:
            self.discard_recording()
        elif view is not None and view.step is not AloudStep.START:
            self._throw_away()
            self._reader.leave()
            self.show(AloudView(asks=self._board.asks))
            self._board.focus = "speak" if self._board.by_buttons else ""
        else:
            super().back()

    def left(self) -> None:
        """Discard the recording, because another page takes the screen."""
        if self.keeps_visitor:
            self._board.notice_icon, self._board.notice = "trash", self._aloud_words.why_not("cancelled")
        self._throw_away()
        self._offered = None
        self.show(AloudView(asks=self._board.asks))

    def _throw_away(self) -> None:
        take, self._take, self._opus = self._take, None, b""
        hearing, self._hearing = self._hearing, None
        self.kiosk.lamp.recording = False
        if hearing is not None:
            hearing.close()
        if take is not None:
            take.discard()


def _fell_silent(levels: Sequence[int]) -> bool:
    """Return whether somebody spoke and then paused for two seconds.

    *levels* are loudness values from 0 to 100, five a second.
    """
    lately = round(_QUIET_S * _A_SECOND)
    spoken = max(min(levels) + _ABOVE, _SPOKEN)
    return len(levels) > lately and max(levels[:-lately]) >= spoken and max(levels[-lately:]) < spoken
