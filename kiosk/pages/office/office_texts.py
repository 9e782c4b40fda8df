"""Lines of the page of the office: what an adoption says, and what can be done about it. Pure."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from content_cache.model.problems import Problem, from_text
from kiosk.content.views.office_card import office_card
from kiosk.content.views.service_views import ToolRow
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases
from kiosk.pages.office.view import OfficeStep, OfficeView
from kiosk.settings import Settings
from kiosk.settings.adoption import Adoption, AdoptionState

FIND, NEW, TAKE, DROP, LEAVE, YES, NO = "find", "new", "take", "drop", "leave", "yes", "no"
"""Values of rows."""


class OfficeTexts:
    """Lines in the language of *phrases*. Days are told in the zone of *now*."""

    def __init__(self, phrases: Phrases, now: datetime) -> None:
        self._phrases = phrases
        self._ = phrases.translation.gettext
        self._now = now

    def view(self, adoption: Adoption, settings: Settings, standing: str) -> OfficeView:
        """Return the view of *adoption*. *standing* is the note of how this kiosk stands at the office."""
        if settings.post.code and adoption.state is not AdoptionState.ADOPTED:
            return self._known(settings, standing)
        told = self.problem(adoption.fault) if adoption.fault is not None else ""
        match adoption.state:
            case AdoptionState.ADOPTED:
                return self._adopted(adoption, standing)
            case AdoptionState.OFFERED:
                return self._offered(adoption)
            case AdoptionState.REFUSED:
                return self._after_refusal(adoption)
            case _:
                return self._asking(adoption, settings, told)

    def _asking(self, adoption: Adoption, settings: Settings, told: str) -> OfficeView:
        _ = self._
        find = ToolRow(FIND, "bank", _("Office's address"))
        rows = (ToolRow(NEW, "arrow-counter-clockwise", _("New code")),)
        fixed = settings.post.key and not adoption.office
        since = self._phrases.time(adoption.since.astimezone(self._now.tzinfo)) if adoption.since else ""
        whom = adoption.office or urlsplit(adoption.url).netloc or _("The office")
        waits = _("Waits for {office} to accept it, since {time}").format(office=whom, time=since)
        lines = (
            waits
            if adoption.state is AdoptionState.WAITING
            else _("No office yet: type its address, or bring a stick.")
        )
        pill = _("Waits for the office") if adoption.state is AdoptionState.WAITING else _("No office")
        return OfficeView(
            OfficeStep.CARD,
            _("Tell the office this code:"),
            (lines,),
            rows if fixed else (find, *rows),
            card=office_card(adoption),
            pill=pill,
            told=told,
            tone="err",
        )

    def _offered(self, adoption: Adoption) -> OfficeView:
        _ = self._
        same = _("Words: {words}").format(words=adoption.words.replace(" ", ", "))
        ask = _("Call the office. Do the same words stand on its screen?")
        rows = ToolRow(TAKE, "check", _("Yes, the words are the same")), ToolRow(DROP, "x", _("No, or I do not know"))
        heading = _("A stick says: {office} accepts this kiosk.").format(office=adoption.office)
        return OfficeView(OfficeStep.TOLD, heading, (same, ask), rows, pill=_("To be confirmed"))

    def _adopted(self, adoption: Adoption, standing: str) -> OfficeView:
        _ = self._
        lines = [_("Words that are the same: {words}").format(words=adoption.words.replace(" ", ", "))]
        if adoption.at is not None:
            lines.append(_("Accepted: {day}").format(day=self._day_and_time(adoption.at)))
        if adoption.place:
            lines.append(_("It stands in: {place}").format(place=adoption.place))
        refused = from_text(standing)
        told = self.problem(refused) if refused is not None else ""
        heading = _("This kiosk is accepted by {office}.").format(office=adoption.office)
        rows = (ToolRow(LEAVE, "x", _("Leave the office")),)
        pill = _("Refused") if told else _("Connected")
        return OfficeView(OfficeStep.TOLD, heading, tuple(lines), rows, pill=pill, good=not told, told=told, tone="err")

    def _after_refusal(self, adoption: Adoption) -> OfficeView:
        _ = self._
        lines = [adoption.reason] if adoption.reason else [_("It gives no reason. Call it.")]
        if adoption.at is not None:
            lines.append(self._day_and_time(adoption.at))
        lines.append(_("News, voice and warnings work on without it."))
        rows = (
            ToolRow(NEW, "arrow-counter-clockwise", _("Ask again with a new code")),
            ToolRow(FIND, "bank", _("Office's address")),
        )
        return OfficeView(OfficeStep.TOLD, _("The office refuses this kiosk."), tuple(lines), rows, pill=_("Refused"))

    def _known(self, settings: Settings, standing: str) -> OfficeView:
        _ = self._
        refused = from_text(standing)
        host = urlsplit(settings.post.url).netloc
        lines = [host] if host else [_("Its letters go by stick.")]
        told = self.problem(refused) if refused is not None else ""
        heading = _("The card of this kiosk was made by an office.")
        pill = _("Refused") if told else _("Connected")
        return OfficeView(OfficeStep.TOLD, heading, tuple(lines), (), pill=pill, good=not told, told=told, tone="err")

    def sure(self, view: OfficeView, office: str) -> OfficeView:
        """Return the question before the kiosk leaves *office*, in place of *view*."""
        _ = self._
        rows = ToolRow(YES, "check", _("Yes, leave it")), ToolRow(NO, "x", _("No"))
        lines = (_("It then takes no news and no settings of this office. What is here stays."),)
        heading = _("Leave {office}?").format(office=office)
        return OfficeView(OfficeStep.TOLD, heading, lines, rows, pill=view.pill, good=view.good)

    def typing(self, typed: str, told: str = "") -> OfficeView:
        """Return the step at which the office's address is typed."""
        return OfficeView(OfficeStep.TYPING, self._("The office's address"), typed=typed, told=told)

    def problem(self, found: Problem) -> str:
        """Return *found* as a line with a capital."""
        line = error_text(found, self._phrases.translation)
        return line[:1].upper() + line[1:]

    def _day_and_time(self, at: datetime) -> str:
        local = at.astimezone(self._now.tzinfo)
        return f"{self._phrases.short_date(local.date())} {local.year}, {self._phrases.time(local)}"
