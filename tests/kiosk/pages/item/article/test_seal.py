"""What a seal means is one touch away, at every size, in one sentence that is shown and said."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Provenance
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.item.article.screen import ProvenanceCard
from kiosk.ui.theme.tokens import read_tokens
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.cards import AskedOrigin
from tests.kiosk.ui.states import open_fitted
from tests.support.stage import Stage


def _in_sight(reading: Reading, widget: Any) -> bool:
    _, y = widget.to_window(*widget.center)
    return bool(reading.to_window(*reading.pos)[1] + reading.foot <= y <= reading.to_window(reading.x, reading.top)[1])


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280)], ids=str)
def test_a_touch_on_the_seal_asks_what_it_means(stage: Stage, size: tuple[int, int]) -> None:
    for screen in ("item", "clarification"):
        open_fitted(stage, screen, size)
        seals = [*stage.widgets(ProvenanceCard), *stage.widgets(AskedOrigin)]
        assert seals, screen
        for reading in stage.widgets(Reading):  # where the truth stands first, who says it is on the last page
            while reading.overflow > 0 and reading.scroll_y > 0 and not _in_sight(reading, seals[0]):
                reading.turn(1)
                stage.settle()
        stage.tap(seals[0])
        assert stage.controller.calls[-1] == ("page.item.explain",)


@pytest.mark.clause("11.1.4.1")
def test_each_level_is_told_in_one_sentence_and_by_its_own_sign() -> None:
    for language in ("id", "en"):
        phrases = Phrases(Translation(language))
        told = [phrases.what_means(level) for level in Provenance]
        assert len(set(told)) == len(Provenance)
        for sentence in told:
            assert sentence.count(".") == 1
            assert len(sentence) <= 100
    assert len({read_tokens().provenance[str(level)]["icon"] for level in Provenance}) == len(Provenance)


def test_the_offices_own_site_is_a_level_of_its_own(stage: Stage) -> None:
    open_fitted(stage, "item", (1280, 720))
    article = stage.village.views["item"]
    item = replace(article.item, provenance=Provenance.OFFICIAL, author="admin", source="Diskominfo Banggai")
    stage.show(replace(article, item=item))
    stage.settle()
    (card,) = stage.widgets(ProvenanceCard)
    assert (card.word, card.source, card.by) == ("Situs resmi", "Diskominfo Banggai", "")
    assert "admin" not in " ".join(stage.texts())
