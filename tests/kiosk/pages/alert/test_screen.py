"""The alert screen, the band, and the Darurat tile while a warning is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from kivy.uix.label import Label
from msgspec.structs import replace
from PIL import Image, ImageChops

from content_cache.model.vocabulary import Hazard
from kiosk.alerts.steps import parts
from kiosk.alerts.text import AlertWords
from kiosk.content.views.shown import AlertView
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.alert.screen import AlertCard
from kiosk.ui.primitives.text import Icon
from kiosk.ui.theme.tokens import colour, read_tokens
from kiosk.ui.widgets.alert_band import AlertBand
from kiosk.ui.widgets.bars import Key
from kiosk.ui.widgets.cards import Tile
from tests.drawn import letters
from tests.gallery.samples.warnings import sample_warning
from tests.kiosk.ui.states import WARNINGS, WAY, WHO, warning
from tests.support.board import view_of
from tests.support.colours import colours
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280)]


def rgb(code: str) -> tuple[int, int, int]:
    red, green, blue, _ = colour(code)
    return round(red * 255), round(green * 255), round(blue * 255)


def open_alert(stage: Stage, state: str, size: tuple[int, int] = (1280, 720), **board: Any) -> AlertView:
    alert = sample_warning(state, stage.board.moment.now)
    stage.open("alert", size, view=alert, **board)
    return alert


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("state", ["normal", "drill", "ended", "caution", "unchecked"])
def test_the_screen_is_in_the_severitys_colour(stage: Stage, state: str) -> None:
    alert = open_alert(stage, state)
    picture = stage.picture()
    assert picture.getpixel((8, 520)) == rgb(read_tokens().severities[alert.tone]["bg"])
    if alert.drill:
        assert picture.getpixel((1200, 30)) == rgb(read_tokens().severities["simulasi"]["bg"])


def test_what_it_says(stage: Stage) -> None:
    open_alert(stage, "late")
    texts = stage.texts()
    assert {"PERINGATAN", "Gempa bumi M 5,6", "Tidak berpotensi tsunami"} <= set(texts)
    assert any(text.startswith("Dikeluarkan 3 jam lalu · ") for text in texts)
    assert any(card.words.startswith("Waspadai gempa susulan") for card in stage.widgets(AlertCard))
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


MEET = "Lapangan SDN 1 Bunga, ke arah bukit, 300 meter"
EVERY_SIZE = [*SIZES, (1024, 600), (1920, 1080)]


def whole(stage: Stage, about: str) -> None:
    """Everything on the page stands in its card or its place, and nothing is cut."""
    screen = stage.shell.screen
    body, room = screen.ids.body, screen.ids.room
    inside = set(body.walk(restrict=True))
    for card in stage.widgets(AlertCard):
        assert room.y - 1 <= card.y < card.top <= room.top + 1, (about, card.words)
        assert card.ids.told.texture_size[1] <= card.height + 1, (about, card.words)
        assert card.ids.told.font_size >= 20 * stage.shell.theme.unit, (about, card.words)
    for label in stage.widgets(Label):
        if label in inside and label.text:
            assert body.y - 1 <= label.y <= label.top <= body.top + 1, (about, label.text)
            assert label.x >= body.x - 1, (about, label.text)
            assert label.right <= body.right + 1, (about, label.text)


def pages(stage: Stage, *, buttons: bool = False) -> Iterator[list[Label]]:
    """Turn to all pages of what is shown, and yield the labels of each."""
    for _ in letters.pages(stage.board, stage.canvas, buttons=buttons):
        inside = set(stage.shell.screen.walk(restrict=True))
        yield [
            label for label in stage.widgets(Label) if label in inside and label.text and not isinstance(label, Icon)
        ]


@pytest.mark.clause("5.1.4", "11.1.4.4")
@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", EVERY_SIZE, ids=str)
def test_every_page_of_a_warning_is_whole_at_every_text_size(stage: Stage, size: tuple[int, int]) -> None:
    now = stage.board.moment.now
    stage.open("alert", size, view=warning("normal", now))
    for stage.board.text_scale, state in product((1.0, 1.4, 2.0), WARNINGS):
        stage.show(warning(state, now))
        for _ in pages(stage):
            whole(stage, f"{state} {stage.board.text_scale}")


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", EVERY_SIZE, ids=str)
def test_what_to_do_first_is_the_largest_and_every_page_is_within_reach(stage: Stage, size: tuple[int, int]) -> None:
    stage.open("alert", size, view=warning("normal", stage.board.moment.now))
    for state, scale in product(WARNINGS, (1.0, 2.0)):
        stage.show(warning(state, stage.board.moment.now))
        stage.board.text_scale = scale
        stage.settle()
        cards = stage.widgets(AlertCard)
        alert = view_of(stage.board, AlertView)
        if scale == 1.0 and not alert.ended:
            first, *others = sorted(cards, key=lambda card: -card.letters)
            assert first.first, state
            assert all(card.letters < first.letters for card in others), state
        words = AlertWords(alert, stage.board.moment, Phrases(Translation("id")))
        told = " ".join(
            text for labels in pages(stage, buttons=True) for text in (" ".join(each.text.split()) for each in labels)
        )
        for step in () if words.issuer_words else words.steps:
            assert step.words in told, (state, scale)
        for said in words.issuer_words:
            assert said in told, (state, scale)
        assert alert.ended or all(line in told for line in words.who), (state, scale)
        assert alert.source in told, (state, scale)
        for fact in () if alert.ended else (words.fate, words.tsunami, words.magnitude, words.when, words.place_words):
            assert fact in told, (state, scale, fact)


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", EVERY_SIZE, ids=str)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_hazard_is_whole_with_the_way_to_the_assembly_point(
    stage: Stage, size: tuple[int, int], scale: float
) -> None:
    longest = open_alert(stage, "weather", size, text_scale=scale)
    for hazard, ended in product(Hazard, (False, True)):
        stage.show(replace(longest, hazard=hazard, meet=WAY, ended=ended, drill=hazard is Hazard.TSUNAMI))
        for labels in pages(stage, buttons=True):
            assert labels
            whole(stage, f"{hazard} {ended}")
    issued = stage.board.moment.now - timedelta(hours=5)
    stage.show(replace(longest, hazard=Hazard.QUAKE, meet=WAY, starts=issued, sent=issued))
    told = ""
    for labels in pages(stage, buttons=True):
        whole(stage, "late")
        told += " ".join(" ".join(each.text.split()) for each in labels)
    assert "Rumah rusak? Berkumpul di " in told


def test_one_page_has_one_thing_and_names_the_next(stage: Stage) -> None:
    stage.open("alert", (800, 480), view=warning("long", stage.board.moment.now), text_scale=2.0)
    assert {"1 dari 6", "Berikutnya: siapa", "Lari ke tempat tinggi sekarang."} <= set(stage.texts())
    stage.board.focus = "who:0"
    stage.settle()
    assert {"2 dari 6", f"Siapa: {WHO}"} <= set(stage.texts())
    stage.board.focus = "cause"
    stage.settle()
    assert {"6 dari 6", "Halaman terakhir"} <= set(stage.texts())


def test_the_magnitude_is_the_earthquakes(stage: Stage) -> None:
    stage.open("alert", view=replace(warning("long", stage.board.moment.now), drill=False))
    title = stage.shell.screen.title_words
    assert "M 7,4" not in title
    assert any(text.startswith("Gempa bumi M 7,4 · ") for text in stage.texts())
    stage.show(warning("normal", stage.board.moment.now))
    stage.settle()
    assert stage.shell.screen.title_words == "Gempa bumi M 5,6"


@pytest.mark.parametrize(("state", "seal"), [("normal", "seal-check"), ("told", "bank"), ("unchecked", "question")])
def test_the_seal_tells_who_vouches_for_description_and_instruction_alike(stage: Stage, state: str, seal: str) -> None:
    stage.open("alert", view=warning(state, stage.board.moment.now))
    assert stage.shell.screen.seal == seal
    assert "seal-check" not in [icon.icon for icon in stage.widgets(Icon)] or seal == "seal-check"
    if state == "told":
        assert f"Siapa: {WHO}" in stage.texts()
        stage.show(replace(view_of(stage.board, AlertView), said="Naik ke lapangan sekarang.", known=""))
        stage.settle()
        assert stage.shell.screen.seal == "bank"


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", EVERY_SIZE, ids=str)
def test_an_end_is_the_largest_word_and_no_sign_of_safety(stage: Stage, size: tuple[int, int], scale: float) -> None:
    alert = replace(warning("ended", stage.board.moment.now), ends=stage.board.moment.now)
    stage.open("alert", size, view=alert, text_scale=scale)
    screen = stage.shell.screen
    shown = [label for label in stage.widgets(Label) if label.text and not isinstance(label, Icon)]
    assert max(shown, key=lambda label: label.font_size).text == "BERAKHIR"
    assert any("tsunami" in text and "pukul 9.41 pagi" in text for text in stage.texts())
    assert tuple(screen.bg) == tuple(stage.shell.theme.colors.bar)
    body = set(screen.walk(restrict=True))
    assert not {"check", "check-circle", "seal-check"} & {icon.icon for icon in stage.widgets(Icon) if icon in body}
    told = [text for labels in pages(stage, buttons=True) for text in (label.text for label in labels)]
    assert "Tetap di tempat tinggi sampai petugas bilang boleh pulang." in [" ".join(text.split()) for text in told]


LONG_TITLE = (
    "Banjir bandang di hulu Sungai Bunga, warga dusun satu, dua dan tiga diminta naik ke tempat tinggi malam ini"
)
LONG_TEXT = (
    "Hujan di hulu sejak kemarin membuat air Sungai Bunga naik tiga meter dan jembatan lama hanyut sebelum subuh tadi. "
    "Warga di bantaran sungai naik ke lapangan SDN Bunga sekarang juga, bawa obat, surat penting dan anak-anak. "
    "Truk desa menjemput orang tua, ibu hamil dan orang sakit dari balai desa mulai pukul enam. Jangan menyeberang."
)


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_the_office_writes_is_whole_at_every_size_a_part_at_a_time(
    stage: Stage, size: tuple[int, int], scale: float
) -> None:
    office = open_alert(stage, "office", size, text_scale=scale)
    assert stage.texts().count("Lari ke tempat tinggi sekarang.") == 0, "no step of ours beside its own"
    stage.show(replace(office, event=LONG_TITLE, said=LONG_TEXT))
    shown = []
    for place in range(len(parts(view_of(stage.board, AlertView)))):
        stage.board.focus = f"step:{place}"
        stage.settle()
        (card,) = stage.widgets(AlertCard)
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


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_how_late_it_is_and_who_ended_it_stand_on_the_first_page(
    stage: Stage, size: tuple[int, int], scale: float
) -> None:
    open_alert(stage, "late", size, text_scale=scale)
    for state, fate in {"late": "Dikeluarkan 3 jam lalu", "ended": "diakhiri oleh BMKG (contoh)"}.items():
        stage.show(sample_warning(state, stage.board.moment.now))
        stage.settle()
        body = stage.shell.screen.ids.body
        told = [label for label in stage.widgets(Label) if fate in " ".join(label.text.split())]
        assert told
        for label in told:
            assert not cut(label)
            assert body.y - 1 <= label.y <= label.top <= body.top + 1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_stands_on_the_screen_follows_an_update(stage: Stage, size: tuple[int, int]) -> None:
    alert = open_alert(stage, "normal", size)
    stage.show(replace(alert, magnitude=7.1, tsunami="Berpotensi tsunami", place="40 km utara Luwuk"))
    stage.settle()
    stage.board.text_scale = 2.0
    told = " ".join(label.text for labels in pages(stage) for label in labels)
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
    assert stage.picture().getpixel(corner) == rgb(read_tokens().severities["siaga"]["bg"])
    stage.board.band = None
    stage.settle()
    assert tile.count != "Nomor dan jalan"
    assert stage.picture().getpixel(corner) == (255, 255, 255)


def test_contrast_draws_it_black_and_white(stage: Stage) -> None:
    open_alert(stage, "normal", theme="contrast")
    picture: Image.Image = stage.picture().crop((0, 0, 1280, 600))
    assert {colour for colour, _ in colours(picture) if max(colour) - min(colour) > 90} == set()
