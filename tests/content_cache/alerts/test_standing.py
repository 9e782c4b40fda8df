"""Which alerts stand at Kilongan, told as messages that came and the hour at which somebody looks."""

from datetime import datetime, timedelta
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.alerts import AlertState, Place, standing
from content_cache.model.items import Alert
from content_cache.model.trust import SMS_SENDER, SMS_UNCHECKED
from content_cache.model.vocabulary import Hazard, Severity, Verified

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a host names one message anew in each answer, sends half a file, one without fields, of 20,000 "
        "areas, dates of other years",
    ),
    pytest.mark.attack(
        "what comes in",
        "a source that may warn writes BMKG's sender, to cancel, update or outdo BMKG's warning",
    ),
]


ZONE = ZoneInfo("Asia/Makassar")
KILONGAN = Place(-0.93, 122.79, area="72.01.05", names=("Luwuk",))
HERE, AWAY = "-1,122 -1,123 0,123 0,122 -1,122", "-3,119 -3,120 -2,120 -2,119 -3,119"


def at(clock: str) -> datetime:
    hours, minutes = map(int, clock.split("."))
    return datetime(2026, 9, 3, tzinfo=ZONE) + timedelta(hours=hours, minutes=minutes)


class Reference(TypedDict):
    message: str
    replaces: tuple[str, ...]


def sent(
    identifier: str,
    clock: str,
    *,
    until: str = "14.00",
    since: str = "",
    replaces: tuple[str, ...] = (),
    **fields: object,
) -> Alert:
    said = Alert(
        id=identifier, source="BMKG", title=identifier, identifier=identifier, sender="cuaca@bmkg.go.id",
        published=at(clock), effective=at(since or clock), expires=at(until), polygons=(HERE,),
        severity=Severity.SIAGA, language="id", references=tuple(f"cuaca@bmkg.go.id {each}" for each in replaces),
    )  # fmt: skip
    return replace(said, **fields)


def told(alerts: list[Alert], clock: str | None) -> list[str]:
    found = standing(alerts, KILONGAN, at(clock) if clock else None)
    return [f"{each.alert.id} {each.state} {each.severity}" for each in found]


RAIN = sent("hujan", "12.00")
UPDATE: Reference = {"message": "Update", "replaces": ("hujan",)}
CANCEL: Reference = {"message": "Cancel", "replaces": ("hujan",)}


@pytest.mark.parametrize(
    ("came", "clock", "expected"),
    {
        "in force": ([RAIN], "12.30", ["hujan in_force siaga"]),
        "not a minute after its end": ([RAIN], "14.00", ["hujan expired siaga"]),
        "whoever saw it still learns that it ended": ([RAIN], "16.59", ["hujan expired siaga"]),
        "and then it is forgotten": ([RAIN], "17.00", []),
        "a warning is heard before the rain": ([sent("h", "12.00", since="12.30")], "12.00", ["h in_force siaga"]),
        "but not a day before": ([sent("h", "12.00", since="20.00", until="22.00")], "12.00", []),
        "what is here already was sent, though our clock is behind": (
            [sent("h", "16.00", until="20.00")], "12.00", ["h in_force siaga"],
        ),
        "and it is not early by that": ([sent("h", "13.00", since="20.00", until="22.00")], "12.00", []),
        "elsewhere": ([sent("h", "12.00", polygons=(AWAY,))], "12.30", []),
        "with no clock nothing has ended": ([RAIN], None, ["hujan in_force siaga"]),
        "nor is anything too early": ([sent("h", "12.00", since="20.00", until="22.00")], None, ["h in_force siaga"]),
        "cancelled": ([RAIN, sent("c", "12.20", **CANCEL)], "12.30", ["hujan cancelled siaga"]),
        "cancelled long ago": ([RAIN, sent("c", "12.20", **CANCEL)], "15.30", []),
        "a cancel without a place of its own": (
            [RAIN, sent("c", "12.20", polygons=(), **CANCEL)], "12.30", ["hujan cancelled siaga"],
        ),
        "a cancel of something else": (
            [RAIN, sent("c", "12.20", message="Cancel", replaces=("banjir",))], "12.30", ["hujan in_force siaga"],
        ),
        "a cancel by somebody else": (
            [RAIN, sent("c", "12.20", sender="iseng@example.org", **CANCEL)], "12.30", ["hujan in_force siaga"],
        ),
        "a cancel sent before what it cancels": ([RAIN, sent("c", "11.50", **CANCEL)], "12.30", ["hujan in_force siaga"]),
        "an exercise ends nothing that is true": (
            [RAIN, sent("c", "12.20", status="Exercise", **CANCEL)], "12.30", ["hujan in_force siaga"],
        ),
        "an exercise ends an exercise": (
            [sent("hujan", "12.00", status="Exercise"), sent("c", "12.20", status="Exercise", **CANCEL)],
            "12.30", ["hujan cancelled siaga"],
        ),
        "an update takes its place": (
            [RAIN, sent("baru", "12.20", severity=Severity.AWAS, **UPDATE)], "12.30", ["baru in_force awas"],
        ),
        "an update that leaves this place out ends it here": (
            [RAIN, sent("baru", "12.20", polygons=(AWAY,), **UPDATE)], "12.30", ["hujan cancelled siaga"],
        ),
        "an update that begins later leaves the old one until then": (
            [RAIN, sent("baru", "12.20", since="13.45", until="16.00", **UPDATE)], "12.30", ["hujan in_force siaga"],
        ),
        "and then takes over": (
            [RAIN, sent("baru", "12.20", since="13.45", until="16.00", **UPDATE)], "13.00", ["baru in_force siaga"],
        ),
        "one of the things that an update tells of is here": (
            [RAIN, sent("baru", "12.20", polygons=(AWAY,), **UPDATE), sent("baru", "12.20", id="baru#1", **UPDATE)],
            "12.30", ["baru#1 in_force siaga"],
        ),
        "an update of an update": (
            [RAIN, sent("b", "12.10", **UPDATE), sent("c", "12.20", message="Update", replaces=("hujan", "b"))],
            "12.30", ["c in_force siaga"],
        ),
        "an update that is cancelled": (
            [RAIN, sent("b", "12.10", **UPDATE), sent("c", "12.20", message="Cancel", replaces=("b",))],
            "12.30", ["b cancelled siaga"],
        ),
        "a message that refers to itself": ([sent("h", "12.00", message="Update", replaces=("h",))], "12.30", ["h in_force siaga"]),
        "one message by two feeds of its owner": (
            [sent("hujan", "12.00", owner="bmkg.go.id"), sent("hujan", "12.00", source="Pusat", owner="bmkg.go.id")],
            "12.30", ["hujan in_force siaga"],
        ),
        "the same name by another owner": (
            [RAIN, sent("hujan", "12.00", source="Lain", owner="lain.id", severity=Severity.INFO)],
            "12.30", ["hujan in_force siaga", "hujan in_force info"],
        ),
        "a cancel by another owner": (
            [RAIN, sent("c", "12.20", source="Lain", owner="lain.id", **CANCEL)], "12.30", ["hujan in_force siaga"],
        ),
        "an update by another owner": (
            [RAIN, sent("baru", "12.20", source="Lain", owner="lain.id", polygons=(AWAY,), **UPDATE)],
            "12.30", ["hujan in_force siaga"],
        ),
        "a cancel by another feed of its owner": (
            [sent("hujan", "12.00", owner="bmkg.go.id"), sent("c", "12.20", source="Pusat", owner="bmkg.go.id", **CANCEL)],
            "12.30", ["hujan cancelled siaga"],
        ),
        "the gravest first, then the newest": (
            [sent("a", "12.00", severity=Severity.WASPADA), sent("b", "12.10"), sent("c", "12.20"),
             sent("d", "12.05", severity=Severity.AWAS)],
            "12.30", ["d in_force awas", "c in_force siaga", "b in_force siaga", "a in_force waspada"],
        ),
        "what has ended stands below what has not": (
            [sent("a", "12.00", until="12.20", severity=Severity.AWAS), sent("b", "12.10", severity=Severity.INFO)],
            "12.30", ["b in_force info", "a expired awas"],
        ),
        "nothing": ([], "12.30", []),
    }.values(),
)  # fmt: skip
def test_standing(came: list[Alert], clock: str | None, expected: list[str]) -> None:
    assert told(came, clock) == expected
    assert told(came[::-1], clock) == expected, "the order in which messages came is no matter"


def test_two_languages_of_one_message_are_one_alert() -> None:
    rain = sent("hujan", "12.00", owner="bmkg.go.id")
    english = sent(
        "hujan", "12.00", language="en", title="Heavy rain", event="Thunderstorm", source="BMKG en", owner="bmkg.go.id"
    )
    for came in ([rain, english], [english, rain]):
        (one,) = standing(came, KILONGAN, at("12.30"))
        assert one.alert.language == "id"
        assert [(words.language, words.title) for words in one.alert.wordings] == [("en", "Heavy rain")]


def quake(clock: str, second: int, seen: str, **fields: Any) -> Alert:
    when = at(clock) + timedelta(seconds=second)
    said: dict[str, Any] = {
        "magnitude": 7.5,
        "epicentre": "-0.2,119.9",
        "polygons": (),
        "hazard": Hazard.TSUNAMI,
        "severity": Severity.AWAS,
    }
    return sent(f"gempa-{clock}.{second}", clock, published=when, effective=when, expires=when + timedelta(hours=6),
                seen_first=at(seen), **(said | fields))  # fmt: skip


FELT: dict[str, Any] = {"hazard": Hazard.QUAKE, "severity": Severity.INFO, "magnitude": 7.4}
NO_WAVE = FELT | {"potential": "Tidak berpotensi tsunami"}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        # as on 28 September 2018: a second later, a little weaker
        (quake("12.02", 45, "12.20", **NO_WAVE), ["gempa-12.02.45 in_force waspada"]),
        (quake("12.02", 43, "12.20", **NO_WAVE), ["gempa-12.02.43 in_force waspada"]),
        (quake("12.02", 45, "12.20", epicentre="-60,0", **NO_WAVE), ["gempa-12.02.44 in_force awas"]),
        (quake("12.02", 45, "12.20", sender="lain@bmkg.go.id", **NO_WAVE), None),
        (quake("12.02", 45, "12.20", owner="lain", source="Lain", **NO_WAVE), None),
        (quake("12.03", 30, "12.20", **NO_WAVE), None),
        (quake("12.02", 45, "12.20", **(NO_WAVE | {"magnitude": 5.2})), None),
        (quake("12.02", 45, "12.05", **NO_WAVE), None),  # seen at once, in one list
        # of what was felt, which says nothing of a wave
        (quake("12.02", 45, "12.20", **FELT), None),
        (quake("12.02", 45, "12.20", **FELT, potential="Gempa ini dirasakan"), None),
    ],
)
def test_an_earthquake_that_is_reckoned_anew_is_one(later: Alert, expected: list[str] | None) -> None:
    first = quake("12.02", 44, "12.05")
    for came in ([first, later], [later, first]):
        found = told(came, "12.30")
        assert found == expected if expected else "gempa-12.02.44 in_force awas" in found, "another one ends nothing"


def test_a_reckoning_that_is_for_nobody_here_ends_the_one_before_it() -> None:
    first = quake("12.02", 44, "12.05")
    far = quake("12.02", 45, "12.20", **(NO_WAVE | {"epicentre": "-0.2,119.2", "magnitude": 6.5, "depth_km": 600.0}))
    assert told([first, far], "12.30") == ["gempa-12.02.44 cancelled awas"]


def test_what_was_felt_takes_no_tsunami_from_an_earthquake() -> None:
    """BMKG lists one earthquake in several files, and says of a tsunami in one of them."""
    wave = sent(
        "gempa", "12.00", severity=Severity.AWAS, hazard=Hazard.TSUNAMI, potential="Berpotensi tsunami", owner="bmkg"
    )
    felt = sent("gempa", "12.00", severity=Severity.INFO, hazard=Hazard.QUAKE, text="Dirasakan: V Luwuk, IV Palu, III Poso, " * 3,
                source="BMKG dirasakan", owner="bmkg")  # fmt: skip
    for came in ([wave, felt], [felt, wave]):
        (one,) = standing(came, KILONGAN, at("12.10"))
        assert (one.alert.hazard, one.severity) == (Hazard.TSUNAMI, Severity.AWAS)


def test_another_list_that_is_behind_takes_no_tsunami_back() -> None:
    """BMKG's first reckoning said that none comes; a list of it that is asked for later, or lies in a proxy, says so still."""
    wave = quake("12.02", 44, "12.05", potential="Berpotensi tsunami", owner="data.bmkg.go.id")
    behind = quake("12.02", 43, "12.06", owner="data.bmkg.go.id", source="BMKG terkini", **NO_WAVE)
    assert told([wave, behind], "12.30")[0] == "gempa-12.02.44 in_force awas"
    again = quake("12.02", 43, "12.06", owner="data.bmkg.go.id", source="BMKG terkini")
    assert told([wave, again], "12.30") == ["gempa-12.02.43 in_force awas"]


@pytest.mark.parametrize(("clock", "stands"), [("13.00", True), ("17.00", False)])
def test_what_was_taken_by_a_clock_that_was_behind_stands_by_the_right_one(clock: str, stands: bool) -> None:
    """And what says that it is of next year holds no longer than it said, from when it came."""
    real = replace(RAIN, seen_first=at("12.00") - timedelta(days=9))
    year = timedelta(days=365)
    false = sent("palsu", "12.00", published=at("12.00") + year, effective=at("12.00") + year, expires=at("14.00") + year,
                 seen_first=at("12.00"))  # fmt: skip
    expected = ["hujan in_force siaga", "palsu in_force siaga"] if stands else []
    assert sorted(told([real, false], clock)) == expected


def test_when_it_ended() -> None:
    cancelled, expired = [RAIN, sent("c", "12.20", **CANCEL)], [RAIN]
    assert standing(cancelled, KILONGAN, at("12.30"))[0].ended == at("12.20")
    (one,) = standing(expired, KILONGAN, at("14.30"))
    assert (one.state, one.ended) == (AlertState.EXPIRED, at("14.00"))


def test_by_the_floor_of_a_clock_nothing_is_too_early_for_it_can_be_any_later() -> None:
    tomorrow = sent("h", "12.00", since="20.00", until="22.00")
    assert standing([tomorrow], KILONGAN, at("12.00")) == ()
    (by_the_floor,) = standing([tomorrow], KILONGAN, at("12.00"), trusted=False)
    assert by_the_floor.state is AlertState.IN_FORCE
    (over,) = standing([RAIN], KILONGAN, at("14.00"), trusted=False)
    assert over.state is AlertState.EXPIRED


def test_what_was_taken_back_before_it_began_is_not_told_as_ended() -> None:
    later = sent("hujan", "12.00", since="20.00", until="22.00")
    cancel = sent("c", "12.20", since="20.00", until="22.00", **CANCEL)
    assert told([later, cancel], "12.30") == []
    assert told([later, cancel], "19.30") == []


def test_what_nobody_has_checked_stands_behind_every_real_warning_and_has_no_end() -> None:
    real = sent("nyata", "12.00", severity=Severity.WASPADA)
    rumour = sent("kabar", "12.01", sender=SMS_UNCHECKED)
    assert told([rumour, real], "12.30") == ["nyata in_force waspada", "kabar in_force siaga"]
    assert told([rumour], "14.30") == []


def test_signed_sms_ends_what_came_in_full_by_its_identifier_and_nothing_else() -> None:
    full = sent("banjir", "12.00", owner="kantor", sender="kantor@banggai", verified=Verified.SIGNATURE)
    other = replace(full, id="lain", identifier="lain")
    end = sent("sms-2", "12.00", message="Cancel", owner="kantor", sender=SMS_SENDER, source="sms", text="banjir")
    assert told([full, other, end], "12.30") == ["lain in_force siaga", "banjir cancelled siaga"]
    assert told([full, replace(end, owner="orang lain")], "12.30") == ["banjir in_force siaga"]
    assert told([full, replace(end, text="")], "12.30") == ["banjir in_force siaga"]
    assert told([full, replace(end, published=at("11.58"))], "12.30") == ["banjir in_force siaga"]


SMS = sent(
    "sms-7", "12.00", owner="kantor", sender=SMS_SENDER, source="sms", seen_first=at("12.01"), text="Banjir. Naik ke bukit"
)  # fmt: skip
FULL = sent(
    "k-1", "12.00", owner="kantor", sender="kantor@banggai", seen_first=at("12.20"), event="Banjir.", verified=Verified.SIGNATURE
)  # fmt: skip


def test_what_came_in_full_follows_its_sms_and_is_one_warning() -> None:
    (one,) = standing([SMS, FULL], KILONGAN, at("12.30"))
    assert (one.alert.id, one.alert.references) == ("k-1", (SMS.key,))
    update = replace(SMS, message="Update", references=("sms sms-3",))
    (one,) = standing([FULL, update], KILONGAN, at("12.30"))
    assert one.alert.references == ("sms sms-3", SMS.key)
    shortened = replace(SMS, text="Ban…")
    (one,) = standing([FULL, shortened], KILONGAN, at("12.30"))
    assert one.alert.references == (SMS.key,)


def test_the_end_of_the_full_warning_is_the_end_of_its_sms() -> None:
    end = sent("c", "12.40", owner="kantor", sender="kantor@banggai", message="Cancel")
    end = replace(end, references=(FULL.key,))
    assert told([SMS, FULL, end], "12.50") == ["k-1 cancelled siaga"]
    long = replace(SMS, expires=at("20.00"))
    assert told([long, replace(FULL, expires=at("20.00")), end], "18.00") == []


def test_an_sms_that_comes_after_the_full_warning_changes_nothing_of_it() -> None:
    full = replace(FULL, seen_first=at("12.00"))
    (one,) = standing([full, SMS], KILONGAN, at("12.30"))
    assert one.alert == full


def test_of_two_full_warnings_of_a_minute_neither_is_taken_for_the_sms() -> None:
    both = standing([SMS, FULL, replace(FULL, id="lain", identifier="lain")], KILONGAN, at("12.30"))
    assert [each.alert.references for each in both] == [(), ()]


@pytest.mark.parametrize(
    "other",
    {
        "for another place": replace(FULL, message="Update", polygons=(AWAY,)),
        "which begins later": replace(FULL, effective=at("16.00"), expires=at("18.00")),
        "of other words": replace(FULL, event="Bendungan jebol"),
        "without words": replace(FULL, event="", title=""),
        "of another kind": replace(FULL, hazard=Hazard.FIRE),
        "an exercise": replace(FULL, status="Exercise"),
    }.values(),
    ids=lambda alert: alert.event or "nothing",
)
def test_a_full_warning_silences_no_sms_that_is_another(other: Alert) -> None:
    stands = [each.alert for each in standing([SMS, other], KILONGAN, at("12.30"))]
    assert SMS in stands
    assert all(not alert.references for alert in stands)


def copies(number: int) -> list[Alert]:
    """Return *number* alerts that differ by name alone, as a host sends that renames them in each reply."""
    first = at("12.01")
    return [
        replace(sent(f"hujan-{n}", "12.00"), title="Hujan lebat", seen_first=first + timedelta(minutes=n))
        for n in range(number)
    ]


def test_one_message_under_many_names_is_one_and_keeps_the_first() -> None:
    assert told(copies(9), "12.30") == ["hujan-0 in_force siaga"]
    assert told(copies(9)[::-1], "12.30") == ["hujan-0 in_force siaga"]
    other = sent("lain", "12.00", polygons=(HERE, AWAY))
    assert len(told([*copies(2), other, sent("nanti", "12.01")], "12.30")) == 3, "what says anything else is another"


@pytest.mark.parametrize("name", ["hujan-0", "hujan-8"])
def test_what_ends_one_of_them_ends_all(name: str) -> None:
    cancel = sent("batal", "12.20", message="Cancel", replaces=(name,))
    assert told([*copies(9), cancel], "12.30") == ["hujan-0 cancelled siaga"]
    update = sent("lagi", "12.20", message="Update", replaces=(name,))
    assert told([*copies(9), update], "12.30") == ["lagi in_force siaga"]


def test_what_two_send_in_the_same_words_are_two() -> None:
    one, other = copies(2)
    assert len(told([one, replace(other, source="Lain", owner="lain")], "12.30")) == 2
