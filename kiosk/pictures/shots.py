"""What can be pictured: the screens by their names, and the states that each of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec import Struct

STATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "idle": ("normal", "empty", "offline", "news", "notice", "poster", "band"),
        "home": ("normal", "empty", "offline", "stale", "timeout", "band"),
        "news": ("normal", "empty", "offline", "stale", "old", "timeout", "band"),
        "item": (
            "normal",
            "empty",
            "offline",
            "stale",
            "timeout",
            "speaking",
            "handout",
            "event",
            "service",
            "claim",
            "poster",
            "table",
            "document",
        ),
        "table": ("normal", "speaking", "timeout"),
        "viewer": ("normal", "whole", "speaking", "timeout", "page"),
        "film": ("normal", "stopped"),
        "events": ("normal", "empty", "offline", "stale", "timeout", "speaking"),
        "announcements": ("normal", "empty", "offline", "stale", "timeout", "speaking", "band"),
        "services": ("normal", "empty", "offline", "stale", "timeout"),
        "clarifications": ("normal", "empty", "offline", "stale", "timeout"),
        "emergency": ("normal", "empty", "offline", "timeout", "band", "way", "steps"),
        "alerts": ("normal", "empty"),
        "search": ("normal", "empty", "offline", "results", "nothing", "timeout"),
        "ask": ("normal", "whom", "record", "review", "done", "write", "written", "told", "timeout"),
        "answers": ("normal", "empty", "code", "refused", "opening", "opened", "timeout"),
        "weather": ("normal", "sea", "empty", "stale", "speaking"),
        "prices": ("normal", "empty", "stale", "speaking"),
        "alert": (
            "normal",
            "drill",
            "late",
            "ended",
            "weather",
            "office",
            "caution",
            "unchecked",
            "assembly",
            "speaking",
        ),
        "settings": ("normal", "offline"),
        "faults": ("normal",),
        "first-run": ("language", "place", "internet", "clock", "sound"),
        "status": (
            "normal",
            "pin",
            "pin-band",
            "wrong",
            "locked",
            "wifi",
            "password",
            "clock",
            "tools",
            "new-pin",
            "faults",
            "office",
            "turn",
            "turned",
            "touch",
            "loudspeaker",
            "tone",
            "update",
        ),
        "desk": ("normal", "off", "stick", "write", "voice", "recording", "recorded", "check", "band"),
    }
)
"""Screen -> its states, the usual one first. `first-run` is a state of home too: it is what a new kiosk shows there."""

AGES: Mapping[str, timedelta] = MappingProxyType(
    {"offline": timedelta(hours=26), "stale": timedelta(days=3, hours=2), "old": timedelta(days=8)}
)
"""How old the content is in the states that are looked at later."""


class Shot(Struct, frozen=True):
    """What is rendered: a screen and one of its states; `query` is typed on search. None is as the settings have it."""

    screen: str
    size: tuple[int, int]
    theme: str | None = None
    text_scale: float | None = None
    language: str | None = None
    item: str | None = None
    state: str = "normal"
    now: datetime | None = None
    query: str = "posyan"

    @property
    def age(self) -> timedelta:
        """How old the content is that the picture shows."""
        return AGES.get(self.state, timedelta(minutes=10))


def fitting(screen: str, state: str) -> tuple[str, str] | None:
    """The (screen, state) that is meant; None if there is no such state."""
    if screen == "home" and state == "first-run":
        return "first-run", STATES["first-run"][0]
    if state == "first-run":
        return None
    states = STATES[screen]
    if state == "normal" and "normal" not in states:
        return screen, states[0]
    return (screen, state) if state in states else None


def every() -> Iterator[tuple[str, str]]:
    """All (screen, state) pairs."""
    for screen, states in STATES.items():
        for state in states:
            yield screen, state
