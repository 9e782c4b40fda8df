from __future__ import annotations

import pytest

from kiosk.shell.presence import VisitTimer


@pytest.mark.clause("11.2.2.1")
def test_after_75_seconds_of_stillness_it_asks_and_after_20_more_the_visit_is_over() -> None:
    visit = VisitTimer()
    visit.active(100.0)
    assert visit.seconds_left(174.9) is None
    assert visit.seconds_left(175.0) == 20
    assert visit.seconds_left(194.5) == 1
    assert visit.seconds_left(195.0) == 0


def test_an_article_gives_twice_the_time() -> None:
    visit = VisitTimer(reading=True)
    visit.active(0.0)
    assert visit.seconds_left(149.0) is None
    assert visit.seconds_left(150.0) == 20


def test_speech_counts_as_activity_and_leaves_a_minute_when_it_ends() -> None:
    visit = VisitTimer()
    visit.active(0.0)
    visit.speech_started()
    assert visit.seconds_left(1000.0) is None
    visit.speech_ended(1000.0)
    assert visit.seconds_left(1059.0) is None
    assert visit.seconds_left(1060.0) == 20


def test_a_touch_just_before_the_end_of_speech_still_counts() -> None:
    visit = VisitTimer()
    visit.speech_started()
    visit.active(99.0)
    visit.speech_ended(100.0)
    assert visit.seconds_left(173.0) is None
    assert visit.seconds_left(174.0) == 20
