"""Construction of one office's desk: all of its parts, wired together."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.files import clear_drafts
from content_cache.http.client import fetch
from content_cache.model.problems import msgid
from content_cache.signing.keys import PublicKey
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.i18n.words import Words
from kiosk.office.backup.shelf import BackupShelf
from kiosk.office.base.areas import Areas
from kiosk.office.base.folders import PRIVATE
from kiosk.office.base.former import merged_codes
from kiosk.office.base.history import History
from kiosk.office.base.kept import CachedFile
from kiosk.office.base.periodic import call_periodically
from kiosk.office.calendars.calendars import Calendars
from kiosk.office.context import OfficeContext
from kiosk.office.editions import sealing
from kiosk.office.fleet.fleet import Fleet, by_post
from kiosk.office.fleet.kiosk_orders import KioskOrders
from kiosk.office.fleet.monitor_files import MonitorFiles
from kiosk.office.fleet.rings import Rings
from kiosk.office.inbox.inbox import ArrivalBox
from kiosk.office.inbox.taking import ArrivalTaking
from kiosk.office.inbox.watch import Watcher
from kiosk.office.keys.cabinet import FOLDER as KEYS
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.keys.passwords import PasswordRule, words_of
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.polls import Polls
from kiosk.office.people.access_file import access_file
from kiosk.office.people.people import People
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.relay import Receiver, Relay, RelayBucket, RelayCollector
from kiosk.office.post.store import PostStore
from kiosk.office.publishing.deliveries import Deliveries, publication_notes
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.edition_zip import EditionZip
from kiosk.office.publishing.records import EditionSpeaker, Send, TargetStep
from kiosk.office.publishing.run import Editions, Enclosures
from kiosk.office.publishing.schedule import Schedule
from kiosk.office.questions.answer_drafts import AnswerDrafts
from kiosk.office.questions.answers import Answers
from kiosk.office.recordings.recordings import HallRecordings
from kiosk.office.setup.places import Places
from kiosk.office.setup.setup import FILE, EditionTarget, PostTerms, Setup, read_setup
from kiosk.office.setup.telling import TellFile
from kiosk.office.sounds.hearing import SpeechPreviews
from kiosk.office.sounds.sounds import Sounds
from kiosk.office.targets.address import EXAMPLES, Address
from kiosk.office.targets.delivery import MEMORY, Progress, deliver
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.secrets import FILE as SECRETS
from kiosk.office.targets.secrets import secrets_of
from kiosk.office.telling.certificates import PublicCertificates
from kiosk.office.telling.events import EventWatch
from kiosk.office.telling.memory import TellMemory
from kiosk.office.telling.push import BrowserPush, PushNetwork
from kiosk.office.telling.recipients import TellWay, ways_to
from kiosk.office.telling.teller import Teller
from kiosk.office.telling.vapid import VapidKey
from kiosk.office.telling.ways import Context
from kiosk.office.warnings.warnings import Warnings
from kiosk.office.wording import PageWording

log = logging.getLogger(__name__)

_DAY_S = 86_400.0
_DEEDS_LOOKED_AT = 100


def open_office(
    folder: Path,
    *,
    language: str = FALLBACK,
    clock: Callable[[], datetime] | None = None,
    people: People | None = None,
    cabinet: KeyCabinet | None = None,
    voice: EditionSpeaker | None = None,
    pause: Callable[[float], object] = time.sleep,
    network: PushNetwork | None = None,
) -> OfficeContext:
    """Build all parts of the desk over an office's *folder*. *clock* gives aware times, by default this machine's in
    the office's zone. *pause* waits the given seconds between two tries of a delivery. *network* says
    which push services may be reached, by default all of the internet."""
    private = folder / PRIVATE
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    history = History(folder)
    notices = Notices(folder, history)
    notices.clear_bases()
    warnings = Warnings(folder, private)
    setup: CachedFile[Setup] = CachedFile(folder / FILE, lambda: read_setup(folder, setup.last))
    rule = PasswordRule(lambda: words_of(folder))
    people = people or People(access_file(private), rule)
    cabinet = cabinet or KeyCabinet(private / KEYS, rule=rule)
    post = PostInbox(PostStore(private), cabinet)

    tell = TellFile(private)
    inbox = ArrivalBox(private)
    taking = ArrivalTaking(notices, inbox, setup, Words(Translation(language)))

    def now() -> datetime:
        return datetime.now(UTC).astimezone(ZoneInfo(notices.office().timezone))

    fleet = Fleet(
        lambda: setup().monitor,
        fetch,
        clock or now,
        lambda: by_post(post.store.register.kiosks(), post.latest("health")),
        lambda: tell.settings().silent,
        merged=lambda: merged_codes(folder),
    )
    orders = KioskOrders(folder)
    polls = Polls(post.store, notices, Words(Translation(language)), clock or now)
    deliveries = Deliveries(lambda: folder / setup().out, _sender(folder, cabinet.folder, pause), clock or now)
    recordings = HallRecordings(folder, post.recordings)
    enclosures = Enclosures(
        post.acknowledged,
        polls.result_lines,
        _seals(post.store, Words(Translation(language))),
        recordings.drop_gone,
    )
    record = EditionLog(private, lambda: folder / setup().out)
    editions = Editions(folder, record, cabinet, warnings.clear_over, setup, deliveries, enclosures, voice)
    return OfficeContext(
        folder=folder,
        notices=notices,
        people=people,
        history=history,
        cabinet=cabinet,
        editions=editions,
        record=record,
        zip=EditionZip(private, lambda: folder / setup().out, cabinet),
        schedule=Schedule(private, editions, clock or now),
        hearing=SpeechPreviews(private),
        areas=Areas(folder),
        warnings=warnings,
        inbox=inbox,
        taking=taking,
        watcher=Watcher(private, inbox, taking, setup, clock or now, lambda: notices.office().timezone),
        calendars=Calendars(folder),
        fleet=fleet,
        orders=orders,
        rings=Rings(orders, fleet.list_kiosks, private),
        shelf=BackupShelf(folder),
        sounds=Sounds(folder),
        post=post,
        receiver=_receiver(setup().post, post, cabinet.folder),
        polls=polls,
        recordings=recordings,
        setup=setup,
        tell=tell,
        monitor_files=MonitorFiles(
            private, tell, post.store.register, notices.office, clock or now, Words(Translation(language))
        ),
        note_published=publication_notes(history, Words(Translation(language)), clock or now),
        told=TellMemory(private),
        certificates=PublicCertificates(lambda: (setup().address, notices.office().site)),
        browsers=BrowserPush(
            people,
            VapidKey(private),
            Words(Translation(language)),
            lambda: _contact(setup(), tell),
            network or PushNetwork(),
        ),
        clock=clock or now,
        seconds=(lambda: clock().timestamp()) if clock else time.time,
        language=language,
    )


def teller_of(
    office: OfficeContext,
    context: Context = ssl.create_default_context,
    monotonic: Callable[[], float] = time.monotonic,
) -> Teller:
    """Return the teller of an office's process, which sends letters about events. *context* makes the TLS context for
    the mail server. *monotonic* gives seconds that no change of the clock affects."""

    def sign() -> tuple[str, str]:
        said = office.notices.office()
        return said.publisher or said.title, office.setup().address

    words = Words(Translation(office.language))
    watch = EventWatch(
        office.fleet,
        office.areas,
        office.warnings,
        office.post,
        lambda: timedelta(days=office.setup().post.late_days),
        office.clock(),
        office.certificates.ending,
    )
    wording = PageWording(words, office.notices.office, office.areas, office.clock)
    return Teller(
        office.told,
        office.tell,
        watch,
        wording,
        sign,
        office.clock,
        partial(ways_of, office, context),
        monotonic=monotonic,
    )


def ways_of(office: OfficeContext, context: Context) -> list[TellWay]:
    """Return the ways to all who are told: by letter, web hook and browser."""
    ways = list(ways_to(office.tell.settings(), context))
    try:
        ways += office.browsers.ways()
    except OSError:  # letters go on
        log.exception("the browsers of people could not be read")
    return ways


def _contact(setup: Setup, tell: TellFile) -> str:
    """Return how the makers of browsers reach the office, "" if nothing is known."""
    mail = tell.settings().mail
    return setup.address or (f"mailto:{mail.sender}" if mail is not None else "")


def _receiver(terms: PostTerms, post: PostInbox, keys: Path) -> Receiver:
    """Return what takes the envelopes of kiosks: a relay to a bucket if the terms say so, else *post*. Raise
    TargetError if the bucket's address is wrong."""
    return Relay(_bucket(terms.bucket, keys), time.monotonic) if terms.receives_only else post


def collector_of(office: OfficeContext) -> RelayCollector | None:
    """Return the collector that fetches envelopes from the bucket in office.toml. Return None where this desk has no
    bucket, or only receives. Raise TargetError if its address is wrong."""
    terms = office.setup().post
    if not terms.bucket or terms.receives_only:
        return None
    return RelayCollector(_bucket(terms.bucket, office.cabinet.folder), office.post, office.post.store.register.kiosks)


def _bucket(url: str, keys: Path) -> RelayBucket:
    """Return the S3 bucket at *url*, with its secrets from the folder *keys*. Raise TargetError for an address of
    another kind."""
    from kiosk.office.targets import s3  # minio's client

    address = Address.from_target(url)
    if not address.scheme.startswith("s3"):
        raise TargetError(TargetCode.ADDRESS, target=address.public_text, example=EXAMPLES["s3"])
    return s3.Bucket(address, secrets_of(url, keys / SECRETS))


def _seals(store: PostStore, words: Words) -> Callable[[bytes], bytes]:
    """Return a function that makes the document for sealing private answers: keys of kiosks, and the text shown
    instead. It returns its argument while no kiosk has asked."""

    def document(before: bytes) -> bytes:
        keys, gone = store.register.keys_of_askers(), store.register.withdrawn()
        title = words("Answer to question {number}", number="{number}")
        text = words("This answer is sealed, and the program of this kiosk is too old to open it. Ask the staff.")
        return sealing.sealed_content(title, text, keys, before, gone) if keys or gone else before

    return document


def take_up(office: OfficeContext) -> None:
    """Complete what a killed process left: deeds that are not in the history, editions that it was publishing, drafts of files.

    Call it before the desk listens, and while no other process has the desk."""
    began, words = time.time(), Words(Translation(office.language))
    for folder in {office.folder, office.editions.out}:
        clear_drafts(folder, began)
    office.history.catch_up()
    for edition in office.record.interrupted():
        said = msgid("publishes edition {number}")
        if edition.warns:
            said = msgid("releases a warning with edition {number}")
        deed = words(said, number=edition.number)
        if edition.written and all(each.what != deed for each in office.history.deeds(_DEEDS_LOOKED_AT)):
            office.history.commit_deed(edition.who, deed, None, now=edition.begun)


def keep_delivering(office: OfficeContext, over: threading.Event) -> None:
    """Send the newest edition again to the targets that have not got it, whenever their back-off ends, until *over*."""
    call_periodically(partial(office.editions.send_due, office.note_published), over, "an edition was not sent again")


def keep_house(office: OfficeContext, over: threading.Event) -> None:
    """Do the daily chores until *over* is set: delete what was withdrawn long ago, old envelopes and drafts that nobody
    can have open. The first run also reads the folder, so that the first visitor does not wait. A chore that fails is
    tried again the next day."""
    chores: tuple[Callable[[OfficeContext, datetime], object], ...] = (
        _clear,
        lambda office, now: office.rings.watched(now),
        lambda office, now: Answers(
            office.notices, office.post.store, Words(Translation(office.language))
        ).reconcile_notices(now),
        lambda office, now: office.post.delete_old(office.setup().post.kept_days, now),
        lambda office, _now: office.monitor_files.renew(),
        lambda office, now: office.certificates.look(now),
        lambda office, _now: AnswerDrafts(office.folder, office.notices.private, office.post.store).clear(),
    )
    while not over.is_set():
        for chore in chores:
            try:
                chore(office, office.clock())
            except Exception:  # told in the log: one chore that fails ends neither the others nor the next day's
                log.exception("a chore of the day failed")
        over.wait(_DAY_S)


def _clear(office: OfficeContext, now: datetime) -> None:
    for name in office.notices.clear_withdrawn(now):
        office.notices.commit_notice(name, "", name, now)
    office.notices.clear_bases()


def _sender(folder: Path, keys: Path, pause: Callable[[float], object]) -> Send:
    def send(out: Path, target: EditionTarget, key: PublicKey, step: TargetStep) -> None:
        def told(progress: Progress) -> None:
            step.done, step.all = progress.done, progress.every
            step.check_not_superseded()

        Places(folder, keys).check_confirmed(target.url)
        secrets = secrets_of(target.url, keys / SECRETS)
        delivery = deliver(out, target.url, secrets, told, key=key, memory=folder / MEMORY, pause=pause)
        step.all, step.bytes = delivery.files, delivery.bytes

    return send
