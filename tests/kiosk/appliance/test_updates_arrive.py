"""An update comes over a line that breaks, in pieces, or on a stick; the provisioner is asked once all of it is here."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from content_cache.files import room_above
from content_cache.http.client import fetch
from content_cache.signing.keys import SecretKey
from kiosk.appliance.update.download import PIECE, Updates, bring
from kiosk.appliance.update.from_stick import from_stick
from kiosk.core.clock import Moment, Trust
from kiosk.core.paths import Folders
from kiosk.settings import Settings
from kiosk.settings.sections import NetworkSettings, UpdateSettings
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestAnswer, RequestResult
from tests.kiosk.appliance.office import KEY, MACHINE, publish

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a stick that gives other bytes when it is read again",
    ),
    pytest.mark.attack(
        "what comes in",
        "a stick that fills the disk, plugged in again and again, or by files that unpack to much more",
    ),
]


NOW = datetime(2026, 11, 25, 9, 41, tzinfo=UTC)


class Site:
    """A folder on the web, on loopback, with ranges (RFC 9110 section 14); `asked` are the paths and where they began."""

    def __init__(self, folder: Path) -> None:
        asked: list[tuple[str, int]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = folder / self.path.rpartition("/")[2]
                start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
                asked.append((path.name, start))
                if not path.is_file():
                    self.send_error(404)
                    return
                content = path.read_bytes()
                self.send_response(206 if start else 200)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
                self.send_header("ETag", '"satu"')
                self.send_header("Content-Length", str(len(content) - start))
                self.end_headers()
                self.wfile.write(content[start:])

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/pembaruan/"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Fetching:
    """A refresher's updates, with a clock that the test turns."""

    def __init__(self, folder: Path, url: str, *, megabytes: int = 50) -> None:
        self.now, self.trust = NOW, Trust.TRUSTED
        self.data = folder / "data"
        self.data.mkdir()
        self.memory = Memory(self.data)
        settings = Settings(
            update=UpdateSettings((str(KEY.public),), url), network=NetworkSettings(daily_megabytes=megabytes)
        )
        self.newest = folder / "newest"
        self.updates = Updates(
            settings,
            self.data,
            self.memory,
            lambda: Moment(self.now, self.trust),
            get=fetch,
            machine=MACHINE,
            newest=self.newest,
        )

    def turn(self, ticks: int = 40, *, wait: timedelta = timedelta(minutes=11)) -> None:
        for _ in range(ticks):
            self.updates.check_for_update()
            self.updates.pool.submit(lambda: None).result(20)  # the one thread has done what came before
            self.updates.check_for_update()
            self.now += wait

    @property
    def requests(self) -> list[str]:
        return [request.text for request in self.memory.requests.since(0)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    publish(tmp_path / "web", 7, "x" * 3000)
    served = Site(tmp_path / "web")
    yield served
    served.close()


@pytest.fixture
def fetching(tmp_path: Path, site: Site) -> Iterator[Fetching]:
    made = Fetching(tmp_path, site.url)
    yield made
    made.updates.close()
    made.memory.close()


def test_it_comes_in_pieces_whole_and_is_handed_over_once(fetching: Fetching, site: Site, tmp_path: Path) -> None:
    name = publish(
        tmp_path / "web", 8, random.Random(8).randbytes(2_200_000).hex()
    ).name  # squashed to half of its digits
    fetching.turn(12)
    assert (fetching.data / "updates" / name).read_bytes() == (tmp_path / "web" / name).read_bytes()
    starts = [start for path, start in site.asked if path == name]
    assert len(starts) > 2
    assert starts == sorted(set(starts))  # nothing came down twice
    assert fetching.requests == ["update"]


def test_taken_in_it_begins_in_the_night(fetching: Fetching) -> None:
    fetching.turn(6)
    fetching.memory.requests.answer_request(1, RequestAnswer(RequestResult.DONE).to_json())
    fetching.newest.write_text("7")  # as the provisioner tells
    fetching.turn(30, wait=timedelta(hours=1))
    assert fetching.requests == ["update", "reboot"]
    assert not any(fetching.data.glob("updates/*.squashfs"))


def test_what_is_here_already_is_not_fetched(fetching: Fetching, site: Site) -> None:
    fetching.newest.write_text("7")
    fetching.turn(4)
    assert {path for path, _ in site.asked} == {f"kiosk-{MACHINE}.minisig"}
    assert fetching.requests == []


def test_what_the_office_did_not_sign_is_not_fetched(fetching: Fetching, site: Site, tmp_path: Path) -> None:
    publish(tmp_path / "web", 8, key=SecretKey.generate())
    fetching.turn(4)
    assert all(path.endswith(".minisig") for path, _ in site.asked)


def test_a_day_has_its_bounds(tmp_path: Path, site: Site) -> None:
    """Half of what a day's line may carry is for updates: 1.5 MB, of which one piece of 1 MB is fetched."""
    whole = publish(tmp_path / "web", 8, random.Random(8).randbytes(1_600_000).hex())  # squashed to half of its digits
    made = Fetching(tmp_path, site.url, megabytes=3)
    made.turn(12)
    pieces = [start for path, start in site.asked if path == whole.name]
    assert pieces == [0]
    made.now += timedelta(days=1)
    made.turn(3)
    pieces = [start for path, start in site.asked if path == whole.name]
    assert pieces == [0, PIECE]
    made.updates.close()
    made.memory.close()


@pytest.mark.parametrize("trust", [Trust.FLOOR, Trust.UNKNOWN])
def test_nothing_is_asked_by_a_clock_that_is_not_right(fetching: Fetching, site: Site, trust: Trust) -> None:
    fetching.trust = trust
    fetching.turn(3)
    assert site.asked == []


def test_a_site_that_is_gone_is_asked_again(fetching: Fetching, site: Site) -> None:
    site.close()
    fetching.turn(4)
    assert fetching.requests == []


def on_stick(tmp_path: Path, make: Callable[[Path], object]) -> tuple[Folders, Path]:
    folders = Folders(tmp_path / "root")
    folders.data.mkdir(parents=True)
    folders.config.parent.mkdir(parents=True)
    folders.config.write_text(f'[update]\nkeys = ["{KEY.public}"]\n')
    make(tmp_path / "stick/pembaruan")
    return folders, tmp_path / "stick"


def test_a_stick_brings_one(tmp_path: Path) -> None:
    folders, stick = on_stick(tmp_path, lambda folder: publish(folder, 7))
    assert bring(stick / "pembaruan", folders.data, [str(KEY.public)], machine=MACHINE) is not None
    assert sorted(path.name for path in folders.arrived.iterdir()) == [
        f"kiosk-7-{MACHINE}.squashfs",
        f"kiosk-{MACHINE}.minisig",
    ]


def test_one_on_a_stick_for_which_there_is_no_room_is_refused_before_it_is_written(tmp_path: Path) -> None:
    folders, stick = on_stick(tmp_path, lambda folder: publish(folder, 7))
    reserve = room_above(folders.data, 0) + 10**12  # whatever others free meanwhile
    with pytest.raises(OSError, match="No space left"):
        bring(stick / "pembaruan", folders.data, [str(KEY.public)], machine=MACHINE, reserve=reserve)
    assert not folders.arrived.exists()


def test_a_stick_without_one_is_no_fault(tmp_path: Path) -> None:
    folders, stick = on_stick(tmp_path, lambda folder: folder.mkdir(parents=True))
    assert from_stick(folders, stick) == 0
    assert not (folders.data / "kiosk.sqlite").exists()


def test_a_forged_one_on_a_stick_is_told(tmp_path: Path) -> None:
    folders, stick = on_stick(tmp_path, lambda folder: publish(folder, 7, key=SecretKey.generate()))
    assert from_stick(folders, stick) == 1
    assert not folders.arrived.exists()


def test_one_that_was_cut_off_on_its_way_to_the_stick_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folders, stick = on_stick(tmp_path, lambda folder: publish(folder, 7))
    package = next((stick / "pembaruan").glob("*.squashfs"))
    package.write_bytes(package.read_bytes()[:-1])
    assert from_stick(folders, stick) == 1
    assert "update_other_size" in caplog.text
    assert not (folders.data / "updates").exists()


def test_the_provisioner_is_asked_for_the_one_on_a_stick(tmp_path: Path) -> None:
    folders, stick = on_stick(tmp_path, lambda folder: publish(folder, 7))
    assert from_stick(folders, stick) == 0
    with Memory(folders.data) as memory:
        assert [request.text for request in memory.requests.since(0)] == ["update"]
