"""The post in the refresher: what the kiosk itself has to tell is put in, what waits is sent by a thread of its own, what the
office has is forgotten."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus
from types import MappingProxyType

import msgspec
from msgspec import Struct

from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.jobs.schedule import share
from content_cache.model.errors import CacheError, HttpStatusError, UnreachableError
from content_cache.model.problems import problem, to_text
from content_cache.model.urls import host_of, ports_of
from content_cache.store.store import Store
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import Moment, Trust
from kiosk.hall.backup.kiosk_restore import show_restored
from kiosk.hall.notices.store import NoticeStore
from kiosk.i18n.phrases import village
from kiosk.installation import Installation
from kiosk.post.enrolment import enrolment
from kiosk.post.envelope import EnvelopeKind, read_header, verify
from kiosk.post.faults import EnvelopeError, PostCode, PostError
from kiosk.post.identity import own_key, public_of
from kiosk.post.sending import DAY_S, MOST_BODY, NAME, Sending
from kiosk.post.spool import WaitingEnvelope
from kiosk.refresher.adoption import OfficeAdoption, OfficeAnswer
from kiosk.refresher.handed_backup import BackupOffer, HandedBackup
from kiosk.refresher.machine_state import machine_identity
from kiosk.refresher.metrics_sender import health_of
from kiosk.refresher.post_contents import changed, counts_content, days_to_count, health_content, notice_content
from kiosk.refresher.prompt_post import PromptPost
from kiosk.refresher.weekly_backup import WeeklyBackup
from kiosk.state.hall_sources import FOLDER as DESK
from kiosk.state.memory import Memory
from kiosk.state.notes import RESTORED, STANDING

EVERY_S = 15.0
"""Seconds between two looks at waiting envelopes, and between two tries without a line, which may be up for half a minute
an hour."""
_HOUSE_S = 3_600.0
_AGAIN_S, _AGAIN_MOST_S = 600.0, 6 * 3_600.0  # after an answer that is none
_BODY, _LEAST_BODY = 100_000, 20_000  # bytes of a message: where it begins, and on a line that breaks off
_ASK_S, _ASK_MOST_S = 30.0, 600.0  # between two questions of a kiosk that waits to be accepted
_MOST_ANSWER = 100_000  # bytes
_DEADLINE_S = 60.0
_REQUESTS = 8  # of the office that a report lists as done
_MOST_BATCHES = 20  # of votes at one time
_A_TENTH = 100_000  # bytes for each megabyte that the line may bring down a day
REST_S = 6 * 3_600.0
"""Seconds that a kind of _LAST rests after the office has refused one."""
_WEEK_OF_RESTS = 28
_LAST = frozenset({EnvelopeKind.PROMPT, EnvelopeKind.BACKUP})  # each goes alone, when nothing else is due
STANDINGS: Mapping[int, PostCode] = MappingProxyType(
    {HTTPStatus.FORBIDDEN: PostCode.KIOSK_UNKNOWN, HTTPStatus.GONE: PostCode.KIOSK_REPLACED}
)
"""What the office's answer says of this kiosk, by its status."""
_HEADERS = {"Content-Type": "application/octet-stream"}
_log = logging.getLogger(__name__)
Send = Callable[[Request, bytes, dict[str, str]], tuple[int, bytes]]


class _Refused(Struct):
    n: int
    code: str = ""


class _Answer(Struct):
    taken: tuple[int, ...] = ()
    refused: tuple[_Refused, ...] = ()
    backup: BackupOffer | None = None
    adoption: OfficeAnswer | None = None


class SendResult(Struct, frozen=True):
    """Result of one message: the numbers that the office has now or refuses for good, bytes sent and received, and the error."""

    taken: frozenset[int] = frozenset()
    bytes: int = 0
    error: CacheError | None = None
    offer: BackupOffer | None = None
    adoption: OfficeAnswer | None = None


def send_post(request: Request, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Post *body*; return the bytes it cost and the answer. Raises CacheError."""
    from content_cache.http.client import exchange  # where something is sent

    return exchange(request, body, headers)


def fetch_piece(request: Request) -> Fetched | NotModified:
    """Fetch one piece. Raise CacheError."""
    from content_cache.http.client import fetch  # where something is fetched

    return fetch(request)


class PostSender:
    """Sender of envelopes to the office, used by the refresher's thread alone.

    `send_due` costs nothing most of the time, and never raises.
    """

    def __init__(
        self,
        installation: Installation,
        store: Store,
        memory: Memory,
        adoption: OfficeAdoption,
        *,
        send: Send = send_post,
        look: Callable[[], Moment] | None = None,
        pool: Executor | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raise PostError if this kiosk has no key."""
        self._installation = installation
        self._store = store
        self._memory = memory
        self._spool = installation.spool()
        self._adoption = adoption
        self._send = send
        self._pool = pool or ThreadPoolExecutor(1, thread_name_prefix="post")
        self._backup_pool = pool or ThreadPoolExecutor(1, thread_name_prefix="backup")
        self._monotonic = monotonic
        self._look = look or installation.clock().read
        key = own_key(installation.data)
        self._kiosk, self._public = key.kiosk, public_of(key)
        office = installation.settings.post.office
        self._backup = None if office is None else WeeklyBackup(
            installation.data, key, office, self._spool,
            place=village(installation.settings.place.name), now=lambda: self._look().now, pool=self._backup_pool,
        )  # fmt: skip
        self._prompts = None if office is None else PromptPost(
            installation.data, self._spool, by_line=bool(installation.settings.post.url), pool=self._backup_pool,
        )  # fmt: skip
        self._handed = None if office is None else HandedBackup(
            installation.data, installation.config, key, office, installation.settings.post.url,
            fetch=fetch_piece, pool=self._backup_pool, authorities=installation.settings.network.authorities,
        )  # fmt: skip
        self.must_restart = False
        """Whether a backup was restored, and settings with it."""
        self._state = Sending.from_stored(self._spool.kept(NAME))
        self._began = self._last = monotonic()
        self._believed = False
        self._next_look = self._next_house = self._next_try = float("-inf")
        self._failures = 0
        self._most = _BODY
        self._sending: Future[SendResult] | None = None
        self._doubted: dict[int, float] = {}  # since when, in monotonic seconds
        self._foreign: set[int] = set()
        self._rests: dict[EnvelopeKind, float] = {}  # until when, in seconds of the sender's age
        self._came_through = False
        self.went: list[WaitingEnvelope] = []
        """Envelopes of the last message."""

    def close(self) -> None:
        for pool in (self._pool, self._backup_pool):
            pool.shutdown(wait=False, cancel_futures=True)

    def line_is_up(self) -> None:
        """Make the next message due now, because a source has just answered; without effect after failed attempts."""
        if not self._failures:
            self._next_try = self._next_look = float("-inf")

    def came_through(self) -> bool:
        """Return whether the office has accepted a message since the last call: then the line is up, perhaps not for long."""
        came, self._came_through = self._came_through, False
        return came

    def acknowledge(self, upto: int) -> None:
        """Remove the envelopes up to number *upto*, which the office has by its signed edition."""
        try:
            if count := self._spool.acknowledge(upto):
                _log.info("post: the office has %d more", count)
        except PostError as error:
            _log.warning("post: %s", error)

    def send_due(self) -> None:
        now = self._monotonic()
        if self._sending is not None:
            if not self._sending.done():
                return
            self.record_result(self._sending.result())
            self._sending = None
        if self._own_code and self._adoption.was_looked_at():
            self._next_try = self._next_look = now
        if now < self._next_look:
            return
        self._next_look = now + EVERY_S
        try:
            self._run_on()
            if now >= self._next_house:
                self._next_house = now + _HOUSE_S
                self.keep_house()
            self.enrol()
            if self._state.told_state != self._current_state():
                self._tell_state(len(self._spool.waiting_envelopes()))
            self._advance_prompts()
            self._advance_backup()
            self._advance_handed(now)
            if self._installation.settings.post.url and now >= self._next_try and (body := self.next_message()):
                self._sending = self._pool.submit(self.sent, body)
        except (PostError, CacheError, OSError) as error:
            _log.warning("post: %s", error)

    # a message

    def next_message(self, *, unbounded: bool = False) -> bytes:
        """Return the bytes of the next message, b"" if nothing waits. Raises PostError."""
        waiting = self._spool.waiting_envelopes()
        self._state.see(waiting)
        a_day = 1 << 60 if unbounded else self._installation.settings.network.daily_megabytes * _A_TENTH
        while True:
            sound = [each for each in waiting if each.number not in self._doubted]
            if self._own_code:  # the office takes nothing else of a kiosk that it has not accepted
                sound = [each for each in sound if each.kind is EnvelopeKind.ENROL][-1:]
            others = [each for each in sound if each.kind not in _LAST]
            self.went = self._state.chosen(others, a_day=a_day, most=self._most, smallest=self._most < _BODY)
            if not self.went:
                last = [
                    each for each in sound if each.kind in _LAST and self._rests.get(each.kind, 0.0) <= self._state.age
                ]
                self.went = self._state.chosen(last, a_day=a_day // 2, most=self._most)[:1]
            read = {each.number: self._read_envelope(each) for each in self.went}
            if self._doubted.keys().isdisjoint(read):
                break
        if foreign := [each for each in self.went if each.number in self._foreign]:
            self.went = foreign[:1]  # alone: what is said of it concerns nothing else
        return b"".join(read[each.number] for each in self.went)

    def _read_envelope(self, each: WaitingEnvelope) -> bytes:
        """Return an envelope's bytes, or b"" for a damaged one, which `_doubt` handles: it would block the others.

        An envelope signed by another key is sent, since this kiosk may have had another key before. The office decides
        about it.
        """
        envelope = self._spool.read(each)
        try:
            number = read_header(envelope).n
            verify(envelope, self._public)
        except EnvelopeError as error:
            if error.problem.code != PostCode.SIGNATURE_WRONG:
                number = 0
            else:
                self._foreign.add(each.number)
        if number == each.number:
            return envelope
        self._doubt(each)
        return b""

    def _doubt(self, each: WaitingEnvelope) -> None:
        """Give up a damaged envelope. A question is read again for a day first, because a card may err once."""
        since = self._doubted.setdefault(each.number, self._monotonic())
        if each.kind is EnvelopeKind.QUESTION and self._monotonic() - since < DAY_S:
            _log.warning("post: number %d cannot be read, and is looked at again", each.number)
            return
        _log.error("post: number %d is damaged on the card and lost", each.number)
        self._spool.give_up([each.number])

    def _look_again(self, waiting: list[WaitingEnvelope]) -> None:
        """Read doubted envelopes again and trust those that are whole now."""
        self._doubted = {each.number: self._doubted[each.number] for each in waiting if each.number in self._doubted}
        for each in waiting:
            if each.number in self._doubted and self._read_envelope(each):
                del self._doubted[each.number]

    def sent(self, body: bytes) -> SendResult:
        """Send one message, from the sender's thread, and return the result."""
        settings = self._installation.settings
        url = f"{settings.post.url}/post"
        request = Request(
            url=url,
            deadline=_DEADLINE_S,
            max_bytes=_MOST_ANSWER,
            user_agent=f"{USER_AGENT} ({self._kiosk})",
            private_host=host_of(url),
            private_ports=ports_of(url),
            authorities=settings.network.authorities,
        )
        try:
            spent, told = self._send(request, body, _HEADERS)
            answer = msgspec.json.decode(told, type=_Answer)
        except CacheError as error:
            return SendResult(bytes=0 if isinstance(error, UnreachableError) else len(body), error=error)
        except msgspec.MsgspecError:
            return SendResult(bytes=len(body))
        for each in answer.refused:
            _log.warning("post: the office refuses number %d: %s", each.n, each.code[:60])
        taken = frozenset((*answer.taken, *(each.n for each in answer.refused)))
        return SendResult(taken, spent, offer=answer.backup, adoption=answer.adoption)

    def record_result(self, sent: SendResult) -> bool:
        """Record the result of a message; return whether the office took anything."""
        now = self._monotonic()
        taken = [each.number for each in self.went if each.number in sent.taken]
        self._note_standing(sent, taken)
        if not taken and self.went and self.went[0].kind in _LAST:
            self._leave_last(self.went[0].kind, sent)
            return False
        if not taken and _refuses(sent) and self._foreign.issuperset(each.number for each in self.went):
            taken = [
                each.number for each in self.went
            ]  # it was heard: asked again after as long, and nothing else waits for it
        self._state.took(taken)
        self._state.spent += sent.bytes
        if taken:
            self._came_through = True
            self._failures, self._most = 0, min(self._most * 4, MOST_BODY)
            self._next_try = self._next_look = now
        elif isinstance(sent.error, HttpStatusError) or sent.error is None:
            first, most = (_ASK_S, _ASK_MOST_S) if self._own_code else (_AGAIN_S, _AGAIN_MOST_S)
            wait = min(first * 2**self._failures, most) * (1 + share(self._kiosk) / 4)
            asked = sent.error.retry_after or 0.0 if isinstance(sent.error, HttpStatusError) else 0.0
            self._failures = min(self._failures + 1, 8)
            self._next_try = now + max(wait, min(asked, _AGAIN_MOST_S))
        elif not isinstance(sent.error, UnreachableError):  # the line broke off: what is smaller may get through
            self._most = max(min(self._most, _BODY) // 2, _LEAST_BODY)
        if sent.error is not None:
            _log.info("post: not sent, kept for later: %s", sent.error)
        if taken or sent.bytes:  # else, without a line, every 15 s: a card is not to be worn out by that
            self._store_state()
        return bool(taken)

    def _advance_handed(self, now: float) -> None:
        """Fetch what the office hands on. What was restored is shown at once, and told to the office and to the window."""
        if self._handed is None or not self._handed.advance(now):
            return
        settings = self._installation.settings
        show_restored(self._installation.data, settings.place.name, self._look().now)
        self._memory.notes.write(RESTORED, self._handed.restored)
        self._tell_state(len(self._spool.waiting_envelopes()))
        self.must_restart = True

    def _advance_prompts(self) -> None:
        if self._prompts is not None:
            self._prompts.advance(self._state.age, self._state.handed.keys())

    def _advance_backup(self) -> None:
        if self._backup is not None:
            self._backup.advance(self._state.age, self._state.handed.keys())

    def _note_standing(self, sent: SendResult, taken: Collection[int]) -> None:
        """Note for the technician's page whether the office knows this kiosk, and take the backup that it offers."""
        if taken:
            self._memory.notes.write(STANDING, "")
        elif isinstance(sent.error, HttpStatusError) and (code := STANDINGS.get(sent.error.status)):
            self._memory.notes.write(STANDING, to_text(problem(code)))
            if not self._installation.settings.post.code:
                with suppress(OSError):
                    self._adoption.begin()
        if sent.adoption is not None:
            self._adoption.take_answer(sent.adoption)
        if sent.offer is not None and self._handed is not None:
            with suppress(OSError):
                self._handed.take_offer(sent.offer)

    def _leave_last(self, kind: EnvelopeKind, sent: SendResult) -> None:
        """Let envelopes of *kind* rest that the office has refused; all other post goes on as if nothing had been sent."""
        self._state.spent += sent.bytes
        refused, unreadable = isinstance(sent.error, HttpStatusError), _is_unreadable(sent)
        if sent.error is None or refused:  # an older program does not know the kind
            self._rests[kind] = self._state.age + REST_S * (_WEEK_OF_RESTS if unreadable else 1)
        foreign = refused and self._foreign.issuperset(each.number for each in self.went)
        if kind is EnvelopeKind.BACKUP and self._backup is not None and (unreadable or foreign):
            with suppress(PostError, OSError):
                self._backup.drop()
        _log.info("post: an envelope of the kind %s is not sent, kept for later: %s", kind, sent.error)

    # what is put in, and what goes

    def _run_on(self) -> None:
        now, moment = self._monotonic(), self._look()
        self._state.run_on(now - self._last)
        self._last = now
        if moment.trust is Trust.TRUSTED:
            if not self._believed:
                self._believed = True
                self._state.was_off(moment.now.timestamp(), now - self._began)
            self._state.wall = moment.now.timestamp()

    def keep_house(self) -> None:
        """Do the hourly work: give up envelopes that waited too long, enrol, report the day, save the state.

        Raises PostError, CacheError, OSError.
        """
        waiting = self._spool.waiting_envelopes()
        self._look_again(waiting)
        if late := self._state.see(waiting):
            _log.warning("post: %d waited too long and are given up", self._spool.give_up(late))
        self.enrol()
        if self._state.told_day != self._state.today:
            try:
                self._tell_of_today(len(waiting))
            finally:
                self._spool.tell()
            self._state.told_day = self._state.today
        self._store_state()

    def enrol(self) -> None:
        """Put an enrolment envelope, once for each combination of code, office's key and own key. Raises PostError."""
        settings, own = self._installation.settings.post, self._own_code
        code = settings.code or own
        if not code:
            return
        mark = hashlib.sha256(f"{code} {settings.key} {self._public.hex()}".encode()).hexdigest()[:16]
        if self._state.enrolled != mark:
            machine = machine_identity().board if own else ""
            self._spool.put(EnvelopeKind.ENROL, enrolment(self._public, code, own=bool(own), machine=machine))
            self._state.enrolled = mark
            self._store_state()

    @property
    def _own_code(self) -> str:
        """Return the kiosk's own code while it waits for the office to accept it, and has none of the office's; else ""."""
        return "" if self._installation.settings.post.code else self._adoption.own_code

    def _tell_of_today(self, waiting: int) -> None:
        moment, place = self._look(), self._installation.settings.place
        self._tell_state(waiting)
        self._put_votes()
        if moment.trust is not Trust.TRUSTED:
            return  # dates that nobody vouches for would lie about all later ones
        days = days_to_count(self._state.counts_until, moment.now.date())
        counts = {day.isoformat(): counted for day in days if (counted := self._memory.counts.counts_on(day))}
        if counts:
            items = {day.isoformat(): self._memory.counts.items_of(day) for day in days}
            self._spool.put(EnvelopeKind.COUNTS, counts_content(counts, items))
        if days:
            self._state.counts_until = days[-1].isoformat()
        if self._installation.settings.post.notices and (self._installation.data / DESK).is_dir():
            up = NoticeStore(self._installation.data, village(place.name)).up(moment.now)
            for notice, form in changed(up, self._state.notices):
                self._spool.put(EnvelopeKind.NOTICE, notice_content(notice))
                self._state.notices[notice.id] = form
            self._forget_notices({notice.id for notice in up})

    def _current_state(self) -> str:
        """Return the newest edition's number and the id of the last request that was begun, for which the office waits.

        If the store cannot be read, it is the state that was last reported.
        """
        try:
            editions = [self._store.edition(record.name).seq for record in self._store.sources()]
        except CacheError:
            return self._state.told_state
        return f"{max(editions, default=0)} {next(iter(self._memory.orders.done(1)), '')}"

    def _tell_state(self, waiting: int) -> None:
        """Put an envelope with the kiosk's health into the spool; *waiting* is how many envelopes wait. Raises PostError.

        The reported state is noted first, and saved once the envelope is in the spool.
        """
        moment, place = self._look(), self._installation.settings.place
        self._state.told_state = (
            self._current_state()
        )  # told once, also where there is no room for it: other post goes on
        health = health_of(self._installation, self._store, self._memory, moment.now)
        done = self._memory.orders.done(_REQUESTS)
        large = self._backup.state.large if self._backup is not None else 0
        restored = self._handed.restored if self._handed is not None else ""
        content = health_content(health, place, moment, self._spool.made(), waiting, done, large, restored)
        self._spool.put(EnvelopeKind.HEALTH, content)
        self._store_state()

    def _put_votes(self) -> None:
        """Put the votes of polls into envelopes. Call it once a day, so that nobody can tell when a single vote was given."""
        for _ in range(_MOST_BATCHES):
            if (batch := self._memory.votes.batch()) is None:
                return
            name, content = batch
            self._spool.put(EnvelopeKind.VOTE, content)
            self._memory.votes.gone(name)

    def _forget_notices(self, up: Collection[str]) -> None:
        self._state.notices = {known: form for known, form in self._state.notices.items() if known in up}

    def _store_state(self) -> None:
        """Save the sender's state. If the card cannot be written, that is logged and reports may be sent twice."""
        try:
            self._spool.write_file(NAME, self._state.to_json())
        except PostError as error:
            _log.warning("post: %s", error)


def _refuses(sent: SendResult) -> bool:
    """Return whether the office itself refused the message (HTTP status 403)."""
    return isinstance(sent.error, HttpStatusError) and sent.error.status == HTTPStatus.FORBIDDEN


def _is_unreadable(sent: SendResult) -> bool:
    return isinstance(sent.error, HttpStatusError) and sent.error.status == HTTPStatus.BAD_REQUEST


def send_all(sender: PostSender, heard: Callable[[Sequence[WaitingEnvelope], SendResult], None]) -> bool:
    """Send message after message until nothing is due or one is refused; return whether everything was sent.

    *heard* is called with each message's envelopes and its result. Raises PostError.
    """
    while body := sender.next_message(unbounded=True):
        sent = sender.sent(body)
        went = sender.went
        taken = sender.record_result(sent)
        heard(went, sent)
        if not taken:
            return False
    return True
