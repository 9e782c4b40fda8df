"""Settings of the office: what it may set, what it may never, whose word counts. The attacks are a table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content_cache.model.items import Alert, NewsItem
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.setting_words import NAMES
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.settings import Settings, load, parsers
from kiosk.settings.office_layer import (
    FILE,
    LISTS,
    MAY_SET,
    OfficeLayer,
    SettingLine,
    laid_over,
    read_layer,
    write_layer,
)
from kiosk.settings.office_rules import LOCAL_FOR, Me, directives_of, effective, faults_of, find_problems
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS
from kiosk.speech.synthesis.voices import AUTO, VOICES

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
ME = Me("0123456789ab", "72.01.05.2003", ("nelayan",))
KEY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"


def told(values: Any, name: str = "a", issued: datetime = NOW, **whom: Any) -> dict[str, Any]:
    return {"id": name, "for": whom, "values": values, "issued": issued.isoformat()}


def holds(*settings: Any, before: OfficeLayer | None = None, **more: Any) -> OfficeLayer:
    directives, unfit = directives_of(list(settings))
    more = dict[str, Any](now=NOW, chosen={}, own=Settings()) | more
    layer = effective(directives, ME, before=before or OfficeLayer(), **more)
    return msgspec.structs.replace(layer, faults=(*unfit, *layer.faults))


GOOD = [
    ("speech.volume", 60), ("speech.rate", 100), ("speech.quiet_hours", ["20:00-05:30"]), ("speech.voice", "kokoro/em_alex"),
    ("speech.lexicon", {"KIM": "kim", "tsunami": "sunami"}),
    ("screen.theme", "dark"), ("screen.text_scale", 1.4), ("place.language", "id"),
    ("loop.seconds", 30), ("weather.adm4", "72.01.05.2003"), ("emergency.numbers", [{"name": "Puskesmas", "number": "0461 1"}]),
    ("emergency.checked", "2026-11-20"), ("reports.url", "https://pantau.contoh.go.id"), ("reports.url", ""),
    ("questions.for", [{"name": "Puskesmas", "icon": "first-aid"}]), ("questions.answer_days", 5),
    ("update.ring", "trial"), ("readout", [{"at": "07:00", "what": "bulletin"}]), ("readout", []),
    ("source", [{"name": "Kabar", "url": "https://contoh.go.id/feed", "official": True}]),
    ("network.office_host", "kabar.contoh.go.id"), ("network.office_host", ""),
]  # fmt: skip
BAD = [
    ("network.office_host", "kios.local"), ("network.office_host", "192.168.1.1"), ("network.office_host", "kabar.contoh.go.id/x"),
    ("network.office_host", "a@kabar.contoh.go.id"), ("network.authorities", ""),
    # what no office sets
    ("wifi.password", "rahasia"), ("wifi", {"name": "x"}), ("technician.pin", "1234"), ("desk.enabled", True),
    ("buttons.listen", 17), ("outputs.amplifier", 5), ("sensors.motion", 4), ("post.url", "https://contoh.go.id"),
    ("sms.numbers", ["1"]), ("update.keys", [KEY]), ("update.url", "https://contoh.go.id"), ("network.hostname", "a"),
    ("alerts.names", []), ("storage.megabytes", 50), ("place.area", "72"), ("place.timezone", "Asia/Jakarta"),
    ("speech.device", "null"), ("speech.horn_device", ""), ("speech.night_volume", 0), ("speech.prayer", {"before": 60}),
    ("speech", {}), ("speech", []), ("", 1), ("reports.token", "x"), ("screen.off_hours", ["00:00-00:00"]),
    ("emergency.signs", [{"hazard": "tsunami", "film": "/etc/passwd"}]), ("keyboard.listen", "a"), ("faults", []),
    ("emergency.points", [{"name": "Lapangan", "picture": "/etc/passwd"}]),
    ("emergency.points", [{"name": "Lapangan", "picture": ""}]),
    ("source", [{"name": "a", "url": "https://contoh.go.id", "keys": [KEY]}]),
    ("source", [{"name": "a", "url": "https://contoh.go.id", "alert_keys": [KEY]}]),
    ("source", [{"name": "a", "url": "https://contoh.go.id", "alerts": True}]),
    ("source", [{"name": "a", "url": "https://contoh.go.id", "format": "central"}]),
    # where nobody looks because of a word from afar
    ("source", [{"name": "a", "url": "/etc/passwd"}]), ("source", [{"name": "a", "url": "http://contoh.go.id"}]),
    ("source", [{"name": "a", "url": "https://192.168.1.1/"}]), ("source", [{"name": "a", "url": "https://localhost/"}]),
    ("source", [{"name": "a", "url": "https://kios.local/"}]), ("source", [{"name": "a", "url": "https://contoh.go.id:22/"}]),
    ("source", [{"name": "a", "url": "https://[::1]/"}]), ("source", [{"name": "a", "url": "https://u:p@contoh.go.id/"}]),
    ("source", [{"name": "a", "url": "file:///etc/passwd"}]), ("source", [{"url": "https://contoh.go.id"}]),
    ("reports.url", "http://pantau.contoh.go.id"), ("reports.url", "https://10.0.0.1"), ("reports.url", "https://["),
    # what silences warnings
    ("speech.volume", 0), ("speech.volume", 29), ("speech.rate", 300), ("speech.rate", 60), ("speech.voice", "silent"),
    ("speech.voice", "/usr/share/voice"), ("speech.voice", "mb-id1"), ("speech.quiet_hours", ["00:00-00:00"]),
    ("speech.quiet_hours", ["00:00-08:00", "09:00-13:01"]),
    ("speech.lexicon", {"KIM": ""}), ("speech.lexicon", {"KIM": "..."}),
    ("emergency.hazards", []),
    # what would end the window
    ("speech.voice", "kokoro/aa_bb"), ("speech.voice", "kokoro/"), ("speech.voice", "kokoro/em_alex/x"), ("speech.voice", ""),
    # what is no name: a section that is a list has none
    ("source.url", []), ("source.timezone", "Asia/Makassar"), ("source.nope", []), ("source.", []), ("readout.at", "07:00"),
    ("readout.x", []), ("speech.volume.x", 60), ('"speech.volume"', 60),
    # wrong, huge, nested
    ("speech.volume", "60"), ("speech.volume", True), ("speech.volume", 10**400), ("speech.volume", None), ("speech.volume", [60]),
    ("speech.volume", {"a": 1}), ("speech.rate", float("nan")), ("speech.rate", 1e309), ("speech.vol", 60),
    ("speech.quiet_hours", "21:00-05:00"), ("speech.quiet_hours", [["21:00"]]), ("speech.lexicon", {"a" * 100: "b"}),
    ("speech.lexicon", {f"kata{n}": "b" for n in range(301)}), ("speech.lexicon", {"a": {"b": "c"}}),
    ("screen.text_scale", 9), ("screen.theme", "x" * 30_000), ("readout", [{"at": "07:00"}] * 21), ("readout", {"at": "07:00"}),
    ("readout", [["07:00"]]), ("readout", [{"at": "25:00"}]), ("place.language", "../../etc"), ("update.ring", "all"),
    ("questions.for", [{"name": ""}]), ("questions.for", [{"name": "a"}] * 7), ("questions.asked", []), ("questions.key", "x"),
    ("weather.adm4", "x"), ("emergency.numbers", [{"name": "a", "number": "tel:112"}]), ("emergency.numbers", "112"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_an_office_may_set_this(key: str, value: Any) -> None:
    assert faults_of(key, value) == []


def test_what_an_office_may_set_is_named_in_words() -> None:
    """On the technician's page and at the office's desk."""
    assert set(NAMES) == LISTS | {
        f"{section}.{key}" for section, keys in MAY_SET.items() if section not in LISTS for key in keys
    }


@pytest.mark.parametrize(
    "values",
    [
        {"source.url": []}, {"source.url": [], "source": []}, {"source.timezone": "Asia/Makassar"}, {"source.nope": [{}]},
        {"readout.x": []}, {"readout.from": [], "readout": []}, {"speech.volume": 60}, {"speech.x": {"volume": 60}}, {".": 1},
    ],
)  # fmt: skip
def test_a_section_with_a_dot_is_none(tmp_path: Path, values: dict[str, Any]) -> None:
    layer = holds(told({**values, "loop": {"seconds": 30}}))
    rest = {name: part for name, part in values.items() if name in ("source", "readout")}
    assert layer.values == {"loop": {"seconds": 30}, **rest}
    assert len(layer.faults) == 1
    assert [line for line, _ in find_problems(values, "")] == [0]
    write_layer(tmp_path, layer)
    assert read_layer(tmp_path).digest == layer.digest, "or the refresher would begin anew for ever"
    assert load(None, tmp_path).loop.seconds == 30


@pytest.mark.attack(
    "from afar",
    "a setting opens a door: PIN, Wi-Fi, keys, a source that may warn, a file of the machine, an address "
    "in the hall's network",
    "not on the list; sources are https, of hosts with a name, without keys, beside the kiosk's own",
)
@pytest.mark.attack(
    "from afar",
    "a setting turns warnings off: volume, voice, rate, quiet hours",
    "refused by each kiosk, whoever signed it, and by the desk before",
)
@pytest.mark.parametrize(("key", "value"), BAD, ids=[f"{key} {str(value)[:30]}" for key, value in BAD])
def test_an_office_may_never_set_this(key: str, value: Any) -> None:
    assert faults_of(key, value)


def test_what_is_nested_without_end_is_refused() -> None:
    deep: Any = []
    for _ in range(50_000):
        deep = [deep]
    assert faults_of("speech.quiet_hours", deep)


UNFIT: list[Any] = [
    1, None, [], {}, "a", told(1), told([]), told({}) | {"id": ""}, told({}) | {"id": 5}, told({}) | {"for": []},
    told({}) | {"for": {"area": ["72"]}}, told({}, areas=[]), told({}) | {"for": {"kiosks": "0123456789ab"}},
    told({}) | {"for": {"kiosks": [1]}}, told({}) | {"issued": "besok"}, told({}) | {"issued": 5}, told({}) | {"by": "x"},
    {"id": "a", "values": {}, "for": None}, {"id": "a", "values": {}},
]  # fmt: skip


@pytest.mark.attack(
    "from afar",
    "for all by mistake: an empty or unknown `for`",
    "refused whole",
)
@pytest.mark.parametrize("each", UNFIT)
def test_what_cannot_be_meant_is_for_nobody(each: Any) -> None:
    layer = holds(each)
    assert not layer.values
    assert layer.faults


def test_one_name_twice_is_the_first_alone() -> None:
    layer = holds(told({"speech": {"volume": 50}}), told({"speech": {"volume": 90}}))
    assert layer.values == {"speech": {"volume": 50}}
    assert len(layer.faults) == 1


ELSEWHERE: list[Any] = [
    {"kiosks": ["ba9876543210"]}, {"areas": ["72.01.06"]}, {"areas": ["72.01.05.200"]}, {"groups": ["petani"]},
    {"kiosks": [ME.kiosk], "areas": ["72.02"]},
]  # fmt: skip


@pytest.mark.parametrize("whom", ELSEWHERE)
def test_what_is_for_another_kiosk_changes_nothing(whom: Any) -> None:
    assert holds(told({"speech": {"volume": 50}}, **whom)).values == {}


def test_the_nearest_wins_whenever_it_was_said() -> None:
    later = NOW + timedelta(days=1)
    all_of_them = [
        told({"speech": {"volume": 90, "rate": 90}}, "kios", kiosks=[ME.kiosk]),
        told({"speech": {"volume": 80}, "screen": {"theme": "dark"}}, "nelayan", later, groups=["nelayan"]),
        told({"speech": {"volume": 70}, "screen": {"theme": "contrast"}}, "desa", later, areas=[ME.area]),
        told({"screen": {"theme": "light", "text_scale": 1.2}}, "kecamatan", later, areas=["72.01.05"]),
        told({"screen": {"text_scale": 1.4}, "loop": {"seconds": 30}}, "semua", later),
        told({"loop": {"seconds": 40}}, "semua-lama", NOW),
    ]
    for settings in (all_of_them, all_of_them[::-1]):
        layer = holds(*settings)
        assert layer.values == {
            "speech": {"volume": 90, "rate": 90}, "screen": {"theme": "dark", "text_scale": 1.2}, "loop": {"seconds": 30},
        }  # fmt: skip
        assert {row.key: row.whom for row in layer.rows}["screen.theme"] == "group"


def test_a_wrong_one_is_refused_alone_and_the_last_good_one_holds() -> None:
    before = holds(told({"speech": {"volume": 60}, "loop": {"seconds": 30}}))
    after = holds(told({"speech": {"volume": 0}, "loop": {"seconds": 40}}), before=before)
    assert after.values == {"speech": {"volume": 60}, "loop": {"seconds": 40}}
    assert [fault.key for fault in after.faults] == ["a: speech.volume"]
    assert {row.key: row.state for row in after.rows} == {"speech.volume": "kept", "loop.seconds": "used"}
    again = holds(told({"speech": {"volume": 0}}), before=after)
    assert again.values == {"speech": {"volume": 60}}
    assert holds(told({"speech": {"volume": 0}}, "lain"), before=after).values == {}
    assert holds(before=again).values == {}, "what an edition has no more does not hold"


def test_a_wrong_one_that_is_nearer_leaves_what_is_for_all() -> None:
    layer = holds(told({"speech": {"volume": 60}}, "semua"), told({"speech": {"volume": 0}}, "kios", kiosks=[ME.kiosk]))
    assert layer.values == {"speech": {"volume": 60}}


def test_somebody_at_the_kiosk_wins_for_thirty_days_and_is_asked_then() -> None:
    setting = told({"speech": {"volume": 60}, "readout": []})
    layer = holds(setting, chosen={"speech.volume": NOW, "readout": NOW})
    assert layer.values == {}
    assert {row.state for row in layer.rows} == {"local"}
    assert layer.rows[0].until == NOW + LOCAL_FOR
    layer = holds(setting, chosen={"speech.volume": NOW - LOCAL_FOR})
    assert layer.values == {"speech": {"volume": 60}, "readout": []}
    assert {row.key: row.state for row in layer.rows} == {"speech.volume": "asked", "readout": "used"}


@pytest.mark.attack(
    "from afar",
    "a setting sends the reports' token elsewhere",
    "with a token no address from afar counts",
)
def test_a_token_goes_to_no_other_host(tmp_path: Path) -> None:
    own = tmp_path / "kiosk.toml"
    own.write_text('[reports]\nurl = "https://a.go.id"\ntoken = "rahasia"\n')
    layer = holds(told({"reports": {"url": "https://b.go.id"}}), own=load(own))
    assert layer.values == {}
    assert layer.faults
    write_layer(tmp_path, OfficeLayer({"reports": {"url": "https://b.go.id"}}))  # whoever wrote it
    assert load(own, tmp_path).reports.url == "https://a.go.id"


# --- the file between the processes


def test_what_holds_lies_over_kiosk_toml_and_goes_with_its_file(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(
        '[speech]\nvolume = 80\nrate = 100\nlexicon = { KIM = "kim" }\n[[source]]\nname = "A"\nurl = "https://a.go.id"\n'
    )
    before = load(config, tmp_path)
    sources = [{"name": "A", "url": "https://evil.example.com"}, {"name": "B", "url": "https://b.go.id"}]
    values = {"speech": {"volume": 50, "lexicon": {"PKK": "pe ka ka"}}, "source": sources}
    write_layer(tmp_path, OfficeLayer(values, (SettingLine("speech.volume", "50", "a", "all"),)))
    with_office = load(config, tmp_path)
    assert (with_office.speech.volume, with_office.speech.rate) == (50, 100)
    assert (with_office.speech.lexicon, with_office.office_words) == ({"KIM": "kim"}, {"PKK": "pe ka ka"})
    assert [source.url for source in with_office.sources] == ["https://a.go.id", "https://b.go.id"]
    assert with_office.faults == ()
    assert with_office.office
    assert not before.office
    (tmp_path / FILE).unlink()
    assert load(config, tmp_path) == before


@pytest.mark.parametrize(
    "written",
    [
        "", "{", "[]", "null", '{"values": []}', '{"values": {"technician": {"pin": "1234"}}}', '{"values": {"speech": 1}}',
        '{"values": {"wifi": {"name": "x"}}}', '{"values": {"source": [{"name": "a", "url": "https://a.go.id", "keys": []}]}}',
        '{"values": {"speech": {"device": "null"}}}', '{"values": {"source": "a"}}', '{"values": {"readout": {"x": 1}}}',
        '{"values": {"source": {"url": []}}}', '{"values": {"readout": {"x": []}}}', '{"values": {"source": {}}}',
        '{"values": ' + "[" * 100_000, '{"values": {"update": {"keys": []}}}', "\0" * 100,
    ],
)  # fmt: skip
def test_a_file_that_somebody_else_wrote_sets_nothing_more(tmp_path: Path, written: str) -> None:
    (tmp_path / FILE).write_text(written)
    assert read_layer(tmp_path).values == {}
    assert load(None, tmp_path) == load(None)


@pytest.mark.attack(
    "from afar",
    "a process writes `settings.office.json` itself",
    "read through the same list, value by value; it can set no more than an office may",
)
@pytest.mark.parametrize(("key", "value"), [each for each in BAD if not each[0].endswith(".")])
def test_what_no_office_may_set_is_not_used_from_a_file_that_somebody_wrote(
    tmp_path: Path, key: str, value: Any
) -> None:
    section, _, name = key.partition(".")
    try:
        (tmp_path / FILE).write_bytes(msgspec.json.encode({"values": {section: {name: value} if name else value}}))
    except (RecursionError, TypeError):
        pytest.skip("no JSON has that")
    assert read_layer(tmp_path).values == {}
    assert load(None, tmp_path) == load(None)


@pytest.mark.parametrize(
    ("section", "part"),
    [
        ("speech", {"volume": 0}),
        ("reports", {"url": "http://192.168.1.7/"}),
        ("source", [{"name": "x", "url": "http://10.0.0.1/"}]),
    ],
)
def test_a_hand_written_file_neither_silences_nor_sends_reports_into_the_hall(
    tmp_path: Path, section: str, part: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(msgspec.json.encode({"values": {section: part}}))
    assert load(None, tmp_path) == load(None)
    assert f"{FILE}: {section}" in caplog.text


@pytest.mark.parametrize("written", [b'{"values": {"\xff": 1}}', b'{"values": {"speech": {"voice": "\xff"}}}', b"\xff"])
def test_a_file_that_is_no_text_sets_nothing(tmp_path: Path, written: bytes) -> None:
    (tmp_path / FILE).write_bytes(written)
    assert load(None, tmp_path) == load(None)


@pytest.mark.attack(
    "from afar",
    "an edition that keeps the kiosk from starting, or from taking the next one",
    "a name with a dot is refused; with a layer that cannot be used the kiosk's own settings hold; what "
    "goes wrong is logged and tried again",
)
def test_a_layer_that_no_settings_can_be_read_with_is_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_tables: Any, layer: OfficeLayer) -> dict[str, Any]:
        if layer.values:
            raise AttributeError("a fault that nobody knows yet")
        return {}

    monkeypatch.setattr("kiosk.settings.loader.laid_over", failing)
    layer = OfficeLayer({"speech": {"volume": 50}})
    write_layer(tmp_path, layer)
    settings = load(None, tmp_path)
    assert msgspec.structs.replace(settings, office="") == load(None)
    assert settings.office == layer.digest, "or the refresher would begin anew for ever"
    assert "cannot be used" in caplog.text


def test_a_source_of_the_settings_without_a_name_takes_no_settings_away(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[[source]]\nname = ["a"]\nurl = "https://a.go.id"\n')
    write_layer(tmp_path, OfficeLayer({"source": [{"name": "B", "url": "https://b.go.id"}]}))
    assert [source.name for source in load(config, tmp_path).sources] == ["B"]


@pytest.mark.parametrize("name", ["kokoro/aa_bb", "idd", "kokoro/", ""])
def test_a_voice_that_nobody_has_is_told_and_auto_speaks(tmp_path: Path, name: str) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[speech]\nvoice = "{name}"\n')
    settings = load(config, tmp_path)
    assert settings.speech.voice == "auto"
    assert [(fault.line, fault.key) for fault in settings.faults] == [(2, "speech.voice")]
    write_layer(tmp_path, OfficeLayer({"speech": {"voice": name}}))  # whoever wrote it, or an older program
    assert load(None, tmp_path).speech.voice == "auto"


@pytest.mark.parametrize("name", ["/opt/suara", "~/suara", "./kokoro/x"])
def test_the_folder_of_a_voice_may_be_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "kiosk.toml").write_text(f'[speech]\nvoice = "{name}"\n')
    settings = load(tmp_path / "kiosk.toml")
    assert (settings.speech.voice, settings.faults) == (name, ())


def test_settings_and_voices_know_the_same_names() -> None:
    own = {AUTO, *VOICES, KOKORO, *(f"{KOKORO}/{speaker}" for speaker in SPEAKERS)}
    assert own == set(parsers.VOICES)


# --- how words sound


@pytest.mark.attack(
    "from afar",
    'a lexicon from afar turns a warning round: "tempat tinggi" as "tepi pantai"',
    "warnings are read by kiosk.toml's own lexicon alone",
)
@pytest.mark.parametrize(
    "words", [{"tempat tinggi": "tepi pantai"}, {"Lari": "Diam"}, {"pantai": "gunung", "tsunami": "pesta"}]
)
def test_no_word_of_a_warning_is_turned_from_afar(tmp_path: Path, words: dict[str, str]) -> None:
    write_layer(tmp_path, holds(told({"speech": {"lexicon": words}})))
    settings, at = load(None, tmp_path), Moment(NOW, Trust.TRUSTED)
    lines = ["Awas tsunami.", "Lari ke tempat tinggi sekarang.", "Jauhi pantai dan sungai."]
    title = " ".join(lines)
    warning = Alert(id="1", source="BMKG", title=title, hazard=Hazard.TSUNAMI, severity=Severity.AWAS)
    news = NewsItem(id="2", source="KIM", title=title)
    own = SpokenReadings(Translation("id"), tmp_path)
    with_office = SpokenReadings(Translation("id"), tmp_path, settings.speech.lexicon, editions=settings.office_words)
    assert with_office.lines("alert", lines, at) == own.lines("alert", lines, at)
    assert with_office.item(warning, at) == own.item(warning, at)
    assert with_office.item(news, at) != own.item(news, at), "what is no warning is read by the office's words"


def test_only_other_values_make_a_process_begin_anew() -> None:
    one = OfficeLayer({"speech": {"volume": 50, "rate": 90}})
    assert (
        one.digest == OfficeLayer({"speech": {"rate": 90, "volume": 50}}, (SettingLine("a", "b", "c", "all"),)).digest
    )
    assert one.digest != OfficeLayer({"speech": {"volume": 51, "rate": 90}}).digest
    assert not OfficeLayer().digest


def test_a_layer_outlives_its_way_through_the_file(tmp_path: Path) -> None:
    layer = holds(told({"speech": {"volume": 60}, "wifi": {"name": "x"}}), chosen={"speech.volume": NOW - LOCAL_FOR})
    write_layer(tmp_path, layer)
    assert read_layer(tmp_path) == layer
    assert layer.faults


def test_an_office_is_told_the_line_before_it_publishes() -> None:
    text = 'areas = ["72.01"]\n\n[speech]\nvolume = 0\n\n[wifi]\nname = "x"\n'
    found = list(find_problems({"speech": {"volume": 0}, "wifi": {"name": "x"}}, text))
    assert [line for line, _ in found] == [4, 7]


def test_laid_over_nothing_is_what_is_set() -> None:
    assert laid_over({}, OfficeLayer({"loop": {"seconds": 9}})) == {"loop": {"seconds": 9}}
    assert json.dumps(laid_over({"loop": 1}, OfficeLayer({"loop": {"seconds": 9}})))
