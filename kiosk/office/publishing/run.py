"""Publishing of editions from the folder: a preview of the changes, and the work in the background."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from content_cache.files import write_whole
from content_cache.model.problems import Problem
from content_cache.model.vocabulary import Category
from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import PublicKey, SecretKey
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.base.folders import WARNINGS
from kiosk.office.editions import acks, attachments, poll_sums, sealing
from kiosk.office.editions.faults import Faults, FolderError
from kiosk.office.editions.folder import read_office
from kiosk.office.editions.previous import Previous, in_folder
from kiosk.office.editions.publish import Plan, plan, with_warning, without_item, write_edition
from kiosk.office.editions.voice import Speak
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.publishing.deliveries import Deliveries
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.records import (
    MOST_TITLES,
    EditionProgress,
    EditionSpeaker,
    Preview,
    TargetStep,
    changes_of,
)
from kiosk.office.setup.setup import EditionTarget, Setup
from kiosk.settings.office_rules import find_problems

_log = logging.getLogger(__name__)
_PATIENCE_S = 20.0
_TRIES = 5
MOST_SPOKEN_S = 1_800.0
"""Time after which the remaining sentences are left to the voices of the kiosks; the next edition continues with them."""


class Enclosures(msgspec.Struct, frozen=True):
    """Contents of an edition besides notices: *acks*, which acknowledge envelopes for each kiosk, and the *sums* of
    polls. *seals* updates the document that answers are sealed with. *withdraw* deletes recordings that halls took away."""

    acknowledged: Callable[[], Mapping[str, int]] = dict
    sums: Callable[[], Mapping[str, Sequence[str]]] = dict
    seals: Callable[[bytes], bytes] = bytes
    withdraw: Callable[[], object] = list


class Editions:
    """Editions of one office's *folder*, published one at a time and logged in *record*. *clear_warnings* removes the
    warnings that are over."""

    def __init__(
        self,
        folder: Path,
        record: EditionLog,
        cabinet: KeyCabinet,
        clear_warnings: Callable[[datetime], None],
        setup: Callable[[], Setup],
        deliveries: Deliveries,
        enclosures: Enclosures,
        voice: EditionSpeaker | None = None,
    ) -> None:
        self._folder = folder
        self._record = record
        self._cabinet = cabinet
        self._clear_warnings = clear_warnings
        self._setup = setup
        self._deliveries = deliveries
        self._enclosures = enclosures
        self._voice = voice
        self._planning = threading.Lock()  # a plan of many pictures takes its memory and its time
        self._one_at_a_time = threading.Lock()  # begins; each has a number of its own
        self._threads: list[threading.Thread] = []
        self._written = threading.Event()
        self._written.set()

    @property
    def voice(self) -> str:
        """Return the name of this machine's voice, or "" without one."""
        return self._voice.name if self._voice is not None else ""

    @property
    def out(self) -> Path:
        return self._folder / self._setup().out

    def preview(self, now: datetime) -> Preview:
        """Return what publishing now would change; no notice is written. Raise OfficeError without keys."""
        key = self._cabinet.standing_in(self.role(now))
        if key is None:
            raise OfficeError(OfficeCode.KEY_MISSING)
        before = in_folder(self.out)
        self._write_beside()
        try:
            planned = plan(self._folder, self.out, key, before, now, check=find_problems)
        except FolderError as error:
            return Preview(before.seq + 1, faults=error.faults)
        number = planned.latest.seq
        if not planned.is_new:
            return Preview(number, faults=planned.faults, published=planned.published)
        changes = changes_of(planned, self.out)
        size = (
            sum(change.bytes for change in changes) + len(planned.files[planned.latest.edition_name]) // 4
        )  # estimate of the compressed feed
        return Preview(number, changes, planned.faults, size, planned.published)

    def _write_beside(self) -> None:
        """Write the files that publishing reads beside the notices: acknowledgements, poll sums, and keys for sealed
        answers. On a full disk they stay as they are. Recordings of prompts that their halls took away are deleted."""
        with suppress(OSError, OfficeError):
            self._enclosures.withdraw()
        for file, document in ((acks.FILE, self._acks), (poll_sums.FILE, self._poll_sums)):
            with suppress(OSError):
                told, path = document(), self._folder / file
                if told != (path.read_bytes() if path.is_file() else acks.acks_content({})):
                    write_whole(path, told, mode=None)
        with suppress(OSError):
            path = self._folder / sealing.FILE
            before = path.read_bytes() if path.is_file() else b""
            if (told := self._enclosures.seals(before)) != before:
                write_whole(path, told, 0o600)

    def _acks(self) -> bytes:
        return acks.acks_content(self._enclosures.acknowledged())

    def _poll_sums(self) -> bytes:
        return poll_sums.sums_content(self._enclosures.sums())

    def role(self, now: datetime) -> KeyRole:
        """Return which key the next edition needs: that of emergencies while a warning of the office is in the folder,
        else that of news."""
        self._clear_warnings(now)
        return KeyRole.ALERT if any((self._folder / WARNINGS).glob("*.xml")) else KeyRole.NEWS

    def warn(
        self, who: str, key: SecretKey, path: Path, now: datetime, *, done: Callable[[EditionProgress], None]
    ) -> EditionProgress:
        """Publish the last edition with the CAP message *path* added, to all targets at once. It waits for an edition
        that is being written, and replaces one that is being sent. *key* is that of emergencies. *done* is called from
        a thread at the end. Raise OfficeError."""
        with self._one_at_a_time:
            self._wait_until_written()
            office, faults = read_office(self._folder, Faults()), Faults()
            made = attachments.warning(path, f"{WARNINGS}/{path.name}", office.timezone, now, faults)
            if made is None:
                raise OfficeError(OfficeCode.NOT_PUBLISHED, file=path.name)
            planned = with_warning(made[0], key, in_folder(self.out), office, now)
            return self._begin_at_once(who, key, planned, now, done, warns=True)

    def role_without(self, item_id: str, now: datetime) -> KeyRole:
        """Return which key the last edition without that item needs: that of emergencies while a warning stays in it."""
        others = (item for key, item in in_folder(self.out).items.items() if key != item_id)
        urgent = any(item.get("_kiosk", {}).get("category") == Category.ALERT for item in others)
        return KeyRole.ALERT if urgent else self.role(now)

    def publish_without(
        self,
        who: str,
        key: SecretKey,
        item_id: str,
        now: datetime,
        *,
        take_out: Callable[[], None],
        done: Callable[[EditionProgress], None],
    ) -> EditionProgress:
        """Publish the last edition without one item, to all targets at once, as `warn` does; other changes wait.
        *take_out* removes the notice from the folder, and is called once nothing else can fail.

        Raise OfficeError, and change nothing: WARNING_STANDS where a warning came meanwhile and *key* is not that of
        emergencies."""
        with self._one_at_a_time:
            self._wait_until_written()
            if self.role_without(item_id, now) is KeyRole.ALERT:  # a warning may have come since *key* was chosen
                alert = self._cabinet.public(KeyRole.ALERT)
                if alert is None or alert.id != key.id:
                    raise OfficeError(OfficeCode.WARNING_STANDS)
            try:
                planned = without_item(item_id, key, in_folder(self.out), now)
            except KeyError:
                raise OfficeError(OfficeCode.NOT_OUT) from None
            take_out()
            return self._begin_at_once(who, key, planned, now, done)

    def _wait_until_written(self) -> None:
        if not self._written.wait(_PATIENCE_S):
            raise OfficeError(OfficeCode.BUSY)

    def _begin_at_once(
        self,
        who: str,
        key: SecretKey,
        planned: Plan,
        now: datetime,
        done: Callable[[EditionProgress], None],
        *,
        warns: bool = False,
    ) -> EditionProgress:
        """Begin an edition that goes before all others and has no new notices."""
        self._record.hurry_all()
        return self._start_edition(who, key, planned, self._setup().targets, now, done, warns=warns, of_notices=False)

    def begin_edition(
        self,
        who: str,
        key: SecretKey,
        targets: Sequence[str],
        now: datetime,
        *,
        sure: bool,
        done: Callable[[EditionProgress], None],
        voice: bool = False,
    ) -> EditionProgress:
        """Begin an edition of the folder for the targets of these names. *done* is called from its thread at the end.
        With *voice* its notices are first spoken, for MOST_SPOKEN_S at most. *sure* allows it to lack more than half of
        the last edition.

        Raise OfficeError."""
        with self._planning:
            self._check_idle()
            before = in_folder(self.out)
            self._write_beside()
            planned = self._plan(key, before, now, sure=sure)
            places = [target for target in self._setup().targets if target.name in targets]
            with self._one_at_a_time:
                self._check_idle()
                if in_folder(self.out).seq != before.seq:  # a warning went out meanwhile: it belongs into the plan
                    raise OfficeError(OfficeCode.BUSY)
                if voice and self.voice and planned.is_new:
                    return self._begin_to_speak(who, key, planned, places, now, done, sure=sure)
                return self._start_edition(who, key, planned, places, now, done)

    def _plan(
        self, key: SecretKey, before: Previous, now: datetime, *, sure: bool, speak: Speak = lambda _feed: {}
    ) -> Plan:
        """Return the plan of the next edition, which follows *before*. Raise OfficeError for a fault of the folder, and
        without *sure* if more than half of the last edition would be gone."""
        try:
            planned = plan(self._folder, self.out, key, before, now, speak=speak, check=find_problems)
        except FolderError as error:
            fault = next(fault for fault in error.faults if not fault.warning)
            if fault.file == ".":  # it concerns the folder as a whole
                raise OfficeError(OfficeCode.PUBLISHES_NOTHING, fault.problem) from error
            raise OfficeError(OfficeCode.NOT_PUBLISHED, file=fault.file) from error
        if planned.is_new and 2 * len(planned.withdrawn) > planned.published and not sure:
            raise OfficeError(OfficeCode.MANY_WITHDRAWN, n=len(planned.withdrawn), total=planned.published)
        return planned

    def _begin_to_speak(
        self,
        who: str,
        key: SecretKey,
        planned: Plan,
        places: Sequence[EditionTarget],
        now: datetime,
        done: Callable[[EditionProgress], None],
        *,
        sure: bool,
    ) -> EditionProgress:
        """Begin an edition in a thread that first speaks its notices. It holds no lock meanwhile, so no warning waits for it."""
        number = planned.latest.seq
        edition = EditionProgress(number, who, now, state="speaks", written=False, planned=number)
        edition.steps = [TargetStep(target.name) for target in places]
        self._record.remember_begun(edition)
        thread = threading.Thread(target=self._speak, args=(edition, key, places, now, done, sure), daemon=True)
        self._threads = [*(each for each in self._threads if each.is_alive()), thread]
        thread.start()
        return edition

    def _speak(
        self,
        edition: EditionProgress,
        key: SecretKey,
        places: Sequence[EditionTarget],
        now: datetime,
        done: Callable[[EditionProgress], None],
        sure: bool,
    ) -> None:
        until = time.monotonic() + MOST_SPOKEN_S

        def told(ready: int, every: int) -> None:
            edition.spoken, edition.sentences = ready, every

        def enough() -> bool:
            return edition.hurried or time.monotonic() > until

        voice = self._voice
        try:
            try:
                before = in_folder(self.out)
                if voice is not None:
                    with voice.speaking(before, now, told, enough, render=True) as speak:
                        self._plan(key, before, now, sure=sure, speak=speak)
            except OSError:
                _log.exception("the voice fails: the edition goes out without it")
                voice, edition.mute = None, True
            written = self._planned_now(edition, key, places, now, voice, sure=sure)
        except Exception as error:
            edition.state, edition.problem = "failed", _why(error)
            self._finish_edition(edition, done)
            if not isinstance(error, OfficeError | OSError):
                raise
            return
        others = tuple(each for each in self._threads if each is not threading.current_thread() and each.is_alive())
        self._write_and_send(edition, written[0], places, key.public, done, written[1], others)

    def _planned_now(
        self,
        edition: EditionProgress,
        key: SecretKey,
        places: Sequence[EditionTarget],
        now: datetime,
        voice: EditionSpeaker | None,
        *,
        sure: bool,
    ) -> tuple[Plan, threading.Event]:
        """Plan *edition* after the newest one, with all that was spoken, and reserve its number. Return the plan, and
        an event to set once it is written. Raise OfficeError, OSError."""
        for _ in range(_TRIES):
            before = in_folder(self.out)
            nothing: AbstractContextManager[Speak] = nullcontext(lambda _feed: {})
            spoken = voice.speaking(before, now, _told_nobody, bool, render=False) if voice is not None else nothing
            with self._planning, spoken as speak:
                planned = self._plan(key, before, now, sure=sure, speak=speak)
            with self._one_at_a_time:
                if in_folder(self.out).seq == before.seq and self._written.is_set():
                    edition.number, edition.state = planned.latest.seq, "makes"
                    edition.titles = tuple([*planned.added, *planned.changed][:MOST_TITLES])
                    edition.withdrawn = tuple(planned.withdrawn[:MOST_TITLES])
                    edition.new = planned.new
                    self._record.overtake()
                    edition.steps = [TargetStep(target.name) for target in places]
                    self._record.write_edition(edition)
                    self._written = threading.Event()
                    return planned, self._written
            self._written.wait(_PATIENCE_S)
        raise OfficeError(OfficeCode.BUSY)

    def _check_idle(self) -> None:
        if self._record.goes_on:
            raise OfficeError(OfficeCode.BUSY)

    def _start_edition(
        self,
        who: str,
        key: SecretKey,
        planned: Plan,
        places: Sequence[EditionTarget],
        now: datetime,
        done: Callable[[EditionProgress], None],
        *,
        warns: bool = False,
        of_notices: bool = True,
    ) -> EditionProgress:
        edition = EditionProgress(
            number=planned.latest.seq,
            who=who,
            begun=now,
            titles=tuple([*planned.added, *planned.changed][:MOST_TITLES]),
            withdrawn=tuple(planned.withdrawn[:MOST_TITLES]),
            new=planned.new,
            steps=[TargetStep(target.name) for target in places],
            written=False,
            warns=warns,
        )
        self._record.overtake()
        self._record.remember_begun(edition)
        self._written = threading.Event()
        self._threads = [each for each in self._threads if each.is_alive()]
        before = tuple(self._threads)
        args = (edition, planned, places, key.public, done, self._written, before, of_notices)
        self._record.write_edition(edition)  # a process that is killed has told whose it is
        thread = threading.Thread(target=self._write_and_send, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()
        return edition

    def _write_and_send(
        self,
        edition: EditionProgress,
        planned: Plan,
        places: Sequence[EditionTarget],
        key: PublicKey,
        done: Callable[[EditionProgress], None],
        written: threading.Event,
        before: Sequence[threading.Thread],
        of_notices: bool = True,
    ) -> None:
        try:
            write_edition(planned, self._folder, self.out)
            edition.written, edition.state = True, "sends"
            edition.wrote = time.time() if of_notices else 0.0
            written.set()
            for thread in before:  # overtaken transfers end after their present file
                thread.join(_PATIENCE_S)
            self._deliveries.deliver_edition(edition, places, key)
            edition.set_state()
        except OSError as error:
            edition.problem = no_room(error)
            edition.state = "failed"
        finally:
            written.set()
            if edition.state in ("makes", "sends"):  # whatever else went wrong, it is over
                edition.state = "failed"
            self._finish_edition(edition, done)

    def _finish_edition(self, edition: EditionProgress, done: Callable[[EditionProgress], None]) -> None:
        """Call *done*, then store the edition as finished. If the process is killed between both, the edition counts as
        interrupted."""
        try:
            done(edition)
        finally:
            self._record.write_edition(edition)

    def send_again(
        self, number: int, done: Callable[[EditionProgress], None], only: Collection[str] | None = None
    ) -> None:
        """Send edition *number* again, in the background, to the targets that lack it; with *only* to those of these
        names. *done* is called if no target had it before and one has it now.

        Raise OfficeError if it is no longer the newest, or is being sent."""
        with self._one_at_a_time:
            self._check_idle()
            edition, before = self._record.find_edition(number), in_folder(self.out)
            key = next((key for key in self._signers() if key.id == before.key_id), None)
            if edition is None or key is None or before.seq != number:
                raise OfficeError(OfficeCode.NOT_NEWEST)
            if self._record.is_sending:
                raise OfficeError(OfficeCode.BUSY)
            for step in edition.steps:
                step.overtaken = False
                if step.state != "verified" and (only is None or step.target in only):
                    step.state = "goes"
            self._record.remember_begun(edition)
            thread = threading.Thread(target=self._run_again, args=(edition, key, done, only), daemon=True)
            self._threads = [*(each for each in self._threads if each.is_alive()), thread]
            thread.start()

    def _signers(self) -> Iterator[PublicKey]:
        return (key for role in (KeyRole.NEWS, KeyRole.ALERT) if (key := self._cabinet.public(role)) is not None)

    def _run_again(
        self,
        edition: EditionProgress,
        key: PublicKey,
        done: Callable[[EditionProgress], None],
        only: Collection[str] | None,
    ) -> None:
        was_out = edition.state == "done"
        try:
            self._deliveries.deliver_edition(edition, self._setup().targets, key, only)
        finally:
            edition.set_state()
            self._record.write_edition(edition)
        if edition.state == "done" and not was_out:
            done(edition)

    def send_due(self, done: Callable[[EditionProgress], None]) -> None:
        """Send the newest edition again, as `send_again` does, if the back-off of a target is over and nothing else is
        under way."""
        last = next(iter(self._record.finished()), None)
        if last and self._record.is_newest(last.number) and (due := self._deliveries.due(last)):
            with suppress(OfficeError):
                self.send_again(last.number, done, due)

    def wait_until_done(self, seconds: float) -> None:
        """Wait until all threads of publishing end, at most *seconds* for each."""
        for thread in self._threads:
            thread.join(seconds)


def _told_nobody(_done: int, _all: int) -> None:
    pass


def _why(error: Exception) -> Problem:
    match error:
        case OfficeError():
            return error.problem
        case OSError():
            return no_room(error)
        case _:
            return OfficeError(OfficeCode.UNEXPECTED).problem
