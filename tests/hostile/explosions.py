"""Bombs set off, one by one and all at once in a refresh, and what is measured of it.

The long form, with the deadlines of a village (60 s to fetch, 30 s to read):

    python -m tests.hostile.explosions
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from content_cache.formats import read_feed
from content_cache.http.client import fetch
from content_cache.http.messages import Request
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import MEMORY_BYTES, run_bounded
from content_cache.model.errors import CacheError
from content_cache.model.sources import Source
from content_cache.refresh.feed_job import poll_feed
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.hostile.bombs import BOMBS, CLOSE, OPEN, enclosure
from tests.hostile.verdict import NOW

T = TypeVar("T")
GOOD = OPEN + b"<item><title>Baik</title><guid>1</guid></item>" + CLOSE
MOST_MB, MOST_OWN_MB = 300, 140  # of its own: itself, and three bodies of 20 MB that it fetches at a time
GRACE = 2.0
SLOW = ("a body that drips", "headers that drip", "silence")  # they end by the deadline of the exchange alone


@contextmanager
def hosts() -> Iterator[list[MisbehavingServer]]:
    """Several hosts: each is an address of its own on loopback."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(MisbehavingServer(host=f"127.0.0.{n}"))) for n in range(2, 8)]


def alone(
    server: MisbehavingServer, name: str, deadline: float, reading: float, memory_bytes: int = MEMORY_BYTES
) -> tuple[float, str]:
    """One bomb, asked for as the refresher does: the seconds until it is over, and what came of it."""
    url = server.on("/feed", BOMBS[name]())
    request = Request(url=url, deadline=deadline, max_bytes=20_000_000, user_agent="t", private_host="127.0.0.2")
    question = Question(source=Source(name="a", url=url), request=request, body_hash="", now=NOW)
    start = time.monotonic()
    try:
        bounded = partial(_bounded, memory_bytes)
        answer = poll_feed(question, read_feed, fetch=fetch, bounded=bounded, reading=reading)
        told = str(answer.error) if answer.error else f"{len(answer.lines)} items; {'; '.join(map(str, answer.notes))}"
    except CacheError as error:
        told = str(error)
    return time.monotonic() - start, told


def _bounded(memory_bytes: int, seconds: float, function: Callable[..., T], /, *args: object, **files: Any) -> T:
    return run_bounded(function, *args, deadline=seconds, memory_bytes=memory_bytes, **files)


def control(server: MisbehavingServer) -> float:
    """The peak (MB) of a child whose memory is not bounded: were it within the bound too, nothing would have been tried."""
    alone(server, "a million tags, one in the other", 60.0, 30.0, memory_bytes=8_000_000_000)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def round_of(
    servers: list[MisbehavingServer], folder: Path, names: list[str], *, deadline: float, reading: float
) -> dict[str, Any]:
    """Refresh the named bombs, a picture of a gigabyte, and last a good source of each host, in a process of its own."""
    named = []
    picture = servers[0].on("/huge.jpg", enclosure())
    huge = OPEN + f'<item><title>Gambar</title><enclosure url="{picture}" type="image/jpeg"/></item>'.encode() + CLOSE
    named.append(f"picture={servers[0].on('/picture', reply(huge))}")
    for number, name in enumerate(names):
        server = servers[number % len(servers)]
        named.append(f"bomb {number}={server.on(f'/bomb{number}', BOMBS[name]())}")
    for number, server in enumerate(servers):
        named.append(f"good {number}={server.on('/good', reply(GOOD))}")
    command = [sys.executable, "-m", "tests.hostile.refresh_once", str(folder), f"{deadline},{reading}", *named]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    report: dict[str, Any] = json.loads(done.stdout)
    report["named"] = {f"bomb {number}": name for number, name in enumerate(names)}
    return report


def check(report: dict[str, Any], servers: list[MisbehavingServer]) -> None:
    outcomes = report["outcomes"]
    good = {name: outcome for name, outcome in outcomes.items() if name.startswith(("good", "picture"))}
    assert len(good) == len(servers) + 1
    assert {outcome[0] for outcome in good.values()} == {"updated"}, good
    for name, (status, error) in outcomes.items():
        assert status == "updated" or (error and error.isprintable()) or status == "unchanged", name
    assert report["own_mb"] < MOST_OWN_MB, report
    assert report["largest_child_mb"] < MOST_MB, report


def main() -> None:
    with hosts() as servers, tempfile.TemporaryDirectory() as folder:
        for name in BOMBS:
            seconds, told = alone(servers[0], name, 60.0, 30.0)
            print(f"{name:36} {seconds:6.1f} s  {told[:140]}", flush=True)
            assert seconds < (60.0 if name in SLOW else 90.0) + GRACE
        report = round_of(servers, Path(folder), list(BOMBS), deadline=60.0, reading=30.0)
        for name, (status, error) in report["outcomes"].items():
            print(f"{report['named'].get(name, name):36} {status:10} {error[:120]}")
        print(
            f"{report['seconds']:.0f} s, refresher {report['own_mb']:.0f} MB, child {report['largest_child_mb']:.0f} MB"
        )
        check(report, servers)
        peak = control(servers[0])
        print(f"control: {peak:.0f} MB where nothing bounds it")
        assert peak > MOST_MB


if __name__ == "__main__":
    main()
