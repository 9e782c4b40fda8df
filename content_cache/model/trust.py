"""Trust in an item, by the way on which it came. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

from msgspec.structs import replace

from content_cache.model.items import Alert, Item
from content_cache.model.sources import Source
from content_cache.model.urls import is_local, is_near
from content_cache.model.vocabulary import Category, Hazard, Provenance, Verified

AHEAD = timedelta(days=1)  # by which a publisher's clock may be ahead of ours
_BEHIND = timedelta(days=400)  # by which an untrusted clock may be behind

LONGEST: Mapping[Hazard, timedelta] = MappingProxyType(
    {
        Hazard.QUAKE: timedelta(days=1),
        Hazard.TSUNAMI: timedelta(days=2),
        Hazard.RAIN: timedelta(days=3),
        Hazard.WIND: timedelta(days=3),
        Hazard.WAVES: timedelta(days=7),
        Hazard.FLOOD: timedelta(days=14),
        Hazard.LANDSLIDE: timedelta(days=14),
        Hazard.FIRE: timedelta(days=14),
        Hazard.VOLCANO: timedelta(days=30),
        Hazard.OTHER: timedelta(days=30),
    }
)
"""Longest duration of an alert from its sending, by hazard; a longer one is cut. Reasons: CONTRACTS.md, "Content"."""


_BMKG_HOST = "bmkg.go.id"
_BMKG_ISSUES = (Hazard.QUAKE, Hazard.TSUNAMI, Hazard.RAIN, Hazard.WIND, Hazard.WAVES)

SMS, SMS_UNCHECKED = "sms", "sms-unchecked"
"""Formats of content by SMS: signed by an office, and unsigned. The kiosk itself names such sources."""

SMS_SENDER = "sms"
"""Sender of an alert that an office signed as SMS; an unsigned one has the sender SMS_UNCHECKED."""


def is_unchecked(alert: Alert) -> bool:
    """Return whether nobody vouches for an alert (unsigned SMS, cell broadcast): it is marked as unchecked and sounds no
    siren."""
    return alert.sender == SMS_UNCHECKED


SHEETS = frozenset({"bmkg-cuaca", "bmkg-perairan", "hari-ini"})
"""Formats of sheets of the day."""


def publisher_of(source: Source) -> int:
    """Return a number that identifies the owner of the source's keys; edition numbers are counted for each owner."""
    digest = hashlib.sha256("\n".join(sorted(source.keys)).encode()).digest()
    return int.from_bytes(digest[:7])


def may_bring_sheets(source: Source) -> bool:
    """Return whether a source may send sheets of the day: its format in the settings is one of SHEETS, or it is signed."""
    return source.format in SHEETS or is_signed(source)


MOST_NUMBER = 1_000_000  # of a question
_KIOSK_ID = re.compile(r"[0-9A-Za-z]{12}")


def may_answer_questions(source: Source, kiosk: str, number: int, private: bool) -> bool:
    """Return whether this kiosk may keep an answer from *source* to question *number* of *kiosk*.

    The source must have keys. A *private* answer is kept by the kiosk at which it was asked alone.
    """
    named = 0 < number <= MOST_NUMBER and _KIOSK_ID.fullmatch(kiosk) is not None
    return named and bool(source.keys) and (not private or kiosk == source.kiosk)


def may_poll(source: Source, category: Category) -> bool:
    """Return whether a kiosk may show a poll in an item of *source*.

    The source must have keys, and the item must be no alert and no clarification.
    """
    return bool(source.keys) and category not in (Category.ALERT, Category.CLARIFICATION)


def may_bring_film(source: Source, url: str) -> bool:
    """Return whether the film or subtitles at *url* may be fetched; of other films only the address is shown.

    The source must be signed, the hall's own or on this machine, and the file must be local or on the source's host.
    """
    trusted = is_signed(source) or source.own or is_near(source.url)
    return trusted and (is_local(url) or urlsplit(url).netloc == urlsplit(source.url).netloc)


def may_alert(source: Source) -> bool:
    """Return whether a source's alerts count as alerts: the settings allow it, and the way is https or within this machine."""
    return source.alerts and (urlsplit(source.url).scheme == "https" or is_near(source.url))


def is_issued(alert: Alert, issuers: Mapping[tuple[str, str], Collection[Hazard]]) -> bool:
    """Return whether an alert comes from the issuer of its hazard.

    That is an office that signed it, or a source in *issuers*: hazards by (source's name, owner).
    """
    if alert.verified is Verified.SIGNATURE:
        return not is_unchecked(alert)
    return alert.hazard in issuers.get((alert.source, alert.owner), ())


def issuers_of(sources: Iterable[Source]) -> Mapping[tuple[str, str], Collection[Hazard]]:
    """Return the hazards that each source issues, by (name, owner)."""
    return {(source.name, owner_of(source)): frozenset(source.issues) for source in sources if source.issues}


def usual_issues(url: str) -> tuple[Hazard, ...]:
    """Return the hazards of which the owner of *url* is the issuer by law: BMKG's (UU 31/2009)."""
    host = (urlsplit(url).hostname or "").lower()
    return _BMKG_ISSUES if host == _BMKG_HOST or host.endswith("." + _BMKG_HOST) else ()


def may_answer(source: Source, url: str) -> bool:
    """Return whether an answer from *url*, the last address after redirects, counts as the source's own.

    A source that may raise alerts must answer from its own host. Otherwise whoever redirects it could raise alerts that the
    settings never allowed.
    """
    if not source.alerts or is_local(source.url):
        return True
    ours, theirs = urlsplit(source.url), urlsplit(url)
    return theirs.netloc == ours.netloc and theirs.scheme in (ours.scheme, "https")


def is_signed(source: Source) -> bool:
    """Return whether all content of a source must be signed: a central feed, a source with keys and format "auto", or
    signed SMS."""
    return source.format in ("central", SMS) or (source.format == "auto" and bool(source.keys))


def is_official(source: Source, url: str = "") -> bool:
    """Return whether a source counts as an office's own site: the settings say so, it is https, and no other host answered.

    *url* is the last address that was asked, "" if not known yet. A signed source returns False: its trust is higher.
    """
    if not source.official or is_signed(source):
        return False
    ours, theirs = urlsplit(source.url), urlsplit(url or source.url)
    return ours.scheme == theirs.scheme == "https" and theirs.netloc.lower() == ours.netloc.lower()


def owner_of(source: Source) -> str:
    """Return the identity of a source: the keys that sign its alerts, or else its host.

    Neither its name nor the sender in its messages counts. Two feeds of one host have one owner.
    """
    if is_signed(source):
        return " ".join(sorted(source.alert_keys or source.keys))
    return urlsplit(source.url).netloc.lower() or source.url


def secured(item: Item, source: Source) -> Item:
    """Return *item* with `verified`, the source's name and an alert's owner set, and without a provenance that could be
    forged on the way.

    The address in the settings counts and not the last one asked: on the way from http to https anybody may redirect.
    """
    verified = Verified.TLS if urlsplit(source.url).scheme == "https" else Verified.NONE
    verified = Verified.SIGNATURE if is_signed(source) else verified
    believed = verified is not Verified.NONE or is_near(source.url)
    provenance = item.provenance if believed else Provenance.UNCHECKED
    if provenance in (Provenance.UNCHECKED, Provenance.OFFICIAL):  # claiming to be official does not make it so
        provenance = Provenance.OFFICIAL if is_official(source) else Provenance.UNCHECKED
    if isinstance(item, Alert) and item.owner != owner_of(source):
        item = replace(item, owner=owner_of(source))
    if (item.source, item.verified, item.provenance) == (source.name, verified, provenance):
        return item
    return replace(item, source=source.name, verified=verified, provenance=provenance)


def believed(
    item: Item, source: Source, now: datetime, stored: Callable[..., Item | None], *, vouched: bool = True
) -> Item:
    """Return the item after `secured`, and after `dated` and `ending` where the clock allows.

    *stored* is Store.item. *vouched*: the clock that says *now* is trusted.

    An untrusted clock may be behind, so the item keeps its own times. Otherwise the warning would be over once the clock is
    right, and today's news would keep the date of the power cut.
    """
    item = secured(item, source)
    undated = isinstance(item, Alert) and item.published is None
    if not vouched and item.published is not None and item.published - now <= _BEHIND:
        if item.updated is not None and item.updated - now > _BEHIND:
            item = replace(item, updated=item.published)
        return ending(item, now)
    if not is_ahead(item, now) and not undated:
        return ending(item, now)
    known = stored(item.id, source=source.name)
    seen = known.seen_first if known else None
    return ending(dated(item, now, seen), seen or now)


def is_ahead(item: Item, now: datetime) -> bool:
    """Return whether an item is dated more than AHEAD after *now*, by its publication or its change."""
    return any(when is not None and when > now + AHEAD for when in (item.published, item.updated))


def dated(item: Item, now: datetime, first_seen: datetime | None) -> Item:
    """Return the item with future dates replaced by *first_seen*, the time it was first seen here (None: *now*).

    With *now* each time, an item that never changes would seem changed with each refresh.
    """
    limit, seen = now + AHEAD, first_seen or now
    published, updated = (
        seen if when is not None and when > limit else when for when in (item.published, item.updated)
    )
    if isinstance(item, Alert) and published is not None and item.published is not None and published != item.published:
        # it holds as long as it said, by the same clock: nobody warns of a day that nobody can tell. What ends before it was sent
        # is of another clock, which may be right
        ahead = item.published - published
        effective = min(item.effective, seen) if item.effective else None
        expires = item.expires - ahead if item.expires and item.expires > item.published else item.expires
        return replace(item, published=published, updated=updated, effective=effective, expires=expires)
    return replace(item, published=published, updated=updated)


def ending(item: Item, seen: datetime) -> Item:
    """Return an alert that ends at most LONGEST after its publication, or after *seen* if it has no date. Other items are
    unchanged."""
    if not isinstance(item, Alert):
        return item
    latest = (item.published or seen) + LONGEST[item.hazard]
    return item if item.expires is not None and item.expires <= latest else replace(item, expires=latest)
