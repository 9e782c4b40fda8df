"""What the board shows while several things are to be said."""

from __future__ import annotations

from typing import Any

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.speech.utterance import Manner, Prelude, Priority, Sentence, Utterance, Where


def utterance(identity: str, sentences: int = 3) -> Utterance:
    return Utterance(identity, tuple(Sentence(f"{identity} {number}") for number in range(sentences)))


def shown(hall: Any) -> tuple[str, int] | None:
    speaking = hall.board.speaking
    return (speaking.utterance, speaking.index) if speaking is not None else None


def name(hall: Any, identity: str) -> str:
    """The last run of an utterance, as the voice knows it."""
    return next(said.id for said in reversed(hall.voice.said) if said.id.startswith(f"{identity}#"))


def test_how_and_where_something_is_said_is_handed_on(hall: Any) -> None:
    hall.reader.read(
        utterance("x"), priority=Priority.URGENT, where=Where.BOTH, prelude=Prelude.SIREN, volume=100, resume=False
    )
    assert hall.voice.manners == [Manner(Priority.URGENT, Where.BOTH, Prelude.SIREN, 100)]
    assert hall.voice.said[-1].subject == "x"
    assert hall.reader.priority is Priority.URGENT


def test_an_alert_takes_the_screen_and_gives_it_back_at_the_same_sentence(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    news = name(hall, "news")
    for message in (SpeechStarted(news), SentenceStarted(news, 0), SentenceStarted(news, 1)):
        hall.reader.heard(message)
    hall.reader.read(utterance("alert"), priority=Priority.URGENT)
    alert = name(hall, "alert")
    assert shown(hall) == ("alert", -1)
    for message in (SpeechPaused(news), SpeechStarted(alert), SentenceStarted(alert, 0)):
        hall.reader.heard(message)
    assert shown(hall) == ("alert", 0)
    hall.reader.heard(SpeechEnded(alert, Ending.DONE))
    assert shown(hall) == ("news", 1)
    hall.reader.heard(SentenceStarted(news, 1))
    hall.reader.heard(SentenceStarted(news, 2))
    assert shown(hall) == ("news", 2)
    hall.reader.heard(SpeechEnded(news, Ending.DONE))
    assert shown(hall) is None
    assert not hall.reader.speaking


def test_what_is_scheduled_waits_unseen_behind_what_a_visitor_hears(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    hall.reader.read(utterance("bulletin"), priority=Priority.SCHEDULED)
    assert shown(hall) == ("news", -1)
    hall.reader.heard(SpeechEnded(name(hall, "news"), Ending.DONE))
    assert shown(hall) == ("bulletin", -1)


def test_a_visitor_who_leaves_stops_what_was_asked_for_and_nothing_else(hall: Any) -> None:
    hall.reader.read(utterance("bulletin"), priority=Priority.SCHEDULED)
    hall.reader.leave()
    assert (hall.voice.stops, shown(hall)) == (0, ("bulletin", -1))
    hall.reader.read(utterance("news"))
    hall.reader.leave()
    assert (hall.voice.stops, shown(hall)) == (1, ("bulletin", -1))


def test_stop_leaves_an_alert_unless_it_is_meant(hall: Any) -> None:
    hall.reader.read(utterance("news"))
    hall.reader.read(utterance("alert"), priority=Priority.URGENT)
    hall.reader.stop()
    assert shown(hall) == ("alert", -1)
    hall.reader.stop()
    assert hall.voice.stops == 1  # there was nothing left but the alert
    hall.reader.stop(urgent=True)
    assert shown(hall) is None


def test_slower_says_an_announcement_anew_as_it_was_said_but_no_alert(hall: Any) -> None:
    hall.reader.read(utterance("notice"), priority=Priority.SCHEDULED, where=Where.BOTH, prelude=Prelude.CHIME)
    hall.reader.set_slow(True)
    assert hall.voice.manners[-1] == Manner(Priority.SCHEDULED, Where.BOTH, Prelude.NONE)
    hall.reader.read(utterance("alert"), priority=Priority.URGENT)
    said = len(hall.voice.said)
    hall.reader.set_slow(False)
    hall.reader.again()
    assert len(hall.voice.said) == said


def test_one_item_may_be_asked_for_while_the_village_hears_it(hall: Any) -> None:
    hall.reader.read(utterance("same"), priority=Priority.SCHEDULED)
    hall.reader.read(utterance("same"))
    hall.reader.heard(SpeechEnded(name(hall, "same"), Ending.DONE))
    assert hall.reader.priority is Priority.SCHEDULED
