"""Phrases of the kiosk's own around an item, in Indonesian and English, and dates and times as they are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from content_cache.model.vocabulary import Category, Verdict
from kiosk.i18n.dates import written_date, zone_name
from kiosk.speech.script.spoken_clock import twelve_hours


@dataclass(frozen=True, slots=True)
class FixedPhrases:
    """Phrases of one language. Names in braces are filled in."""

    announcement: str = "Pengumuman."
    alert: str = "Peringatan."
    verified: str = "terverifikasi"
    official: str = "situs resmi"
    from_kim: str = "disampaikan KIM, belum dicek kabupaten"
    unchecked_kim: str = "belum dicek kabupaten"  # if the name already has "KIM"
    unchecked: str = "belum dicek"
    origin: str = "dari {name}, {checked}"
    calendar: str = "menurut {name}, {checked}"
    own_calendar: str = "menurut {name}"
    published: str = "Terbit {day}"  # a bare day would seem to belong to an hour that follows
    false: str = "Kabar ini salah."
    misleading: str = "Kabar ini menyesatkan."
    true: str = "Kabar ini benar."
    unclear: str = "Kabar ini belum jelas kebenarannya."
    about_false: str = "Ada kabar yang salah tentang hal berikut."
    about_misleading: str = "Ada kabar yang menyesatkan tentang hal berikut."
    about_true: str = "Ada kabar yang benar tentang hal berikut."
    about_unclear: str = "Ada kabar yang belum jelas kebenarannya tentang hal berikut."
    claim: str = "Kabar yang beredar: {claim}"
    end_of_quotation: str = "Akhir kutipan."
    whom: str = "Untuk {groups}"
    bring: str = "Yang perlu dibawa: {things}"
    place: str = "Tempat: {place}"
    where: str = "di {place}"
    hours: str = "Jam layanan: {hours}"
    all_day: str = "sehari penuh"
    over: str = "Sudah selesai"
    span: str = "{first} sampai {last}"
    at: str = "pukul {time}"
    from_to: str = "pukul {time} sampai {end}"
    until: str = "sampai {day}"
    this_day: str = "Hari ini"
    tomorrow: str = "Besok"
    again: str = "Sekali lagi: {words}."
    telephone: str = "Nomor telepon: {number}."
    # text in a picture
    in_picture: str = "Teks pada gambar."
    on_page: str = "Halaman {n} dari {all}."
    by_machine: str = "Teks pada gambar, dibaca mesin, bisa salah."
    unread: str = "Satu baris tidak terbaca, lihat gambar."
    several_unread: str = "Beberapa baris tidak terbaca, lihat gambar."
    # table
    table: str = "Tabel, {n} baris"
    more_rows: str = "Dan {n} baris lagi."
    up: str = "naik {n}"
    down: str = "turun {n}"
    per: str = "per {unit}"
    same: str = "tetap"
    new: str = "baru"
    # bulletin
    now: str = "Hari ini {date}, {time}"
    warnings: str = "Peringatan yang berlaku"
    important: str = "Pengumuman penting"
    announcements: str = "Pengumuman"
    today: str = "Hari ini ada {count}"
    nothing_today: str = "Hari ini tidak ada kegiatan"
    nothing_known: str = "Menurut kabar {day}, hari ini tidak ada kegiatan"
    news: str = "Berita utama"
    check: str = "Cek hoaks"
    end: str = "Demikian kabar desa"
    locale: str = "id"
    hour: str = ""  # "" for twelve hours with the part of the day

    def kind(self, category: Category) -> str:
        """Return the phrase before a title; "" where the title says enough."""
        return {Category.ANNOUNCEMENT: self.announcement, Category.ALERT: self.alert}.get(category, "")

    def verdict(self, verdict: Verdict) -> str:
        return {
            Verdict.FALSE: self.false,
            Verdict.MISLEADING: self.misleading,
            Verdict.TRUE: self.true,
            Verdict.UNCLEAR: self.unclear,
        }[verdict]

    def claim_phrase(self, verdict: Verdict) -> str:
        """Return the sentence before a title that a clarification is about."""
        return {
            Verdict.FALSE: self.about_false,
            Verdict.MISLEADING: self.about_misleading,
            Verdict.TRUE: self.about_true,
            Verdict.UNCLEAR: self.about_unclear,
        }[verdict]

    def date(self, day: date, *, year: bool = True) -> str:
        """Return "Kamis, 3 September 2026"."""
        return written_date(day, "EEEE, d MMMM y" if year else "EEEE, d MMMM", self.locale)

    def clock(self, when: datetime, end: datetime | None = None, *, zone: bool = True) -> str:
        """Return "pukul 9 pagi sampai 3 sore WITA"; in English "from 09:00 to 15:00"."""
        template = self.from_to if end else self.at
        text = template.format(time=self._start_text(when, end), end=self._end_text(end) if end else "")
        return f"{text} {zone_name(when)}".rstrip() if zone else text

    def _start_text(self, when: datetime, end: datetime | None) -> str:
        return when.strftime(self.hour) if self.hour else twelve_hours(when, end)

    def _end_text(self, end: datetime) -> str:
        """Return the end of a span; where a day has 24 hours, it ends at "24:00"."""
        hour = self.hour if end.time() != time() else self.hour.replace("%H", "24")
        return end.strftime(hour) if hour else twelve_hours(end)


INDONESIAN = FixedPhrases()
ENGLISH = FixedPhrases(
    announcement="Announcement.",
    alert="Warning.",
    verified="verified",
    official="official site",
    from_kim="passed on by the village information group, not checked by the regency",
    unchecked_kim="not checked by the regency",
    unchecked="not yet checked",
    origin="from {name}, {checked}",
    calendar="according to {name}, {checked}",
    own_calendar="according to {name}",
    published="Published {day}",
    false="This claim is false.",
    misleading="This claim is misleading.",
    true="This claim is true.",
    unclear="It is not clear whether this claim is true.",
    about_false="A false claim goes round about this.",
    about_misleading="A misleading claim goes round about this.",
    about_true="A true claim goes round about this.",
    about_unclear="A claim goes round about this, and it is not clear whether it is true.",
    claim="The claim that goes round: {claim}",
    end_of_quotation="End of quotation.",
    whom="For {groups}",
    bring="What to bring: {things}",
    place="Place: {place}",
    where="at {place}",
    hours="Opening hours: {hours}",
    all_day="all day",
    over="Already over",
    span="{first} to {last}",
    at="at {time}",
    from_to="from {time} to {end}",
    until="until {day}",
    this_day="Today",
    tomorrow="Tomorrow",
    again="Once more: {words}.",
    telephone="Telephone: {number}.",
    in_picture="Text in the picture.",
    on_page="Page {n} of {all}.",
    by_machine="Text in the picture, read by a machine, may be wrong.",
    unread="One line could not be read, see the picture.",
    several_unread="Some lines could not be read, see the picture.",
    table="Table, {n} rows",
    more_rows="And {n} more rows.",
    up="up {n}",
    down="down {n}",
    per="per {unit}",
    same="same",
    new="new",
    now="Today is {date}, {time}",
    warnings="Warnings in force",
    important="Important announcements",
    announcements="Announcements",
    today="Today: {count}",
    nothing_today="No events today",
    nothing_known="As far as was known on {day}, there are no events today",
    news="Main news",
    check="Hoax check",
    end="That was the news of the village",
    locale="en",
    hour="%H:%M",
)
_FORMS = frozenset({"locale", "hour"})  # formats of dates and times, which no catalogue translates
TABLES: Mapping[str, FixedPhrases] = {"id": INDONESIAN, "en": ENGLISH}


def phrases_for(language: str, translate: Callable[[str], str] | None = None) -> FixedPhrases:
    """Return the table of a language; for others the Indonesian one, put through *translate* phrase by phrase if there is one."""
    if language in TABLES:
        return TABLES[language]
    if translate is None:
        return INDONESIAN
    words: dict[str, Any] = {each.name: getattr(INDONESIAN, each.name) for each in fields(INDONESIAN)}
    words |= {name: translate(text) for name, text in words.items() if name not in _FORMS}
    return FixedPhrases(**words)
