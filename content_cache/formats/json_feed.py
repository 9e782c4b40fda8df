"""JSON Feed 1.1 (jsonfeed.org/version/1.1), with the `_kiosk` fields that the central feed adds to each item.

Everything in it is checked for its type before it is used: a field of a wrong type counts as absent, an item that is hostile or
no object is left out alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from content_cache.formats.feed import MOST_ITEMS, Feed, FeedText
from content_cache.formats.item_builder import YEARS, ItemDraft, attachment_type, build_items, said_size, stable_id
from content_cache.formats.json_repair import fault, loads
from content_cache.formats.notes import ReasonCounts
from content_cache.model.attachments import ROLES, Attachment
from content_cache.model.concerns import ConcernStage, read_stage
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Occurrence
from content_cache.model.loop import read_terms
from content_cache.model.polls import read_poll
from content_cache.model.vocabulary import Category, Provenance, Verdict
from content_cache.signing.edition import APART
from content_cache.text.dates import parse_date, parse_end
from content_cache.text.plain import clean_line, clean_title
from content_cache.text.wordpress import without_wordpress

Fields = Mapping[str, Any]
_Choice = TypeVar("_Choice", bound=StrEnum)
_MOST_TIMES = 1_000  # of one event
_LONGEST_MARK = 100  # characters
_BOX = re.compile(r"(?:[A-Za-z0-9+/]{4}){25,15000}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def read(body: FeedText) -> Feed:
    """Return the items of a JSON Feed; of a cut-off body, those before the cut.

    Raise FormatError if the JSON is no JSON Feed.
    """
    document, whole = loads(body.text, MOST_ITEMS)
    listed = document.get("items")
    if not isinstance(listed, list):
        raise FormatError(Code.JSON_NO_ITEMS)
    notes = ReasonCounts()
    if not whole:
        notes.add(Code.FEED_CUT)
    if len(listed) > MOST_ITEMS:
        notes.add(Code.FEED_TOO_LONG, most=MOST_ITEMS)
    drafts: list[ItemDraft] = []
    language = _text(document, "language")
    for fields in _newest_entries(listed, body):
        wrong = fault(fields) if isinstance(fields, dict) else Code.ITEM_NO_OBJECT
        if wrong:
            notes.add(wrong)
        else:
            drafts.append(_draft(fields, body, language))
    return Feed(
        items=build_items(drafts, body.source, body.now, notes),
        complete=whole,
        notes=notes.problems(),
        title="" if fault(document.get("title")) else clean_title(_text(document, "title")),
        withdrawn=_texts(_object(document, "_kiosk").get("tombstones"))[:MOST_ITEMS],
    )


def _newest_entries(listed: list[Any], body: FeedText) -> list[Any]:
    """Return the newest MOST_ITEMS of the entries, in their original order."""
    if len(listed) <= MOST_ITEMS:
        return listed

    def age(fields: object) -> float:
        when = _date_field(fields, "date_published", body) if isinstance(fields, dict) else None
        return -when.timestamp() if when else 0.0

    kept = {id(fields) for fields in sorted(listed, key=age)[:MOST_ITEMS]}
    return [fields for fields in listed if id(fields) in kept]


def _draft(fields: Fields, body: FeedText, language: str) -> ItemDraft:
    kiosk = _object(fields, "_kiosk")
    link = _text(fields, "url") or _text(fields, "external_url")
    markup, plain = _text(fields, "content_html"), _text(fields, "content_text")
    occurrences = _occurrences(kiosk, body)
    category = _choice(Category, kiosk.get("category")) or _tagged(fields)
    return ItemDraft(
        id=_id(fields) or stable_id(link, _text(fields, "title"), "" if link else _text(fields, "date_published")),
        base=body.url,
        title=_text(fields, "title"),
        html=without_wordpress(markup),
        text=plain,
        summary=clean_title(_text(fields, "summary"), 1_000),
        author=_author(fields),
        published=_date_field(fields, "date_published", body),
        updated=_date_field(fields, "date_modified", body),
        publish_from=_date_field(kiosk, "publish_from", body),
        expires=_end_moment(kiosk, "expires", body),
        priority=_number_field(kiosk, "priority"),
        pinned=kiosk.get("pinned") is True,
        language=_language(_text(fields, "language") or language),
        areas=_texts(kiosk.get("areas")),
        groups=_texts(kiosk.get("groups")),
        link=link,
        attachments=tuple(_attachments(fields)),
        speech_text=_text(kiosk, "speech_text") or _text(kiosk, "speak"),
        loop=read_terms(kiosk.get("loop"), lambda text: parse_end(text, body.source.timezone, now=body.now))[0],
        poll=read_poll(kiosk.get("poll"), lambda text: parse_end(text, body.source.timezone, now=body.now), clean_line)[
            0
        ],
        provenance=_choice(Provenance, kiosk.get("provenance")),
        category=category or (Category.EVENT if occurrences else None),
        place=_text(kiosk, "place"),
        requirements=_texts(kiosk.get("requirements")),
        hours="\n".join(_texts(kiosk.get("hours"))),
        claim=_text(kiosk, "claim"),
        verdict=_choice(Verdict, kiosk.get("verdict")),
        labels=_texts(fields.get("tags")),
        occurrences=occurrences,
        series=_text(kiosk, "series")[:_LONGEST_MARK] if len(occurrences) > 1 else "",
        answers=_answers(kiosk),
    )


def _answers(kiosk: Fields) -> tuple[str, int, bool, str, ConcernStage | None] | None:
    """Return (kiosk, question number, private, sealed box, stage) of an answer, or None if the item answers nothing.

    Any value of `private` but `false` counts as private. The box is "" for a public answer or an invalid box.
    """
    if not isinstance(kiosk.get("answers"), dict):
        return None
    answered = _object(kiosk, "answers")
    private = answered.get("private", False) is not False
    box = _text(answered, "box")
    return (
        _text(answered, "kiosk"),
        _number_field(answered, "number"),
        private,
        box if private and _BOX.fullmatch(box) else "",
        read_stage(answered.get("stage")),
    )


def _object(fields: Fields, key: str) -> Fields:
    value = fields.get(key)
    return value if isinstance(value, dict) else {}


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    """Return the non-blank strings of *value*, which is a list or a single string."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for text in values if isinstance(text, str) and text.strip())


def _id(fields: Fields) -> str:
    """Return the `id` of an item as text; a number is converted, as JSON Feed 1.1 wants it."""
    value = fields.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(fields, "id")


def _number_field(fields: Fields, key: str) -> int:
    value = fields.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _date_field(fields: Fields, key: str, body: FeedText) -> datetime | None:
    return parse_date(_text(fields, key) or str(_number_field(fields, key)), body.source.timezone, now=body.now)


def _end_moment(fields: Fields, key: str, body: FeedText) -> datetime | None:
    return parse_end(_text(fields, key) or str(_number_field(fields, key)), body.source.timezone, now=body.now)


def _choice(kind: type[_Choice], value: object) -> _Choice | None:
    return next((member for member in kind if member.value == value), None)


def _language(tag: str) -> str:
    """Return the language of a BCP 47 tag ("id" of "id-ID"), or "" for an invalid tag."""
    primary = tag.partition("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and len(primary) in (2, 3) else ""


def _author(fields: Fields) -> str:
    authors = fields.get("authors")
    names = (
        [_text(author, "name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    )
    return ", ".join(name for name in names if name) or _text(
        _object(fields, "author"), "name"
    )  # `author`: version 1.0


def _tagged(fields: Fields) -> Category | None:
    """Return the category that a tag names, or None. The tag of an event is ignored: only a time makes an item an event."""
    tags = (_choice(Category, tag.strip().lower()) for tag in _texts(fields.get("tags")))
    return next((tag for tag in tags if tag not in (None, Category.EVENT)), None)


def _attachments(fields: Fields) -> list[Attachment]:
    found = [Attachment(_text(fields, key), "image/*") for key in ("image", "banner_image") if _text(fields, key)]
    kiosk = _object(fields, "_kiosk")
    lists = (fields.get("attachments"), *(kiosk.get(name) for name in APART))
    for one in (each for listed in lists if isinstance(listed, list) for each in listed):
        if isinstance(one, dict):
            url = _text(one, "url")
            alt = _text(one, "alt") or _text(_object(one, "_kiosk"), "alt") or _text(one, "title")
            size = said_size(one.get("size_in_bytes"))
            kiosk = _object(one, "_kiosk")
            role = _text(kiosk, "role")
            found.append(
                Attachment(
                    url,
                    attachment_type(url, _text(one, "mime_type")),
                    alt,
                    size=size,
                    role=role if role in ROLES else "",
                    text=_text(kiosk, "text"),
                    language=_language(_text(kiosk, "language")),
                )
            )
    # the same picture may stand in both places: the one with words first
    return sorted(found, key=lambda attachment: not attachment.alt)


def _occurrences(kiosk: Fields, body: FeedText) -> tuple[Occurrence, ...]:
    """Return the times of an event, sorted: those of its list `times`, and the one of `starts` and `ends` unless the list
    has its start. An invalid time is left out alone.
    """
    one = _occurrence(kiosk, body)
    texts = _texts(kiosk.get("times"))[:_MOST_TIMES]
    whole_days = one is not None and one.all_day
    several = {time.starts: time for text in texts if (time := _time(text, whole_days, body))}
    if one is not None:
        several.setdefault(one.starts, one)
    return tuple(several[starts] for starts in sorted(several))


def _time(text: str, all_day: bool, body: FeedText) -> Occurrence | None:
    """Parse "start/end", as ISO 8601 writes a span, into an occurrence; None if it is malformed."""
    starts, _, ends = text.partition("/")
    return _occurrence({"starts": starts, "ends": ends, "all_day": all_day}, body)


def _occurrence(kiosk: Fields, body: FeedText) -> Occurrence | None:
    """Return the time given by `starts`, `ends` (exclusive, as in iCalendar) and `all_day`, or None without a valid start.

    A date without an hour is a whole day. Whole days end with the day in which `ends` lies.
    """
    starts, ends = _date_field(kiosk, "starts", body), _date_field(kiosk, "ends", body)
    if starts is None or starts.year not in YEARS:
        return None
    ends = ends if ends is not None and ends.year in YEARS else None
    all_day = kiosk.get("all_day") is True or len(_text(kiosk, "starts")) == len("2026-09-03")
    if all_day:
        zone = ZoneInfo(body.source.timezone)
        starts, ends = _midnight(starts, zone), _midnight(ends, zone, closing=True) if ends else None
    if ends is None or ends < starts or (all_day and ends == starts):
        ends = starts + timedelta(days=1) if all_day else starts
    return Occurrence(starts, ends, all_day)


def _midnight(when: datetime, zone: ZoneInfo, *, closing: bool = False) -> datetime:
    """Return midnight in *zone* of the day that the writer of *when* meant; with *closing* the end of a day that has begun.

    A time of 00.00 keeps its own date: midnight in Jakarta is no hour of a day here. Another hour belongs to its day in
    *zone*: programs write our midnight as 16.00 UTC of the day before.
    """
    local = when if when.time() == time.min else when.astimezone(zone)
    begun = timedelta(days=1) if closing and local.time() != time.min else timedelta()
    return datetime.combine(local.date() + begun, time.min, zone)
