"""Name and public address of the office at the desk: tried, saved, and an address that leads elsewhere is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from kiosk.office.setup.identity import MARK
from tests.content_cache.central.village import web
from tests.support.newsroom import Browser, Newsroom

pytestmark = [
    pytest.mark.attack(
        "people",
        "the public address of the office is another server's, has a path, a name before it, no certificate",
        "it is asked for the desk's own mark first, and not saved unless somebody says so; the form comes back filled",
    ),
]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator."""
    browser = room.browser("Fatma Adam")
    browser.get("/kantor")
    return browser


@pytest.fixture
def own(room: Newsroom) -> Iterator[str]:
    """The desk as it is reached over the network."""
    server = make_server("127.0.0.1", 0, room.app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_address_that_leads_here_is_saved_and_all_else_stays(room: Newsroom, fatma: Browser, own: str) -> None:
    (room.folder / "feed.toml").write_text('# kita\ntitle = "A"\nlanguage = "id"\n', "utf-8")
    fatma.submit("/kantor", alamat=f"{own}/", nama="Dinas", judul="Kabar", lalu="uji")
    assert "Alamat ini sampai ke meja ini" in fatma.words
    assert room.office.setup().address == ""
    fatma.submit("/kantor", lalu="simpan", zona="Asia/Jayapura")
    assert fatma.page.status_code == 303
    assert room.office.setup().address == own
    told = (room.folder / "feed.toml").read_text("utf-8")
    assert told.startswith('# kita\ntitle = "Kabar"\nlanguage = "id"\n')
    office = room.office.notices.office()
    assert (office.publisher, office.timezone) == ("Dinas", "Asia/Jayapura")
    assert room.office.history.deeds(1)[0].what == "mengubah nama atau alamat kantor"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("nama", "", "Tulis nama kantor"),
        ("judul", "x" * 90, "Tulis nama kantor"),
        ("wilayah", "Banggai", "bukan kode wilayah"),
        ("zona", "../../etc/passwd", "Pilih waktu setempat"),
        ("alamat", "http://kabar.contoh.go.id", "diawali https://"),
        ("alamat", "https://kabar.contoh.go.id/meja", "diawali https://"),
        ("alamat", "https://siti@kabar.contoh.go.id", "diawali https://"),
        ("alamat", "http://127.0.0.1:1", "tidak sampai ke meja ini"),
    ],
)
def test_what_does_not_fit_comes_back_as_it_was_typed(
    room: Newsroom, fatma: Browser, field: str, value: str, told: str
) -> None:
    fatma.submit("/kantor", **{"nama": "Dinas Baru", field: value, "lalu": "simpan"})
    assert told in fatma.words
    assert fatma.form("/kantor")[field] == value
    assert room.office.setup().address == ""
    assert room.office.notices.office().publisher == "Diskominfo Banggai"


def test_another_server_is_told_and_saved_only_by_a_tick(
    room: Newsroom, fatma: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("www")
    (place / "-").mkdir()
    (place / MARK.lstrip("/")).write_text("another desk")
    with web(place) as (url, _):
        fatma.submit("/kantor", alamat=url.rstrip("/"), lalu="simpan")
        assert "menjawab server lain" in fatma.words
        assert room.office.setup().address == ""
        fatma.submit("/kantor", yakin="ya", lalu="simpan")
        assert room.office.setup().address == url.rstrip("/")
        fatma.get("/kantor")
        fatma.submit("/kantor", alamat="", lalu="simpan")
        assert "dari komputernya sendiri" in fatma.words
        assert room.office.setup().address == url.rstrip("/")
