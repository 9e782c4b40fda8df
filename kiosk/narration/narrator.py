"""Utterances for all that is shown: an item, a day, the announcements, the bulletin, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Alert, Answer, Item
from content_cache.model.picture_text import PictureText
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import Bulletin, CalendarView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.bulletin import BulletinText
from kiosk.narration.office_voice import OfficeVoice
from kiosk.narration.page_words import Told
from kiosk.narration.picture_words import PictureWords
from kiosk.narration.question_words import QuestionWords
from kiosk.speech.script.item_script import UNNAMED, ItemScript, item_utterance, notice
from kiosk.speech.script.spoken_clock import one_clock
from kiosk.speech.utterance import Sentence, Utterance

SPOKEN = ("id", "en")
"""The languages that the voices and their rules know."""


def id_of_several(items: Iterable[Item]) -> str:
    """Return the id of an utterance that reads *items* one after the other."""
    return f"notices {' '.join(item.id for item in items)}"


class SpokenReadings:
    """Utterances in one language.

    *data* is the folder of recordings. *lexicon* has the pronunciation of local names (kiosk.toml), *editions* that of
    words in the offices' editions. *office* holds sentences that the office has recorded. Warnings and the kiosk's own
    lines use kiosk.toml alone: a signer of news must not distort a warning.
    """

    def __init__(
        self,
        translation: Translation,
        data: Path,
        lexicon: Mapping[str, str] | None = None,
        office: OfficeVoice | None = None,
        editions: Mapping[str, str] | None = None,
        *,
        place: str = "",
    ) -> None:
        self._translation = translation
        self._data = data
        self._lexicon = lexicon or {}
        self._editions = editions or {}
        self._place = place
        self._office = office

    def item(self, item: Item, moment: Moment, texts: Sequence[PictureText | None] = ()) -> Utterance:
        """Return the utterance of *item* in its own language, then the text of its pictures *texts*.

        Sound of a private answer may not be stored.
        """
        told = item_utterance(item, self._wording(moment, FALLBACK, editions=not isinstance(item, Alert)))
        if isinstance(item, Answer):
            told = replace(told, sentences=(*self._question(item, moment, told.language), *told.sentences))
        if item.film is not None and not item.film.path:
            told = replace(told, sentences=(*told.sentences, *self._without_film(item.film, moment, told.language)))
        if texts:
            words = PictureWords(self._wording(moment, told.language, editions=not isinstance(item, Alert)))
            first = next((one for one in item.attachments if one.is_picture and one.path), None)
            page = first if first is not None and first.page else None
            told = replace(told, sentences=(*told.sentences, *words.texts(texts, page)))
        told = self._office.given(item, told) if self._office else told
        return replace(told, as_it_is=True) if isinstance(item, Answer) and item.private else told

    def _question(self, item: Answer, moment: Moment, language: str) -> tuple[Sentence, ...]:
        words = QuestionWords(Phrases(Translation(language if language in SPOKEN else FALLBACK)))
        said = [*([f"{words.spoken_number(item.number)}."] if item.number else ()), f"{words.by(item)}."]
        return notice("", said, self._wording(moment, language)).sentences

    def _without_film(self, film: Attachment, moment: Moment, language: str) -> tuple[Sentence, ...]:
        told = Translation(language if language in SPOKEN else FALLBACK).gettext
        why = told("This film cannot be played.") if film.pages < 0 else told("This film needs internet.")
        return notice("", [why], self._wording(moment, language)).sentences

    def wording(self, item: Item, moment: Moment) -> ItemScript:
        """Return the script that words lines about *item*, in the item's language."""
        return self._wording(moment, item.language or UNNAMED, editions=not isinstance(item, Alert))

    def day(self, calendar: CalendarView, moment: Moment) -> Utterance:
        """Return the utterance of the calendar's chosen day and its events."""
        summary, wording = self._summary(calendar.events, moment)
        return one_clock(notice(f"day {calendar.day.isoformat()}", summary.day_lines(calendar), wording))

    def notices(self, items: Sequence[Item], moment: Moment) -> Utterance:
        """Return one utterance for several items. A single item is read as itself, so that its sentences are highlighted."""
        if len(items) == 1:
            return self.item(items[0], moment)
        phrases, language = self._words_for(items)
        kind = items[0].category if items else Category.ANNOUNCEMENT
        opening = notice("", [phrases.count(kind, len(items))], self._wording(moment, language))
        sentences = opening.sentences + tuple(s for item in items for s in self.item(item, moment).sentences)
        return Utterance(id_of_several(items), sentences, language)

    def bulletin(self, bulletin: Bulletin, moment: Moment) -> Utterance:
        """Return the utterance of the summary of the day: date and time, urgent items, today's events, announcements,
        headlines.

        Each item names its source and how far it was checked.
        """
        check = (bulletin.check,) if bulletin.check else ()
        items = (*bulletin.announcements, *bulletin.events, *bulletin.news, *check)
        summary, wording = self._summary(items, moment, editions=not bulletin.alerts)
        return one_clock(notice("bulletin", summary.bulletin(bulletin), wording))

    def rows(self, name: str, told: Sequence[Told], moment: Moment, item: Item | None = None) -> Utterance:
        """Return the lines of *told* as the utterance *name*, each sentence tied to its row.

        Lines about an *item* are in its language.
        """
        if item is None:
            parts = [(row, self.lines(name, [line], moment)) for row, line in told]
        else:
            wording = self.wording(item, moment)
            parts = [(row, one_clock(notice(name, [line], wording))) for row, line in told]
        sentences = tuple(replace(each, block=row) for row, part in parts for each in part.sentences)
        return Utterance(name, sentences, parts[0][1].language)

    def lines(self, name: str, lines: Sequence[str], moment: Moment) -> Utterance:
        """Return *lines* of the kiosk's own as the utterance *name*. A language without a voice is read by the Indonesian one."""
        language = self._translation.language
        return one_clock(notice(name, lines, self._wording(moment, language if language in SPOKEN else FALLBACK)))

    def _summary(
        self, items: Iterable[Item], moment: Moment, *, editions: bool = True
    ) -> tuple[BulletinText, ItemScript]:
        phrases, language = self._words_for(items)
        wording = self._wording(moment, language, editions=editions)
        return BulletinText(phrases, wording, moment), wording

    def _words_for(self, items: Iterable[Item]) -> tuple[Phrases, str]:
        """Return the phrases around *items*, and the language of the voice that reads both.

        It is the listener's if all items are in it, else Indonesian, because no English voice can read Indonesian. A
        language without a voice is read by the Indonesian one.
        """
        listener = self._translation
        if listener.language not in SPOKEN:
            return Phrases(listener), FALLBACK
        if any((item.language or UNNAMED) != listener.language for item in items):
            listener = Translation(FALLBACK)
        return Phrases(listener), listener.language

    def with_editions(self, editions: Mapping[str, str]) -> SpokenReadings:
        """Return the same readings with the offices' lexicon *editions*."""
        return SpokenReadings(self._translation, self._data, self._lexicon, self._office, editions, place=self._place)

    def _wording(self, moment: Moment, language: str, *, editions: bool = False) -> ItemScript:
        return ItemScript(
            zone=moment.now.tzinfo or moment.now.astimezone().tzinfo,  # type: ignore[arg-type]  # a Moment is aware
            language=language,
            lexicon={**self._editions, **self._lexicon} if editions else self._lexicon,
            data_folder=self._data,
            listener=self._translation.language,
            place=self._place,
            now=moment.now if moment.relative else None,
        )
