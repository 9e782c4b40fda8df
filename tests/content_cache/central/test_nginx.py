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

    def run(self, *words: str, code: int = 0, clock: str = "") -> str:
        """Run `kiosk` with *words*, at time *clock* if given, and return its output. Asserts exit status *code*."""
        machine = ["faketime", "-f", clock] if clock else []
        environment = self._host.environment | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        done = subprocess.run(
            [*machine, *self._call, *words], env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == code, done.stderr + done.stdout
        return done.stdout + done.stderr * bool(code)

    def publish(self) -> None:
        self.run(
            "publish", str(self._office.folder), "--to", str(self._office.out), "--key", str(self._keys / "news.key")
        )

    def titles(self) -> set[str]:
        return {item["title"] for item in json.loads(self.run("items", "--json", "--now", "2026-09-03T10:00"))["items"]}

    def refresh(self) -> str:
        (source,) = json.loads(self.run("refresh", "--force", "--json"))["sources"]
        return str(source["status"])


@pytest.mark.slow(cases=0)
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


@pytest.mark.slow(cases=0)
@pytest.mark.skipif(NGINX is None, reason="apt install nginx-light (deploy/setup.sh does)")
def test_by_a_wrong_clock_no_host_is_trusted_and_nothing_is_lost(tmp_path: Path) -> None:
    """Show that a clock set wrong, also by an attacker, makes no expired certificate valid and loses no item."""
    office = OfficePC.at(tmp_path)
    office.out.mkdir()
    with nginx(tmp_path / "nginx", office.out) as host:
        kiosk = Kiosk(tmp_path, office, host)
        kiosk.publish()
        kiosk.refresh()
        before = kiosk.titles()
        assert before == {"Harga cakalang turun"}
        office.put("baru.md", MARKET.replace("pasar", "baru").replace("turun", "naik"))
        kiosk.publish()
        for clock in ("@1980-01-02 00:00:00", "@2100-01-02 00:00:00"):
            told = kiosk.run("refresh", "--force", code=1, clock=clock)
            assert "jam kios salah, sambungan aman tidak dapat diperiksa; setel jam" in told
            assert kiosk.titles() == before
        assert kiosk.refresh() == "updated"
        assert kiosk.titles() == before | {"Harga cakalang naik"}
