"""Speech for an edition before it is published: every sentence that a kiosk would say of its items, worded by the
kiosk's own code.

Warnings are left out: no warning waits for a voice, and kiosks speak it themselves."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from content_cache.central.edition_reader import items_of
from content_cache.formats import lexicon
from content_cache.formats.notes import ReasonCounts
from content_cache.model.items import Alert, Item
from content_cache.model.picture_text import written_by_author
from content_cache.model.sources import Source
from content_cache.signing.edition import MOST_VOICED, MOST_VOICED_OF_ITEM, VOICED_BYTES
from content_cache.text.sounds import merged
from kiosk.core.clock import Moment, Trust
from kiosk.narration.narrator import SpokenReadings
from kiosk.office.editions.voice import ReadySentence, ReadyVoice, sentence, warns_anew
from kiosk.speech.errors import SoundError, SpeechError, one_line
from kiosk.speech.indonesian.capitals import sentence_case
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.kokoro_files import LANGUAGE
from kiosk.speech.synthesis.opus import as_opus
from kiosk.speech.synthesis.spoken_store import SpokenStore
from kiosk.speech.utterance import words_hash

_BASE = "https://edition.invalid/"
_GIVES_UP = 3  # failures in a row after which the voice counts as broken


@dataclass(slots=True)
class SpokenSentences:
    """Result: the number of sentences that were `made`, of those `found` in the store, and the reasons of those `left` out."""

    made: int = 0
    found: int = 0
    beyond: int = 0  # more than an edition has
    other_languages: int = 0  # items
    nameless: int = 0  # items without an author: kiosks add a name from their own settings
    hurried: bool = False  # nothing new was made, for a warning goes out
    left: dict[str, str] = field(default_factory=dict)  # reason by sentence


class EditionVoice:
    """Voice of an edition, to be called once with its feed, as `publish.plan` does. *synthesiser* has the voice of
    *store* and no fallback; with `None` no new sound is made. Nor is it if the feed has a new warning since *before*.
    *progress* is called with the number of sentences done and of all. Once *enough* returns true no new sound is made,
    and the edition has what is there."""

    def __init__(
        self,
        *,
        synthesiser: Synthesiser | None,
        store: SpokenStore,
        readings: SpokenReadings,
        now: datetime,
        before: Mapping[str, Any] = MappingProxyType({}),
        progress: Callable[[int, int], None] = lambda _done, _all: None,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        self.spoken = SpokenSentences()
        self._synthesiser = synthesiser
        self._store = store
        self._readings = readings
        self._now = now
        self._before = before
        self._progress = progress
        self._enough = enough
        self._ready: dict[str, ReadySentence | None] = {}
        self._failed = 0

    def __call__(self, feed: Mapping[str, Any]) -> dict[str, ReadyVoice]:
        """Return the spoken sentences by item id, for the items of *feed* that have any."""
        if self._synthesiser is not None and warns_anew(feed, self._before):
            self._synthesiser = None
            self.spoken.hurried = True
        readings = self._readings.with_editions(_sounds_everywhere(feed))
        wanted = {
            item.id: words for item in self._spoken_items(feed) if (words := self._spoken_sentences(item, readings))
        }
        every = dict.fromkeys(spoken for words in wanted.values() for spoken in words)
        self.spoken.beyond += max(len(every) - MOST_VOICED, 0)
        most = list(every)[:MOST_VOICED]
        for done, spoken in enumerate(most, 1):
            self._ready[spoken] = self._sentence(spoken)
            self._progress(done, len(most))
        voices: dict[str, ReadyVoice] = {}
        for key, words in wanted.items():
            said = tuple(made for spoken in words if (made := self._ready.get(spoken)))
            if said:
                voices[key] = ReadyVoice(self._store.voice, self._store.model, said)
        return voices

    def _spoken_items(self, feed: Mapping[str, Any]) -> Iterator[Item]:
        """Yield the items of *feed* as a kiosk parses them, without warnings and recorded ones."""
        body = json.dumps(feed, ensure_ascii=False).encode()
        source = Source(name=str(feed.get("title", "")), url=_BASE, format="central")
        for item in items_of(body, source, url=_BASE, now=self._now, may_warn=True).items:
            own = ("", item.language or LANGUAGE)
            recorded = any(one.is_recording and one.language in own for one in item.attachments)
            if not recorded and not isinstance(item, Alert):
                yield replace(item, title=sentence_case(item.title))

    def _spoken_sentences(self, item: Item, readings: SpokenReadings) -> list[str]:
        """Return each spoken sentence of the item once, at most MOST_VOICED_OF_ITEM, with the texts that the author
        gave for pictures. Return [] for an item in another language."""
        texts = tuple(written_by_author(one.text) for one in item.attachments if one.is_picture and one.text)
        told = readings.item(item, Moment(self._now, Trust.TRUSTED), texts)
        if told.language != LANGUAGE:
            self.spoken.other_languages += 1
            return []
        self.spoken.nameless += not item.author
        said = list(dict.fromkeys(each.spoken for each in told.sentences if each.is_heard))
        self.spoken.beyond += max(len(said) - MOST_VOICED_OF_ITEM, 0)
        return said[:MOST_VOICED_OF_ITEM]

    def _sentence(self, spoken: str) -> ReadySentence | None:
        words = words_hash(spoken)
        if found := sentence(words, self._store.find_sound(words)):
            self.spoken.found += 1
            return found
        if self._synthesiser is None or self._failed >= _GIVES_UP or self._enough():
            self.spoken.left.setdefault(spoken, "")
            return None
        try:
            wav = self._synthesiser.synthesise(spoken)
        except SpeechError as error:
            self._failed += 1
            self.spoken.left[spoken] = one_line(error)
            return None
        self._failed = 0
        try:
            opus = as_opus(wav, VOICED_BYTES)
        except SoundError as error:
            self.spoken.left[spoken] = one_line(error)
            return None
        finally:
            wav.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # on a full disk it is made again next time
            self._store.add(words, opus)
        self.spoken.made += 1
        return sentence(words, opus)


def _sounds_everywhere(feed: Mapping[str, Any]) -> dict[str, str]:
    """Return the spoken forms in the feed's lexicon that hold everywhere. Kiosks of areas with other forms speak such
    sentences with their own voice."""
    source = Source(name=str(feed.get("title", "")), url=_BASE, format="central")
    sheets = lexicon.sheets_of(feed["_kiosk"].get("lexicon"), source, ReasonCounts())
    return merged(sheet for sheet in sheets if not sheet.areas)
