"""The alert screen, the band, and the Darurat tile while a warning is in force."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from kivy.uix.label import Label
from msgspec.structs import replace
from PIL import Image, ImageChops

from content_cache.model.items import Hazard
from kiosk.alerts.steps import parts
from kiosk.demo.warnings import sample_warning
from kiosk.ui.primitives.text import Icon, OneLine
from kiosk.ui.screens.alert import AlertHead, AlertSide, SaidCard, StepCard
from kiosk.ui.theme.tokens import colour, load
from kiosk.ui.widgets.alert_band import AlertBand
from kiosk.ui.widgets.bars import Key
from kiosk.ui.widgets.cards import Tile
from kiosk.viewmodel.views import AlertView
from tests.support.colours import colours
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280)]


def rgb(code: str) -> tuple[int, int, int]:
    red, green, blue, _ = colour(code)
    return round(red * 255), round(green * 255), round(blue * 255)


def open_alert(stage: Stage, state: str, size: tuple[int, int] = (1280, 720), **board: Any) -> AlertView:
    alert = sample_warning(state, stage.board.moment.now)
    stage.open("alert", size, alert=alert, **board)
    return alert


@pytest.mark.parametrize("state", ["normal", "drill", "ended", "caution", "unchecked"])
def test_the_screen_is_in_the_severitys_colour(stage: Stage, state: str) -> None:
    alert = open_alert(stage, state)
    picture = stage.picture()
    assert picture.getpixel((600, 520)) == rgb(load().severities[alert.tone]["bg"])
    if alert.drill:
        assert picture.getpixel((1200, 30)) == rgb(load().severities["simulasi"]["bg"])


def test_what_it_says(stage: Stage) -> None:
    open_alert(stage, "late")
    texts = stage.texts()
    assert {"PERINGATAN", "Dikeluarkan 3 jam lalu", "Gempa bumi", "M 5,6", "Tidak berpotensi tsunami"} <= set(texts)
    assert next(card.words for card in reversed(stage.widgets(StepCard))).startswith("Siap gempa susulan")
    assert "Mengerti" in texts
    assert "Kembali" not in texts


def test_it_says_that_it_is_not_heard_until_it_is(stage: Stage) -> None:
    line = "SUARA TIDAK TERDENGAR · BERI TAHU YANG LAIN"
    open_alert(stage, "normal")
    assert line not in stage.texts()
    stage.board.unheard = True
    stage.settle()
    assert line in stage.texts()
    stage.board.unheard = False
    stage.settle()
    assert line not in stage.texts()


def test_mengerti_is_the_first_key(stage: Stage) -> None:
    open_alert(stage, "normal")
    stage.tap(next(key for key in stage.widgets(Key) if key.name == "Mengerti"))
    assert stage.controller.calls == [("back",)]  # which the controller takes for "Mengerti"


@pytest.mark.parametrize(
    ("size", "language"), [(SIZES[0], "id"), (SIZES[1], "id"), (SIZES[1], "en"), (SIZES[2], "id")], ids=str
)
def test_each_hazard_is_whole_at_every_size(stage: Stage, size: tuple[int, int], language: str, long: bool) -> None:
    """Each at the largest letters and at one other size of them; with --long at all."""
    longest = open_alert(stage, "weather", size, language=language)
    drill = replace(longest, drill=True, tsunami="Tidak berpotensi tsunami")
    hazards = [replace(longest, hazard=hazard) for hazard in Hazard]
    late = sample_warning("late", stage.board.moment.now)
    alerts = [*hazards, drill, replace(longest, ended=True), late]
    for scale, some in ((2.0, alerts), (1.4, alerts[::2]), (1.0, alerts[1::2])):
        stage.board.text_scale = scale
        stage.settle()
        for stage.board.alert in alerts if long else some:
            stage.settle()
            cards = stage.widgets(StepCard)
            assert len(cards) == 3
            usual = 22 if size == (800, 480) else 27
            for card in cards:
                told = card.ids.told
                assert told.texture_size[1] <= card.height + 1, card.words
                assert told.font_size >= usual * stage.shell.theme.unit
                assert told.text.endswith(".")
            body = stage.shell.screen.ids.body
            within = set(body.walk(restrict=True))
            for label in stage.widgets(Label):
                assert label not in within or body.y - 1 <= label.y <= label.top <= body.top + 1, label.text


MEET = "Lapangan SDN 1 Bunga, ke arah bukit, 300 meter"
WAY = "Lapangan SDN 1 Bunga, 400 meter, 5 menit jalan kaki. Keluar balai ke kanan. Di simpang, belok kiri naik bukit."
"""Of the sample village, as all of it is told."""


@pytest.mark.parametrize("meet", [MEET, WAY], ids=["short", "long"])
@pytest.mark.parametrize("size", [*SIZES, (1024, 600), (1920, 1080)], ids=str)
def test_the_hazard_is_the_largest_and_the_assembly_point_is_a_step(
    stage: Stage, size: tuple[int, int], meet: str
) -> None:
    now = stage.board.moment.now
    quake = replace(sample_warning("normal", now), meet=meet, magnitude=7.6)
    brings = replace(quake, hazard=Hazard.TSUNAMI, event="Berpotensi tsunami", tsunami="Berpotensi tsunami")
    alerts = (quake, replace(sample_warning("drill", now), meet=meet), brings)
    stage.open("alert", size, alert=quake)
    for scale, language, alert in product((1.0, 1.4, 2.0), ("id", "en"), alerts):
        stage.board.text_scale, stage.board.language, stage.board.alert = scale, language, alert
        stage.settle()
        cards, screen = stage.widgets(StepCard), stage.shell.screen
        assert len(cards) == 4
        assert any(meet.removesuffix(".") in card.words for card in cards)
        body = screen.ids.body
        inside = set(body.walk(restrict=True))
        shown = [label for label in stage.widgets(Label) if label in inside and label.text]
        head = next(part for part in body.children if isinstance(part, AlertSide | AlertHead))
        kind, picture = head.ids.kind.__self__, head.ids.picture.__self__
        icons = [label for label in shown if isinstance(label, Icon)]
        words = [label for label in shown if label not in icons]
        assert [label.text for label in words if label is not kind and label.font_size >= kind.font_size] == []
        assert all(icon.extent < picture.extent for icon in icons if icon is not picture)
        for card in cards:
            assert card.ids.told.texture_size[1] <= card.height + 1, (card.words, scale)
            assert card.ids.told.font_size >= 20 * stage.shell.theme.unit
        for label in shown:
            assert body.y - 1 <= label.y <= label.top <= body.top + 1, (label.text, scale)
        if alert.tsunami:
            said = {"id": ("potensi tsunami",), "en": ("No tsunami expected", "A tsunami may come")}[language]
            told = [label for label in words if any(text in label.text for text in said)]
            assert told
            assert alert is not brings or language != "id" or told == [kind], "it is not said twice"
            assert not any(map(cut, told))


@pytest.mark.parametrize("size", [*SIZES, (1024, 600), (1920, 1080)], ids=str)
@pytest.mark.parametrize("state", ["normal", "assembly", "weather"])
def test_larger_letters_make_the_steps_larger_and_where_it_was_stays(
    stage: Stage, size: tuple[int, int], state: str
) -> None:
    alert = open_alert(stage, state, size)
    grown = []
    for stage.board.text_scale in (1.0, 1.4, 2.0):
        stage.settle()
        grown.append(min(card.ids.told.font_size for card in stage.widgets(StepCard)))
        inside = set(stage.shell.screen.ids.body.walk(restrict=True))
        facts = [label for label in stage.widgets(Label) if label in inside and not cut(label)]
        place = alert.place.split(",", 1)[0]
        assert any(place in " ".join(label.text.split()) for label in facts), stage.board.text_scale
    assert grown[0] <= grown[1] <= grown[2]
    assert grown[2] > grown[0]


def test_a_long_place_leaves_the_steps_their_room(stage: Stage) -> None:
    place = "30 km barat daya Kabupaten Banggai Kepulauan Sulawesi Tengah, kedalaman 10 km"
    for stage.board.text_scale in (1.4, 2.0):
        stage.open("alert", alert=replace(sample_warning("normal", stage.board.moment.now), place=place))
        stage.settle()
        for card in stage.widgets(StepCard):
            assert card.ids.told.texture_size[1] <= card.height + 1, (card.words, stage.board.text_scale)
            assert card.ids.told.font_size >= 30 * stage.shell.theme.unit


def test_of_several_places_none_is_named_alone(stage: Stage) -> None:
    areas = ", ".join(
        f"Kecamatan {name}" for name in ("Batui", "Toili", "Luwuk Selatan", "Nambo", "Kintom", "Masama", "Lamala")
    )
    open_alert(stage, "weather", (800, 480), text_scale=2.0)
    stage.board.alert = replace(stage.board.alert, place=areas, more_places=2)
    stage.settle()
    (head,) = stage.widgets(AlertHead)
    assert "Sumber" in head.ids.facts.text
    assert "Batui" not in head.ids.facts.text
    stage.board.alert = replace(stage.board.alert, place="Kecamatan Batui", more_places=2)
    stage.settle()
    assert "Kecamatan Batui dan 2 wilayah lain" in " ".join(head.ids.facts.text.split())


@pytest.mark.parametrize("size", [*SIZES, (1920, 1080)], ids=str)
def test_digits_and_icons_stay_in_their_cards(stage: Any, size: tuple[int, int]) -> None:
    """A drill's band takes room from the cards: at 1280x720 and large letters an icon was higher than its card."""
    stage.board.theme = "dark"
    for state in ("normal", "drill"):
        open_alert(stage, state, size)
        for scale in (1.0, 1.5, 2.0):
            stage.board.text_scale = scale
            stage.settle()
            cards = stage.widgets(StepCard)
            assert len(cards) == 3
            for card in cards:
                (digit,) = (label for label in card.children if isinstance(label, OneLine))
                (icon,) = (label for label in card.children if isinstance(label, Icon))
                assert icon.extent <= 0.8 * card.height
                assert digit.font_size <= 0.7 * card.height
                for drawn in (digit, icon):
                    assert card.y <= drawn.y <= drawn.top <= card.top, (drawn.text, scale)


LONG_TITLE = (
    "Banjir bandang di hulu Sungai Bunga, warga dusun satu, dua dan tiga diminta naik ke tempat tinggi malam ini"
)
LONG_TEXT = (
    "Hujan di hulu sejak kemarin membuat air Sungai Bunga naik tiga meter dan jembatan lama hanyut sebelum subuh tadi. "
    "Warga di bantaran sungai naik ke lapangan SDN Bunga sekarang juga, bawa obat, surat penting dan anak-anak. "
    "Truk desa menjemput orang tua, ibu hamil dan orang sakit dari balai desa mulai pukul enam. Jangan menyeberang."
)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_the_office_writes_is_whole_at_every_size_a_part_at_a_time(
    stage: Stage, size: tuple[int, int], scale: float
) -> None:
    office = open_alert(stage, "office", size, text_scale=scale)
    assert stage.texts().count("Lari ke tempat tinggi sekarang.") == 0, "no step of ours beside its own"
    stage.board.alert = replace(office, event=LONG_TITLE, said=LONG_TEXT)
    shown = []
    for place in range(len(parts(stage.board.alert))):
        stage.board.focus = f"step:{place}"
        stage.settle()
        (card,) = stage.widgets(SaidCard)
        told = card.ids.told
        assert told.texture_size[1] <= card.height + 1, card.words
        assert told.font_size >= (22 if size == (800, 480) else 27) * stage.shell.theme.unit
        shown.append(card.words)
        body = stage.shell.screen.ids.body
        within = set(body.walk(restrict=True))
        for label in stage.widgets(Label):
            assert label not in within or body.y - 1 <= label.y <= label.top <= body.top + 1, label.text
    assert " ".join(shown) == LONG_TEXT
    titles = [label for label in stage.widgets(Label) if label.text.endswith("malam ini")]
    assert titles
    assert not any(map(cut, titles))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_how_late_it_is_and_who_says_so_stand_at_every_size(stage: Stage, size: tuple[int, int], scale: float) -> None:
    open_alert(stage, "late", size, text_scale=scale)
    fates = {"late": "Dikeluarkan 3 jam lalu", "ended": "Diakhiri oleh BMKG", "normal": "", "weather": ""}
    for state, fate in fates.items():
        stage.board.alert = sample_warning(state, stage.board.moment.now)
        stage.settle()
        told = stage.texts()
        assert any(fate in text for text in told)
        assert any("BMKG (contoh)" in text for text in told)
        body = stage.shell.screen.ids.body
        for label in stage.widgets(Label):
            if any(word in label.text for word in (fate or "BMKG", "BMKG (contoh)")):
                assert not cut(label)
                assert body.y - 1 <= label.y <= label.top <= body.top + 1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_stands_on_the_screen_follows_an_update(stage: Stage, size: tuple[int, int]) -> None:
    alert = open_alert(stage, "normal", size)
    stage.board.alert = replace(alert, magnitude=7.1, tsunami="Berpotensi tsunami", place="40 km utara Luwuk")
    stage.settle()
    told = " ".join(stage.texts())
    assert "M 7,1" in told
    assert "Berpotensi tsunami" in told
    assert "5,6" not in told
    assert "Tidak berpotensi" not in told


def cut(label: Label) -> bool:
    """Whether its lines are more than it may show."""
    if not label.max_lines:
        return False
    lines, label.max_lines = label.texture_size[1], 0
    label.texture_update()
    return bool(label.texture_size[1] > lines)


def test_the_band_stands_under_the_app_bar_and_on_idle(stage: Stage) -> None:
    stage.open("home")
    room = stage.controller.told[-1]
    before = stage.picture()
    stage.board.band = sample_warning("caution", stage.board.moment.now)
    stage.settle()
    band = stage.widgets(AlertBand)[0]
    assert "WASPADA · Gelombang tinggi" in stage.texts()
    assert band.height == pytest.approx(64 * stage.shell.theme.unit)
    assert ImageChops.difference(before, stage.picture()).getbbox() is not None
    stage.tap(band)
    assert ("alerts.open",) in stage.controller.calls
    stage.board.screen = "news"
    stage.settle()
    assert stage.controller.told[-1].rows <= room.rows
    stage.board.screen = "idle"
    stage.settle()
    assert stage.widgets(AlertBand)[0].top == pytest.approx(720)
    stage.board.band = None
    stage.settle()
    assert stage.widgets(AlertBand) == []


def test_the_tile_is_filled_while_a_warning_is_in_force(stage: Stage) -> None:
    stage.open("home", band=sample_warning("normal", stage.board.moment.now))
    tile = next(tile for tile in stage.widgets(Tile) if tile.category == "darurat")
    assert (tile.title, tile.count) == ("Darurat", "Nomor dan jalan"), "where it leads"
    left, low = tile.to_window(*tile.pos)
    corner = (int(left + tile.width / 2), int(720 - low - tile.height + 12))
    assert stage.picture().getpixel(corner) == rgb(load().severities["siaga"]["bg"])
    stage.board.band = None
    stage.settle()
    assert tile.count != "Nomor dan jalan"
    assert stage.picture().getpixel(corner) == (255, 255, 255)


def test_contrast_draws_it_black_and_white(stage: Stage) -> None:
    open_alert(stage, "normal", theme="contrast")
    picture: Image.Image = stage.picture().crop((0, 0, 1280, 600))
    assert {colour for colour, _ in colours(picture) if max(colour) - min(colour) > 90} == set()
