from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech.scheduling.queue import MOST_SCHEDULED, Programme, QueuedSpeech
from kiosk.speech.utterance import Manner, Priority, Utterance


def speech(priority: Priority, subject: str = "", *, started: bool = False) -> QueuedSpeech:
    made = QueuedSpeech(Utterance(subject or f"{priority.name}", ()), Manner(priority))
    made.started = started
    return made


def test_the_most_urgent_is_current_and_the_others_wait() -> None:
    programme = Programme()
    bulletin, asked, alert = speech(Priority.SCHEDULED), speech(Priority.ASKED), speech(Priority.URGENT)
    for added, current in ((bulletin, bulletin), (asked, asked), (alert, alert)):
        assert programme.add(added) == []
        assert programme.current is current
    for over, then in ((alert, asked), (asked, bulletin), (bulletin, None)):
        assert programme.remove(over)
        assert programme.current is then
    assert not programme.remove(bulletin)


def test_asked_replaces_asked_whatever_it_is_about() -> None:
    programme = Programme()
    first, second = speech(Priority.ASKED, "a"), speech(Priority.ASKED, "b")
    programme.add(first)
    assert programme.add(second) == [first]
    assert programme.current is second


def test_an_alert_that_is_renewed_takes_the_place_of_its_older_self() -> None:
    programme = Programme()
    quake, flood, renewed = (speech(Priority.URGENT, about) for about in ("quake", "flood", "quake"))
    programme.add(quake)
    programme.add(flood)
    assert programme.add(renewed) == [quake]
    assert programme.current is renewed


def test_too_much_that_is_scheduled_pushes_out_what_waits_longest_and_not_what_began() -> None:
    programme = Programme()
    begun = speech(Priority.SCHEDULED, "begun", started=True)
    programme.add(begun)
    waiting = [speech(Priority.SCHEDULED, str(number)) for number in range(MOST_SCHEDULED)]
    out = [gone for one in waiting for gone in programme.add(one)]
    assert out == waiting[:1]
    assert programme.current is begun


def test_any_number_of_alerts_waits() -> None:
    programme = Programme()
    alerts = [speech(Priority.URGENT, str(number)) for number in range(50)]
    assert [gone for alert in alerts for gone in programme.add(alert)] == []
    assert programme.clear() == alerts


def test_stop_takes_one_kind_from_the_top() -> None:
    programme = Programme()
    bulletin, notice = speech(Priority.SCHEDULED, "bulletin"), speech(Priority.SCHEDULED, "notice")
    asked, quake, flood = speech(Priority.ASKED), speech(Priority.URGENT, "quake"), speech(Priority.URGENT, "flood")
    for one in (bulletin, notice, asked, quake, flood):
        programme.add(one)
    assert programme.stop(scheduled=False) == [asked]
    assert programme.stop(scheduled=False) == []
    assert programme.stop(urgent=True) == [quake]
    assert programme.current is flood
    assert programme.stop() == [bulletin, notice]
    assert programme.stop() == []
    assert flood in programme


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(Priority), st.sampled_from("abcdefgh")),
        st.tuples(st.just("stop"), st.booleans(), st.booleans()),
        st.tuples(st.just("end"), st.none(), st.none()),
    ),
    max_size=60,
)


@given(steps)
def test_whatever_happens_each_leaves_once_and_no_alert_unasked(steps: list[tuple[str, object, object]]) -> None:
    programme = Programme()
    added: list[QueuedSpeech] = []
    left: list[QueuedSpeech] = []
    for kind, first, second in steps:
        match kind:
            case "add":
                one = speech(Priority(first), str(second))  # type: ignore[arg-type]
                out = programme.add(one)
                added.append(one)
                assert all(gone.priority is one.priority for gone in out)
                assert one.priority is not Priority.URGENT or all(g.utterance.id == second for g in out)
                left += out
            case "stop":
                left += programme.stop(urgent=bool(first), scheduled=bool(second))
            case _ if programme.current is not None:
                current = programme.current
                assert all(other.priority <= current.priority for other in added if other in programme)
                programme.remove(current)
                left.append(current)
    left += programme.clear()
    assert sorted(map(id, left)) == sorted(map(id, added))
