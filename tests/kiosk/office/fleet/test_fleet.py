"""What the villages have: a real HTTP server answers as VictoriaMetrics does, well, badly, and not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.kiosk.office.notices.test_writing import publish
from tests.support.newsroom import Newsroom
from tests.support.posting import enrol, report, report_health

pytestmark = pytest.mark.attack(
    "people",
    "the monitor answers nonsense, or a kiosk's name is markup",
    "told as such; labels are text of strangers",
)


KILONGAN, BUNGA, HUNDUHON = "72.01.05.2003", "72.01.05.2004", "72.01.06.2001"


@contextmanager
def monitor(answers: dict[str, object], status: int = 200) -> Iterator[str]:
    """Serve *answers* as a monitoring server: by the metric asked for, rows of labels and values, or raw bytes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)["query"][0]
            found = next((rows for metric, rows in answers.items() if metric in query), [])
            result = {"status": "success", "data": {"resultType": "vector", "result": found}}
            body = found if isinstance(found, bytes) else json.dumps(result).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def row(kiosk: str, area: str, value: float, **more: str) -> dict[str, object]:
    labels = {"kiosk": kiosk, "place": f"Desa {kiosk}", "area": area, **more}
    return {"metric": labels, "value": [1_700_000_000, str(value)]}


def watched(folder: Path, address: str) -> Newsroom:
    room = Newsroom(folder / "kantor")
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write(f'monitor = "{address}"\n')
    rahma = room.browser("Rahma Lasaeo")
    rahma.write("Kabar", "Isi", lalu="siap")
    publish(rahma)
    return room


def test_each_village_tells_what_it_has_and_what_to_do(tmp_path: Path) -> None:
    answers: dict[str, object] = {}
    with monitor(answers) as address:
        room = watched(tmp_path, address)
        now = room.now.timestamp()
        answers |= {
            "kiosk_up": [row("k1", KILONGAN, now - 600), row("k2", BUNGA, now - 9 * 86_400)],
            "kiosk_source_edition": [row("k1", KILONGAN, 1, source="Kantor"), row("k2", BUNGA, 1, source="Kantor")],
            "kiosk_speech_ok": [row("k1", KILONGAN, 0)],
        }
        anton = room.browser("Anton Djalil")
        anton.get("/desa")
        assert "Suara tidak berbunyi" in anton.words
        assert "Diam" in anton.words
        assert "9 hari lalu" in anton.words
        assert "Hunduhon" in anton.words
        anton.get("/desa?lihat=tanpa")
        assert "Kilongan" not in anton.words
        assert "Bunga" in anton.words
        table = anton.get("/desa.csv").get_data(as_text=True)
        assert f"{KILONGAN},Kilongan,k1,fault,1," in table


def test_a_kiosk_that_has_not_reported_since_an_edition_is_not_told_to_lack_it(tmp_path: Path) -> None:
    answers: dict[str, object] = {}
    with monitor(answers) as address:
        room = watched(tmp_path, address)
        before, after = room.now.timestamp() - 600, room.now.timestamp() + 3_600
        answers |= {"kiosk_up": [row("k1", KILONGAN, before), row("k2", BUNGA, after)]}
        room.wait(hours=2)
        anton = room.browser("Anton Djalil")
        anton.get("/desa")
        assert "Menurut laporan hari ini 09.31" in anton.words
        assert anton.words.count("Belum terima edisi 1") == 1
        table = anton.get("/desa.csv").get_data(as_text=True)
        assert f"{KILONGAN},Kilongan,k1,untold,0," in table
        assert f"{BUNGA},Bunga,k2,behind,0," in table


@pytest.mark.parametrize("later", ["monitor", "post"])
def test_kiosk_that_the_monitor_and_the_post_know_is_told_by_the_later_report(tmp_path: Path, later: str) -> None:
    answers: dict[str, object] = {}
    with monitor(answers) as address:
        room = watched(tmp_path, address)
        kiosk = "0123456789ab"
        editions = {"monitor": 1, "post": 0} if later == "monitor" else {"monitor": 0, "post": 1}
        watched_at = room.now + timedelta(hours=3 if later == "monitor" else 1)
        answers |= {
            "kiosk_up": [row(kiosk, BUNGA, watched_at.timestamp())],
            "kiosk_source_edition": [row(kiosk, BUNGA, editions["monitor"], source="Kantor")],
        }
        enrol(room.office, kiosk)
        room.wait(hours=2)
        report_health(room.office, kiosk, 1, sources=[{"edition": editions["post"]}])
        room.wait(hours=2)
        if later == "monitor":
            report(room.office, kiosk, 2, counts=b"{}")  # heard of last, but it says nothing of its state
        anton = room.browser("Anton Djalil")
        assert f"{BUNGA},Bunga,{kiosk},fine,1," in anton.get("/desa.csv").get_data(as_text=True)


def test_without_a_monitor_the_page_says_how(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "kantor")
    anton = room.browser("Anton Djalil")
    anton.get("/desa")

    assert "Pemantauan belum dipasang." in anton.words
    assert "Kilongan" in anton.words


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b'{"data": null}',
        b'{"data": {"result": [{"metric": {}}]}}',
        b'{"data": {"result": 7}}',
        b"[" * 100_000,
    ],
)
def test_a_monitor_that_answers_nonsense_is_told(tmp_path: Path, answer: bytes) -> None:
    with monitor({"kiosk": answer}) as address:
        room = watched(tmp_path, address)
        anton = room.browser("Anton Djalil")
        assert anton.get("/desa").status_code == 200
        assert "Pemantauan tidak menjawab." in anton.words or "Belum ada kabar dari kios" in anton.words


def test_what_kiosks_call_themselves_is_text(tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>", '=HYPERLINK("http://jahat")', "x" * 5_000, "\u202etxet"]
    answers: dict[str, object] = {}
    with monitor(answers) as address:
        room = watched(tmp_path, address)
        stamp = (room.now - timedelta(minutes=1)).timestamp()
        answers["kiosk_up"] = [row(name, "", stamp) for name in names] + [
            row("nan", "", float("nan")),
            row("inf", "", 1e300),
        ]
        anton = room.browser("Anton Djalil")
        anton.get("/desa")
        assert "<script>alert" not in anton.text
        table = anton.get("/desa.csv").get_data(as_text=True)
        assert "\"'=HYPERLINK" in table or "'=HYPERLINK" in table
