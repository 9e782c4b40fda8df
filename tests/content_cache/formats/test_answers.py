"""Answers to residents' questions: of a signed edition alone, and what is private for its kiosk alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.jobs.admission import admit
from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.items import Answer
from tests.content_cache.formats.reading import Read
from tests.content_cache.house import source

pytestmark = pytest.mark.attack(
    "people",
    "a feed answers questions, answers one that was not asked here, or one twice; a private answer is read elsewhere",
    "signed editions alone, looked at again by who stores it; private ones for numbers that were given "
    "here, and no number is given twice; the first counts; other kiosks keep none",
)


OWN, OTHER = "25a0f9710781", "0b1c2d3e4f50"
SIGNED: dict[str, Any] = {"keys": ("RWQ",), "format": "json", "kiosk": OWN}


def feed(**answers: object) -> str:
    item = {
        "id": "jawab-12", "title": "Kapan jalan Dusun 2 diperbaiki?", "content_text": "Bulan Januari.",
        "authors": [{"name": "Kepala Desa"}], "_kiosk": {"category": "pengumuman", "answers": answers},
    }  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


def test_an_answer_names_its_question(read: Read) -> None:
    (item,) = read(feed(kiosk=OTHER, number=12), **SIGNED).items
    assert isinstance(item, Answer)
    assert (item.kiosk, item.number, item.private, item.author) == (OTHER, 12, False, "Kepala Desa")
    assert item_from_json(item_to_json(item)) == item


@pytest.mark.parametrize(
    "answers",
    [
        {"kiosk": OWN}, {"number": 3}, {"kiosk": OWN, "number": 0}, {"kiosk": OWN, "number": -1}, {"kiosk": OWN, "number": "3"},
        {"kiosk": OWN, "number": True}, {"kiosk": OWN, "number": 10**9}, {"kiosk": "../../x", "number": 3},
        {"kiosk": "", "number": 3}, {"kiosk": OTHER, "number": 3, "private": True}, {"kiosk": OTHER, "number": 3, "private": "no"},
    ],
)  # fmt: skip
def test_what_answers_nothing_is_no_item_of_any_kind(read: Read, answers: dict[str, object]) -> None:
    """Least of all news: somebody's question is in its title."""
    assert read(feed(**answers), **SIGNED).items == ()


def test_a_private_one_is_kept_by_the_kiosk_that_it_is_for(read: Read) -> None:
    (item,) = read(feed(kiosk=OWN, number=3, private=True), **SIGNED).items
    assert isinstance(item, Answer)
    assert item.private


def test_a_feed_that_nobody_signed_answers_nothing(read: Read) -> None:
    assert read(feed(kiosk=OWN, number=3), format="json", kiosk=OWN).items == ()


def test_a_reader_that_was_taken_over_answers_nothing() -> None:
    """The parent looks again."""
    signed = source("https://kantor.id/", format="central", keys=("RWQ",), kiosk=OWN)
    good = Answer(id="a", source=signed.name, title="Jawab", kiosk=OWN, number=3)
    admit(good, signed, may_warn=False)
    for wrong in (
        replace(good, number=0), replace(good, kiosk="x"), replace(good, kiosk=OTHER, private=True),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="answer"):
            admit(wrong, signed, may_warn=False)
    with pytest.raises(ValueError, match="answer"):
        admit(replace(good, source="b"), source("https://b.id/", name="b", format="json", kiosk=OWN), may_warn=False)
