"""The host that scenarios take bundles from: what it sends it counts, and broken off it sends nothing more."""

from __future__ import annotations

import http.client
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from tests.campaigns.appliance.web import Host


def asked(host: Host, authority: trustme.CA, first: int, last: int) -> tuple[int, bytes]:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    context.check_hostname = False  # it is 127.0.0.1 here, and another name in the machine
    line = http.client.HTTPSConnection("127.0.0.1", urlsplit(host.url).port or 0, context=context)
    try:
        line.request("GET", "/held/bundle", headers={"Range": f"bytes={first}-{last}"})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def test_pieces_are_counted_until_it_breaks_off(tmp_path: Path) -> None:
    (tmp_path / "bundle").write_bytes(bytes(range(200)))
    authority = trustme.CA()
    with Host(tmp_path, authority).open() as host:
        assert asked(host, authority, 10, 19) == (206, bytes(range(10, 20)))
        assert asked(host, authority, 190, 900) == (206, bytes(range(190, 200)))
        assert (host.sent, host.answers) == (20, 2)
        host.breaks_after = 20
        with pytest.raises((OSError, http.client.HTTPException)):
            asked(host, authority, 0, 9)
        assert host.sent == 20
        host.breaks_after = None
        assert asked(host, authority, 0, 0) == (206, b"\0")
