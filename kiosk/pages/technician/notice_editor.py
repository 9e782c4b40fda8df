"""Behind the PIN: the hall makes a notice at the kiosk itself, by the screen's keyboard or a microphone. Pure of Kivy.

What is made here is an announcement by "Petugas" in the desk's own files (`kiosk.hall.desk`); a darurat takes two people and is
made on a phone. Nothing is kept before "Publish"; whoever goes away leaves nothing behind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from kiosk.core.clock import Moment
from kiosk.core.messages import RecordingEnded, RecordingHeard
from kiosk.core.network import own_address
from kiosk.hall.notices.as_item import Village, as_item
from kiosk.hall.notices.notice import TITLE_ADVISED, UNTIL, Notice, from_form
from kiosk.hall.notices.pairing import Pairing
from kiosk.hall.notices.store import MOST, RECORDING, STAFF, NoticeStore, ShelfFullError, keep_recording, new_id
from kiosk.hall.notices.usb_staging import drop_staged, staged
from kiosk.i18n.phrases import village
from kiosk.i18n.text_entry import typed_sentence
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.pages.technician import notice_list
from kiosk.pages.technician.recording_session import RecordingPort, VoiceTake
from kiosk.pages.technician.view import MOST_TEXT, DayCount, DeskStep, DeskView, TakeState
from kiosk.speech.utterance import Utterance
from kiosk.state.hall_sources import FOLDER
from kiosk.state.request_kinds import RequestKind

if TYPE_CHECKING:
    from kiosk.shell.page import Kiosk

_log = logging.getLogger(__name__)


class EditorPage(Protocol):
    """Page behind the PIN on which the editor stands."""

    @property
    def open(self) -> bool:
        """Return whether the PIN has been given."""

    def keep_open(self) -> None:
        """Restart the time after which the page locks, and show the page as it is now."""


class NoticeEditor:
    """Editor of the hall's own notices, on the page *door* behind the PIN. *record* begins a recording into a file."""

    def __init__(self, kiosk: Kiosk, door: EditorPage, record: Callable[[Path], RecordingPort]) -> None:
        place, desk, clock = kiosk.settings.place, kiosk.settings.desk, kiosk.clock
        self._kiosk = kiosk
        self._door = door
        self._village = Village(village(place.name), place.timezone, dict(kiosk.settings.speech.lexicon))
        self._pairing = Pairing(
            kiosk.data / FOLDER, lambda: desk.address or own_address(desk.port), lambda: clock.read().now
        )
        self._view = DeskView(enabled=desk.enabled)
        self._voice = VoiceTake(record)
        self._stick = notice_list.StickNotices(kiosk.memory)
        self.shown = False
        """Whether the editor stands in the place of the technician's page."""

    # the page

    def view(self) -> DeskView:
        """Return the editor's view. Called about once a second, it takes up what has changed since."""
        self._hear_of_the_stick()
        if self._view.step is not DeskStep.FRONT:
            return self._view
        up, waiting = self._read_notices()
        asked = next((each.id for each in self._view.notices if each.asked), "")
        now, language = self._current_moment().now, self._language
        notices = tuple(notice_list.line(notice, now, language, asked=notice.id == asked) for notice in up)
        self._view = replace(self._view, notices=notices, waiting=waiting, address=self._address())
        return self._view

    @property
    def _language(self) -> str:
        return self._kiosk.board.language

    def _current_moment(self) -> Moment:
        return self._kiosk.clock.read()

    def _notice_store(self) -> NoticeStore:
        """Open the desk's folder of notices. Raises OSError if the card cannot be written."""
        return NoticeStore(self._kiosk.data, self._village.name)

    def _play(self, recording: Path) -> None:
        self._kiosk.reader.read(Utterance("recording", (), recording=recording), resume=False)

    def _read_aloud(self, notice: Notice) -> None:
        """Read *notice* aloud as the kiosk will after publishing."""
        readings = self._kiosk.readings(FALLBACK)
        self._kiosk.reader.read(readings.item(as_item(notice, self._village), self._current_moment()), resume=False)

    def _hush(self) -> None:
        self._kiosk.reader.leave()

    def _address(self) -> str:
        try:
            return self._pairing.address() if self._view.enabled else ""
        except OSError as error:
            _log.warning("no phone can be paired: %s", error)
            return ""

    def _read_notices(self) -> tuple[list[Notice], int]:
        try:
            notice_store = self._notice_store()
            return notice_store.up(self._current_moment().now), staged(notice_store.folder)
        except OSError as error:
            _log.warning("the notices of the hall cannot be read: %s", error)
            return [], 0

    @property
    def _gettext(self) -> Callable[[str], str]:
        return Translation(self._language).gettext

    def _change_view(self, **changes: object) -> None:
        voice = self._voice
        self._view = replace(self._view, **changes, take=voice.take, seconds=voice.seconds, level=voice.level)
        self._door.keep_open()

    def _fault(self, words: str) -> None:
        self._change_view(told=words, wrong=True)

    # steps

    def open(self) -> None:
        """Show the editor in place of the technician's page, if the PIN has been given."""
        if self._door.open:
            self.shown = True
            self._view = DeskView(enabled=self._view.enabled, counts=self._counts())
            self._door.keep_open()

    def step_back(self) -> None:
        """Go back one step; from the first one return to the technician's page."""
        self._hush()
        match self._view.step:
            case DeskStep.FRONT:
                self.shown = False
                self._door.keep_open()
            case DeskStep.CHECK if self._view.take is TakeState.MADE and not self._view.text:
                self._change_view(step=DeskStep.VOICE, told="", wrong=False)
            case DeskStep.CHECK:
                self._change_view(step=DeskStep.WRITE, told="", wrong=False)
            case _:
                self._to_front()

    def close(self) -> None:
        """Discard what is not published, because the page was left or locked."""
        self.shown = False
        self._voice.throw_away()
        self._pairing.withdraw_code()
        self._view = DeskView(enabled=self._view.enabled)

    def _to_front(self, told: str = "", *, wrong: bool = False) -> None:
        self._voice.throw_away()
        empty = DeskView()
        self._change_view(
            step=DeskStep.FRONT, title="", text="", field="title", until=empty.until, urgent=False, told=told, wrong=wrong,
            counts=self._counts(),
        )  # fmt: skip

    def _counts(self) -> tuple[DayCount, ...]:
        return notice_list.counts(self._kiosk.memory, self._current_moment().now.date())

    # typing

    def write(self) -> None:
        self._change_view(step=DeskStep.WRITE, field="title", told="", wrong=False)

    def choose_field(self, name: str) -> None:
        if name in ("title", "text"):
            self._change_view(field=name)

    def type_letters(self, letters: str) -> None:
        most = TITLE_ADVISED if self._view.field == "title" else MOST_TEXT
        self._put(typed_sentence(getattr(self._view, self._view.field), letters, most))

    def erase_letter(self) -> None:
        self._put(getattr(self._view, self._view.field)[:-1])

    def _put(self, words: str) -> None:
        if self._view.step is DeskStep.WRITE:
            self._change_view(**{self._view.field: words}, told="", wrong=False)

    def done(self) -> None:
        """Go on to the step that checks, plays and publishes the notice. Refuse a notice without a title."""
        if self._view.title.strip():
            self._change_view(step=DeskStep.CHECK, told="", wrong=False)
        else:
            self._change_view(field="title", told=self._gettext("Write a title first."), wrong=True)

    # recording

    def speak(self) -> None:
        self._change_view(step=DeskStep.VOICE, told="", wrong=False)

    def record(self) -> None:
        """Start a recording, because a finger is held on the button. It replaces an earlier one."""
        if self._view.step is not DeskStep.VOICE or self._voice.under_way:
            return
        self._voice.throw_away()
        self._hush()
        try:
            path = self._notice_store().drafts / f"{RECORDING}{new_id()}.wav"
        except OSError:
            self._fault(self._gettext("This cannot be kept: the memory card cannot be written."))
            return
        self._voice.start_take(path)
        self._change_view(told="", wrong=False)

    def end_record(self) -> None:
        """End the recording, because the button was let go."""
        self._voice.finish_take()
        self._change_view()

    def on_recorder(self, message: RecordingHeard | RecordingEnded) -> None:
        """Handle *message* of the recorder; ignored while nothing is being recorded."""
        if not self._voice.under_way:
            return
        if wrong := self._voice.on_recorder(message, self._gettext):
            self._fault(wrong)
        else:
            self._change_view()

    @property
    def recording(self) -> bool:
        return self._voice.under_way

    @property
    def recorded(self) -> bool:
        """Return whether a recording is under way or finished but not published."""
        return self._voice.under_way or self._voice.made is not None

    def delete_recording(self) -> None:
        """Delete the recording under way, because something more urgent has to be said."""
        if self._voice.under_way:
            self._voice.throw_away()
            self._fault(self._gettext("Cancelled. The recording is deleted."))

    def discard(self) -> None:
        self._hush()
        self._voice.throw_away()
        self._change_view(told="", wrong=False)

    def confirm_recording(self) -> None:
        """Go on to the last step with the recording. It gets a usual title if none was typed, which can be changed there."""
        if self._voice.made is None:
            return
        title = self._view.title or Translation(FALLBACK).gettext("Voice notice from the hall")
        self._change_view(step=DeskStep.CHECK, title=title, told="", wrong=False)

    # checking

    def choose_until(self, name: str) -> None:
        if name in UNTIL:
            self._change_view(until=name)

    def turn_urgent(self) -> None:
        self._change_view(urgent=not self._view.urgent)

    def hear(self) -> None:
        """Play the recording, or read the typed notice aloud as the kiosk will."""
        if self._voice.made is not None:
            self._play(self._voice.made)
        elif self._view.step is DeskStep.CHECK and (notice := self._notice()) is not None:
            self._read_aloud(notice)

    def _notice(self) -> Notice | None:
        view = self._view
        typed = {"judul": view.title, "isi": view.text, "sampai": view.until, "penting": "ya" if view.urgent else ""}
        return from_form(typed, new_id(), STAFF, self._current_moment().now)[0]

    def publish(self) -> None:
        notice = self._notice() if self._view.step is DeskStep.CHECK and self._door.open else None
        if notice is None:
            return
        self._hush()
        _ = self._gettext
        try:
            notice_store = self._notice_store()
            if self._voice.made is not None:
                notice = replace(notice, voice=keep_recording(self._voice.made, notice_store.drafts))
            notice_store.publish_notice(notice, self._current_moment().now)
        except ShelfFullError:
            self._fault(_("There are {n} notices already: take one down first.").format(n=MOST))
            return
        except OSError as error:
            _log.warning("a notice is not kept: %s", error)
            self._fault(_("This cannot be kept: the memory card cannot be written."))
            return
        self._kiosk.memory.requests.leave_request(RequestKind.NOTICES, self._current_moment().now)
        self._to_front(_("Published. It is on the screen in a moment."))

    # notices in force, and the stick

    def withdraw(self, notice_id: str) -> None:
        """Withdraw the notice *notice_id*. The first tap only asks for confirmation, the second withdraws it."""
        asked = any(each.asked for each in self._view.notices if each.id == notice_id)
        if self._view.step is not DeskStep.FRONT or not self._door.open:
            return
        if not asked:
            marked = tuple(replace(each, asked=each.id == notice_id) for each in self._view.notices)
            self._change_view(notices=marked, told="", wrong=False)
            return
        try:
            self._notice_store().withdraw_notice(notice_id, STAFF, self._current_moment().now)
        except OSError as error:
            _log.warning("a notice is not taken down: %s", error)
            self._fault(self._gettext("This cannot be kept: the memory card cannot be written."))
            return
        self._kiosk.memory.requests.leave_request(RequestKind.NOTICES, self._current_moment().now)
        self._change_view(told=self._gettext("Taken down."), wrong=False)

    def take_stick(self) -> None:
        if self._door.open and self._view.waiting and not self._stick.asked:
            self._stick.import_stick(self._current_moment().now)
            self._change_view(told=self._gettext("The notices of the USB stick are being taken …"), wrong=False)

    def drop_stick(self) -> None:
        if self._door.open and not self._stick.asked:
            drop_staged(self._notice_store().folder)
            self._change_view(told="", wrong=False)

    def _hear_of_the_stick(self) -> None:
        if (answer := self._stick.import_result(self._language)) is not None:
            told, wrong = answer
            self._view = replace(self._view, told=told, wrong=wrong)
