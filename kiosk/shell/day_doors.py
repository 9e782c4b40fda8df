"""Rows of the list of services that no source sends.

They lead to the day's pages, to residents' questions and to the pages for phones, or are read aloud.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Item, Service
from content_cache.model.plain_text import blocks_text
from content_cache.model.tables import text_of
from kiosk.content.views.day import DayView, Prayer, Staff
from kiosk.content.views.shown import Handout
from kiosk.core.clock import Moment
from kiosk.core.prayer_times import IMSAK, PrayerTimes, hijri
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.day_words import DayWords
from kiosk.narration.handout_words import HandoutWords
from kiosk.shell.day_question import PRAYERS, STAFF, is_one_of
from kiosk.shell.page import DOOR, Kiosk, Pages
from kiosk.shell.service_place import ServicePlace

_READ = ("prayers", "ramadan", "staff")  # rows that are items to be read


class Doors:
    """Rows that stand before the services. *pages* has the day's pages, *phones* returns the QR code of the pages for phones."""

    def __init__(self, kiosk: Kiosk, pages: Pages, phones: Callable[[], Handout | None]) -> None:
        self._board = kiosk.board
        self._day_sheets = kiosk.repository.day_sheets
        self._pages = pages
        self._phones = phones

    def door_rows(self, moment: Moment) -> tuple[Service, ...]:
        """Return the rows that stand before the services at *moment*."""
        board = self._board
        return (
            *self._pages.doors(ServicePlace.TODAY, moment),
            *doors(
                self._day_sheets.day_view(moment),
                board.language,
                moment,
                ramadan=self._day_sheets.ramadan(moment),
                contact=board.contact if not board.asks else "",
                questions=self._pages.doors(ServicePlace.QUESTIONS, moment),
                phones=self._phones(),
            ),
        )

    def find_answer(self, query: str, moment: Moment) -> Service | None:
        """Return the row by which a search leads to the answer of *query*.

        `None` if *query* is no question about the day, or there is nothing to show.
        """
        if (page := self._pages.answering(query)) is not None:
            return page.answer(moment)
        board, day = self._board, self._day_sheets.day_view(moment)
        words = DayWords(Phrases(Translation(board.language)))
        if day.prayers is not None and is_one_of(query, PRAYERS, board.place):
            return prayers_row([*words.prayers(day.prayers, moment)], board.language)
        if day.staff is not None and is_one_of(query, STAFF, board.place):
            return _staff(day.staff, words, board.language, moment)
        return None


def doors(
    day: DayView,
    language: str,
    moment: Moment,
    *,
    ramadan: Sequence[PrayerTimes] = (),
    contact: str = "",
    questions: Iterable[Service] = (),
    phones: Handout | None = None,
) -> tuple[Service, ...]:
    """Return a row for each of the *day*'s facts, and for each way to questions and phones.

    *contact* is the number to telephone if no question is taken. *ramadan* has the prayer times of its coming days.
    *questions* are the rows of pages about questions, *phones* is the code of the pages for phones.
    """
    words, _ = DayWords(Phrases(Translation(language))), Translation(language).gettext
    found: list[Service] = []
    if ramadan:
        found.append(_imsakiyah(ramadan, language))
    if day.staff is not None:
        found.append(_staff(day.staff, words, language, moment))
    if contact:
        found.append(door("contact", _("Ask the village staff"), contact, language))
    found.extend(questions)
    if phones is not None:
        told = HandoutWords(Phrases(Translation(language))).costs(phones)
        found.append(door("phones", phones.title, told, language))
    return tuple(found)


def page_of(item: Item) -> str:
    """Return the page that the row *item* opens. "phones" and "contact" stand for QR codes, "" for an item that is read."""
    name = item.id.removeprefix(DOOR) if item.id.startswith(DOOR) and not item.source else ""
    return "" if name in _READ else name


def door(name: str, title: str, told: str, language: str) -> Service:
    """Return a row that leads to the page *name*, with *told* below its *title*."""
    return Service(id=f"{DOOR}{name}", source="", title=title, place=told, language=language)


def prayers_row(lines: Sequence[str], language: str) -> Service | None:
    """Return the row of today's prayer times, read aloud as *lines*; `None` if all have passed."""
    if not lines:
        return None
    title = Translation(language).gettext("Prayer times today")
    told = " ".join(lines)
    return Service(
        id=f"{DOOR}prayers", source="", title=title, text=told, place=told.partition(": ")[2] or told, language=language
    )


def _imsakiyah(days: Sequence[PrayerTimes], language: str) -> Service:
    """Return the table of prayer times for *days* of Ramadan, an item that is read like any other."""
    phrases = Phrases(Translation(language))
    words, _ = DayWords(phrases), phrases.translation.gettext
    named = (Prayer.IMSAK, Prayer.FAJR, Prayer.DHUHR, Prayer.ASR, Prayer.MAGHRIB, Prayer.ISHA)
    head = (_("Date"), *map(words.prayer, named))
    body = (
        (phrases.short_weekday_date(each.fajr.date()), *map(phrases.time, (each.fajr - IMSAK, *each.each())))
        for each in days
    )
    rows = (head, *body)
    reckoned = _("Reckoned by the sun for this place, by Kemenag's rule.")
    blocks = (
        Block(BlockKind.PARAGRAPH, text_of(rows), rows=rows),
        Block(BlockKind.PARAGRAPH, f"{reckoned} {words.fasting_note()}"),
    )
    year = hijri(days[len(days) // 2].dhuhr.date())[0]
    title = _("Fasting times of Ramadan {year} H").format(year=year)
    return Service(
        id=f"{DOOR}ramadan", source="", title=title, text=blocks_text(blocks), blocks=blocks, language=language
    )


def _staff(staff: Staff, words: DayWords, language: str, moment: Moment) -> Service:
    """Return the row that tells who is on duty, or that all have gone home, so that nobody walks to a closed hall."""
    text, here = words.staff(staff, moment), words.still_in(staff, moment)
    if here is None:
        title = text.removesuffix(".")
        return Service(id=f"{DOOR}staff", source="", title=title, author=staff.hall, text=text, language=language)
    staff = here
    photo = next((path for path in staff.photos if path), "")
    first = staff.people[0]
    return Service(
        id=f"{DOOR}staff",
        source="",
        title=f"{words.in_today}: {words.staff_names(staff)}",
        author=staff.hall,
        text=text,
        hours=words.hours(first) if len(staff.people) == 1 else "",
        place=staff.hall,
        language=language,
        attachments=(Attachment(url=photo, type="image/jpeg", alt=first.name, path=photo),) if photo else (),
    )
