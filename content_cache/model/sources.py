"""Sources of items by the settings."""

from __future__ import annotations

from msgspec import Struct, field

from content_cache.model.vocabulary import Category, Hazard, Provenance


class EditionFloor(Struct, frozen=True):
    """Facts about a signed source that are kept outside of the store.

    No edition below *seq*, the highest that was taken, is accepted, unless the key that signed it (*key_id*, a number) was
    revoked since. *revoked* are the ids (numbers) of keys that are revoked for ever.
    """

    seq: int = 0
    key_id: int = 0
    revoked: frozenset[int] = frozenset()


class Source(Struct, frozen=True, kw_only=True):
    """Source of items by the settings.

    *every* is the configured interval in seconds. *category* is for feeds that name none, *timezone* for dates without a
    zone, *provenance* for items whose feed names none. *alerts*: it may raise alerts. *issues* are the hazards of which it
    is the issuer; its warnings of these go before those of others.

    *moved_to* is the address that its office has moved to, "" if it has not; while that one fails, *url* is asked in turn.
    *authorities* are certificates (PEM) that its host may be certified by, besides the usual ones.

    *own*: it is the hall's own, a file of this kiosk. It may take back its items, and reading it says nothing about the
    line. *floor* holds for signed sources. *official*: the settings name it as an office's own site (`trust.is_official`).
    *texts_from_pictures*: OCR reads its pictures that have no text by their author. *kiosk* is this kiosk's id: private
    answers to others are not kept.
    """

    name: str
    url: str
    format: str = "auto"
    category: Category = Category.NEWS
    kiosk: str = ""
    every: float = 3600.0
    authorities: str = ""
    moved_to: str = ""
    timezone: str = "Asia/Makassar"
    language: str = "id"
    keys: tuple[str, ...] = field(default=())
    alert_keys: tuple[str, ...] = field(default=())
    alerts: bool = False
    issues: tuple[Hazard, ...] = ()
    own: bool = False
    official: bool = False
    texts_from_pictures: bool = True
    provenance: Provenance = Provenance.UNCHECKED
    floor: EditionFloor = field(default_factory=lambda: EditionFloor())
