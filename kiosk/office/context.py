"""What the pages of the office's desk work with, and who may do what: one table for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from kiosk.i18n.translation import FALLBACK
from kiosk.office.areas import Areas
from kiosk.office.calendars import Calendars
from kiosk.office.edition_run import Editions
from kiosk.office.fleet import Fleet
from kiosk.office.hearing import Hearing
from kiosk.office.history import History
from kiosk.office.inbox import Inbox
from kiosk.office.inbox_taking import Taking
from kiosk.office.inbox_watch import Watcher
from kiosk.office.keys import KeyCabinet
from kiosk.office.kiosk_orders import KioskOrders
from kiosk.office.notices import Notices
from kiosk.office.people import People, Role
from kiosk.office.polls import Polls
from kiosk.office.post_inbox import PostInbox
from kiosk.office.post_relay import Receiver
from kiosk.office.rings import Rings
from kiosk.office.schedule import Schedule
from kiosk.office.setup import Setup
from kiosk.office.sounds import Sounds
from kiosk.office.warnings import Warnings

ANYBODY = frozenset(Role)
"""Whoever has logged in."""

MAY: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "write": ANYBODY,
        "edit": frozenset({Role.EDITOR}),
        "publish": frozenset({Role.EDITOR}),
        "warn": frozenset({Role.EMERGENCY}),
        "people": frozenset({Role.ADMINISTRATOR}),
        "history": frozenset({Role.ADMINISTRATOR}),
        "take": frozenset({Role.WRITER, Role.EDITOR}),
        "sources": frozenset({Role.ADMINISTRATOR}),
        "calendars": frozenset({Role.EDITOR}),
        "questions": frozenset({Role.WRITER, Role.EDITOR}),
        "kiosks": frozenset({Role.ADMINISTRATOR}),
        "bring": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
        "ask kiosks": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
        "see settings": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
        "settings": frozenset({Role.ADMINISTRATOR}),
    }
)
"""Who may: write and change their own drafts; change, ready and withdraw others' notices; publish; warn; look after
people; see the history; take over what others wrote; name those who are looked at; take whole calendars in; hear residents'
questions (who may publish answers them); enrol and withdraw kiosks; hand in what a stick brought; ask a
kiosk for its picture; see the settings of kiosks; change them."""


class OfficeContext(Struct, frozen=True):
    """`clock` gives the office's time, `seconds` that of the day in seconds; `language` is that of the pages. `receiver`
    takes what kiosks send: `post`, or a relay to another desk."""

    folder: Path
    notices: Notices
    people: People
    history: History
    cabinet: KeyCabinet
    editions: Editions
    hearing: Hearing
    areas: Areas
    warnings: Warnings
    inbox: Inbox
    taking: Taking
    watcher: Watcher
    calendars: Calendars
    fleet: Fleet
    schedule: Schedule
    sounds: Sounds
    post: PostInbox
    receiver: Receiver
    polls: Polls
    orders: KioskOrders
    rings: Rings
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]
    seconds: Callable[[], float]
    language: str = FALLBACK
