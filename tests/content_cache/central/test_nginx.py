"""Published by `kiosk publish`, served by nginx with TLS, taken by `kiosk refresh`: shown, searched, spoken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content_cache.central.nginx import NGINX, Host, nginx
from tests.content_cache.central.office import MARKET, OfficePC, picture

MOST_OF_A_POLL = 700  # bytes of HTTP, request and answer


class Kiosk:
    def __init__(self, place: Path, office: OfficePC, host: Host) -> None:
        self._call = [
            sys.executable,
            "-m",
            "kiosk",
            "--config",
            str(place / "kiosk.toml"),
            "--data",
            str(place / "data"),
        ]
        self._host = host
        self._office = office
        self._keys = place / "kunci"
        (place / "kiosk.toml").write_text("", "utf-8")
        told = self.run("keys", "new", "--to", str(self._keys), "--no-password")
        pins = [line for line in told.splitlines() if line.startswith(("format", "keys", "alert_keys"))]
        source = ["[[source]]", 'name = "Diskominfo"', f'url = "{host.url}"', *pins]
        (place / "kiosk.toml").write_text("\n".join(source), "utf-8")

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._call, *words], env=self._host.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def publish(self) -> None:
        self.run(
            "publish", str(self._office.folder), "--to", str(self._office.out), "--key", str(self._keys / "news.key")
        )

    def refresh(self) -> str:
        (source,) = json.loads(self.run("refresh", "--force", "--json"))["sources"]
        return str(source["status"])


@pytest.mark.skipif(NGINX is None, reason="apt install nginx-light (deploy/setup.sh does)")
def test_from_the_office_to_the_ear(tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    office.out.mkdir()
    with nginx(tmp_path / "nginx", office.out) as host:
        kiosk = Kiosk(tmp_path, office, host)
        kiosk.publish()
        assert kiosk.refresh() == "updated"
        items = {item["id"]: item for item in json.loads(kiosk.run("items", "--json"))["items"]}
        assert items["pasar"]["verified"] == "signature"
        assert [item["id"] for item in json.loads(kiosk.run("items", "--search", "cakalang", "--json"))["items"]] == [
            "pasar"
        ]
        assert "dua puluh lima ribu rupiah sekilo" in kiosk.run("say", "--item", "pasar", "--words").lower()

        before = len(host.requests())
        assert kiosk.refresh() == "unchanged"
        ((path, status, size),) = host.requests()[before:]
        assert (path, status) == ("/latest.minisig", 304)
        assert size <= MOST_OF_A_POLL, f"an unchanged poll is {size} bytes of HTTP"

        office.put("baru.md", MARKET.replace("pasar", "baru"))
        office.put("pipa.png", picture("red"))
        kiosk.publish()
        before = len(host.requests())
        assert kiosk.refresh() == "updated"
        asked = [path for path, *_ in host.requests()[before:]]
        assert asked[:2] == ["/latest.minisig", "/feed-2.json"]
