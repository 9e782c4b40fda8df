"""Letters over TLS and web hooks, against real servers on loopback: well behaved, refusing, slow without end, and false ones."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from content_cache.model.problems import Problem
from kiosk.office.base.faults import OfficeError
from kiosk.office.setup.telling import MailServer, WebHook
from kiosk.office.telling.redaction import problem_without_secrets, secrets_of_hook
from kiosk.office.telling.ways import letter_to, send_hook, send_mail
from tests.support.mail_server import PASSWORD, USER, mail_host, trusting
from tests.support.web_hook import hook_host

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
PATIENCE_S = 20.0


def server(port: int, **more: object) -> MailServer:
    return replace(MailServer("localhost", USER, port, user=USER, password=PASSWORD), **more)


def send(to: MailServer, most_s: float = PATIENCE_S) -> None:
    send_mail(to, letter_to(to, "siti@kantor.example", "Kios diam: 1", "- Kilongan\n", NOW), trusting, most_s)


@pytest.mark.parametrize("tls", ["from the start", "starttls"])
def test_a_letter_arrives_over_tls(tls: str) -> None:
    with mail_host(tls=tls) as host:
        send(server(host.port, starttls=tls == "starttls"))
    (letter,) = host.letters
    assert (letter["To"], letter["Subject"]) == ("siti@kantor.example", "Kios diam: 1")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == ["- Kilongan"]


def test_a_letter_taken_before_the_line_breaks_counts_as_taken() -> None:
    with mail_host(how="drops") as host:
        send(server(host.port))
    assert len(host.letters) == 1


@pytest.mark.attack(
    "from afar",
    "a false mail server: another's certificate, STARTTLS left out, an answer of one byte at a time, the password in a refusal",
    "a certificate of its name, or no password and no letter; a minute for all of it; no error has the password",
)
@pytest.mark.parametrize("case", ["other name", "no starttls", "drips", "wrong password", "refuses", "full", "nobody"])
def test_a_false_or_broken_mail_server_is_told_without_the_password(case: str) -> None:
    tls = "none" if case == "no starttls" else "from the start"
    how = case if case in ("drips", "refuses", "full") else "well"
    began = time.monotonic()
    with mail_host(tls=tls, name="jahat.example" if case == "other name" else "localhost", how=how) as host:
        to = server(host.port, starttls=case == "no starttls")
        to = replace(to, password=f"{PASSWORD}x") if case == "wrong password" else to
        to = replace(to, port=1) if case == "nobody" else to
        with pytest.raises(OfficeError) as refused:
            send(to, 0.4 if case == "drips" else PATIENCE_S)
    assert refused.value.problem.code == "office_tell_failed"
    assert PASSWORD not in str(refused.value)
    assert host.letters == []
    assert not [each for each in host.said if b"AUTH" in each] or case not in ("other name", "no starttls")
    assert time.monotonic() - began < PATIENCE_S


@pytest.mark.attack(
    "from afar",
    "a false mail server: another's certificate, STARTTLS left out, an answer of one byte at a time, the password in a refusal",
)
@pytest.mark.parametrize(
    "echo",
    [
        PASSWORD,
        PASSWORD.upper(),
        PASSWORD.replace(" ", "\r\n"),
        PASSWORD.replace("a", "a\u200b"),
        b64encode(PASSWORD.encode()).decode(),
        b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode(),
        urlsafe_b64encode(f"x:{PASSWORD}".encode()).decode().rstrip("="),
        "x" * 195 + PASSWORD,
    ],
)
def test_no_reason_has_the_password_in_whatever_form(echo: str) -> None:
    with mail_host(how="echoes") as host:
        host.echo = "\r\n".join(f"550-{line}" for line in [*f"kunci {echo}".split("\r\n")]) + "\r\n550 ditolak"
        with pytest.raises(OfficeError) as refused:
            send(server(host.port))
    reason = str(refused.value.problem.details["reason"])
    assert reason.startswith("550 kunci")
    assert not [word for word in ("hujan", "bulan", "juni") if word in reason.casefold()]
    assert not set(re.findall(r"[\w+/-]{8,}", echo)) & set(re.findall(r"[\w+/-]{8,}", reason)) - {"x" * 195}


def test_password_that_no_server_takes_is_told_without_a_letter_of_it() -> None:
    with mail_host() as host, pytest.raises(OfficeError) as refused:
        send(server(host.port, password="kunci ébène"))
    assert refused.value.problem.details == {"reason": "UnicodeEncodeError"}


def test_reason_of_a_hook_has_neither_token_nor_path() -> None:
    hook = WebHook("https://hook.example/T000/B000/x?kunci=y1y1", "t0ken")
    said = Problem(
        "broke_off",
        {"reason": f"/T000/B000/x?kunci=y1y1 {b64encode(b'a t0ken').decode()}"},
        (Problem("x", {"a": "T0KEN"}),),
    )
    told = str(problem_without_secrets(said, secrets_of_hook(hook)))
    assert not re.search("T000|y1y1|t0ken|YSB0MGtlbg", told, re.IGNORECASE)


def test_a_web_hook_is_given_the_events_and_its_token() -> None:
    with hook_host() as host:
        send_hook(WebHook(host.url, "t0ken"), b'{"schema": 1}')
    assert host.bodies == [b'{"schema": 1}']
    assert host.tokens == ["Bearer t0ken"]


@pytest.mark.attack(
    "from afar",
    "a web hook hangs, fails, or leads on to a host of the office's own network",
    "bounded in time; no redirect is followed; a name may not lead to a private address",
)
@pytest.mark.parametrize("how", ["500", "404", "hangs", "redirects"])
def test_a_web_hook_that_misbehaves_is_told(how: str) -> None:
    with hook_host(how) as host, pytest.raises(OfficeError) as refused:
        send_hook(WebHook(f"{host.url}/T0KEN", "t0ken"), b"{}", 0.5 if how == "hangs" else PATIENCE_S)
    assert refused.value.problem.code == "office_tell_hook_failed"
    assert len(host.bodies) == 1
    assert "T0KEN" not in json.dumps(str(refused.value))
