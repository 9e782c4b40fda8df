"""Alerts that nobody who may has raised: none of them sounds, none fills the screen, none is a band. Each way is tried on a kiosk
with a real store, against a real server or with a real stick; the first rows show that the true ones do sound."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme
from msgspec.structs import replace

from content_cache.alerts import AlertState
from content_cache.alerts.standing import ENDED_FOR
from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.formats import read_feed
from content_cache.http.messages import Request
from content_cache.jobs.messages import Question
from content_cache.model.changes import compare
from content_cache.model.codec import item_from_json
from content_cache.model.errors import CacheError
from content_cache.model.items import Item
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import LONGEST, believed
from content_cache.model.vocabulary import Category, Hazard, Severity
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from tests.content_cache.asking import ask_here
from tests.content_cache.central.attacks import ATTACKS, Attack, older
from tests.content_cache.central.office import ALERT, MARKET, NOW, OfficePC
from tests.content_cache.central.office import CALENDAR as VILLAGE_FAIR
from tests.content_cache.central.village import Village, living, pinned
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.kiosk.alerts.alert_kiosk import AlertKiosk

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a source that may warn writes BMKG's sender, to cancel, update or outdo BMKG's warning",
        "a warning belongs to the keys or the host that brought it",
    ),
    pytest.mark.attack(
        "what comes in",
        "a warning until 2199",
        "each hazard has its longest time",
    ),
]


WITA = ZoneInfo("Asia/Makassar")
FLOOD = """---
id: banjir
title: AWAS banjir bandang
category: darurat
severity: awas
expires: 2026-09-09 06.00
---
Naiklah ke tempat tinggi.
"""
AT = NOW + timedelta(days=2)  # of the second edition, and of all that news sources say


def raised(folder: Path, trust: Trust = Trust.TRUSTED, at: datetime = AT) -> list[str]:
    kiosk = AlertKiosk(folder)
    try:
        kiosk.lives(Moment(at.astimezone(WITA) + timedelta(minutes=1), trust, at if trust is Trust.FLOOR else None))
        return kiosk.raised()
    finally:
        kiosk.close()


# --- the central feed: issue "central feed", its attack table, with a true emergency in the edition that is tampered with


@pytest.fixture(scope="module")
def first_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kiosk has the first edition; the second, out on the web, has an emergency and is signed by the alert key."""
    place = tmp_path_factory.mktemp("hari-pertama")
    office = OfficePC.at(place)
    office.out.mkdir()
    with living(place, office) as village:
        village.publish()
        assert village.refresh().status == "updated"
        office.put("baru.md", MARKET.replace("pasar", "baru"))
        office.put("banjir.md", FLOOD)
        office.put("acara.ics", VILLAGE_FAIR)
        village.publish(key=ALERT)
    return place


@pytest.fixture
def village(first_days: Path, tmp_path: Path) -> Iterator[Village]:
    place = tmp_path / "desa"
    shutil.copytree(first_days, place)
    office = OfficePC(place / "kantor", place / "terbit", now=AT)
    with living(place, office) as made:
        made.house.clock.now = AT
        yield made


def by_stick(village: Village) -> None:
    (bundle,) = bundles_in(village.office.out)
    house = village.house
    import_bundle(house.store, bundle, [pinned(village.url)], clock=house.clock, limits=house.limits)


WAYS: dict[str, Callable[[Village], object]] = {"web": lambda village: village.refresh(), "stick": by_stick}


@pytest.mark.parametrize("way", WAYS)
def test_the_offices_own_emergency_is_raised(village: Village, way: str) -> None:
    WAYS[way](village)
    assert raised(village.house.data_dir) == ["sound", "screen", "band"]


ROWS = [
    (way, name)
    for name, attack in ATTACKS.items()
    for way in WAYS
    if getattr(attack, {"web": "web", "stick": "on_stick"}[way])
]


@pytest.mark.slow(cases=18)
@pytest.mark.parametrize(("way", "name"), ROWS, ids=[f"{name}, {way}" for way, name in ROWS])
def test_no_tampered_edition_raises_anything(village: Village, way: str, name: str) -> None:
    attack: Attack = ATTACKS[name]
    attack.spoil(village.office, village.office.out)
    WAYS[way](village)
    for trust in Trust:
        assert raised(village.house.data_dir, trust) == []


@pytest.mark.parametrize("way", WAYS)
def test_an_older_edition_brings_no_emergency_back(village: Village, way: str) -> None:
    """The first edition had one that the second withdrew: played again, it is refused."""
    village.refresh()
    (village.office.folder / "banjir.md").unlink()
    village.publish(key=ALERT)
    village.refresh()
    before = village.seq
    assert raised(village.house.data_dir) == ["screen"], "its end"
    older(village.office, village.office.out)
    WAYS[way](village)
    assert (village.seq, raised(village.house.data_dir)) == (before, ["screen"])


@pytest.mark.parametrize("year", [1970, 2100])
def test_a_wrong_clock_makes_no_forged_edition_true(village: Village, year: int) -> None:
    village.house.clock.now = datetime(year, 1, 2, tzinfo=UTC)
    ATTACKS["another office's key"].spoil(village.office, village.office.out)
    village.refresh()
    for trust in Trust:
        assert raised(village.house.data_dir, trust, village.house.clock.now) == []


# --- news sources, one of which somebody has taken over

CAP = f"""<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>palsu-1</identifier><sender>cuaca@bmkg.go.id</sender>
<sent>{AT.isoformat()}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>id</language>
<category>Geo</category><event>Tsunami</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty>
<expires>{(AT + timedelta(hours=3)).isoformat()}</expires><headline>AWAS TSUNAMI</headline>
<area><areaDesc>Banggai</areaDesc><circle>-0.93,122.79 100</circle></area></info></alert>"""
QUAKE = json.dumps(
    {"Infogempa": {"gempa": {
        "DateTime": AT.isoformat(), "Coordinates": "-1.0,123.0", "Magnitude": "8.1", "Kedalaman": "10 km",
        "Potensi": "Berpotensi tsunami", "Wilayah": "Luwuk",
    }}}
)  # fmt: skip
EMERGENCY = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": [{
        "id": "1", "title": "AWAS TSUNAMI", "content_text": "Lari!", "tags": ["darurat"],
        "_kiosk": {"category": "darurat", "priority": 3, "severity": "awas", "provenance": "terverifikasi"},
    }]}
)  # fmt: skip
HEADLINE = """<rss version="2.0"><channel><title>Kabar</title><item><title>AWAS TSUNAMI</title><guid>1</guid>
<category>darurat</category><category>peringatan</category><description>Lari sekarang!</description>
<link>{link}</link></item></channel></rss>"""
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:AWAS TSUNAMI
CATEGORIES:darurat
PRIORITY:1
DTSTART:20260905T010000Z
END:VEVENT
END:VCALENDAR
"""


@dataclass(frozen=True)
class Forgery:
    """What a source sends at /feed and /cap; {here} and {there} are its host and another. `address` is what the settings say in
    its place, where that is not a server of this machine."""

    feed: str
    cap: str = CAP
    alerts: bool = False
    format: str = "auto"
    address: str = ""
    category: str = "berita"
    to: str = ""
    tls: str = ""
    name: str = "Kabar"


FORGERIES: dict[str, Forgery] = {
    "an RSS item titled AWAS TSUNAMI": Forgery(HEADLINE),
    "an RSS item in a source that the settings call darurat": Forgery(HEADLINE, category="darurat"),
    "a JSON item that calls itself darurat, awas and verified": Forgery(EMERGENCY),
    "a calendar's event titled AWAS TSUNAMI": Forgery(CALENDAR),
    "a CAP message in a news source": Forgery(CAP),
    "CAP messages in an envelope": Forgery(f"<EDXLDistribution>{CAP}</EDXLDistribution>"),
    "a news feed that links to a CAP message": Forgery(HEADLINE.replace("{link}", "{here}/cap")),
    "an index of CAP messages without alerts = true": Forgery(HEADLINE.replace("{link}", "{here}/cap"), format="cap"),
    "an earthquake in a news source": Forgery(QUAKE),
    "a CAP message over http": Forgery(CAP, alerts=True, address="http://bmkg.example/cap.xml"),
    "an earthquake over http": Forgery(QUAKE, alerts=True, address="http://bmkg.example/autogempa.json"),
    "darurat over http": Forgery(EMERGENCY, alerts=True, address="http://kantor.example/feed.json"),
    "an index that links to another host": Forgery(
        HEADLINE.replace("{link}", "{there}/cap"), alerts=True, format="cap"
    ),
    "an index whose message is redirected to another host": Forgery(
        HEADLINE.replace("{link}", "{here}/cap"), cap="", alerts=True, format="cap"
    ),
    "an alert source that is redirected to another host": Forgery("", alerts=True, to="{there}/cap"),
    "a server whose certificate is another's": Forgery(CAP, alerts=True, tls="desa.example"),
    "a server whose certificate nobody vouches for": Forgery(CAP, alerts=True, tls="127.0.0.1"),
    "a message with a document type": Forgery("<!DOCTYPE alert [<!ENTITY a 'b'>]>" + CAP, alerts=True),
    "a message that is cut off": Forgery(CAP[:-30], alerts=True),
    "a message for somewhere else": Forgery(CAP.replace("-0.93,122.79 100", "-6.2,106.8 100"), alerts=True),
    "a message that is no alert": Forgery(CAP.replace("<msgType>Alert", "<msgType>Ack"), alerts=True),
    "a message that is a draft": Forgery(CAP.replace("<status>Actual", "<status>Draft"), alerts=True),
    "a message for a few": Forgery(CAP.replace("<scope>Public", "<scope>Private"), alerts=True),
}
TRUE: dict[str, Forgery] = {
    "a CAP message of a source that may": Forgery(CAP, alerts=True),
    "an index of one": Forgery(HEADLINE.replace("{link}", "{here}/cap"), alerts=True, format="cap"),
    "an earthquake of a source that may": Forgery(QUAKE, alerts=True),
    "a message over https": Forgery(CAP, alerts=True, address="https://bmkg.example/cap.xml"),
}


@pytest.fixture(scope="module")
def strangers() -> trustme.CA:
    return trustme.CA()


def sent(forgery: Forgery, strangers: trustme.CA) -> tuple[Source, list[Item]]:
    """Return the source and the items that the refresher reads from the forgery; no items if it is refused."""
    context = None
    if forgery.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        strangers.issue_cert(forgery.tls).configure_cert(context)
    here, there = MisbehavingServer(context), MisbehavingServer()
    names = {"{here}": here.url, "{there}": there.url, "{link}": "https://kabar.example/1"}

    def filled(text: str) -> bytes:
        for name, url in names.items():
            text = text.replace(name, url)
        return text.encode()

    try:
        moved = reply(b"", status=302, headers={"Location": f"{there.url}/cap"})
        url = here.on("/feed", moved if forgery.to else reply(filled(forgery.feed)))
        here.on("/cap", reply(filled(forgery.cap)) if forgery.cap else moved)
        there.on("/cap", reply(filled(CAP)))
        source = Source(
            name=forgery.name,
            url=forgery.address or url,
            alerts=forgery.alerts,
            format=forgery.format,
            category=Category(forgery.category),
        )
        if forgery.address:
            return source, list(read_feed(filled(forgery.feed), source, content_type="", url=source.url, now=AT).items)
        # any port of this machine, as any host of the net: it is not the network's own rules that are tried here
        request = Request(url=url, deadline=10.0, max_bytes=1_000_000, user_agent="", private_host="127.0.0.1")
        try:
            answer = ask_here(Question(source=source, request=request, body_hash="", now=AT), read_feed)
        except CacheError:
            return source, []
        return source, [item_from_json(line) for line in answer.lines]
    finally:
        here.close()
        there.close()


def stored(folder: Path, source: Source, items: list[Item]) -> None:
    with Store.open(folder) as store:
        changes = compare({}, [believed(item, source, AT, store.reader.item) for item in items])
        store.apply(source.name, changes, SourceRecord(name=source.name, url=source.url), AT)


@pytest.mark.parametrize("name", TRUE)
def test_the_true_one_is_raised(name: str, tmp_path: Path, strangers: trustme.CA) -> None:
    stored(tmp_path, *sent(TRUE[name], strangers))
    assert raised(tmp_path) == ["sound", "screen", "band"]


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forgery_of_a_news_source_raises_anything(name: str, tmp_path: Path, strangers: trustme.CA) -> None:
    stored(tmp_path, *sent(FORGERIES[name], strangers))
    for trust in Trust:
        assert raised(tmp_path, trust) == []


# --- another source that may warn, and writes BMKG's name


def reported(kind: str, more: str = "") -> str:
    """A message of BMKG's sender about its own warning."""
    about = f"<references>cuaca@bmkg.go.id,palsu-1,{AT.isoformat()}</references>"
    elsewhere = CAP.replace("-0.93,122.79 100", "-6.2,106.8 100").replace("<msgType>Alert", f"<msgType>{kind}")
    return (
        elsewhere.replace("palsu-1", "palsu-2")
        .replace("<info>", f"{about}<info>")
        .replace("Extreme", more or "Extreme")
    )


SILENCERS: dict[str, str] = {
    "takes it back": reported("Cancel"),
    "puts another for elsewhere in its place": reported("Update"),
    "puts a lesser one for here in its place": CAP.replace("palsu-1", "palsu-2")
    .replace("<msgType>Alert", "<msgType>Update")
    .replace("<info>", f"<references>cuaca@bmkg.go.id,palsu-1,{AT.isoformat()}</references><info>")
    .replace("Extreme", "Minor"),
    "sends a twin for elsewhere that says more": CAP.replace("-0.93,122.79 100", "-6.2,106.8 100").replace(
        "<area>", "<description>Tidak ada apa-apa. Tenang saja semua warga.</description><area>"
    ),
    "sends a lesser twin that says more": CAP.replace("Extreme", "Minor").replace(
        "<area>", "<description>Tidak ada apa-apa. Tenang saja semua warga.</description><area>"
    ),
}
SELF = {name: cap for name, cap in SILENCERS.items() if "twin" not in name}


@pytest.mark.parametrize("name", SILENCERS)
def test_another_source_that_may_warn_silences_nobody_by_a_senders_name(
    name: str, tmp_path: Path, strangers: trustme.CA
) -> None:
    stored(tmp_path, *sent(Forgery(SILENCERS[name], alerts=True, name="Lain"), strangers))
    stored(tmp_path, *sent(Forgery(CAP, alerts=True, name="BMKG"), strangers))
    kiosk = AlertKiosk(tmp_path)
    at = Moment(AT.astimezone(WITA) + timedelta(minutes=1), Trust.TRUSTED, None)
    kiosk.lives(at)
    assert kiosk.raised() == ["sound", "screen", "band"]
    (grave,) = [each for each in kiosk.repository.warnings(at) if each.alert.source == "BMKG"]
    kiosk.close()
    assert (grave.state, grave.severity) == (AlertState.IN_FORCE, Severity.AWAS)


@pytest.mark.parametrize("name", SELF)
def test_its_own_source_does_end_it(name: str, tmp_path: Path, strangers: trustme.CA) -> None:
    source, items = sent(Forgery(f"<EDXLDistribution>{CAP}{SELF[name]}</EDXLDistribution>", alerts=True), strangers)
    stored(tmp_path, source, items)
    assert raised(tmp_path) != ["sound", "screen", "band"]


def test_what_is_understood_of_anothers_update_leaves_the_true_one(tmp_path: Path, strangers: trustme.CA) -> None:
    """Somebody presses "Mengerti" to a warning that says it is an update of BMKG's: BMKG's still fills the screen and sounds."""
    update = SILENCERS["puts a lesser one for here in its place"].replace("Minor", "Extreme")
    stored(tmp_path, *sent(Forgery(update, alerts=True, name="Lain"), strangers))
    kiosk = AlertKiosk(tmp_path)
    at = Moment(AT.astimezone(WITA) + timedelta(minutes=1), Trust.TRUSTED, None)
    kiosk.lives(at)
    kiosk.understands(at)
    stored(tmp_path, *sent(Forgery(CAP, alerts=True, name="BMKG"), strangers))
    said = len(kiosk.said)
    kiosk.lives(replace(at, now=at.now + timedelta(seconds=30)))
    kiosk.close()
    assert kiosk.screen == "alert"
    assert len(kiosk.said) > said


@pytest.mark.parametrize("begins", [AT, AT + timedelta(days=30_000)])
def test_no_warning_lasts_for_ever(tmp_path: Path, strangers: trustme.CA, begins: datetime) -> None:
    cap = CAP.replace((AT + timedelta(hours=3)).isoformat(), "2199-01-01T00:00:00+00:00")
    cap = cap.replace(f"<sent>{AT.isoformat()}", f"<sent>{begins.isoformat()}")
    stored(tmp_path, *sent(Forgery(cap, alerts=True), strangers))
    assert raised(tmp_path, Trust.TRUSTED if begins == AT else Trust.FLOOR) == ["sound", "screen", "band"]
    later = AT + LONGEST[Hazard.TSUNAMI] + ENDED_FOR
    for trust in (Trust.TRUSTED, Trust.FLOOR):
        assert raised(tmp_path, trust, later) == []
