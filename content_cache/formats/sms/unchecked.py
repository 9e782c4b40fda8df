"""Unsigned warnings: SMS of numbers in the settings, and cell broadcasts of the network. Pure.

`{"type": "sms", "messages": [{"id", "from", "text", "at"}]}`, as the modem's process writes it. Each is a warning that is shown
as not checked: it sounds with chimes, and never with the siren, whatever it says.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from content_cache.formats.cap_terms import hazard_of
from content_cache.formats.feed import Feed
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Alert
from content_cache.model.sources import Source
from content_cache.model.trust import SMS_UNCHECKED
from content_cache.model.vocabulary import Severity
from content_cache.text.dates import parse_date
from content_cache.text.plain import clean_line, clean_text

MOST = 20
MOST_LETTERS = 1_395
"""Most letters of a cell broadcast of 15 pages (3GPP TS 23.041)."""
HOLDS = timedelta(hours=6)


def read_unchecked(body: bytes, source: Source, *, content_type: str = "", url: str = "", now: datetime) -> Feed:  # noqa: ARG001
    """Return unsigned SMS and cell broadcasts as a feed of alerts; a reader with the signature of `formats.read_feed`.

    Raise FormatError if *body* is not in the format above.
    """
    try:
        listed = json.loads(body)["messages"]
        items = [_warning(each, source, now) for each in listed[-MOST:]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormatError(Code.SMS_NONE) from error
    return Feed(items=tuple(item for item in items if item is not None))


def _warning(fields: dict[str, str], source: Source, now: datetime) -> Alert | None:
    text = clean_text(fields["text"][:MOST_LETTERS])
    sent = parse_date(fields["at"], source.timezone, now=now)
    if not text or sent is None:
        return None
    return Alert(
        id=clean_line(fields["id"], 64),
        source=source.name,
        title=clean_line(text, 80),
        text=text,
        author=clean_line(fields["from"], 60),
        published=sent,
        expires=sent + HOLDS,
        priority=3,
        language=source.language,
        identifier=clean_line(fields["id"], 64),
        sender=SMS_UNCHECKED,
        severity=Severity.SIAGA,
        hazard=hazard_of(text),
        effective=sent,
    )
