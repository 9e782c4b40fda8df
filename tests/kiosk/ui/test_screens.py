"""Every screen at every size draws, cuts nothing off, and can be hit with a finger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView

from content_cache.items import Category
from kiosk.ui.widgets.ground import Touchable
from kiosk.ui.widgets.keyboard import BoardKey
from kiosk.views import ArticleView, Freshness, ListView, NoticesView, SearchView

SIZES = [(1280, 720), (800, 480), (720, 1280)]
SLACK = 2  # px of rounding


def prepare(stage: Any, what: str) -> dict[str, Any]:
    """The board for a screen or one of its states; ("screen", properties)."""
    village, board = stage.village, stage.board
    match what:
        case "speaking":
            return {"screen": "item", "speaking": village.speaking(village.news[0], 3)}
        case "clarification" | "service" | "event":
            item = {"clarification": village.clarification, "service": village.services[0], "event": village.events[0]}
            return {"screen": "item", "article": ArticleView(item[what], 0, 4)}
        case "empty":
            return {"screen": "news", "listing": ListView(Category.CLARIFICATION, ())}
        case "stale":
            return {"screen": "news", "freshness": Freshness(day_before(board), stale=True, old=True)}
        case "sheet":
            return {"screen": "home", "sheet": True}
        case "timeout":
            return {"screen": "news", "seconds_left": 12}
        case "results" | "nothing":
            found = {"results": board.search, "nothing": SearchView("zzz", "zzz")}[what]
            return {"screen": "search", "search": replace(found, typing=False)}
        case "toast":
            return {"screen": "news", "notice": "Suara tidak tersedia. Kabar tetap bisa dibaca."}
    return {"screen": what}


def day_before(board: Any) -> Any:
    return board.moment.now.replace(day=10)


def open_fitted(stage: Any, what: str, size: tuple[int, int], **board: Any) -> Any:
    """Open a screen, then give lists what the layout said it holds, as the attendant does."""
    properties = prepare(stage, what)
    screen = properties.pop("screen")
    stage.open(screen, size, **properties, **board)
    fits = stage.attendant.told[-1]
    listing = stage.board.listing
    stage.board.listing = replace(listing, rows=listing.rows[: fits.rows])
    stage.board.notices = NoticesView(stage.village.notices[: fits.cards], pages=-(-5 // fits.cards), total=5)
    stage.board.search = replace(stage.board.search, rows=fits.hits)
    stage.settle()
    return stage


def cut_off(shell: Any) -> list[str]:
    """Labels whose text does not fit them, or that stick out of what they stand in. Scrolled content may be out of view."""
    faults = []
    for label in shell.walk():
        if not isinstance(label, Label) or not label.text.strip() or not shown(label):
            continue
        wide, high = label.texture_size
        if wide > label.width + SLACK or high > label.height + SLACK:
            faults.append(f"{label.text[:40]!r}: texture {wide}x{high} in {label.size}")
        if high > 2048:
            faults.append(f"{label.text[:40]!r}: a texture {high} px high is black on a Raspberry Pi 3")
        faults += sticks_out(label)
    return faults


def shown(widget: Any) -> bool:
    while widget is not None and not hasattr(widget, "system_size"):
        if widget.opacity == 0 or min(widget.size) < 1:
            return False
        widget = widget.parent
    return widget is not None


def sticks_out(label: Any) -> list[str]:
    left, low = label.to_window(*label.pos)
    wide, high = label.texture_size
    # A label's texture is centred in it.
    left += (label.width - wide) / 2
    low += (label.height - high) / 2
    parent = label.parent
    while parent is not None and not hasattr(parent, "system_size"):
        if isinstance(parent, ScrollView):
            x, _ = parent.to_window(*parent.pos)
            inside = left >= x - SLACK and left + wide <= x + parent.width + SLACK
            return [] if inside else [f"{label.text[:40]!r} is wider than what scrolls it"]
        x, y = parent.to_window(*parent.pos)
        if (
            left < x - SLACK
            or left + wide > x + parent.width + SLACK
            or low < y - SLACK
            or low + high > y + parent.height + SLACK
        ):
            return [
                f"{label.text[:40]!r} at {left:.0f},{low:.0f} {wide}x{high} sticks out of {parent} {parent.pos} {parent.size}"
            ]
        parent = parent.parent
    return []


ALL = [
    "idle", "home", "news", "item", "events", "announcements", "speaking", "clarification", "service", "event", "empty",
    "stale", "sheet", "timeout", "toast",
    "search", "results", "nothing",
]  # fmt: skip


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", ALL)
def test_nothing_is_cut_off(stage: Any, what: str, size: tuple[int, int], scale: float) -> None:
    open_fitted(stage, what, size, text_scale=scale)

    assert cut_off(stage.shell) == []
    assert len(stage.picture().getcolors(1 << 24) or ()) > 20  # something has been drawn


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", ALL)
def test_what_is_touched_is_large_enough(stage: Any, what: str, size: tuple[int, int]) -> None:
    open_fitted(stage, what, size)
    unit = stage.shell.theme.unit

    for target in stage.widgets(Touchable):
        if not target.available or not target.get_property_observers("on_release"):
            continue
        wide, high = target.width / unit, target.height / unit
        # design, "Public touch targets": 80 sp, or 64 high; cells of a calendar may be 64 x 64. Ten keys of the keyboard
        # share the width of an upright screen; they are taller there
        assert wide >= (57 if isinstance(target, BoardKey) and high >= 72 else 63), target
        assert high >= 63, target


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_a_theme_changes_the_page(stage: Any, theme: str) -> None:
    stage.open("home")
    light = stage.picture().getpixel((640, 355))

    stage.board.theme = theme
    stage.settle()

    assert stage.picture().getpixel((640, 98)) != light
    assert sum(stage.picture().getpixel((440, 98))) < 150


def test_a_change_of_language_changes_the_words(stage: Any) -> None:
    stage.open("home")
    assert "Dengarkan" in stage.texts()

    stage.board.language = "en"
    stage.settle()

    assert "Listen" in stage.texts()
    assert "Dengarkan" not in stage.texts()


def test_the_spoken_sentence_is_lit_and_no_other(stage: Any) -> None:
    from kiosk.ui.widgets.reading import Paragraph

    stage.open("item", speaking=stage.village.speaking(stage.village.news[0], 3))
    tint = tuple(round(255 * part) for part in stage.shell.theme.colors.voicetint[:3])
    lit = [paragraph for paragraph in stage.widgets(Paragraph) if paragraph.lit]
    assert [paragraph.words[slice(*paragraph.lit)] for paragraph in lit] == [
        "Warga yang hendak ke pasar dapat lewat Jalan Imam Bonjol."
    ]
    x, y, width, height = lit[0].lines()[0]
    x, y = lit[0].to_window(x, y)
    assert stage.picture().getpixel((int(x - 2), int(720 - y - height / 2))) == tint
    box = (int(x), int(720 - y - height), int(x + width), int(720 - y))

    stage.board.speaking = None
    stage.settle()

    assert tint not in {colour for _, colour in stage.picture().crop(box).getcolors(1 << 16)}


def test_the_page_follows_the_voice(stage: Any) -> None:
    from kiosk.ui.widgets.reading import Reading

    stage.open("item", (800, 480), text_scale=2.0)
    reading = stage.widgets(Reading)[0]
    assert reading.scroll_y == 1

    last = len(stage.village.speaking(stage.village.news[0], 0).sentences) - 1
    stage.board.speaking = stage.village.speaking(stage.village.news[0], last)
    stage.settle()

    assert reading.scroll_y < 0.5


def test_a_board_of_silence_does_not_say_safe(stage: Any) -> None:
    stage.open("home", home=replace(stage.board.home, alerts_checked=None))

    assert "Belum diketahui" in stage.texts()
    assert not any("Tidak ada peringatan" in text for text in stage.texts())
