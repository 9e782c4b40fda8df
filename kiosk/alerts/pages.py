"""Pages of a warning in screen order: what to do first, who must go, the other steps, cause and source. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from content_cache.model.vocabulary import Hazard
from kiosk.alerts.steps import in_parts, step_spots
from kiosk.alerts.text import AlertWords, hazard_name

_NAME = 28  # maximum characters of a step's name on the page before


@dataclass(frozen=True, slots=True)
class AlertPoint:
    """Step to take or fact to know. *spot* is its name for the focus, *name* its short name on the page before."""

    spot: str
    icon: str
    words: str
    name: str
    number: str = ""

    @property
    def is_step(self) -> bool:
        return self.spot.startswith("step:")


class AlertPages:
    """Pages of one warning, in the words of *words*."""

    def __init__(self, words: AlertWords) -> None:
        self._words = words
        self._ = words.translate

    @property
    def pages(self) -> list[AlertPoint]:
        """Return all pages in the order of their focus spots."""
        return [self._point_of(spot) for spot in step_spots(self._words.alert)]

    @property
    def who(self) -> tuple[str, ...]:
        """Return the people who must go in the issuer's words, split so that each part fits a page.

        Without them return the places warned, but never an epicentre.
        """
        words = self._words
        if words.who:
            first, *others = in_parts(" ".join(words.who))
            return (self._("Who: {who}").format(who=first), *others)
        return (words.place_words,) if any(spot.startswith("who:") for spot in step_spots(words.alert)) else ()

    @property
    def goes(self) -> bool:
        """Return whether `who` names people and not places."""
        return bool(self._words.who)

    @property
    def cause(self) -> tuple[str, ...]:
        """Return the lines with event, time and place. Only an earthquake has its magnitude: a wave has none."""
        words = self._words
        if words.alert.ended:
            return ()
        quake = ""
        if words.magnitude and words.alert.hazard is not Hazard.QUAKE:
            quake = f"{hazard_name(Hazard.QUAKE, self._)} {words.magnitude}"
        place = "" if words.place_words in self.who else words.place_words
        return tuple(filter(None, (quake, words.when, place)))

    @property
    def call(self) -> str:
        """Return the heading above the issuer's own words; "" if there are none."""
        return self._words.call if self._words.issuer_words else ""

    def _point_of(self, spot: str) -> AlertPoint:
        kind, _, number = spot.partition(":")
        place = int(number or 0)
        words = self._words
        if kind == "who":
            return AlertPoint(spot, "users-three" if self.goes else "map-pin", self.who[place], self._("who"))
        if kind == "cause":
            told = (words.tsunami, *self.cause, words.fate, words.source)
            return AlertPoint(spot, "broadcast", ". ".join(filter(None, told)), self._("the cause"))
        if words.issuer_words:
            several = f"{place + 1}/{len(words.issuer_words)}" if len(words.issuer_words) > 1 else ""
            said = words.issuer_words[min(place, len(words.issuer_words) - 1)]
            return AlertPoint(spot, "", said, self._("the rest"), several)
        step = words.steps[place]
        return AlertPoint(spot, step.icon, step.words, _short_name(step.words), str(place + 1))


def _short_name(words: str) -> str:
    """Return the beginning of a step in whole words and without a capital, such as "jauhi pantai dan muara …"."""
    first = "".join(takewhile(lambda letter: letter not in ".,:?!", words))
    if len(first) > _NAME:
        first = first[:_NAME].rsplit(" ", 1)[0] + " …"
    return first[:1].lower() + first[1:]
