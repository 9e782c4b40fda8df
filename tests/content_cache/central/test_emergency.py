"""The office's darurat.toml, from its folder to a kiosk, and away again."""

from __future__ import annotations

import pytest

from content_cache.model.sheets import SheetKind
from kiosk.office.editions.faults import FolderError
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village

NUMBERS = """[[emergency]]
areas = ["72.01.05"]
checked = 2026-08-20
numbers = [{ name = "Puskesmas", number = "0461 000 118" }]
points = [{ name = "Lapangan", direction = "ke bukit" }]
"""


def told(village: Village) -> list[tuple[str, ...]]:
    sheets = village.house.store.reader.sheets(published_by=None, expired_at=None)
    return [tuple(each.number for each in sheet.contacts) for sheet in sheets if sheet.sheet is SheetKind.EMERGENCY]


def test_numbers_come_with_an_edition_and_go_with_one(office: OfficePC, village: Village) -> None:
    office.put("darurat.toml", NUMBERS)
    village.publish()
    village.refresh()
    assert told(village) == [("0461 000 118",)]
    assert not office.plan().is_new
    office.put("darurat.toml", NUMBERS.replace("118", "119"))
    village.publish()
    village.refresh()
    assert told(village) == [("0461 000 119",)]
    (office.folder / "darurat.toml").unlink()
    village.publish()
    village.refresh()
    assert told(village) == []


@pytest.mark.parametrize(
    "wrong",
    [
        NUMBERS.replace("0461 000 118", "tel:112"), NUMBERS.replace("72.01.05", "ID"), NUMBERS.replace("checked", "cek"),
        "nomor = 1", "[[", NUMBERS.replace("2026-08-20", '"besok"'), "[emergency]\nnumbers = []",
    ],
)  # fmt: skip
def test_a_folder_with_a_number_that_nobody_can_call_is_not_published(office: OfficePC, wrong: str) -> None:
    office.put("darurat.toml", wrong)
    with pytest.raises(FolderError) as told:
        office.publish()
    assert "darurat.toml" in str(told.value.faults)
