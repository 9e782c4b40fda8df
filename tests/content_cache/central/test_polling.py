"""The kiosk's side on the web: what an honest office publishes is taken whole, signed, and withdrawn again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from content_cache.alerts import Place, standing
from content_cache.central.polling import ask_central, base_of
from content_cache.http.client import fetch
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import here
from content_cache.model.items import Alert, Event
from content_cache.model.records import EditionRecord
from content_cache.model.vocabulary import Provenance, Severity, Verified
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE
from content_cache.signing.keyring import Held, Keyring, KeyRole, keys_document
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from tests.content_cache.central.office import ALERT, CALENDAR, FLOOD, MARKET, NEWS, NOW, SPARE, OfficePC, picture
from tests.content_cache.central.village import Village, pinned

GRAVE = FLOOD.replace("category", "severity: awas\nareas: [72.01]\ncategory").replace("2026-09-04", "2026-09-14")


def test_an_edition_is_taken_whole(village: Village) -> None:
    village.office.put("acara.ics", CALENDAR)
    village.publish()
    outcome = village.refresh()
    assert (outcome.status, outcome.error, outcome.added) == ("updated", None, 3)
    assert village.seq == 1
    water = village.items()["air"]
    assert (water.verified, water.provenance, water.areas) == (Verified.SIGNATURE, Provenance.VERIFIED, ("72.01.05",))
    assert water.picture is not None
    assert (village.house.data_dir / water.picture.path).is_file()
    assert village.house.store.edition("Diskominfo").issued == NOW + timedelta(days=1)


def test_an_unchanged_poll_asks_for_one_small_file(village: Village) -> None:
    village.publish()
    village.refresh()
    outcome = village.refresh()
    assert (outcome.status, outcome.http_status, village.asked) == ("unchanged", 304, ["latest.minisig"])


def test_a_signature_that_was_there_is_asked_for_once_more(village: Village) -> None:
    (village.office.out / "latest.minisig").unlink(missing_ok=True)
    assert village.refresh().status == "failed"
    once = list(village.asked)
    village.publish()
    village.refresh()
    signature = village.office.out / "latest.minisig"
    signature.rename(signature.with_suffix(".part"))
    assert (village.refresh().status, village.asked) == ("failed", once * 2)
    assert village.shown() == ["air", "pasar"]

    tries: list[str] = []

    def moved(request: Request) -> Fetched | NotModified:
        if len(tries) == 1:
            signature.with_suffix(".part").rename(signature)
        tries.append(request.url)
        return fetch(request)

    url = f"{village.url}/latest.minisig"
    asked = Request(url=url, deadline=20, max_bytes=10_000, user_agent="", private_host="127.0.0.1")
    here_already = EditionRecord(seq=1)
    question = Question(
        source=pinned(url),
        request=asked,
        body_hash="",
        now=NOW,
        edition=here_already,
        data_dir=str(village.house.data_dir),
    )
    answer = ask_central(question, moved, here, 0.0)
    assert (tries[:2], answer.http_status) == ([url] * 2, 200)


def test_the_next_edition_is_fetched_and_no_file_twice(village: Village) -> None:
    village.publish()
    village.refresh()
    village.office.put("pasar.md", MARKET.replace("25.000", "26.000"))
    village.publish()
    outcome = village.refresh()
    assert (outcome.status, outcome.changed, village.seq) == ("updated", 1, 2)
    assert village.asked == ["latest.minisig", "feed-2.json"]


def test_tombstones_withdraw_and_a_mere_absence_does_not(village: Village) -> None:
    village.office.put("acara.ics", CALENDAR)
    village.publish()
    village.refresh()
    (village.office.folder / "pasar.md").unlink()
    (village.office.folder / "acara.ics").unlink()
    village.publish()
    assert village.refresh().withdrawn == 2
    village.office.now += timedelta(days=30)  # what ended by itself is merely left out of the feed
    village.office.put("baru.md", MARKET.replace("pasar", "baru"))
    village.publish()
    assert village.refresh().withdrawn == 0
    assert village.shown() == ["air", "baru"]


def test_many_editions_later_the_newest_is_taken_in_one_go(village: Village) -> None:
    village.publish()
    village.refresh()
    for price in range(26, 36):
        village.office.put("pasar.md", MARKET.replace("25.000", f"{price}.000"))
        village.publish()
    village.office.put("air.md", "")
    (village.office.folder / "air.md").unlink()
    village.publish()
    assert village.refresh().status == "updated"
    assert (village.seq, village.shown()) == (12, ["pasar"])


CAP = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>b-1</identifier><sender>bpbd</sender><sent>{sent}</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><category>Safety</category><event>Banjir</event>
<urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty><senderName>BPBD</senderName>
<headline>Banjir</headline><area><areaDesc>Luwuk</areaDesc></area></info></alert>"""


def test_an_emergency_by_the_alert_key_is_one(village: Village) -> None:
    village.office.put("banjir.md", GRAVE)
    village.publish(ALERT)
    assert village.refresh().status == "updated"
    flood = village.items()["banjir"]
    assert isinstance(flood, Alert)
    assert (flood.priority, flood.severity, flood.geocodes, flood.verified) == (
        3,
        Severity.AWAS,
        ("72.01",),
        Verified.SIGNATURE,
    )
    (village.office.folder / "banjir.md").unlink()
    village.publish(NEWS)  # back to every day, and the all-clear
    village.refresh()
    assert how_it_stands(village) == ["cancelled"], "who heard it is to hear that it is over"
    village.publish(NEWS)
    village.refresh()
    assert how_it_stands(village) == [], "a day later it is no news"


def test_a_signed_warning_is_one_that_somebody_has_checked(village: Village) -> None:
    """Two people have released it; read out from the list of warnings it came "from BPBD, not checked yet"."""
    sent = village.house.clock.now.isoformat(timespec="seconds")
    village.office.put("peringatan/banjir.xml", CAP.format(sent=sent))
    village.publish(ALERT)
    assert village.refresh().status == "updated"
    (flood,) = (item for item in village.items().values() if isinstance(item, Alert))
    assert (flood.author, flood.provenance, flood.verified) == ("BPBD", Provenance.VERIFIED, Verified.SIGNATURE)


ICS = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//ID\r\nBEGIN:VEVENT\r\nUID:1@a\r\nDTSTAMP:20260901T000000Z\r\n\
DTSTART:{day}T010000Z\r\nDTEND:{day}T030000Z\r\nSUMMARY:Posyandu\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def test_an_event_of_the_offices_calendar_is_as_checked_as_its_notices(village: Village) -> None:
    day = village.house.clock.now + timedelta(days=2)
    village.office.put("posyandu.ics", ICS.format(day=f"{day:%Y%m%d}"))
    village.publish()
    assert village.refresh().status == "updated"
    (event,) = (item for item in village.items().values() if isinstance(item, Event))
    assert (event.title, event.provenance, event.verified) == ("Posyandu", Provenance.VERIFIED, Verified.SIGNATURE)


def how_it_stands(village: Village) -> list[str]:
    """The warnings at Luwuk now."""
    alerts = [item for item in village.items().values() if isinstance(item, Alert)]
    found = standing(alerts, Place(-0.93, 122.79, "72.01.05"), village.house.clock.now)
    return [str(each.state) for each in found]


def test_a_warning_that_was_removed_by_mistake_stands_again(village: Village) -> None:
    village.office.put("banjir.md", GRAVE)
    village.publish(ALERT)
    village.refresh()
    (village.office.folder / "banjir.md").unlink()
    village.publish(NEWS)
    village.refresh()
    village.office.put("banjir.md", GRAVE)
    village.publish(ALERT)
    village.refresh()
    assert how_it_stands(village) == ["in_force"]


def test_an_item_for_another_district_is_not_shown(village: Village) -> None:
    village.publish()
    village.refresh()
    shown = {
        area: {item.id for item in village.house.store.reader.items(area=area)}
        for area in ("72.01.05.2003", "72.01.06")
    }
    assert shown == {"72.01.05.2003": {"air", "pasar"}, "72.01.06": {"pasar"}}


def test_a_source_with_keys_is_central_without_saying_so(village: Village) -> None:
    village.publish()
    assert village.refresh(format="auto").status == "updated"
    assert village.seq == 1


def test_a_folder_is_a_site_too(village: Village) -> None:
    village.publish()
    outcome = village.refresh(url=str(village.office.out))
    assert (outcome.status, outcome.http_status) == ("updated", 0)
    assert village.items()["air"].picture is not None
    assert village.refresh(url=str(village.office.out)).status == "unchanged"


def rotate(
    office: OfficePC,
    number: int,
    *held: Held,
    revoked: tuple[SecretKey, ...] = (),
    seq: int = 0,
    key: SecretKey = SPARE,
) -> None:
    document = keys_document(Keyring(held, number, frozenset(k.id for k in revoked), seq), office.now)
    (office.out / KEYS).write_bytes(document)
    (office.out / KEYS_SIGNATURE).write_bytes(sign(document, key, f"keys={number}"))


NEW = SecretKey(b"newkey!!", bytes([9] * 32), "kim-kiosk news key")


def test_the_spare_replaces_a_lost_key(village: Village) -> None:
    village.publish()
    village.refresh()
    rotate(village.office, 1, Held(NEW.public, KeyRole.NEWS, NOW))
    village.publish(NEW)
    assert (village.refresh().error, village.seq) == (None, 2)
    village.house.reboot()  # the new keys are remembered
    village.office.put("pasar.md", MARKET.replace("25.000", "26.000"))
    village.publish(NEW)
    assert village.refresh().status == "updated"
    assert (village.seq, "keys.json" in village.asked) == (3, False)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("key", [NEWS, ALERT, NEW], ids=["news", "alert", "a stranger"])
def test_only_the_spare_replaces_keys(village: Village, key: SecretKey) -> None:
    village.publish()
    village.refresh()
    rotate(village.office, 1, Held(NEW.public, KeyRole.NEWS, NOW), key=key)
    village.publish(NEW)
    outcome = village.refresh()
    assert (outcome.status, village.seq) == ("failed", 1)
    assert "kunci" in village.why(outcome)


def test_an_older_keys_json_does_not_bring_a_key_back(village: Village) -> None:
    village.publish()
    rotate(village.office, 2, Held(NEW.public, KeyRole.NEWS, NOW), revoked=(NEWS,))
    village.publish(NEW)
    assert village.refresh().status == "updated"
    rotate(village.office, 1, Held(NEWS.public, KeyRole.NEWS, NOW))
    village.publish(NEWS)
    outcome = village.refresh()
    assert (outcome.status, village.seq) == ("failed", 2)
    assert "dicabut" in village.why(outcome)


def test_what_a_thief_published_goes_with_the_stolen_key(village: Village) -> None:
    """Far ahead in number, so that the office's next edition would be refused for ever."""
    village.publish()
    village.refresh()
    thief = OfficePC(village.office.folder.with_name("pencuri"), village.office.out.with_name("curian"))
    thief.folder.mkdir()
    thief.put("tipu.md", MARKET.replace("pasar", "tipu"))
    thief.out.mkdir()
    (thief.out / "feed-8999.json").write_bytes(b"{}")
    thief.publish()
    assert village.refresh(url=str(thief.out)).status == "updated"
    assert (village.seq, village.shown()) == (9_000, ["air", "pasar", "tipu"])

    rotate(village.office, 1, Held(NEW.public, KeyRole.NEWS, NOW), revoked=(NEWS,), seq=1)
    village.publish(NEW)
    outcome = village.refresh()
    assert (outcome.status, outcome.withdrawn, outcome.error) == ("updated", 1, None)
    assert (village.seq, village.shown()) == (2, ["air", "pasar"])


def test_another_office_under_the_same_name_begins_anew(village: Village) -> None:
    for _ in range(3):
        village.office.put("pipa.png", picture("red"))
        village.publish()
    village.refresh()
    village.office.out.rename(village.office.out.with_name("lama"))
    village.office.out.mkdir()
    village.publish(NEW)
    keys = (str(NEW.public),)
    assert village.refresh(keys=keys).status == "updated"
    assert village.seq == 1


@pytest.mark.parametrize("rest", ["", "/", "/feed.json", "/latest.minisig", "/feed.json?x=1"])
def test_the_settings_may_name_the_folder_or_a_file_of_it(rest: str) -> None:
    assert base_of(f"https://a.id/kabar{rest}") == "https://a.id/kabar/"


def test_a_path_names_the_folder_or_a_file_of_it(tmp_path: Path) -> None:
    assert base_of(str(tmp_path)) == base_of(str(tmp_path / "feed.json")) == f"{tmp_path}/"
