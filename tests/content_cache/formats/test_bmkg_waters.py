import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_ROWS, SheetKind, Water
from tests.content_cache.formats.reading import Read

MADE = datetime(2026, 9, 3, tzinfo=UTC)
HEAD = {
    "code": "P.S.05", "name": "Perairan Kep. Banggai", "issued": "2026-09-03 00:00 UTC", "valid_from": "2026-09-03 00:00 UTC",
    "valid_to": "2026-09-07 00:00 UTC",
}  # fmt: skip
STEP = {
    "time": "2026-09-03 00:00 UTC", "weather": "Cerah Berawan", "temp_avg": 28, "rh_avg": 80, "wind_from": "Tenggara",
    "wind_speed": 8.4, "wind_gust": 19.5, "wave_cat": "Rendah", "wave_height": 0.6, "current_to": "Barat Laut",
    "current_speed": 0.8, "visibility": "> 10 km",
}  # fmt: skip


def step(at: datetime, **changes: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in (STEP | {"time": f"{at:%Y-%m-%d %H:%M} UTC"} | changes).items()
        if value is not None
    }


def document(*steps: Any, later: Any = (), **head: Any) -> str:
    fields = {name: value for name, value in (HEAD | head).items() if value is not None}
    return json.dumps(fields | {"forecast_day1": list(steps), "forecast_day2-4": later})


def as_bmkg_answers(**head: Any) -> str:
    """A day by the hour, three days by three hours; the waves grow by a centimetre an hour, the wind by half a knot a day."""
    hours = [*range(24), *range(24, 96, 3)]
    steps = [
        step(MADE + n * timedelta(hours=1), wave_height=round(0.6 + n / 100, 2), wind_speed=8 + n // 24 / 2)
        for n in hours
    ]
    return document(*steps[:24], later=steps[24:], **head)


def sheet(read: Read, body: str, **given: Any) -> Sheet:
    (found,) = read(body, format="bmkg-perairan", **given).items
    assert isinstance(found, Sheet)
    assert item_from_json(item_to_json(found)) == found
    return found


def test_half_a_day_is_a_row(read: Read) -> None:
    found = sheet(read, as_bmkg_answers())
    assert (found.title, found.author, found.published, found.sheet) == (
        "Perairan Kep. Banggai",
        "BMKG",
        MADE,
        SheetKind.SEA,
    )
    assert len(found.waters) == 8
    assert found.waters[0] == Water("Perairan Kep. Banggai", MADE, MADE + timedelta(hours=12), 0.6, 0.71, 8, 8, "SE")
    last = found.waters[-1]
    assert (last.starts, last.ends) == (MADE + timedelta(hours=84), MADE + timedelta(hours=96))
    assert (last.low, last.high, last.wind_high) == (1.44, 1.53, 9.5)
    assert all(one.ends == other.starts for one, other in zip(found.waters, found.waters[1:], strict=False))


def test_the_strongest_wind_says_whence(read: Read) -> None:
    calm, strong = (
        step(MADE, wind_from="Utara"),
        step(MADE + timedelta(hours=3), wind_speed=14, wind_from="BARAT  DAYA"),
    )
    (row,) = sheet(read, document(calm, strong)).waters
    assert (row.wind_low, row.wind_high, row.wind_from) == (8.4, 14, "SW"), "and no gust"


def test_a_step_holds_for_three_hours_at_most(read: Read) -> None:
    """Show that a step ends after three hours, so that nothing is shown for hours that BMKG does not cover."""
    (row,) = sheet(read, document(step(MADE + timedelta(hours=1)))).waters
    assert (row.starts, row.ends) == (MADE + timedelta(hours=1), MADE + timedelta(hours=4))


def test_texts_are_numbers_too(read: Read) -> None:
    (row,) = sheet(read, document(step(MADE, wave_height="1.25", wind_speed=" 12 "))).waters
    assert (row.high, row.wind_high) == (1.25, 12)


def test_it_is_asked_for_by_name_alone(read: Read) -> None:
    with pytest.raises(FormatError, match=Code.FORMAT_OTHER):
        read(as_bmkg_answers())


@pytest.mark.parametrize(
    "wrong",
    [
        {"wave_height": None}, {"wave_height": "tinggi"}, {"wave_height": -1}, {"wave_height": 1e300}, {"wave_height": True},
        {"wave_height": "NaN"}, {"wave_height": [1]}, {"time": "besok"}, {"time": "2099-01-01 00:00 UTC"}, {"time": None},
        {"time": "1970-01-01 00:00 UTC"}, {"wind_from": "\ud800"}, {"time": 7},
    ],
    ids=str,
)  # fmt: skip
def test_a_step_that_cannot_be_goes_alone(read: Read, wrong: dict[str, Any]) -> None:
    (row,) = sheet(read, document(step(MADE + timedelta(hours=3)), step(MADE, **wrong))).waters
    assert row.starts == MADE + timedelta(hours=3)


@pytest.mark.parametrize(
    "wind", [{"wind_speed": None}, {"wind_speed": "kencang"}, {"wind_speed": 999}, {"wind_speed": -3}], ids=str
)
def test_a_wind_that_cannot_be_is_not_known(read: Read, wind: dict[str, Any]) -> None:
    (row,) = sheet(read, document(step(MADE, **wind))).waters
    assert (row.wind_low, row.wind_high) == (-1, -1)


@pytest.mark.parametrize("whence", ["", "<b>", "Mana saja", "NNNNNE", 5], ids=str)
def test_a_direction_that_is_none_is_left_out(read: Read, whence: object) -> None:
    (row,) = sheet(read, document(step(MADE, wind_from=whence))).waters
    assert row.wind_from == ""


@pytest.mark.parametrize(
    "head",
    [
        {"name": None}, {"name": "<i></i>"}, {"name": 5}, {"code": None}, {"code": "../../etc"}, {"code": "P.S.05<b>"},
        {"issued": None}, {"issued": "kemarin"}, {"issued": "2030-01-01 00:00 UTC"}, {"issued": "1999-01-01 00:00 UTC"},
    ],
    ids=str,
)  # fmt: skip
def test_what_says_not_whose_or_when_is_no_forecast(read: Read, head: dict[str, Any]) -> None:
    with pytest.raises(FormatError, match=Code.NO_FORECAST):
        read(as_bmkg_answers(**head), format="bmkg-perairan")


def test_what_is_cut_off_is_no_forecast(read: Read) -> None:
    whole = as_bmkg_answers()
    for cut in (len(whole) - 1, len(whole) // 2, 300):
        with pytest.raises(FormatError):
            read(whole[:cut], format="bmkg-perairan")


def test_of_very_many_steps_few_are_read(read: Read) -> None:
    many = [step(MADE + n * timedelta(minutes=1)) for n in range(20_000)]
    found = read(document(*many), format="bmkg-perairan")
    (made,) = found.items
    assert isinstance(made, Sheet)
    assert len(made.waters) <= MOST_ROWS


def test_a_name_brings_no_markup_and_no_length(read: Read) -> None:
    found = sheet(read, as_bmkg_answers(name="<b>Selat</b> Peleng" + "n" * 500))
    assert found.title.startswith("Selat Peleng")
    assert len(found.title) <= 80
    assert {row.name for row in found.waters} == {found.title}
