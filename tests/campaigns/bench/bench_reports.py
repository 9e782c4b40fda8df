"""Reports into the real server: python -m pytest tests/campaigns/bench/bench_reports.py -m bench -s   (apt install
victoria-metrics)

A kiosk that was offline for four days sends what it kept; another fell silent. Each rule of the monitor and each panel of
deploy/pemantauan is then asked of the server.
"""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from content_cache.model.records import SourceRecord
from kiosk.office.fleet.monitor_rules import monitor_rules
from kiosk.refresher.metrics import Health, MetricsOutbox, lines_of, request_of
from kiosk.refresher.metrics_sender import send_report

pytestmark = pytest.mark.bench

SERVER = shutil.which("victoria-metrics")
BOARD = Path(__file__).parents[3] / "deploy/pemantauan/grafana.json"
NOW = datetime.now(UTC)


@contextmanager
def running(*words: str, port: int) -> Iterator[str]:
    """A server's address, as soon as it answers."""
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + 30
    try:
        while time.monotonic() < end:
            try:
                urlopen(f"{url}/health", timeout=2).close()
                break
            except URLError:
                continue
        yield url
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    if SERVER is None:
        pytest.skip("apt install victoria-metrics")
    port = free_port()
    words = [SERVER, f"-storageDataPath={tmp_path / 'vm'}", f"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=1y"]
    with running(*words, port=port) as url:
        yield url


def ask(url: str, query: str) -> list[dict[str, Any]]:
    with urlopen(f"{url}/api/v1/query?query={quote(query)}&nocache=1", timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)["data"]["result"]
    return found


def health(age: timedelta, *, disk_ok: bool = True, speech_ok: bool = True) -> Health:
    source = SourceRecord(name="Diskominfo", url="https://a.id", last_success=NOW - age)
    return Health(sources=(source,), items=40, editions={"Diskominfo": 7}, free_bytes=10**9, disk_ok=disk_ok, store_ok=True,
                  speech_ok=speech_ok, counts={"read": 12})  # fmt: skip


def test_what_was_kept_arrives_and_the_rules_find_what_is_wrong(server: str, tmp_path: Path) -> None:
    kinds = {
        "well": (health(timedelta(hours=1)), 0),
        "stale": (health(timedelta(days=5)), 0),
        "card": (health(timedelta(hours=1), disk_ok=False), 0),
        "mute": (health(timedelta(hours=1), speech_ok=False), 0),
        "silent": (health(timedelta(hours=1)), 4 * 24),
    }
    sent = messages = 0
    for kiosk, (state, hours_ago) in kinds.items():
        folder = tmp_path / kiosk
        folder.mkdir()
        outbox = MetricsOutbox(folder)
        for hour in range(96, -1, -1):
            if hour >= hours_ago:
                outbox.add(
                    lines_of(state, {"kiosk": kiosk, "place": kiosk, "area": "72.01"}, NOW - timedelta(hours=hour))
                )
        while lines := outbox.oldest_lines():
            body = gzip.compress("".join(f"{line}\n" for line in lines).encode())
            sent += send_report(request_of(server, "bench"), body, {"Content-Encoding": "gzip"})
            messages += 1
            outbox.drop_lines(len(lines))
    end = time.monotonic() + 30
    while time.monotonic() < end and len(ask(server, "count_over_time(kiosk_up[10d])")) < len(kinds):
        time.sleep(0.2)
    counts = {row["metric"]["kiosk"]: int(row["value"][1]) for row in ask(server, "count_over_time(kiosk_up[10d])")}
    assert counts == dict.fromkeys(kinds, 97) | {"silent": 1}
    found = {}
    for rule in monitor_rules(timedelta(days=2)):
        if kiosks := sorted({row["metric"]["kiosk"] for row in ask(server, rule.query)}):
            found[rule.name] = kiosks
    assert found == {
        "KioskSilent": ["silent"],
        "SourceStale": ["stale"],
        "StorageFault": ["card"],
        "VoiceFault": ["mute"],
    }
    for panel in json.loads(BOARD.read_text("utf-8"))["panels"]:
        for target in panel["targets"]:
            ask(server, target["expr"].replace("$area", ".*"))
    print(f"\n{sum(counts.values())} reports of 5 kiosks in {messages} messages, {sent / messages:.0f} bytes each way a message of "
          "four days; every rule finds its kiosk and no other")  # fmt: skip
