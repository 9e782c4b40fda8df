"""RSS and Atom of whatever kind and however broken, by feedparser, once `xml_repair` has mended what it can.

feedparser is given a stream of bytes, never a name that it might open; its sanitiser is not used: `cleaning` does that for all
formats.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import feedparser

from content_cache.formats.feed import MOST_ITEMS, Entry, Parsed
from content_cache.formats.notes import ReasonCounts
from content_cache.formats.xml_repair import repair
from content_cache.model.errors import Code, FormatError
from content_cache.model.problems import quoted


def parse_mended(text: str) -> Parsed:
    """Parse *text* with feedparser, after `xml_repair.repair`. Raise FormatError if feedparser gives up."""
    repaired = repair(text)
    try:
        parsed = feedparser.parse(
            io.BytesIO(repaired.text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise  # the bounded child tells it
    except Exception as error:  # it lets nearly anything out on hostile input: no feed, and no more
        raise FormatError(Code.RSS_BROKEN, reason=quoted(error)) from error
    notes = ReasonCounts()
    entries: Sequence[Entry] = [dict(entry) for entry in parsed.get("entries", ())][:MOST_ITEMS]
    lost = max(0, min(repaired.items, MOST_ITEMS) - len(entries))
    if repaired.cut:
        notes.add(Code.FEED_CUT)
    if lost:
        notes.add(Code.ITEMS_BROKEN, lost)
    if repaired.endless:
        notes.add(Code.TAGS_WITHOUT_END, repaired.endless)
    if repaired.beyond:
        notes.add(Code.FEED_TOO_LONG, most=MOST_ITEMS)
    complete = not (repaired.cut or lost)
    return Parsed(channel=dict(parsed.get("feed") or {}), entries=entries, complete=complete, notes=notes)
