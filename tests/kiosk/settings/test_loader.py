from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Protocol

import pytest

from content_cache.model.vocabulary import Category
from kiosk.settings import Settings, load
from kiosk.settings.faults import SettingCode
from kiosk.settings.overrides import change
from kiosk.settings.schema import Section
from tests.content_cache.central.office import NEWS
from tests.told import setting_fault

THREE_MISTAKES = """\
[place]
name = "Balai Desa Kilongan"
langauge = "id"

[speech]
rate = "cepat"

[[source]]
name = "Diskominfo"
url = "https://example.org/feed.json"

[[source]]
name = "Kalender"
url = "ftp://example.org/acara.ics"
"""


class SettingsOf(Protocol):
    def __call__(self, text: str, encoding: str = "utf-8", newline: str = "\n") -> Settings:
        """The settings of a file with this text."""


@pytest.fixture
def settings_of(tmp_path: Path) -> SettingsOf:
    def write(text: str, encoding: str = "utf-8", newline: str = "\n") -> Settings:
        path = tmp_path / "kiosk.toml"
        path.write_bytes(text.replace("\n", newline).encode(encoding))
        return load(path)

    return write


def test_three_mistakes_are_told_at_once_with_their_lines_and_the_rest_holds(settings_of: SettingsOf) -> None:
    settings = settings_of(THREE_MISTAKES)
    told = [setting_fault(fault) for fault in settings.faults]
    assert len(told) == 3
    assert told[0].startswith("baris 3: place.langauge: tidak dikenal; maksudnya language?")
    assert told[1].startswith('baris 6: speech.rate: "cepat" bukan bilangan bulat')
    assert told[2].startswith("baris 14: source ke-2.url: ")
    assert settings.place.name == "Balai Desa Kilongan"
    assert settings.speech.rate == 110
    assert [source.name for source in settings.sources] == ["Diskominfo"]


def test_no_file_is_the_built_in_defaults() -> None:
    assert load(None) == Settings()


def test_windows_files_are_taken(settings_of: SettingsOf) -> None:
    settings = settings_of('[place]\nname = "Balai"\n', "utf-8-sig", "\r\n")
    assert settings.faults == ()
    assert settings.place.name == "Balai"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[place\nname = "x"\n', 1, "tulisan TOML salah"),
        ('[place]\nname = "x"\nname = "y"\n', 3, "tulisan TOML salah"),
        ("[bottons]\nlisten = 5\n", 1, "maksudnya buttons?"),
        ("[buttons]\nlisten = 5\nnext = 5\n", 3, "pin 5 sudah dipakai"),
        ("[buttons]\nlisen = 5\n", 2, "maksudnya listen?"),
        ("[buttons]\nlisten = 99\n", 2, "di luar 0 sampai 27"),
        ('[buttons]\nlisten = { pin = 6, verb = "lisen" }\n', 2, "maksudnya listen?"),
        ('[buttons]\nlisten = { pin = 6, hold = "buletin" }\n', 2, "maksudnya bulletin?"),
        ('[buttons]\nlisten = { pin = 6, tahan = "home" }\n', 2, "tahan tidak dikenal"),
        ('[buttons]\nlisten = { verb = "home" }\n', 2, "pin belum diisi"),
        ("[buttons]\nlisten = 0\n", 2, "dicadangkan untuk papan HAT"),
        ("[outputs]\nlamp = 14\n", 2, "dicadangkan untuk konsol serial"),
        ("[buttons]\nlisten = 6\n[outputs]\nlamp = 6\n", 4, "pin 6 sudah dipakai buttons.listen"),
        ("[sensors]\nmotion = 4\nrotary = [23, 4]\n", 3, "pin 4 sudah dipakai sensors.motion"),
        ("[sensors]\nrotary = [23]\n", 2, "dua pin"),
        ("[outputs]\nhorn = 17\namplifier = 17\n", 2, "pin 17 sudah dipakai outputs.amplifier"),
        ('[keyboard]\nlisen = "enter"\n', 2, "maksudnya listen?"),
        ('[keyboard]\nlisten = "entr"\n', 2, "maksudnya enter?"),
        ('[keyboard]\nlisten = "enter"\nhome = "Enter"\n', 3, "sudah dipakai"),
        ("keyboard = 5\n", 1, "harus berupa bagian"),
        ("[[readout]]\nat = 7\n", 2, "bukan jam"),
        ('[[readout]]\ndays = "daily"\n', 1, "at belum diisi"),
        ('[speech]\nquiet_hours = ["21-05"]\n', 2, "bukan jam"),
        ("[speech]\nquiet_hours = true\n", 2, "bukan daftar"),
        ('[place]\ntimezone = "Asia/Luwuk"\n', 2, "Asia/Makassar"),
        ('[place]\narea = "Banggai"\n', 2, "kode wilayah"),
        ('source = "x"\n', 1, "dua kurung"),
        ('[[source]]\nname = "A"\nurl = "https://a/"\nformat = "central"\n', 1, "tanpa keys"),
        ('[[source]]\nname = "A"\nurl = "https://a/"\n[[source]]\nname = "A"\nurl = "https://b/"\n', 4, "dipakai dua kali"),
        ('[screen]\nwarn_after = "75"\n', 2, "bukan lama waktu"),
        ('[speech.prayer]\nbefore = -1\n', 2, "di luar 0 sampai 60"),
        ('[questions]\nkept_days = 31\n', 2, "di luar 1 sampai 30"),
        ("place = 3\n", 1, "harus berupa bagian"),
    ],
)  # fmt: skip
def test_each_mistake_names_its_line_and_what_is_wrong(
    settings_of: SettingsOf, text: str, line: int, says: str
) -> None:
    settings = settings_of(text)
    assert len(settings.faults) == 1
    assert settings.faults[0].line == line
    assert says in setting_fault(settings.faults[0])


@pytest.mark.parametrize(
    "url", ["www.desa.go.id/feed", "desa.go.id", "desa.go.id:8080/umpan.xml", "localhost:8000/feed.json"]
)
def test_an_address_without_its_scheme_is_told_as_that(settings_of: SettingsOf, url: str) -> None:
    settings = settings_of(f'[[source]]\nname = "A"\nurl = "{url}"\n')
    (fault,) = settings.faults
    assert fault.line == 3
    assert f'"{url}" tanpa https:// di depannya; tulis "https://{url}"' in setting_fault(fault)
    assert settings.sources == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('language = "../../id"', '"../../id" bukan kode bahasa; contoh "id"'),
        ('language = "ID"', "bukan kode bahasa"),
        (f'language = "{"x" * 300}"', "bukan kode bahasa"),
        ('language = ""', "bukan kode bahasa"),
        (r'contact = "KIM\u0000"', "berisi karakter yang tidak dapat ditampilkan; ketik ulang"),
        (r'contact = "\u001b[31mKIM"', "berisi karakter yang tidak dapat ditampilkan"),
        (r'contact = "\u0085KIM"', "berisi karakter yang tidak dapat ditampilkan"),
    ],
)
def test_what_no_file_and_no_screen_can_hold_is_told_and_not_used(
    settings_of: SettingsOf, line: str, says: str
) -> None:
    settings = settings_of(f"[place]\n{line}\n")
    (fault,) = settings.faults
    assert (fault.line, says in setting_fault(fault)) == (2, True)
    assert (settings.place.language, settings.place.contact) == ("id", "")


@pytest.mark.parametrize(
    ("written", "read"),
    [("id-ID", "id"), ("id_ID", "id"), ("id-id", "id"), ("en-GB", "en"), ("zh-Hant", "zh_Hant"), ("pt_BR", "pt_BR")],
)  # fmt: skip
def test_a_language_may_be_written_as_elsewhere(settings_of: SettingsOf, written: str, read: str) -> None:
    settings = settings_of(f'[place]\nlanguage = "{written}"\n')
    assert (settings.faults, settings.place.language) == ((), read)


@pytest.mark.parametrize("written", ["jv-ID", "bgz-ID", "ms-MY"])
def test_a_catalogue_that_nobody_has_is_not_taken(settings_of: SettingsOf, written: str) -> None:
    settings = settings_of(f'[place]\nlanguage = "{written}"\n')
    assert (len(settings.faults), settings.place.language) == (1, "id")


def test_a_doubled_slash_is_a_slash(settings_of: SettingsOf) -> None:
    settings = settings_of(
        '[public]\nfolder = "//srv//info"\n[[source]]\nname = "A"\nurl = "//srv/x"\n'
        '[[source]]\nname = "B"\nurl = "//srv//kabar/acara.xml"\n[[source]]\nname = "C"\nurl = "kabar//acara.xml"\n'
    )
    assert settings.faults == ()
    assert settings.public.folder == "/srv/info"
    first, second, third = (source.url for source in settings.sources)
    assert (first, second) == ("/srv/x", "/srv/kabar/acara.xml")
    assert third.endswith("/kabar/acara.xml")


@pytest.mark.parametrize("url", ["//desa.go.id/feed", "//localhost/feed", "//desa.go.id:8080/x.xml", "//10.0.0.5/feed"])
def test_an_address_that_lacks_its_scheme_alone_is_no_folder(settings_of: SettingsOf, url: str) -> None:
    (fault,) = settings_of(f'[[source]]\nname = "A"\nurl = "{url}"\n').faults
    assert f'tulis "https:{url}"' in setting_fault(fault)


def test_a_source_whose_path_no_file_can_have_costs_itself_alone(settings_of: SettingsOf) -> None:
    settings = settings_of(
        '[place]\ncontact = "Pak Rauf,\\nrumah ketiga"\n'
        '[[source]]\nname = "A"\nurl = "kabar\\u0000.xml"\n[[source]]\nname = "B"\nurl = "kabar.xml"\n'
    )
    assert [fault.key for fault in settings.faults] == ["source.0.url"]
    assert [source.name for source in settings.sources] == ["B"]
    assert settings.place.contact == "Pak Rauf,\nrumah ketiga"


@pytest.mark.parametrize("long", ["x" * 256, "a/" * 2_500, "é" * 128])
def test_a_path_that_no_file_can_have_is_none(settings_of: SettingsOf, long: str) -> None:
    settings = settings_of(
        f'[public]\nfolder = "{long}"\ncourier = "{long}"\n[[source]]\nname = "A"\nurl = "{long}"\n'
        f'[[emergency.points]]\nname = "Lapangan"\npicture = "{long}"\n'
        f'[[emergency.signs]]\nhazard = "gempa"\nfilm = "{long}"\n'
    )
    assert {fault.key for fault in settings.faults} == {
        "public.folder", "public.courier", "source.0.url", "emergency.points.0.picture", "emergency.signs.0.film",
    }  # fmt: skip
    assert (settings.public.folder, settings.public.courier) == ("/srv/info-desa", "/var/lib/kiosk-courier")
    assert [(point.name, point.picture) for point in settings.emergency.points] == [("Lapangan", "")]


NO_HOST = [
    "https://[alamat]/feed", "https://[::1/", "http://a.go.id:81135/", "https://a.go.id:https/", "https://a b.go.id/",
    "https://a.go.id:0/", "https:///feed", "https://:443/", "https:a.go.id", "//[x",
]  # fmt: skip


@pytest.mark.parametrize("url", NO_HOST)
def test_an_address_that_names_no_host_costs_its_source_alone(settings_of: SettingsOf, url: str) -> None:
    settings = settings_of(
        f'[[source]]\nname = "A"\nurl = "{url}"\n[[source]]\nname = "B"\nurl = "https://[2001:db8::1]:8443/b"\n'
    )
    (fault,) = settings.faults
    assert (fault.line, setting_fault(fault)[:9]) == (3, "baris 3: ")
    assert f'"{url}" bukan alamat http(s) atau nama berkas' in setting_fault(fault)
    assert [source.url for source in settings.sources] == ["https://[2001:db8::1]:8443/b"]


@pytest.mark.parametrize("table", ["reports", "update", "post"])
@pytest.mark.parametrize("url", NO_HOST)
def test_what_is_no_address_is_sent_nothing_and_asked_for_nothing(
    settings_of: SettingsOf, table: str, url: str
) -> None:
    settings = settings_of(f'[{table}]\nurl = "{url}"\n')
    assert [fault.key for fault in settings.faults] == [f"{table}.url"]
    assert (settings.reports.url, settings.update.url, settings.post.url) == ("", "", "")


def test_what_is_an_address_is_taken(settings_of: SettingsOf) -> None:
    settings = settings_of(
        '[reports]\nurl = "http://10.0.0.5:8428"\n[update]\nurl = "https://a.go.id/pembaruan/"\n'
        '[post]\nurl = "https://a.go.id:8443/pos"\n'
    )
    assert settings.faults == ()
    assert settings.reports.url == "http://10.0.0.5:8428"
    assert (settings.update.url, settings.post.url) == ("https://a.go.id/pembaruan/", "https://a.go.id:8443/pos")


@pytest.mark.parametrize(
    "url",
    ["acara.ics", "umpan/acara.xml", "./desa.go.id", "/var/lib/kabar/desa.go.id/feed", "C.json", "kabar desa.xml"],
)
def test_the_path_of_a_file_is_taken(settings_of: SettingsOf, url: str) -> None:
    settings = settings_of(f'[[source]]\nname = "A"\nurl = "{url}"\n')
    assert settings.faults == ()
    assert settings.sources[0].url.endswith(url.removeprefix("./"))


def test_the_forecast_of_the_village_is_asked_of_bmkg(settings_of: SettingsOf) -> None:
    settings = settings_of('[weather]\nadm4 = "72.01.05.2003"\nsea = ["Selat Peleng"]\n')
    assert settings.faults == ()
    assert settings.weather.sea == ("Selat Peleng",)
    (source,) = settings.sources
    assert (source.url, source.format) == (
        "https://api.bmkg.go.id/publik/prakiraan-cuaca?adm4=72.01.05.2003",
        "bmkg-cuaca",
    )
    own = '[[source]]\nname = "Cuaca"\nurl = "cuaca.json"\nformat = "bmkg-cuaca"\n'
    assert [each.name for each in settings_of(f'[weather]\nadm4 = "72.01.05.2003"\n{own}').sources] == ["Cuaca"]
    assert settings_of("").sources == ()


@pytest.mark.parametrize(
    "code",
    ['"72.01.05"', '"7201052003"', '"72.01.05.2003&x=1"', '"72.01.05.2003\\n"', "72.01", '"../x"', '["72.01.05.2003"]'],
)
def test_a_village_code_has_one_form(settings_of: SettingsOf, code: str) -> None:
    settings = settings_of(f"[weather]\nadm4 = {code}\n")
    (fault,) = settings.faults
    assert fault.line == 2
    assert settings.sources == ()


def test_a_source_in_a_format_that_is_not_known_is_not_used(settings_of: SettingsOf) -> None:
    """Taken for `auto` it would be read as something else than the technician meant."""
    settings = settings_of(
        '[[source]]\nname = "A"\nurl = "https://a/"\nformat = "rsss"\n[[source]]\nname = "B"\nurl = "https://b/"\n'
    )
    (fault,) = settings.faults
    assert (
        setting_fault(fault)
        == 'baris 4: source ke-1.format: "rsss" tidak dikenal; maksudnya rss?; sumber ini tidak dipakai'
    )
    assert [source.name for source in settings.sources] == ["B"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[alerts]\nnames = "Luwuk"\n', "dipakai nilai bawaan []"),
        ("[speech]\nquiet_hours = [[21, 5]]\n", '[21, 5] bukan rentang jam; contoh "21:00-05:30"'),
        ("[sensors]\nrotary = [3, 3]\n", "[3, 3] bukan dua pin yang berbeda; contoh [23, 24]; tidak dipakai"),
        ('[[readout]]\nat = "07:00"\ndays = 3\n', 'dipakai nilai bawaan "daily"'),
        ('[buttons]\nlisten = { pin = 6, verb = ["home"] }\n', '["home"] tidak dikenal'),
        ('[keyboard]\nlisten = ["a"]\n', 'tombol ["a"] tidak dikenal'),
        ("[place]\ntimezone = { a = 1 }\n", "{ a = 1 } bukan teks"),
    ],
)
def test_lists_and_defaults_are_told_as_they_are_written(settings_of: SettingsOf, text: str, says: str) -> None:
    (fault,) = settings_of(text).faults
    assert says in setting_fault(fault)
    assert not re.search(r"\(\)|\(\w+,|datetime|None|\['|\{'", setting_fault(fault))


def test_each_default_is_told_as_a_technician_would_write_it() -> None:
    told = 0
    for section in _below(Section):
        for name, spec in section.settings.items():
            if spec.is_required or spec.refused or spec.default in (None, ""):
                continue
            assert spec.instead is not None
            assert spec.instead.code == SettingCode.DEFAULT
            written = spec.instead.details["value"]
            assert spec.parse(tomllib.loads(f"value = {written}")["value"]) == spec.default, (
                f"{section.__name__}.{name}"
            )
            told += 1
    assert told > 20


def _below(kind: type[Section]) -> Iterator[type[Section]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(b'[place]\nname = "Desa \xe9"\n')
    settings = load(path)
    assert "UTF-8" in setting_fault(settings.faults[0])
    assert settings.place == Settings().place


def test_what_is_written_is_what_is_used(settings_of: SettingsOf) -> None:
    settings = settings_of(
        '[[source]]\nname = "Acara"\nurl = "acara.ics"\ncategory = "kegiatan"\nevery = "15m"\n'
        '[[readout]]\nat = "07.00"\ndays = "mon,fri"\nwhat = "pengumuman"\n'
        '[buttons]\nlisten = { pin = 6, verb = "home" }\n'
        '[speech]\nquiet_hours = ["21:00-05:30"]\n[speech.lexicon]\nLuwuk = "luwuk"\n'
    )
    assert settings.faults == ()
    source = settings.sources[0]
    assert (source.category, source.every, source.timezone) == (Category.EVENT, 900.0, "Asia/Makassar")
    assert Path(source.url).is_absolute()  # beside the settings file, wherever the command is called
    assert (settings.readouts[0].at, settings.readouts[0].days) == (time(7), (0, 4))
    assert (settings.buttons, settings.verbs, settings.holds) == ({"listen": 6}, {"listen": "home"}, {})
    assert settings.speech.quiet_hours == ((time(21), time(5, 30)),)
    assert settings.speech.lexicon == {"Luwuk": "luwuk"}


def test_holding_listen_is_the_bulletin_unless_the_settings_say_otherwise(settings_of: SettingsOf) -> None:
    assert settings_of("[buttons]\nlisten = 6\nnext = 13\n").holds == {"listen": "bulletin"}
    assert settings_of('[buttons]\nlisten = { pin = 6, hold = "" }\n').holds == {}
    held = settings_of('[buttons]\nlisten = 6\nmore = { pin = 13, verb = "next", hold = "louder" }\n')
    assert held.holds == {"listen": "bulletin", "more": "louder"}


def test_what_names_a_taken_pin_goes_and_the_rest_holds(settings_of: SettingsOf) -> None:
    settings = settings_of(
        "[buttons]\nlisten = 6\n[sensors]\nmotion = 6\nrotary = [23, 24]\n[outputs]\nlamp = 22\nhorn = 24\n"
    )
    assert len(settings.faults) == 2
    assert settings.buttons == {"listen": 6}
    assert (settings.sensors.motion, settings.sensors.rotary) == (None, (23, 24))
    assert (settings.outputs.lamp, settings.outputs.horn) == (22, None)


def test_what_was_chosen_on_the_screen_wins(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[place]\nname = "Lama"\n[speech]\nrate = 110\n', "utf-8")
    change(tmp_path, config, {"place": {"name": "Bunga"}})
    assert load(config, tmp_path).place.name == "Bunga"
    assert load(config, tmp_path).speech.rate == 110
    assert load(config).place.name == "Lama"


@pytest.mark.parametrize(
    ("address", "written", "issues"),
    [
        (
            "https://data.bmkg.go.id/DataMKG/TEWS/autogempa.json",
            "",
            {"gempa", "tsunami", "hujan", "angin", "gelombang"},
        ),
        ("https://www.bmkg.go.id/alerts/nowcast/id/rss.xml", 'issues = ["hujan"]', {"hujan"}),
        ("https://www.bmkg.go.id/alerts/nowcast/id/rss.xml", "issues = []", set()),
        ("https://bmkg.go.id.example/cap", "", set()),
        ("https://xbmkg.go.id/cap", "", set()),
        ("https://bpbd.example/cap", 'issues = ["banjir", "longsor"]', {"banjir", "longsor"}),
        ("https://bpbd.example/cap", "", set()),
    ],
)
def test_issuer_of_hazards_is_named_or_bmkg(
    settings_of: SettingsOf, address: str, written: str, issues: set[str]
) -> None:
    read = settings_of(f'[[source]]\nname = "A"\nurl = "{address}"\nalerts = true\n{written}\n')
    assert read.faults == ()
    assert set(map(str, read.sources[0].issues)) == issues


@pytest.mark.parametrize(
    ("written", "alerts", "every"),
    [
        ("", False, 3600.0),
        ("alerts = true", True, 60.0),
        ('alerts = true\nevery = "5m"', True, 300.0),
        ('format = "central"\nkeys = ["{key}"]', False, 3600.0),
        ('format = "central"\nkeys = ["{key}"]\nalert_keys = ["{key}"]', True, 60.0),
        ('format = "central"\nkeys = ["{key}"]\nalert_keys = ["{key}"]\nalerts = true', True, 60.0),
        ('format = "central"\nkeys = ["{key}"]\nalert_keys = ["{key}"]\nevery = "1h"', True, 3600.0),
        ('format = "rss"\nalert_keys = ["{key}"]', False, 3600.0),
    ],
)
@pytest.mark.parametrize("address", ["https://a.example/", "http://a.example/"])
def test_source_that_may_warn_is_asked_each_minute_unless_the_settings_say_otherwise(
    settings_of: SettingsOf, address: str, written: str, alerts: bool, every: float
) -> None:
    text = written.replace("{key}", str(NEWS.public))
    read = settings_of(f'[[source]]\nname = "A"\nurl = "{address}"\n{text}\n')
    assert [(source.alerts, source.every) for source in read.sources] == [(alerts, every)]
    unsafe = address.startswith("http:") and "alerts = true" in text and "central" not in text
    assert len(read.faults) == unsafe


def test_unknown_hazard_names_no_issuer_and_is_told(settings_of: SettingsOf) -> None:
    read = settings_of('[[source]]\nname = "A"\nurl = "https://a.example/"\nissues = ["ombak"]\n')
    assert len(read.faults) == 1
    assert read.sources[0].issues == ()


MOVED = """
[network]
office_host = "baru.contoh.go.id"
[post]
url = "https://lama.contoh.go.id/surat"
[update]
url = "https://berkas.contoh.go.id/kios"
[reports]
url = "https://lama.contoh.go.id/laporan"
{token}
[[source]]
name = "Diskominfo"
url = "https://lama.contoh.go.id/edisi/kiosk-feed.json"
keys = ["{key}"]
[[source]]
name = "Desa"
url = "https://lama.contoh.go.id/kabar.xml"
"""


@pytest.mark.parametrize("token", ["", 'token = "rahasia"'])
def test_office_that_moved_is_found_at_its_new_host_and_a_token_stays(token: str, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(MOVED.format(key=NEWS.public, token=token))
    settings = load(path)
    assert settings.faults == ()
    assert [(each.url, each.moved_to) for each in settings.sources] == [
        ("https://lama.contoh.go.id/edisi/kiosk-feed.json", "https://baru.contoh.go.id/edisi/kiosk-feed.json"),
        ("https://lama.contoh.go.id/kabar.xml", ""),
    ]
    assert settings.post.url == "https://baru.contoh.go.id/surat"
    assert settings.update.url == "https://berkas.contoh.go.id/kios", "another host than the office's"
    assert settings.reports.url == f"https://{'lama' if token else 'baru'}.contoh.go.id/laporan"
