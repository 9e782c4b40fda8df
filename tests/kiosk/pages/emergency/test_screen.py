"""Darurat, drawn: every number whole at every size, cards that no page cuts, and what a touch and the buttons do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from kivy.uix.label import Label
from msgspec.structs import replace
from PIL import Image

from content_cache.model.sheets import LONGEST_NAME, LONGEST_WAY, Contact, Point
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.emergency import EmergencyView
from kiosk.pages.emergency.screen import FittingCard, HazardKey, HazardStep, NumberCard, PointCard, StatusStrip
from kiosk.ui.primitives.picture import Picture
from kiosk.ui.primitives.text import Icon
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import Rail
from tests.gallery.samples.warnings import sample_warning
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280), (1920, 1080)]
LONGEST = Contact("Bhabinkamtibmas dan Babinsa Desa Bunga12"[:LONGEST_NAME], "+62 812 0000 0417 000")
CONTACTS = (Contact("", "112"), LONGEST, *(Contact(f"Puskesmas {n}", f"0461 000 11{n}") for n in range(5)))
WAY = "Keluar balai ke kanan sampai simpang. Belok kiri naik bukit, terus sampai lapangan di depan masjid. Jangan lewat jembatan."


@pytest.fixture
def view(tmp_path: Path, stage: Stage) -> EmergencyView:
    picture = tmp_path / "peta.png"
    Image.new("RGB", (960, 720), "teal").save(picture)
    return EmergencyView(
        contacts=CONTACTS,
        points=(Point("Lapangan SDN 1 Bunga", WAY[:LONGEST_WAY], str(picture)), Point("Bukit Bunga")),
        hazards=(Hazard.QUAKE, Hazard.LANDSLIDE, Hazard.VOLCANO),
        checked=date(2026, 1, 2),
        connected=True,
        alerts_checked=stage.board.moment.now - timedelta(minutes=10),
        alerts=2,
    )


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_cut_at_any_size(stage: Stage, view: EmergencyView, size: tuple[int, int]) -> None:
    stage.open("emergency", size, view=view)
    for scale, language in ((1.0, "en"), (1.4, "id"), (2.0, "en")):
        stage.board.text_scale, stage.board.language = scale, language
        seen: list[str] = []
        for spot in view.card_spots:
            if spot in seen:
                continue
            stage.board.focus = spot
            stage.settle()
            cards = [card for card in stage.widgets(Card) if card.spot]
            assert spot in [card.spot for card in cards], (spot, scale)
            seen += [card.spot for card in cards]
            screen = stage.shell.screen
            for card in cards:
                assert screen.y - 1 <= card.y < card.top <= screen.top + 1, (card.spot, scale)
                for label in card.walk(restrict=True):
                    if isinstance(label, Label) and label.text:
                        assert card.y - 2 <= label.y <= label.top <= card.top + 2, (label.text, scale, card.spot)
                        assert label.texture_size[0] <= card.width, (label.text, scale)
                if isinstance(card, FittingCard):
                    least = 20 * stage.shell.theme.unit * 0.99
                    assert min(label.font_size for label in card.labels) >= least
                if isinstance(card, PointCard) and card.picture:
                    (picture,) = (each for each in card.walk(restrict=True) if isinstance(each, Picture))
                    assert picture.width / picture.height == pytest.approx(4 / 3, abs=0.4)
        assert set(seen) == set(view.card_spots), "each thing stands on a page"


def test_112_is_the_largest_and_icons_tell_who_it_is(stage: Stage, view: EmergencyView) -> None:
    stage.open("emergency", view=view)
    cards = {card.number: card for card in stage.widgets(NumberCard)}
    sizes = {number: card.children[0].children[0].font_size for number, card in cards.items()}
    assert max(sizes, key=lambda number: sizes[number]) == "112"
    assert cards["0461 000 110"].icon == "first-aid-kit"
    assert min(sizes.values()) >= 20


def test_a_touch_reads_a_number_and_the_rail_turns_whole_pages(stage: Stage, view: EmergencyView) -> None:
    stage.open("emergency", (800, 480), view=view)
    stage.tap(next(card for card in stage.widgets(NumberCard) if card.number == "112"))
    assert stage.controller.calls[-1] == ("page.emergency.choose_card", "number:0")
    first = [card.spot for card in stage.widgets(NumberCard)]
    (rail,) = stage.widgets(Rail)
    rail.turn(+1)
    stage.settle()
    assert not set(first) & {card.spot for card in stage.widgets(NumberCard)}
    rail = stage.widgets(Rail)[0]
    rail.turn(-1)
    stage.settle()
    assert [card.spot for card in stage.widgets(NumberCard)] == first


@pytest.mark.parametrize(
    ("size", "turns"), [((1280, 720), 0), ((1920, 1080), 0), ((800, 480), 1), ((720, 1280), 1)], ids=str
)
def test_a_key_leads_to_the_steps_of_its_hazard(
    stage: Stage, view: EmergencyView, size: tuple[int, int], turns: int
) -> None:
    """The keys stand on the first page, or on one of their own before the steps."""
    view = replace(view, contacts=CONTACTS[2:])
    stage.open("emergency", size, view=view)
    pages = 0
    while not stage.widgets(HazardKey):
        stage.widgets(Rail)[0].turn(+1)
        stage.settle()
        pages += 1
    assert pages == turns
    keys = stage.widgets(HazardKey)
    assert sorted(key.words for key in keys) == ["Gempa bumi", "Gunung api meletus", "Tanah longsor"]
    for key in keys:
        for label in key.walk(restrict=True):
            if isinstance(label, Label) and label.text:
                assert key.y <= label.y <= label.top <= key.top, (label.text, size)
    stage.tap(next(key for key in keys if key.words == "Tanah longsor"))
    assert stage.controller.calls[-1] == ("page.emergency.choose_card", "hazard:1")


@pytest.mark.parametrize(
    ("change", "told", "calm"),
    [
        ({}, "Tidak ada peringatan · dicek", True),
        ({"connected": False}, "Kios ini belum tersambung ke BMKG. Kalau terasa gempa kuat di pantai", False),
        ({"alerts_checked": None}, "Belum diketahui apakah ada peringatan.", False),
        ({"contacts": (), "connected": False}, "Nomor belum diisi petugas. Telepon 112.", False),
    ],
)
def test_what_it_says_of_warnings(
    stage: Stage, view: EmergencyView, change: dict[str, object], told: str, calm: bool
) -> None:
    stage.open("emergency", view=replace(view, **change))
    (strip,) = stage.widgets(StatusStrip)
    assert told in strip.words
    assert strip.calm is calm
    assert not calm or "BMKG" not in strip.words
    assert "112" in [card.number for card in stage.widgets(NumberCard)]


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("known", [True, False])
def test_nothing_on_darurat_contradicts_the_band(
    stage: Stage, view: EmergencyView, size: tuple[int, int], scale: float, *, known: bool
) -> None:
    shown = view if known else replace(view, alerts_checked=None)
    warning = replace(
        sample_warning("normal", stage.board.moment.now), hazard=Hazard.TSUNAMI, severity=Severity.AWAS, meet="Bukit"
    )
    stage.open("emergency", size, view=replace(shown, warning=warning), text_scale=scale, band=warning)
    while True:
        told = " ".join(stage.texts())
        assert "Tidak ada peringatan" not in told
        assert "Belum diketahui" not in told
        assert "AWAS" in told
        icons = [icon.icon for icon in stage.widgets(Icon)]
        assert "check-circle" not in icons
        assert "seal-check" not in icons
        rails = stage.widgets(Rail)
        if not rails or not rails[0].down:
            break
        rails[0].turn(+1)
        stage.settle()


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_way_stands_beside_the_first_numbers_or_a_page_behind_them_while_people_run(
    stage: Stage, view: EmergencyView, size: tuple[int, int], scale: float
) -> None:
    warning = replace(
        sample_warning("normal", stage.board.moment.now), hazard=Hazard.TSUNAMI, severity=Severity.AWAS, meet="Bukit"
    )
    stage.open("emergency", size, view=replace(view, warning=warning), text_scale=scale, band=warning)
    assert "112" in [card.number for card in stage.widgets(NumberCard)]
    if scale > 1 or size == (800, 480):
        stage.widgets(Rail)[0].turn(+1)
        stage.settle()
    assert "Lari ke sini" in stage.texts()


def test_numbers_that_nobody_rang_say_so(stage: Stage, view: EmergencyView) -> None:
    stage.open("emergency", view=replace(view, checked=date(2020, 1, 2)))
    assert stage.shell.screen.line == "Nomor belum dicek"
    stage.show(replace(view, checked=stage.board.moment.now.date()))
    stage.settle()
    assert stage.shell.screen.line.startswith("Nomor dicek petugas ")


def test_markup_in_a_name_is_letters(stage: Stage, view: EmergencyView) -> None:
    stage.open("emergency", view=replace(view, contacts=(Contact("[b]Polsek[/b] [ref=x]", "110"),)))
    assert "[b]Polsek[/b] [ref=x]" in stage.texts()
    assert not any(label.markup for label in stage.widgets(Label) if "Polsek" in label.text)


def test_what_to_do_stands_there_for_each_hazard(stage: Stage, view: EmergencyView) -> None:
    stage.open("emergency", view=view, focus="hazard:1")
    assert any("Tinggalkan lereng" in text for text in stage.texts())
    lines = stage.widgets(HazardStep)
    assert len({line.letters for line in lines}) == 1, "one size on a page"
    assert len({line.icon for line in lines}) > 1
