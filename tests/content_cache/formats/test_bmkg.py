import json
from datetime import UTC, datetime, timedelta

import pytest

from content_cache.formats.bmkg import may_bring_tsunami
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Alert, NewsItem
from content_cache.model.problems import problem
from content_cache.model.vocabulary import Hazard, Severity
from tests.content_cache.formats.reading import Read, Sample, alerts
from tests.support.present import present

QUAKE = {
    "Tanggal": "23 Sep 2026", "Jam": "19:16:56 WIB", "DateTime": "2026-09-23T12:16:56+00:00", "Coordinates": "-1.05,123.27",
    "Magnitude": "6.8", "Kedalaman": "12 km", "Wilayah": "60 km Tenggara Luwuk", "Potensi": "Tidak berpotensi tsunami",
    "Dirasakan": "V Luwuk",
}  # fmt: skip


def document(**changes: object) -> str:
    return json.dumps({"Infogempa": {"gempa": QUAKE | changes}})


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("dhanyyudi_autogempa", 1), ("siaga_autogempa", 1), ("dhanyyudi_gempadirasakan", 2), ("siaga_gempadirasakan", 2),
        ("dhanyyudi_gempaterkini", 2), ("siaga_gempaterkini", 2),
    ],
)  # fmt: skip
def test_samples(read: Read, sample: Sample, name: str, number: int) -> None:
    feed = read(sample(f"bmkg/{name}.json"), alerts=True)
    assert len(feed.items) == number
    for alert in feed.items:
        assert isinstance(alert, Alert)
        assert (alert.hazard, alert.severity) == (Hazard.QUAKE, Severity.INFO)
        assert alert.magnitude > 0
        assert present(alert.expires) - present(alert.published) == timedelta(hours=2)
        assert not feed.notes


def test_a_forecast_is_no_earthquake(read: Read, sample: Sample) -> None:
    with pytest.raises(FormatError):
        read(sample("bmkg/dhanyyudi_forecast_response.json"), alerts=True, format="bmkg")


def test_fields(read: Read, sample: Sample) -> None:
    (alert,) = alerts(read(sample("bmkg/siaga_autogempa.json"), alerts=True, format="bmkg"))
    assert alert.published == datetime(2026, 9, 23, 12, 16, 56, tzinfo=UTC), "DateTime, and not the hour of WIB"
    assert (alert.magnitude, alert.depth_km, alert.epicentre) == (1.8, 12.0, "-8.51,123.27")
    assert alert.title == "Gempa magnitudo 1,8, Pusat gempa berada di darat 24 km barat daya Lembata"
    assert (alert.author, alert.felt) == ("BMKG", "II-III Kab. Lembata")


def test_one_earthquake_in_two_lists_has_one_id(read: Read) -> None:
    (one,) = alerts(read(document(), alerts=True))
    (other,) = alerts(read(document(Potensi=""), alerts=True, name="Daftar"))
    assert one.key == other.key


@pytest.mark.parametrize(
    ("potential", "tsunami"),
    [
        ("Berpotensi tsunami untuk diteruskan pada masyarakat", True),
        ("Tidak berpotensi tsunami", False),
        ("tidak berpotensi TSUNAMI", False),
        ("Gempa ini dirasakan untuk diteruskan pada masyarakat", False),
        ("", False),
        ("Berpotensi tsunami. Masyarakat diimbau tidak panik", True),
        ("Gempa ini berpotensi tsunami, tidak lama lagi tiba", True),
        ("Tidak menimbulkan tsunami", False),
        ("Peringatan dini tsunami dinyatakan telah berakhir", False),
        ("Peringatan dini tsunami belum berakhir", True),
        ("Waspada tsunami sampai peringatan ini diakhiri BMKG", True),
    ],
)
def test_tsunami(read: Read, potential: str, tsunami: bool) -> None:
    assert may_bring_tsunami(potential) is tsunami
    (alert,) = alerts(read(document(Potensi=potential), alerts=True))
    assert (alert.hazard is Hazard.TSUNAMI, alert.severity is Severity.AWAS) == (tsunami, tsunami)
    assert ("tsunami" in alert.text.lower()) is ("tsunami" in potential.lower()), "silence is not made into a word"


@pytest.mark.parametrize(
    "changes",
    [
        {"Magnitude": ""}, {"Magnitude": "kuat"}, {"Magnitude": "99"}, {"Magnitude": None}, {"Coordinates": "di laut"},
        {"Coordinates": ["1", "2"]}, {"DateTime": "", "Tanggal": "", "Jam": ""}, {"Coordinates": "-100,500"},
    ],
)  # fmt: skip
def test_an_earthquake_without_its_numbers_is_left_out_and_told(read: Read, changes: dict[str, object]) -> None:
    feed = read(document(**changes), alerts=True)
    assert feed.items == ()
    assert feed.notes == (problem(Code.QUAKE_INCOMPLETE, count=1),)


def test_wib_where_there_is_no_datetime(read: Read) -> None:
    (alert,) = alerts(read(document(DateTime=""), alerts=True))
    assert alert.published == datetime(2026, 9, 23, 12, 16, 56, tzinfo=UTC)


@pytest.mark.parametrize(
    "body", ['{"Infogempa": {}}', '{"Infogempa": {"gempa": "ada"}}', '{"Infogempa": [1]}', '{"Infogempa']
)
def test_refused(read: Read, body: str) -> None:
    with pytest.raises(FormatError):
        read(body, alerts=True, format="bmkg")


def test_without_the_right_it_is_news(read: Read) -> None:
    (item,) = read(document(), format="bmkg").items
    assert isinstance(item, NewsItem)
