"""What is said again and again is what the kiosk really says."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone

from msgspec.structs import replace

from content_cache.model.items import NewsItem
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category, Hazard, Severity
from kiosk.alerts.spoken import alert_lines
from kiosk.alerts.text import AlertWords
from kiosk.content.views.shown import AlertView, ArticleView, HomeView, ListView, Shown
from kiosk.content.views.snapshot import snapshot_of
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.guide_text import GuideText
from kiosk.narration.standing import standing_lines
from kiosk.pages.table import PAGES
from kiosk.settings import Settings
from kiosk.speech.utterance import Utterance
from tests.support.board import PaperBoard

MOMENT = Moment(datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8))), Trust.TRUSTED)
SETTINGS = replace(
    Settings(),
    place=replace(Settings().place, name="Desa Bunga"),
    sources=(Source(name="Diskominfo", url="https://k.invalid/"),),
)
PLACE = "Bunga"


def words(*told: Utterance) -> set[str]:
    return {each.spoken for utterance in told for each in utterance.sentences if each.is_heard}


def test_prompts_are_ready_before_anybody_presses() -> None:
    ready = words(*standing_lines(SETTINGS, MOMENT, pages=PAGES))
    board = PaperBoard(place=PLACE, language="id", moment=MOMENT)
    guide = GuideText(board, Translation("id"), {}, pages=PAGES)
    for screen in ("home", "news", "item", "events", "announcements", "emergency", "alert"):
        board.screen, board.shown = screen, Shown(screen, ArticleView(NewsItem(id="", source="", title="")))
        assert words(guide.utterance([*guide.current_hint(), *guide.end(1), *guide.end(-1)])) <= ready, screen
    board.volume = 40
    assert words(guide.utterance([*guide.question(), *guide.welcome_back(), guide.volume()])) <= ready
    board.screen = "news"
    board.shown = Shown(board.screen, ListView(Category.NEWS, (), total=7))
    before = dataclasses.replace(snapshot_of(board), screen="elsewhere")
    assert words(guide.utterance(guide.after("next", before))) <= ready
    board.screen = "home"
    board.shown = Shown(board.screen, HomeView(place=PLACE))
    assert words(guide.utterance(guide.after("home", before))) <= ready


def test_a_warning_has_all_its_fixed_sentences_ready() -> None:
    meet = "Lapangan SD 1, ke arah bukit"
    ready = words(*standing_lines(SETTINGS, MOMENT, pages=PAGES, meet=meet))
    guide = GuideText(PaperBoard(place=PLACE, language="id", moment=MOMENT), Translation("id"), {}, pages=PAGES)
    for hazard in Hazard:
        view = AlertView(id="a", severity=Severity.AWAS, hazard=hazard, meet=meet)
        lines = alert_lines(AlertWords(view, MOMENT, Phrases(Translation("id"))))
        assert lines
        assert words(guide.utterance(lines)) <= ready, hazard


def test_it_is_bounded_and_handed_out_a_few_at_a_time() -> None:
    told = list(standing_lines(SETTINGS, MOMENT, pages=PAGES))
    assert max(len(each.sentences) for each in told) <= 40
    assert 200 < len(words(*told)) < 600
    assert "Dari Diskominfo, terverifikasi." in words(*told)
    assert any(PLACE in each for each in words(*told))
