"""A kiosk's own spool and sender with the office's own desk: over the line and by a stick, from the question to its end."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from kiosk.office.editions.previous import in_folder
from kiosk.office.post.pages import post_key
from kiosk.post.envelope import EnvelopeKind
from kiosk.refresher.stick_report import write_post
from tests.support.newsroom import KEY_PASSWORD, Newsroom, make_shared_keys
from tests.support.post_kiosk import Kiosk
from tests.support.post_office import PostOffice
from tests.support.posting import OGG, code_for


class Desk(PostOffice):
    """What a kiosk's settings say of the office."""

    def __init__(self, room: Newsroom, url: str) -> None:
        super().__init__(code=code_for(room.office))
        self.room, self.url = room, url

    @property
    def key(self) -> str:
        return post_key(self.room.office.cabinet)


@contextmanager
def serving(room: Newsroom) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, room.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def question(number: int) -> bytes:
    said = {
        "number": number,
        "for": "Desa",
        "asked": "2026-11-26T10:00:00+08:00",
        "language": "bajo",
        "type": "audio/ogg",
        "seconds": 21,
    }
    return json.dumps(said).encode() + b"\n" + OGG


@pytest.mark.parametrize("way", ["line", "stick"])
def test_what_is_asked_is_heard_answered_and_forgotten(room: Newsroom, tmp_path: Path, way: str) -> None:
    make_shared_keys(room.office.cabinet)
    with serving(room) as url:
        kiosk = Kiosk(tmp_path / "data", Desk(room, url if way == "line" else ""), url=url if way == "line" else "")
        kiosk.line = way == "line"
        assert kiosk.spool.put_question(question) == 1
        kiosk.run(60)
        rahma = room.browser("Rahma Lasaeo")
        rahma.get("/tanya")
        rahma.submit("/tanya/buka", sandi=KEY_PASSWORD)
        if way == "line":
            assert EnvelopeKind.QUESTION in kiosk.waiting, "the office did not know it yet"
            kiosk.run(3_600)
        else:
            write_post(kiosk.spool, kiosk.id, tmp_path / "post")
            files = [(path.open("rb"), path.name) for path in sorted((tmp_path / "post").iterdir())]
            rahma.get("/tanya")
            rahma.post("/tanya/bawa", {"tanda": rahma.token, "berkas": files}, content_type="multipart/form-data")
            assert f"{len(files)} surat kios diterima" in rahma.words
        (asked,) = room.office.post.store.questions("waiting")
        assert (asked.number, asked.language, asked.place) == (1, "bajo", "Balai Desa Bunga")
        rahma.get(f"/tanya/{asked.who}/{asked.n}")
        rahma.submit(f"/tanya/{asked.who}/{asked.n}", jawaban="Datang hari Senin.")
        key = room.office.cabinet.unlock_key("news", KEY_PASSWORD)  # type: ignore[arg-type]
        room.office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
        room.office.editions.wait_until_done(30)
        feed = in_folder(room.office.editions.out).feed
        (item,) = feed["items"]
        box = base64.b64decode(item["_kiosk"]["answers"]["box"])
        assert kiosk.spool.open_answer(1, box).text == "Datang hari Senin."
        kiosk.sender.acknowledge(feed["_kiosk"]["acks"][kiosk.id])
        assert kiosk.waiting == []
        assert kiosk.id in room.office.post.latest("health")
        kiosk.close()
