"""Rights at the office's desk: one table for all its pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.office.people.people import Role

ANYBODY = frozenset(Role)
"""All roles: anybody who has logged in."""

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
        "keys": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
        "key passwords": frozenset({Role.EDITOR, Role.ADMINISTRATOR, Role.EMERGENCY}),
        "report": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
        "office": frozenset({Role.ADMINISTRATOR}),
        "back up": frozenset({Role.ADMINISTRATOR}),
    }
)
"""Who may: write and change their own drafts; change, ready and withdraw others' notices; publish; warn; look after
people; see the history; take over what others wrote; name those who are looked at; take whole calendars in; hear residents'
questions (who may publish answers them); enrol and withdraw kiosks; hand in what a stick brought; ask a
kiosk for its picture; see the settings of kiosks; change them; make the office's keys; give
them other passwords (the role Emergency that of its own key alone); fetch the
tables of a year's report; set the office itself up; fetch a backup of it."""
