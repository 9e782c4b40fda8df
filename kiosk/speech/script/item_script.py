"""Script of an item in its order: its source and how far it was checked come before what it says. Pure.

Sentences of the title and of the article are tied to the characters that the screen lights; the rest is nowhere on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.event_days import is_over, local_time
from content_cache.model.groups import spelled
from content_cache.model.items import Announcement, Clarification, Event, Item, Service
from content_cache.model.vocabulary import Provenance, Verdict
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.script.phrases import FixedPhrases, phrases_for
from kiosk.speech.script.radio import BodySentence, breaths, for_the_ear, once_more, when_and_where
from kiosk.speech.script.sentences import sentence_spans
from kiosk.speech.script.spoken_clock import early_hours, one_clock
from kiosk.speech.script.table_script import TableScript
from kiosk.speech.utterance import NOWHERE, TITLE, Sentence, Utterance

UNNAMED = "id"
"""Language of items that name none: the feeds of Indonesian offices seldom do."""
_ENDS = ".!?\"'"
_PAUSES = ",;: "
_ENTRY = re.compile(r"\s*(?:[-•*–]|\d{1,2}[.)])\s")


class ItemScript(Struct, frozen=True):
    """Wording of items for one listener.

    *zone* is the place's time zone. *source_names* maps the sources' names of the settings to how they are said, where
    that differs. *data_folder* is where the paths of recordings begin, *listener* the language whose recording is
    wanted. *place* is the village's name: a calendar that is named for it is its own. *translate* words the fixed
    phrases for a language that has no table of its own (see `phrases_for`). No date of publication is said to be later
    than *now*, where that is known (see `Phrases.past`).
    """

    zone: tzinfo
    language: str = "id"
    lexicon: Mapping[str, str] = field(default_factory=dict)
    source_names: Mapping[str, str] = field(default_factory=dict)
    data_folder: Path = Path()
    translate: Callable[[str], str] | None = None
    listener: str = ""
    place: str = ""
    now: datetime | None = None

    @property
    def abbreviations(self) -> frozenset[str]:
        """Return the entries of `lexicon` that end with a point, in small letters and without it: that point ends no sentence."""
        return frozenset(written[:-1].lower() for written in self.lexicon if written.endswith("."))

    @property
    def phrases(self) -> FixedPhrases:
        return phrases_for(self.language, self.translate)


def item_utterance(item: Item, wording: ItemScript) -> Utterance:
    """Return the utterance of one item, with the item's id.

    All of it, even the fixed phrases, is in the item's own language: one voice says it all.
    """
    language = item.language or UNNAMED
    wording = replace(wording, language=language)
    recording = item.recording_in(wording.listener)
    return one_clock(
        Utterance(
            id=item.id,
            sentences=tuple(_sentences(item, wording, language)),
            language=language,
            recording=wording.data_folder / recording.path if recording else None,
        )
    )


def notice(identity: str, lines: Iterable[str], wording: ItemScript) -> Utterance:
    """Return *lines* of the kiosk's own, such as a bulletin, as an utterance that lights nothing on the screen."""
    said = tuple(sentence for line in lines for sentence in _split(line, wording, wording.language))
    return Utterance(identity, said, wording.language)


def _sentences(item: Item, wording: ItemScript, language: str) -> Iterable[Sentence]:
    match item:
        case Clarification():
            yield from _clarification(item, wording, language)
        case Event():
            yield from _split(item.title, wording, language, TITLE)
            when = [event_time(item, wording), wording.phrases.over if _is_over(item, wording) else ""]
            yield from _own_sentences([_audience(item, wording), *when, _place_line(item, wording)], wording)
            yield from _own_sentences([origin(item, wording)], wording)
            yield from _body(item, wording, language)
        case Service():
            yield from _split(item.title, wording, language, TITLE)
            yield from _service(item, wording, language)
        case _:
            # an announcement, an alert, a news item: the title or the phrase before it names its kind
            yield from _own_sentences([wording.phrases.kind(item.category)], wording)
            yield from _split(item.title, wording, language, TITLE)
            yield from _own_sentences([_audience(item, wording), origin(item, wording)], wording)
            yield from _body(item, wording, language)
            yield from _own_sentences([_published(item.published, wording)], wording)


def _clarification(item: Clarification, wording: ItemScript, language: str) -> Iterable[Sentence]:
    """Yield verdict, subject and fact before the claim: a listener who hears only the beginning has heard no hoax."""
    phrases = wording.phrases
    yield from _own_sentences([phrases.claim_phrase(item.verdict)], wording)
    yield from _split(item.title, wording, language, TITLE)
    yield from _body(item, wording, language)
    if item.claim and item.claim not in item.title:
        yield from _own_sentences([phrases.claim.format(claim=item.claim), phrases.end_of_quotation], wording)
    if item.claim and item.verdict in {Verdict.FALSE, Verdict.MISLEADING}:
        yield from _own_sentences([phrases.verdict(item.verdict)], wording)
    yield from _own_sentences([origin(item, wording), _published(item.published, wording)], wording)


def _service(item: Service, wording: ItemScript, language: str) -> Iterable[Sentence]:
    phrases = wording.phrases
    yield from _own_sentences([_audience(item, wording)], wording)
    if item.requirements:
        yield from _own_sentences([phrases.bring.format(things="; ".join(item.requirements))], wording)
    yield from _own_sentences([_place_line(item, wording)], wording)
    if item.hours:
        yield from _own_sentences([phrases.hours.format(hours=item.hours)], wording)
    yield from _body(item, wording, language)
    yield from _own_sentences([origin(item, wording)], wording)


def _audience(item: Item, wording: ItemScript) -> str:
    """Return "Untuk nelayan, ibu hamil", "" for everybody."""
    return wording.phrases.whom.format(groups=", ".join(map(spelled, item.groups))) if item.groups else ""


def _body(item: Item, wording: ItemScript, language: str) -> Iterable[Sentence]:
    """Yield the body, in Indonesian as the radio would have it (see `radio`).

    Text that an office wrote for the ear, and other languages, stay as they are.
    """
    if item.speech_text:
        for line in item.speech_text.splitlines():
            yield from _split(line, wording, language)
        return
    pieces = list(_pieces(item, wording))
    if language != UNNAMED:
        yield from _piece_sentences(pieces, item, wording, language)
        return
    heard = for_the_ear(pieces)
    first, rest = when_and_where(heard) if isinstance(item, Announcement) else ([], heard)
    yield from _piece_sentences([*first, *rest], item, wording, language)
    if isinstance(item, Announcement | Event):
        yield from _own_sentences(_repeated(item, heard, wording), wording)


def _pieces(item: Item, wording: ItemScript) -> Iterator[BodySentence]:
    """Yield the sentences of the body as they are written; a table is one piece without words."""
    texts = enumerate(item.blocks) if item.blocks else ()
    for number, block in texts:
        if block.rows:
            yield BodySentence("", number)
        elif block.kind is not BlockKind.PICTURE:
            for start, end in sentence_spans(block.text, abbreviations=wording.abbreviations):
                yield BodySentence(block.text[start:end], number, start, end, block.kind is BlockKind.ITEM)
    if not item.blocks:
        for line in (item.text or item.summary).splitlines():
            for start, end in sentence_spans(line, abbreviations=wording.abbreviations):
                yield BodySentence(line[start:end], NOWHERE, listed=_ENTRY.match(line) is not None)


def _piece_sentences(
    pieces: Iterable[BodySentence], item: Item, wording: ItemScript, language: str
) -> Iterator[Sentence]:
    told = list(pieces)
    for number, piece in enumerate(told):
        if piece.text:
            following = told[number + 1] if number + 1 < len(told) else None
            heard = piece if language != UNNAMED else replace(piece, text=early_hours(piece.text))
            yield from _by_breath(heard, wording, language, whole=not _is_cut(item, piece, following))
        else:
            yield from table_sentences(item.blocks[piece.block], piece.block, wording, language)


def _is_cut(item: Item, piece: BodySentence, following: BodySentence | None) -> bool:
    """Return whether a sentence was cut for its length: the next piece stands in the same line, and no sign ends this one."""
    if (
        following is None
        or piece.block == NOWHERE
        or following.block != piece.block
        or piece.text.rstrip()[-1:] in ".!?…:;)"
    ):
        return False
    between = item.blocks[piece.block].text[piece.end : following.start]
    return following.start >= piece.end and not between.strip() and "\n" not in between


def _repeated(item: Announcement | Event, heard: Sequence[BodySentence], wording: ItemScript) -> Iterator[str]:
    """Yield time, place and telephone once more, as the radio ends a notice."""
    time = place = ""
    if isinstance(item, Event):
        time = event_time(item, wording)
        place = wording.phrases.where.format(place=item.place) if item.place else ""
    words, numbers = once_more(item.title, heard, time=time, place=place)
    if words:
        yield wording.phrases.again.format(words=early_hours(words) if wording.language == UNNAMED else words)
    if numbers:
        yield wording.phrases.telephone.format(number=" / ".join(numbers))


def table_sentences(
    block: Block, number: int, wording: ItemScript, language: str, *, first: int = 0
) -> Iterator[Sentence]:
    """Yield a table from row *first* on, 0 being its header, each sentence tied to the characters of its row in
    block *number*."""
    for line in TableScript(block, wording.phrases, language).script_lines(first):
        for start, end in sentence_spans(line.words, abbreviations=wording.abbreviations):
            if spoken := say_words(line.words[start:end], language, wording.lexicon):
                yield Sentence(_with_point(spoken), number, line.start, line.end)


def _split(text: str, wording: ItemScript, language: str, block: int = NOWHERE) -> Iterable[Sentence]:
    whole = len(text.rstrip())
    for start, end in sentence_spans(text, abbreviations=wording.abbreviations):
        yield from _by_breath(BodySentence(text[start:end], block, start, end), wording, language, whole=end == whole)


def _by_breath(piece: BodySentence, wording: ItemScript, language: str, *, whole: bool) -> Iterator[Sentence]:
    """Yield a sentence, or its parts of one breath each; the last one gets an end if the sentence is *whole*."""
    text = piece.text
    parts = [*breaths(text, 0, len(text))] if language == UNNAMED else [(0, len(text))]
    shift = piece.start if piece.end - piece.start == len(text) else None  # None: parts were cut out
    for start, end in parts:
        if not (spoken := say_words(text[start:end], language, wording.lexicon)):
            continue
        if end == len(text):
            spoken = _with_point(spoken) if whole or text[-1] == "." else spoken
        elif spoken[-1] not in _PAUSES + _ENDS:
            spoken += ","
        if piece.block == NOWHERE:
            yield Sentence(spoken)
        elif shift is None:
            yield Sentence(spoken, piece.block, piece.start, piece.end)
        else:
            yield Sentence(spoken, piece.block, shift + start, shift + end)


def _with_point(spoken: str) -> str:
    """Return *spoken* with a final point, so that the voice falls; titles and entries of lists often have none."""
    return spoken if spoken[-1] in _ENDS else f"{spoken.rstrip(_PAUSES)}."


def _own_sentences(lines: Iterable[str], wording: ItemScript) -> Iterable[Sentence]:
    for line in lines:
        yield from _split(line, wording, wording.language)


def origin(item: Item, wording: ItemScript) -> str:
    """Return the source and how far it was checked: "Dari Diskominfo Banggai, terverifikasi."; "" for the kiosk's own words."""
    if not item.source:
        return ""
    phrases = wording.phrases
    name = wording.source_names.get(item.source, item.source) if item.said_by == item.source else item.said_by
    match item.provenance:
        case Provenance.VERIFIED:
            checked = phrases.verified
        case Provenance.OFFICIAL:
            checked = phrases.official
        case Provenance.KIM:
            checked = phrases.unchecked_kim if "KIM" in name.split() else phrases.from_kim
        case Provenance.UNCHECKED:
            checked = phrases.unchecked
        case _:
            assert_never(item.provenance)
    if not isinstance(item, Event):
        text = phrases.origin.format(name=name, checked=checked) if name else checked
    elif item.provenance is Provenance.UNCHECKED and wording.place and wording.place.lower() in name.lower():
        text = phrases.own_calendar.format(name=name)
    else:
        text = phrases.calendar.format(name=name, checked=checked)
    return f"{text[:1].upper()}{text[1:]}."


def _place_line(item: Event | Service, wording: ItemScript) -> str:
    return wording.phrases.place.format(place=item.place) if item.place else ""


def _published(when: datetime | None, wording: ItemScript) -> str:
    if when is None:
        return ""
    day = (min(when, wording.now) if wording.now else when).astimezone(wording.zone)
    return wording.phrases.published.format(day=wording.phrases.date(day))


def _is_over(event: Event, wording: ItemScript) -> bool:
    return wording.now is not None and is_over(event, wording.now)


def event_time(event: Event, wording: ItemScript) -> str:
    """Return "Besok, Kamis, 3 September 2026, pukul 9 sampai 11 pagi WITA"; "" if it has no time.

    Today and tomorrow are named where the time is known. The zone's name is added where it is one of Indonesia's.
    """
    when = local_time(event, wording.zone)
    if when is None:
        return ""
    phrases, starts, ends = wording.phrases, when.starts, when.ends
    near = _near(starts.date(), wording)
    if when.days:
        days = phrases.span.format(
            first=phrases.date(starts, year=starts.year != when.last.year), last=phrases.date(when.last)
        )
        return days if event.all_day else f"{days}, {phrases.clock(starts)}"
    if event.all_day:
        return f"{near}{phrases.date(starts)}, {phrases.all_day}"
    return f"{near}{phrases.date(starts)}, {phrases.clock(starts, ends if ends > starts else None)}"


def _near(day: date, wording: ItemScript) -> str:
    """Return "Besok, ", "Hari ini, " or ""."""
    ahead = (day - wording.now.astimezone(wording.zone).date()).days if wording.now else -1
    name = {0: wording.phrases.this_day, 1: wording.phrases.tomorrow}.get(ahead)
    return f"{name}, " if name else ""
