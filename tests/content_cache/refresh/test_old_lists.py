"""One file of BMKG's behind several caches, some of them minutes behind: what an old list takes back (nothing), and what a new one
does, from a real server into a real store."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from content_cache.alerts import Place, standing
from content_cache.formats import read_feed
from content_cache.model.items import Alert
from content_cache.model.sources import Source
from tests.content_cache.house import House, source
from tests.content_cache.misbehaving import MisbehavingServer, Script, reply

pytestmark = pytest.mark.attack(
    "what comes in",
    "a cache on the way hands out an older list of BMKG's, in which no tsunami comes yet, or one still does",
    "by the publisher's own times, the cache's, or the newest earthquake; an old list takes nothing back, "
    "and no guess at its age keeps a graver warning away",
)


HERE = Place(latitude=-0.95, longitude=122.79, area="72.01")
WAVE, NONE = "Berpotensi tsunami", "Tidak berpotensi tsunami"
MINUTES = timedelta(minutes=1)
NOON = datetime(2026, 9, 3, 4, tzinfo=UTC)


def at(minutes: float) -> str:
    return format_datetime(NOON + minutes * MINUTES, usegmt=True)


def quake(potential: str = WAVE, second: int = 44, minute: int = 0) -> dict[str, str]:
    when = NOON + timedelta(minutes=minute, seconds=second)
    return {
        "DateTime": when.isoformat(), "Coordinates": "-1.05,123.27", "Magnitude": "7.4", "Kedalaman": "12 km",
        "Wilayah": "60 km Tenggara Luwuk", "Potensi": potential,
    }  # fmt: skip


def file(*quakes: Mapping[str, str], **headers: str) -> Script:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps({"Infogempa": {"gempa": quakes}}).encode()
    return reply(body, content_type="application/json", headers=told)


def last_modified(minutes: float) -> dict[str, str]:
    return {"Last_Modified": at(minutes)}


def made(minutes: float, age: float = 0.0) -> dict[str, str]:
    """Return the headers of a cache that passes on the host's Date; *minutes* and *age* in minutes."""
    return {"Date": at(minutes)} | ({"Age": str(int(age * 60))} if age else {})


def rewritten(minutes: float, age: float) -> dict[str, str]:
    """Return the headers of a cache that writes its own Date; *minutes* and *age* in minutes."""
    return {"Date": at(minutes + age), "Age": str(int(age * 60))}


class Kiosk:
    """One that asks the file again and again, a minute between."""

    def __init__(self, house: House, server: MisbehavingServer, *files: Script, trusted: bool = True) -> None:
        self._house = house
        self._trusted = trusted
        self._house.clock.now = NOON + 5 * MINUTES
        self.source: Source = source(server.on("/autogempa.json", *files), format="bmkg", alerts=True)

    def ask(self) -> list[str]:
        """Refresh once and return "hazard severity state" of each alert that stands."""
        self._house.clock.now += MINUTES
        outcome = self._house.one(self.source, reader=read_feed, trusted=lambda: self._trusted)
        assert outcome.status in ("updated", "unchanged"), outcome
        alerts = [item for item in self._house.store.reader.items() if isinstance(item, Alert)]
        told = standing(alerts, HERE, self._house.clock.now, trusted=self._trusted)
        return [f"{each.alert.hazard} {each.severity} {each.state}" for each in told]


TSUNAMI, QUAKE = ["tsunami awas in_force"], ["gempa siaga in_force"]

TIMES = [
    pytest.param(last_modified(3), last_modified(5), last_modified(9), id="modified"),
    pytest.param(made(3), made(5), made(9), id="date"),
    pytest.param(made(3, age=3), made(5), made(9), id="date and age"),
    pytest.param(rewritten(3, age=4), rewritten(5, age=1), rewritten(9, age=0.5), id="date of the cache"),
    pytest.param(
        last_modified(3) | made(30), last_modified(5) | made(6), last_modified(9) | made(9), id="modified counts"
    ),
    pytest.param(made(3), last_modified(5) | made(6), made(9), id="modified of one alone"),
]


@pytest.mark.slow(cases=5)
@pytest.mark.parametrize("second", [44, 43])
@pytest.mark.parametrize(("old", "new", "newest"), TIMES)
def test_an_old_list_takes_no_tsunami_back_and_a_new_one_does(
    house: House,
    server: MisbehavingServer,
    old: dict[str, str],
    new: dict[str, str],
    newest: dict[str, str],
    second: int,
) -> None:
    """Under the name that it had, or under the one of the first reckoning."""
    first, last = quake(NONE, second), quake(NONE)
    kiosk = Kiosk(house, server, file(quake(), **new), file(first, **old), file(quake(), **new), file(last, **newest))
    assert [kiosk.ask() for _ in range(3)] == [TSUNAMI] * 3
    house.reboot()
    assert kiosk.ask() == QUAKE, "and the newest word is heard, even where a body with it was old before"


def test_what_an_old_list_said_is_heard_when_a_new_one_says_it(house: House, server: MisbehavingServer) -> None:
    """The same bytes: by a cache that seemed to be behind, then by the publisher."""
    said = quake(NONE)
    kiosk = Kiosk(house, server, file(quake(), **made(6)), file(said, **made(7, age=2)), file(said, **made(8)))
    assert [kiosk.ask() for _ in range(3)] == [TSUNAMI, TSUNAMI, QUAKE]


def test_where_no_times_are_told_the_newest_earthquake_tells_which_list_is_old(
    house: House, server: MisbehavingServer
) -> None:
    after, later = quake(NONE, minute=3), quake(NONE, minute=4)
    new, old = file(after, quake()), file(quake(NONE))
    kiosk = Kiosk(house, server, new, old, file(later, quake(NONE)))
    told = [kiosk.ask() for _ in range(3)]
    assert [each[0] == TSUNAMI[0] for each in told] == [True, True, False]


@pytest.mark.parametrize("second", [44, 43])
def test_what_ended_stays_ended_whatever_an_old_list_says(house: House, server: MisbehavingServer, second: int) -> None:
    new, old = file(quake(NONE), **last_modified(9)), file(quake(second=second), **last_modified(5))
    kiosk = Kiosk(house, server, file(quake(), **last_modified(5)), new, old, old)
    house.clock.now += 10 * MINUTES
    assert [kiosk.ask() for _ in range(4)] == [TSUNAMI, QUAKE, QUAKE, QUAKE]


RAISED = [
    pytest.param(made(9), made(7), True, id="date"),
    pytest.param(last_modified(5), last_modified(4.5), True, id="two machines of one publisher"),
    pytest.param(last_modified(5), last_modified(3), False, id="a clock that nobody vouches for"),
    pytest.param(last_modified(200), last_modified(4), True, id="a time that is still to come"),
    pytest.param({"Last_Modified": "Thu, 03 Sep 2076 01:00:00 GMT"}, last_modified(4), True, id="another year"),
]


@pytest.mark.parametrize(("before", "then", "trusted"), RAISED)
def test_no_guess_about_its_age_silences_a_tsunami(
    house: House, server: MisbehavingServer, before: dict[str, str], then: dict[str, str], trusted: bool
) -> None:
    """The first reckoning says that none comes, the second that one does, by a machine that seems to be behind."""
    kiosk = Kiosk(house, server, file(quake(NONE), **before), file(quake(), **then), trusted=trusted)
    assert [kiosk.ask() for _ in range(2)] == [QUAKE, TSUNAMI]


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("times", [made, last_modified])
def test_what_an_old_list_has_raised_is_taken_back_by_the_newest_again(
    house: House, server: MisbehavingServer, times: Callable[[float], dict[str, str]], *, trusted: bool
) -> None:
    """The bytes of the newest are those that were read before."""
    new, old = file(quake(NONE), **times(5)), file(quake(), **times(4.5))
    kiosk = Kiosk(house, server, new, old, new, new, trusted=trusted)
    assert [kiosk.ask() for _ in range(4)] == [QUAKE, TSUNAMI, QUAKE, QUAKE]


def test_a_list_that_is_dated_a_little_ahead_hides_no_wave_of_the_next(house: House, server: MisbehavingServer) -> None:
    ahead, then = file(quake(NONE), **last_modified(7.6)), file(quake(), **last_modified(6.4))
    kiosk = Kiosk(house, server, ahead, then, then)
    assert [kiosk.ask() for _ in range(3)] == [QUAKE, TSUNAMI, TSUNAMI]


def test_an_old_list_still_brings_what_nobody_knew(house: House, server: MisbehavingServer) -> None:
    known, other = quake(NONE, minute=2), quake(WAVE, minute=-20)
    kiosk = Kiosk(house, server, file(known, **last_modified(5)), file(other, **last_modified(3)))
    assert TSUNAMI[0] not in kiosk.ask()
    assert kiosk.ask()[0] == TSUNAMI[0]


def test_a_time_that_is_still_to_come_holds_no_word_back(house: House, server: MisbehavingServer) -> None:
    """A host's clock was of another year once: what it says since it is right is newer."""
    ahead = {"Last_Modified": "Thu, 03 Sep 2076 01:00:00 GMT"}
    kiosk = Kiosk(house, server, file(quake(), **ahead), file(quake(NONE), **last_modified(6)))
    assert [kiosk.ask() for _ in range(2)] == [TSUNAMI, QUAKE]


@pytest.mark.parametrize("silence", ["", "Gempa ini dirasakan untuk diteruskan pada masyarakat"])
@pytest.mark.parametrize("second", [44, 43])
def test_what_says_nothing_of_a_wave_takes_none_back_under_any_name(
    house: House, server: MisbehavingServer, second: int, silence: str
) -> None:
    """A file that is written anew while it is asked for has its fields one after the other."""
    kiosk = Kiosk(
        house,
        server,
        file(quake(), **made(5)),
        file(quake(silence, second), **made(7)),
        file(quake(NONE, second), **made(8)),
    )
    assert [kiosk.ask()[0] for _ in range(2)] == TSUNAMI * 2
    assert kiosk.ask() == QUAKE
