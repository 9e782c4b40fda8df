"""What a parser made of an RSS or Atom feed, whichever of them it was: in feedparser's terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# feedparser's dictionaries answer for keys they do not have ("updated" from "published"): they are kept as plain ones.
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """`channel` and `entries` have feedparser's keys and values; `complete` and `notes` are as in `feed.Feed`, each note
    with how often it applies."""

    channel: Entry
    entries: Sequence[Entry]
    complete: bool = True
    notes: Counter[str] = field(default_factory=Counter)
