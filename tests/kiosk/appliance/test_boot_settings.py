"""kiosk.toml as a Windows laptop leaves it on the card: read, its secrets moved, its faults told, at any power cut."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.appliance.boot_settings import WIPE, Settling, apply, wipe
from kiosk.appliance.card_secrets import covered, find_secrets, left_over
from kiosk.appliance.wifi_profile import FILE
from kiosk.core.paths import Folders
from kiosk.settings import Settings, load
from kiosk.settings.file_text import kept_path
from kiosk.settings.overrides import change, read_local
from kiosk.settings.pin import hash_pin, matches
from tests.support.machine import Machine
from tests.told import setting_fault

pytestmark = pytest.mark.attack(
    "root and keys",
    "secrets on the FAT partition, the reports' token among them",
    "moved off at the first boot",
)


WRITTEN = """# Setelan kios
[place]
name = "Balai Désa Bunga"   # tampil di layar
[wifi]
name = "Balai"
password = "rahasia desa"  # dari kepala desa
[technician]
pin = "246813"
[reports]
url = "https://laporan.example"
token = "kunci laporan"
[speech]
rate = 110
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path)
    for folder in (made.card, made.data, made.system):
        folder.mkdir(parents=True)
    return made


def boot(folders: Folders) -> Settings:
    """Run a boot in its order, from an empty /run: the settings' unit, then the card's. Return the settings."""
    for path in folders.config.parent.glob("*"):
        path.unlink()
    Settling(folders, lasting=lambda: True).settle_settings()
    if (folders.config.parent / WIPE).exists():
        wipe(folders)
    return load(folders.config)


def pin_of(settings: Settings) -> str:
    return settings.technician.pin


ENCODED = {
    "plain": WRITTEN.encode(),
    "BOM": b"\xef\xbb\xbf" + WRITTEN.encode(),
    "CRLF": WRITTEN.replace("\n", "\r\n").encode(),
    "BOM and CRLF": b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode(),
    "UTF-16": WRITTEN.replace("\n", "\r\n").encode("utf-16"),
    "UTF-16 BE": b"\xfe\xff" + WRITTEN.encode("utf-16-be"),
}


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED)
@pytest.mark.parametrize("name", ["kiosk.toml", "kiosk.toml.txt"])
def test_what_an_editor_of_windows_writes_is_taken(folders: Folders, name: str, content: bytes) -> None:
    path = folders.card / name
    path.write_bytes(content)
    settings = boot(folders)
    assert settings.place.name == "Balai Désa Bunga"
    assert settings.speech.rate == 110
    assert matches("246813", pin_of(settings))
    assert path.stat().st_size == len(content)
    left = path.read_bytes()
    assert b"246813" not in left
    assert "246813".encode("utf-16-le") not in left
    again = boot(folders)
    assert again.place == settings.place
    assert matches("246813", pin_of(again))


def test_secrets_are_where_they_belong_and_nowhere_else(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text(WRITTEN, "utf-8")
    assert boot(folders).faults == ()
    assert "psk=rahasia desa" in (folders.network / FILE).read_text()
    for path in (
        folders.card / "kiosk.toml",
        folders.config,
        folders.system / "kiosk.toml",
        folders.system / "kept.json",
        kept_path(folders.config),
    ):
        text = path.read_text("utf-8")
        assert "rahasia" not in text
        assert "246813" not in text
        assert ("kunci laporan" in text) == (path.name in ("kept.json", "kiosk.toml.kept"))
    assert load(folders.config).reports.token == "kunci laporan"
    assert "# dari kepala desa" in (folders.card / "kiosk.toml").read_text("utf-8")
    assert stat.S_IMODE(folders.config.stat().st_mode) == 0o640
    assert stat.S_IMODE((folders.system / "kiosk.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE((folders.system / "kept.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(kept_path(folders.config).stat().st_mode) == 0o640
    assert list(folders.data.iterdir()) == []


def test_where_nothing_outlives_a_boot_the_card_keeps_its_secrets(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text(WRITTEN, "utf-8")
    Settling(folders, lasting=lambda: False).settle_settings()
    assert not (folders.config.parent / WIPE).exists()
    assert "246813" in (folders.card / "kiosk.toml").read_text("utf-8")


def test_a_second_boot_writes_nothing(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text(WRITTEN, "utf-8")
    boot(folders)
    kept = [path for path in folders.root.rglob("*") if path.is_file() and folders.run not in path.parents]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in kept}
    boot(folders)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in kept} == before


def test_what_was_chosen_on_the_screen_outlives_the_wiping(folders: Folders) -> None:
    """The wiped file is another file, but it says the same: the screen's choices hold."""
    (folders.card / "kiosk.toml").write_text(WRITTEN, "utf-8")
    boot(folders)
    change(folders.data, folders.config, {"place": {"language": "en"}})
    boot(folders)
    assert load(folders.config, folders.data).place.language == "en"


def test_an_edit_that_names_no_secret_keeps_pin_and_wifi(folders: Folders) -> None:
    path = folders.card / "kiosk.toml"
    path.write_text(WRITTEN, "utf-8")
    boot(folders)
    change(folders.data, folders.config, {"place": {"language": "en"}})
    (folders.network / FILE).write_text("[wifi]\nssid=66;\n")  # joined on the screen since then
    path.write_text(path.read_text("utf-8").replace("110", "120"), "utf-8")
    settings = boot(folders)
    assert settings.speech.rate == 120
    assert matches("246813", pin_of(settings))
    assert read_local(folders.data, folders.config) == {}  # kiosk.toml was edited anew
    assert (folders.network / FILE).read_text() == "[wifi]\nssid=66;\n"


def test_a_new_pin_in_kiosk_toml_replaces_the_old(folders: Folders) -> None:
    path = folders.card / "kiosk.toml"
    path.write_text(WRITTEN, "utf-8")
    boot(folders)
    path.write_text("[technician]\npin = 975310\n", "utf-8")  # without quotes, as somebody will write it
    settings = boot(folders)
    assert settings.faults == ()
    assert matches("975310", pin_of(settings))
    assert not matches("246813", pin_of(settings))


def test_the_pin_of_an_older_program_is_taken_over_once(folders: Folders) -> None:
    change(folders.data, folders.config, {"technician": {"pin": hash_pin("246813")}})
    assert matches("246813", pin_of(boot(folders)))
    change(folders.data, folders.config, {"technician": {"pin": hash_pin("975310")}})
    assert matches("246813", pin_of(boot(folders)))


def test_a_token_goes_with_the_address_that_it_is_for(folders: Folders) -> None:
    path = folders.card / "kiosk.toml"
    path.write_text(WRITTEN, "utf-8")
    assert boot(folders).reports.token == "kunci laporan"
    assert "kunci" not in path.read_text("utf-8")
    path.write_text('[reports]\nurl = ""\n')
    assert boot(folders).reports.token == ""


def test_a_forgotten_pin_is_a_file_on_the_card(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text(WRITTEN, "utf-8")
    boot(folders)
    note = folders.card / "pin-baru.txt.txt"
    note.write_bytes(b"\xef\xbb\xbf555566\r\n")
    assert matches("555566", pin_of(boot(folders)))
    assert b"555566" not in note.read_bytes()
    assert matches("555566", pin_of(boot(folders)))
    note.write_bytes(b"lima lima\r\n")
    settings = boot(folders)
    assert [fault.key for fault in settings.faults] == ["pin-baru.txt"]
    assert matches("555566", pin_of(settings))


def test_a_password_that_no_wifi_can_have_is_told_and_stays(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text(WRITTEN.replace("rahasia", "rahasiá"), "utf-8")
    assert [fault.key for fault in boot(folders).faults] == ["wifi"]
    assert "rahasiá desa" in (folders.card / "kiosk.toml").read_text("utf-8")


def test_a_broken_file_is_told_with_its_line_and_the_last_good_one_holds(folders: Folders) -> None:
    path = folders.card / "kiosk.toml"
    path.write_text(WRITTEN, "utf-8")
    boot(folders)
    path.write_text(WRITTEN.replace('"Balai"', '"Balai'), "utf-8")
    settings = boot(folders)
    assert settings.place.name == "Balai Désa Bunga"
    assert [(fault.line, "dipakai setelan sebelumnya" in setting_fault(fault)) for fault in settings.faults] == [
        (5, True)
    ]
    path.unlink()
    settings = boot(folders)
    assert settings.place.name == "Balai Désa Bunga"
    assert "tidak ada kiosk.toml" in setting_fault(settings.faults[0])
    assert matches("246813", pin_of(settings))


def test_the_first_file_that_is_broken_leaves_the_built_in_settings(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_bytes(b"[place\nname=")
    settings = boot(folders)
    assert settings.place == Settings().place
    assert settings.faults[0].line == 1


def test_faults_inside_keep_their_lines(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text(WRITTEN.replace("rate = 110", "rat = 110"), "utf-8")
    faults = [fault for fault in boot(folders).faults if fault.line]
    assert [(fault.line, fault.key) for fault in faults] == [(13, "speech.rat")]


def test_secrets_that_cannot_be_moved_are_told_and_used(folders: Folders) -> None:
    (folders.card / "kiosk.toml").write_text('wifi = { name = "Balai", password = "rahasia desa" }\n', "utf-8")
    settings = boot(folders)
    assert [fault.key for fault in settings.faults] == ["wifi.password"]
    assert "psk=rahasia desa" in (folders.network / FILE).read_text()


def test_the_newer_of_two_files_is_meant(folders: Folders) -> None:
    old, new = folders.card / "kiosk.toml.txt", folders.card / "kiosk.toml"
    old.write_text('[place]\nname = "Lama"\n')
    new.write_text('[place]\nname = "Baru"\n')
    os.utime(old, (1_000, 1_000))
    assert boot(folders).place.name == "Baru"


@pytest.mark.slow(cases=9)
@pytest.mark.parametrize("cut", range(36))
def test_a_power_cut_at_any_write_loses_no_secret(folders: Folders, monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    path = folders.card / "kiosk.toml"
    path.write_text(WRITTEN, "utf-8")
    synced, left = os.fsync, [cut]

    class PowerCutError(Exception):
        pass

    def failing(handle: int) -> None:
        if not left[0]:
            raise PowerCutError
        left[0] -= 1
        synced(handle)

    monkeypatch.setattr(os, "fsync", failing)
    try:
        boot(folders)
    except PowerCutError:
        assert cut < 35
    monkeypatch.setattr(os, "fsync", synced)
    said = tomllib.loads(path.read_text("utf-8"))  # it can be read at any moment
    assert said["wifi"]["name"] == "Balai"
    settings = boot(folders)
    assert settings.faults == ()
    assert matches("246813", pin_of(settings))
    assert "psk=rahasia desa" in (folders.network / FILE).read_text()
    assert "rahasia" not in path.read_text("utf-8")
    assert "246813" not in path.read_text("utf-8")


def test_name_and_desk_are_applied(folders: Folders, machine: Machine) -> None:
    (folders.card / "kiosk.toml").write_text('[network]\nhostname = "kios-bunga"\n[desk]\nenabled = true\n', "utf-8")
    apply(Settling(folders, lasting=lambda: True).settle_settings())
    assert machine.get("hostname") == "kios-bunga"
    assert machine.has("kiosk-desk.service")


def test_without_a_card_the_kiosk_has_settings(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.data.mkdir(parents=True)
    settings = boot(folders)
    assert settings.place == Settings().place
    assert settings.faults


@given(st.text(alphabet="[]wifi.technan\"'\\#= \n\r1234psordé", max_size=200))
def test_covering_never_changes_what_else_is_said(text: str) -> None:
    whole = f'{text}\n[technician]\npin = "135790"\n'
    try:
        tables = tomllib.loads(whole)
    except tomllib.TOMLDecodeError:
        return
    secrets = find_secrets(whole)
    clean = covered(whole, secrets)
    assert len(clean) == len(whole)
    assert clean.count("\n") == whole.count("\n")
    if not left_over(tables, secrets):
        assert "1357" not in clean
    said = tomllib.loads(clean)
    for secret in secrets:
        if secret.half:
            continue
        name, _, key = secret.path.partition(".")
        assert tables[name].pop(key) is not None
    assert said == tables
