import json
from datetime import UTC, datetime
from typing import Any

import pytest

from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.errors import FormatError
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_ROWS, Price, SheetKind, StaffMember, Water
from tests.content_cache.formats.reading import Read

WATER = {
    "name": "Selat Peleng", "from": "2026-09-03T08:00:00+08:00", "until": "2026-09-04T08:00:00+08:00", "wave_m": [0.5, 1.25],
    "wind_knots": [4, 12], "wind_from": "SE",
}  # fmt: skip
PRICE = {"name": "Cabai rawit", "unit": "1 kg", "price": 65000, "before": 58000}
PERSON = {"name": "Ibu Rahma", "role": "Kasi Pelayanan", "from": "08:00", "until": "15.00", "photo": "media/rahma.jpg"}


def document(kind: str, *rows: Any, **changes: Any) -> str:
    head = {"type": kind, "issued": "2026-09-03T06:00:00+08:00", "source": "Dinas", "place": "Pasar Simpong"}
    return json.dumps({**head, **changes, "rows": list(rows)})


def sheet(read: Read, body: str, **given: Any) -> Sheet:
    (found,) = read(body, format="hari-ini", **given).items
    assert isinstance(found, Sheet)
    assert item_from_json(item_to_json(found)) == found
    return found


def test_each_kind(read: Read) -> None:
    sea = sheet(read, document("sea", WATER, areas=["72.01", "x"], valid_until="2026-09-04T08:00:00+08:00"))
    at = datetime(2026, 9, 3, 0, tzinfo=UTC), datetime(2026, 9, 4, 0, tzinfo=UTC)
    assert sea.waters == (Water("Selat Peleng", *at, 0.5, 1.25, 4.0, 12.0, "SE"),)
    assert (sea.areas, sea.expires, sea.sheet) == (("72.01",), at[1], SheetKind.SEA)
    prices = sheet(read, document("prices", PRICE, PRICE | {"before": None}))
    assert prices.prices == (Price("Cabai rawit", "1 kg", 65000, 58000), Price("Cabai rawit", "1 kg", 65000))
    assert (prices.title, prices.author) == ("Pasar Simpong", "Dinas")
    staff = sheet(read, document("staff", PERSON))
    assert staff.people == (StaffMember("Ibu Rahma", "Kasi Pelayanan", "08.00", "15.00"),), (
        "an address of a stranger is no photo"
    )


def test_who_is_in_until_a_day_is_in_on_that_day(read: Read) -> None:
    """It ended as that day began: the office's list of today was never shown."""
    assert sheet(read, document("staff", PERSON, valid_until="2026-09-03")).expires == datetime(
        2026, 9, 3, 16, tzinfo=UTC
    )


def test_a_photo_lies_beside_the_halls_own_sheet(read: Read) -> None:
    staff = sheet(
        read, document("staff", PERSON, PERSON | {"photo": "../x.jpg"}), own=True, url="/data/desk/staff.json"
    )
    assert [person.photo for person in staff.people] == ["/data/desk/media/rahma.jpg", ""]
    assert [attached.url for attached in staff.attachments] == ["/data/desk/media/rahma.jpg"]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("sea", WATER | {"wave_m": [0.5]}), ("sea", WATER | {"wave_m": [2, 1]}), ("sea", WATER | {"wave_m": [-1, 1]}),
        ("sea", WATER | {"wave_m": [0.5, 300]}), ("sea", WATER | {"name": ""}), ("sea", WATER | {"until": WATER["from"]}),
        ("sea", WATER | {"from": "2999-01-01"}), ("prices", PRICE | {"price": 0}), ("prices", PRICE | {"price": "65.000"}),
        ("prices", PRICE | {"price": 1e15}), ("prices", PRICE | {"name": "<b></b>"}), ("prices", "x"), ("staff", {"role": "Kades"}),
        ("staff", {"name": ["Rahma"]}),
    ],
    ids=str,
)  # fmt: skip
def test_a_row_that_cannot_be_goes_alone(read: Read, kind: str, row: Any) -> None:
    whole = {"sea": WATER, "prices": PRICE, "staff": PERSON}[kind]
    feed = read(document(kind, row, whole), format="hari-ini")
    (found,) = feed.items
    assert isinstance(found, Sheet)
    assert len(found.waters + found.prices + found.people) == 1
    assert [note.details["count"] for note in feed.notes] == [1]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e309", "-5", "9" * 30])
def test_numbers_that_are_none(read: Read, number: str) -> None:
    body = document("prices", PRICE | {"price": 77777}, PRICE).replace("77777", number)
    assert len(sheet(read, body).prices) == 1


def test_ten_thousand_rows_are_cut(read: Read) -> None:
    assert len(sheet(read, document("prices", *[PRICE] * 10_000)).prices) == MOST_ROWS


def test_markup_and_hours(read: Read) -> None:
    person = PERSON | {"name": "<script>x</script>Ibu &lt;b&gt;Rahma\u202e", "from": "25:00", "until": "8 pagi"}
    assert sheet(read, document("staff", person)).people == (StaffMember("Ibu Rahma", "Kasi Pelayanan"),)


@pytest.mark.parametrize(
    "body",
    [
        document("weather", PRICE), document("tides"), document("prices", PRICE, issued=None), document("prices", issued="kapan"),
        document("prices", PRICE)[:-30], '{"type": "prices"}', '{"type": ["prices"]}', "[]",
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused(read: Read, body: str) -> None:
    with pytest.raises(FormatError):
        read(body, format="hari-ini")
    with pytest.raises(FormatError):
        read(document("prices", PRICE))  # nobody named its format
