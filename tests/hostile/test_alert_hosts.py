"""Hosts of warnings that misbehave, from a real server through the refresher to what a kiosk shows and would sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.model.sources import Source
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from tests.content_cache.house import LIMITS, Clock, House, source
from tests.content_cache.misbehaving import MisbehavingServer, Script, reply
from tests.content_cache.refresh.test_old_lists import MINUTES, NONE, NOON, file, quake
from tests.kiosk.alerts.alert_kiosk import AlertKiosk

pytestmark = pytest.mark.attack(
    "what comes in",
    "a host names one message anew in each answer, sends half a file, one without fields, of 20,000 "
    "areas, dates of other years",
    "what says the same of the same time is one; half a file changes nothing; silence about a wave takes "
    "none back; of too many areas it is for all",
)


CAP = "application/cap+xml"
SPOILT = {"Date": "Fri, 99 Foo 2026", "Last-Modified": "kemarin", "Age": "-5"}
RING = "-1,122 -1,123 0,123 0,122 -1,122"
AWAY = "-8,112 -8,113 -7,113 -7,112 -8,112"


def cap(name: str, severity: str = "Extreme", areas: int = 1, minutes: int = 5) -> bytes:
    sent = NOON + minutes * MINUTES
    rings = [*[AWAY] * (areas - 1), RING]  # the kiosk's own is the last
    places = "".join(
        f"<area><areaDesc>Desa {n}</areaDesc><polygon>{ring}</polygon></area>" for n, ring in enumerate(rings)
    )
    return (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{name}</identifier><sender>x@y.go.id</sender><sent>{sent.isoformat()}</sent><status>Actual</status>"
        "<msgType>Alert</msgType><scope>Public</scope><info><language>id</language><category>Geo</category>"
        f"<event>Banjir</event><urgency>Immediate</urgency><severity>{severity}</severity><certainty>Observed</certainty>"
        f"<expires>{(sent + timedelta(hours=3)).isoformat()}</expires><description>Air naik.</description>{places}</info></alert>"
    ).encode()


class Village:
    """A kiosk that asks one host each minute, and a visitor's eyes and ears."""

    def __init__(self, folder: Path, server: MisbehavingServer) -> None:
        self._server = server
        self._house = House(Store.open(folder), Clock(NOON + 5 * MINUTES), folder)
        self._house.limits = replace(LIMITS, feed_bytes=20_000_000, reading=60.0)
        self.kiosk = AlertKiosk(folder, timedelta(days=1))

    def hears(self, *answers: Script, format: str = "cap") -> list[str]:  # noqa: A002 - the field's name
        """Return what begins to sound at each answer, "" for nothing."""
        asked: Source = source(self._server.on("/alerts", *answers), format=format, alerts=True)
        return [self._minute(asked) for _ in answers]

    def _minute(self, asked: Source) -> str:
        self._house.clock.now += MINUTES
        said = len(self.kiosk.said)
        self._house.one(asked, reader=read_feed, trusted=lambda: True)
        self.kiosk.lives(Moment(self._house.clock.now, Trust.TRUSTED))
        return " ".join(manner.prelude for manner in self.kiosk.manners[said:])

    def close(self) -> None:
        self.kiosk.close()
        self._house.store.close()


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    server = MisbehavingServer()
    made = Village(tmp_path, server)
    yield made
    made.close()
    server.close()


@pytest.mark.slow(cases=0)
def test_one_message_under_a_new_name_in_each_answer_is_heard_as_one(village: Village) -> None:
    heard = village.hears(*(reply(cap(f"nama-{n}", "Severe"), content_type=CAP) for n in range(6)))
    assert heard == ["two-chimes", "", "", "", "", "two-chimes"], "at first, and after five minutes"


@pytest.mark.slow(cases=0)
def test_a_new_message_each_minute_begins_three_sirens(village: Village) -> None:
    """Each takes the place of none: all of them stand, and each that rings has rung at once."""
    answers = [reply(cap(f"nama-{n}", minutes=5 + n), content_type=CAP, headers=SPOILT) for n in range(6)]
    assert village.hears(*answers) == ["siren"] * 3 + ["two-chimes"] * 3


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_half_a_file_takes_nothing_back(village: Village, share: float) -> None:
    whole = cap("banjir", areas=30)
    half = whole[: int(len(whole) * share)]
    answers = [
        reply(whole, content_type=CAP),
        reply(half, content_type=CAP),
        reply(half, length=len(whole), content_type=CAP),
    ]
    assert village.hears(*answers) == ["siren"] * 3
    assert village.kiosk.view is not None
    assert not village.kiosk.view.ended


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("end", ['"Potensi"', "tsunami", '"gempa"'])
def test_half_a_list_of_earthquakes_takes_nothing_back(village: Village, end: str) -> None:
    whole = file(quake(NONE, minute=-9), quake())
    (step,) = whole
    assert isinstance(step, bytes)
    body = step.partition(b"\r\n\r\n")[2]
    half = reply(body[: body.rindex(end.encode())], content_type="application/json")
    assert [each[:5] for each in village.hears(whole, half, file(), format="bmkg")] == ["siren"] * 3


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("areas", [501, 20_000, 20_001])
def test_a_warning_of_thousands_of_areas_is_heard_in_the_last_of_them(village: Village, areas: int) -> None:
    """There are 514 regencies, 7,285 districts and 83,000 villages."""
    assert village.hears(reply(cap("luas", areas=areas), content_type=CAP)) == ["siren"]
    assert len(village.kiosk.written(Moment(NOON + 7 * MINUTES, Trust.TRUSTED))) < 400, "the voice names three"
