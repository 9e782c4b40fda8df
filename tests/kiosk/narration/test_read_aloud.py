"""What the board shows while several things are to be said."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.core.messages import SentenceStarted, SpeechPaused, SpeechStarted
from kiosk.speech.utterance import Manner, Prelude, Priority, Sentence, Utterance, Where


def utterance(identity: str, sentences: int = 3) -> Utterance:
    return Utterance(identity, tuple(Sentence(f"{identity} {number}") for number in range(sentences)))


def shown(hall: Any) -> tuple[str, int] | None:
    speaking = hall.board.speaking
    return (speaking.utterance, speaking.index) if speaking is not None else None


def hears(hall: Any, *messages: Any) -> None:
    for message in messages:
        hall.reader.on_speech(message)


def test_how_and_where_something_is_said_is_handed_on(hall: Any) -> None:
    hall.reader.read(utterance("x"), Manner(Priority.URGENT, Where.BOTH, Prelude.SIREN, volume=100), resume=False)
    assert hall.voice.manners == [Manner(Priority.URGENT, Where.BOTH, Prelude.SIREN, 100)]
    assert hall.voice.said[-1].subject == "x"
    assert hall.reader.priority is Priority.URGENT


@pytest.mark.clause("5.1.5")
def test_an_alert_takes_the_screen_and_gives_it_back_at_the_same_sentence(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    hears(hall, *hall.voice.reach("news", 0), *hall.voice.reach("news", 1))
    hall.reader.read(utterance("alert"), Manner(Priority.URGENT))
    assert shown(hall) == ("alert", -1)
    hears(hall, SpeechPaused("news"), *hall.voice.reach("alert", 0))
    assert shown(hall) == ("alert", 0)
    hears(hall, hall.voice.end("alert"))
    assert shown(hall) == ("news", 1)
    hears(hall, *hall.voice.reach("news", 1), *hall.voice.reach("news", 2))
    assert shown(hall) == ("news", 2)
    hears(hall, hall.voice.end("news"))
    assert shown(hall) is None
    assert not hall.reader.speaking


@pytest.mark.clause("5.1.3.10")
def test_what_is_scheduled_waits_unseen_behind_what_a_visitor_hears(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    hall.reader.read(utterance("bulletin"), Manner(Priority.SCHEDULED))
    assert shown(hall) == ("news", -1)
    hears(hall, hall.voice.end("news"))
    assert shown(hall) == ("bulletin", -1)


def test_a_visitor_who_leaves_stops_what_was_asked_for_and_nothing_else(hall: Any) -> None:
    hall.reader.read(utterance("bulletin"), Manner(Priority.SCHEDULED))
    hall.reader.leave()
    assert (hall.voice.stops, shown(hall)) == (0, ("bulletin", -1))
    hall.reader.read(utterance("news"))
    hall.reader.leave()
    assert (hall.voice.stops, shown(hall)) == (1, ("bulletin", -1))


def test_stop_leaves_an_alert_unless_it_is_meant(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    hall.reader.read(utterance("alert"), Manner(Priority.URGENT))
    hall.reader.stop()
    assert shown(hall) == ("alert", -1)
    assert [speech.utterance.id for speech in hall.voice.speeches] == ["alert"]
    hall.reader.stop()
    assert shown(hall) == ("alert", -1)  # there was nothing left but the alert
    hall.reader.stop(urgent=True)
    assert shown(hall) is None


def test_slower_says_an_announcement_anew_as_it_was_said_but_no_alert(hall: Any) -> None:
    hall.reader.read(utterance("notice"), Manner(Priority.SCHEDULED, Where.BOTH, Prelude.CHIME))
    hall.reader.set_slow(True)
    assert hall.voice.manners[-1] == Manner(Priority.SCHEDULED, Where.BOTH, Prelude.NONE)
    hall.reader.read(utterance("alert"), Manner(Priority.URGENT))
    said = len(hall.voice.said)
    hall.reader.set_slow(False)
    hall.reader.again()
    assert len(hall.voice.said) == said


def test_one_item_may_be_asked_for_while_the_village_hears_it(hall: Any) -> None:
    hall.reader.read(utterance("same"), Manner(Priority.SCHEDULED))
    hall.reader.read(utterance("same"))
    hears(hall, hall.voice.end("same"))
    assert hall.reader.priority is Priority.SCHEDULED


def test_a_prompt_is_no_reading(hall: Any) -> None:
    hall.voice.say(utterance("prompt"), Manner(aside=True))
    assert not hall.reader.speaking
    hall.reader.leave()
    assert (hall.voice.stops, shown(hall)) == (0, None)


def test_what_comes_late_of_something_that_was_stopped_lights_nothing(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    hall.reader.stop()
    hears(hall, SpeechStarted("news"), SentenceStarted("news", 0))
    assert (shown(hall), hall.reader.speaking) == (None, False)
