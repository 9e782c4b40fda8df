"""The table in alert_table.txt: which alert is shown, sounded and told in which words, from what its issuer sends to the ear."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.central.edition_reader import items_of
from content_cache.formats import read_feed
from content_cache.jobs.limits import Limits
from content_cache.model.changes import compare
from content_cache.model.items import Item
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import dated, is_ahead, secured
from content_cache.model.vocabulary import Category
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.cap import as_cap
from kiosk.hall.notices.notice import Notice, NoticeKind
from tests.content_cache.central.office import ALERT, OfficePC
from tests.content_cache.central.village import pinned
from tests.kiosk.alerts.alert_kiosk import AlertKiosk

WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 11, 24, 12, tzinfo=WITA)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SWITCHED_ON = 10 * MINUTE  # before now
TABLE = Path(__file__).with_name("alert_table.txt").read_text("utf-8")
COLUMNS = ("sent", "place", "way", "clock", "status", "when", "shown", "sounds", "words", "else_")


@dataclass(frozen=True)
class Row:
    sent: str
    place: str
    way: str
    clock: str
    status: str
    when: str
    shown: str
    sounds: str
    words: str
    else_: str

    @property
    def moment(self) -> Moment:
        """Now. An unknown clock is in 1976; the floor is four hours ago, but past the end of what is over even by it."""
        match Trust(self.clock):
            case Trust.TRUSTED:
                return Moment(NOON, Trust.TRUSTED)
            case Trust.FLOOR:
                floor = NOON if self.when == "over" else NOON - 4 * HOUR
                return Moment(floor + MINUTE, Trust.FLOOR, floor)
            case Trust.UNKNOWN:
                return Moment(NOON - timedelta(days=50 * 365), Trust.UNKNOWN)

    @property
    def started(self) -> datetime:
        written = {"over": "130m", "long ago": "10h"}.get(self.when, self.when)
        found = re.fullmatch(r"(in )?(\d+)([mh])", written)
        if found is None:
            return NOON - 5 * MINUTE
        since = int(found[2]) * (MINUTE if found[3] == "m" else HOUR)
        return NOON + since if found[1] else NOON - since

    @property
    def ends(self) -> datetime:
        """When it ends by its own word; of an earthquake when it is no longer told as one to act upon."""
        if self.sent.startswith(("quake", "tsunami")):
            return self.started + (6 * HOUR if self.sent == "tsunami" else 2 * HOUR)
        return {"over": NOON - 10 * MINUTE, "long ago": NOON - 8 * HOUR}.get(
            self.when, max(self.started, NOON) + 2 * HOUR
        )


ROWS = [Row(*(cell.strip() for cell in line.split("|"))) for line in TABLE.partition("-+-")[2].splitlines()[1:] if line]


# --- what arrives


def sources(row: Row) -> Source:
    quake = row.sent.startswith(("quake", "tsunami"))
    form = "bmkg" if quake else "json" if row.sent.startswith("darurat") else "cap"
    match row.way:
        case "http":
            return Source(name="BMKG", url="http://bmkg.example/alerts", format=form, alerts=True)
        case "news":
            return Source(name="Kabar", url="https://kabar.example/feed", format=form)
        case "alert-key" | "stick":
            return pinned("https://kantor.example/")
        case "desk":
            url = "/var/lib/kiosk/desk/darurat.xml"
            return Source(name="KIM Kilongan", url=url, format="cap", category=Category.ALERT, alerts=True, own=True)
        case _:
            return Source(name="BMKG", url="https://bmkg.example/alerts", format=form, alerts=True)


def box(latitude: float, longitude: float) -> str:
    corners = ((-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
    return " ".join(f"{latitude + 0.2 * north},{longitude + 0.2 * east}" for north, east in corners)


def area(place: str) -> str:
    """Return a CAP area for *place*: a polygon, a code, a name, or empty for "nowhere"."""
    if place == "nowhere":
        return ""
    shape = {"here": box(-0.93, 122.79), "away": box(-0.93, 120.1)}.get(place)
    if shape is not None:
        return f"<area><areaDesc>Sulawesi Tengah</areaDesc><polygon>{shape}</polygon></area>"
    if place[0].isdigit():
        code = f"<geocode><valueName>Kemendagri</valueName><value>{place}</value></geocode>"
        return f"<area><areaDesc>Indonesia</areaDesc>{code}</area>"
    return f"<area><areaDesc>{place}</areaDesc></area>"


def message(
    row: Row, name: str = "1", *, kind: str = "Alert", of: str = "", sender: str = "cuaca@bmkg.go.id", **other: str
) -> str:
    """A CAP message of the row; `other` are "severity", "place" and "sent" where they differ."""
    severity, *lower = row.sent.split()
    urgency = "Past" if "Past" in lower else "Immediate"
    certainty = "Unlikely" if "Unlikely" in lower else "Observed"
    sent = min(row.started, NOON - MINUTE) if not of else NOON - MINUTE / 2
    refers = f"<references>cuaca@bmkg.go.id,{of},{row.started.isoformat()}</references>" if of else ""
    return (
        f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier><sender>{sender}</sender>'
        f"<sent>{sent.isoformat()}</sent><status>{row.status}</status><msgType>{kind}</msgType><scope>Public</scope>{refers}"
        f"<info><language>id</language><category>Met</category><event>Hujan lebat</event><urgency>{urgency}</urgency>"
        f"<severity>{other.get('severity', severity)}</severity><certainty>{certainty}</certainty>"
        f"<effective>{row.started.isoformat()}</effective><expires>{row.ends.isoformat()}</expires>"
        f"<headline>Hujan lebat disertai petir</headline>{area(other.get('place', row.place))}</info></alert>"
    )


def cap(row: Row) -> str:
    first = message(row)
    match row.when:
        case "taken":
            more = message(row, "2", kind="Cancel", of="1")
        case "spoofed":
            more = message(row, "2", kind="Cancel", of="1", sender="orang@lain.example")
        case "replaced":
            more = message(row, "2", kind="Update", of="1", severity="Moderate")
        case "moved":
            more = message(row, "2", kind="Update", of="1", place="away")
        case "graver":
            more = message(row, "2", kind="Update", of="1", severity="Extreme")
        case _:
            more = ""
    return f"<EDXLDistribution>{first}{more}</EDXLDistribution>"


def quake(row: Row) -> str:
    kilometres = float(row.place.split()[0])
    magnitude = "7.6" if row.sent == "tsunami" else row.sent.split()[1]
    return json.dumps({"Infogempa": {"gempa": {
        "DateTime": row.started.isoformat(), "Coordinates": f"{-0.93 - kilometres / 111.195:.4f},122.79", "Magnitude": magnitude,
        "Kedalaman": "12 km", "Wilayah": f"Pusat gempa berada di laut {kilometres:g} km selatan Luwuk",
        "Potensi": "Berpotensi tsunami" if row.sent == "tsunami" else "Gempa ini dirasakan untuk diteruskan pada masyarakat",
    }}})  # fmt: skip


def office(row: Row, folder: Path) -> OfficePC:
    """The office has written an emergency and published it, signed by its alert key."""
    made = OfficePC(folder / "kantor", folder / "terbit", now=row.started)
    made.folder.mkdir()
    severity = f"severity: {row.sent.split()[1]}\n" if " " in row.sent else ""
    made.put("feed.toml", 'title = "Kabar"\npublisher = "Diskominfo Banggai"\narea = "72.01"\n')
    made.put(
        "banjir.md",
        f"---\nid: banjir\ntitle: Banjir di Sungai Bunga\ncategory: darurat\nareas: [{row.place}]\n{severity}"
        f"expires: {row.ends:%Y-%m-%d %H.%M}\n---\nNaiklah ke tempat tinggi.\n",
    )
    made.publish(key=ALERT)
    return made


def hall(row: Row) -> str:
    notice = Notice(
        id="banjir", kind=NoticeKind.EMERGENCY, title="Banjir di dusun satu", text="Naiklah ke tempat tinggi.", written=row.started,
        ends=row.ends, author="Ani", second="Budi",
    )  # fmt: skip
    return as_cap([notice], "Kilongan", row.moment.now)


def forged(row: Row) -> str:
    """The office's emergency in a feed that nobody has signed."""
    item = {
        "id": "1", "title": "AWAS banjir", "content_text": "Lari!", "date_published": row.started.isoformat(),
        "_kiosk": {"category": "darurat", "priority": 3, "severity": "awas", "expires": row.ends.isoformat()},
    }  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": [item]})


def items(row: Row, source: Source, folder: Path, at: datetime) -> list[Item]:
    if row.way == "alert-key":
        edition = (office(row, folder).out / "feed-1.json").read_bytes()
        return list(items_of(edition, source, url=f"{source.url}feed-1.json", now=at, may_warn=True).items)
    if row.way == "desk":
        body = hall(row)
    elif row.sent.startswith(("quake", "tsunami")):
        body = quake(row)
    else:
        body = forged(row) if row.sent.startswith("darurat") else cap(row)
    return list(read_feed(body.encode(), source, url=source.url, now=at).items)


def arrives(row: Row, folder: Path, at: datetime) -> None:
    """It is read, and stored as the refresher or the stick's reader does."""
    source = sources(row)
    with Store.open(folder) as store:
        if row.way == "stick":
            (bundle,) = bundles_in(office(row, folder).out)
            import_bundle(store, bundle, [source], clock=lambda: at, limits=Limits())
            return
        read = [secured(item, source) for item in items(row, source, folder, at)]
        read = [dated(item, at, None) if is_ahead(item, at) else item for item in read]
        record = SourceRecord(name=source.name, url=source.url)
        store.apply(source.name, compare(store.fingerprints(source.name), read), record, at)


# --- what becomes of it


def lived(row: Row, folder: Path) -> Iterator[tuple[AlertKiosk, Moment]]:
    """The kiosk at the moment that the row is about."""
    moment = row.moment
    came = moment.now - HOUR if row.way == "cache" else moment.now
    before, _, then = row.when.rpartition(", ")
    arrives(row, folder, came)
    kiosk = AlertKiosk(folder, SWITCHED_ON)
    try:
        kiosk.lives(moment)
        if before:
            assert kiosk.raised() == ["sound", "screen", "band"], "it was heard first"
            kiosk.said.clear()
            kiosk.manners.clear()
            if before == "understood":
                kiosk.understands(moment)
            kiosk, moment = later(row, folder, kiosk, moment, then)
        yield kiosk, moment
    finally:
        kiosk.close()


def later(row: Row, folder: Path, kiosk: AlertKiosk, moment: Moment, then: str) -> tuple[AlertKiosk, Moment]:
    """Change the alert that was sounded as *then* says: "ends", "taken", "graver", "restart", or nothing for a while.
    Return kiosk and moment."""
    passes = 5 * MINUTE
    match then:
        case "ends":
            passes = row.ends - NOON + MINUTE
        case "taken" | "graver":
            changed = Row(**{name: getattr(row, name) for name in COLUMNS} | {"when": then})
            arrives(changed, folder, moment.now + passes)
        case "restart":
            kiosk.close()
            kiosk = AlertKiosk(folder, MINUTE)
    moment = Moment(moment.now + passes, moment.trust, moment.floor)
    kiosk.lives(moment)
    return kiosk, moment


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: " ".join((row.sent, row.place, row.way, row.clock, row.status, row.when))
)
def test_the_table(row: Row, tmp_path: Path) -> None:
    for kiosk, moment in lived(row, tmp_path):
        sounded = [str(manner.prelude) for manner in kiosk.manners]
        assert (kiosk.shown(moment), sounded or ["-"]) == (row.shown, [row.sounds]), f"else it would be {row.else_}"
        written = kiosk.written(moment).lower()
        said = [" ".join(sentence.spoken for sentence in one.sentences).lower() for one in kiosk.said]
        for words in filter(None, row.words.split("; ")):
            assert words in (said[0] if said else written), f"else it would be {row.else_}"
        if said:
            heading = re.split(r"[.·]", written.removeprefix("simulasi, bukan kejadian nyata. "))[0].strip()
            assert heading in said[0], "the screen and the voice say the same"
        told = " ".join((written, *said)).replace("belum ada yang menyatakan aman", "")
        assert not re.search(r"\baman\b", told), "nobody is told that all is well"


def test_the_table_is_as_long_as_was_asked_for_and_names_both_faults() -> None:
    assert len({tuple(getattr(row, name) for name in COLUMNS[:6]) for row in ROWS}) == len(ROWS) >= 60
    assert sum("missed" in row.else_ for row in ROWS) > 20
    assert sum("false alarm" in row.else_ for row in ROWS) > 20
