"""Words of a warning, for the screen and the voice alike: what, where, when, how late, from whom. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time

from content_cache.alerts import LATE_AFTER
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.alerts.bmkg_words import tsunami, where
from kiosk.alerts.steps import AWAY_FROM, AlertStep, Translate, goes_to_point, parts, steps
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, capital
from kiosk.speech.script.sentences import sentence_spans

_KIM = re.compile(r"\bKIM\b")
HEADING_ICONS = {
    "awas": "warning-octagon",
    "siaga": "warning",
    "waspada": "warning",
    "info": "info",
    "unchecked": "question",
    "selesai": "info",
}
KIND_ICONS = {
    Hazard.QUAKE: "broadcast",
    Hazard.TSUNAMI: "waves",
    Hazard.FLOOD: "drop",
    Hazard.LANDSLIDE: "mountains",
    Hazard.RAIN: "cloud-rain",
    Hazard.WIND: "wind",
    Hazard.WAVES: "boat",
    Hazard.VOLCANO: "mountains",
    Hazard.FIRE: "fire",
    Hazard.OTHER: "warning",
}


def hazard_name(hazard: Hazard, _: Translate) -> str:
    """Return the name of *hazard*, translated by *_*."""
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
    """Return whether the bundled fonts can draw most letters of *text*."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "\u0250" for letter in letters) >= len(letters)


def _one_sentence(what: str, tsunami: str) -> tuple[str, ...]:
    """Return *what* and *tsunami* as one sentence, such as "Gempa bumi M 5,6, tidak berpotensi tsunami"; as two if
    *tsunami* has a full stop.
    """
    if not tsunami or "." in tsunami:
        return tuple(filter(None, (what, tsunami)))
    return (f"{what}, {tsunami[:1].lower()}{tsunami[1:]}",)


class AlertWords:
    """Words of one warning at one moment, in the language of *phrases*."""

    def __init__(self, alert: AlertView, moment: Moment, phrases: Phrases) -> None:
        self.alert = alert
        self._moment = moment
        self._phrases = phrases
        self._ = phrases.translation.gettext

    @property
    def translate(self) -> Translate:
        """Return the function that translates a message into the language of these words."""
        return self._

    @property
    def heading(self) -> str:
        """Return the heading: AWAS, PERINGATAN, WASPADA, INFO, KABAR BELUM DIPERIKSA.

        An ended warning has PERINGATAN BERAKHIR, which does not say that it is safe.
        """
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
        """Return the line below the heading: how late the warning is or who ended it, else the advice on aftershocks."""
        return self.fate or (self._("Beware of aftershocks") if self.alert.hazard is Hazard.QUAKE else "")

    @property
    def fate(self) -> str:
        """Return how late the warning is, or who ended it; "" if it came in time and holds."""
        if self.alert.ended and self.alert.expired:
            return self._("Its time has run out")  # the issuer did not end it
        if self.alert.ended:
            return self._("Ended by {source}").format(source=self.alert.source) if self.alert.source else ""
        if self.alert.late is not None and self.alert.sent is not None and self._moment.relative:
            ago = self._phrases.ago(self.alert.sent, self._moment.now)
            return self._("Issued {ago}").format(ago=ago)
        return ""

    @property
    def kind(self) -> str:
        """Return the issuer's own name of the event, else the name of the hazard."""
        return self.alert.event or hazard_name(self.alert.hazard, self._)

    @property
    def magnitude(self) -> str:
        """Return the earthquake's magnitude, such as "M 5,6"; "" without one. It is not that of a wave (see `cause`)."""
        if not self.alert.magnitude:
            return ""
        written = f"{self.alert.magnitude:.1f}"
        return f"M {written if self._phrases.translation.language == 'en' else written.replace('.', ',')}"

    @property
    def place_words(self) -> str:
        """Return the place in the visitor's language, and how many more places are warned."""
        place, more = where(self.alert.place, self._), self.alert.more_places
        if not more:
            return place
        told = self._phrases.translation.ngettext("{places} and {n} more area", "{places} and {n} more areas", more)
        return told.format(places=place, n=more)

    @property
    def tsunami(self) -> str:
        """Return the statement on a tsunami, such as that none is expected; "" if the warning itself is named so."""
        told = tsunami(self.alert.tsunami, self._)
        return told if told.casefold() != self.kind.casefold() else ""

    @property
    def when(self) -> str:
        """Return when it happened, such as "Hari ini pukul 09.38 WITA".

        For a lasting warning return until when it holds, for an ended one when it ended. An earthquake has its own
        time, because BMKG names no end.
        """
        alert, phrases = self.alert, self._phrases
        if alert.ended and alert.ends is not None:
            return capital(self._when_written(alert.ends))
        if alert.starts is None:
            return ""
        if alert.ends is None or alert.hazard is Hazard.QUAKE or alert.magnitude or alert.ended:
            return capital(self._when_written(alert.starts))
        until = phrases.until(alert.ends, self._moment)
        zone = phrases.zone(alert.starts.astimezone(self._moment.now.tzinfo))
        return self._("In force until {when}").format(when=f"{until} {zone}")

    def _when_written(self, when: datetime) -> str:
        """Return day, time and zone, such as "hari ini pukul 09.38 WITA"."""
        local, phrases = when.astimezone(self._moment.now.tzinfo), self._phrases
        day = phrases.day_name(local.date(), self._moment)
        return self._("{day} at {time} {zone}").format(day=day, time=phrases.time(local), zone=phrases.zone(local))

    @property
    def credit(self) -> str:
        """Return the source, such as "Sumber: BMKG". It says so if the issuer's own words are not signed."""
        if not self.alert.source:
            return ""
        if self._is_unsigned:
            return self._("Source: {source}, not signed").format(source=self.alert.source)
        return self._("Source: {source}").format(source=self.alert.source)

    @property
    def _is_unsigned(self) -> bool:
        """Return whether the warning has an issuer's own words that no office has signed."""
        return bool(self.alert.source and self.alert.unsigned and (self.alert.said or self.alert.known))

    @property
    def source(self) -> str:
        """Return the source and when the warning came, such as "Sumber: BMKG · diterima 09.39"."""
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
        """Return the mark "SIMULASI · BUKAN KEJADIAN NYATA" for a drill, "BELUM DIPERIKSA · …" for an unchecked
        warning, "" for a real one.
        """
        if self.alert.unchecked:
            return self._("NOT CHECKED YET · IT MAY BE WRONG")
        return self._("DRILL · NOT A REAL EVENT") if self.alert.drill else ""

    @property
    def call(self) -> str:
        """Return the heading above the steps, or above the issuer's own words."""
        if self.issuer_words and self.alert.unchecked:
            return self._("{source} writes:").format(source=self.alert.source)
        if self.issuer_words:
            return self._("What the warning says")
        if self.alert.ended:
            return self.not_safe or self._("Stay careful")
        return self._("Do this now")

    @property
    def not_safe(self) -> str:
        """Return "Belum ada yang menyatakan aman" if the warning merely ran out, else ""."""
        return self._("Nobody has said that it is safe") if self.alert.ended and self.alert.expired else ""

    @property
    def issuer_words(self) -> tuple[str, ...]:
        """Return the issuer's own words, split so that each part fits a card; () if the kiosk's own `steps` stand for them."""
        said = parts(self.alert)
        if not self.alert.unchecked:
            return said
        if said and not _is_latin(self.alert.said):
            return (self._("The writing of this message cannot be shown."),)
        return tuple(f"“{part}”" for part in said)

    @property
    def steps(self) -> tuple[AlertStep, ...]:
        return steps(self.alert, self._, shaken=self._shaken)

    @property
    def _shaken(self) -> bool:
        """Return whether an earthquake was so long ago that its shaking is over."""
        alert, moment = self.alert, self._moment
        return moment.relative and alert.starts is not None and moment.now - alert.starts >= LATE_AFTER

    @property
    def what(self) -> str:
        """Return the event in one line, such as "Gempa bumi M 5,6". Only an earthquake has its magnitude, whatever it causes."""
        number = self.magnitude if self.alert.hazard is Hazard.QUAKE else ""
        return " ".join(filter(None, (self.kind, number)))

    @property
    def cause(self) -> tuple[str, ...]:
        """Return the event and the statement on a tsunami, such as "Gempa bumi M 7,4, berpotensi tsunami"."""
        if not self.magnitude or self.alert.hazard is Hazard.QUAKE:
            return _one_sentence(self.what, self.tsunami)
        quake = _one_sentence(
            f"{hazard_name(Hazard.QUAKE, self._)} {self.magnitude}", tsunami(self.alert.tsunami, self._)
        )
        return (self.kind, *quake) if self.tsunami or not self.alert.tsunami else quake

    @property
    def who(self) -> tuple[str, ...]:
        """Return the people who must go and what else the issuer knows; () if the issuer's own instruction is
        shown, or the warning has ended.
        """
        return () if self.alert.ended or self.alert.said.strip() else tuple(self.alert.known.splitlines())

    # spoken lines

    @property
    def spoken(self) -> list[str]:
        """Return the lines of the voice: how grave, what to do first, what happens, who must go, what else to do,
        where, when, from whom.

        Drills and unchecked warnings say so before and after.
        """
        if self.alert.ended:
            source = self.source_said if self.alert.expired else []
            return [*self._end_lines, *(step.words for step in self.steps), self._ended_at, *source, self._drill_said]
        if self.alert.unchecked:
            told = (self._("The message says:"), *self.issuer_words, self._sender) if self.issuer_words else self.cause
            return [
                self._drill_said,
                self._steps_said[0],
                *told,
                *([] if self.issuer_words else self.source_said),
                self._drill_said,
            ]
        opening, facts = [*self._opening, *self.who, *self._steps_said[1]], [self._place_said, self._when_said]
        return [*opening, *facts, *self.source_said, self._drill_said]

    @property
    def brief(self) -> list[str]:
        """Return the warning in short: what to do first and the way to the assembly point, without its issuer.

        An INFO asks for nothing. An ended warning has the first of what is still to be done.
        """
        if self.alert.ended:
            return [*self._end_lines, self.steps[0].words, self._drill_said]
        drill, heading, first, late, *cause = self._opening
        to_do = [first, *self._to_point] if self.alert.severity is not Severity.INFO else []
        return [drill, heading, *to_do, late, *cause, self._place_said, self._when_said, self._drill_said]

    @property
    def _opening(self) -> list[str]:
        """Return the first lines of the voice: whether it is a drill, how grave it is, what to do first, how late
        it comes, what happens.
        """
        issued = f"{self.fate[:1].lower()}{self.fate[1:]}"
        late = self._("This warning was {issued} and still holds").format(issued=issued) if self.fate else ""
        return [self._drill_said, self.heading, self._steps_said[0], late, *map(self._unambiguous, self.cause)]

    def _unambiguous(self, line: str) -> str:
        """Return *line*, but "Bisa terjadi tsunami" where a tsunami is named without its earthquake.

        "Berpotensi tsunami" (BMKG) or "Tsunami" alone would be heard as a wave that has come.
        """
        alone = (self._("A tsunami may come"), hazard_name(Hazard.TSUNAMI, self._))
        return self._("A tsunami is possible") if tsunami(line, self._) in alone else line

    @property
    def _to_point(self) -> list[str]:
        """Return the steps after the first that lead to the assembly point, then the point; [] if the issuer says what to do."""
        if self.issuer_words or self.alert.unchecked:
            return []
        last = AWAY_FROM.get(self.alert.hazard, 1) + goes_to_point(self.alert)
        return [step.words for step in self.steps[1:last]]

    @property
    def _end_lines(self) -> list[str]:
        """Return the lines about the end.

        They say that it is over before they name the warning: a listener who hears "peringatan" first hears an alarm.
        """
        told = self._("It holds no longer: {warning}") if self.alert.expired else self._("It is over: {warning}")
        return [self._drill_said, told.format(warning=self._ended_warning), self.not_safe]

    @property
    def _ended_at(self) -> str:
        """Return who ended the warning and when, or when it ran out, such as "Diakhiri oleh BMKG pukul 9.40 pagi hari ini"."""
        when = self._hour_said(self.alert.ends) if self.alert.ends is not None else ""
        return self._kim_in_full(f"{self.fate} {when}".strip()) if self.fate else ""

    @property
    def over(self) -> str:
        """Return who ended which warning and when, such as "Sudah diakhiri oleh BMKG pukul 9.40 pagi hari ini:
        peringatan tsunami untuk Pantai Banggai".
        """
        alert, warning = self.alert, self._ended_warning
        if alert.expired:
            ended = self._("It has run out")
        elif alert.source:
            ended = self._("It has been ended by {source}").format(source=alert.source)
        else:
            ended = self._("It has been ended")
        return f"{ended} {self._hour_said(alert.ends)}: {warning}" if alert.ends is not None else f"{ended}: {warning}"

    @property
    def _ended_warning(self) -> str:
        """Return the name of the ended warning, such as "peringatan tsunami untuk Pantai Banggai".

        Hazards from which people flee have the kiosk's own word: the issuer's ("Berpotensi tsunami!") would be heard
        as an alarm.
        """
        alert, named = self.alert, self.alert.hazard in AWAY_FROM or self.alert.hazard is Hazard.OTHER
        hazard = hazard_name(alert.hazard, self._) if named else self.kind
        hazard = hazard.lower() if hazard.isupper() else f"{hazard[:1].lower()}{hazard[1:]}"
        number = self.magnitude if alert.hazard is Hazard.QUAKE else ""
        warning = self._("the warning of {hazard}").format(hazard=f"{hazard} {number}".strip())
        if self.place_words and not alert.magnitude:  # an epicentre is not a warned place
            warning = self._("{warning} for {places}").format(warning=warning, places=self.place_words)
        return warning

    @property
    def _when_said(self) -> str:
        """Return for the voice until when the warning holds, or when the earth shook, or when it was issued.

        The last is left out if `fate` tells it.
        """
        alert, local = self.alert, self._moment.now.tzinfo
        if alert.starts is None:
            return ""
        if alert.magnitude:
            return self._("The earthquake happened at {when}").format(when=self._hour_said(alert.starts))
        if alert.ends is not None and alert.hazard is not Hazard.QUAKE:
            ends = alert.ends.astimezone(local)
            at_midnight = ends.time() == time()
            when = self._phrases.until(ends, self._moment) if at_midnight else self._hour_said(ends)
            return self._("In force until {when}").format(when=when)
        if alert.sent is None or alert.starts > alert.sent:
            return self._("In force from {when}").format(when=self._hour_said(alert.starts))
        return "" if self.fate else self._("Issued at {when}").format(when=self._hour_said(alert.starts))

    def _hour_said(self, when: datetime) -> str:
        """Return the spoken hour and day of *when*, such as "pukul 9.40 pagi hari ini"."""
        local = when.astimezone(self._moment.now.tzinfo)
        day = self._phrases.day_name(local.date(), self._moment)
        return self._("{hour} {day}").format(hour=self._phrases.hour(local), day=day)

    @property
    def source_said(self) -> list[str]:
        """Return for the voice whether no office confirmed it, and who says so.

        When it came is added only if it is late and nothing else tells it.
        """
        alert = self.alert
        doubt = self._("No office has confirmed this") if self._is_unsigned else ""
        told = [self._kim_in_full(self._("Source: {source}").format(source=alert.source))] if alert.source else []
        if alert.received is not None and not self.fate and (alert.sent is None or alert.late is not None):
            told.append(self._("received {when}").format(when=self._hour_said(alert.received)))
        return [doubt, ", ".join(told)]

    @property
    def _drill_said(self) -> str:
        if self.alert.drill and not self.alert.unchecked:
            return self._("This is a drill, only an exercise, not a real event")
        return self.drill.replace(" · ", ", ")

    @property
    def _sender(self) -> str:
        return self._("Sender: {source}").format(source=self.alert.source) if self.alert.source else ""

    def _kim_in_full(self, line: str) -> str:
        """Return *line* with "KIM" spelled out: heard alone, it is taken for somebody's name."""
        return _KIM.sub(self._("Community Information Group"), line)

    @property
    def _steps_said(self) -> tuple[str, list[str]]:
        """Return the first thing to do and the others for the voice: the issuer's own words, else the steps."""
        if self.alert.unchecked:
            return self._("Be ready, and ask the village office before you pass it on"), []
        if not self.issuer_words:
            first, *others = (step.words for step in self.steps)
            return first, others
        first, *lines = filter(str.strip, (self.alert.speech.strip() or self.alert.said).splitlines())
        _, end = next(iter(sentence_spans(first)), (0, len(first)))
        return first[:end], [first[end:], *lines]

    @property
    def _place_said(self) -> str:
        """Return the warned place for the voice; for an earthquake its epicentre."""
        place = self.place_words
        if not place or "pusat gempa" in place.lower():
            return place
        told = self._("Epicentre: {place}") if self.alert.magnitude else self._("In force for {place}")
        return told.format(place=place)

    @property
    def band(self) -> str:
        """Return the line of the band and of the tile Darurat, such as "PERINGATAN · Gempa bumi M 5,6"."""
        if self.alert.unchecked:
            return " · ".join((self._("NOT CHECKED"), self.what))
        first = self._("DRILL") if self.alert.drill else ""
        return " · ".join(filter(None, (first, self.heading, self.what)))
