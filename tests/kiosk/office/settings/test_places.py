"""Places of editions at the desk: added, tried over a real line, changed, taken out; what opens them is never shown."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.office.targets.address import Address
from kiosk.office.targets.own_key import OfficeSshKey
from kiosk.office.targets.secrets import secrets_of
from tests.kiosk.office.publishing.test_deliveries import publish, states
from tests.kiosk.office.targets.servers import PASSWORD, SERVERS, USER, Server, sftp
from tests.support.newsroom import Browser, Newsroom, make_shared_keys

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a place of editions is the office's own folder, has a password in its address, a line break, another scheme; its host "
        "shows another key, a third one while somebody agrees to the second",
        "refused, and the form comes back filled; nothing is sent until somebody agrees; the key of before stays",
    ),
]

SECRET = "rahasia sekali 9"


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator."""
    browser = room.browser("Fatma Adam")
    browser.get("/kantor/tempat")
    return browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with SERVERS["sftp"](tmp_path / "server") as made:
        yield made


def fields(server: Server, **more: str) -> dict[str, str]:
    address = Address.from_target(server.at())
    typed = {
        "nama": "Web kabupaten",
        "jenis": "sftp",
        "server": address.host,
        "pintu": str(address.port),
        "pengguna": USER,
    }
    return {**typed, "folder": address.path.lstrip("/"), "sandi": PASSWORD, "alamat": server.public, **more}


def left_behind(place: Path) -> list[str]:
    return [path.name for path in place.rglob("uji-*")]


@pytest.mark.slow(cases=1)
def test_a_place_over_a_line(room: Newsroom, fatma: Browser, server: Server) -> None:
    (room.folder / "office.toml").write_text('# dari pengelola\nout = ".kantor/terbit"\nlain = 1\n', "utf-8")
    fatma.submit("/kantor/tempat", **fields(server))
    fatma.follow()
    assert "baru dikenal" in fatma.words
    assert left_behind(server.root.parent) == []
    fatma.submit("/kantor/tempat/sidik")
    assert "Siap dipakai" in fatma.words
    url = room.office.setup().targets[0].url
    assert (
        (room.folder / "office.toml")
        .read_text("utf-8")
        .startswith('# dari pengelola\nout = ".kantor/terbit"\nlain = 1\n')
    )
    opens = room.folder / ".kantor/kunci/tujuan.toml"
    assert stat.S_IMODE(opens.stat().st_mode) == 0o600
    assert secrets_of(url, opens).password == PASSWORD
    assert left_behind(server.root.parent) == []
    fatma.get(f"/kantor/tempat?ubah={url}")
    assert "Berkas percobaan dihapus lagi" in fatma.words
    assert "Tersimpan sejak" in fatma.words
    assert PASSWORD not in fatma.text
    fatma.submit("/kantor/tempat", nama="Web dinas")
    assert fatma.page.headers["Location"] == "/kantor/tempat", "its host is known already"
    assert secrets_of(url, opens).password == PASSWORD, "kept, for it is the same account"
    fatma.get(f"/kantor/tempat?ubah={url}")
    fatma.submit("/kantor/tempat", sandi=SECRET)
    fatma.follow()
    assert "sandi" in fatma.words
    assert SECRET not in fatma.text
    log = (room.folder / ".tujuan/uji.json").read_text("utf-8")
    assert SECRET not in log
    assert PASSWORD not in log
    fatma.get(f"/kantor/tempat?ubah={url}")
    fatma.submit("/kantor/tempat/keluar")
    assert room.office.setup().targets == ()
    assert SECRET not in opens.read_text("utf-8")
    assert room.office.history.deeds(1)[0].what == "mengeluarkan tempat terbit Web dinas"


@pytest.mark.slow(cases=1)
def test_another_key_of_a_host_is_agreed_to_by_somebody(room: Newsroom, fatma: Browser, tmp_path: Path) -> None:
    known = room.folder / ".tujuan/known_hosts"
    with SERVERS["sftp"](tmp_path / "server") as server:
        fatma.submit("/kantor/tempat", **fields(server, alamat=""))
        fatma.follow()
        fatma.submit("/kantor/tempat/sidik")
        (host, kind, key) = known.read_text("utf-8").split()
        other = "AAAAC3NzaC1lZDI1NTE5AAAAIEFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
        before = f"{host} ssh-ed25519 {other}\nlain.contoh {kind} {key}\n"
        known.write_text(before, "utf-8")
        url = room.office.setup().targets[0].url
        fatma.get(f"/kantor/tempat?ubah={url}")
        fatma.submit("/kantor/tempat/uji")
        assert "Sidik baru ini benar, pakai" in fatma.words
        fatma.submit("/kantor/tempat/sidik", sidik="SHA256:another")
        assert "sidik lain lagi" in fatma.words
        assert known.read_text("utf-8") == before
        fatma.submit("/kantor/tempat/uji")
        fatma.submit("/kantor/tempat/sidik")
        assert "Siap dipakai" in fatma.words
        assert f"lain.contoh {kind} {key}\n" in known.read_text("utf-8")
        assert other not in known.read_text("utf-8")
    fatma.submit("/kantor/tempat/uji")
    assert "Gagal" in fatma.words or "tidak menjawab" in fatma.words


def test_the_office_s_own_key_opens_a_host_without_a_password(room: Newsroom, fatma: Browser, tmp_path: Path) -> None:
    fatma.submit("/kantor/tempat/kunci")
    fatma.follow()
    own = OfficeSshKey(room.folder / ".kantor/kunci")
    line = own.public_line()
    assert line in fatma.words
    assert own.fingerprint() in fatma.words
    assert stat.S_IMODE(own.path.stat().st_mode) == 0o600
    assert "PRIVATE" not in fatma.text
    allowed = tmp_path / "authorized_keys"
    allowed.write_text(f"{line}\n", "utf-8")
    fatma.post("/kantor/tempat/kunci", {"tanda": fatma.token})
    fatma.get("/kantor/tempat")
    assert own.public_line() == line
    with sftp(tmp_path / "server", allowed=allowed) as server:
        fatma.submit("/kantor/tempat", **fields(server, sandi="", masuk="kunci", alamat=""))
        fatma.follow()
        fatma.submit("/kantor/tempat/sidik")
        assert "Siap dipakai" in fatma.words
        url = room.office.setup().targets[0].url
        given = secrets_of(url, room.folder / ".kantor/kunci/tujuan.toml")
        assert (given.password, given.key) == ("", own.path)
        make_shared_keys(room.office.cabinet)
        editor = room.browser("Rahma Lasaeo")
        editor.write("Air mati", "Besok pagi.", lalu="siap")
        publish(room, editor)
        assert states(room) == {"Web kabupaten": "verified"}
        fatma.get(f"/kantor/tempat?ubah={url}")
        fatma.submit("/kantor/tempat", masuk="sandi", sandi=PASSWORD)
        given = secrets_of(url, room.folder / ".kantor/kunci/tujuan.toml")
        assert (given.password, given.key) == (PASSWORD, None)


@pytest.mark.attack(
    "root and keys",
    "an SSH host that nobody has confirmed yet is given a password: by the trial, a publishing, a form with a wrong fingerprint",
    "its key is looked at without a login; nothing is sent there until somebody has agreed to exactly that key",
)
@pytest.mark.slow(cases=1)
def test_nothing_goes_to_a_host_that_nobody_has_confirmed(room: Newsroom, fatma: Browser, server: Server) -> None:
    fatma.submit("/kantor/tempat", **fields(server, alamat=""))
    fatma.follow()
    known = room.folder / ".tujuan/known_hosts"
    make_shared_keys(room.office.cabinet)
    editor = room.browser("Rahma Lasaeo")
    editor.write("Air mati", "Besok pagi.", lalu="siap")
    publish(room, editor)
    assert states(room) == {"Web kabupaten": "failed"}
    assert not known.exists()
    fatma.submit("/kantor/tempat/sidik", sidik="SHA256:another")
    assert "sidik lain lagi" in fatma.words
    assert known.read_text("utf-8") == ""


WRONG = [
    ({"jenis": "folder", "folder": "kios"}, "alamat lengkap"),
    ({"jenis": "folder", "folder": "{own}/.kantor/kunci"}, "alamat lengkap"),
    ({"jenis": "folder", "folder": "{own}/../kantor"}, "alamat lengkap"),
    ({"nama": ""}, "Tulis nama"),
    ({"server": "web.contoh.go.id/x@y"}, "bukan alamat"),
    ({"server": "-oProxyCommand=x"}, "bukan alamat"),
    ({"folder": "kios/../../etc"}, "bukan alamat"),
    ({"pintu": "22; rm"}, "bukan alamat"),
    ({"alamat": "http://web.contoh.go.id/kios"}, "diawali https://"),
    ({"alamat": "https://web.contoh.go.id/ kios"}, "diawali https://"),
]


@pytest.mark.parametrize(("more", "told"), WRONG)
def test_what_is_no_place_comes_back_as_it_was_typed(
    room: Newsroom, fatma: Browser, more: dict[str, str], told: str
) -> None:
    before = (room.folder / "office.toml").read_bytes()
    typed = {"nama": "Web", "jenis": "sftp", "server": "web.contoh.go.id", "folder": "kios", "sandi": SECRET, **more}
    typed = {name: value.replace("{own}", str(room.folder)) for name, value in typed.items()}
    fatma.submit("/kantor/tempat", **typed)
    assert told in fatma.words
    back = fatma.form("/kantor/tempat")
    assert {name: back[name] for name in typed if name != "sandi"} == {
        name: typed[name] for name in typed if name != "sandi"
    }
    assert SECRET not in fatma.text
    assert (room.folder / "office.toml").read_bytes() == before


def test_a_folder_of_the_server_is_tried_and_a_file_that_is_written_otherwise_is_left(
    room: Newsroom, fatma: Browser, tmp_path: Path
) -> None:
    fatma.submit("/kantor/tempat", nama="Server ini", jenis="folder", folder=str(tmp_path / "www"))
    fatma.follow()
    assert "siap" in fatma.words
    assert left_behind(tmp_path) == []
    office = room.folder / "office.toml"
    office.write_text('target = [\n{name = "Lain", url = "/srv/www/kios"},\n]\n', "utf-8")
    fatma.get("/kantor/tempat?ubah=/srv/www/kios")
    fatma.submit("/kantor/tempat/keluar")
    assert "tidak dapat diubah di sini" in fatma.words
    assert office.read_text("utf-8").startswith("target = [")
