"""Several alerts, over time and over restarts. Which alert is heard when, and how, is in test_alarm_table.py."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from content_cache.model.vocabulary import Severity
from kiosk.alerts.sound_policy import (
    MOST_UNCHECKED,
    AlertPhase,
    ArrivalWay,
    Raised,
    Sounding,
    alert_phase,
    noted,
    told_at_readout,
    understood,
)
from kiosk.core.clock import Moment, Trust
from kiosk.speech.utterance import Prelude, Priority, Where
from kiosk.state.alert_history import AlertHistory, Sounded
from kiosk.state.database import Database
from kiosk.state.memory import Memory
from tests.kiosk.alerts.alert_kiosk import next_sounding

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)  # in Luwuk


def raised(name: str, severity: Severity = Severity.AWAS, **changes: object) -> Raised:
    fields = {"id": name, "severity": severity, "started": NOON, "arrived_at": NOON, "may_alarm": True,
              "ends": NOON + timedelta(hours=6)}  # fmt: skip
    return Raised(**(fields | changes))  # type: ignore[arg-type]


def trusted(after: timedelta = timedelta()) -> Moment:
    return Moment(NOON + after, Trust.TRUSTED)


def sound(alerts: list[Raised], moment: Moment, heard: dict[str, Sounded], *, quiet: bool = False) -> Sounding | None:
    """The next thing, noted as the kiosk does."""
    what = next_sounding(alerts, moment, heard, quiet=quiet, volume=70)
    if what is not None:
        alert = next(alert for alert in alerts if alert.id == what.alert)
        heard[alert.id] = noted(what, alert, heard, moment.now)
    return what


def test_the_gravest_comes_first_and_equals_take_turns() -> None:
    alerts = [raised("w", Severity.WASPADA), raised("s", Severity.SIAGA), raised("a1"), raised("a2")]
    heard: dict[str, Sounded] = {}
    moments = [trusted(timedelta(seconds=20 * number)) for number in range(8)]
    order = [what.alert if (what := sound(alerts, moment, heard)) else "" for moment in moments]
    assert order == ["a1", "a2", "s", "a1", "a2", "w", "a1", "a2"]


def test_an_alarm_goes_before_the_end_of_another() -> None:
    heard = {"old": Sounded("old", Severity.AWAS, NOON, NOON)}
    alerts = [raised("old", ended=True), raised("new", Severity.WASPADA)]
    first, second, third = (sound(alerts, trusted(), heard) for _ in range(3))
    assert first is not None
    assert second is not None
    assert (first.alert, first.end) == ("new", False)
    assert (second.alert, second.end, third) == ("old", True, None)


def test_an_update_is_told_at_once_and_stays_understood() -> None:
    heard = {"a": understood(Sounded("a", Severity.AWAS, NOON, NOON, times=4), NOON)}
    update = raised("b", replaces=("a",))
    assert sound([update], trusted(timedelta(seconds=30)), heard) is not None
    assert heard["b"].understood == NOON
    assert sound([update], trusted(timedelta(minutes=2)), heard) is None
    assert sound([update], trusted(timedelta(minutes=16)), heard) is not None


def test_an_update_that_is_graver_begins_anew() -> None:
    heard = {"a": understood(Sounded("a", Severity.SIAGA, NOON, NOON, times=4), NOON)}
    what = sound([raised("b", replaces=("a",))], trusted(timedelta(seconds=30)), heard)
    assert what is not None
    assert what.manner.prelude is Prelude.SIREN
    assert (heard["b"].times, heard["b"].understood) == (1, None)


def test_an_update_of_several_goes_on_from_the_one_heard_last() -> None:
    early, late = Sounded("a", Severity.AWAS, NOON, NOON), Sounded("b", Severity.AWAS, NOON, NOON, 7, understood=NOON)
    heard = {"a": early, "b": replace(late, last=NOON + timedelta(minutes=1))}
    assert sound([raised("c", replaces=("a", "b"))], trusted(timedelta(minutes=2)), heard) is not None
    assert (heard["c"].times, heard["c"].understood) == (8, NOON)


def test_what_became_less_grave_and_then_graver_again_begins_anew() -> None:
    heard = {"a": understood(Sounded("a", Severity.AWAS, NOON, NOON), NOON)}
    assert sound([raised("a", Severity.SIAGA)], trusted(timedelta(minutes=6)), heard) is not None
    assert sound([raised("a", Severity.AWAS)], trusted(timedelta(minutes=7)), heard) is not None
    assert (heard["a"].times, heard["a"].understood) == (1, None)


@pytest.mark.parametrize("became", [Severity.WASPADA, Severity.INFO])
@pytest.mark.parametrize("quiet", [False, True])
def test_what_was_an_alarm_and_is_none_any_more_is_told_once(became: Severity, quiet: bool) -> None:
    """BMKG takes a tsunami back by saying of the same earthquake that none is expected."""
    heard = {"a": understood(Sounded("a", Severity.AWAS, NOON, NOON), NOON)}
    for name in ("a", "b"):  # the same message, or an update of it
        quake, known = raised(name, became, replaces=("a",) if name == "b" else ()), dict(heard)
        what = sound([quake], trusted(timedelta(minutes=6)), known, quiet=quiet)
        assert what is not None
        assert (what.manner.priority, what.manner.prelude, what.end) == (Priority.URGENT, Prelude.CHIME, False)
        assert sound([quake], trusted(timedelta(hours=1)), known) is None
        assert (
            sound([raised(name, became, drill=True)], trusted(timedelta(minutes=6)), {"a": heard["a"]}, quiet=True)
            is None
        )


def test_an_update_of_a_nowcast_is_not_called_out_each_half_hour() -> None:
    heard = {"a": Sounded("a", Severity.WASPADA, NOON, NOON)}
    assert sound([raised("b", Severity.WASPADA, replaces=("a",))], trusted(timedelta(minutes=30)), heard) is None


def test_siaga_sounds_four_times_in_a_quarter_of_an_hour_and_then_each_half() -> None:
    heard: dict[str, Sounded] = {}
    minutes = [n for n in range(120) if sound([raised("s", Severity.SIAGA)], trusted(timedelta(minutes=n)), heard)]
    assert minutes == [0, 5, 10, 15, 45, 75, 105]


def test_only_alarms_are_urgent() -> None:
    found = [sound([raised("x", severity)], trusted(), {}) for severity in Severity]
    assert [what and what.manner.priority for what in found] == [
        Priority.URGENT, Priority.URGENT, Priority.SCHEDULED, None
    ]  # fmt: skip


def test_a_siren_by_a_clock_that_is_wrong_ends_when_the_alert_has_lasted() -> None:
    """No time can be trusted, but how long ago it came can be measured."""
    came = datetime(1970, 1, 1, tzinfo=UTC)
    alert = raised("a", arrived_at=came, ends=NOON + timedelta(hours=2))
    before, after = (Moment(came + timedelta(minutes=n), Trust.UNKNOWN) for n in (119, 120))
    assert alert_phase(alert, before) is AlertPhase.SOUNDED
    assert alert_phase(alert, after) is AlertPhase.OVER


def test_an_alert_whose_end_lies_before_its_beginning_is_no_reason_to_miss_it() -> None:
    odd = raised("a", ends=NOON - timedelta(hours=1))
    assert alert_phase(odd, Moment(NOON, Trust.UNKNOWN)) is AlertPhase.SOUNDED


def test_read_outs_begin_with_what_stands_and_info_is_for_the_bulletin() -> None:
    alerts = [
        raised("i", Severity.INFO),
        raised("w", Severity.WASPADA),
        raised("a"),
        raised("news", may_alarm=False),
        raised("over", ended=True),
    ]
    assert [alert.id for alert in told_at_readout(alerts, trusted(), bulletin=False)] == ["a", "w"]
    assert [alert.id for alert in told_at_readout(alerts, trusted(), bulletin=True)] == ["a", "w", "i"]


@settings(max_examples=25, deadline=None)
@given(
    severity=st.sampled_from([Severity.AWAS, Severity.SIAGA, Severity.WASPADA]),
    restarts=st.sets(st.integers(0, 359), max_size=12),
    mengerti=st.none() | st.integers(0, 300),
)
def test_restarts_neither_repeat_nor_lose_an_alarm(
    tmp_path_factory: pytest.TempPathFactory, severity: Severity, restarts: set[int], mengerti: int | None
) -> None:
    """An hour in steps of ten seconds: with restarts in the middle the village hears just what it hears without."""

    def hour(restart_at: set[int]) -> list[int]:
        folder = tmp_path_factory.mktemp("alarm")
        memory = Memory(folder)
        sounds = []
        for step in range(360):
            if step in restart_at:
                memory.close()
                memory = Memory(folder)
            now = trusted(timedelta(seconds=10 * step))
            alert = raised(
                "a", severity, arrival=ArrivalWay.STORED if restart_at and step > min(restart_at) else ArrivalWay.LIVE
            )
            what = next_sounding([alert], now, memory.alerts.by_alert(), quiet=False, volume=70)
            if what is not None:
                sounds.append(step)
                memory.alerts.record_sounding(noted(what, alert, memory.alerts.by_alert(), now.now))
            if step == mengerti and "a" in memory.alerts.by_alert():
                memory.alerts.record_sounding(understood(memory.alerts.by_alert()["a"], now.now))
        memory.close()
        return sounds

    assert hour(restarts) == hour(set())


def test_what_was_sounded_is_kept_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    heard = Sounded(
        "a", Severity.AWAS, NOON, NOON + timedelta(minutes=3), 4, NOON + timedelta(minutes=4), end_told=True
    )
    with Memory(tmp_path) as memory:
        memory.alerts.record_sounding(Sounded("a", Severity.AWAS, NOON, NOON))
        memory.alerts.record_sounding(heard)
        memory.alerts.record_sounding(Sounded("b", Severity.SIAGA, NOON, NOON))
    with Memory(tmp_path) as memory:
        assert memory.alerts.by_alert() == {"a": heard, "b": Sounded("b", Severity.SIAGA, NOON, NOON)}


def test_a_disk_that_takes_nothing_does_not_make_the_alarm_ring_without_end(tmp_path: Path) -> None:
    with closing(Database(tmp_path)) as database:
        database.execute("PRAGMA query_only=ON")
        history = AlertHistory(database)
        history.record_sounding(Sounded("a", Severity.AWAS, NOON, NOON))
        assert (
            next_sounding([raised("a")], trusted(timedelta(seconds=1)), history.by_alert(), quiet=False, volume=70)
            is None
        )


def test_what_nobody_has_checked_is_heard_once_indoors_and_never_in_quiet_hours() -> None:
    rumours = [raised(f"sms-{number}", Severity.SIAGA, unchecked=True) for number in range(12)]
    heard: dict[str, Sounded] = {}
    minutes = [trusted(timedelta(minutes=number)) for number in range(400)]
    assert not [what for moment in minutes[:60] if (what := sound(rumours, moment, heard, quiet=True))]
    said = [what for moment in minutes if (what := sound(rumours, moment, heard))]
    assert len(said) == len({what.alert for what in said}) == MOST_UNCHECKED
    manners = {(what.manner.priority, what.manner.where, what.manner.prelude) for what in said}
    assert manners == {(Priority.SCHEDULED, Where.INDOOR, Prelude.TWO_CHIMES)}
    assert told_at_readout(rumours, trusted(), bulletin=True) == []


def test_real_caution_is_heard_before_what_nobody_has_checked() -> None:
    alerts = [raised("sms", Severity.SIAGA, unchecked=True), raised("w", Severity.WASPADA)]
    what = sound(alerts, trusted(), {})
    assert what is not None
    assert what.alert == "w"
