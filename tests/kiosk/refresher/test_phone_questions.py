"""Questions, complaints and requests from a phone's page: the door, the refresher, the sealed envelope; and what is turned away."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import socket as sockets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from werkzeug.test import Client

from kiosk.hall.questions import HallQuestions
from kiosk.installation import Installation
from kiosk.post.envelope import EnvelopeKind, open_
from kiosk.post.question_photo import MOST_PHOTO
from kiosk.refresher.arrivals import LEAST_S, Arrivals
from kiosk.refresher.phone_questions import PhoneQuestions, written_anew
from kiosk.refresher.site.ask_pages import phone_recipients
from kiosk.refresher.site.publishing import build
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.question_log import MOST_AN_HOUR, PHONES_AN_HOUR
from kiosk.web.courier.asking import MOST_TEXT, AskOutcome, PhoneQuestion
from kiosk.web.courier.receiving import CourierDoor
from tests.kiosk.hall.desk.test_attacks import png_bomb
from tests.support.desk import QUICK
from tests.support.items import NOW
from tests.support.pdfs import bomb
from tests.support.post_office import PostOffice
from tests.support.public_site import HAS_NGINX, courier, served

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a phone's page sends a bomb, SVG, HEIC, PDF, HTML, half a picture or nothing as a photo of its complaint",
        "decoded in a bounded child and written anew in memory; what is no picture is refused, and nothing of it stays",
    ),
    pytest.mark.attack(
        "what comes in",
        "phones fill the kiosk with questions, or send 10,000 letters, an unknown kind, a recipient that there is not",
        "three an hour and ten a day of all that the kiosk takes; 300 letters; what is unknown is a question or refused",
    ),
    pytest.mark.attack(
        "what comes in",
        "a page of somebody else's on the internet has a phone in the hall ask the kiosk",
        "the door takes no form of another origin",
    ),
]


def photo(size: tuple[int, int] = (1600, 1200), kind: str = "JPEG") -> bytes:
    """Return a photo as a telephone takes it, with the place in its metadata."""
    picture, out = Image.effect_noise(size, 40).convert("RGB"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Dusun 2, rumah Bu Ani"
    exif.get_ifd(0x8825)[2] = (0.0, 57.0, 12.0)
    picture.save(out, kind, quality=60, exif=exif)
    return out.getvalue()


class Station:
    """A kiosk whose pages take questions; the refresher's turn is `turn`."""

    def __init__(self, place: Path) -> None:
        place.mkdir()
        self.office = PostOffice()
        self.arrivals = place / "kurir"
        self.arrivals.mkdir()
        config = place / "kiosk.toml"
        config.write_text(
            f'[place]\nname = "Desa Bunga"\n[public]\nenabled = true\nquestions = true\ncourier = "{self.arrivals}"\n'
            f'[post]\nkey = "{self.office.key}"\nurl = "https://kantor.invalid"\n'
            '[[questions.for]]\nname = "Puskesmas"\nabout = "obat"\n[[questions.for]]\nname = "Lapor"\nnumber = "1708"\n'
            '[[questions.for]]\nname = "Kepala Desa"\nhall = true\n'
        )
        self.installation = Installation(load(config), config, place / "data", print, print)
        self.installation.data.mkdir()
        self.stack = ExitStack()
        self.memory = self.stack.enter_context(Memory(self.installation.data))
        self.now, self.seconds = NOW, 0.0
        questions = PhoneQuestions(self.installation, self.memory.questions, lambda: self.now)
        self._arrivals = Arrivals(self.arrivals, lambda _path: [], lambda: self.seconds, ask=questions.answer_phone)

    def turn(self) -> None:
        self.seconds += LEAST_S
        self._arrivals.check_arrivals()

    def sends(self, file: bytes | None = None, name: str = "foto.jpg", headers: Any = None, **fields: Any) -> str:
        """Send the form; return the outcome, "" with `page` where it was taken."""
        shown: list[Any] = []
        data: dict[str, Any] = {"jenis": "complaint", "untuk": "0", "tulisan": "Jembatan ke SD patah."} | fields
        if file is not None:
            data["foto"] = (io.BytesIO(file), name)
        door = CourierDoor(self.arrivals)

        def phone() -> None:
            shown.append(Client(door).post("/tanya", data=data, headers=headers or {}))

        sending = threading.Thread(target=phone)
        sending.start()
        while sending.is_alive():
            self.turn()
            sending.join(0.01)
        (answer,) = shown
        self.page = answer.get_data(as_text=True)
        assert [path.name for path in self.arrivals.iterdir()] == [], "nothing of it stays"
        return "" if answer.status_code == 200 else answer.headers["Location"].removeprefix("/tanya-")[:-5]

    def sealed(self) -> list[tuple[dict[str, Any], bytes]]:
        """Return line and body of each question that waits for the office."""
        spool, found = self.installation.spool(), []
        for each in spool.waiting_envelopes():
            assert each.kind is EnvelopeKind.QUESTION
            line, _, body = open_(spool.read(each), bytes(self.office.secret)).partition(b"\n")
            found.append((json.loads(line), body))
        return found


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    made = Station(tmp_path / "kios")
    with made.stack:
        yield made


def test_a_complaint_with_a_photo_is_sealed_and_the_phone_gets_number_and_code(station: Station) -> None:
    sent = photo()
    assert b"Bu Ani" in sent
    assert station.sends(sent) == ""
    ((told, body),) = station.sealed()
    assert (told["number"], told["kind"], told["for"], told["type"]) == (1, "complaint", "Puskesmas", "text/plain")
    assert body == b"Jembatan ke SD patah."
    made = base64.b64decode(told["photo"])
    picture = Image.open(io.BytesIO(made))
    assert (picture.format, max(picture.size), len(made) <= MOST_PHOTO) == ("JPEG", 640, True)
    assert not picture.getexif()
    assert b"Bu Ani" not in made
    code = station.installation.spool().code(1, 6)
    assert "Keluhan 1" in station.page
    assert f'<b class="kode">{code}</b>' in station.page
    assert "Untuk Puskesmas" in station.page
    kept = b"".join(path.read_bytes() for path in station.installation.data.rglob("*") if path.is_file())
    assert b"Jembatan" not in kept
    assert station.memory.questions.known() == {1}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_photos_of_other_kinds_are_written_anew_too(station: Station, kind: str) -> None:
    assert station.sends(photo((700, 500), kind), f"foto.{kind}") == ""
    ((told, _body),) = station.sealed()
    assert Image.open(io.BytesIO(base64.b64decode(told["photo"]))).format == "JPEG"


NO_PHOTO: dict[str, bytes] = {
    "a bomb": png_bomb(),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400,
    "pdf": bomb(1),
    "html": b"<script>alert(1)</script>",
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "half": photo()[:5_000],
    "sound": b"OggS" + b"\0" * 200,
    "empty": b"",
}


@pytest.mark.parametrize("name", NO_PHOTO)
def test_what_is_no_photo_is_refused_with_its_question(station: Station, name: str) -> None:
    assert station.sends(NO_PHOTO[name]) == AskOutcome.PHOTO
    assert station.sealed() == []
    assert station.memory.questions.known() == frozenset(), "and no number is lost"
    assert station.sends() == "", "without it the question is taken"


def test_a_photo_that_stays_too_large_is_refused_and_one_of_noise_is_small_enough() -> None:
    noise = Image.frombytes("RGB", (640, 640), os.urandom(640 * 640 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    with pytest.raises(Exception, match="undecodable"):
        written_anew(out.getvalue())


REFUSED: dict[str, tuple[dict[str, Any], AskOutcome]] = {
    "nothing": ({"tulisan": " \r\n "}, AskOutcome.EMPTY),
    "10,000 letters": ({"tulisan": "a" * 10_000}, AskOutcome.TOO_LONG),
    "a letter too many": ({"tulisan": "a" * (MOST_TEXT + 1)}, AskOutcome.TOO_LONG),
    "nobody": ({"untuk": "2"}, AskOutcome.SHUT),
    "a page's size": ({"tulisan": "a" * 900_000}, AskOutcome.TOO_LONG),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_no_question(station: Station, name: str) -> None:
    fields, outcome = REFUSED[name]
    assert station.sends(**fields) == outcome
    assert station.sealed() == []


@pytest.mark.parametrize(("kind", "wire"), [("letter", "letter"), ("petition", None), ("<b>", None), ("", None)])
def test_an_unknown_kind_is_a_question_and_an_odd_recipient_the_first(
    station: Station, kind: str, wire: str | None
) -> None:
    assert station.sends(jenis=kind, untuk="²") == ""
    ((told, _body),) = station.sealed()
    assert (told.get("kind"), told["for"]) == (wire, "Puskesmas")
    assert "<b>" not in station.page.partition('class="kode"')[0].partition("<h1>")[2]


def test_who_stands_elsewhere_is_not_asked_by_phone_and_the_hall_is(station: Station) -> None:
    assert [each.name for each in phone_recipients(station.installation)] == ["Puskesmas", "Kepala Desa"]
    hall = HallQuestions(station.installation.data, stretch=QUICK)
    hall.choose_password("ombak di teluk lalong", "Sari", NOW)
    assert station.sends(photo((300, 200)), untuk="1") == ""
    assert station.sealed() == []
    (waiting,) = hall.list_unanswered()
    secret = hall.open("ombak di teluk lalong")
    assert secret is not None
    asked = hall.read(waiting.number, secret)
    assert asked is not None
    assert (asked.kind, asked.body, asked.photo[:3]) == ("complaint", b"Jembatan ke SD patah.", b"\xff\xd8\xff")
    assert "Petugas desa membacanya" in station.page


def test_phones_leave_the_kiosks_own_keys_some_of_what_is_taken(station: Station) -> None:
    for n in range(PHONES_AN_HOUR):
        assert station.sends(tulisan=f"Keluhan {n}") == ""
    assert station.sends(tulisan="Satu lagi") == AskOutcome.MANY
    assert station.memory.questions.full_for(station.now) == "", "the kiosk's own"
    station.now += timedelta(hours=1, minutes=1)
    for number in range(10, 10 + MOST_AN_HOUR):
        station.memory.questions.note_asked(number, station.now)
    assert station.sends(tulisan="Satu lagi") == AskOutcome.MANY, "nor beyond what the kiosk takes at all"


def test_a_page_that_is_loaded_again_asks_nothing_twice(station: Station) -> None:
    sent = photo((64, 64))
    for _ in range(3):
        assert station.sends(sent, headers={"X-Real-IP": "10.0.0.7"}) == ""
        assert "Keluhan 1<" in station.page
    assert len(station.sealed()) == 1


@pytest.mark.attack(
    "people",
    "a phone asks what somebody else has just asked, word for word, and hopes for the other's secret code",
    "the page with the code comes again to the same phone alone, for five minutes",
)
@pytest.mark.parametrize("later", [False, True])
def test_the_same_words_of_another_phone_are_another_question(station: Station, later: bool) -> None:
    assert station.sends(headers={"X-Real-IP": "10.0.0.7"}) == ""
    first = station.page
    if later:
        station.now += timedelta(minutes=5)
    assert station.sends(headers={"X-Real-IP": "10.0.0.7" if later else "10.0.0.8"}) == ""
    assert "Keluhan 2<" in station.page
    assert station.page != first
    assert len(station.sealed()) == 2


def test_an_index_without_end_is_none(station: Station) -> None:
    (station.arrivals / "1700000000000000000.tanya").write_bytes(PhoneQuestion("question", "9" * 5_000, "Apa?").pack())
    station.turn()
    (told,) = station.arrivals.glob("*.json")
    assert json.loads(told.read_bytes())["why"] == AskOutcome.SHUT


@pytest.mark.parametrize(
    ("origin", "taken"),
    [("https://jahat.example", False), ("http://localhost:9", False), ("null", True), ("http://localhost", True)],
)
def test_no_other_page_asks_for_a_phone(station: Station, origin: str, taken: bool) -> None:
    assert station.sends(headers={"Origin": origin}) == ("" if taken else AskOutcome.BUSY)


def test_a_door_that_was_taken_over_writes_what_it_likes(station: Station, tmp_path: Path) -> None:
    """Files that are no question, a link to the kiosk's own, a pipe: each is answered or passed over."""
    secret = tmp_path / "rahasia"
    secret.write_text("rahasia")
    names = [f"17000000000000000{n:02}.tanya" for n in range(6)]
    (station.arrivals / names[0]).write_bytes(b"[1]")
    (station.arrivals / names[1]).write_bytes(b'{"kind": 1, "whom": [], "text": null}\n')
    (station.arrivals / names[2]).write_bytes(b"{" * 100_000)
    (station.arrivals / names[3]).symlink_to(secret)
    os.mkfifo(station.arrivals / names[4])
    long = PhoneQuestion("complaint", "9" * 4_000, "a\0\x1b[2J" + "b" * 5_000).pack()
    (station.arrivals / names[5]).write_bytes(long)
    for _ in range(10):
        station.turn()
    told = {path.name: json.loads(path.read_bytes())["why"] for path in station.arrivals.glob("*.json")}
    assert told == {
        f"{names[0]}.json": "kosong", f"{names[1]}.json": "kosong", f"{names[2]}.json": "kosong",
        f"{names[5]}.json": "panjang",
    }  # fmt: skip
    assert station.sealed() == []


def test_the_pages_have_the_form_and_a_page_for_each_fault(station: Station, tmp_path: Path) -> None:
    moment = station.installation.clock().read()
    pages = build(station.installation, tmp_path / "situs", moment).folder
    form = (pages / "tanya.html").read_text()
    assert re.findall(r'name="jenis" value="(\w+)"', form) == ["question", "complaint", "letter"]
    assert re.findall(r'name="untuk" value="(\d)"', form) == ["0", "1"]
    assert "1708" not in form
    assert 'href="/tanya.html"' in (pages / "index.html").read_text()
    for why in AskOutcome:
        assert 'role="alert"' in (pages / f"tanya-{why}.html").read_text()


def test_without_the_setting_there_is_no_form(tmp_path: Path) -> None:
    station = Station(tmp_path / "kios")
    config = station.installation.config
    assert config is not None
    config.write_text(config.read_text().replace("questions = true\n", ""))
    shut = Installation(load(config), config, station.installation.data, print, print)
    pages = build(shut, tmp_path / "situs", shut.clock().read()).folder
    assert not (pages / "tanya.html").exists()
    assert "tanya.html" not in (pages / "index.html").read_text()
    station.stack.close()


def test_times_of_phones_are_the_kiosks(station: Station) -> None:
    assert station.sends() == ""
    assert datetime.fromisoformat(station.sealed()[0][0]["asked"]) == NOW


@pytest.mark.skipif(not HAS_NGINX, reason="nginx is not installed")
def test_by_nginx_a_phone_asks_and_a_film_is_turned_away_at_once(station: Station) -> None:
    with tempfile.TemporaryDirectory() as short:  # names of sockets are short
        place = Path(short)
        place.chmod(0o755)
        build(station.installation, place / "info-desa", station.installation.clock().read())
        with (
            courier(station.arrivals, place / "pintu"),
            served(place / "info-desa", place, place / "pintu") as (hall, _, _),
        ):
            assert "Keluhan" in requests.get(f"{hall}/tanya.html", timeout=30).text
            got: list[requests.Response] = []

            def phone() -> None:
                data = {"jenis": "complaint", "untuk": "0", "tulisan": "Jembatan patah."}
                files = {"foto": ("IMG.jpg", photo(), "image/jpeg")}
                got.append(requests.post(f"{hall}/tanya", data=data, files=files, timeout=60))

            sending = threading.Thread(target=phone)
            sending.start()
            while sending.is_alive():
                station.turn()
                sending.join(0.01)
            assert (got[0].status_code, got[0].headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert "Keluhan 1" in got[0].text
            large = requests.post(f"{hall}/tanya", files={"foto": ("f.mp4", b"x" * 17_000_000)}, timeout=60)
            assert "Fotonya terlalu besar." in large.text
    ((told, _body),) = station.sealed()
    assert told["kind"] == "complaint"


def test_four_photos_at_a_time_fill_no_memory(tmp_path: Path) -> None:
    """The unit has 80 MB; each photo goes to the disk piece by piece."""
    arrivals, socket = tmp_path / "kurir", tmp_path / "pintu"
    arrivals.mkdir()
    edge = "--b\r\nContent-Disposition: form-data; name="
    head = f'{edge}"tulisan"\r\n\r\nhalo\r\n{edge}"foto"; filename="f.jpg"\r\n\r\n'.encode()
    body = head + b"x" * 14_900_000 + b"\r\n--b--\r\n"
    request = (
        f"POST /tanya HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )

    def send() -> None:
        with sockets.socket(sockets.AF_UNIX) as phone:
            phone.connect(str(socket))
            phone.sendall(request.encode() + body)
            until(lambda: len([*arrivals.glob("1*.tanya")]) == 4)

    with courier(arrivals, socket) as pid:
        phones = [threading.Thread(target=send) for _ in range(4)]
        for each in phones:
            each.start()
        for each in phones:
            each.join()
        (most,) = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        assert int(most) < 70_000


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
