"""Times, areas, categories and roles as the pages write them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category, Verdict
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.words import Words
from kiosk.office.base.areas import Areas, villages_of
from kiosk.office.editions.folder import Office
from kiosk.office.people.people import Person, Role

ROLES = MappingProxyType(
    {
        Role.WRITER: (msgid("Writer"), msgid("writes, does not publish")),
        Role.EDITOR: (msgid("Editor"), msgid("reads, mends and publishes")),
        Role.EMERGENCY: (msgid("Emergency"), msgid("releases warnings, together with another")),
        Role.ADMINISTRATOR: (msgid("Administrator"), msgid("looks after people and kiosks")),
    }
)
PRIORITIES = (
    msgid("Ordinary"),
    msgid("Important: read out soon"),
    msgid("Very important: read out at once, and again"),
)
_ICONS = MappingProxyType(
    {
        Category.NEWS: "newspaper",
        Category.EVENT: "calendar-check",
        Category.ANNOUNCEMENT: "megaphone",
        Category.SERVICE: "identification-card",
        Category.CLARIFICATION: "shield-check",
        Category.ALERT: "siren",
    }
)
_SLOW_BITS = 64_000  # bits a second of a slow line


class PageWording:
    """Formatter of times, areas, categories and roles in the language of the pages. *settled* are the zone and the
    names of areas; without it they are read from the files at each use."""

    def __init__(
        self,
        words: Words,
        office: Callable[[], Office],
        areas: Areas,
        clock: Callable[[], datetime],
        settled: tuple[ZoneInfo, Mapping[str, str]] | None = None,
    ) -> None:
        self._office = office
        self._areas = areas
        self._clock = clock
        self._settled = settled
        self.words = words
        self._phrases = Phrases(words.translation)

    def for_a_page(self) -> PageWording:
        """Return a copy with the zone and the names of areas settled, so that a page reads the files once for all its rows."""
        return PageWording(self.words, self._office, self._areas, self._clock, (self.zone, self._areas.names))

    @property
    def moment(self) -> Moment:
        return Moment(self._clock().astimezone(self.zone), Trust.TRUSTED)

    @property
    def zone(self) -> ZoneInfo:
        return self._settled[0] if self._settled else ZoneInfo(self._office().timezone)

    def greeting(self, person: Person) -> str:
        return f"{self._phrases.greeting(self.moment)}, {person.name.split(' ')[0]}"

    def clock(self, when: datetime | float) -> str:
        """Return the time of day, such as "09.41". *when* is aware, or seconds since the epoch."""
        return self._phrases.time(self._local(when))

    def when(self, when: datetime | float) -> str:
        """Return the day, relative to today, and the time, such as "hari ini 09.41"."""
        local = self._local(when)
        return f"{self._phrases.day_name(local.date(), self.moment)} {self._phrases.time(local)}"

    def day_and_month(self, when: datetime) -> str:
        """Return day and short month, such as "28 Nov"."""
        return self._phrases.short_date(self._local(when).date())

    def last_day(self, until: datetime) -> str:
        """Return day and short month of the last day before *until*: an end at midnight belongs to the day before."""
        return self.day_and_month(until - timedelta(seconds=1))

    def short_day(self, when: datetime) -> str:
        """Return the short weekday with the day of the month, such as "Jum 27"."""
        local = self._local(when)
        return f"{self._phrases.weekday_date(local.date())[:3]} {local.day}"

    def weekdays(self) -> list[str]:
        """Return the short names of the weekdays from Sunday: "Min", "Sen" … "Sab"."""
        return self._phrases.weekdays()

    def written_day(self, day: date) -> str:
        """Return the date in full, such as "Sabtu, 5 Desember 2026"."""
        return self._phrases.long_date(day)

    def whole_date(self, when: datetime) -> str:
        """Return the date of *when* in full, without its weekday, such as "1 Desember 2026". *when* is aware, or
        seconds since the epoch."""
        return self._phrases.full_date(self._local(when).date())

    def ago(self, when: datetime) -> str:
        """Return how long ago *when* was, such as "3 menit lalu"."""
        return self._phrases.ago(when, self.moment.now)

    def _local(self, when: datetime | float) -> datetime:
        return (when if isinstance(when, datetime) else datetime.fromtimestamp(when, self.zone)).astimezone(self.zone)

    def category(self, category: Category) -> str:
        return self._phrases.category(category)

    def verdict(self, verdict: Verdict) -> str:
        """Return the verdict with a capital, such as "Salah" or "Belum jelas"."""
        return self._phrases.verdict(verdict).capitalize()

    @staticmethod
    def icon_of(category: Category) -> str:
        return _ICONS.get(category, "newspaper")

    def roles(self, person: Person) -> str:
        return ", ".join(self.words(ROLES[role][0]) for role in person.roles)

    def role(self, role: Role) -> str:
        return self.words(ROLES[role][0])

    def role_means(self, role: Role) -> str:
        return self.words(ROLES[role][1])

    def priorities(self) -> list[tuple[str, str]]:
        return [(str(n), self.words(text)) for n, text in enumerate(PRIORITIES)]

    def areas(self, codes: Collection[str]) -> str:
        """Return in words where a notice is for: all villages, the name of one area, or the number of villages or areas."""
        if not codes:
            return self.words("All villages")
        names = self._settled[1] if self._settled else self._areas.names
        if len(codes) == 1:
            (code,) = codes
            return names.get(code, code)
        villages = villages_of(codes, names)
        if not villages:
            return self.words.plural("{n} area", "{n} areas", len(codes))
        return self.words.plural("{n} village", "{n} villages", villages)

    def size_text(self, size: int) -> str:
        """Return *size*, in bytes, in KB ("233 KB"), or in MB from a million bytes on ("1,2 MB")."""
        if size < 1_000_000:
            return f"{max(round(size / 1000), 1) if size else 0} KB"
        return f"{size / 1e6:.1f} MB".replace(".", "," if self.words.translation.language != "en" else ".")

    def slow_time(self, size: int) -> str:
        """Return in words how long *size* bytes take on a slow line of 64 kbit/s."""
        seconds = size * 8 / _SLOW_BITS
        if seconds < 50:
            return self.words.plural("{n} second", "{n} seconds", max(round(seconds), 1))
        return self.words.plural("{n} minute", "{n} minutes", max(round(seconds / 60), 1))
