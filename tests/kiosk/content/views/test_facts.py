"""For whom, when and where: found where they are named, and nowhere else."""

from __future__ import annotations

import time

import pytest
from msgspec.structs import replace

from content_cache.model.picture_text import PictureText, Region, TextBlock, TextLine, Word
from kiosk.pages.item.article.facts import ArticleFact, FactKind, facts_of
from tests.support.pictures import pictured

ITEM = pictured("poster", (1810, 2560))
BOX = Region(0.1, 0.1, 0.3, 0.2)


def block(*lines: str, doubtful: bool = False) -> TextBlock:
    told = (TextLine(tuple(Word(word, BOX, 0.9, doubtful=doubtful) for word in line.split())) for line in lines)
    return TextBlock(BOX, tuple(told))


def test_lines_of_a_letter_are_told_in_their_order() -> None:
    text = "Tempat : Balai Desa Bunga.\nHari/Tanggal: Kamis, 26 November 2026\nPukul: 08.00 WITA\nUntuk: 42 keluarga"
    assert facts_of(replace(ITEM, text=text), ()).facts == (
        ArticleFact(FactKind.WHO, "42 keluarga"),
        ArticleFact(FactKind.WHEN, "Kamis, 26 November 2026, 08.00 WITA"),
        ArticleFact(FactKind.WHERE, "Balai Desa Bunga"),
    )


def test_boxes_of_a_poster_are_told_and_who_read_them() -> None:
    text = PictureText(
        (block("HARI", "Kamis", "26 November"), block("JAM", "08.00-12.00"), block("TEMPAT", "Balai Desa"))
    )
    found = facts_of(ITEM, (None, text))
    assert found.machine
    assert [fact.words for fact in found.facts] == ["Kamis 26 November, 08.00-12.00", "Balai Desa"]
    assert not facts_of(ITEM, (replace(text, source="author"),)).machine


def test_what_a_person_wrote_wins_and_nothing_is_mixed() -> None:
    text = PictureText((block("TEMPAT", "Lapangan"), block("JAM", "08.00")))
    found = facts_of(replace(ITEM, text="Tempat: Balai Desa"), (text,))
    assert (found.facts, found.machine) == ((ArticleFact(FactKind.WHERE, "Balai Desa"),), False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tempat duduk: seratus",
        "Untuk warga yang belum datang, harap datang.",
        f"Tempat: {'jauh ' * 30}",
        "Waktu:",
        ":",
    ],
)
def test_what_is_not_named_so_or_is_a_sentence_is_no_fact(text: str) -> None:
    assert facts_of(replace(ITEM, text=text), ()).facts == ()


def test_what_a_machine_doubts_is_no_fact() -> None:
    assert facts_of(ITEM, (PictureText((block("JAM", "08.00", doubtful=True),)),)).facts == ()


def test_a_flood_of_lines_costs_no_time() -> None:
    before = time.process_time()
    assert len(facts_of(replace(ITEM, text="Tempat: x\n" * 200_000), ()).facts) == 1
    assert time.process_time() - before < 1
