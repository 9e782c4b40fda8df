"""Utterances that a slow voice renders ahead: the day's read-outs, fixed texts of every day, then items that visitors
may ask for.

The most important first. One utterance is worded at a time, on the thread that draws: no more than a touch would cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from types import MappingProxyType

from content_cache.model.vocabulary import Category
from kiosk.broadcast.readouts import ReadoutService
from kiosk.content.repository import ContentRepository
from kiosk.content.views.ports import Readings
from kiosk.core.clock import Moment
from kiosk.speech.scheduling.ahead import RenderAhead
from kiosk.speech.utterance import Utterance

MOST: Mapping[Category, int] = MappingProxyType(
    {
        Category.ANNOUNCEMENT: 40,
        Category.EVENT: 20,
        Category.NEWS: 40,
        Category.SERVICE: 20,
        Category.CLARIFICATION: 20,
    }
)
"""Items of a category that are rendered ahead: those that fit on a card and are likely to be asked for."""
REST = timedelta(seconds=60)
"""How long nobody must have been there before anything is rendered."""
_SHARE = 0.9  # share of the cache budget that is filled, so that one more utterance fits
AGAIN = timedelta(hours=1)
"""Interval until the list is built anew: read-outs tell of the day and the hour."""


class Forthcoming:
    """Queue of utterances to synthesise ahead; call `render_next` about once a second.

    *readings* are in the kiosk's own language, in which the roof horn speaks too. *standing* yields fixed lines that
    are said again and again.
    """

    def __init__(
        self,
        maker: RenderAhead,
        *,
        repository: ContentRepository,
        readouts: ReadoutService,
        readings: Callable[[], Readings],
        standing: Callable[[Moment], Iterator[Utterance]] = lambda _moment: iter(()),
    ) -> None:
        self._maker = maker
        self._repository = repository
        self._readouts = readouts
        self._readings = readings
        self._standing = standing
        self._left: Iterator[Utterance] = iter(())
        self._current: Utterance | None = None
        self._taken = 0  # bytes of the utterances that this round has passed
        self._began_at: tuple[int, Moment] | None = None
        self._quiet_since: Moment | None = None

    def render_next(self, moment: Moment, *, busy: bool) -> None:
        """Synthesise the next utterance of the queue. *busy*: a visitor is there, or the voice speaks; then pause."""
        if busy:
            self._quiet_since = None
            self._maker.pause()
            return
        self._quiet_since = self._quiet_since or moment
        if self._maker.busy or moment.now - self._quiet_since.now < REST:
            return
        if self._current is not None and not self._maker.finished:
            self._maker.render(self._current)  # a visitor has interrupted it
            return
        if self._current is not None:
            self._taken += self._maker.room_of(self._current)
            self._current = None
        self._begin_anew_if_due(moment)
        # making more than there is room for would push out the most important
        full = self._taken >= self._maker.budget * _SHARE
        utterance = None if full else next(self._left, None)
        if utterance is None:
            self._maker.rest()
            return
        if self._maker.lacks(utterance):
            self._current = utterance
            self._maker.render(utterance)
        else:
            self._taken += self._maker.room_of(utterance)

    def _begin_anew_if_due(self, moment: Moment) -> None:
        """Restart the queue from its first utterance when the content has changed, or after an hour."""
        revision = self._repository.revision()
        began = self._began_at
        if began is None or began[0] != revision or abs(moment.now - began[1].now) >= AGAIN:
            self._began_at = revision, moment
            self._left = self._utterances(moment)
            self._taken = 0

    def _utterances(self, moment: Moment) -> Iterator[Utterance]:
        yield from self._readouts.coming(moment)
        yield from self._standing(moment)
        for category, most in MOST.items():
            for item in islice(self._repository.items(category, moment, limit=most), most):
                yield self._readings().item(item, moment)
