"""Tables for the report of a year: questions and answers, use of the kiosks by month, polls. No words of residents, no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import tzinfo

from content_cache.model.vocabulary import Category
from kiosk.i18n.words import Words
from kiosk.office.editions.folder import FolderNotice
from kiosk.office.fleet.usage import counts_by_day
from kiosk.office.notices.polls import Sums
from kiosk.office.post.records import Enrolled, OpenedEnvelope, QuestionRecord

_SUMS = ("read", "heard", "sought", "unchecked")
_DAY_S = 86_400

Row = tuple[str, ...]


def question_rows(
    questions: Iterable[QuestionRecord], year: int, names: Mapping[str, str], zone: tzinfo, words: Words
) -> list[Row]:
    """Return heads, and a row for each question that was asked in *year*, the oldest first. *names* are villages by code."""
    heads = (
        words("Number"), words("Code"), words("Village"), words("Kiosk"), words("Asked of"), words("Language"),
        words("Asked on"), words("Came on"), words("By"), words("State"), words("Done on"), words("Days until done"),
    )  # fmt: skip
    rows: list[Row] = [heads]
    for each in sorted(questions, key=lambda each: (each.asked, each.who, each.number)):
        asked, came = each.asked.astimezone(zone), each.came.astimezone(zone)
        if asked.year != year:
            continue
        done = each.at.astimezone(zone) if each.state in ("answered", "closed") else None
        days = f"{max((done - asked).total_seconds(), 0) / _DAY_S:.1f}" if done else ""
        rows.append(
            (
                str(each.number), each.area, names.get(each.area, each.place), each.kiosk, each.asked_of, each.language,
                asked.date().isoformat(), came.date().isoformat(), each.way, each.state,
                done.date().isoformat() if done else "", days,
            )
        )  # fmt: skip
    return rows


def usage_rows(
    told: Iterable[OpenedEnvelope], kiosks: Iterable[Enrolled], year: int, names: Mapping[str, str], words: Words
) -> list[Row]:
    """Return heads, and a row for each month and kiosk of *year* with what was read and heard. *told* are envelopes of the kind
    `counts`, the newest first."""
    categories = [f"{what}_{category}" for category in Category for what in ("read", "heard")]
    heads = (
        words("Month"), words("Code"), words("Village"), words("Kiosk"), words("Days that were counted"), words("Read"),
        words("Heard"), words("Searches without a hit"), words("Rumours without a check"), *categories,
    )  # fmt: skip
    days: Counter[tuple[str, str]] = Counter()
    sums: dict[tuple[str, str], Counter[str]] = {}
    for (kiosk, day), counts in counts_by_day(told).items():
        if day.year == year:
            key = f"{day:%Y-%m}", kiosk
            days[key] += 1
            sums.setdefault(key, Counter()).update(counts)
    known = {each.id: each for each in kiosks}
    rows: list[Row] = [heads]
    for key, numbers in sorted(sums.items()):
        month, kiosk = key
        one = known.get(kiosk)
        area, place = (one.area, one.place) if one is not None else ("", "")
        figures = [str(numbers[name]) for name in (*_SUMS, *categories)]
        rows.append((month, area, names.get(area, place), kiosk, str(days[key]), *figures))
    return rows


def poll_rows(polls: Iterable[tuple[FolderNotice, Sums]], year: int, zone: tzinfo, words: Words) -> list[Row]:
    """Return heads, and a row for each poll of *year*, village and choice."""
    rows: list[Row] = [
        (words("Poll"), words("Title"), words("Village"), words("Choice"), words("Votes"), words("Votes until"))
    ]
    for notice, sums in polls:
        poll = notice.plain.get("poll", {})
        until = str(poll.get("until") or "")
        when = until[:4] or (f"{notice.published.astimezone(zone).year}" if notice.published else str(year))
        if when != str(year):
            continue
        for village, numbers in sums.villages:
            for choice, number in zip(poll["choices"], numbers, strict=True):
                rows.append((notice.id, notice.title, village, str(choice), str(number), until))
    return rows
