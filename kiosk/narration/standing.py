"""Fixed sentences that a kiosk says again and again, rendered ahead once by a voice that is too slow to be waited for.

They come from the code that says them. Only whole sentences count: spliced words jar, so numbers, hours and names are
here within their sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from types import SimpleNamespace
from typing import Any, cast

from msgspec.structs import replace

from content_cache.alerts.tsunami import SAYS
from content_cache.model.items import NewsItem
from content_cache.model.vocabulary import Category, Hazard, Provenance, Severity, Verdict
from kiosk.alerts.spoken import alert_lines
from kiosk.alerts.text import AlertWords
from kiosk.content.views.ports import BoardPort
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, village
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.guide_text import GuideText
from kiosk.narration.page_words import PageWords, WordsOf
from kiosk.settings import Settings
from kiosk.speech.script.item_script import ItemScript, notice, origin
from kiosk.speech.utterance import Utterance

_VOLUMES = range(0, 101, 10)
_AT_ONCE = 12  # lines


def standing_lines(
    settings: Settings, moment: Moment, *, pages: WordsOf, meet: str = "", language: str = FALLBACK
) -> Iterator[Utterance]:
    """Yield the fixed lines to synthesise ahead, the gravest first, a few sentences at a time.

    *meet* is the assembly point and the way there, *pages* has the words classes of pages.
    """
    translation, lexicon = Translation(language), settings.speech.lexicon
    place = village(settings.place.name)
    board = _empty_board(place, language, moment)
    phrases, guide = Phrases(translation), GuideText(board, translation, lexicon, pages=pages)
    zone = moment.now.tzinfo or moment.now.astimezone().tzinfo
    wording = ItemScript(zone=zone, language=language, lexicon=lexicon)  # type: ignore[arg-type]  # a Moment is aware
    lines = [
        *(line for pair in product(Severity, Hazard) for line in _alerts(phrases, moment, *pair, meet)),
        translation.gettext("Once more."),
        *_prompts(board, guide, translation.gettext),
        *PageWords[object](phrases).hint(None, ""),
        *(line for name in pages.names for line in _of_page(pages.words(name)(phrases), place)),
        *_phrases(wording, [source.name for source in settings.sources]),
    ]
    once = list(dict.fromkeys(filter(None, lines)))
    for start in range(0, len(once), _AT_ONCE):  # in batches: making utterances takes longer than listing lines
        yield notice("standing", once[start : start + _AT_ONCE], wording)


def _of_page(words: PageWords[Any], place: str) -> list[str]:
    return [*words.standing_at(place), *words.standing()]


def _empty_board(place: str, language: str, moment: Moment) -> BoardPort:
    """Return a board on which no page is shown, for texts that need one."""
    shown = dict.fromkeys(BoardPort.__annotations__) | {"focus": "", "screen": "", "sheet": False, "volume": 0}
    return cast(BoardPort, SimpleNamespace(**shown | {"place": place, "language": language, "moment": moment}))


def _alerts(phrases: Phrases, moment: Moment, severity: Severity, hazard: Hazard, meet: str) -> Iterator[str]:
    plain = AlertView(id="", severity=severity, hazard=hazard, meet=meet)
    views = [replace(plain, tsunami=said) for said in ("", *(SAYS if hazard is Hazard.QUAKE else ()))]
    for view in (*views, replace(plain, ended=True, expired=True), replace(plain, drill=True)):
        yield from alert_lines(AlertWords(view, moment, phrases))


def _prompts(board: BoardPort, guide: GuideText, _: Callable[[str], str]) -> Sequence[str]:
    """Return the prompts of the button guide: what to press, that there is no more, how loud it is."""
    told = [
        *guide.question(),
        *guide.welcome_back(),
        _("Press listen to open."),
    ]
    board.sheet = True
    told += guide.current_hint()
    board.sheet = False
    for board.volume in _VOLUMES:
        told.append(guide.volume())
    return told


def _phrases(wording: ItemScript, sources: Iterable[str]) -> Iterator[str]:
    """Yield the phrases around an item: its kind, the verdict, who says it and how far it was checked."""
    phrases = wording.phrases
    yield from (phrases.kind(Category.ANNOUNCEMENT), phrases.kind(Category.ALERT), *map(phrases.verdict, Verdict))
    for source, provenance in product(sources, Provenance):
        yield origin(NewsItem(id="", source=source, title="", provenance=provenance), wording)
