"""Texts of letters: which kiosks, since when, and where to look. No text of a resident or a warning goes by mail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from content_cache.model.problems import msgid
from content_cache.text.plain import clean_line
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.digest import Digest
from kiosk.office.telling.events import OfficeEvent
from kiosk.office.wording import PageWording

MOST_LINES = 30
"""Most kiosks of one kind that a letter names. The page lists all."""
PAGES = MappingProxyType({TellKind.RELEASE: "/darurat", TellKind.QUESTIONS: "/tanya", TellKind.CERTIFICATE: ""})
_WITHOUT_NUMBER = (TellKind.RELEASE, TellKind.QUESTIONS, TellKind.MONITOR, TellKind.CERTIFICATE)
_HEADS: Mapping[TellKind, str] = MappingProxyType(
    {
        TellKind.RELEASE: msgid("A warning waits for a second person"),
        TellKind.MONITOR: msgid("The monitor does not answer"),
        TellKind.CERTIFICATE: msgid("A certificate ends"),
        TellKind.SILENT: msgid("Silent kiosks"),
        TellKind.CARD: msgid("Cards that are full or failing"),
        TellKind.SOUND: msgid("Kiosks without a voice"),
        TellKind.QUESTIONS: msgid("Questions wait"),
    }
)


class LetterText(Struct, frozen=True):
    """Text of a letter: subject and body."""

    subject: str
    text: str


def in_words(digest: Digest, wording: PageWording, office: str, address: str) -> LetterText:
    """Return *digest* as a letter of *office*. *address* is that of its desk, "" if unknown."""
    words = wording.words
    parts: list[str] = []
    heads: list[str] = []
    for kind, head in _HEADS.items():
        if events := [each for each in digest.new if each.kind is kind]:
            title = words(head) if kind in _WITHOUT_NUMBER else f"{words(head)}: {len(events)}"
            heads.append(title)
            parts.append("\n".join([title, *_event_lines(events, wording, _event_line), *_link(kind, address)]))
    if digest.recovered:
        title = words("Well again: {n}", n=len(digest.recovered))
        heads.append(title)
        parts.append("\n".join([title, *_event_lines(digest.recovered, wording, _recovered_line)]))
    ends = words("The office's desk writes this by itself. Its administrator can change who gets it.")
    return LetterText(f"{clean_line(office, 60)}: {', '.join(heads)}", "\n\n".join([*parts, f"-- \n{ends}", ""]))


def _event_lines(
    events: Iterable[OfficeEvent], wording: PageWording, line: Callable[[OfficeEvent, PageWording], str]
) -> list[str]:
    every = list(events)
    lines = [f"- {line(each, wording)}" for each in every[:MOST_LINES]]
    more = len(every) - MOST_LINES
    return [*lines, wording.words.plural("and {n} more", "and {n} more", more)] if more > 0 else lines


def _event_line(event: OfficeEvent, wording: PageWording) -> str:
    words, name = wording.words, _name(event)
    match event.kind:
        case TellKind.RELEASE if event.at is not None:
            return words("It lapses at {time}. Nothing has gone to the kiosks yet.", time=wording.clock(event.at))
        case TellKind.QUESTIONS if event.id:
            return words.plural("{n} question is late", "{n} questions are late", event.count)
        case TellKind.QUESTIONS:
            return words.plural("{n} question waits", "{n} questions wait", event.count)
        case TellKind.SILENT if event.at is not None:
            return words("{name}: last word {time}", name=name, time=wording.when(event.at))
        case TellKind.SILENT:
            return words("{name}: it never reported", name=name)
        case TellKind.MONITOR if event.at is not None:
            answered = words("Its last answer: {time}.", time=wording.when(event.at))
            return f"{answered} {words('Nobody knows now which kiosks are silent.')}"
        case TellKind.MONITOR:
            return words("Nobody knows now which kiosks are silent.")
        case TellKind.CERTIFICATE if event.at is not None:
            held = words("{name}: its certificate holds until {day}.", name=event.id, day=wording.whole_date(event.at))
            return f"{held} {words('After it kiosks take no edition and no warning from there.')}"
    return name


def _recovered_line(event: OfficeEvent, wording: PageWording) -> str:
    words, name = wording.words, _name(event)
    match event.kind:
        case TellKind.MONITOR:
            return words("The monitor answers again.")
        case TellKind.SILENT if event.at is not None:
            return words("{name}: it reports again, last {time}", name=name, time=wording.when(event.at))
        case TellKind.CERTIFICATE:
            return words("{name}: its certificate is renewed", name=event.id)
        case TellKind.CARD:
            return words("{name}: it reports no fault of its card any more", name=name)
        case TellKind.SOUND:
            return words("{name}: it has its voice again", name=name)
    return name


def _name(event: OfficeEvent) -> str:
    return f"{clean_line(event.name, 60)} ({clean_line(event.id, 60)})"


def _link(kind: TellKind, address: str) -> list[str]:
    return [f"{address.rstrip('/')}{PAGES.get(kind, '/desa')}"] if address else []


def as_json(digest: Digest, letter: LetterText) -> bytes:
    """Return *digest* as JSON for a web hook: `text` for people, and each event."""

    def row(event: OfficeEvent, state: str) -> dict[str, object]:
        at = event.at.isoformat(timespec="seconds") if event.at else None
        return {
            "kind": str(event.kind),
            "id": event.id,
            "name": event.name,
            "state": state,
            "at": at,
            "count": event.count,
        }

    rows = [*(row(each, "stands") for each in digest.new), *(row(each, "over") for each in digest.recovered)]
    document = {"schema": 1, "text": f"{letter.subject}\n\n{letter.text}", "events": rows}
    return json.dumps(document, ensure_ascii=False).encode()
