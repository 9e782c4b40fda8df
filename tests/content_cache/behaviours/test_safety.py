"""Whom the refresher believes and whom it asks: behaviours 14 to 17.

Each of the eighteen behaviours of a polite refresher is tested against a server on loopback that misbehaves.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.http.client import fetch
from content_cache.http.messages import Fetched, Request
from content_cache.jobs.messages import Question
from content_cache.model.errors import AddressError, ClockError, Code, FetchError, LoginNeededError
from content_cache.model.sources import Source
from content_cache.refresh.outcomes import status_of
from content_cache.signing.edition import LATEST
from content_cache.signing.keys import SecretKey
from tests.content_cache.asking import ask_here
from tests.content_cache.house import FEED, House, source
from tests.content_cache.misbehaving import Drip, MisbehavingServer, reply
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "what comes in",
    "a server with a false certificate, another authority, or a portal's page answers in a source's place",
    "certificates are always verified; a wrong clock and a portal are told as such",
)


# 14


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def certified(authority: trustme.CA, name: str, days: tuple[int, int]) -> ssl.SSLContext:
    now = datetime.now(UTC)
    cert = authority.issue_cert(name, not_before=now + timedelta(days=days[0]), not_after=now + timedelta(days=days[1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


def request_by(authorities: Path, url: str) -> Request:
    return Request(
        url=url,
        deadline=20.0,
        max_bytes=10**6,
        user_agent="t",
        private_host="127.0.0.1",
        authorities=authorities.read_text(),
    )


def test_14_an_authority_of_one_request_is_none_of_another(authority: trustme.CA, tmp_path: Path) -> None:
    """They are read once for all requests; whoever is trusted for one is for that one alone."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    server = MisbehavingServer(certified(authority, "127.0.0.1", (-1, 30)))
    url = server.on("/feed", reply(FEED))
    request = Request(url=url, deadline=20.0, max_bytes=10**6, user_agent="t", private_host="127.0.0.1")
    assert isinstance(fetch(replace(request, authorities=(tmp_path / "ca.pem").read_text())), Fetched)
    for others in ("", (tmp_path / "other.pem").read_text()):
        with pytest.raises(FetchError, match="tls_failed"):
            fetch(replace(request, authorities=others))
    server.close()


@pytest.mark.parametrize(
    ("name", "days", "error", "told"),
    [
        ("127.0.0.1", (-1, 30), None, ""),
        ("desa.example", (-1, 30), FetchError, "tls_failed"),
        ("127.0.0.1", (-60, -1), ClockError, "certificate_date"),
        ("127.0.0.1", (1, 30), ClockError, "certificate_date"),
    ],
    ids=["good", "wrong name", "expired", "not yet valid"],
)
def test_14_certificates_are_always_verified_and_a_wrong_clock_is_called_one(
    authority: trustme.CA,
    tmp_path: Path,
    name: str,
    days: tuple[int, int],
    error: type[FetchError] | None,
    told: str,
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    server = MisbehavingServer(certified(authority, name, days))
    url = server.on("/feed", reply(FEED))
    request = request_by(tmp_path / "ca.pem", url)
    if error is None:
        got = fetch(request)
        assert isinstance(got, Fetched)
        assert got.body == FEED
    else:
        with pytest.raises(error, match=told) as raised:
            fetch(request)
        assert type(raised.value) is error
        assert status_of(raised.value) == "failed"
        assert not server.requests, "not a byte was asked for"
    server.close()


def test_14_an_unknown_authority_is_refused(house: House, authority: trustme.CA) -> None:
    server = MisbehavingServer(certified(authority, "127.0.0.1", (-1, 30)))
    outcome = house.one(source(server.on("/feed", reply(FEED))))
    assert (outcome.status, present(outcome.error).code == Code.TLS_FAILED, server.requests) == ("failed", True, [])
    server.close()


@pytest.mark.parametrize("form", ["rss", "central"])
@pytest.mark.parametrize(("secure", "code"), [(True, Code.WEB_PAGE), (False, Code.LOGIN_PAGE)], ids=["https", "http"])
def test_14_a_page_by_the_hosts_own_certificate_is_no_portals(
    authority: trustme.CA, tmp_path: Path, form: str, secure: bool, code: Code
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    server = MisbehavingServer(certified(authority, "127.0.0.1", (-1, 30)) if secure else None)
    page = b"<!DOCTYPE html><html><head><title>Dalam perbaikan</title></head></html>"
    server.on(f"/{LATEST}", reply(page, content_type="text/html"))
    url = server.on("/feed", reply(page, content_type="text/html"))
    url = f"{server.url}/" if form == "central" else url
    keys = (str(SecretKey.generate("diskominfo").public),) if form == "central" else ()
    asked = Source(name="a", url=url, format=form, keys=keys)
    request = request_by(tmp_path / "ca.pem", url)
    answer = ask_here(
        Question(source=asked, request=request, body_hash="", now=datetime.now(UTC), data_dir=str(tmp_path)), read_feed
    )
    assert present(answer.error).problem.code == code
    assert status_of(present(answer.error)) == ("failed" if secure else "login_needed")
    server.close()


# 15


def test_15_it_says_honestly_who_asks_and_takes_what_is_new_alone(house: House, server: MisbehavingServer) -> None:
    delta = reply(b"3|Tiga\n", status=226, headers={"IM": "feed", "ETag": '"2"'})
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"', "Set-Cookie": "who=k1"}), delta))
    house.one(a)
    outcome = house.one(a)
    assert (outcome.status, outcome.added, house.titles()) == ("updated", 1, ["Dua", "Satu", "Tiga"])
    first, second = server.requests
    assert {first.path, second.path} == {"/feed"}, "no query against caches"
    assert "k1" in first.headers["user-agent"]
    assert second.headers["a-im"] == "feed"
    assert not {"cookie", "referer", "authorization", "cache-control", "pragma"} & second.headers.keys()


# 16


def test_16_pictures_follow_all_texts(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/a", reply(b"1|Satu|one.png\n")))
    b = source(server.on("/b", reply(b"2|Dua\n")), name="b")
    house.refresh(a, b)
    assert [asked.path for asked in server.requests] == ["/a", "/b", "/one.png"]


# 17


def test_17_a_host_is_asked_once_at_a_time(house: House, server: MisbehavingServer) -> None:
    slowly = (b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n", Drip(FEED, every=0.02, forever=False))
    sources = [source(server.on(f"/{n}", slowly), name=f"s{n}") for n in range(3)]
    assert {status for status, _ in house.refresh(*sources)} == {"updated"}
    assert (len(server.requests), server.most_at_once) == (3, 1)


@dataclass(frozen=True)
class Secrets:
    """What only somebody within the hall may reach: another port of the source's own host, and a file."""

    service: MisbehavingServer
    file: Path


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    service = MisbehavingServer()
    service.on("/door.png", reply(b"open"))
    file = tmp_path / "secret.png"
    file.write_bytes(b"secret")
    return Secrets(service, file)


def test_17_what_a_feed_names_is_neither_a_file_nor_an_address_of_the_hall(
    house: House, server: MisbehavingServer, secrets: Secrets
) -> None:
    named = [
        secrets.service.url + "/door.png",
        secrets.service.url.replace("127.0.0.1", "localhost") + "/door.png",
        secrets.file.as_uri(),
        server.url + "/leads-there.png",
        server.url + "/leads-to-a-file.png",
    ]
    server.on("/leads-there.png", reply(b"", status=302, headers={"Location": named[0]}))
    server.on("/leads-to-a-file.png", reply(b"", status=302, headers={"Location": named[2]}))
    items = "".join(
        f'<item><title>{n}</title><enclosure url="{url}" type="image/png"/></item>' for n, url in enumerate(named)
    )
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    a = source(server.on("/feed", reply(body)))
    assert house.one(a, reader=read_feed).added == len(named)
    assert secrets.service.requests == []
    assert not list((house.data_dir / "media").glob("*")) if (house.data_dir / "media").exists() else True
    assert {asked.path for asked in server.requests} == {"/feed", "/leads-there.png", "/leads-to-a-file.png"}
    secrets.service.close()


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"])
def test_17_a_redirect_to_no_web_address_is_not_followed(server: MisbehavingServer, target: str) -> None:
    url = server.on("/feed", reply(b"", status=302, headers={"Location": target}))
    with pytest.raises(AddressError, match="redirect_no_web"):
        fetch(Request(url=url, deadline=10.0, max_bytes=10**6, user_agent="t", private_host="127.0.0.1"))


def test_17_a_redirect_within_the_own_network_is_not_followed(server: MisbehavingServer, secrets: Secrets) -> None:
    url = server.on("/feed", reply(b"", status=302, headers={"Location": secrets.service.url + "/door.png"}))
    request = Request(
        url=url, deadline=10.0, max_bytes=10**6, user_agent="t", private_host="127.0.0.1", private_ports=(server.port,)
    )
    with pytest.raises(LoginNeededError, match=r"127\.0\.0\.1"):
        fetch(request)
    assert secrets.service.requests == []
    secrets.service.close()
