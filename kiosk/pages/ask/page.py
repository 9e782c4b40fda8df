"""A resident's question, complaint or request, from its kind to its number: spoken or typed, heard back, sent or thrown away.

The microphone is open from the prompt's end to "Selesai", and at no other time. Nothing is sent unless somebody chooses that;
whoever goes away, and whatever takes the screen, leaves nothing behind. Until the question is sealed it lies in memory alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from content_cache.model.concerns import ConcernKind
from content_cache.model.items import Service
from content_cache.model.problems import msgid
from kiosk.content.take_home import MARK, of_asked
from kiosk.content.views.keys import USUAL, Keys, Listens
from kiosk.content.views.questions import MOST_SECONDS, MOST_TEXT, AskStep, AskView
from kiosk.content.views.shown import Fits
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.core.messages import (
    Message,
    QuestionTaken,
    RecordingHeard,
    SentenceStarted,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
)
from kiosk.hall.recording.question_take import QuestionTake
from kiosk.i18n.text_entry import typed_sentence
from kiosk.pages.ask.words import AskWords
from kiosk.shell.page import STEPS, Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.speech.utterance import Manner, Prelude, Sentence, Utterance

if TYPE_CHECKING:
    from kiosk.hall.question_box import MicrophoneTake, Spoken
    from kiosk.shell.shell import Shell

_log = logging.getLogger(__name__)
PROMPT, BACK, TONE = "question prompt", "question", "question tone"
"""Names of utterances: the words before the microphone opens, the playback of the recording, and the tone shortly before its
end."""
BEEP_AT_S = 50.0
_LEAST_HELD_S = 2.0  # least seconds of a recording that letting the button go ends: a shorter press only began it
_PATIENCE_S = 8.0  # seconds that the microphone waits for the prompt to end
_SILENT_S = 8.0  # seconds without a message from the recorder after which it counts as failed
_ENDING_S = 30.0  # the same while it encodes the recording, which takes seconds on a slow machine
_KEPT_LEVELS = 400
_WHILE_RECORDING = msgid("Finish speaking first.")


class AskPage(Page[AskView]):
    """Page on which a resident asks a question. Leaving it discards a question that was not sent, and the next visit says so."""

    name = "ask"
    words = AskWords
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        {
            RecordingHeard: "on_recorder",
            QuestionTaken: "on_recorder",
            **dict.fromkeys((SpeechStarted, SentenceStarted, SpeechPaused, SpeechEnded), "spoken"),
        }
    )

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._board = kiosk.board
        self._reader = kiosk.reader
        self._box = shell.questions
        self._record = kiosk.record or (lambda number: QuestionTake(kiosk.settings.desk.microphone, number, kiosk.tell))
        self._takes = count(1)
        self._take: MicrophoneTake | None = None
        self._opus = b""
        self._left: AskView | None = None  # view that tells at the next visit that a question was discarded
        self._asked_at = self._heard_at = self._began = 0.0
        self._held = self._beeped = False

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> AskView:
        """Return the question as it stands. Somebody who comes to the page gets a new one, with the text of *spot* filled in."""
        if self._current_view is None:
            if (spoken := self._box.spoken) is not None:
                return self._spoken(spoken, moment)
            if spot.query:
                return self._typed_question(spot.query, moment)
        return self._current_view or self._left or self.fresh()

    @classmethod
    def keys(cls, view: AskView) -> Keys:
        """Return the keys. Listen ends the recording while there is one."""
        return Keys(listens=Listens.FINISH) if view.recording else USUAL

    def _typed_question(self, text: str, moment: Moment) -> AskView:
        """Return a new question with *text* filled in, cut to the longest that is sent.

        The recipient is chosen first if there are several.
        """
        return self._first_view(moment, text=text[:MOST_TEXT])

    def _spoken(self, spoken: Spoken, moment: Moment) -> AskView:
        """Return a question made of the recording *spoken* on the search page, ready to be played back and sent."""
        self._box.spoken = None
        self._take, self._opus = spoken.take, spoken.opus
        view = self._first_view(moment, length=spoken.seconds)
        if view.wrong:
            self._throw_away()
        return view

    def _first_view(self, moment: Moment, **has: object) -> AskView:
        fresh = self.fresh()
        if full := self.kiosk.memory.questions.full_for(moment.now):
            return replace(fresh, step=AskStep.WHOM, told=self._ask_words.full(full), wrong=True)
        step = AskStep.WHOM if fresh.chosen is None else AskStep.REVIEW
        return replace(fresh, step=step, **has)

    def door(self, moment: Moment) -> Service | None:
        """Return the row of the list of services that leads here; `None` where questions are not taken."""
        if not self._board.asks:
            return None
        return self.opened_by(self._("Ask the village staff"), self._("by voice or in writing"))

    def targets(self, view: AskView) -> Sequence[Target]:
        """Return the focus targets of the four buttons; none while somebody speaks or types."""
        return [Target(spot) for spot in view.spots(beside=self.shell.navigation.layout_room.beside)]

    def why_idle(self, key: str) -> str:
        """Return, while recording, the message that the focus moves only after the recording."""
        return _WHILE_RECORDING if key in STEPS and self.recording else super().why_idle(key)

    @property
    def _current_view(self) -> AskView | None:
        """Return the question while this page is on the screen, else `None`: key presses and speech messages may
        arrive after another page took over.
        """
        view = self._board.view
        return view if isinstance(view, AskView) else None

    @property
    def recording(self) -> bool:
        """Return whether the microphone is open or about to be."""
        return self._current_view is not None and self._current_view.recording

    @property
    def unsent(self) -> bool:
        """Return whether a recorded or typed question waits to be sent or discarded."""
        return self._current_view is not None and self._current_view.step is AskStep.REVIEW

    @property
    def _ask_words(self) -> AskWords:
        return AskWords(self._phrases)

    def _change_view(self, **changes: object) -> None:
        if self._current_view is not None:
            self.show(replace(self._current_view, **changes))

    def fresh(self, told: str = "") -> AskView:
        """Return the view of the first step, with the message *told*. A recipient who is the only one is chosen already."""
        asked = self._box.asked()
        return AskView(
            asked=asked,
            step=AskStep.KIND,
            chosen=0 if len(asked) == 1 and not asked[0].elsewhere else None,
            told=told,
            kept_days=self.kiosk.settings.questions.kept_days,
            answer_days=self.kiosk.settings.questions.answer_days,
        )

    # steps

    def open_answers(self) -> None:
        self.shell.navigation.open_day(self.shell.pages.main.asked)

    def choose_kind(self, index: int) -> None:
        """Choose what is brought: a question, a complaint or a request for a letter, by its place."""
        view = self._current_view
        if view is None or view.step is not AskStep.KIND or not 0 <= index < len(ConcernKind):
            return
        self._change_view(step=AskStep.WHOM, kind=[*ConcernKind][index], told="", wrong=False)
        self._board.focus = ("to:0" if view.chosen is None else "speak") if self._board.by_buttons else ""

    def choose_recipient(self, index: int) -> None:
        """Choose recipient *index*. Say where to ask if that recipient is asked elsewhere."""
        view = self._current_view
        if view is None or view.step is not AskStep.WHOM or not 0 <= index < len(view.asked):
            return
        if (asked := view.asked[index]).elsewhere:
            self._board.handout = of_asked(asked.name, asked.number, asked.link)
            self.shell.say("question elsewhere", self._ask_words.elsewhere(asked))
            return
        if view.text or self._opus:  # the question exists before its recipient is chosen
            self._change_view(chosen=index, told="", step=AskStep.REVIEW)
            self._board.focus = "send" if self._board.by_buttons else ""
            return
        self._change_view(chosen=index, told="")
        self._board.focus = "speak" if self._board.by_buttons else ""

    def change(self) -> None:
        """Go back to the choice of a recipient."""
        if (view := self._current_view) is not None and view.step is AskStep.WHOM:
            self._change_view(chosen=None, told="", wrong=False)
            self._board.focus = "to:0" if self._board.by_buttons else ""

    def write(self) -> None:
        """Open the keyboard to type the question."""
        if self._may_begin():
            self._change_view(step=AskStep.WRITE, told="", wrong=False)

    def type_letters(self, letters: str) -> None:
        if (view := self._current_view) is not None and view.step is AskStep.WRITE:
            self._change_view(text=typed_sentence(view.text, letters, MOST_TEXT), told="")

    def erase_letter(self) -> None:
        if (view := self._current_view) is not None and view.step is AskStep.WRITE:
            self._change_view(text=view.text[:-1], told="")

    def finish_writing(self) -> None:
        view = self._current_view
        if view is None or view.step is not AskStep.WRITE:
            return
        if view.text.strip():
            self._change_view(step=AskStep.REVIEW, told="")
        else:
            self._change_view(told=self._ask_words.write_first, wrong=True)

    def speak(self) -> None:
        """Say the prompt; the microphone opens when it has been said. Discards an earlier recording."""
        if not self._may_begin():
            return
        self._throw_away()
        self._reader.leave()
        self._board.focus = ""
        self._held = self._beeped = False
        self._asked_at = self.kiosk.monotonic()
        self._change_view(
            step=AskStep.RECORD, opened=False, ending=False, seconds=0.0, levels=(), length=0.0, played=0.0,
            playing=False, text="", told="", wrong=False,
        )  # fmt: skip
        self.shell.say(PROMPT, [self._ask_words.prompt])

    def _may_begin(self) -> bool:
        view = self._current_view
        if view is None or not self._board.asks or view.recording or view.step in (AskStep.KIND, AskStep.DONE):
            return False
        if view.chosen is None:
            self._change_view(told=self._ask_words.choose_first, wrong=True)
            return False
        if full := self.kiosk.memory.questions.full_for(self.kiosk.clock.read().now):
            self._change_view(step=AskStep.WHOM, told=self._ask_words.full(full), wrong=True)
            self.shell.say("question told", [self._ask_words.full(full)])
            return False
        return True

    def _open_microphone(self) -> None:
        if self._take is None and self.recording:
            self._heard_at = self.kiosk.monotonic()
            self._take = self._record(next(self._takes))
            self.kiosk.lamp.recording = True

    def finish_recording(self) -> None:
        """End the recording and keep it (key *Selesai*). Does nothing while the prompt is still being said."""
        view = self._current_view
        if view is not None and self._take is not None and view.opened and not view.ending:
            self._take.finish()
            self._heard_at = self.kiosk.monotonic()
            self._change_view(ending=True)

    def hold(self) -> bool:
        """Begin to record while the listen key is held down, so that letting it go ends the recording.

        Return whether this step records.
        """
        view = self._current_view
        if view is not None and view.step is AskStep.WHOM:
            self.speak()
        self._held = self.recording
        return True

    def let_go(self) -> None:
        """End the recording when the listen key is released, if it was held long enough to speak."""
        view = self._current_view
        if self._held and view is not None and view.seconds >= _LEAST_HELD_S:
            self.finish_recording()
        self._held = False

    def end_recording(self) -> None:
        """Discard the recording and announce that, because a warning is about to sound into it."""
        self.discard_question()

    def discard_question(self) -> None:
        """Discard the recording under way and return to the first step (key *Batal, hapus*)."""
        if self.recording:
            self._to_begin(self._ask_words.cancelled)

    def discard(self) -> None:
        """Discard the question under review, recorded or typed, and return to the first step (key *Hapus*)."""
        view = self._current_view
        if view is not None and view.step is AskStep.REVIEW:
            self._to_begin(self._ask_words.cancelled if not view.text else self._ask_words.text_cancelled)

    def _to_begin(self, told: str, *, wrong: bool = False) -> None:
        """Discard the question and return to the first step, announcing *told*. The chosen recipient is kept."""
        before = self._current_view or self.fresh()
        self._throw_away()
        self._reader.leave()
        fresh = self.fresh(told)
        self.show(
            replace(fresh, step=AskStep.WHOM, kind=before.kind, asked=before.asked, chosen=before.chosen, wrong=wrong)
        )
        self._board.focus = "speak" if self._board.by_buttons else ""
        self.shell.say("question told", [told])

    def again(self) -> None:
        """Discard the recording under review and record anew (key *Rekam ulang*)."""
        view = self._current_view
        if view is not None and view.step is AskStep.REVIEW and not view.text:
            self.speak()

    def hear(self) -> None:
        """Play the recording back, or read the typed question aloud."""
        view = self._current_view
        if view is None or view.step is not AskStep.REVIEW:
            return
        if view.text:
            self.shell.say(BACK, [view.text], unkept=True)
        elif self._take is not None:
            self._reader.read(Utterance(BACK, (), recording=self._take.path, as_it_is=True), resume=False)

    def send_question(self) -> None:
        """Seal the question into the outbox and show its number (key *Kirim*). If it cannot be stored, say so and stay."""
        view = self._current_view
        if view is None or view.step is not AskStep.REVIEW or not (self._opus or view.text):
            return
        self._reader.leave()
        now = self.kiosk.clock.read().now
        number = self._box.seal_question(view, self._opus, self._board.language, now)
        if not number:
            self._change_view(told=self._ask_words.not_kept, wrong=True)
            self.shell.say("question told", [self._ask_words.not_kept])
            return
        self._throw_away()
        fresh = self._board.freshness
        waits = fresh is None or fresh.stale
        secret = self._box.code(number)
        code = f"{MARK}{self._ask_words.code(view.kind, number, secret, self._board.place, now)}"
        done = replace(
            self.fresh(),
            step=AskStep.DONE,
            kind=view.kind,
            asked=view.asked,
            chosen=view.chosen,
            number=number,
            secret=secret,
            waits=waits,
            code=code,
        )
        self.show(done)
        self._board.focus = "asked" if self._board.by_buttons else ""
        aloud = self._board.by_buttons
        self.shell.say("question done", self._ask_words.done(done, secret=aloud), unkept=aloud)

    # the keys

    def listen(self) -> None:
        """Handle the listen key: end a recording, else press the focused key, else read the page or play the recording."""
        view = self._current_view
        if view is None:
            return
        if view.recording:
            self.finish_recording()
            return
        focus = self._board.focus
        acts: dict[str, Callable[[], None]] = {
            "speak": self.speak,
            "asked": self.open_answers,
            "hear": self.hear,
            "send": self.send_question,
            "again": self.again,
            "discard": self.discard,
            "change": self.change,
        }
        if (index := index_of(focus, "kind")) is not None:
            self.choose_kind(index)
        elif (index := index_of(focus, "to")) is not None:
            self.choose_recipient(index)
        elif focus in acts:
            acts[focus]()
        elif view.step is AskStep.REVIEW:
            self.hear()
        else:
            self.shell.say(
                "question page",
                self._ask_words.page_lines(view, self.kiosk.clock.read()),
                unkept=view.step is AskStep.DONE,
            )

    def back(self) -> None:
        """Go back one step of the question; from the first step leave the page."""
        view = self._current_view
        match view and view.step:
            case AskStep.RECORD:
                self.discard_question()
            case AskStep.WRITE:
                self._change_view(step=AskStep.WHOM, text="", told="")
            case AskStep.REVIEW if view and view.text:
                self._change_view(step=AskStep.WRITE, told="")
            case AskStep.REVIEW:
                self.discard()
            case AskStep.WHOM if view and view.chosen is not None and len(view.asked) > 1:
                self.change()
            case AskStep.WHOM if view and not (view.text or self._opus):
                self.show(self.fresh())
                self._board.focus = f"kind:{[*ConcernKind].index(view.kind)}" if self._board.by_buttons else ""
            case _:
                super().back()

    def left(self) -> None:
        """Discard a question that was not sent, because another page takes the screen. A notice tells that something was lost."""
        view = self._current_view
        lost = view is not None and (view.recording or view.step is AskStep.REVIEW or bool(view.text.strip()))
        told = ""
        if view is not None and lost:
            told = self._ask_words.text_cancelled if view.text else self._ask_words.cancelled
            self._board.notice_icon, self._board.notice = "trash", told
        self._throw_away()
        self._left = self.fresh(told) if lost else None
        self.show(self._left or self.fresh())

    def forget(self) -> None:
        """Forget that a question was discarded, because its visitor has gone and the next one must not hear of it."""
        self._left = None

    def _throw_away(self) -> None:
        take, self._take, self._opus = self._take, None, b""
        self._held = False
        self.kiosk.lamp.recording = False
        if take is not None:
            take.discard()

    # messages

    def on_recorder(self, message: RecordingHeard | QuestionTaken) -> None:
        """Handle a message of the recorder. Messages of a discarded recording are ignored."""
        view = self._current_view
        if view is None or self._take is None or not view.recording:
            return
        self._heard_at = self.kiosk.monotonic()
        match message:
            case RecordingHeard(seconds, level):
                if not view.opened:
                    self._beep()
                if seconds >= BEEP_AT_S and not self._beeped:
                    self._beeped = True
                    self._beep()
                levels = (*view.levels, level)[-_KEPT_LEVELS:]
                self._change_view(opened=True, seconds=seconds, levels=levels)
            case QuestionTaken(number) if number == self._take.number:
                self._receive_recording(view, message)

    def _receive_recording(self, view: AskView, message: QuestionTaken) -> None:
        self.kiosk.lamp.recording = False
        self.shell.presence.active()
        if message.why or not message.opus:
            _log.info("a question is not taken: %s", message.why)
            why = _fault(view) if message.why == "fault" else message.why
            self._to_begin(self._ask_words.why_not(why), wrong=True)
            return
        self._opus = message.opus
        self._reader.leave()
        self._change_view(step=AskStep.REVIEW, length=message.seconds, ending=False, opened=False)
        self._board.focus = "hear" if self._board.by_buttons else ""
        self.shell.say("question review", self._ask_words.review(view, by_buttons=self._board.by_buttons))

    def _beep(self) -> None:
        sign = Utterance(TONE, (Sentence("…"),))
        self._reader.read(sign, Manner(prelude=Prelude.TONE), resume=False)

    def spoken(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """Handle a message of the voice: open the microphone after the prompt, and follow the playback of the question."""
        if message.utterance == PROMPT and isinstance(message, SpeechEnded):
            self._open_microphone()
        elif message.utterance == BACK and self._current_view is not None and self._current_view.step is AskStep.REVIEW:
            if isinstance(message, SpeechStarted):
                self._began = self.kiosk.monotonic()
                self._change_view(playing=True, played=0.0)
            elif isinstance(message, SpeechPaused | SpeechEnded):
                self._change_view(playing=False, played=0.0)

    def tick(self) -> None:
        """Check, about once a second, whether the prompt failed, whether the microphone delivers, and how far the
        playback has come.
        """
        view = self._current_view
        if view is None:
            return
        now = self.kiosk.monotonic()
        if view.recording and self._take is None and now - self._asked_at > _PATIENCE_S:
            self._open_microphone()
        elif (
            view.recording
            and self._take is not None
            and now - self._heard_at > (_ENDING_S if _is_ending(view) else _SILENT_S)
        ):
            self._to_begin(self._ask_words.why_not(_fault(view)), wrong=True)
        elif view.playing:
            self._change_view(played=min(view.length, now - self._began))


def _fault(view: AskView) -> str:
    """Return the message key for a failed recorder. A failure at the end is "unfinished": the microphone had worked."""
    return "unfinished" if _is_ending(view) else "fault"


def _is_ending(view: AskView) -> bool:
    """Return whether the recording is ending, by "Selesai" or because a minute is nearly over."""
    return view.ending or view.seconds > MOST_SECONDS - 1
