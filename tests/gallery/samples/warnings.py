"""Sample warnings for pictures and drills: never told to a running kiosk. Their issuer is named as a sample."""

from __future__ import annotations

from datetime import datetime, timedelta

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.shown import AlertView

_ISSUER = "BMKG (contoh)"


def sample_warning(state: str, now: datetime) -> AlertView:
    """Return a sample warning in one of these states; raises KeyError for any other.

    *state* is "normal" (an earthquake), "drill" (a tsunami), "late", "ended", "weather", "office" (its own words), "caution".
    It may also be "unchecked" (an SMS that nobody signed) or "assembly" (a tsunami, and there is an assembly point).
    """
    minute = now.replace(second=0, microsecond=0)
    return {
        "normal": _quake(minute),
        "drill": AlertView(
            id="drill",
            severity=Severity.AWAS,
            hazard=Hazard.TSUNAMI,
            place="Pantai Banggai, gelombang di atas 3 meter",
            source=_ISSUER,
            starts=minute + timedelta(minutes=3),
            sent=minute,
            received=minute,
            drill=True,
        ),
        "late": _quake(minute - timedelta(hours=3), received=minute - timedelta(minutes=1)),
        "ended": AlertView(
            id="ended",
            severity=Severity.AWAS,
            hazard=Hazard.TSUNAMI,
            place="Pantai Banggai dan Banggai Kepulauan",
            source=_ISSUER,
            starts=minute - timedelta(hours=2),
            sent=minute,
            received=minute,
            ended=True,
        ),
        "weather": AlertView(
            id="weather",
            severity=Severity.SIAGA,
            hazard=Hazard.RAIN,
            event="Hujan lebat disertai petir dan angin kencang",
            place="Luwuk, Luwuk Utara, Kintom, Batui, Nambo, dan sekitarnya",
            source=_ISSUER,
            starts=minute,
            ends=minute.replace(minute=0) + timedelta(hours=3),
            sent=minute,
            received=minute,
        ),
        "office": AlertView(
            id="office",
            severity=Severity.AWAS,
            hazard=Hazard.FLOOD,
            event="Banjir di Sungai Bunga",
            said="Naiklah ke tempat tinggi sekarang juga. Titik kumpul: lapangan SDN Bunga. Jangan menyeberangi jembatan lama.",
            source="BPBD Banggai (contoh)",
            starts=minute,
            ends=minute + timedelta(hours=4),
            sent=minute,
            received=minute,
        ),
        "unchecked": AlertView(
            id="unchecked",
            severity=Severity.SIAGA,
            hazard=Hazard.FLOOD,
            said="Air Sungai Bunga naik cepat sejak pagi, jembatan lama sudah tergenang. Warga RT 3 naik ke lapangan SDN Bunga.",
            source="SMS 0812 0000 0001 (contoh)",
            starts=minute,
            ends=minute + timedelta(hours=6),
            sent=minute,
            received=minute,
            unchecked=True,
        ),
        "assembly": AlertView(
            id="assembly",
            severity=Severity.AWAS,
            hazard=Hazard.TSUNAMI,
            event="Berpotensi tsunami",
            magnitude=7.4,
            tsunami="Berpotensi tsunami",
            place="60 km tenggara Luwuk, dalam 12 km",
            meet="Lapangan SDN Bunga, jalan di belakang masjid ke arah bukit, 600 meter",
            source=_ISSUER,
            starts=minute - timedelta(minutes=4),
            ends=minute + timedelta(hours=6),
            sent=minute - timedelta(minutes=4),
            received=minute,
        ),
        "caution": AlertView(
            id="caution",
            severity=Severity.WASPADA,
            hazard=Hazard.WAVES,
            place="Teluk Tolo, tinggi gelombang 2,5 meter",
            source=_ISSUER,
            starts=minute,
            ends=minute + timedelta(days=1),
            sent=minute,
            received=minute,
        ),
    }[state]


def _quake(at: datetime, *, received: datetime | None = None) -> AlertView:
    return AlertView(
        id="quake",
        severity=Severity.SIAGA,
        hazard=Hazard.QUAKE,
        magnitude=5.6,
        tsunami="Tidak berpotensi tsunami",
        place="32 km barat daya Luwuk, dalam 10 km",
        source=_ISSUER,
        starts=at - timedelta(minutes=3),
        sent=at - timedelta(minutes=3),
        received=received or at - timedelta(minutes=2),
    )
