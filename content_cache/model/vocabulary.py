"""Words that feeds use for kinds of content, who vouches for it, verdicts, severities and hazards."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """Kinds of content, in the order of the home screen. Values are those of feeds (CONTRACTS.md, "Content")."""

    NEWS = "berita"
    EVENT = "kegiatan"
    ANNOUNCEMENT = "pengumuman"
    SERVICE = "layanan"
    CLARIFICATION = "klarifikasi"
    ALERT = "darurat"


class Provenance(StrEnum):
    """Body that vouches for an item: the regency, an office's own site, the village's information group (KIM), or nobody yet."""

    VERIFIED = "terverifikasi"
    OFFICIAL = "situs_resmi"
    KIM = "kim"
    UNCHECKED = "belum_diperiksa"


class Verified(StrEnum):
    """Protection of an item on its way to this kiosk."""

    SIGNATURE = "signature"
    TLS = "tls"
    NONE = "none"


class Verdict(StrEnum):
    """Finding of a clarification about a claim."""

    FALSE = "salah"
    MISLEADING = "menyesatkan"
    TRUE = "benar"
    UNCLEAR = "belum"


class Severity(StrEnum):
    """Severity of an alert in the words of BMKG and BNPB, the gravest first."""

    AWAS = "awas"
    SIAGA = "siaga"
    WASPADA = "waspada"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return the position of the severity, 0 for the gravest."""
        return tuple(Severity).index(self)


class Hazard(StrEnum):
    """Hazard that an alert warns of; the advice to residents depends on it."""

    QUAKE = "gempa"
    TSUNAMI = "tsunami"
    FLOOD = "banjir"
    LANDSLIDE = "longsor"
    RAIN = "hujan"
    WIND = "angin"
    WAVES = "gelombang"
    VOLCANO = "gunung_api"
    FIRE = "kebakaran"
    OTHER = "lain"
