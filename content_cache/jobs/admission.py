"""Check of a reader's items against the rights of their source, made by the parent, which trusts no reader.

A reader is where hostile bytes are parsed. One that was taken over can answer anything that looks like an item: here is decided
whether it is one that our readers could have made of that source. If one is not, nothing of the answer is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from content_cache.formats.item_builder import MOST_ATTACHMENTS, YEARS
from content_cache.model import tables
from content_cache.model.attachments import Attachment
from content_cache.model.items import Alert, Answer, Event, Item, Sheet
from content_cache.model.loop import DAYS, MOST_HOURS, MOST_WEIGHT
from content_cache.model.polls import fits
from content_cache.model.sheets import (
    LONGEST_NAME,
    LONGEST_WAY,
    MOST_NUMBERS,
    MOST_POINTS,
    MOST_ROWS,
    MOST_SOUNDS,
    MOST_STEPS,
    PHONE_NUMBER,
    SheetKind,
)
from content_cache.model.sources import Source
from content_cache.model.trust import (
    SMS_UNCHECKED,
    is_signed,
    is_unchecked,
    may_answer_questions,
    may_bring_sheets,
    may_poll,
)
from content_cache.model.urls import is_local, source_folder
from content_cache.model.vocabulary import Severity
from content_cache.signing.edition import MOST_VOICED_OF_ITEM, VOICED_BYTES, VOICED_MS, media_hash
from content_cache.text.plain import is_clean
from content_cache.text.sounds import word_sound

_LONGEST_NAME = 1_000  # characters of an id or a title
_MOST_PARTS = 20_000  # times of a series, shapes of a warning
_ESCAPED = (b"n", b'"')  # what JSON has to escape in a text that is clean
_DAY = 24 * 60  # minutes
_HASH = 64  # hexadecimal digits of SHA-256
_HIGHEST_ORDINARY, _HIGHEST = 2, 3  # priorities: only an alert is an emergency


def admit(item: Item, source: Source, *, may_warn: bool) -> None:
    """Raise ValueError, with the reason, if no reader of ours could make *item* of *source* with these rights.

    *may_warn*: the source may raise alerts.
    """
    written = _of_its_types(item)
    if not _is_clean(written):
        raise ValueError("control characters")
    if not (0 < len(item.id) <= _LONGEST_NAME and 0 < len(item.title) <= _LONGEST_NAME):
        raise ValueError("no id or title, or a long one")
    _check_rights(item, source, may_warn=may_warn)
    _check_addresses(item, source)
    _check_tables(item)
    _check_loop(item)
    _check_poll(item, source)
    _check_voice(item, source)
    for when in _dates(item):
        if when.tzinfo is None or when.year not in YEARS:
            raise ValueError("a date without zone, or of no year that counts")


def _is_clean(written: bytes) -> bool:
    """Return whether *written*, an item as JSON, has no forbidden character.

    It looks at the escapes only: a look at each character would take as long as everything else.
    """
    escapes = iter(written.split(b"\\"))
    next(escapes)
    for rest in escapes:
        if not rest:  # a backslash of the text's own, and what follows it
            next(escapes, None)
        elif rest[:1] not in _ESCAPED:
            return False
    return b"\x7f" not in written and (written.isascii() or is_clean(written.decode()))


def _of_its_types(item: Item) -> bytes:
    """Return the item as JSON. Raise ValueError if a value is not of its field's type."""
    try:
        plain = msgspec.to_builtins(item, builtin_types=(datetime,))
        if msgspec.convert(plain, type(item), builtin_types=(datetime,)) == item:
            return msgspec.json.encode(plain)
    except (msgspec.ValidationError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError(f"a value of another type: {error}") from error
    raise ValueError("a value of another type")


def _check_rights(item: Item, source: Source, *, may_warn: bool) -> None:
    if isinstance(item, Alert) and not may_warn:
        raise ValueError("an alert, of a source that may raise none")
    if source.format == SMS_UNCHECKED and not _is_unchecked(item):
        raise ValueError("what nobody signed is told as more than that")
    if isinstance(item, Sheet) and not may_bring_sheets(source):
        raise ValueError("a sheet of the day, of a source that is asked for none")
    if isinstance(item, Answer) and not (
        is_signed(source) and may_answer_questions(source, item.kiosk, item.number, item.private)
    ):
        raise ValueError("an answer that nobody signed, or that is for another kiosk's asker")
    if isinstance(item, Sheet) and (item.sheet is SheetKind.EMERGENCY or item.contacts or item.points):
        _check_emergency(item, source)
    if isinstance(item, Sheet) and (item.sheet is SheetKind.LEXICON or item.sounds):
        _check_lexicon(item, source)
    if not 0 <= item.priority <= (_HIGHEST if isinstance(item, Alert) else _HIGHEST_ORDINARY):
        raise ValueError(f"priority {item.priority}")
    if item.source != source.name:
        raise ValueError("an item of another source")
    if item.seen_first is not None or item.fetched is not None or (isinstance(item, Alert) and item.by_stick):
        raise ValueError("what the store alone says")


def _is_unchecked(item: Item) -> bool:
    """Return whether *item* is a valid unchecked warning: marked as such, without siren, and ending no other."""
    if not isinstance(item, Alert) or not is_unchecked(item) or item.severity is Severity.AWAS:
        return False
    return item.message == "Alert" and not (item.references or item.magnitude or item.wordings)


def _check_emergency(sheet: Sheet, source: Source) -> None:
    """Check a sheet of emergency numbers; raise ValueError if it is unsigned or unfit.

    Only a signed source may say whom people call in an emergency.
    """
    if not is_signed(source):
        raise ValueError("numbers of an emergency that nobody signed")
    if len(sheet.contacts) > MOST_NUMBERS or len(sheet.points) > MOST_POINTS:
        raise ValueError("too many rows")
    for contact in sheet.contacts:
        if not PHONE_NUMBER.fullmatch(contact.number) or not 0 < len(contact.name) <= LONGEST_NAME:
            raise ValueError("no name or no telephone number")
    for point in sheet.points:
        if point.picture or not 0 < len(point.name) <= LONGEST_NAME or len(point.direction) > LONGEST_WAY:
            raise ValueError("no assembly point")


def _check_lexicon(sheet: Sheet, source: Source) -> None:
    """Check a lexicon; raise ValueError if it is unsigned or unfit.

    Only a signed source may say how words are read aloud to a village.
    """
    if not is_signed(source) or len(sheet.sounds) > MOST_SOUNDS:
        raise ValueError("sounds that nobody signed, or too many")
    for one in sheet.sounds:
        if word_sound(one.written, one.said) != one:
            raise ValueError("an entry that is not as it would be written")


def _check_addresses(item: Item, source: Source) -> None:
    if item.link and not item.link.startswith(("http://", "https://")):
        raise ValueError("a link that is none of the web")
    if len(item.attachments) > MOST_ATTACHMENTS or any(map(_is_stored, item.attachments)):
        raise ValueError("attachments that are here already, or too many")
    voiced = item.voice.sentences if item.voice else ()
    urls = [*(one.url for one in item.attachments), *(one.url for one in voiced)]
    urls += [block.url for block in item.blocks if block.url]
    if any(is_local(url) for url in urls):
        folder = source_folder(source)
        if not folder or not all(url.startswith(f"{folder}/") and "/../" not in url for url in urls if is_local(url)):
            raise ValueError("a file that is none of the source's folder")


def _check_tables(item: Item) -> None:
    for block in item.blocks:
        if block.before:
            raise ValueError("what the store alone says")
        if len(block.rows) > tables.MOST_ROWS + 2 or len(set(map(len, block.rows))) > 1:
            raise ValueError("a table of too many rows, or of rows that are not alike")
        if block.rows and not 2 <= len(block.rows[0]) <= tables.MOST_COLUMNS:
            raise ValueError("a table of no columns, or too many")


def _check_loop(item: Item) -> None:
    terms = item.loop
    if terms is None:
        return
    minutes = [minute for span in terms.hours for minute in span]
    if not 0 <= terms.weight <= MOST_WEIGHT or len(terms.hours) > MOST_HOURS or len(terms.days) > len(DAYS):
        raise ValueError("a turn of another weight, or of too many hours")
    if not all(0 <= minute <= _DAY for minute in minutes) or not all(day in range(len(DAYS)) for day in terms.days):
        raise ValueError("hours or days that there are not")


def _check_poll(item: Item, source: Source) -> None:
    """Check the item's poll; raise ValueError if it is unfit or its source unsigned. Only a signed source may ask residents."""
    if item.poll is None:
        return
    if isinstance(item, Answer | Sheet) or not (is_signed(source) and may_poll(source, item.category)):
        raise ValueError("a poll that nobody signed, or of what has none")
    if not fits(item.poll):
        raise ValueError("a poll of choices that cannot be meant")


def _check_voice(item: Item, source: Source) -> None:
    """Check the item's spoken sentences; raise ValueError if they are unfit or unsigned.

    Only a signed source may put words into somebody's mouth.
    """
    if isinstance(item, Sheet) and (item.sheet is SheetKind.PROMPTS) != (item.voice is not None):
        raise ValueError("recorded prompts without a voice, or a voice of another sheet")
    if item.voice is None:
        return
    if not is_signed(source):
        raise ValueError("a voice that nobody signed")
    if not 0 < len(item.voice.sentences) <= MOST_VOICED_OF_ITEM:
        raise ValueError("too many spoken sentences")
    for one in item.voice.sentences:
        if not media_hash("/".join(one.url.rsplit("/", 2)[-2:])) or len(one.words) != _HASH:
            raise ValueError("a spoken sentence of another name")
        if not 0 < one.size <= VOICED_BYTES or not 0 < one.ms <= VOICED_MS:
            raise ValueError("a spoken sentence that is too long")


def _is_stored(one: Attachment) -> bool:
    """Return whether an attachment has a field that only the store sets."""
    return bool(one.path or one.thumbnail or one.width or one.height or one.page or one.pages or one.sound)


def _dates(item: Item) -> Iterator[datetime]:
    found = [item.published, item.updated, item.publish_from, item.expires, item.loop.until if item.loop else None]
    found.append(item.poll.until if item.poll else None)
    if isinstance(item, Alert):
        found.append(item.effective)
        if (
            max(map(len, (item.polygons, item.circles, item.geocodes, item.places, item.undrawn, item.references)))
            > _MOST_PARTS
        ):
            raise ValueError("too many shapes")
    if isinstance(item, Event):
        found += [item.starts, item.ends]
        if len(item.occurrences) > _MOST_PARTS:
            raise ValueError("too many times")
        for time in item.occurrences:
            found += [time.starts, time.ends]
    if isinstance(item, Sheet):
        if len(item.steps) > MOST_STEPS or max(map(len, (item.waters, item.prices, item.people))) > MOST_ROWS:
            raise ValueError("too many rows")
        found += [step.at for step in item.steps]
        found += [when for water in item.waters for when in (water.starts, water.ends)]
    return (when for when in found if when is not None)
