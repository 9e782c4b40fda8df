"""Darurat in words, for the screen and the voice: whether warnings come here, whom to call, where to go, what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from content_cache.model.items import Hazard, Severity
from content_cache.model.sheets import Contact
from kiosk.alerts.steps import Step, hazard_steps
from kiosk.alerts.text import AlertWords, hazard_name
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.speech.indonesian.numbers import digits
from kiosk.viewmodel.emergency import EmergencyView
from kiosk.viewmodel.views import AlertView


class EmergencyWords:
    """The words of Darurat at one moment, in the language of *phrases*. *warning* is the one that the band above names."""

    def __init__(self, view: EmergencyView, moment: Moment, phrases: Phrases, warning: AlertView | None = None) -> None:
        self._warning = AlertWords(warning, moment, phrases).band if warning is not None else ""
        self._view = view
        self._moment = moment
        self._phrases = phrases
        self._ = phrases.translation.gettext

    @property
    def warned(self) -> bool:
        """Is there nothing to be careful about beyond what always holds: warnings would come here, and none is known?"""
        return not self._warning and self._view.known(self._moment)

    @property
    def status(self) -> str:
        """The warning in force; else whether warnings come here at all, and when it was last known that there is none. Never a
        promise."""
        _, view, moment = self._, self._view, self._moment
        if self._warning:
            return self._warning
        if not view.connected:
            return _("This kiosk is not connected to BMKG yet.") + " " + self.warning
        if not view.known(moment) or view.alerts_checked is None:
            return _("Not known whether there is a warning.") + " " + self.warning
        when = view.alerts_checked.astimezone(moment.now.tzinfo)
        told = self._phrases.time(when)
        if when.date() != moment.now.date():
            told = f"{self._phrases.day(when.date(), moment)} {told}"
        return _("No warning · checked at {time}").format(time=told)

    @property
    def warning(self) -> str:
        """What holds without any warning (BMKG: the shaking itself is the first warning)."""
        return self._("If you feel a strong earthquake on the coast, run to high ground at once.")

    @property
    def checked(self) -> str:
        """When somebody last rang the numbers."""
        view = self._view
        if not view.contacts:
            return self._("Nobody has entered numbers yet.")
        if view.unchecked(self._moment) or view.checked is None:
            return self._("Numbers not checked yet")
        when = self._phrases.plain_date(view.checked, self._moment)
        return self._("Numbers checked by staff on {date}").format(date=when)

    def name(self, contact: Contact) -> str:
        return contact.name or self._("General emergency")

    @property
    def empty(self) -> str:
        """Said in place of the numbers that nobody has entered."""
        return "" if self._view.contacts else self._("Staff have not entered the numbers. Call 112.")

    def hazard(self, hazard: Hazard) -> str:
        return hazard_name(hazard, self._)

    def steps(self, hazard: Hazard) -> tuple[Step, ...]:
        """What to do, as when it is warned of."""
        return hazard_steps(hazard, Severity.AWAS, self._)

    # as it is said

    def entry(self) -> list[str]:
        """On coming to the screen."""
        lines = [f"{self._('Emergency')}.", *self._said_status()]
        first = self._view.called[0]
        return [*lines, self.empty or f"{self.name(first)}: {self._digits(first.number)}."]

    def focused(self, spot: str) -> list[str]:
        """A number digit by digit and twice; a point with its way; a hazard with its steps."""
        kind, _, number = spot.partition(":")
        view, index = self._view, int(number) if number.isdigit() else -1
        match kind:
            case "number" if 0 <= index < len(view.called):
                contact = view.called[index]
                told = self._digits(contact.number)
                again = self._("Once more: {number}").format(number=told)
                return [f"{self.name(contact)}.", f"{told}.", f"{again}."]
            case "point" if 0 <= index < len(view.points):
                point = view.points[index]
                where = self._("Assembly point: {point}").format(point=point.name)
                return [f"{where}.", *([f"{point.direction.rstrip('.')}."] if point.direction else [])]
            case "hazard" if 0 <= index < len(view.hazards):
                hazard = view.hazards[index]
                numbered = (f"{place}: {step.words}" for place, step in enumerate(self.steps(hazard), 1))
                return [f"{self.hazard(hazard)}.", *numbered]
            case "alert" if self._warning:
                return [f"{self._warning.replace(' · ', ', ')}.", self._("Press listen to open.")]
            case "alerts":
                return [f"{self._('Warnings that came')}.", self._("Press listen to open.")]
        return []

    def whole(self) -> list[str]:
        """All of the screen, each number once."""
        return list(self._whole())

    def _whole(self) -> Iterator[str]:
        yield f"{self._('Emergency')}."
        yield from self._said_status()
        if self.empty:
            yield self.empty
        for contact in self._view.contacts:
            yield f"{self.name(contact)}: {self._digits(contact.number)}."
        for index in range(len(self._view.points)):
            yield from self.focused(f"point:{index}")
        for index in range(len(self._view.hazards)):
            yield from self.focused(f"hazard:{index}")

    def _said_status(self) -> Iterator[str]:
        yield f"{self.status.replace(' · ', ', ').rstrip('.')}."
        if self._view.contacts and self._view.unchecked(self._moment):
            yield f"{self.checked}."

    def _digits(self, number: str) -> str:
        """ "nol, empat, enam, satu. nol, nol, nol" – each digit by itself, a longer pause between its groups."""
        groups = number.replace("+", " ").replace("-", " ").split()
        english = self._phrases.translation.language == "en"
        told = [", ".join(digit if english else digits(digit) for digit in group) for group in groups]
        return f"{self._('plus')}, {'; '.join(told)}" if number.startswith("+") else "; ".join(told)
