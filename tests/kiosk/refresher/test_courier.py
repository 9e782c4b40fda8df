"""A courier's phone: the office's ZIP by nginx, the courier's door and the refresher into the store; and what is turned away."""

from __future__ import annotations

import http.client
import io
import os
import re
import socket
import struct
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from content_cache.central.import_result import Imported, ImportResult, from_json, to_json
from content_cache.store.store import Store
from kiosk.installation import Installation
from kiosk.office.targets.stick import write_stick
from kiosk.post.envelope import EnvelopeKind, open_
from kiosk.refresher.arrivals import LEAST_S, Arrivals
from kiosk.refresher.imports import take_arrival
from kiosk.refresher.site.courier_pages import MOST_LETTERS, courier_of
from kiosk.refresher.site.publishing import build
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.web.courier.outcome import UploadOutcome
from kiosk.web.courier.receiving import CourierDoor
from kiosk.web.courier.serving import GRACE_S, Paced
from kiosk.web.courier.unpacking import UnfitArchiveError, unpack
from tests.content_cache.central.office import NEWS, OTHER, OfficePC
from tests.support.hall import Hall
from tests.support.post_office import PostOffice
from tests.support.present import present
from tests.support.public_site import HAS_NGINX, PUBLIC, courier, served

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a phone sends 2 GB, a forged edition, an old one, a half, a ZIP with paths, links, doubled names, a "
        "bomb, a table of contents without end",
        "turned away by its size before it is read, by its end before it is opened, by its names before it is "
        "unpacked; forged and old ones by the door of a stick; nothing of them is kept, each is told in a "
        "line on the phone",
    ),
    pytest.mark.attack(
        "what comes in",
        "the courier's door is taken over: it lays links, pipes and answers into its folder, or arrivals without end",
        "names are numbers, each of the last 200 is taken in once, one every two seconds; no link is "
        "followed; the answer is written over what lies there, never through it",
    ),
    pytest.mark.attack(
        "what comes in",
        'somebody has the kiosk say "wrong signature" all day by phone',
        "screen and voice thank for what was taken, and tell of nothing else that a phone sends",
    ),
]


DAY = timedelta(days=1)


class Station:
    """A kiosk that listens to one office, as far as couriers meet it: the refresher's turn is `turn`."""

    def __init__(self, place: Path, post: str = "") -> None:
        place.mkdir(exist_ok=True)
        self.arrivals = place / "kurir"
        self.arrivals.mkdir()
        config = place / "kiosk.toml"
        config.write_text(
            f'[place]\nname = "Desa Bunga"\narea = "72.01.05"\n[public]\nenabled = true\ncourier = "{self.arrivals}"\n{post}'
            f'[[source]]\nname = "Kantor"\nurl = "https://kantor.invalid/"\nformat = "central"\nkeys = ["{NEWS.public}"]\n'
        )
        self.installation = Installation(load(config), config, place / "data", print, print)
        self.stack = ExitStack()
        self.store = self.stack.enter_context(Store.open(place / "data"))
        self.memory = self.stack.enter_context(Memory(place / "data"))
        self.seconds = 0.0
        self._arrivals = Arrivals(self.arrivals, self._take, lambda: self.seconds)

    def _take(self, path: Path) -> list[Imported]:
        return take_arrival(self.installation, self.store, self.memory, path)

    def turn(self) -> None:
        self.seconds += LEAST_S
        self._arrivals.check_arrivals()

    @property
    def seq(self) -> int:
        return self.store.edition("Kantor").seq

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.arrivals.rglob("*"))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    made = Station(tmp_path / "kios")
    with made.stack:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    return OfficePC.at(tmp_path)


def packed(office: OfficePC) -> bytes:
    """Return the edition packed as by "Bawa ke desa"."""
    path = office.out.parent / "edisi.zip"
    write_stick(office.out, path, office.key.public)
    return path.read_bytes()


def send(station: Station, content: bytes, **more: object) -> str:
    """Upload *content* from a phone while the refresher works. Return the page's address that the phone is shown."""
    shown: list[str] = []
    door = CourierDoor(station.arrivals, **more)  # type: ignore[arg-type]

    def phone() -> None:
        answer = Client(door).post("/kirim", data={"file": (io.BytesIO(content), "edisi.zip")})
        shown.append(answer.headers["Location"])

    sending = threading.Thread(target=phone)
    sending.start()
    while sending.is_alive():
        station.turn()
        sending.join(0.01)
    return shown[0].removeprefix("/kirim-").removesuffix(".html")


@pytest.mark.slow(cases=0)
def test_an_edition_comes_by_phone_and_is_thanked_for_once(station: Station, office: OfficePC) -> None:
    office.publish()
    first = packed(office)
    assert send(station, first) == UploadOutcome.TAKEN
    assert {item.title for item in station.store.reader.items()} == {"Air mati besok", "Harga cakalang turun"}
    assert station.store.media.records(), "its picture, too"
    assert send(station, first) == UploadOutcome.SAME
    office.publish(later=DAY)
    office.put("baru.md", "---\nid: baru\ntitle: Jembatan dibuka\ncategory: berita\n---\nSejak pagi.\n")
    office.publish(later=DAY)
    assert send(station, packed(office)) == UploadOutcome.TAKEN
    assert send(station, first) == UploadOutcome.OLDER
    assert (station.left, station.seq > 1) == ([], True)


def test_what_the_office_did_not_sign_is_not_taken_and_not_kept(
    station: Station, office: OfficePC, tmp_path: Path
) -> None:
    (tmp_path / "palsu").mkdir()
    forger = OfficePC.at(tmp_path / "palsu")
    forger.publish(key=OTHER)
    assert send(station, packed(forger)) == UploadOutcome.FORGED
    office.publish()
    for change in (b"Rp25.000",):
        whole = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(packed(office))) as good, zipfile.ZipFile(whole, "w") as bad:
            for name in good.namelist():
                content = good.read(name)
                bad.writestr(name, content.replace(change, b"X" * len(change)))
        assert send(station, whole.getvalue()) == UploadOutcome.FORGED
    without = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed(office))) as good, zipfile.ZipFile(without, "w") as bad:
        for name in good.namelist():
            if not name.startswith("media/"):
                bad.writestr(name, good.read(name))
    assert send(station, without.getvalue()) == UploadOutcome.UNFIT
    assert (station.seq, station.left, list(station.store.reader.items())) == (0, [], [])
    assert [path for path in (station.installation.data / "media").rglob("*") if path.is_file()] == []


def made(*files: tuple[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", kind) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return whole.getvalue()


def lying(size: int) -> bytes:
    """A packed megabyte that says it has another size."""
    content = bytearray(made(("feed-1.json", bytes(1_000_000)), kind=zipfile.ZIP_DEFLATED))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + place
        content[start : start + 4] = struct.pack("<I", size)
    return bytes(content)


LONG = "media/" + "a" * 64 + ".jpg"
BAD: dict[str, Callable[[], bytes]] = {
    "a path": lambda: made(("../../etc/cron.d/x", b"x")),
    "an absolute path": lambda: made(("/etc/passwd", b"x")),
    "a path of Windows": lambda: made(("media\\..\\..\\x", b"x")),
    "a path within a known folder": lambda: made(("media/../latest.minisig", b"x")),
    "a folder": lambda: made(("media/", b"")),
    "an unknown file": lambda: made(("latest.minisig", b"x"), ("virus.apk", b"x")),
    "a name with an end in it": lambda: made(("feed-1.json", b"x")).replace(b"feed-1.json", b"feed-1.js\0n"),
    "a name twice": lambda: made(("feed-1.json", b"x"), ("feed-2.json", b"y")).replace(b"feed-2", b"feed-1"),
    "nothing": lambda: made(),
    "no ZIP": lambda: b"edisi 215" * 40,
    "an empty file": lambda: b"",
    "a half": lambda: made(("feed-1.json", bytes(9_000)))[:5_000],
    "damaged within": lambda: made(("feed-1.json", b"abcdefgh")).replace(b"abcdefgh", b"abcdefgX"),
    "a bomb that says it is small": lambda: lying(1_000),
    "a file that says it is large": lambda: lying(900_000_000),
    "packed by bzip2": lambda: made(("feed-1.json", b"x" * 100), kind=zipfile.ZIP_BZIP2),
    "a comment, in which another end may be": lambda: made(("feed-1.json", b"x"))[:-2] + b"\x16\0" + b"PK\x05\x06" + bytes(18),
    "the end of 64 bits": lambda: made(("feed-1.json", b"x"))[:-22] + b"PK\x06\x07" + bytes(16) + made(("a", b""))[-22:],
    "a table of contents without end": lambda: bytes(99) + b"PK\x05\x06" + bytes(6) + struct.pack("<HIIH", 65_535, 99, 0, 0),
    "the table of contents of 16,001": lambda: made(*((f"feed-{n}.json", b"") for n in range(1, 16_002))),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_zip_that_no_office_makes(name: str, tmp_path: Path) -> None:
    place = tmp_path / "kurir"
    place.mkdir()
    with pytest.raises(UnfitArchiveError):
        unpack(io.BytesIO(BAD[name]()), place / "in", reserve=0)
    assert [path.name for path in tmp_path.iterdir()] == ["kurir"]
    assert sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) <= 1_100_000


def test_what_was_unpacked_of_a_bad_one_goes(station: Station) -> None:
    assert send(station, BAD["a bomb that says it is small"]()) == UploadOutcome.UNFIT
    assert send(station, BAD["damaged within"]()) == UploadOutcome.UNFIT
    assert station.left == []


def test_a_full_disk_a_form_without_file_a_second_phone_and_nobody_who_answers(
    station: Station, office: OfficePC
) -> None:
    office.publish()
    assert send(station, packed(office), reserve=1 << 60) == UploadOutcome.NO_ROOM
    door = CourierDoor(station.arrivals, patience_s=0.0)
    assert Client(door).post("/kirim", data={"other": "x"}).headers["Location"] == f"/kirim-{UploadOutcome.UNFIT}.html"
    assert Client(door).post("/kirim", data=b"x").headers["Location"] == f"/kirim-{UploadOutcome.UNFIT}.html"
    assert Client(door).get("/kirim").headers["Location"] == f"/kirim-{UploadOutcome.BUSY}.html"
    late = Client(door).post("/kirim", data={"file": (io.BytesIO(packed(office)), "e.zip")})
    assert late.headers["Location"] == f"/kirim-{UploadOutcome.WAITS}.html"
    assert len(list(station.arrivals.glob("1*"))) == 1
    (station.arrivals / ".part").mkdir()
    CourierDoor(station.arrivals)
    assert station.left == [], "a start clears away what was left"


def test_two_phones_at_a_time_are_both_answered(station: Station, office: OfficePC) -> None:
    office.publish()
    door, content, shown = CourierDoor(station.arrivals), packed(office), []

    def phone() -> None:
        answer = Client(door).post("/kirim", data={"file": (io.BytesIO(content), "edisi.zip")})
        shown.append(answer.headers["Location"])

    sending = [threading.Thread(target=phone) for _ in range(2)]
    for each in sending:
        each.start()
    while len([*station.arrivals.glob("1*")]) < 2:
        time.sleep(0.01)
    while any(each.is_alive() for each in sending):
        station.turn()
        time.sleep(0.01)
    assert sorted(shown) == [f"/kirim-{UploadOutcome.SAME}.html", f"/kirim-{UploadOutcome.TAKEN}.html"]
    assert (station.left, door.is_busy) == ([], False)


class Unread(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise AssertionError("its bytes were asked for")


@pytest.mark.parametrize(
    ("size", "reserve", "outcome"),
    [
        ("9000", 1 << 60, UploadOutcome.NO_ROOM),
        ("300000000", 0, UploadOutcome.TOO_LARGE),
        ("0", 0, UploadOutcome.UNFIT),
    ],
)
def test_what_has_no_room_is_refused_before_a_byte_is_read(
    station: Station, size: str, reserve: int, outcome: UploadOutcome
) -> None:
    door = CourierDoor(station.arrivals, reserve=reserve)
    _, headers = form(b"")
    sent = {"CONTENT_LENGTH": size, "wsgi.input": Unread(), "wsgi.input_terminated": True}
    answer = Client(door).post("/kirim", headers=headers, environ_overrides=sent)
    assert answer.headers["Location"] == f"/kirim-{outcome}.html"


def test_what_is_on_its_way_counts_as_if_it_were_on_the_disk(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content_cache.files.room_above", lambda _folder, reserve: 600_000_000 - reserve)
    door, stop = CourierDoor(station.arrivals, reserve=0), threading.Event()
    _, headers = form(b"")

    class Slow(Unread):
        def readinto(self, _buffer: object) -> int:
            stop.wait(60)
            return 0

    def post(sent: io.RawIOBase) -> str:
        more = {"CONTENT_LENGTH": "190000000", "wsgi.input": sent, "wsgi.input_terminated": True}
        return Client(door).post("/kirim", headers=headers, environ_overrides=more).headers["Location"]

    first = threading.Thread(target=post, args=(Slow(),))
    first.start()
    while not door.is_busy:
        time.sleep(0.01)
    assert post(Unread()) == f"/kirim-{UploadOutcome.NO_ROOM}.html"
    stop.set()
    first.join(60)
    assert not door.is_busy


def test_a_phone_that_is_too_slow_is_let_go(station: Station) -> None:
    now = [0.0]
    here, there = socket.socketpair()
    with here, there:
        paced = Paced(here, lambda: now[0])
        buffer = bytearray(4_000)
        for _ in range(5):
            there.sendall(bytes(2_000))
            now[0] += GRACE_S / 5.1
            assert paced.readinto(buffer) == 2_000
        now[0] += 1.0
        there.sendall(b"x")
        with pytest.raises(TimeoutError):
            paced.readinto(buffer)
        sent = {"CONTENT_LENGTH": "9000", "wsgi.input": paced}
        door, slow = CourierDoor(station.arrivals), {**dict(form(b"")[1]), "X-Real-IP": "10.42.42.9"}
        answer = Client(door).post("/kirim", headers=slow, environ_overrides=sent)
    assert answer.headers["Location"] == f"/kirim-{UploadOutcome.BUSY}.html"
    again = Client(door).post("/kirim", headers={"X-Real-IP": "10.42.42.9"}, data={"other": "x"})
    assert again.headers["Location"] == f"/kirim-{UploadOutcome.BUSY}.html", "whatever it sends, for five minutes"
    other = Client(door).post("/kirim", headers={"X-Real-IP": "10.42.42.8"}, data={"other": "x"})
    assert other.headers["Location"] == f"/kirim-{UploadOutcome.UNFIT}.html"
    assert station.left == []


@pytest.mark.parametrize(("seconds", "rests"), [(3.0, False), (14.0, True)])
def test_a_phone_that_sends_nothing_and_breaks_off_is_given_a_rest(
    station: Station, seconds: float, rests: bool
) -> None:
    """Four of them hold the door else, each for as long as nginx waits for a byte."""
    now = [0.0]
    here, there = socket.socketpair()
    with here:
        paced = Paced(here, lambda: now[0])
        there.close()
        now[0] = seconds
        door, silent = CourierDoor(station.arrivals), {**dict(form(b"")[1]), "X-Real-IP": "10.42.42.9"}
        Client(door).post("/kirim", headers=silent, environ_overrides={"CONTENT_LENGTH": "9000", "wsgi.input": paced})
    again = Client(door).post("/kirim", headers={"X-Real-IP": "10.42.42.9"}, data={"other": "x"})
    assert again.headers["Location"] == f"/kirim-{UploadOutcome.BUSY if rests else UploadOutcome.UNFIT}.html"


def test_the_door_ends_a_silent_upload_before_nginx_does() -> None:
    waits = re.search(r"client_body_timeout (\d+)s;", (PUBLIC / "situs.conf").read_text("utf-8"))
    assert float(present(waits)[1]) > GRACE_S


def test_a_door_that_was_taken_over_gets_nothing_by_its_folder(station: Station, tmp_path: Path) -> None:
    """It may lay there what it likes: links, pipes, answers before they were asked for."""
    secret = tmp_path / "rahasia"
    secret.mkdir()
    (secret / "latest.minisig").write_text("rahasia")
    names = [str(time.time_ns() + n) for n in range(6)]
    (station.arrivals / names[0]).symlink_to(secret)
    (station.arrivals / names[1]).write_text("x")
    (station.arrivals / names[2]).mkdir()
    os.mkfifo(station.arrivals / names[2] / "latest.minisig")
    (station.arrivals / names[3]).mkdir()
    (station.arrivals / names[3] / "latest.minisig").symlink_to(secret / "latest.minisig")
    (station.arrivals / names[4]).mkdir()
    victim = tmp_path / "victim"
    victim.write_text("as it was")
    (station.arrivals / f"{names[4]}.json").symlink_to(victim)
    (station.arrivals / "latihan").mkdir()
    for _ in range(8):
        station.turn()
    answered = {path.name for path in station.arrivals.glob("*.json") if not path.is_symlink()}
    assert answered == {f"{names[2]}.json", f"{names[3]}.json"}
    assert victim.read_text() == "as it was"
    assert station.seq == 0
    told = [from_json((station.arrivals / name).read_text())[0].result for name in sorted(answered)]
    assert told == [ImportResult.REFUSED, ImportResult.REFUSED]


def test_a_flood_of_arrivals_keeps_nobody_waiting(tmp_path: Path) -> None:
    taken: list[str] = []
    seconds = [0.0]
    for n in range(5):
        (tmp_path / f"{10**18 + n}").mkdir()

    def take(path: Path) -> list[Imported]:
        taken.append(path.name)
        return []

    arrivals = Arrivals(tmp_path, take, lambda: seconds[0])
    for _ in range(3):
        arrivals.check_arrivals()
    assert len(taken) == 1
    for n in range(10):
        seconds[0] = (n + 1) * LEAST_S
        arrivals.check_arrivals()
    assert taken == sorted(taken) == [f"{10**18 + n}" for n in range(5)], "each once"
    for path in tmp_path.glob("*.json"):
        path.unlink()
    seconds[0] += LEAST_S
    arrivals.check_arrivals()
    assert len(taken) == 5, "also where the answer was taken away"
    (tmp_path / f"{10**18 - 9}").mkdir()
    seconds[0] += LEAST_S
    arrivals.check_arrivals()
    assert taken[5:] == [f"{10**18 - 9}"], "the clock went back"


def test_the_screen_thanks_and_says_nothing_of_what_was_turned_away(hall: Hall) -> None:
    folder = hall.settings.public.courier

    def come(*results: Imported) -> None:
        hall.controller.stick.check_stick()
        number = hall.memory.requests.leave_request(RequestKind.IMPORT, hall.now, f"{folder}/1764000000000000000")
        hall.controller.stick.check_stick()
        assert hall.board.notice == ""
        hall.memory.requests.answer_request(number, to_json(results))
        hall.controller.stick.check_stick()

    come(Imported(result=ImportResult.REFUSED, forged=True))
    come(Imported(result=ImportResult.SAME))
    come()
    assert (hall.board.notice, hall.voice.said) == ("", [])
    come(Imported(result=ImportResult.TAKEN, seq=215, added=8))
    assert hall.board.notice == "Terima kasih, sampai! 8 kabar baru."
    assert hall.words == "Terima kasih, sampai! delapan kabar baru."


# --- letters


def test_a_phone_is_given_the_letters_and_they_stay_until_the_office_has_them(tmp_path: Path) -> None:
    post = PostOffice()
    station = Station(tmp_path / "kios", f'[post]\nkey = "{post.key}"\n')
    with station.stack:
        spool = station.installation.spool()
        spool.put(EnvelopeKind.HEALTH, b"{}")
        spool.put(EnvelopeKind.QUESTION, b"suara warga")
        given = courier_of(station.installation)
        assert given.questions == 1
        with zipfile.ZipFile(io.BytesIO(given.letters)) as letters:
            names = letters.namelist()
            assert "question" in names[0], "what people said goes first"
            assert [open_(letters.read(name), bytes(post.secret)) for name in names] == [b"suara warga", b"{}"]
        assert b"suara warga" not in given.letters
        assert courier_of(station.installation) == given, "the same letters are the same page"
        assert len(spool.waiting_envelopes()) == 2
        for _ in range(30):
            spool.put(EnvelopeKind.PICTURE, os.urandom(70_000))
            spool.put(EnvelopeKind.QUESTION, os.urandom(200_000))
        most = courier_of(station.installation)
        assert 3_000_000 < len(most.letters) < MOST_LETTERS + 100_000


# --- by the server


@contextmanager
def hall_server(station: Station) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as short:  # a socket's path has 107 letters
        place = Path(short)
        place.chmod(0o755)
        out = place / "info-desa"
        build(station.installation, out, station.installation.clock().read())
        with courier(station.arrivals, place / "pintu"), served(out, place, place / "pintu") as (hall, _, _):
            yield hall


def form(content: bytes) -> tuple[bytes, dict[str, str]]:
    edge = "----batas"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="edisi.zip"\r\n\r\n'
    return head.encode() + content + f"\r\n--{edge}--\r\n".encode(), {
        "Content-Type": f"multipart/form-data; boundary={edge}"
    }


@pytest.mark.skipif(not HAS_NGINX, reason="nginx is not installed")
def test_by_nginx_a_phone_sends_and_2_gb_are_turned_away_at_once(station: Station, office: OfficePC) -> None:
    office.publish()
    with hall_server(station) as hall:
        where = urlsplit(hall).netloc
        body, headers = form(packed(office))
        shown: list[tuple[int, str]] = []

        def phone() -> None:
            line = http.client.HTTPConnection(where, timeout=60)
            line.request("POST", "/kirim", body, headers)
            answer = line.getresponse()
            shown.append((answer.status, answer.headers["Location"]))

        sending = threading.Thread(target=phone)
        sending.start()
        while sending.is_alive():
            station.turn()
            sending.join(0.01)
        assert shown == [(303, "/kirim-sampai.html")]
        assert station.left == []
        line = http.client.HTTPConnection(where, timeout=60)
        line.request("GET", shown[0][1])
        assert "Terima kasih, sampai!" in line.getresponse().read().decode()
        with socket.create_connection(tuple(where.split(":")), 60) as slow:  # type: ignore[arg-type]
            slow.sendall(
                f"POST /kirim HTTP/1.1\r\nHost: {where}\r\nContent-Length: 2000000000\r\n"
                f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
            )
            slow.sendall(bytes(100_000))
            answer = b""
            while b"</html>" not in answer and (part := slow.recv(65_536)):
                answer += part
        assert b" 413 " in answer.split(b"\r\n")[0]
        assert "terlalu besar." in answer.decode()
        assert station.left == []
        for path in ("/kirim-sibuk.html", "/kirim"):
            line.request("GET", path)
            assert "Kirim ke kios" in line.getresponse().read().decode()
        line.request("PUT", "/kirim", b"x")
        assert line.getresponse().status in (404, 405)


@pytest.mark.skipif(not HAS_NGINX, reason="nginx is not installed")
def test_without_the_door_the_phone_is_told_to_wait(station: Station) -> None:
    with tempfile.TemporaryDirectory() as short:
        place = Path(short)
        place.chmod(0o755)
        build(station.installation, place / "info-desa", station.installation.clock().read())
        with served(place / "info-desa", place, place / "nobody") as (hall, _, _):
            line = http.client.HTTPConnection(urlsplit(hall).netloc, timeout=60)
            line.request("POST", "/kirim", *form(b"x"))
            assert "Kios sedang sibuk." in line.getresponse().read().decode()
