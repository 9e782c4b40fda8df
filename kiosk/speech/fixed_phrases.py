"""The phrases that the kiosk itself says around an item, in Indonesian and English, and dates and times as they are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from content_cache.items import Category, Verdict
from kiosk.speech.indonesian.dates import DAYS, MONTHS
from kiosk.zones import zone_name

_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FixedPhrases:
    """One language's phrases. Names in braces are filled in."""

    announcement: str = "Pengumuman."
    alert: str = "Peringatan."
    verified: str = "terverifikasi"
    from_kim: str = "dari KIM, belum diperiksa kabupaten"
    unchecked_kim: str = "belum diperiksa kabupaten"  # where the name says already that it is a KIM
    unchecked: str = "belum diperiksa"
    false: str = "Kabar ini salah."
    misleading: str = "Kabar ini menyesatkan."
    true: str = "Kabar ini benar."
    unclear: str = "Kabar ini belum jelas kebenarannya."
    claim: str = "Kabar yang beredar: {claim}"
    bring: str = "Yang perlu dibawa: {things}"
    place: str = "Tempat: {place}"
    hours: str = "Jam layanan: {hours}"
    all_day: str = "sehari penuh"
    span: str = "{first} sampai {last}"
    at: str = "pukul {time}"
    from_to: str = "pukul {time} sampai {end}"
    days: tuple[str, ...] = DAYS
    months: tuple[str, ...] = MONTHS

    def kind(self, category: Category) -> str:
        """What comes before a title; "" where the title says enough."""
        return {Category.ANNOUNCEMENT: self.announcement, Category.ALERT: self.alert}.get(category, "")

    def verdict(self, verdict: Verdict) -> str:
        return {
            Verdict.FALSE: self.false,
            Verdict.MISLEADING: self.misleading,
            Verdict.TRUE: self.true,
            Verdict.UNCLEAR: self.unclear,
        }[verdict]

    def date(self, day: datetime) -> str:
        """ "Kamis, 3 September 2026" """
        return f"{self.days[day.weekday()]}, {day.day} {self.months[day.month - 1]} {day.year}"

    def clock(self, when: datetime, end: datetime | None = None) -> str:
        """ "pukul 09.00 sampai 11.00 WITA" """
        zone = zone_name(when)
        template = self.from_to if end else self.at
        text = template.format(time=when.strftime("%H.%M"), end=end.strftime("%H.%M") if end else "")
        return f"{text} {zone}".rstrip()


INDONESIAN = FixedPhrases()
ENGLISH = FixedPhrases(
    announcement="Announcement.",
    alert="Warning.",
    verified="verified",
    from_kim="from the village information group, not checked by the regency",
    unchecked_kim="not checked by the regency",
    unchecked="not yet checked",
    false="This claim is false.",
    misleading="This claim is misleading.",
    true="This claim is true.",
    unclear="It is not clear whether this claim is true.",
    claim="The claim that goes round: {claim}",
    bring="What to bring: {things}",
    place="Place: {place}",
    hours="Opening hours: {hours}",
    all_day="all day",
    span="{first} to {last}",
    at="at {time}",
    from_to="from {time} to {end}",
    days=_ENGLISH_DAYS,
    months=_ENGLISH_MONTHS,
)
TABLES: Mapping[str, FixedPhrases] = {"id": INDONESIAN, "en": ENGLISH}


def phrases_for(language: str, translate: Callable[[str], str] | None = None) -> FixedPhrases:
    """The table of a language; for others the Indonesian one, put through `translate` phrase by phrase if there is one."""
    if language in TABLES:
        return TABLES[language]
    if translate is None:
        return INDONESIAN
    words: dict[str, Any] = {each.name: getattr(INDONESIAN, each.name) for each in fields(INDONESIAN)}
    words |= {name: translate(text) for name, text in words.items() if isinstance(text, str)}
    return FixedPhrases(**words)
