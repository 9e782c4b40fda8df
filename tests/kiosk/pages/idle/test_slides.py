"""Whose turn it is while nobody is there."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from content_cache.model.attachments import Attachment
from content_cache.model.items import NewsItem
from kiosk.pages.idle.slides import Slide, newcomer, other_at, poster_at, turns


def slide(name: str, weight: int = 1) -> Slide:
    return Slide(
        NewsItem(id=name, source="a", title=name), Attachment(f"https://x/{name}", "image/jpeg", path=name), weight
    )


def test_each_comes_as_often_as_its_weight_and_the_repeated_ones_are_spread() -> None:
    order = [each.item.id for each in turns([slide("a", 3), slide("b"), slide("c", 2)])]
    assert Counter(order) == {"a": 3, "b": 1, "c": 2}
    assert all(first != second for first, second in pairwise(order))
    assert order[0] == "a"
    assert [each.item.id for each in turns([slide("a"), slide("b"), slide("c")])] == ["a", "b", "c"]
    assert turns([]) == []


@pytest.mark.parametrize(("others", "posters"), [(3, 1), (3, 5), (1, 2), (0, 4), (2, 20)])
def test_all_come_in_turn(others: int, posters: int) -> None:
    shown = [poster_at(turn, others, posters) for turn in range(200)]
    assert {place for place in shown if place is not None} == set(range(posters))
    seen_others = {other_at(turn, posters) % others for turn, place in enumerate(shown) if place is None}
    assert seen_others == set(range(others))
    assert (shown[0] is None) == (others > 0)
    if posters > 1:
        assert all(a is None or a != b for a, b in pairwise(shown))


def test_without_posters_the_others_come_one_after_the_other() -> None:
    assert [poster_at(turn, 3, 0) for turn in range(3)] == [None] * 3
    assert [other_at(turn, 0) for turn in range(3)] == [0, 1, 2]


def test_a_new_poster_is_known() -> None:
    slides = [slide("a"), slide("b")]
    assert newcomer(slides, {slides[0].slide_key}) == slides[1]
    assert newcomer(slides, {each.slide_key for each in slides}) is None
