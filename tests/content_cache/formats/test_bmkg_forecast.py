import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_STEPS, SheetKind, Sky
from tests.content_cache.formats.reading import Read, Sample

PLACE = {
    "adm4": "72.01.05.2003", "provinsi": "Sulawesi Tengah", "kotkab": "Banggai", "kecamatan": "Luwuk Utara", "desa": "Kilongan",
    "lon": 122.79, "lat": -0.93, "timezone": "Asia/Makassar",
}  # fmt: skip
STEP = {
    "datetime": "2026-09-03T06:00:00Z", "t": 31, "tcc": 46, "tp": 0, "weather": 1, "weather_desc": "Cerah Berawan", "wd": "NE",
    "ws": 7.6, "hu": 56, "analysis_date": "2026-09-03T00:00:00", "utc_datetime": "2026-09-03 06:00:00",
    "local_datetime": "2026-09-03 14:00:00",
}  # fmt: skip


def step(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (STEP | changes).items() if value is not None}


def document(*steps: Any, place: Any = PLACE) -> str:
    return json.dumps({"lokasi": place, "data": [{"lokasi": place, "cuaca": [list(steps)]}]})


def sheet(read: Read, body: str | bytes, **given: Any) -> Sheet:
    (found,) = read(body, format="bmkg-cuaca", **given).items
    assert isinstance(found, Sheet)
    assert item_from_json(item_to_json(found)) == found
    return found


def test_the_sample(read: Read, sample: Sample) -> None:
    at = datetime(2026, 2, 16, 8, tzinfo=UTC)
    found = sheet(read, sample("bmkg/dhanyyudi_forecast_response.json"), at=at)
    assert (found.title, found.author, found.areas, found.sheet) == (
        "Kadipaten",
        "BMKG",
        ("33.26.16.1001",),
        SheetKind.WEATHER,
    )
    assert [each.sky for each in found.steps][:4] == [Sky.CLOUDY, Sky.PARTLY, Sky.PARTLY, Sky.PARTLY]
    assert (found.steps[0].at, found.steps[0].degrees, found.steps[0].wind) == (
        datetime(2026, 2, 16, tzinfo=UTC),
        27,
        7,
    )
    assert found.published == found.steps[0].at, "it does not say when it was made: no later than its first step"


def test_as_bmkg_answers(read: Read) -> None:
    found = sheet(read, document(step(), step(utc_datetime="2026-09-03 09:00:00", weather=95)))
    assert (found.title, found.published) == ("Kilongan", datetime(2026, 9, 3, tzinfo=UTC))
    assert [each.sky for each in found.steps] == [Sky.PARTLY, Sky.THUNDER]


def test_it_is_asked_for_by_name_alone(read: Read) -> None:
    """A blog whose format nobody named does not become the weather on home by answering with one."""
    with pytest.raises(FormatError, match=Code.FORMAT_OTHER):
        read(document(step()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"t": "NaN"}, {"t": None}, {"t": True}, {"t": 999}, {"t": -300}, {"t": [31]}, {"weather": "<b>Hujan</b>"}, {"weather": 58},
        {"weather": None}, {"weather": 1e300}, {"utc_datetime": "2099-01-01 00:00:00"}, {"utc_datetime": "1970-01-01 00:00:00"},
        {"utc_datetime": "9999-12-31 23:59:59"}, {"utc_datetime": "besok", "local_datetime": "2026-13-45 99:00:00"},
        {"utc_datetime": None, "datetime": None, "local_datetime": None}, {"wd": "\ud800"},
    ],
    ids=str,
)  # fmt: skip
def test_a_step_that_cannot_be_goes_alone(read: Read, wrong: dict[str, Any]) -> None:
    whole = step(utc_datetime="2026-09-03 09:00:00")
    feed = read(document(whole, step(**wrong), "x", None, [1]), format="bmkg-cuaca")
    (found,) = feed.items
    assert isinstance(found, Sheet)
    assert [each.at.hour for each in found.steps] == [9]
    assert [(note.code, note.details["count"]) for note in feed.notes] == [(Code.FORECAST_STEP, 4)]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e309", "-1e309", "9" * 400])
def test_numbers_that_are_none(read: Read, number: str) -> None:
    body = document(step(), step(t=77777, utc_datetime="2026-09-03 12:00:00")).replace("77777", number)
    assert [each.degrees for each in sheet(read, body).steps] == [31]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Asia/Makassar", 6), ("+0800", 6), ("+9900", None), ("Mars/Olympus", None), (5, None), ("", None)],
)
def test_local_times_need_a_zone_that_is_one(read: Read, zone: Any, hour: int | None) -> None:
    body = document(step(datetime=None, utc_datetime=None), place=PLACE | {"timezone": zone})
    assert [each.at.hour for each in sheet(read, body).steps] == [hour][: hour is not None]


def test_utc_counts_where_the_local_time_says_otherwise(read: Read) -> None:
    assert sheet(read, document(step(local_datetime="2026-09-09 14:00:00"))).steps[0].at == datetime(
        2026, 9, 3, 6, tzinfo=UTC
    )


def test_ten_thousand_steps_are_cut(read: Read) -> None:
    start = datetime(2026, 9, 3, tzinfo=UTC)
    many = [step(utc_datetime=f"{start + timedelta(minutes=n):%Y-%m-%d %H:%M:%S}") for n in range(10_000)]
    assert len(sheet(read, document(*many)).steps) == MOST_STEPS


def test_markup_in_its_words_is_none(read: Read) -> None:
    place = PLACE | {"desa": "<script>alert(1)</script><b>Kilongan</b>\u202e\x07"}
    assert sheet(read, document(step(weather_desc="<img src=x>"), place=place)).title == "Kilongan"


@pytest.mark.parametrize(
    "body",
    [
        document(step(), place=PLACE | {"adm4": "../../etc"}), document(step(), place=PLACE | {"adm4": 7201052003}),
        document(step(), place=None), '{"lokasi": {}, "data": {}}', '{"lokasi": {}, "data": []}',
        '{"lokasi": {}, "data": [[[[]]]]}',
        document(step())[:-40],
    ],
    ids=["path", "number", "nowhere", "object", "empty", "lists", "cut off"],
)  # fmt: skip
def test_what_is_no_forecast_is_refused(read: Read, body: str) -> None:
    with pytest.raises(FormatError):
        read(body, format="bmkg-cuaca")


def test_a_made_date_from_far_away_is_not_believed(read: Read) -> None:
    for made in ("2099-01-01T00:00:00", "1990-01-01T00:00:00", "0000-00-00T00:00:00", "<b>"):
        assert sheet(read, document(step(analysis_date=made))).published == datetime(2026, 9, 3, 6, tzinfo=UTC)
