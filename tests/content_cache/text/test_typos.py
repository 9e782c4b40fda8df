import itertools

import pytest

from content_cache.text.typos import LONGEST, meant


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("posiandu", "posyandu"),  # by ear
        ("vaksyn", "vaksin"),
        ("djalan", "jalan"),  # the spelling before 1972
        ("tjoblos", "coblos"),
        ("hutang", "utang"),
        ("ijasah", "ijazah"),
        ("nopember", "november"),
        ("possyandu", "posyandu"),  # a letter twice, left out, exchanged, another
        ("posyndu", "posyandu"),
        ("psoyandu", "posyandu"),
        ("pisyandu", "posyandu"),
        ("xosyandu", "posyandu"),
    ],
)
def test_what_was_meant_is_among_the_words(written: str, word: str) -> None:
    assert word in set(meant(written))


def test_sounds_come_first() -> None:
    assert "posyandu" in itertools.islice(meant("posiandu"), 20)


@pytest.mark.parametrize("word", ["", "ktp", "72.01", "2026", "kafé", "a" * (LONGEST + 1), "日本語です"])
def test_what_may_have_been_meant_as_anything_stands_as_it_is(word: str) -> None:
    assert list(meant(word)) == []


def test_each_once_and_never_the_word_itself() -> None:
    found = list(meant("kesehatan"))
    assert len(found) == len(set(found)) < 1500
    assert "kesehatan" not in found
