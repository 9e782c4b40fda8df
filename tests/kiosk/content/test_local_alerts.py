from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.alerts import Place, Standing, severity_here
from content_cache.model.changes import compare
from content_cache.model.items import Alert, Item, NewsItem, Wording
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Category, Hazard, Severity, Verified
from content_cache.store.store import Store
from kiosk.alerts.text import AlertWords
from kiosk.content.local_alerts import WarningsHere, understood_of, view_of
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.state.alert_history import Sounded
from tests.support.present import present

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a host that signs nothing describes a warning in ten thousand letters, to keep the horn busy",
        "its instruction, and 800 letters in whole sentences, with the word that nobody signed them",
    ),
    pytest.mark.attack(
        "what comes in",
        "what was taken back stands again once its Cancel has run out; a store that is full throws the Cancel "
        "away first",
        "an end is looked for beyond its own end, and kept as long as what it ends may hold",
    ),
    pytest.mark.attack(
        "what comes in",
        "300 updates with polygons of 8,000 corners each, at every look of the screen",
        "how grave each is here is reckoned once",
    ),
]


NOW = datetime(2026, 9, 3, 4, 0, tzinfo=UTC)
HERE, AWAY = "-1,122 -1,123 0,123 0,122 -1,122", "-3,119 -3,120 -2,120 -2,119 -3,119"
KILONGAN = Place(-0.93, 122.79, "72.01.05", ("Kilongan",))


def alert(identifier: str, **fields: object) -> Alert:
    said = Alert(
        id=identifier, identifier=identifier, sender="cuaca@bmkg.go.id", source="BMKG", title=identifier,
        published=NOW - timedelta(minutes=20), effective=NOW, expires=NOW + timedelta(hours=2), polygons=(HERE,),
        severity=Severity.SIAGA, hazard=Hazard.RAIN, language="id", event="Hujan lebat", author="Badan",
    )  # fmt: skip
    return replace(said, **fields)


def repository(folder: Path, *items: Item) -> ContentRepository:
    with Store.open(folder) as store:
        changes = compare({}, items)
        store.apply("BMKG", changes, SourceRecord(name="BMKG", url="https://bmkg.example/"), NOW)
    return ContentRepository(lambda: Store.open(folder, read_only=True), area=KILONGAN.area, place=KILONGAN)


def moment(hours: float = 0.0, trust: Trust = Trust.TRUSTED, floor: datetime | None = None) -> Moment:
    return Moment(NOW + timedelta(hours=hours), trust, floor)


def test_alerts_for_other_places_are_on_no_list(tmp_path: Path) -> None:
    news = NewsItem(id="n", source="BMKG", title="Kabar")
    shown = repository(tmp_path, alert("di sini"), alert("di sana", polygons=(AWAY,)), news)
    assert sorted(item.title for item in shown.items(None, moment())) == ["Kabar", "di sini"]
    assert [item.title for item in shown.items(Category.ALERT, moment())] == ["di sini"]
    assert [each.alert.title for each in shown.warnings(moment())] == ["di sini"]
    assert shown.views.home_view(moment()).counts[Category.ALERT] == 1


def test_a_message_that_ends_an_alert_is_no_item_to_read(tmp_path: Path) -> None:
    cancel = alert("batal", message="Cancel", references=("cuaca@bmkg.go.id hujan",), polygons=())
    shown = repository(tmp_path, alert("hujan"), cancel)
    assert shown.items(Category.ALERT, moment()) == [], "nor is what it ended read as if it held"
    assert shown.views.home_view(moment()).counts.get(Category.ALERT, 0) == 0
    assert [(each.alert.title, str(each.state)) for each in shown.warnings(moment())] == [("hujan", "cancelled")]


@pytest.mark.parametrize(
    ("at", "states"),
    [
        (moment(1.9), ["in_force"]),
        (moment(2.1), ["expired"]),
        (moment(5.1), []),
        (moment(2.1, Trust.FLOOR, NOW), ["in_force"]),
        (moment(2.1, Trust.FLOOR, NOW + timedelta(hours=2)), ["expired"]),
        (moment(900, Trust.UNKNOWN), ["in_force"]),
    ],
)
def test_an_alert_ends_when_it_can_be_known_to_have_ended(tmp_path: Path, at: Moment, states: list[str]) -> None:
    shown = repository(tmp_path, alert("hujan"))
    assert [str(each.state) for each in shown.warnings(at)] == states


def test_a_tsunami_that_was_reckoned_away_is_ended_though_the_earthquake_is_felt_by_nobody_here(tmp_path: Path) -> None:
    first = alert(
        "gempa-1", hazard=Hazard.TSUNAMI, severity=Severity.AWAS, magnitude=7.1, epicentre="1.9,126.6", polygons=(), event="Gempa",
    )  # fmt: skip
    again = replace(
        first, id="gempa-2", identifier="gempa-2", published=present(first.published) + timedelta(seconds=2), magnitude=6.3,
        hazard=Hazard.QUAKE, severity=Severity.INFO, depth_km=300.0, potential="Tidak berpotensi tsunami",
    )  # fmt: skip
    shown = repository(tmp_path, first)
    with Store.open(tmp_path) as store:
        record = SourceRecord(name="BMKG", url="https://bmkg.example/")
        store.apply("BMKG", compare(store.fingerprints("BMKG"), [again]), record, NOW + timedelta(minutes=9))
    assert [(each.alert.id, str(each.state)) for each in shown.warnings(moment(0.2))] == [("gempa-1", "cancelled")]


def test_how_grave_a_warning_is_here_is_reckoned_once() -> None:
    """Polygons have thousands of corners: 300 updates of 8,000 each took five seconds at each look."""
    reckoned: list[str] = []

    def grave(each: Alert, place: Place) -> Severity | None:
        reckoned.append(each.id)
        return severity_here(each, place)

    first, here = alert("a"), WarningsHere(KILONGAN, grave)
    chain = [
        first,
        alert("b", message="Update", references=(first.key,)),
        alert("c", message="Update", references=(first.key,)),
    ]
    for _ in range(3):
        assert len(here.standing_here(chain, moment())) == 2
    assert sorted(reckoned) == ["a", "b", "c"]
    assert not here.standing_here([replace(first, polygons=(AWAY,))], moment()), "another form of it is reckoned anew"


@pytest.mark.parametrize("kind", ["Cancel", "Update"])
@pytest.mark.parametrize(("days", "beside"), [(1, 1), (2, 1), (4, 1), (4, 60)])
def test_what_was_ended_stays_ended_though_its_end_has_run_out_before_it(
    tmp_path: Path, kind: str, days: int, beside: int
) -> None:
    flood = alert("banjir", hazard=Hazard.FLOOD, expires=NOW + timedelta(days=5))
    end = alert("akhir", message=kind, references=(flood.key,), hazard=Hazard.FLOOD, expires=NOW + timedelta(hours=3))
    other = alert("lain", hazard=Hazard.FLOOD, expires=NOW + timedelta(days=5), published=NOW - timedelta(days=1))
    others = [replace(other, id=f"lain{n}", identifier=f"lain{n}", title=f"Banjir {n}") for n in range(beside)]
    shown = repository(tmp_path, flood, end, *others)
    assert {each.alert.id for each in shown.warnings(moment(24.0 * days))} == {each.id for each in others}


def test_what_an_sms_ended_stays_ended_though_the_sms_has_run_out(tmp_path: Path) -> None:
    flood = alert("kantor-20260903-1", hazard=Hazard.FLOOD, expires=NOW + timedelta(days=3), owner="kunci")
    end = alert(
        "sms-9", sender="sms", message="Cancel", text=flood.id, owner="kunci", published=NOW.replace(minute=0),
        expires=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert repository(tmp_path, flood, end).warnings(moment(24)) == ()


def test_what_screen_and_voice_are_told(tmp_path: Path) -> None:
    words = Wording("en", "Heavy rain", "Heavy rain", "It rains.")
    update = alert(
        "baru", message="Update", references=("cuaca@bmkg.go.id hujan",), wordings=(words,), places=("Banggai",)
    )
    (each,) = repository(tmp_path, alert("hujan"), update).warnings(moment())
    view = view_of(each, "id")
    assert view.id == "BMKG cuaca@bmkg.go.id hujan", "an update is the alert that it updates"
    assert (view.event, view.source, view.place, view.severity) == ("Hujan lebat", "BMKG", "Banggai", Severity.SIAGA)
    assert (view.starts, view.ends, view.received) == (NOW, NOW + timedelta(hours=2), NOW)
    assert view.late == timedelta(minutes=20)
    assert view_of(each, "en").event == "Heavy rain"
    assert view_of(each, "bgz").event == "", "the hazard's own name stands for it"


OFFICE = {
    "event": "",
    "sender": "Diskominfo",
    "title": "Banjir di Sungai Bunga",
    "text": "Naiklah ke bukit.",
    "hazard": Hazard.FLOOD,
}
HALL = {"event": "Banjir di Dusun 1", "sender": "kim.desa", "instruction": "Naiklah ke bukit.", "hazard": Hazard.FLOOD}
PLAGUE = {"event": "Wabah", "sender": "dinkes.go.id", "instruction": "Rebus air.", "hazard": Hazard.OTHER}
ENGLISH = {"wordings": (Wording("en", "An outbreak", "Outbreak", "", "Boil water."),)}


@pytest.mark.parametrize(
    ("fields", "language", "event", "said"),
    [
        ({"instruction": "Jauhi sungai.", "text": "Hujan lebat."}, "id", "Hujan lebat", ""),  # our steps are BMKG's
        (OFFICE, "id", "Banjir di Sungai Bunga", "Naiklah ke bukit."),
        (OFFICE, "en", "Banjir di Sungai Bunga", "Naiklah ke bukit."),  # written once, by a person
        (HALL, "id", "Banjir di Dusun 1", "Naiklah ke bukit."),
        (HALL, "en", "", "Naiklah ke bukit."),  # "Flood"
        (PLAGUE, "id", "Wabah", "Rebus air."),
        (PLAGUE, "en", "Wabah", "Rebus air."),  # "Emergency" would say nothing
        (PLAGUE | ENGLISH, "en", "Outbreak", "Boil water."),
    ],
)
def test_what_happens_and_what_to_do_in_the_words_of_the_issuer(
    tmp_path: Path, fields: dict[str, object], language: str, event: str, said: str
) -> None:
    (standing,) = repository(tmp_path, alert("a", **fields)).warnings(moment())
    view = view_of(standing, language)
    assert (view.event, view.said) == (event, said)


def test_a_code_is_no_name_of_a_place_and_many_names_are_counted() -> None:
    told = view_of(
        Standing(alert("a", places=("72.01.05", "-", "Batui", "Kintom", "Nambo", "Luwuk")), Severity.SIAGA), "id"
    )
    words = AlertWords(told, moment(), Phrases(Translation("id")))
    assert words.place_words == "Batui, Kintom, Nambo dan 1 wilayah lain"
    (few,) = {
        view_of(Standing(alert("a", places=places), Severity.SIAGA), "id").place for places in [("72.01",), ("-",)]
    }
    assert few == ""


@pytest.mark.parametrize(
    ("steps", "said", "spoken"),
    [
        ("Jauhi sungai.", "Jauhi sungai.\nAir naik 2 m.", ["Jauhi sungai.", "Hujan lebat", "Air naik 2 m."]),
        ("", "", ["Berteduhlah di bangunan yang kokoh.", "Hujan lebat", "Air naik 2 m."]),
    ],
)
def test_all_that_an_issuer_says_is_told_whether_it_is_signed_or_not(steps: str, said: str, spoken: list[str]) -> None:
    text = "\n\n".join(filter(None, ("Air naik 2 m.", steps)))
    signed = alert(
        "kantor", text=text, instruction=steps, author="BPBD", verified=Verified.SIGNATURE, sender="kantor@72"
    )
    for verified in (Verified.SIGNATURE, Verified.TLS):
        each = replace(signed, verified=verified, owner="bpbd.example")
        view = view_of(Standing(each, Severity.SIAGA), "id")
        lines = [line for line in AlertWords(view, moment(), Phrases(Translation("id"))).spoken if line]
        assert (view.said, lines[1 : len(spoken) + 1]) == (said, spoken)
        assert view.unsigned is (verified is Verified.TLS)
        assert (lines[-2] == "Peringatan ini belum dipastikan petugas") is view.unsigned


def test_unsigned_description_is_told_no_longer_than_a_minute() -> None:
    """A host that may alert, and was taken over, would keep the horn busy with one message."""
    text = " ".join(f"Kalimat nomor {number} tentang air yang naik di sungai kita." for number in range(150))
    for told in (text, "a" * 10_000):
        long = alert("lain", text=told, author="BPBD", sender="bpbd@lain", verified=Verified.TLS)
        known = view_of(Standing(long, Severity.SIAGA), "id").known
        assert 0 < len(known) <= 800
        assert told.startswith(known)
        signed = replace(long, verified=Verified.SIGNATURE)
        assert view_of(Standing(signed, Severity.SIAGA), "id").known == told


def test_what_is_said_of_a_tsunami_is_told_and_silence_is_not(tmp_path: Path) -> None:
    quake = {"magnitude": 6.8, "depth_km": 10.0, "epicentre": "-1.05,123.2", "hazard": Hazard.QUAKE, "polygons": ()}
    told = alert("a", potential="Tidak berpotensi tsunami", **quake)
    silent = alert("b", potential="Gempa ini dirasakan untuk diteruskan pada masyarakat", **quake)
    shown = {each.alert.id: view_of(each, "id") for each in repository(tmp_path, told, silent).warnings(moment())}
    assert (shown["a"].tsunami, shown["b"].tsunami) == ("Tidak berpotensi tsunami", "")
    assert shown["a"].magnitude == 6.8


def test_mengerti_holds_for_what_was_understood_and_not_for_what_is_graver_or_for_the_end(tmp_path: Path) -> None:
    (each,) = repository(tmp_path, alert("hujan")).warnings(moment())
    view = view_of(each, "id")
    heard = Sounded("hujan", Severity.SIAGA, first=NOW, last=NOW, understood=NOW + timedelta(minutes=1))
    graver, ended = replace(view, severity=Severity.AWAS), replace(view, ended=True)
    assert understood_of({"hujan": view}, {"hujan": heard}) == [view]
    assert understood_of({"hujan": graver}, {"hujan": heard}) == [view]
    assert understood_of({"hujan": ended}, {"hujan": heard}) == [view]
    told = replace(heard, last=NOW + timedelta(minutes=5), end_told=True)
    assert understood_of({"hujan": ended}, {"hujan": told}) == [view]
    told = replace(told, understood=NOW + timedelta(minutes=6))
    assert understood_of({"hujan": ended}, {"hujan": told}) == [ended]
    assert understood_of({"hujan": view}, {"hujan": replace(heard, understood=None)}) == []
    assert understood_of({"hujan": view}, {}) == []


def test_what_came_by_sms_and_then_in_full_is_one_warning_for_who_has_understood_it(tmp_path: Path) -> None:
    sms = alert("sms-7", sender="sms", source="SMS", owner="kantor", text="Hujan lebat. Jauhi sungai", event="")
    full = alert("banjir", sender="kantor@banggai", owner="kantor")
    with Store.open(tmp_path) as store:
        for late, each in enumerate((sms, full)):
            record = SourceRecord(name=each.source, url="https://kantor.example/")
            store.apply(each.source, compare({}, [each]), record, NOW + timedelta(minutes=late))
    shown = ContentRepository(lambda: Store.open(tmp_path, read_only=True), area=KILONGAN.area, place=KILONGAN)
    (one,) = shown.warnings(moment())
    alone = repository(tmp_path / "alone", replace(sms, source="BMKG"))
    assert one.alert.title == "banjir"
    assert view_of(one, "id").id == view_of(alone.warnings(moment())[0], "id").id
