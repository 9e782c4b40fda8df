"""The poll of an item under a finger: its keys, the question before it is sent, the thanks; in view in large letters, too."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from content_cache.model.polls import LONGEST, Poll
from kiosk.content.views.polls import PollView
from kiosk.pages.item.article.widgets.poll import PollHeading, PollKey, PollTold
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.controls import PushButton
from tests.support.stage import Stage

POLL = Poll(("Pasar malam", "Perbaikan jalan tani " + "Dusun Dua " * 4, "W" * LONGEST, "Air bersih", "Posyandu"))


@pytest.mark.parametrize(("size", "scale"), [((800, 480), 2.0), ((720, 1280), 1.0)])
def test_keys_are_whole_and_do_what_they_say(stage: Stage, size: tuple[int, int], scale: float) -> None:
    view = stage.village.views["item"]
    view = replace(view, item=replace(view.item, poll=POLL, attachments=()), poll=PollView(POLL))
    stage.open("item", size, text_scale=scale, view=view)
    stage.settle()
    choices = stage.widgets(PollKey)
    assert sorted(each.words for each in choices) == sorted(POLL.choices)
    assert all(each.height >= each.ids.words.height and each.ids.words.width <= each.width for each in choices)
    first = next(each for each in choices if each.words == "Pasar malam")
    first.dispatch("on_release")
    assert stage.controller.calls[-1] == ("page.item.ask_about_choice", 0)
    stage.show(replace(view, poll=PollView(POLL, chosen=3)))
    stage.settle()
    assert [each.words for each in stage.widgets(PollHeading)] == ["Pilihan Anda: Air bersih. Kirim?"]
    (reading,) = stage.widgets(Reading)
    (send,) = [each for each in stage.widgets(PushButton) if each.spot == "poll:send"]
    low = reading.children[0].y
    seen = reading.scroll_y * reading.overflow, reading.scroll_y * reading.overflow + reading.height
    assert seen[0] <= send.y - low, "in view without a turn of the page"
    assert send.top - low <= seen[1]
    send.dispatch("on_release")
    assert stage.controller.calls[-1] == ("page.item.send",)
    stage.show(replace(view, poll=PollView(POLL, voted=True, told="Terima kasih.")))
    stage.settle()
    assert [each.words for each in stage.widgets(PollTold)] == ["Terima kasih."]
    assert stage.widgets(PollKey) == []
    stage.show(replace(view, poll=None))
    stage.settle()
    assert stage.widgets(PollTold) == [], "no votes are taken here"
