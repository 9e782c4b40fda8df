"""What the central feed costs one kiosk: a poll, and a stick with 500 items after 90 days offline. Its fleet: bench_fleet.

python -m pytest tests/campaigns/bench/bench_central.py -m bench -s      (nginx is needed for the poll)
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import ImportResult, import_bundle
from content_cache.jobs.limits import Limits
from content_cache.store.store import Store
from tests.content_cache.central.nginx import NGINX, Host, nginx
from tests.content_cache.central.office import NOW, OfficePC
from tests.content_cache.central.village import pinned
from tests.content_cache.house import Clock

pytestmark = pytest.mark.bench

ITEMS, OLD = 500, 100
SECONDS = 60.0
needs_nginx = pytest.mark.skipif(NGINX is None, reason="apt install nginx-light")


def large(place: Path, count: int = ITEMS) -> OfficePC:
    """So many notices, each with a picture as telephones take them once they are made small."""
    office = OfficePC(place / "kantor", place / "terbit")
    office.folder.mkdir(parents=True)
    fill(office, "n", count)
    return office


def fill(office: OfficePC, name: str, count: int, *, expires: str = "") -> None:
    noise = Image.effect_noise((1280, 960), 20).convert("RGB")
    for number in range(count):
        each = f"{name}{number}"
        shade = Image.new("RGB", (1280, 960), (number % 256, len(name) * 40, 160))
        Image.blend(shade, noise, 0.3).save(office.folder / f"{each}.jpg", quality=60)
        head = f"id: {each}\ntitle: Kabar {number}\n{expires}pictures:\n  - file: {each}.jpg\n    alt: Pantai\n"
        office.put(f"{each}.md", f"---\n{head}---\n{'Warga diminta hadir. ' * 40}\n")


def test_ninety_days_offline_then_a_stick_of_yesterday(tmp_path: Path) -> None:
    """Show that after 89 days offline expired items are gone, others stay, and a stick brings the whole new edition at once."""
    office = large(tmp_path, OLD)
    fill(office, "lama", OLD, expires="expires: 2026-09-20\n")
    office.publish()
    clock = Clock(NOW)
    with Store.open(tmp_path / "data") as store:
        sources, limits = [pinned("https://a.id/")], Limits()
        assert import_bundle(store, Bundle(office.out), sources, clock=clock, limits=limits).added == 2 * OLD
        fill(office, "baru", ITEMS)
        start = time.perf_counter()
        office.publish(later=timedelta(days=89))
        published = time.perf_counter() - start
        total = sum(path.stat().st_size for path in office.out.rglob("*") if path.is_file())
        clock.now = NOW + timedelta(days=90)
        start = time.perf_counter()
        imported = import_bundle(store, Bundle(office.out), sources, clock=clock, limits=limits)
        taken = time.perf_counter() - start
        assert (imported.result, imported.added) == (ImportResult.TAKEN, ITEMS)
        shown = store.reader.items(expired_at=clock.now)
    pictured = sum(item.picture is not None for item in shown)
    print(f"\n90 days offline, then {ITEMS} new items, {total / 1e6:.0f} MB on the stick: published in {published:.1f} s, "
          f"taken in {taken:.1f} s; shown {len(shown)}, {pictured} with pictures; {OLD} expired and gone")  # fmt: skip
    names = Counter(item.id.rstrip("0123456789") for item in shown)
    assert names == {"baru": ITEMS, "n": OLD}
    assert pictured == len(shown)
    assert taken <= SECONDS


@needs_nginx
def test_bytes_of_a_poll(tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    office.publish()
    with nginx(tmp_path / "nginx", office.out) as host:
        for name in ("first", "unchanged"):
            before = len(host.requests())
            refresh(tmp_path, host)
            requests = host.requests()[before:]
            print(f"\n{name} poll: {len(requests)} requests, {sum(size for *_, size in requests)} bytes of HTTP: "
                  + ", ".join(f"{path[:16]} {status} {size}" for path, status, size in requests))  # fmt: skip
        assert sum(size for *_, size in requests) <= 700


def refresh(place: Path, host: Host) -> None:
    source = pinned(host.url)
    config = place / "kiosk.toml"
    keys, alert = json.dumps(source.keys), json.dumps(source.alert_keys)
    text = f'[[source]]\nname = "a"\nurl = "{host.url}"\nformat = "central"\nkeys = {keys}\nalert_keys = {alert}\n'
    config.write_text(text, "utf-8")
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "--config",
        str(config),
        "--data",
        str(place / "data"),
        "refresh",
        "--force",
    ]
    subprocess.run(command, env=host.environment, check=True, capture_output=True)
