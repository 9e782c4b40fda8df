"""The page behind the PIN for the hall's own notices: what is tapped, typed and held."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.pages.technician.view import DeskStep, DeskView, TakeState
from kiosk.pages.technician.widgets.notice_widgets import DeskButton, HoldButton, NoticeRow, PhoneCard
from kiosk.ui.widgets.controls import FilterButton
from kiosk.ui.widgets.keyboard import BoardKey
from kiosk.ui.widgets.qr_code import QrCode
from kiosk.ui.widgets.type_field import TypeField
from tests.kiosk.ui.pages import FRONT, WRITTEN


def button(stage: Any, words: str) -> Any:
    return next(each for each in stage.widgets(DeskButton) if each.words == words)


def test_what_is_tapped_on_the_front(stage: Any) -> None:
    stage.open("status", view=FRONT)
    for words in ("Tulis", "Rekam suara", "Terbitkan", "Buang"):
        stage.tap(button(stage, words))
    assert stage.controller.calls == notices(("write",), ("speak",), ("take_stick",), ("drop_stick",))


def test_a_notice_is_taken_down_by_its_own_button(stage: Any) -> None:
    stage.open("status", view=replace(FRONT, waiting=0))
    rows = {row.key: row for row in stage.widgets(NoticeRow)}
    acts = {key: next(w for w in row.walk() if isinstance(w, DeskButton)) for key, row in rows.items()}
    assert {key: act.words for key, act in acts.items()} == {"a": "Tarik", "b": "Yakin?", "c": "Tarik"}
    stage.tap(acts["b"])
    assert stage.controller.calls == notices(("withdraw", "b"))


def test_the_code_opens_the_desk(stage: Any) -> None:
    stage.open("status", view=FRONT)
    (code,) = stage.widgets(QrCode)
    assert code.payload == FRONT.address
    (card,) = stage.widgets(PhoneCard)
    assert card.shown == "192.168.4.1:8080\nSHA-256 3F:9A:3F:9A:3F:9A:3F:9A", "what is compared with the phone"
    stage.show(replace(FRONT, address="", enabled=False))
    stage.settle()
    (card,) = stage.widgets(PhoneCard)
    assert "enabled = true" in card.told


def test_counts_by_day_are_numbers_only(stage: Any) -> None:
    stage.open("status", view=FRONT)
    texts = stage.texts()
    assert {"Dibaca", "Didengar", "Gagal", "24 Nov", "14", "120"} <= set(texts)


def notices(*calls: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Verbs of the notice editor, as the controller notes them."""
    return [(f"page.status.notices.{verb}", *arguments) for verb, *arguments in calls]


@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)], ids=str)
def test_typing(stage: Any, size: tuple[int, int]) -> None:
    stage.open("status", size, view=WRITTEN)
    fields = {field.caption: field for field in stage.widgets(TypeField)}
    assert fields["Judul"].typing
    assert fields["Judul"].words == "Rapat\u00a0desa\u00a0besok\u00a0malam"
    stage.tap(fields["Isi"])
    stage.tap(next(key for key in stage.widgets(BoardKey) if key.face == "k"))
    name = "Berikutnya"
    onward = [each for each in stage.widgets(BoardKey) if each.face == name] or [button(stage, name)]
    stage.tap(onward[0])
    assert stage.controller.calls == notices(("choose_field", "text"), ("type_letters", "k"), ("done",))


def test_it_records_while_the_button_is_held(stage: Any) -> None:
    stage.open("status", view=DeskView(step=DeskStep.VOICE, locks_in=272))
    (hold,) = stage.widgets(HoldButton)
    finger = stage.down(*hold.to_window(*hold.center))
    assert stage.controller.calls == notices(("record",))
    stage.show(DeskView(step=DeskStep.VOICE, take=TakeState.RUNNING, seconds=1.2, level=40, locks_in=271))
    stage.settle()
    assert "Merekam" in hold.words
    stage.up(finger)
    assert stage.controller.calls == notices(("record",), ("end_record",))


def test_a_finger_that_slipped_off_the_button_ends_it_too(stage: Any) -> None:
    stage.open("status", view=DeskView(step=DeskStep.VOICE, locks_in=272))
    (hold,) = stage.widgets(HoldButton)
    finger = stage.down(*hold.to_window(*hold.center))
    stage.move(finger, 20, 20)
    stage.up(finger)
    assert stage.controller.calls == notices(("record",), ("end_record",))


def test_the_last_look(stage: Any) -> None:
    view = replace(WRITTEN, step=DeskStep.CHECK, until="besok")
    stage.open("status", view=view)
    days = {each.words: each for each in stage.widgets(FilterButton)}
    assert [words for words, each in days.items() if each.chosen] == ["Besok"]
    for widget in (days["Seminggu"], button(stage, "Penting: dibacakan segera"), button(stage, "Terbitkan")):
        stage.tap(widget)
    assert stage.controller.calls == notices(("choose_until", "seminggu"), ("turn_urgent",), ("publish",))
