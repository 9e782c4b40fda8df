"""A warning in words, for the screen and the voice alike: what, where, when, how late, from whom. Pure."""

from __future__ import annotations

from content_cache.model.items import Hazard, Severity
from kiosk.alerts.bmkg_words import tsunami, where
from kiosk.alerts.steps import Step, Translate, parts, steps
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.viewmodel.views import AlertView

HEADING_ICONS = {
    "awas": "warning-octagon",
    "siaga": "warning",
    "waspada": "warning",
    "info": "info",
    "unchecked": "question",
    "selesai": "check-circle",
}
KIND_ICONS = {
    Hazard.QUAKE: "broadcast",
    Hazard.TSUNAMI: "waves",
    Hazard.FLOOD: "waves",
    Hazard.LANDSLIDE: "mountains",
    Hazard.RAIN: "cloud-rain",
    Hazard.WIND: "wind",
    Hazard.WAVES: "boat",
    Hazard.VOLCANO: "mountains",
    Hazard.FIRE: "fire",
    Hazard.OTHER: "warning",
}


def hazard_name(hazard: Hazard, _: Translate) -> str:
    """What it is called in the visitor's language."""
    return {
        Hazard.QUAKE: _("Earthquake"),
        Hazard.TSUNAMI: _("Tsunami"),
        Hazard.FLOOD: _("Flood"),
        Hazard.LANDSLIDE: _("Landslide"),
        Hazard.RAIN: _("Heavy rain"),
        Hazard.WIND: _("Strong wind"),
        Hazard.WAVES: _("High waves"),
        Hazard.VOLCANO: _("Volcanic eruption"),
        Hazard.FIRE: _("Fire"),
        Hazard.OTHER: _("Emergency"),
    }[hazard]


def _is_latin(text: str) -> bool:
    """Whether our fonts have most of its letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "\u0250" for letter in letters) >= len(letters)


class AlertWords:
    """The words of one warning at one moment, in the language of `phrases`."""

    def __init__(self, alert: AlertView, moment: Moment, phrases: Phrases) -> None:
        self.alert = alert
        self._moment = moment
        self._phrases = phrases
        self._ = phrases.translation.gettext

    @property
    def heading(self) -> str:
        """AWAS, PERINGATAN, WASPADA, INFO; KABAR BELUM DIPERIKSA; PERINGATAN BERAKHIR, which does not say that it is safe."""
        if self.alert.ended:
            return self._("WARNING ENDED")
        if self.alert.unchecked:
            return self._("NEWS NOT CHECKED")
        return {
            Severity.AWAS: self._("DANGER"),
            Severity.SIAGA: self._("WARNING"),
            Severity.WASPADA: self._("CAUTION"),
            Severity.INFO: self._("NOTICE"),
        }[self.alert.severity]

    @property
    def advice(self) -> str:
        """The line below the heading: first of all how late it is."""
        return self.fate or (self._("Beware of aftershocks") if self.alert.hazard is Hazard.QUAKE else "")

    @property
    def fate(self) -> str:
        """How late it is, or who ended it; "" for what came in time and holds."""
        if self.alert.ended and self.alert.expired:
            return self._("Its time has run out")  # its issuer has said nothing
        if self.alert.ended:
            return self._("Ended by {source}").format(source=self.alert.source) if self.alert.source else ""
        if self.alert.late is not None and self.alert.sent is not None and self._moment.relative:
            ago = self._phrases.ago(self.alert.sent, self._moment.now)
            return self._("Received late, {ago}").format(ago=ago)
        return ""

    @property
    def kind(self) -> str:
        """What happens: the issuer's own name of it, else the hazard's."""
        return self.alert.event or hazard_name(self.alert.hazard, self._)

    @property
    def number(self) -> str:
        """M 5,6"""
        if not self.alert.magnitude:
            return ""
        written = f"{self.alert.magnitude:.1f}"
        return f"M {written if self._phrases.translation.language == 'en' else written.replace('.', ',')}"

    @property
    def place(self) -> str:
        """Where; BMKG's own wording of it in the visitor's language."""
        place, more = where(self.alert.place, self._), self.alert.more_places
        if not more:
            return place
        told = self._phrases.translation.ngettext("{places} and {n} more area", "{places} and {n} more areas", more)
        return told.format(places=place, n=more)

    @property
    def tsunami(self) -> str:
        """What is said of a tsunami: above all that none is expected, where that is said. It is not said twice where the issuer
        calls the whole warning so."""
        told = tsunami(self.alert.tsunami, self._)
        return told if told.casefold() != self.kind.casefold() else ""

    @property
    def when(self) -> str:
        """Hari ini pukul 09.38 WITA; of what lasts until when. An earthquake is told by its own time: BMKG names no end of it."""
        alert, phrases, moment = self.alert, self._phrases, self._moment
        if alert.starts is None:
            return ""
        starts = alert.starts.astimezone(moment.now.tzinfo)
        day = phrases.day(starts.date(), moment)
        told = self._("{day} at {time} {zone}").format(day=day, time=phrases.time(starts), zone=phrases.zone(starts))
        if alert.ends is None or alert.hazard is Hazard.QUAKE or alert.magnitude or alert.ended:
            return told[:1].upper() + told[1:]
        until = phrases.until(alert.ends, moment)
        return self._("In force until {when}").format(when=f"{until} {phrases.zone(starts)}")

    @property
    def credit(self) -> str:
        """Sumber: BMKG"""
        return self._("Source: {source}").format(source=self.alert.source) if self.alert.source else ""

    @property
    def source(self) -> str:
        """Sumber: BMKG · diterima 09.39"""
        alert = self.alert
        parts = [self.credit] if self.credit else []
        if alert.received is not None:
            received = self._phrases.when(alert.received, self._moment)
            local = alert.received.astimezone(self._moment.now.tzinfo)
            same_day = self._moment.relative and local.date() == self._moment.now.date()
            time = self._phrases.time(local) if same_day else f"{received} {self._phrases.time(local)}"
            parts.append(self._("received {when}").format(when=time))
        return " · ".join(parts)

    @property
    def drill(self) -> str:
        """SIMULASI · BUKAN KEJADIAN NYATA; BELUM DIPERIKSA for what nobody stands for; "" for what is real."""
        if self.alert.unchecked:
            return self._("NOT CHECKED YET · IT MAY BE WRONG")
        return self._("DRILL · NOT A REAL EVENT") if self.alert.drill else ""

    @property
    def call(self) -> str:
        """What stands above the steps, or above what the issuer says."""
        if self.said and self.alert.unchecked:
            return self._("{source} writes:").format(source=self.alert.source)
        if self.said:
            return self._("What the warning says")
        return self._("Stay careful") if self.alert.ended else self._("Do this now")

    @property
    def said(self) -> tuple[str, ...]:
        """What the issuer itself says, a card's worth in each; () where it leaves that to the `steps`."""
        said = parts(self.alert)
        if not self.alert.unchecked:
            return said
        if said and not _is_latin(self.alert.said):
            return (self._("The writing of this message cannot be shown."),)
        return tuple(f"“{part}”" for part in said)

    @property
    def aloud(self) -> list[str]:
        """What follows the facts when it is spoken: the issuer's own words, else the steps by their numbers."""
        if self.said and self.alert.unchecked:
            return [self.call, *self.said]
        if self.said:
            return (self.alert.speech or self.alert.said).splitlines()
        known = [] if self.alert.ended else self.alert.known.splitlines()
        return [*known, self.call, *(f"{number}: {step.words}" for number, step in enumerate(self.steps, 1))]

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps(self.alert, self._)

    @property
    def band(self) -> str:
        """The line of the severity band and of the Darurat tile: PERINGATAN · Gempa bumi M 5,6"""
        what = " ".join(filter(None, (self.kind, self.number)))
        if self.alert.unchecked:
            return " · ".join((self._("NOT CHECKED"), what))
        first = self._("DRILL") if self.alert.drill else ""
        return " · ".join(filter(None, (first, self.heading, what)))
