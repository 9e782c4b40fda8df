"""Letters in words: which kiosks, since when, and where to look. No resident's word, and no warning's, goes by mail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from content_cache.model.problems import msgid
from content_cache.text.plain import clean_line
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.digest import Digest
from kiosk.office.telling.events import OfficeEvent
from kiosk.office.wording import PageWording

MOST_LINES = 30
"""Kiosks of one kind that a letter names; the page has all."""
_PAGES = MappingProxyType({TellKind.RELEASE: "/darurat", TellKind.QUESTIONS: "/tanya"})
_HEADS: Mapping[TellKind, str] = MappingProxyType(
    {
        TellKind.RELEASE: msgid("A warning waits for a second person"),
        TellKind.SILENT: msgid("Silent kiosks"),
        TellKind.CARD: msgid("Cards that are full or failing"),
        TellKind.SOUND: msgid("Kiosks without a voice"),
        TellKind.QUESTIONS: msgid("Questions wait"),
    }
)


class LetterText(Struct, frozen=True):
    """Letter in the words of the office."""

    subject: str
    text: str


def in_words(digest: Digest, wording: PageWording, office: str, address: str) -> LetterText:
    """Return *digest* as a letter of *office*, whose desk is at *address*, "" if that is not known."""
    words = wording.words
    parts: list[str] = []
    heads: list[str] = []
    for kind, head in _HEADS.items():
        if events := [each for each in digest.new if each.kind is kind]:
            title = words(head) if kind in _PAGES else f"{words(head)}: {len(events)}"
            heads.append(title)
            parts.append("\n".join([title, *_lines(events, wording), *_link(kind, address)]))
    if digest.well:
        title = words("Well again: {n}", n=len(digest.well))
        heads.append(title)
        parts.append("\n".join([title, *_lines(digest.well, wording)]))
    ends = words("The office's desk writes this by itself. Its administrator can change who gets it.")
    return LetterText(f"{clean_line(office, 60)}: {', '.join(heads)}", "\n\n".join([*parts, f"-- \n{ends}", ""]))


def _lines(events: Iterable[OfficeEvent], wording: PageWording) -> list[str]:
    every = list(events)
    lines = [f"- {_line(each, wording)}" for each in every[:MOST_LINES]]
    more = len(every) - MOST_LINES
    return [*lines, wording.words.plural("and {n} more", "and {n} more", more)] if more > 0 else lines


def _line(event: OfficeEvent, wording: PageWording) -> str:
    words, name = wording.words, f"{clean_line(event.name, 60)} ({clean_line(event.id, 60)})"
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
    return name


def _link(kind: TellKind, address: str) -> list[str]:
    return [f"{address.rstrip('/')}{_PAGES.get(kind, '/desa')}"] if address else []


def as_json(digest: Digest, letter: LetterText) -> bytes:
    """Return *digest* for a web hook: `text` for people, and each event."""

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

    rows = [*(row(each, "stands") for each in digest.new), *(row(each, "over") for each in digest.well)]
    document = {"schema": 1, "text": f"{letter.subject}\n\n{letter.text}", "events": rows}
    return json.dumps(document, ensure_ascii=False).encode()
