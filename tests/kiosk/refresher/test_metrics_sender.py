"""Reports: what is sent, kept through days without a line, and never more than a day's budget."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.http.client import post
from content_cache.http.messages import Request
from content_cache.model.errors import FetchError, HttpStatusError
from content_cache.model.problems import problem
from content_cache.model.records import SourceRecord
from content_cache.store.store import Store
from kiosk.core.build import VERSION
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore
from kiosk.installation import Installation
from kiosk.refresher.metrics import Budget, MetricsOutbox, endpoint, request_of
from kiosk.refresher.metrics_sender import MetricsSender
from kiosk.settings import Settings
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.office_layer import OfficeLayer, write_layer
from kiosk.settings.sections import PlaceSettings
from kiosk.settings.sections import ReportSettings as Where
from kiosk.state.memory import Memory
from kiosk.state.notes import LOUDSPEAKER

NOW = datetime(2026, 9, 3, 8, 0, tzinfo=ZoneInfo("Asia/Makassar"))


@dataclass
class Receiver:
    """An endpoint that keeps what it is sent, or refuses."""

    status: int = 204
    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    came: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if made.status < 300:
                made.bodies.append(gzip.decompress(body).decode())
                made.headers.append(dict(self.headers))
            self.send_response(made.status)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            made.came.set()

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def send_here(request: Request, body: bytes, headers: dict[str, str]) -> int:
    """Send the metrics as the refresher does, without a child process."""
    return post(request, body, headers)


class Kiosk:
    def __init__(self, data: Path, url: str, *, token: str = "") -> None:
        data.mkdir(exist_ok=True)
        settings = replace(Settings(), reports=Where(url, token), place=PlaceSettings("Desa Bunga", "72.01.05"))
        self.installation = Installation(settings, None, data, lambda _line: None, lambda _line: None)
        self.store, self.memory = Store.open(data), Memory(data)
        self.moment = Moment(NOW, Trust.TRUSTED)
        self.pool = ThreadPoolExecutor(1)
        self.reports = MetricsSender(
            self.installation, self.store, self.memory, "k1", send=send_here, look=lambda: self.moment, pool=self.pool
        )

    def pass_time(self, hours: int, *, until: threading.Event | None = None) -> None:
        """Ten minutes at a time; a message that is under way is waited for."""
        for _ in range(hours * 6):
            self.moment = replace(self.moment, now=self.moment.now + timedelta(minutes=10))
            self.reports.send_if_due()
            self.pool.submit(lambda: None).result(20)  # the one thread has done what came before
            self.reports.send_if_due()
        if until is not None:
            assert until.wait(20)

    def close(self) -> None:
        self.reports.close()
        self.store.close()
        self.memory.close()


@pytest.fixture
def kiosk(tmp_path: Path, receiver: Receiver) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path / "data", receiver.url, token="rahasia")
    yield made
    made.close()


def test_an_hourly_report_says_how_the_kiosk_fares(kiosk: Kiosk, receiver: Receiver) -> None:
    kiosk.memory.counts.add("read", NOW.date())
    kiosk.memory.notes.write(LOUDSPEAKER, "indoor: no such device")
    refused = Fault(0, "semua: speech.volume", (problem(SettingCode.SILENCES),))
    write_layer(kiosk.store.path.parent, OfficeLayer(faults=(refused,)))
    record = SourceRecord(name='Dinas "A"', url="https://a.id", last_success=NOW - timedelta(hours=2), failures=3)
    kiosk.store.remember(record)
    kiosk.pass_time(1, until=receiver.came)
    lines = receiver.bodies[0].splitlines()
    assert all(line.endswith(f" {int((NOW + timedelta(minutes=10)).timestamp() * 1000)}") for line in lines)
    told = {line.rsplit(" ", 1)[0] for line in lines}
    own = 'kiosk="k1",place="Desa Bunga",area="72.01.05"'
    assert f"kiosk_up{{{own}}} 1" in told
    assert f'kiosk_source_age_seconds{{{own},source="Dinas \\"A\\""}} 7800' in told
    assert f'kiosk_source_failures{{{own},source="Dinas \\"A\\""}} 3' in told
    assert f'kiosk_count_today{{{own},what="read"}} 1' in told
    assert f"kiosk_loudspeaker_ok{{{own}}} 0" in told
    assert f'kiosk_setting_refused{{{own},setting="semua: speech.volume"}} 1' in told
    assert f'kiosk_program{{{own},version="{VERSION}"}} 1' in told
    assert receiver.headers[0]["Authorization"] == "Bearer rahasia"


@pytest.mark.slow(cases=0)
def test_days_without_a_line_arrive_afterwards_each_with_its_time(kiosk: Kiosk, receiver: Receiver) -> None:
    receiver.status = 503
    kiosk.pass_time(72)
    assert receiver.bodies == []
    receiver.status = 204
    kiosk.pass_time(1)
    times = {
        line.rsplit(" ", 1)[1] for body in receiver.bodies for line in body.splitlines() if line.startswith("kiosk_up")
    }
    assert len(times) >= 72
    assert MetricsOutbox(kiosk.installation.data).oldest_lines() == []


def test_nothing_is_sent_without_an_address(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path / "data", "")
    kiosk.pass_time(3)
    kiosk.close()
    assert MetricsOutbox(kiosk.installation.data).oldest_lines() == []


@pytest.mark.parametrize("trust", [Trust.FLOOR, Trust.UNKNOWN])
def test_no_time_that_nobody_vouches_for_is_reported(kiosk: Kiosk, trust: Trust) -> None:
    kiosk.moment = Moment(NOW, trust)
    kiosk.pass_time(3)
    assert MetricsOutbox(kiosk.installation.data).oldest_lines() == []


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status = 307
    with pytest.raises(HttpStatusError, match=r"http_status \(status=307\)"):
        post(request_of(receiver.url, "k1"), b"", {})


def test_an_endpoint_that_is_not_there_is_an_error_of_ours() -> None:
    with pytest.raises(FetchError):
        post(request_of("http://127.0.0.1:9", "k1", 2.0), b"", {})


def test_a_days_budget_is_kept() -> None:
    budget = Budget(1_000)
    assert budget.allows(900, NOW)
    budget.spend(900)
    assert not budget.allows(200, NOW)
    assert budget.allows(200, NOW + timedelta(days=1))


def test_the_outbox_is_bounded_and_drops_the_oldest(tmp_path: Path) -> None:
    outbox = MetricsOutbox(tmp_path, most=10_000)
    for number in range(2_000):
        outbox.add([f"kiosk_up{{}} {number} 1"])
    lines = outbox.oldest_lines()
    assert lines[-1] == "kiosk_up{} 1999 1"
    assert (tmp_path / "reports.prom").stat().st_size <= 10_000


def test_a_torn_or_damaged_line_is_left_out(tmp_path: Path) -> None:
    outbox = MetricsOutbox(tmp_path)
    outbox.add(["kiosk_up{} 1 1"])
    with (tmp_path / "reports.prom").open("ab") as file:
        file.write(b"\x00\x00\xff garbage\nkiosk_up{} 2 2\nkiosk_up{} 3")
    assert outbox.oldest_lines() == ["kiosk_up{} 1 1", "kiosk_up{} 2 2"]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://m.id", "https://m.id/api/v1/import/prometheus"),
        ("https://m.id/", "https://m.id/api/v1/import/prometheus"),
        ("https://m.id/insert/0/prometheus/api/v1/import/prometheus", "https://m.id/insert/0/prometheus/api/v1/import/prometheus"),
    ],
)  # fmt: skip
def test_a_bare_host_is_given_its_path(url: str, asked: str) -> None:
    assert endpoint(url) == asked


def test_the_halls_own_notices_are_told_once_in_each_form_and_name_nobody(kiosk: Kiosk, receiver: Receiver) -> None:
    notice_store = NoticeStore(kiosk.installation.data, "Bunga")
    written = Notice(
        id="kim-1", kind=NoticeKind.ANNOUNCEMENT, title='Rapat "desa"', text="Di balai.\u2028Pukul 19.30.\tWITA", author="Sari",
        ends=NOW + timedelta(days=2), written=NOW,
    )  # fmt: skip
    notice_store.publish_notice(written, NOW)
    kiosk.pass_time(3)
    notice_store.publish_notice(replace(written, title="Rapat ditunda", changed=NOW + timedelta(hours=3)), NOW)
    kiosk.pass_time(3)
    told = [line for body in receiver.bodies for line in body.splitlines() if line.startswith("kiosk_notice{")]
    own = 'kiosk="k1",place="Desa Bunga",area="72.01.05",id="kim-1",category="pengumuman"'
    rest = 'text="Di balai.\\nPukul 19.30. WITA",ends="2026-09-05T08:00+08:00"} 1 '
    assert [line.rpartition(" ")[0] + " " for line in told] == [
        f'kiosk_notice{{{own},title="Rapat \\"desa\\"",{rest}', f'kiosk_notice{{{own},title="Rapat ditunda",{rest}'
    ]  # fmt: skip
    assert "Sari" not in "".join(receiver.bodies)


def test_what_was_counted_late_in_the_evening_is_told_after_midnight(kiosk: Kiosk, receiver: Receiver) -> None:
    kiosk.pass_time(15)  # 23.00
    kiosk.pass_time(0)
    for _ in range(4):
        kiosk.memory.counts.add("heard", NOW.date())
    kiosk.pass_time(2)
    end = int(NOW.replace(hour=23, minute=59, second=59).timestamp() * 1000)
    told = [line for body in receiver.bodies for line in body.splitlines() if 'what="heard"' in line]
    assert told[-1].endswith(f" 4 {end}")
