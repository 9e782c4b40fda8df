"""Darurat in words, for the screen and the voice: whether warnings come here, whom to call, where to go, what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content_cache.model.sheets import Contact
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.alerts.steps import AlertStep, hazard_steps
from kiosk.alerts.text import AlertWords, hazard_name
from kiosk.content.views.emergency import EmergencyView
from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords, Told
from kiosk.speech.indonesian.numbers import digits
from kiosk.speech.utterance import NOWHERE


class EmergencyWords(PageWords[EmergencyView]):
    """Words of the page Darurat. A warning in force is told by the words of its band."""

    def is_calm(self, view: EmergencyView, moment: Moment) -> bool:
        """Return whether warnings would reach this kiosk and none is in force, so that only the standing advice is shown."""
        return view.warning is None and view.known(moment)

    def status(self, view: EmergencyView, moment: Moment) -> str:
        """Return the warning in force.

        Without one: whether warnings reach this kiosk, and when none was known last. Never promise safety.
        """
        _ = self._
        if view.warning is not None:
            return AlertWords(view.warning, moment, self.phrases).band
        if not view.connected:
            return _("This kiosk is not connected to BMKG yet.") + " " + self.advice
        if not view.known(moment) or view.alerts_checked is None:
            return _("Not known whether there is a warning.") + " " + self.advice
        when = view.alerts_checked.astimezone(moment.now.tzinfo)
        told = self.phrases.time(when)
        if when.date() != moment.now.date():
            told = f"{self.phrases.day_name(when.date(), moment)} {told}"
        return _("No warning · checked at {time}").format(time=told)

    @property
    def advice(self) -> str:
        """Return the advice that holds without any warning (BMKG: the shaking itself is the first warning)."""
        return self._("If you feel a strong earthquake on the coast, run to high ground at once.")

    def checked(self, view: EmergencyView, moment: Moment) -> str:
        """Return when somebody last tried the emergency numbers by ringing them."""
        if not view.contacts:
            return self._("Nobody has entered numbers yet.")
        if view.unchecked(moment) or view.checked is None:
            return self._("Numbers not checked yet")
        when = self.phrases.plain_date(view.checked, moment)
        return self._("Numbers checked by staff on {date}").format(date=when)

    def name(self, contact: Contact) -> str:
        """Return the name of *contact*, or a general one if it has none."""
        return contact.name or self._("General emergency")

    def empty(self, view: EmergencyView) -> str:
        """Return the advice to call 112 if no numbers were entered, else ""."""
        return "" if view.contacts else self._("Staff have not entered the numbers. Call 112.")

    def hazard(self, hazard: Hazard) -> str:
        return hazard_name(hazard, self._)

    def steps(self, hazard: Hazard) -> tuple[AlertStep, ...]:
        """Return what to do about *hazard*, as in a warning of the highest severity."""
        return hazard_steps(hazard, Severity.AWAS, self._)

    # as it is said

    def entry(self, view: EmergencyView, moment: Moment) -> list[str]:
        """Return the lines for somebody who comes to the page: whether warnings reach this kiosk, and the first number."""
        lines = [f"{self._('Emergency')}.", *self._said_status(view, moment)]
        first = view.called[0]
        return [*lines, self.empty(view) or f"{self.name(first)}: {self._digits(first.number)}."]

    def focused(self, view: EmergencyView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the card in focus: a number digit by digit and twice, a point with its way, a hazard
        with its steps.
        """
        kind, _, number = focus.partition(":")
        index = int(number) if number.isdigit() else -1
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
            case "band" if view.warning is not None:
                return [f"{self.status(view, moment).replace(' · ', ', ')}.", self._("Press listen to open.")]
            case "alerts":
                return [f"{self._('Warnings that came')}.", self._("Press listen to open.")]
        return []

    def reading(self, view: EmergencyView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the lines of the card in focus. Without a focus, all of the page with each number once."""
        told = self.focused(view, focus, moment) if focus in view.card_spots else self._whole(view, moment)
        return [(NOWHERE, line) for line in told]

    def hint(self, view: EmergencyView, focus: str) -> list[str]:
        """Return how the buttons lead through the numbers."""
        return self.standing()

    def standing(self) -> list[str]:
        """Return how the buttons lead through the numbers; the voice can be made ahead."""
        return [self._("Press next for the next number, listen to hear it again.")]

    def _whole(self, view: EmergencyView, moment: Moment) -> Iterator[str]:
        yield f"{self._('Emergency')}."
        yield from self._said_status(view, moment)
        if empty := self.empty(view):
            yield empty
        for contact in view.contacts:
            yield f"{self.name(contact)}: {self._digits(contact.number)}."
        for index in range(len(view.points)):
            yield from self.focused(view, f"point:{index}", moment)
        for index in range(len(view.hazards)):
            yield from self.focused(view, f"hazard:{index}", moment)

    def _said_status(self, view: EmergencyView, moment: Moment) -> Iterator[str]:
        yield f"{self.status(view, moment).replace(' · ', ', ').rstrip('.')}."
        if view.contacts and view.unchecked(moment):
            yield f"{self.checked(view, moment)}."

    def _digits(self, number: str) -> str:
        """Return *number* digit by digit with longer pauses between its groups, such as "nol, empat, enam, satu.
        nol, nol, nol".
        """
        groups = number.replace("+", " ").replace("-", " ").split()
        english = self.phrases.translation.language == "en"
        told = [", ".join(digit if english else digits(digit) for digit in group) for group in groups]
        return f"{self._('plus')}, {'; '.join(told)}" if number.startswith("+") else "; ".join(told)
