"""Whose numbers count: the technician's, the hall's, the area's; and when they are told as unchecked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.changes import Changes
from content_cache.model.items import Sheet
from content_cache.model.records import SourceRecord
from content_cache.model.sheets import Contact, Point, SheetKind
from content_cache.store.store import Store
from kiosk.content.emergency import EmergencyBook
from kiosk.content.repository import ContentRepository
from kiosk.content.views.emergency import EmergencyView
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.store import NoticeStore
from kiosk.settings.sections import EmergencySettings, NumberSettings, PointSettings
from kiosk.state.hall_emergency import OwnEmergency, write_emergency

pytestmark = pytest.mark.attack(
    "people",
    "somebody with one person's PIN enters a false number, markup or 10,000 letters at the desk",
)


NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
MOMENT = Moment(NOW, Trust.TRUSTED)
TECHNICIAN = EmergencySettings(numbers=(NumberSettings(name="Teknisi", number="112"),), checked=date(2026, 11, 1))


def sheet(number: str, *areas: str) -> Sheet:
    return Sheet(
        id=number, source="kantor", title="x", areas=areas, published=NOW - timedelta(days=9), sheet=SheetKind.EMERGENCY,
        contacts=(Contact("Kantor", number),), points=(Point("Lapangan kantor"),),
    )  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[ContentRepository]:
    with Store.open(tmp_path) as store:
        sheets = (sheet("0461 1", "72.01"), sheet("0461 2", "72.01.05"), sheet("0461 3", "73"), sheet("0461 4"))
        store.apply("kantor", Changes(added=sheets), SourceRecord(name="kantor"), NOW)
    made = ContentRepository(lambda: Store.open(tmp_path, read_only=True), area="72.01.05.2003")
    yield made
    made.close()


def test_the_nearest_who_says_so_counts(tmp_path: Path, repository: ContentRepository) -> None:
    book = EmergencyBook(EmergencySettings(), tmp_path, repository)
    assert book.emergency_view(MOMENT).contacts == (Contact("Kantor", "0461 2"),), "of the smallest area"
    assert book.emergency_view(MOMENT).checked == date(2026, 11, 15)
    folder = NoticeStore(tmp_path, "Bunga").folder
    write_emergency(folder, OwnEmergency((Contact("Balai", "0461 9 9"),), (), date(2026, 11, 20)))
    assert book.emergency_view(MOMENT).contacts == (Contact("Balai", "0461 9 9"),)
    assert book.emergency_view(MOMENT).points == (Point("Lapangan kantor"),), (
        "who names numbers alone takes no points away"
    )
    assert EmergencyBook(TECHNICIAN, tmp_path, repository).emergency_view(MOMENT).contacts[0].name == "Teknisi"
    write_emergency(folder, OwnEmergency())
    assert book.emergency_view(MOMENT).contacts == (Contact("Kantor", "0461 2"),)
    assert book.meet(MOMENT) == "Lapangan kantor"
    pointed = EmergencySettings(points=(PointSettings(name="Bukit", direction="300 meter"),))
    assert EmergencyBook(pointed, tmp_path, repository).meet(MOMENT) == "Bukit, 300 meter"


def test_a_points_photo_is_a_file_of_the_desks(tmp_path: Path, repository: ContentRepository) -> None:
    folder = NoticeStore(tmp_path, "Bunga").folder
    name = "0" * 32 + ".jpg"
    write_emergency(folder, OwnEmergency(points=(Point("Lapangan", picture=name),)))
    (point,) = EmergencyBook(EmergencySettings(), tmp_path, repository).emergency_view(MOMENT).points
    assert point.picture == str(folder / "media" / name)


@pytest.mark.parametrize(
    "written",
    [
        b"", b"[]", b"{", b"\xff" * 99, b'{"numbers": 7}', b'{"numbers": [7, {"name": "x"}, {"name": "x", "number": "tel:1"}]}',
        b'{"checked": "2026-11-20", "numbers": [{"name": 1, "number": 2}], "points": [{}]}', b" " * 200_000,
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_file_of_the_desk_changes_nothing(
    tmp_path: Path, repository: ContentRepository, written: bytes
) -> None:
    folder = NoticeStore(tmp_path, "Bunga").folder
    (folder / "emergency.json").write_bytes(written)
    view = EmergencyBook(EmergencySettings(), tmp_path, repository).emergency_view(MOMENT)
    assert view.contacts == (Contact("Kantor", "0461 2"),)


@pytest.mark.parametrize(
    ("checked", "unchecked"),
    [
        (None, True),
        (date(2026, 5, 29), False),
        (date(2026, 5, 27), True),
        (date(2027, 1, 1), True),
        (date(2026, 11, 24), False),
    ],
)
def test_numbers_that_nobody_has_rung_for_half_a_year(checked: date | None, unchecked: bool) -> None:
    view = EmergencyView(contacts=(Contact("Polsek", "110"),), checked=checked)
    assert view.unchecked(MOMENT) is unchecked
    assert view.unchecked(Moment(NOW, Trust.UNKNOWN)) is (checked is None), "a clock that may be wrong accuses nobody"


def test_silence_is_never_called_safety() -> None:
    hour = NOW - timedelta(hours=1)
    assert EmergencyView(connected=True, alerts_checked=hour).known(MOMENT)
    for view in (
        EmergencyView(connected=False, alerts_checked=hour),
        EmergencyView(connected=True),
        EmergencyView(connected=True, alerts_checked=NOW - timedelta(hours=25)),
    ):
        assert not view.known(MOMENT)
    assert not EmergencyView(connected=True, alerts_checked=hour).known(Moment(NOW, Trust.UNKNOWN))
