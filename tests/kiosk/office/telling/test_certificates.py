"""Certificates of the office's public addresses: people hear of their end before kiosks refuse them."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme
from msgspec.structs import replace

from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.certificates import PublicCertificates
from kiosk.office.telling.digest import Digest
from kiosk.office.telling.events import EventWatch, OfficeEvent
from kiosk.office.telling.letters import in_words
from kiosk.office.wording import PageWording
from tests.support.newsroom import Newsroom


class Site:
    """Web site on this machine whose certificate can be replaced."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        self.server.socket = self.context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://localhost:{self.server.server_port}/"

    def renew(self, days: float) -> datetime:
        """Show a certificate that ends in *days*, and return its end."""
        ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
        # the certificate of before is left behind once a newer one is loaded
        self.authority.issue_cert("localhost", not_after=ends).configure_cert(self.context)
        return ends

    def trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    site.renew(90)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.mark.parametrize(("days", "told"), [(90, False), (21, False), (19, True), (1, True), (-1, True)])
def test_certificate_is_told_of_before_and_after_its_end(site: Site, days: int, told: bool) -> None:
    now = datetime.now(UTC)
    certificates = PublicCertificates(lambda: (site.url, "http://localhost/", "", "https://[x/"), site.trusting)
    ends = site.renew(days)
    certificates.look(now)
    found = certificates.ending(now)
    assert [each.host for each in found] == (["localhost"] if told else [])
    assert [each.ends for each in found] == [ends if days > 0 else now][:told], "of an ended one only that is known"


def test_untrusted_certificate_and_silent_host_tell_of_none(site: Site) -> None:
    now = datetime.now(UTC)
    site.renew(1)
    strange = PublicCertificates(lambda: (site.url,))
    strange.look(now)
    assert strange.ending(now) == []
    certificates = PublicCertificates(lambda: (site.url,), site.trusting)
    certificates.look(now)
    site.server.shutdown()
    site.server.server_close()
    certificates.look(now)
    assert [each.host for each in certificates.ending(now)] == ["localhost"], "what was seen before still counts"


def test_administrator_sees_it_and_letters_tell_of_it_until_it_is_renewed(site: Site, room: Newsroom) -> None:
    office, now = room.office, datetime.now(UTC)
    certificates = PublicCertificates(lambda: (site.url,), site.trusting)
    site.renew(5)
    certificates.look(now)
    watch = EventWatch(
        office.fleet, office.areas, office.warnings, office.post, lambda: timedelta(days=3), now, certificates.ending
    )
    (event,) = watch.current_state(now).events.values()
    assert (event.kind, event.id) == (TellKind.CERTIFICATE, "localhost")
    wording = PageWording(Words(Translation("id")), office.notices.office, office.areas, office.clock)
    letter = in_words(Digest((event,)), wording, "Kominfo", "https://meja.contoh.go.id/")
    assert letter.subject == "Kominfo: Sertifikat akan habis"
    assert "- localhost: sertifikatnya berlaku sampai " in letter.text
    assert "https://meja.contoh.go.id\n" in letter.text
    over = in_words(Digest((), (OfficeEvent(TellKind.CERTIFICATE, "localhost"),)), wording, "Kominfo", "")
    assert "- localhost: sertifikatnya sudah diperbarui" in over.text
    site.renew(90)
    certificates.look(now)
    assert watch.current_state(now).events == {}


def test_home_page_names_it_to_administrators_alone(site: Site, room: Newsroom) -> None:
    certificates = PublicCertificates(lambda: (site.url,), site.trusting)
    site.renew(5)
    certificates.look(datetime.now(UTC))
    app_room = Newsroom.over(replace(room.office, certificates=certificates, clock=lambda: datetime.now(UTC)))
    for name, seen in (("Fatma Adam", True), ("Anton Djalil", False)):
        browser = app_room.browser(name)
        browser.get("/")
        assert ("localhost: sertifikatnya berlaku sampai" in browser.words) is seen
