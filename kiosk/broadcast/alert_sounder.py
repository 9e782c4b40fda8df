"""Sounding of the alerts in force here, as `kiosk.alerts.sound_policy` decides; remembers which were sounded and acknowledged.

The screen is shown the same alerts (`kiosk.alerts.screen`); neither waits for the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from content_cache.alerts import AlertState, Standing
from content_cache.model.trust import is_unchecked
from kiosk.alerts.ranking import AlertRank
from kiosk.alerts.rising import danger, is_graver
from kiosk.alerts.siren_limit import WITHIN, SirenLimit
from kiosk.alerts.sound_policy import (
    AlertPhase,
    ArrivalWay,
    Raised,
    Sounding,
    all_due,
    heard_before,
    in_turn,
    is_alarm,
    is_begun_anew,
    is_news,
    names_of,
    noted,
    told_at_readout,
    understood,
)
from kiosk.alerts.sound_policy import alert_phase as phase
from kiosk.alerts.spoken import alert_lines, alert_once_more
from kiosk.alerts.steps import PART
from kiosk.alerts.text import AlertWords
from kiosk.alerts.turns import Turns
from kiosk.broadcast.quiet_hours import quiet_of
from kiosk.content.local_alerts import host_of, name_of, owner_of, replaced_by, view_of
from kiosk.content.repository import ContentRepository
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.narrator import SPOKEN
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import Settings
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.sentences import sentence_spans
from kiosk.speech.utterance import Prelude, Priority, Utterance
from kiosk.state.alert_history import Sounded
from kiosk.state.memory import Memory

_RETRY, _LONGEST_RETRY = timedelta(seconds=5), timedelta(seconds=20)


def since_boot() -> timedelta:
    """Return how long the machine has been on. Unlike the time of day it needs nobody to set it."""
    return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))


class AlertSounder:
    """Sounder of alerts, in the kiosk's own language.

    *uptime* returns how long ago the machine was switched on: an alert received since then came live. *meet* returns
    the place's assembly point. *makes_way* is called before a new and grave alert, to end everything else.
    """

    def __init__(
        self,
        *,
        repository: ContentRepository,
        memory: Memory,
        reader: ReadAloud,
        settings: Settings,
        uptime: Callable[[], timedelta] = since_boot,
        meet: Callable[[], str] = lambda: "",
        makes_way: Callable[[], None] = lambda: None,
    ) -> None:
        self._repository = repository
        self._memory = memory
        self._reader = reader
        self._settings = settings
        self._uptime = uptime
        self._meet = meet
        self._makes_way = makes_way
        self._quiet = quiet_of(settings.speech, settings.place)
        self._read_at: tuple[int, datetime] | None = None
        self._standing: Mapping[str, Standing] = {}
        self._sounding: Sounding | None = None
        self._current_view: AlertView | None = None
        self._roots: Mapping[str, str] = {}  # by update: the alert of its chain that was sounded last
        self._claim: AlertRank | None = None  # the claim of the alert being sounded
        self._turns = Turns()
        self._interrupted: set[str] = set()  # alerts whose siren was cut off for a graver one
        self._due: dict[str, timedelta] = {}  # uptime since which each is to be sounded
        self._sirens = SirenLimit()
        self._siren_sounded: set[str] = set()  # alerts whose siren was sounded since the start
        self.unheard = False
        """Whether an alert is in force that no loudspeaker could play."""
        self._failed = 0  # tries in a row
        self._tried_again_at = timedelta()
        self._calm: dict[str, tuple[int, timedelta]] = {}  # alerts without a siren: how dangerous, since which uptime
        self._last_id = ""
        self._utterance: Utterance | None = None
        self._record_before: Sounded | None = None  # the record of the alert being sounded, before it was begun

    def sound_due_alert(self, moment: Moment, *, recording: bool = False) -> None:
        """Begin to sound the alert that is due; call this about once a second.

        An alert that is being said is cut off for a graver one. *recording*: somebody speaks to the kiosk, so only a
        new and grave alert is said.
        """
        quiet = moment.relative and self._quiet.end_of_quiet(moment.now) is not None
        moment = moment.for_warnings
        standing = self._alerts_in_force(moment)
        raised = self._raised(standing, moment)
        self._end_outdated(standing, raised)
        if not standing:
            return
        heard = self._memory.alerts.by_alert()
        self._note_unheard()
        if self._uptime() < self._tried_again_at:
            return
        found = self._next(raised, moment, heard, quiet=quiet)
        if found is None or not self._may_begin(*found):
            return
        claim, what = found
        if is_news(what, raised[what.alert], heard):
            self._makes_way()
        elif recording:
            return
        if self._reader.priority is Priority.URGENT:
            self._cut_off()
        horn = self._settings.speech.horn_device != "" and what.manner.priority is Priority.URGENT
        view = self._view_to_say(what, standing[what.alert], moment)
        utterance = self._alert_utterance(view, moment, twice=horn)
        self._reader.read(utterance, what.manner, resume=False)
        self._sounding, self._current_view, self._claim = what, view, claim
        self._utterance = utterance
        self._last_id, self._record_before = utterance.id, heard.get(what.alert)
        # recorded last: if anything above fails, it is tried again
        alert = raised[what.alert]
        self._turns.note_begun(alert.owner)
        if self._begins_siren(what, alert, heard):
            self._sirens.note_siren(alert, raised.values(), self._uptime(), again=self._is_again(alert, heard))
            self._siren_sounded = {*self._siren_sounded, *names_of(alert)}
        elif alert.calm:
            self._calm.setdefault(alert.id, (danger(alert.hazard, alert.event), self._uptime()))
        self._interrupted.discard(what.alert)
        self._memory.alerts.record_sounding(noted(what, alert, heard, moment.now))

    def _note_unheard(self) -> None:
        """Count an alert that no loudspeaker could play as not sounded: retry at once, then at growing intervals."""
        if not self._reader.unheard:
            self.unheard, self._failed = False, 0
        elif self._last_id == self._reader.unheard and not self._is_saying:
            if self._sounding is not None:
                self._interrupted.add(self._sounding.alert)
            self._restore()
            self._turns.cut()
            self._tried_again_at = self._uptime() + min(self._failed * _RETRY, _LONGEST_RETRY)
            self.unheard, self._failed = True, self._failed + 1

    def _cut_off(self) -> None:
        """Stop the alert that is being said for a graver one. It counts as not sounded and is said again later."""
        if self._sounding is not None:
            self._interrupted.add(self._sounding.alert)
            self._restore()
            self._turns.cut()
        self._reader.stop(urgent=True)

    def _next(
        self, raised: dict[str, Raised], moment: Moment, heard: Mapping[str, Sounded], *, quiet: bool
    ) -> tuple[AlertRank, Sounding] | None:
        """Return the alert that is due next. Its siren is removed if its host has begun too many."""
        volume = self._settings.speech.volume
        while due := all_due(raised.values(), moment, heard, quiet=quiet, volume=volume):
            self._turns.note_waiting({raised[what.alert].owner for _, what in due}, saying=self._is_saying)
            had_turn = self._turns.had(saying=self._is_saying)
            what = in_turn(due, had_turn=had_turn)[0]
            alert = raised[what.alert]
            again = self._is_again(alert, heard)
            begins = self._begins_siren(what, alert, heard)
            if not begins or not self._sirens.is_beyond(alert, raised.values(), self._uptime(), again=again):
                return next(each for each in due if each[1] is what)
            self._calm_down(alert, raised, again=again)
        self._turns.note_waiting((), saying=self._is_saying)
        return None

    def _calm_down(self, alert: Raised, raised: dict[str, Raised], *, again: bool) -> None:
        """Remove the siren of *alert*, and of all others of its host and hazard that have not begun theirs.

        With *again*, remove only its own.
        """
        raised[alert.id] = replace(alert, calm=True)
        for name, each in raised.items() if not again else ():
            alike = each.host == alert.host and each.hazard is alert.hazard and each.event == alert.event
            if alike and self._siren_sounded.isdisjoint(names_of(each)):
                raised[name] = replace(each, calm=True)

    def _is_again(self, alert: Raised, heard: Mapping[str, Sounded]) -> bool:
        """Return whether *alert*, or one that it updates, has sounded before."""
        return heard_before(alert, heard) is not None or not self._siren_sounded.isdisjoint(names_of(alert))

    def _begins_siren(self, what: Sounding, alert: Raised, heard: Mapping[str, Sounded]) -> bool:
        """Return whether *what* begins a siren that has not been heard yet.

        One sounded before this start of the kiosk counts as not heard.
        """
        siren = what.manner.prelude is Prelude.SIREN and what.alert not in self._interrupted
        return siren and (is_begun_anew(what, alert, heard) or self._siren_sounded.isdisjoint(names_of(alert)))

    def unsaid(self, ended: frozenset[str]) -> None:
        """Count the last alert as not sounded, if its utterance is among the ids *ended* that were cut off.

        It is said again later.
        """
        if self._sounding is not None and self._last_id in ended:
            self._restore()

    def _restore(self) -> None:
        """Restore the record of the last alert to its state before it was begun."""
        if self._sounding is None or not self._last_id:
            return
        if self._record_before is None:
            self._memory.alerts.forget_alert(self._sounding.alert)
        else:
            self._memory.alerts.forget_alert(self._sounding.alert)
            self._memory.alerts.record_sounding(self._record_before)
        self._last_id = ""

    def _end_outdated(self, standing: Mapping[str, Standing], raised: Mapping[str, Raised]) -> None:
        """Stop the alert being said if it has expired, is no longer an alarm, or was made graver by an update.

        Any other update waits until the alert is said to its end; then the newest is said.
        """
        said, view = self._sounding, self._current_view
        if said is None or view is None or said.end:
            return
        calm = self._utterance if said.manner.priority is Priority.SCHEDULED else None
        if self._reader.priority is not Priority.URGENT and calm is None:
            return
        forms = (key for key, each in raised.items() if key == said.alert or said.alert in each.replaces)
        name = next(forms, "")
        now = standing.get(name)
        goes_on = now is not None and now.state is AlertState.IN_FORCE
        if goes_on and now is not None and name != said.alert:
            goes_on = is_alarm(raised[name]) and not is_graver(self._view(now), view)
        if not goes_on and calm is not None:
            self._reader.end_utterance(calm)
        elif not goes_on:
            self._reader.stop(urgent=True)

    @property
    def _is_saying(self) -> bool:
        """Return whether an urgent alert is being said."""
        return self._reader.priority is Priority.URGENT and self._sounding is not None

    def _may_begin(self, claim: AlertRank, what: Sounding) -> bool:
        """Return whether *what* may begin now.

        An alert that is being said gives way to one that goes first. It also gives way to a graver one that has not
        sounded yet and whose host has not had its turn.
        """
        if what.manner.priority is Priority.SCHEDULED:
            return not self._reader.speaking  # only an urgent alert interrupts a visitor's reading
        if not self._is_saying or self._claim is None:
            return True
        if what.end or claim.heard:
            return False
        said = self._claim
        if claim.goes_first != said.goes_first:
            return claim.goes_first
        graver = (claim.severity.rank, -claim.danger) < (said.severity.rank, -said.danger)
        stirs = claim.severity is said.severity and said.calm and not claim.calm
        return (graver or stirs) and self._turns.may_cut(claim.host)

    def understood(self, alert: AlertView, moment: Moment) -> None:
        """Mark *alert* as acknowledged: its sound stops, and it sounds less often from now on."""
        heard, moment = self._memory.alerts.by_alert(), moment.for_warnings
        standing = self._alerts_in_force(moment)
        for key, each in self._raised(standing, moment).items():
            before = heard_before(each, heard)
            if before is not None and view_of(standing[key], FALLBACK).id == alert.id:
                # acknowledging a shown update counts, even while its forerunner is being said
                self._memory.alerts.record_sounding(understood(replace(before, alert=key), moment.now))
        if self._reader.priority is Priority.URGENT:
            self._reader.stop(urgent=True)

    def opening_alerts(self, moment: Moment) -> Utterance | None:
        """Return an utterance of the alerts in force, the gravest first, to begin a read-out; `None` if there are none."""
        moment = moment.for_warnings
        standing = self._alerts_in_force(moment)
        alerts = told_at_readout(self._raised(standing, moment).values(), moment, bulletin=False)
        each = [self._alert_utterance(self._view(standing[alert.id]), moment) for alert in alerts]
        said = tuple(sentence for one in each for sentence in one.sentences)
        return replace(each[0], id="warnings", sentences=said) if each else None

    def _alerts_in_force(self, moment: Moment) -> Mapping[str, Standing]:
        """Return the alerts in force by name.

        The store is read again after it was written, or when the minute is over and an alert may have begun or ended.
        While it cannot be read the last result holds: no alarm is cut off for that.
        """
        failures = self._repository.failures
        look = self._repository.version(), moment.now.replace(second=0, microsecond=0)
        if look != self._read_at:
            warnings = self._repository.warnings(moment)
            if self._repository.failures == failures:
                self._read_at = look
                # a message may hold several alerts: the gravest stands for it here
                self._standing = {name_of(each.alert): each for each in reversed(warnings)}
        return self._standing

    def _raised(self, standing: Mapping[str, Standing], moment: Moment) -> dict[str, Raised]:
        """Return the alerts as the sound policy sees them, all from one read of the store, which may be written at any moment."""
        self._roots = self._sounded_roots(standing)
        raised = {key: self._to_raised(each, moment) for key, each in standing.items()}
        known = {name for each in raised.values() for name in names_of(each)}
        self._siren_sounded &= known
        self._interrupted &= known
        lately = self._uptime() - WITHIN
        self._calm = {name: calm for name, calm in self._calm.items() if name in known and calm[1] > lately}
        for key, each in raised.items():
            level = max((self._calm[name][0] for name in names_of(each) if name in self._calm), default=-1)
            if danger(each.hazard, each.event) <= level:
                raised[key] = replace(each, calm=True)
        return self._with_due_times(raised, moment)

    def _with_due_times(self, raised: dict[str, Raised], moment: Moment) -> dict[str, Raised]:
        """Return the warnings with the time since when they are due here, so that one that waits behind others is
        not announced as late.
        """
        up = self._uptime()
        self._due = {
            key: self._due.get(key, up)
            for key, each in raised.items()
            if is_alarm(each) and phase(each, moment) is AlertPhase.SOUNDED
        }
        return {
            key: replace(each, due_since=moment.now - (up - self._due[key])) if key in self._due else each
            for key, each in raised.items()
        }

    def _sounded_roots(self, standing: Mapping[str, Standing]) -> Mapping[str, str]:
        """Return for each update the alert of its chain that was sounded last.

        Not every issuer names the whole chain. An update that waits, or that came while its forerunner was being said,
        has not been sounded itself.
        """
        heard, roots = self._memory.alerts.by_alert(), dict[str, str]()
        for key, each in standing.items():
            before = [name for name in (key, *replaced_by(each.alert)) if name in heard or name in self._roots]
            if before and key not in heard:
                roots[key] = before[-1] if before[-1] in heard else self._roots[before[-1]]
        return roots

    def _to_raised(self, each: Standing, moment: Moment) -> Raised:
        alert = each.alert
        came = alert.seen_first or moment.now
        live = came >= moment.now - self._uptime() and not alert.by_stick
        sent = alert.published or came
        started = max(alert.effective or sent, sent)  # nobody was told of it before it was sent
        # nothing comes before it is sent: by so much at least a clock is behind that somebody vouches for
        behind = max(sent - moment.now, timedelta()) if moment.relative else timedelta()
        return Raised(
            id=name_of(alert),
            severity=each.severity,
            started=started - behind,
            ends=each.ended or alert.expires,
            arrived_at=came,
            arrival=ArrivalWay.LIVE if live else ArrivalWay.STORED,
            may_alarm=True,  # content of a source that may not alarm is stored as news (content_cache.model.trust)
            drill=alert.drill,
            ended=each.state is AlertState.CANCELLED,
            replaces=(*replaced_by(alert), *((root,) if (root := self._roots.get(name_of(alert))) else ())),
            unchecked=is_unchecked(alert),
            hazard=alert.hazard,
            host=host_of(alert),
            owner=owner_of(alert),
            issued=each.issued,
            event=alert.event or alert.title,
        )

    def _view(self, each: Standing) -> AlertView:
        return view_of(each, self._settings.place.language, meet=self._meet())

    def _view_to_say(self, what: Sounding, each: Standing, moment: Moment) -> AlertView:
        view = replace(self._view(each), ended=what.end)
        if what.age is not None:
            view = replace(view, received=moment.now)  # it is late for the listener, even if it lay in the store
        return view

    def _alert_utterance(self, view: AlertView, moment: Moment, *, twice: bool = False) -> Utterance:
        translation = Translation(self._settings.place.language)
        wording = ItemScript(
            zone=moment.now.tzinfo or UTC,
            language=translation.language if translation.language in SPOKEN else FALLBACK,
            lexicon=self._settings.speech.lexicon,
            translate=translation.gettext,
        )
        if view.unchecked:  # a stranger wrote it: say the first sentence, the rest can be read on the screen
            first = next(iter(sentence_spans(view.said, longest=PART)), (0, 0))
            view = replace(view, said=view.said[slice(*first)], speech="")
        words = AlertWords(view, moment, Phrases(translation))
        again = alert_once_more(words, translation.gettext) if twice else []
        return notice(f"alert {view.id}", [*alert_lines(words), *again], wording)
