"""What the central feed costs: a poll, an import of 500 items, a fleet of kiosks over a day.

python -m pytest tests/bench/bench_central.py -m bench -s      (nginx is needed for polls and the fleet's real run)
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from content_cache import schedule
from content_cache.central.bundle import Bundle
from content_cache.central.importing import Result, import_bundle
from content_cache.limits import Limits
from content_cache.store import Store
from tests.content_cache.central.nginx import NGINX, Host, nginx
from tests.content_cache.central.office import NOW, OfficePC
from tests.content_cache.central.village import pinned

pytestmark = pytest.mark.bench

KIOSKS = 80_000
CLIENTS = 2_000
ITEMS = 500
needs_nginx = pytest.mark.skipif(NGINX is None, reason="apt install nginx-light")


def large(place: Path, count: int = ITEMS) -> OfficePC:
    """So many notices, each with a picture as telephones take them once they are made small."""
    office = OfficePC(place / "kantor", place / "terbit")
    office.folder.mkdir(parents=True)
    noise = Image.effect_noise((1280, 960), 20).convert("RGB")
    for number in range(count):
        shade = Image.new("RGB", (1280, 960), (number % 256, 80, 160))
        Image.blend(shade, noise, 0.3).save(office.folder / f"{number}.jpg", quality=60)
        head = f"id: n{number}\ntitle: Kabar {number}\npictures:\n  - file: {number}.jpg\n    alt: Pantai\n"
        office.put(f"{number}.md", f"---\n{head}---\n{'Warga diminta hadir. ' * 40}\n")
    return office


def test_five_hundred_items_from_a_stick(tmp_path: Path) -> None:
    office = large(tmp_path)
    start = time.perf_counter()
    office.publish()
    published = time.perf_counter() - start
    total = sum(path.stat().st_size for path in office.out.rglob("*") if path.is_file())
    clock = lambda: NOW + timedelta(days=90)  # noqa: E731
    with Store.open(tmp_path / "data") as store:
        start = time.perf_counter()
        imported = import_bundle(store, Bundle(office.out), [pinned("https://a.id/")], clock=clock, limits=Limits())
        taken = time.perf_counter() - start
        assert imported.result is Result.TAKEN
        shown = sum(item.picture is not None for item in store.items())
    print(f"\n{ITEMS} items, {total / 1e6:.0f} MB: published in {published:.1f} s, taken from a stick in {taken:.1f} s, "
          f"{shown} with their pictures")  # fmt: skip
    assert shown == ITEMS


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


def test_a_day_of_the_fleet() -> None:
    """Turns as the schedule gives them, all kiosks starting at one moment (the power came back), hourly polls."""
    start = datetime(2026, 9, 3, tzinfo=UTC)
    minutes: Counter[int] = Counter()
    for number in range(KIOSKS):
        name = f"{number:012x}"
        since = schedule.caught_up(start, schedule.CATCH_UP, kiosk_id=name, source="a")
        when = since
        while (at := (when - start).total_seconds()) < 86_400:
            minutes[int(at // 60)] += 1
            when = schedule.next_check(when, 3_600.0, kiosk_id=name, source="a")
    polls, worst = minutes.total(), max(minutes.values())
    size = 700 + 3_200  # of HTTP, and of a TLS handshake (findings: a 304 over TLS costs 3.1 to 3.8 KB down)
    print(f"\n{KIOSKS} kiosks: {polls} polls a day, {polls / 86_400:.1f} a second, {polls * size / 1e9:.1f} GB; "
          f"the fullest minute has {worst} ({worst / polls:.2%} of the day's, mean {1 / 1440:.2%})")  # fmt: skip
    assert worst <= polls * 0.05


@needs_nginx
def test_two_thousand_kiosks_at_once(tmp_path: Path) -> None:
    """Each asks conditionally, and then for one new edition: what publishing one item costs."""
    office = OfficePC.at(tmp_path)
    office.publish()
    with nginx(tmp_path / "nginx", office.out) as host:
        etag = asyncio.run(_etag(host))
        start = time.perf_counter()
        statuses = asyncio.run(_fleet(host, [("latest.minisig", etag)] * CLIENTS))
        unchanged = time.perf_counter() - start
        assert statuses == Counter({304: CLIENTS})
        start = time.perf_counter()
        statuses = asyncio.run(_fleet(host, [("latest.minisig", ""), ("feed-1.json", "")] * CLIENTS))
        changed = time.perf_counter() - start
        assert statuses == Counter({200: 2 * CLIENTS})
        sizes: Counter[tuple[str, int]] = Counter()
        for path, status, size in host.requests():
            sizes[(path, status)] += size
    whole = sum(sizes[key] for key in (("/latest.minisig", 200), ("/feed-1.json", 200))) / CLIENTS
    print(f"\n{CLIENTS} at once: unchanged {CLIENTS / unchanged:.0f} a second, no error; one new edition {whole:.0f} bytes a kiosk "
          f"({whole * KIOSKS / 1e6:.0f} MB for {KIOSKS}) in {changed:.1f} s for all of these")  # fmt: skip
    shutil.rmtree(tmp_path / "nginx")


async def _etag(host: Host) -> str:
    answer = await _ask(host, "latest.minisig", "")
    return next(line.split(": ", 1)[1] for line in answer.split("\r\n") if line.lower().startswith("etag"))


async def _fleet(host: Host, asked: list[tuple[str, str]]) -> Counter[int]:
    answers = await asyncio.gather(*(_ask(host, name, etag) for name, etag in asked))
    return Counter(int(answer.split(" ", 2)[1]) for answer in answers)


async def _ask(host: Host, name: str, etag: str) -> str:
    port = int(host.plain.rsplit(":", 1)[1].rstrip("/"))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    writer.write(
        f"GET /{name} HTTP/1.1\r\nHost: a.id\r\nUser-Agent: kim-kiosk/0.1\r\n{condition}Connection: close\r\n\r\n".encode()
    )
    answer = (await reader.read()).decode("utf-8", "replace")
    writer.close()
    return answer
