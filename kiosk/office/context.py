"""Parts of the office's desk, opened over one folder. The app takes them apart; no page gets them all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kiosk.i18n.translation import FALLBACK
from kiosk.office.backup.shelf import BackupShelf
from kiosk.office.base.areas import Areas
from kiosk.office.base.history import History
from kiosk.office.calendars.calendars import Calendars
from kiosk.office.fleet.fleet import Fleet
from kiosk.office.fleet.kiosk_orders import KioskOrders
from kiosk.office.fleet.monitor_files import MonitorFiles
from kiosk.office.fleet.rings import Rings
from kiosk.office.inbox.inbox import ArrivalBox
from kiosk.office.inbox.taking import ArrivalTaking
from kiosk.office.inbox.watch import Watcher
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.polls import Polls
from kiosk.office.people.people import People
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.relay import Receiver
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.edition_zip import EditionZip
from kiosk.office.publishing.records import EditionProgress
from kiosk.office.publishing.run import Editions
from kiosk.office.publishing.schedule import Schedule
from kiosk.office.recordings.recordings import HallRecordings
from kiosk.office.setup.setup import Setup
from kiosk.office.setup.telling import TellFile
from kiosk.office.sounds.hearing import SpeechPreviews
from kiosk.office.sounds.sounds import Sounds
from kiosk.office.telling.certificates import PublicCertificates
from kiosk.office.telling.memory import TellMemory
from kiosk.office.telling.push import BrowserPush
from kiosk.office.warnings.warnings import Warnings


class OfficeContext(Struct, frozen=True):
    """Parts of the desk. `clock` gives the office's time, `seconds` the seconds since the epoch; `language` is that of
    the pages. `receiver` takes what kiosks send: `post`, or a relay to another desk. `note_published` records a
    published edition in the history."""

    folder: Path
    notices: Notices
    people: People
    history: History
    cabinet: KeyCabinet
    editions: Editions
    record: EditionLog
    zip: EditionZip
    hearing: SpeechPreviews
    areas: Areas
    warnings: Warnings
    inbox: ArrivalBox
    taking: ArrivalTaking
    watcher: Watcher
    calendars: Calendars
    fleet: Fleet
    schedule: Schedule
    sounds: Sounds
    post: PostInbox
    receiver: Receiver
    polls: Polls
    recordings: HallRecordings
    orders: KioskOrders
    rings: Rings
    shelf: BackupShelf
    setup: Callable[[], Setup]
    tell: TellFile
    monitor_files: MonitorFiles
    note_published: Callable[[EditionProgress], None]
    told: TellMemory
    certificates: PublicCertificates
    browsers: BrowserPush
    clock: Callable[[], datetime]
    seconds: Callable[[], float]
    language: str = FALLBACK
