"""A sample of `python -m tests.campaigns.public`: a guest's attacks, from its own namespace, on firewall, names and server."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from kiosk.refresher.site.builder import SiteContent, write_site
from tests.campaigns.public.__main__ import courier_door, joined, listeners, reached, tried
from tests.campaigns.public.games import misled
from tests.campaigns.public.networks import DOOR, SERVER, lacking, names, networks, server

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a guest of the kiosk's own Wi-Fi asks for the desk, SSH, the store, the hall's network, the "
        "internet, another server of names, by TCP and UDP; writes to pages",
        "all refused or dropped by the firewall but the pages; without it the same attacks come through",
    ),
    pytest.mark.attack(
        "what comes in",
        "a guest says to be the hall's router or the kiosk (ARP), or forges what a server of the internet "
        "answers, from its address and port",
        "taken for an answer is what was asked by that radio; the true server is reached as before. Other "
        "phones are kept apart by the radio (`ap-isolation`), which no test has",
    ),
    pytest.mark.attack(
        "what comes in",
        "what hands the pages out, or takes uploads, is taken over and calls the desk or the internet",
        "both users may begin no connection",
    ),
]


@pytest.mark.skipif(bool(lacking()), reason=lacking() or "-")
def test_a_guest_reaches_the_pages_and_nothing_else() -> None:
    with tempfile.TemporaryDirectory(prefix="publik-") as folder:
        place = Path(folder)
        place.chmod(0o777)
        site, front, arrivals = (place / name for name in ("site", "front", "kurir"))
        for each in (site, front, arrivals):
            each.mkdir()
        write_site(SiteContent({"index.html": b"Info Desa", "tidak-ada.html": b"Tidak ada"}, {}), site)
        with networks() as made, listeners(made), names(made, front), server(made, site, front, place / "pintu"):
            with courier_door(made, arrivals, place / "pintu"):
                assert [(name, came) for name, came, good in tried(made) if not good] == []
            assert misled(made) == ["blocked", "answered"]
            assert joined(made) == ["answered"] * 2
            assert [reached(made, user) for user in (0, SERVER, DOOR)] == [
                ["answered"] * 3,
                ["blocked"] * 3,
                ["blocked"] * 3,
            ]
