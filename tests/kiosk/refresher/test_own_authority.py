"""An office whose certificate is by an authority of its regency: kiosks that are told of it take its editions, and nothing else."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from content_cache.store.store import Store
from kiosk.installation import Installation
from kiosk.refresher.service import refresh_sources
from kiosk.settings import load
from kiosk.settings.faults import SettingCode
from tests.content_cache.central.office import NEWS, NOW, OfficePC


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, authority: trustme.CA) -> Iterator[str]:
    """Serve *folder* over TLS by a certificate of *authority*."""
    web = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield f"https://127.0.0.1:{web.server_port}"
    web.shutdown()
    web.server_close()
    thread.join()


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def url(tmp_path: Path, authority: trustme.CA) -> Iterator[str]:
    """Address of a published edition, beside a feed that nobody has signed."""
    office = OfficePC.at(tmp_path)
    office.out.mkdir()
    office.publish()
    (office.out / "bmkg.xml").write_text(
        "<rss version='2.0'><channel><title>B</title><item><title>Tenang</title><guid>1</guid></item></channel></rss>"
    )
    with served(office.out, authority) as address:
        yield address


def statuses(tmp_path: Path, url: str, authorities: str) -> dict[str, str]:
    """Ask both sources as a kiosk that trusts *authorities*; return the code of what went wrong by source, "" for nothing."""
    config = tmp_path / "kiosk.toml"
    config.write_text(
        f"[network]\nauthorities = '''{authorities}'''\n"
        f'[[source]]\nname = "Diskominfo"\nurl = "{url}/kiosk-feed.json"\nformat = "central"\nkeys = ["{NEWS.public}"]\n'
        f'[[source]]\nname = "BMKG"\nurl = "{url}/bmkg.xml"\n'
    )
    settings = load(config)
    assert settings.faults == ()
    installation = Installation(settings, config, tmp_path / "data", print, print)
    found = refresh_sources(installation, force=True, now=lambda: NOW)
    return {each.name: "" if each.error is None else str(each.error.code) for each in found.outcomes}


@pytest.mark.attack(
    "from afar",
    "whoever has the regency's own authority answers in BMKG's place",
    "it is trusted for what is signed or sealed besides: signed sources, post, updates, reports",
)
def test_its_editions_and_pictures_are_taken_and_no_other_source_is_believed(
    tmp_path: Path, url: str, authority: trustme.CA
) -> None:
    assert statuses(tmp_path, url, authority.cert_pem.bytes().decode()) == {"Diskominfo": "", "BMKG": "tls_failed"}
    with Store.open(tmp_path / "data") as store:
        pictures = [each for item in store.reader.items() for each in item.pictures]
    assert [picture.alt for picture in pictures] == ["Pipa bocor di tepi jalan"]


def test_without_it_or_by_another_the_office_is_not_believed(tmp_path: Path, url: str) -> None:
    refused = {"Diskominfo": "tls_failed", "BMKG": "tls_failed"}
    assert statuses(tmp_path, url, "") == refused
    assert statuses(tmp_path, url, trustme.CA().cert_pem.bytes().decode()) == refused


def test_it_may_be_added_to_a_machine_as_its_administrator_does(
    tmp_path: Path, url: str, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL reads SSL_CERT_FILE in the place of the file that update-ca-certificates writes."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    from content_cache.http.transport import _trusted

    _trusted.cache_clear()
    assert statuses(tmp_path, url, "")["Diskominfo"] == ""
    _trusted.cache_clear()


@pytest.mark.parametrize(
    "written",
    [
        "Diskominfo",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        trustme.CA().issue_cert("127.0.0.1").cert_chain_pems[0].bytes().decode(),
        trustme.CA().private_key_pem.bytes().decode(),
    ],
    ids=["words", "damaged", "a host's own", "a key"],
)
def test_what_is_no_certificate_of_an_authority_is_told(written: str, tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(f"[network]\nauthorities = '''{written}'''\n")
    settings = load(config)
    assert [problem.code for fault in settings.faults for problem in fault.problems] == [
        SettingCode.NO_AUTHORITY,
        SettingCode.DEFAULT,
    ]
    assert settings.network.authorities == ""
