"""A resident's question, from whom it is for to its number: spoken or typed, heard back, sent or thrown away.

The microphone is open from the prompt's end to "Selesai", and at no other time. Nothing is sent unless somebody chooses that;
whoever goes away, and whatever takes the screen, leaves nothing behind. Until the question is sealed it lies in memory alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from kiosk.content.take_home import MARK, of_asked
from kiosk.control.navigation import Navigation
from kiosk.control.question_box import QuestionBox
from kiosk.control.route import Spot
from kiosk.core.clock import Clock
from kiosk.core.messages import QuestionTaken, RecordingHeard, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.hardware.lamp import Lamp
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.text_entry import typed_sentence
from kiosk.i18n.translation import Translation
from kiosk.narration.question_words import QuestionWords
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings.sections import QuestionSettings
from kiosk.speech.utterance import Manner, Prelude, Sentence, Utterance
from kiosk.state.question_log import QuestionLog
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.questions import MOST_SECONDS, MOST_TEXT, AskStep, AskView
from kiosk.viewmodel.spots import index_of

_log = logging.getLogger(__name__)
PROMPT, BACK, TONE = "question prompt", "question", "question tone"
"""Names of what is said: the words before the microphone opens, what was recorded, and the sign that time runs out."""
BEEP_AT_S = 50.0
_LEAST_HELD_S = 2.0  # of a recording that ends when the button is let go of: a shorter press began it
_PATIENCE_S = 8.0  # that the microphone waits for the prompt to end
_SILENT_S = 8.0  # of a child that tells nothing
_ENDING_S = 30.0  # of one that brings a minute into its form: some seconds on a slow machine
_KEPT_LEVELS = 400


class Take(Protocol):
    """kiosk.notices.question_take.QuestionTake"""

    number: int

    @property
    def path(self) -> Path: ...
    def finish(self) -> None: ...
    def discard(self) -> None: ...


class Say(Protocol):
    """Speaks lines under a name; `unkept`: so that no sound of them is left."""

    def __call__(self, name: str, lines: list[str], *, unkept: bool = False) -> None: ...


class QuestionDesk:
    """`record` begins a recording with a number of its own. `box` takes what is sent, and knows who can be asked. `say` speaks
    lines under a name; `monotonic` gives seconds; `active` says that somebody is there; `hall_moved` is called once the hall's desk
    has a key, or has answered."""

    def __init__(
        self,
        board: BoardPort,
        settings: QuestionSettings,
        log: QuestionLog,
        navigation: Navigation,
        reader: ReadAloud,
        clock: Clock,
        monotonic: Callable[[], float],
        *,
        lamp: Lamp,
        say: Say,
        record: Callable[[int], Take],
        box: QuestionBox,
        active: Callable[[], None],
        hall_moved: Callable[[], None],
    ) -> None:
        self._board = board
        self._settings = settings
        self._log = log
        self._navigation = navigation
        self._reader = reader
        self._clock = clock
        self._monotonic = monotonic
        self._lamp = lamp
        self._say = say
        self._record = record
        self._box = box
        self._active = active
        self._hall_moved = hall_moved
        self._takes = count(1)
        self._take: Take | None = None
        self._opus = b""
        self._asked_at = self._heard_at = self._began = 0.0
        self._held = self._beeped = False
        board.asks = self.available

    @property
    def available(self) -> bool:
        return bool(self._box.asked())

    @property
    def recording(self) -> bool:
        """Is somebody speaking to the kiosk, or about to?"""
        return self._board.ask is not None and self._board.ask.recording

    @property
    def unsent(self) -> bool:
        """Has somebody a question to send, or to throw away?"""
        return self._board.ask is not None and self._board.ask.step is AskStep.REVIEW

    @property
    def _words(self) -> QuestionWords:
        return QuestionWords(Phrases(Translation(self._board.language)))

    def _show(self, **changes: object) -> None:
        if self._board.ask is not None:
            self._board.ask = replace(self._board.ask, **changes)

    def fresh(self, told: str = "") -> AskView:
        """At the beginning."""
        asked = self._box.asked()
        return AskView(
            asked=asked,
            chosen=0 if len(asked) == 1 and not asked[0].elsewhere else None,
            told=told,
            kept_days=self._settings.kept_days,
            answer_days=self._settings.answer_days,
        )

    # the way through it

    def open(self) -> None:
        if self.available:
            self._board.ask = None
            self._navigation.go(Spot("ask"))

    def open_answers(self) -> None:
        self._navigation.go(Spot("answers"))

    def choose(self, index: int) -> None:
        """Whom it is for."""
        view = self._board.ask
        if view is None or view.step is not AskStep.WHOM or not 0 <= index < len(view.asked):
            return
        if (asked := view.asked[index]).elsewhere:
            self._board.handout = of_asked(asked.name, asked.number, asked.link)
            self._say("question elsewhere", self._words.elsewhere(asked))
            return
        self._show(chosen=index, told="")
        self._board.focus = "speak" if self._board.by_buttons else ""

    def change(self) -> None:
        """It is for somebody else."""
        if (view := self._board.ask) is not None and view.step is AskStep.WHOM:
            self._show(chosen=None, told="", wrong=False)
            self._board.focus = "to:0" if self._board.by_buttons else ""

    def write(self) -> None:
        """By the keyboard."""
        if self._may_begin():
            self._show(step=AskStep.WRITE, told="", wrong=False)

    def type_letters(self, letters: str) -> None:
        if (view := self._board.ask) is not None and view.step is AskStep.WRITE:
            self._show(text=typed_sentence(view.text, letters, MOST_TEXT), told="")

    def erase(self) -> None:
        if (view := self._board.ask) is not None and view.step is AskStep.WRITE:
            self._show(text=view.text[:-1], told="")

    def written(self) -> None:
        view = self._board.ask
        if view is None or view.step is not AskStep.WRITE:
            return
        if view.text.strip():
            self._show(step=AskStep.REVIEW, told="")
        else:
            self._show(told=self._words.write_first, wrong=True)

    def speak(self) -> None:
        """The prompt first; when it has been said the microphone is opened."""
        if not self._may_begin():
            return
        self._throw_away()
        self._reader.leave()
        self._board.focus = ""
        self._held = self._beeped = False
        self._asked_at = self._monotonic()
        self._show(
            step=AskStep.RECORD, opened=False, ending=False, seconds=0.0, levels=(), length=0.0, played=0.0,
            playing=False, text="", told="", wrong=False,
        )  # fmt: skip
        self._say(PROMPT, [self._words.prompt])

    def _may_begin(self) -> bool:
        view = self._board.ask
        shown = self._board.screen == "ask"  # a press may come after something else has taken the screen
        if view is None or not shown or not self.available or view.recording or view.step is AskStep.DONE:
            return False
        if view.chosen is None:
            self._show(told=self._words.choose_first, wrong=True)
            return False
        if full := self._log.full_for(self._clock.read().now):
            self._show(step=AskStep.WHOM, told=self._words.full(full), wrong=True)
            self._say("question told", [self._words.full(full)])
            return False
        return True

    def _open_microphone(self) -> None:
        if self._take is None and self.recording:
            self._heard_at = self._monotonic()
            self._take = self._record(next(self._takes))
            self._lamp.recording = True

    def finish(self) -> None:
        """ "Selesai": while the prompt is said there is nothing to end."""
        view = self._board.ask
        if view is not None and self._take is not None and view.opened and not view.ending:
            self._take.finish()
            self._heard_at = self._monotonic()
            self._show(ending=True)

    def hold(self) -> None:
        """The listen key is held down: who lets it go after having spoken is done."""
        view = self._board.ask
        if view is not None and view.step is AskStep.WHOM:
            self.speak()
        self._held = self.recording

    def let_go(self) -> None:
        view = self._board.ask
        if self._held and view is not None and view.seconds >= _LEAST_HELD_S:
            self.finish()
        self._held = False

    def cancel(self) -> None:
        """ "Batal, hapus" """
        if self.recording:
            self._to_begin(self._words.cancelled)

    def discard(self) -> None:
        """ "Hapus" """
        view = self._board.ask
        if view is not None and view.step is AskStep.REVIEW:
            self._to_begin(self._words.cancelled if not view.text else self._words.text_cancelled)

    def _to_begin(self, told: str, *, wrong: bool = False) -> None:
        """Whom it is for stays as it was chosen."""
        before = self._board.ask or self.fresh()
        self._throw_away()
        self._reader.leave()
        self._board.ask = replace(self.fresh(told), asked=before.asked, chosen=before.chosen, wrong=wrong)
        self._board.focus = "speak" if self._board.by_buttons else ""
        self._say("question told", [told])

    def again(self) -> None:
        """ "Rekam ulang": the old one is gone."""
        view = self._board.ask
        if view is not None and view.step is AskStep.REVIEW and not view.text:
            self.speak()

    def hear(self) -> None:
        """What was said, to whoever said it."""
        view = self._board.ask
        if view is None or view.step is not AskStep.REVIEW:
            return
        if view.text:
            self._say(BACK, [view.text], unkept=True)
        elif self._take is not None:
            self._reader.read(Utterance(BACK, (), recording=self._take.path, as_it_is=True), resume=False)

    def send(self) -> None:
        """ "Kirim": it has a number when it is sealed, and not before that."""
        view = self._board.ask
        if view is None or view.step is not AskStep.REVIEW or not (self._opus or view.text):
            return
        self._reader.leave()
        now = self._clock.read().now
        number = self._box.keep(view, self._opus, self._board.language, now)
        if not number:
            self._show(told=self._words.not_kept, wrong=True)
            self._say("question told", [self._words.not_kept])
            return
        self._throw_away()
        fresh = self._board.freshness
        waits = fresh is None or fresh.stale
        secret = self._box.code(number)
        code = f"{MARK}{self._words.code(number, secret, self._board.place, now)}"
        self._board.ask = replace(
            self.fresh(),
            step=AskStep.DONE,
            asked=view.asked,
            chosen=view.chosen,
            number=number,
            secret=secret,
            waits=waits,
            code=code,
        )
        self._board.focus = "answers" if self._board.by_buttons else ""
        aloud = self._board.by_buttons
        self._say("question done", self._words.done(self._board.ask, secret=aloud), unkept=aloud)

    # the keys

    def listen(self) -> None:
        """What has the focus; else the page is read, or what was said played."""
        view = self._board.ask
        if view is None:
            return
        if view.recording:
            self.finish()
            return
        focus = self._board.focus
        acts: dict[str, Callable[[], None]] = {
            "speak": self.speak,
            "answers": self.open_answers,
            "hear": self.hear,
            "send": self.send,
            "again": self.again,
            "discard": self.discard,
            "change": self.change,
        }
        if (index := index_of(focus, "to")) is not None:
            self.choose(index)
        elif focus in acts:
            acts[focus]()
        elif view.step is AskStep.REVIEW:
            self.hear()
        else:
            self._say("question page", self._words.page(view), unkept=view.step is AskStep.DONE)

    def back(self) -> None:
        """One step; from the first one away."""
        view = self._board.ask
        match view and view.step:
            case AskStep.RECORD:
                self.cancel()
            case AskStep.WRITE:
                self._show(step=AskStep.WHOM, text="", told="")
            case AskStep.REVIEW if view and view.text:
                self._show(step=AskStep.WRITE, told="")
            case AskStep.REVIEW:
                self.discard()
            case AskStep.WHOM if view and view.chosen is not None and len(view.asked) > 1:
                self.change()
            case _:
                self._navigation.back()

    def leave(self) -> None:
        """The screen is left, by whatever: what was not sent is nobody's any more."""
        view = self._board.ask
        lost = view is not None and (view.recording or view.step is AskStep.REVIEW or bool(view.text.strip()))
        told = ""
        if view is not None and lost:
            told = self._words.text_cancelled if view.text else self._words.cancelled
            self._board.notice_icon, self._board.notice = "trash", told
        self._throw_away()
        self._board.ask = self.fresh(told) if view is not None and lost else None

    def _throw_away(self) -> None:
        take, self._take, self._opus = self._take, None, b""
        self._held = False
        self._lamp.recording = False
        if take is not None:
            take.discard()

    # what comes in

    def heard(self, message: RecordingHeard | QuestionTaken) -> None:
        """What the recording tells; of one that was thrown away nothing is taken."""
        view = self._board.ask
        if view is None or self._take is None or not view.recording:
            return
        self._heard_at = self._monotonic()
        match message:
            case RecordingHeard(seconds, level):
                if not view.opened:
                    self._beep()
                if seconds >= BEEP_AT_S and not self._beeped:
                    self._beeped = True
                    self._beep()
                levels = (*view.levels, level)[-_KEPT_LEVELS:]
                self._show(opened=True, seconds=seconds, levels=levels)
            case QuestionTaken(number) if number == self._take.number:
                self._taken(view, message)

    def _taken(self, view: AskView, message: QuestionTaken) -> None:
        self._lamp.recording = False
        self._active()
        if message.why or not message.opus:
            _log.info("a question is not taken: %s", message.why)
            why = _fault(view) if message.why == "fault" else message.why
            self._to_begin(self._words.why_not(why), wrong=True)
            return
        self._opus = message.opus
        self._reader.leave()
        self._show(step=AskStep.REVIEW, length=message.seconds, ending=False, opened=False)
        self._board.focus = "hear" if self._board.by_buttons else ""
        self._say("question review", self._words.review(view, by_buttons=self._board.by_buttons))

    def _beep(self) -> None:
        sign = Utterance(TONE, (Sentence("…"),))
        self._reader.read(sign, Manner(prelude=Prelude.TONE), resume=False)

    def spoken(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """What the voice tells: the prompt is over, or what was said is played."""
        if message.utterance == PROMPT and isinstance(message, SpeechEnded):
            self._open_microphone()
        elif message.utterance == BACK and self._board.ask is not None and self._board.ask.step is AskStep.REVIEW:
            if isinstance(message, SpeechStarted):
                self._began = self._monotonic()
                self._show(playing=True, played=0.0)
            elif isinstance(message, SpeechPaused | SpeechEnded):
                self._show(playing=False, played=0.0)

    def watch(self) -> None:
        """About once a second: has the prompt failed, does the microphone answer, how far is what is played?"""
        if self._box.hall_moved():
            self._board.asks = self.available
            self._hall_moved()
        view = self._board.ask
        if view is None:
            return
        now = self._monotonic()
        if view.recording and self._take is None and now - self._asked_at > _PATIENCE_S:
            self._open_microphone()
        elif (
            view.recording
            and self._take is not None
            and now - self._heard_at > (_ENDING_S if _is_ending(view) else _SILENT_S)
        ):
            self._to_begin(self._words.why_not(_fault(view)), wrong=True)
        elif view.playing:
            self._show(played=min(view.length, now - self._began))


def _fault(view: AskView) -> str:
    """What is told of a recorder that failed: while it ended there had been a microphone."""
    return "unfinished" if _is_ending(view) else "fault"


def _is_ending(view: AskView) -> bool:
    """By "Selesai", or of itself after a minute."""
    return view.ending or view.seconds > MOST_SECONDS - 1
