"""The QR code that lies over a screen."""

from __future__ import annotations

import numpy
import pytest
import segno
import zxingcpp

from kiosk.content.views.shown import Handout
from kiosk.ui.frame.join_sheet import CodeStep
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.qr_code import QUIET, QrCode
from tests.support.stage import Stage

PAYLOAD = "Air mati besok pukul 08.00. " * 17  # nearly as long as they come


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)])
def test_the_code_on_the_screen_is_the_code_of_the_payload(stage: Stage, size: tuple[int, int], theme: str) -> None:
    stage.open("item", size, theme=theme, handout=Handout("Air mati", PAYLOAD))
    stage.settle()
    (widget,) = stage.widgets(QrCode)
    matrix = list(segno.make_qr(PAYLOAD, error="m", boost_error=False).matrix_iter(border=QUIET))
    pixels = int(min(widget.size) // len(matrix))
    assert pixels >= 3
    side = pixels * len(matrix)
    left, low = (round(middle - side / 2) for middle in widget.center)
    picture = stage.picture()

    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            at = (left + x * pixels + pixels // 2, size[1] - low - side + y * pixels + pixels // 2)
            assert picture.getpixel(at) == ((0, 0, 0) if dark else (255, 255, 255))


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)])
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
@pytest.mark.parametrize(
    ("page", "join", "network"),
    [
        ("http://10.42.42.1/k/0123456789ab.html", "WIFI:T:WPA;S:Info Desa;P:kabar desa;;", "Info Desa"),
        ("http://192.168.100.20:8088/k/0123456789ab.html", PAYLOAD, ""),
    ],
    ids=["own Wi-Fi", "hall"],
)
def test_a_camera_reads_both_codes_and_a_hand_can_type_the_address(
    stage: Stage, size: tuple[int, int], text_scale: float, page: str, join: str, network: str
) -> None:
    handout = Handout("Air mati", page, link=True, of="page", join=join, network=network)
    stage.open("item", size, text_scale=text_scale, handout=handout)
    stage.settle()
    first, second = stage.widgets(QrCode)
    assert first.x < second.x if size[0] > size[1] else first.y > second.y
    picture = numpy.array(stage.picture().convert("L"), dtype=numpy.uint8)
    assert {code.text.strip() for code in zxingcpp.read_barcodes(picture)} == {join.strip(), page}
    assert any(page.split("/")[2] in step.words for step in stage.widgets(CodeStep))


def test_an_item_offers_to_be_taken_home(stage: Stage) -> None:
    stage.open("item")

    stage.tap(next(button for button in stage.widgets(PushButton) if button.words == "Simpan ke HP"))

    assert stage.controller.calls == [("page.item.take_home",)]


def test_the_code_keeps_fingers_from_what_is_below_and_done_closes_it(stage: Stage) -> None:
    stage.open("item", handout=Handout("Air mati", "https://example.org/air"))
    stage.press(640, 400)
    assert stage.controller.calls == []

    stage.tap(next(key for key in stage.shell.walk() if getattr(key, "name", "") == "Selesai"))

    assert stage.controller.calls == [("navigation.close_sheet",)]
