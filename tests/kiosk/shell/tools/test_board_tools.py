"""The technician's pages of the board: what could hide the way back comes back by itself; sound is heard before it is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.views.service_views import Tool
from kiosk.core.panel_touch import TARGETS
from kiosk.settings import load
from kiosk.shell.tools.tool_text import NO, YES
from tests.gallery.samples.provisioned import OUTPUTS, SLOTS
from tests.kiosk.shell.tools.test_tools import SETTINGS, Visit
from tests.support.full_disk import full_disk
from tests.support.hall import Hall
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "root and keys",
    "a turned picture, or a panel that feels elsewhere, hides the way back",
    "on trial for 15 s, kept only after a yes; what leaves the page takes it back",
)


@pytest.fixture
def visit(hall: Hall, tmp_path: Path) -> Iterator[Visit]:
    made = type(hall)(tmp_path, SETTINGS)
    visit = Visit(made)
    visit.open("storage")
    yield visit
    made.close()


def kept(visit: Visit) -> int:
    return load(None, visit.hall.folder).screen.rotation


def turn(visit: Visit, rotation: int) -> None:
    visit.controller.tools.choose(Tool.TURN)
    visit.controller.tools.choose(str(rotation))
    visit.controller.tools.choose("try")


def test_a_turn_that_nobody_answers_goes_back(visit: Visit) -> None:
    turn(visit, 180)
    assert (visit.board.rotation, present(visit.board.tool).seconds) == (180, 15)
    visit.hall.wait(14)
    assert visit.board.rotation == 180
    visit.hall.wait(1)
    assert visit.board.rotation == 0
    assert present(visit.board.tool).chosen == "0"
    assert visit.told == "Layar dikembalikan."
    assert kept(visit) == 0


def test_yes_keeps_it(visit: Visit) -> None:
    turn(visit, 90)
    assert kept(visit) == 0  # a power cut takes it back
    visit.hall.wait(2)
    visit.controller.tools.choose(YES)
    visit.hall.wait(20)
    assert visit.board.rotation == 90
    assert kept(visit) == 90


def test_by_the_four_buttons(visit: Visit) -> None:
    visit.controller.tools.choose(Tool.TURN)
    visit.controller.next()
    assert present(visit.board.tool).chosen == "90"
    visit.controller.previous()
    visit.controller.previous()
    assert present(visit.board.tool).chosen == "270"
    visit.controller.listen()
    assert visit.board.rotation == 270
    visit.controller.next()  # nothing to choose meanwhile
    assert visit.board.rotation == 270
    visit.controller.back()
    assert visit.board.rotation == 0
    assert present(visit.board.tool).tool is Tool.TURN
    visit.controller.next()
    visit.controller.listen()
    visit.hall.wait(2)
    visit.controller.listen()  # also while it is said what to press
    assert visit.board.rotation == 90
    assert kept(visit) == 90


@pytest.mark.parametrize("away", ["home", "lock", "close"])
def test_who_leaves_has_not_said_yes(visit: Visit, away: str) -> None:
    turn(visit, 180)
    {
        "home": visit.controller.home,
        "lock": visit.controller.page("status").lock,
        "close": visit.controller.page("status").left,
    }[away]()
    assert visit.board.rotation == 0
    assert kept(visit) == 0


def test_nothing_is_tried_twice_over(visit: Visit) -> None:
    """Show that a second choice while one is being tried does nothing: refusing leads back to the state before the first."""
    turn(visit, 90)
    visit.controller.tools.choose("180")
    visit.controller.tools.choose("try")
    assert visit.board.rotation == 90
    visit.controller.tools.choose(NO)
    assert visit.board.rotation == 0


def test_a_second_press_of_an_impatient_finger_is_no_yes(visit: Visit) -> None:
    turn(visit, 180)
    visit.controller.tools.choose(YES)
    visit.hall.wait(1)
    visit.controller.tools.choose(YES)
    assert present(visit.board.tool).seconds
    assert kept(visit) == 0
    visit.hall.wait(14)
    assert visit.board.rotation == 0


def test_a_card_that_cannot_be_written_is_told(visit: Visit) -> None:
    turn(visit, 90)
    visit.hall.wait(2)
    with full_disk():
        visit.controller.tools.choose(YES)
    assert visit.board.rotation == 90
    assert "kartu memori" in visit.told


def test_four_touches_correct_the_panel_for_fifteen_seconds(visit: Visit) -> None:
    tools = visit.controller.tools
    tools.choose(Tool.TOUCH)
    for x, y in TARGETS:
        tools.touch((y, x))  # a panel whose axes are swapped
    assert visit.board.touch == pytest.approx((0, 1, 0, 1, 0, 0))
    visit.hall.wait(15)
    assert visit.board.touch == ()
    for x, y in TARGETS:
        tools.touch((y, x))
    visit.hall.wait(2)
    tools.choose(YES)
    assert load(None, visit.hall.folder).screen.touch == pytest.approx((0, 1, 0, 1, 0, 0))


def test_touches_astray_change_nothing(visit: Visit) -> None:
    tools = visit.controller.tools
    tools.choose(Tool.TOUCH)
    for _ in TARGETS:
        tools.touch((0.5, 0.5))
    assert visit.board.touch == ()
    assert not present(visit.board.tool).seconds
    assert "tidak cocok" in visit.told


def test_sound_is_chosen_when_it_was_heard(visit: Visit) -> None:
    tools = visit.controller.tools
    tools.choose(Tool.SOUND)
    tools.board_tools.show_result("outputs", OUTPUTS)
    assert visit.rows == ["auto", "plughw:CARD=Headphones,DEV=0", "plughw:CARD=vc4hdmi,DEV=0"]
    tools.choose("left plughw:CARD=vc4hdmi,DEV=0")
    assert present(visit.board.tool).busy
    tools.board_tools.show_result("tone", said=False)
    assert visit.told == "Tidak terdengar. Pilih tempat suara yang lain."
    assert load(None, visit.hall.folder).speech.device == "auto"
    visit.controller.listen()
    tools.board_tools.show_result("tone", said=True)
    visit.controller.listen()
    assert load(None, visit.hall.folder).speech.device == "plughw:CARD=vc4hdmi,DEV=0"


def test_an_output_that_was_never_listed_is_not_taken(visit: Visit) -> None:
    tools = visit.controller.tools
    tools.choose(Tool.SOUND)
    tools.board_tools.show_result("outputs", OUTPUTS)
    tools.choose("left plughw:0 -D evil")
    assert present(visit.board.tool).chosen == "auto"
    assert not present(visit.board.tool).busy


def test_updates_are_told_begun_and_gone_back_from(visit: Visit) -> None:
    tools = visit.controller.tools
    tools.choose(Tool.UPDATE)
    assert visit.asked[-1] == "update-slots"
    visit.answer(**SLOTS.data)
    rows = {row.value: row.words for row in present(visit.board.tool).rows}
    assert rows["reboot"] == "Pasang sekarang"
    told = [f"{row.words}: {row.told}" for row in present(visit.board.tool).rows if not row.value]
    assert told[0].startswith("Sistem nomor 8: tidak diambil")
    assert told[1] == "Sistem nomor 7: sedang dipakai"
    assert told[2:4] == [
        "Versi 1.4.2: slot A · sedang dipakai",
        "Versi 1.5.0: slot B · siap, dipakai setelah mulai ulang",
    ]
    tools.choose("update-look")
    assert visit.asked[-1] == "update-look"
    visit.answer()
    assert "dicari" in visit.told
    tools.choose("update-back")
    assert present(visit.board.tool).tool is Tool.SURE
    assert visit.asked[-1] == "update-look"
    tools.choose(YES)
    assert visit.asked[-1] == "update-back"
    visit.answer()
    assert "Mulai ulang" in visit.told


@pytest.mark.parametrize(
    "data", [{}, {"slots": None}, {"slots": {"a": 7}, "running": "c"}, {"slots": {"b": {}}, "trial": 5}]
)
def test_whatever_the_provisioner_told_the_page_stands(visit: Visit, data: dict[str, Any]) -> None:
    visit.controller.tools.choose(Tool.UPDATE)
    visit.answer(**data)
    assert "update-look" in visit.rows
