"""Settings of telling: kept secrets stay where they belong, and nothing that cannot work is written."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.office.base.faults import OfficeError
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.setup.telling import (
    LetterRecipient,
    MailServer,
    TellFile,
    TellKind,
    TellSettings,
    WebHook,
)
from tests.support.newsroom import Newsroom

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
MAIL = MailServer("mail.example.go.id", "kios@example.go.id", user="kios", password="rahasia sekali")
DEPLOY = Path(__file__).parents[4] / "deploy"


def test_settings_are_kept(tmp_path: Path) -> None:
    file = TellFile(tmp_path)
    assert file.settings() == TellSettings()
    recipients = (LetterRecipient("siti@example.go.id", (TellKind.SILENT, TellKind.CARD)),)
    kept = file.write_settings(TellSettings(5, MAIL, recipients, WebHook("https://hook.example/x", "t")))

    assert TellFile(tmp_path).settings() == kept
    assert (tmp_path / "kabari.json").stat().st_mode & 0o777 == 0o600


def test_no_password_means_the_one_before(tmp_path: Path) -> None:
    file = TellFile(tmp_path)
    file.write_settings(TellSettings(mail=MAIL, hook=WebHook("https://hook.example/x", "t")))
    kept = file.write_settings(TellSettings(4, replace(MAIL, password=""), hook=WebHook("https://hook.example/x")))

    assert kept.mail is not None
    assert kept.mail.password == MAIL.password
    assert kept.hook is not None
    assert kept.hook.token == "t"


@pytest.mark.attack(
    "people",
    "somebody at the desk points mail or web hook at a server of their own, to be given the kept password",
    "a kept password or token stays with its server, name and address",
)
def test_a_kept_password_goes_to_no_other_server(tmp_path: Path) -> None:
    file = TellFile(tmp_path)
    file.write_settings(TellSettings(mail=MAIL, hook=WebHook("https://hook.example/x", "t")))
    for other in (replace(MAIL, host="evil.example"), replace(MAIL, port=25), replace(MAIL, user="lain")):
        with pytest.raises(OfficeError) as refused:
            file.write_settings(TellSettings(mail=replace(other, password="")))
        assert [each.code for each in refused.value.problem.causes] == ["office_tell_password"]
    kept = file.write_settings(TellSettings(mail=MAIL, hook=WebHook("https://evil.example/x")))
    assert kept.hook is not None
    assert kept.hook.token == ""


@pytest.mark.attack(
    "people",
    "an address of a letter or web hook that holds a line, a second address or a name of this network",
    "addresses are plain, hooks https or this machine",
)
@pytest.mark.parametrize(
    "settings",
    [
        TellSettings(0),
        TellSettings(31),
        TellSettings(mail=replace(MAIL, sender="kios@example.go.id\nBcc: x@evil.example")),
        TellSettings(mail=replace(MAIL, host="mail example")),
        TellSettings(mail=replace(MAIL, port=0)),
        TellSettings(recipients=(LetterRecipient("a@b.id, c@d.id"),)),
        TellSettings(recipients=(LetterRecipient("a@b.id\r\nX: y"),)),
        TellSettings(recipients=(LetterRecipient(""),)),
        TellSettings(recipients=tuple(LetterRecipient(f"a{n}@b.id") for n in range(21))),
        TellSettings(hook=WebHook("http://hook.example/x")),
        TellSettings(hook=WebHook("file:///etc/passwd")),
        TellSettings(hook=WebHook("https://hook.example/x", "t\r\nHost: evil")),
    ],
)
def test_what_cannot_work_is_refused_and_changes_nothing(tmp_path: Path, settings: TellSettings) -> None:
    file = TellFile(tmp_path)
    before = file.write_settings(TellSettings(7, MAIL))
    with pytest.raises(OfficeError) as refused:
        file.write_settings(settings)
    assert MAIL.password not in str(refused.value)
    assert file.settings() == before


@pytest.mark.attack(
    "people",
    "an address of a letter or web hook that holds a line, a second address or a name of this network",
)
@pytest.mark.parametrize(
    ("part", "codes"),
    [
        ({"silent_days": 99}, ["office_tell_days"]),
        ({"mail": {"host": "mail example", "sender": "a@b.id"}}, ["office_tell_host"]),
        (
            {"mail": {"host": "b.id", "sender": "a@b.id", "user": "a", "password": "sandié"}},
            ["office_tell_password_ascii"],
        ),
        (
            {"recipients": [{"address": "a@b.id\r\nBcc: x@evil.example"}, {"address": "c@d.id"}]},
            ["office_tell_address"],
        ),
        ({"recipients": [{"address": f"a{n}@b.id"} for n in range(900)]}, ["office_tell_many"]),
        ({"hook": {"url": "https://hook.example/x", "token": "t\u00e9"}}, ["office_tell_hook"]),
        ({"hook": {"url": "http://10.0.0.1/x"}}, ["office_tell_hook"]),
    ],
)
def test_fault_of_a_file_written_by_hand_is_told_and_the_rest_is_obeyed(
    tmp_path: Path, part: dict[str, object], codes: list[str]
) -> None:
    usual = {"silent_days": 4, "mail": {"host": "b.id", "sender": "a@b.id"}, "recipients": [{"address": "c@d.id"}]}
    (tmp_path / "kabari.json").write_text(json.dumps(usual | part))
    file = TellFile(tmp_path)
    fault = file.fault()
    assert fault is not None
    assert (fault.code, [each.code for each in fault.causes]) == ("office_tell_file", codes)
    found = file.settings()
    assert found.silent == timedelta(days=2 if "silent_days" in part else 4)
    assert (found.mail is None) == ("mail" in part)
    assert len(found.recipients) == (20 if codes == ["office_tell_many"] else 1)
    assert found.hook is None


def test_recipient_of_silent_kiosks_hears_of_the_monitor() -> None:
    assert {TellKind.MONITOR, TellKind.CERTIFICATE} < {*LetterRecipient("a@b.id", (TellKind.SILENT,)).told_of}
    assert TellKind.MONITOR not in LetterRecipient("a@b.id", (TellKind.CARD,)).told_of


def test_no_text_of_the_settings_shows_a_secret() -> None:
    settings = TellSettings(mail=MAIL, hook=WebHook("https://hook.example/T0KEN", "t0ken"))
    assert not re.search("rahasia|T0KEN|t0ken", repr(settings))


@pytest.mark.parametrize("content", [b"", b"{", b'{"silent_days": "x"}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_counts_as_none_and_is_told(tmp_path: Path, content: bytes) -> None:
    file = TellFile(tmp_path)
    assert file.fault() is None
    (tmp_path / "kabari.json").write_bytes(content)
    assert file.settings() == TellFile(tmp_path).settings() == TellSettings()
    fault = file.fault()
    assert fault is not None
    assert fault.code == "office_tell_file_damaged"
    assert "\n" not in str(fault)


def test_pages_and_rules_call_a_kiosk_silent_after_the_same_time(tmp_path: Path) -> None:
    board = (DEPLOY / "pemantauan/grafana.json").read_text("utf-8")
    assert not re.findall(r"lag\(kiosk_up\S*\) [<>]", board), "it asks which rule applies"

    room = Newsroom(tmp_path / "kantor")
    room.office.tell.write_settings(TellSettings(5))
    rules = room.office.monitor_files.contents()["rules.yml"]
    assert re.findall(r"lag\(kiosk_up\S*\) > (\d+)", rules) == [str(5 * 86_400)]
    heard, late = (FleetKiosk(name, "", "", room.now - timedelta(days=days)) for name, days in (("a", 4), ("b", 6)))
    fleet = room.office.fleet
    assert [fleet.is_silent(each) for each in (heard, late, FleetKiosk("c", "", ""))] == [False, True, True]
