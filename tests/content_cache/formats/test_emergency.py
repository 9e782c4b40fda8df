"""Numbers and assembly points: what is one, and what hostile tables do."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.formats.contacts import contact, point
from content_cache.formats.emergency import sheets_of
from content_cache.formats.notes import ReasonCounts
from content_cache.jobs.admission import admit
from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.items import Sheet
from content_cache.model.sheets import Contact, Point, SheetKind, phone_number
from content_cache.model.sources import Source

pytestmark = pytest.mark.attack(
    "people",
    "a feed, a taken-over reader or a sheet of the day names whom people call when it is grave",
    "numbers come from the settings, the desk or a signed edition alone; each is looked at again by who "
    "stores it: digits, `+`, blank, hyphen",
)


SIGNED = Source(name="Diskominfo", url="https://x.example/", format="central", keys=("RWQ",))
OPEN = Source(name="Diskominfo", url="https://x.example/", format="hari-ini")


@pytest.mark.parametrize(
    "written", ["112", "0461 000 118", "+62 812 0000 0417", "0461-000-118", "  112 ", "0461  000118"]
)
def test_what_can_be_called(written: str) -> None:
    assert phone_number(written) == " ".join(written.split())


@pytest.mark.parametrize(
    "written",
    [
        "", "1", "12", "tel:112", "112;postd=9", "*21*0812#", "112\n113", "٠٤٦١٠٠٠", "１１２", "0461\u202e000", "112\u00a0113",
        "-112", "112-", "+ 62", "++62811", "6" * 16, "0" * 10_000, "1 " * 20_000, "<b>112</b>", "112 atau 113",
    ],
)  # fmt: skip
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match="no telephone number"):
        phone_number(written)


def test_hostile_names_are_harmless() -> None:
    assert len(contact("A" * 10_000, "112").name) <= 40
    assert contact("Polsek \u202eLuwuk\u2066", "112").name == "Polsek Luwuk"
    assert contact("<b>Polsek</b> <script>x</script>", "112").name == "Polsek"
    assert contact("Polsek", "112", "javascript:x").icon == ""
    assert len(point("Lapangan", "ke " * 10_000).direction) <= 120
    for empty in ("", "\u202e", "<script>alert(1)</script>", "\n"):
        with pytest.raises(ValueError, match="no name"):
            contact(empty, "112")


def read(tables: Any) -> tuple[Sheet, ...]:
    return tuple(sheets_of(tables, SIGNED, ReasonCounts()))


def test_a_table_becomes_a_sheet_of_its_areas() -> None:
    row = {"name": "Puskesmas", "number": "0461 000 118"}
    table = {"areas": ["72.01.05"], "checked": "2026-11-20", "numbers": [row, {"name": "x", "number": "y"}, 7]}
    (sheet,) = read([table])
    assert sheet.areas == ("72.01.05",)
    assert sheet.contacts == (Contact("Puskesmas", "0461 000 118"),)
    assert sheet.published is not None
    assert sheet.published.date().isoformat() == "2026-11-20"
    assert item_from_json(item_to_json(sheet)) == sheet
    admit(sheet, SIGNED, may_warn=False)


@pytest.mark.parametrize(
    "tables",
    [
        None,
        7,
        "x",
        {},
        [7],
        [[]],
        [{}],
        [{"numbers": "112"}],
        [{"numbers": [{"name": {}, "number": []}]}],
        [{"areas": ["ID"], "points": [{"name": "x"}]}],
    ],
)
def test_what_is_no_table_brings_nothing(tables: Any) -> None:
    assert read(tables) == ()


def test_too_much_is_cut() -> None:
    many = [{"name": f"n{n}", "number": "112"} for n in range(50)]
    (sheet,) = read([{"numbers": many, "checked": "9999-99-99"}])
    assert len(sheet.contacts) == 12
    assert sheet.published is None
    assert read([{"numbers": many * 200}]) == (), "ten thousand values are no table of numbers"
    assert len(read([{"areas": [f"72.{n:02}"], "numbers": many[:1]} for n in range(10, 99)] * 40)) == 60


def test_only_who_signs_says_whom_to_call() -> None:
    """A reader that was taken over, or a sheet of the day that calls itself so, brings no number."""
    sheet = Sheet(
        id="1", source="Diskominfo", title="x", sheet=SheetKind.EMERGENCY, contacts=(Contact("Polisi", "112"),)
    )
    admit(sheet, SIGNED, may_warn=False)
    for source, wrong in (
        (OPEN, sheet),
        (OPEN, replace(sheet, sheet=SheetKind.PRICES)),
        (SIGNED, replace(sheet, contacts=(Contact("Polisi", "tel:1"),))),
        (SIGNED, replace(sheet, contacts=(Contact("P" * 41, "112"),))),
        (SIGNED, replace(sheet, contacts=(Contact("Polisi", "112"),) * 13)),
        (SIGNED, replace(sheet, points=(Point("Lapangan", "", "/etc/passwd"),))),
    ):
        with pytest.raises(ValueError, match=r"numbers|row|number|point"):
            admit(wrong, source, may_warn=False)
