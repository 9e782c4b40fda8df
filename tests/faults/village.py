"""A village that never runs out of news: feeds on loopback that change each time they are asked for, and whose every text can
be worked out again from its title. So a checker knows of any item, at any time, whether it says what was published.
"""

from __future__ import annotations

import io
import json
import random
import re
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from xml.sax.saxutils import escape

from PIL import Image

from content_cache.model.items import Item
from content_cache.model.sources import Source

A_FEED = 20  # items it shows
NEW_EACH_TIME = 3
REVISED_AFTER = 3  # editions until an item is corrected once
BEGIN = datetime(2026, 9, 1, tzinfo=UTC)

_WORDS = [
    "warga",
    "desa",
    "balai",
    "posyandu",
    "imunisasi",
    "balita",
    "jadwal",
    "layanan",
    "surat",
    "gotong",
    "royong",
    "jalan",
    "dusun",
    "panen",
    "padi",
    "jagung",
    "air",
    "bersih",
    "listrik",
    "bantuan",
    "langsung",
    "tunai",
    "musyawarah",
    "kepala",
    "kader",
    "kesehatan",
    "ibu",
    "hamil",
    "sekolah",
    "guru",
    "pasar",
    "harga",
    "beras",
    "cabai",
    "ikan",
    "nelayan",
    "cuaca",
    "hujan",
    "banjir",
    "siaga",
    "ronda",
    "pemuda",
    "karang",
    "taruna",
    "lomba",
    "kemerdekaan",
    "upacara",
    "dana",
    "anggaran",
    "laporan",
    "kegiatan",
]
_TITLE = re.compile(r"(\w+) (\d{6}) revisi (\d): .+")


def title_of(kind: str, number: int, revision: int) -> str:
    chosen = random.Random(f"{kind} {number} {revision}").sample(_WORDS, 5)
    return f"{kind} {number:06d} revisi {revision}: {' '.join(chosen)}"


@cache
def paragraphs_of(kind: str, number: int, revision: int) -> tuple[str, ...]:
    chance = random.Random(f"text {kind} {number} {revision}")
    return tuple(" ".join(chance.choices(_WORDS, k=80)).capitalize() + "." for _ in range(chance.randint(2, 12)))


def identity(title: str) -> tuple[str, int, int]:
    """Kind, number and revision of the item with that title. Raises ValueError for a title that nobody published."""
    found = _TITLE.fullmatch(title)
    if found is None:
        raise ValueError(f"no such title: {title!r}")
    kind, number, revision = found[1], int(found[2]), int(found[3])
    if title != title_of(kind, number, revision):
        raise ValueError(f"no such title: {title!r}")
    return kind, number, revision


def is_true(item: Item) -> bool:
    """Whether the item says, word for word, what was published under its title."""
    try:
        kind, number, revision = identity(item.title)
    except ValueError:
        return False
    return item.text.split() == " ".join(paragraphs_of(kind, number, revision)).split()


@cache
def picture(number: int) -> bytes:
    """A JPEG of 160 x 120 that no other number has."""
    noise = random.Random(number).randbytes(16 * 12 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (16, 12), noise).resize((160, 120)).save(out, "JPEG", quality=90)
    return out.getvalue()


class Village:
    """Serves the feeds until closed. `url` is its root."""

    def __init__(self) -> None:
        self._editions: Counter[str] = Counter()
        self._lock = threading.Lock()
        village = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = village.answer(self.path)
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # the reader was killed in mid-answer, as it should be

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str) -> tuple[str, bytes]:
        if path.startswith("/gambar/"):
            return "image/jpeg", picture(int(path[8:].removesuffix(".jpg")))
        with self._lock:
            edition = self._editions[path]
            self._editions[path] += 1
        match path:
            case "/berita.xml":
                return "application/rss+xml", rss(edition, self.url).encode()
            case "/warta.json":
                return "application/feed+json", _json(edition).encode()
            case "/agenda.ics":
                return "text/calendar", _ical(edition).encode()
        return "", b""


def shown(edition: int) -> list[tuple[int, int]]:
    """Number and revision of what a feed's edition shows, the newest first."""
    newest = A_FEED + edition * NEW_EACH_TIME
    return [
        (number, int((newest - number) // NEW_EACH_TIME >= REVISED_AFTER))
        for number in range(newest, newest - A_FEED, -1)
    ]


def rss(edition: int, base: str) -> str:
    items = []
    for number, revision in shown(edition):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs_of("Berita", number, revision))
        when = BEGIN + timedelta(minutes=number)
        items.append(
            f"<item><title>{escape(title_of('Berita', number, revision))}</title><guid>{base}/?p={number}</guid>"
            f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            f'<enclosure url="{base}/gambar/{number}.jpg" length="1" type="image/jpeg"/>'
            f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Desa</title><link>{base}</link><description/>{''.join(items)}</channel></rss>"
    )


def _json(edition: int) -> str:
    items = [
        {
            "id": f"warta-{number}",
            "title": title_of("Warta", number, revision),
            "content_html": "".join(f"<p>{text}</p>" for text in paragraphs_of("Warta", number, revision)),
            "date_published": (BEGIN + timedelta(minutes=number)).isoformat(),
        }
        for number, revision in shown(edition)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Warta", "items": items})


def _ical(edition: int) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//village//ID"]
    for number, revision in shown(edition):
        # they are over: of what is still to come a calendar withdraws what it no longer has
        begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=1 + number % 28)
        lines += [
            "BEGIN:VEVENT",
            f"UID:agenda-{number}",
            f"DTSTAMP:{begin:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{begin:%Y%m%dT%H%M%SZ}",
            f"DTEND:{begin + timedelta(hours=2):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{title_of('Agenda', number, revision)}",
            f"DESCRIPTION:{' '.join(paragraphs_of('Agenda', number, revision))}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def sources(url: str) -> list[Source]:
    return [
        Source(name="berita", url=f"{url}/berita.xml", format="rss"),
        Source(name="warta", url=f"{url}/warta.json", format="json"),
        Source(name="agenda", url=f"{url}/agenda.ics", format="ical"),
    ]
