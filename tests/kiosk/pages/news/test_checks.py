"""The list of hoax checks: the verdict stands before each claim, whatever a feed writes and however large letters are."""

from __future__ import annotations

from datetime import datetime

import pytest

from content_cache.model.items import Clarification
from content_cache.model.vocabulary import Category, Verdict
from content_cache.text.verdicts import verdict_of
from kiosk.content.views.shown import ListView
from kiosk.ui.widgets.verdict_row import VerdictBlock, VerdictRow
from tests.support.stage import Stage

LONG = "Vaksin HPV menyebabkan kemandulan pada anak perempuan sebagaimana beredar di banyak grup percakapan adalah tidak benar"
FACT = "Tidak ditemukan laporan yang membenarkan kabar itu. " * 8
NAMES = {
    Verdict.FALSE: "SALAH",
    Verdict.MISLEADING: "MENYESATKAN",
    Verdict.TRUE: "BENAR",
    Verdict.UNCLEAR: "BELUM JELAS",
}


def check(
    title: str, *, claim: str = "", verdict: Verdict | None = None, when: datetime | None = None
) -> Clarification:
    said, told = verdict_of(title)
    return Clarification(
        id=title, source="MAFINDO", title=title, text=FACT, claim=claim or told, verdict=verdict or said, published=when
    )


CHECKS = (
    check("[SALAH] Besok malam tsunami di Luwuk"),
    check(LONG),
    check("Tidak ada potongan BLT", claim="BLT dipotong untuk iuran desa " * 6, verdict=Verdict.MISLEADING),
    check("[BENAR] SIM keliling pindah ke hari Kamis"),
    check("Benarkah harga pupuk naik dua kali lipat?"),
)


def show(stage: Stage, size: tuple[int, int], rows: tuple[Clarification, ...], scale: float = 1.0) -> list[VerdictRow]:
    stage.open("news", size, text_scale=scale, view=ListView(Category.CLARIFICATION, rows, total=len(rows)))
    return stage.widgets(VerdictRow)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(800, 480), (1024, 600), (1280, 720), (1920, 1080), (720, 1280)])
@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_each_claim_stands_beside_its_verdict(stage: Stage, size: tuple[int, int], scale: float) -> None:
    show(stage, size, ())
    room = stage.controller.told[-1].checks
    for first in range(0, len(CHECKS), room):
        page = CHECKS[first : first + room]
        rows = show(stage, size, page, scale)
        blocks = stage.widgets(VerdictBlock)
        room = stage.controller.told[-1].checks
        assert [block.words for block in blocks] == [NAMES[one.verdict] for one in page]
        if len(page) <= room:
            for row, block in zip(rows, blocks, strict=True):
                inside(row, block)
                inside(row, row.ids.claim)
                inside(row, row.ids.origin)
                claim = row.ids.claim
                words = next(each for each in block.walk() if getattr(each, "role", "").startswith("verdict_row"))
                assert words.texture_size[0] <= block.width, "no word reaches beyond its block"
                assert claim.height + row.ids.fact.height + row.ids.origin.height <= row.height


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", [(800, 480), (1024, 600), (1280, 720), (1920, 1080), (720, 1280)])
@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
@pytest.mark.parametrize(
    "claim", ["“Pemerintah membagikan Rp5 juta” ", "Demam berdarah sembuh dalam dua hari ", "BLT "]
)
def test_beside_a_claim_that_is_too_long_stands_what_is_true(
    stage: Stage, size: tuple[int, int], scale: float, claim: str
) -> None:
    """Beside a claim that is cut, that is: one that has room in smaller letters takes all of the room if it must."""
    row, *_ = show(stage, size, (check("Tautan itu palsu", claim=claim * 9, verdict=Verdict.FALSE),), scale)

    assert row.ids.fact.fitting or "…" not in row.ids.claim._label.text
    assert row.ids.fact.words.startswith("Tautan itu palsu")
    inside(row, row.ids.claim)
    inside(row, row.ids.fact)


def inside(row: VerdictRow, part: object) -> None:
    box = part
    assert getattr(box, "x") >= row.x - 1  # noqa: B009 - any widget
    assert getattr(box, "y") >= row.y - 1  # noqa: B009
    assert getattr(box, "right") <= row.right + 1  # noqa: B009
    assert getattr(box, "top") <= row.top + 1  # noqa: B009


def test_what_is_quoted_is_the_claim_and_the_finding_is_not(stage: Stage) -> None:
    hoax, finding, office, *_ = show(stage, (1920, 1080), CHECKS)
    assert (hoax.claim, hoax.fact[:16]) == ("“Besok malam tsunami di Luwuk”", "Tidak ditemukan ")
    assert finding.claim == LONG, "a title that says what is true is nobody's claim"
    assert office.fact == "Tidak ada potongan BLT"


def test_rows_of_another_list_are_rows_of_their_kind(stage: Stage) -> None:
    show(stage, (1280, 720), CHECKS[:3])
    stage.show(ListView(Category.NEWS, tuple(stage.village.news[:3]), total=3))
    stage.settle()
    assert stage.widgets(VerdictRow) == []


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280)])
def test_letters_that_change_leave_a_block_as_one_that_began_with_them(stage: Stage, size: tuple[int, int]) -> None:
    begun = {}
    for scale in (1.0, 2.0):
        show(stage, size, CHECKS[:2], scale)
        begun[scale] = [tuple(block.size) for block in stage.widgets(VerdictBlock)]
    for scale in (1.0, 2.0, 1.0):
        stage.board.text_scale = scale
        stage.settle()
        assert [tuple(block.size) for block in stage.widgets(VerdictBlock)] == begun[scale]


def test_empty(stage: Stage) -> None:
    show(stage, (1280, 720), ())
    assert "Belum ada kabar yang diperiksa" in [getattr(each, "words", "") for each in stage.shell.walk()]
