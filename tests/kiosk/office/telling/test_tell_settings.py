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
    SILENT_DAYS,
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


def test_settings_are_kept_with_the_time_of_the_password(tmp_path: Path) -> None:
    file = TellFile(tmp_path)
    assert file.settings() == TellSettings()
    recipients = (LetterRecipient("siti@example.go.id", (TellKind.SILENT, TellKind.CARD)),)
    kept = file.save(TellSettings(5, MAIL, recipients, WebHook("https://hook.example/x", "t")), NOW)

    assert TellFile(tmp_path).settings() == kept
    assert kept.mail is not None
    assert kept.mail.since == NOW
    assert (tmp_path / "kabari.json").stat().st_mode & 0o777 == 0o600


def test_no_password_means_the_one_before(tmp_path: Path) -> None:
    file = TellFile(tmp_path)
    file.save(TellSettings(mail=MAIL, hook=WebHook("https://hook.example/x", "t")), NOW)
    kept = file.save(TellSettings(4, replace(MAIL, password=""), hook=WebHook("https://hook.example/x")), NOW)

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
    file.save(TellSettings(mail=MAIL, hook=WebHook("https://hook.example/x", "t")), NOW)
    for other in (replace(MAIL, host="evil.example"), replace(MAIL, port=25), replace(MAIL, user="lain")):
        with pytest.raises(OfficeError) as refused:
            file.save(TellSettings(mail=replace(other, password="")), NOW)
        assert [each.code for each in refused.value.problem.causes] == ["office_tell_password"]
    kept = file.save(TellSettings(mail=MAIL, hook=WebHook("https://evil.example/x")), NOW)
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
    before = file.save(TellSettings(7, MAIL), NOW)
    with pytest.raises(OfficeError) as refused:
        file.save(settings, NOW)
    assert MAIL.password not in str(refused.value)
    assert file.settings() == before


def test_no_text_of_the_settings_shows_a_secret() -> None:
    settings = TellSettings(mail=MAIL, hook=WebHook("https://hook.example/T0KEN", "t0ken"))
    assert not re.search("rahasia|T0KEN|t0ken", repr(settings))


@pytest.mark.parametrize("content", [b"", b"{", b'{"silent_days": "x"}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kabari.json").write_bytes(content)
    assert TellFile(tmp_path).settings() == TellSettings()


def test_pages_and_rules_call_a_kiosk_silent_after_the_same_time(tmp_path: Path) -> None:
    rules = (DEPLOY / "pemantauan/peringatan.yml").read_text("utf-8")
    board = json.loads((DEPLOY / "pemantauan/grafana.json").read_text("utf-8"))
    said = [int(n) for n in re.findall(r"lag\(kiosk_up\S*\) [<>] (\d+)", rules + json.dumps(board))]
    assert said == [SILENT_DAYS * 86_400] * len(said)
    assert len(said) == 3

    room = Newsroom(tmp_path / "kantor")
    room.office.tell.save(TellSettings(5), room.now)
    heard, late = (FleetKiosk(name, "", "", room.now - timedelta(days=days)) for name, days in (("a", 4), ("b", 6)))
    fleet = room.office.fleet
    assert [fleet.is_silent(each) for each in (heard, late, FleetKiosk("c", "", ""))] == [False, True, True]
