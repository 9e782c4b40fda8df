"""The desk's mailbox, against a real IMAP server: letters with files, each told once, hostile ones, and a server that refuses."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted
from PIL import Image

from kiosk.office.inbox.mail import MOST_BYTES, Mailbox
from kiosk.office.inbox.text import read_letter
from kiosk.office.setup.setup import read_setup
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.attack(
    "root and keys",
    "a letter with broken MIME, 25 MB, a program, a path for its file's name, a picture that tells who opens it",
    "the reader's answer is text and files by content; nothing of a letter is fetched; a larger one is told alone",
)


USER, PASSWORD = "kantor", "sandi surat"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    program = "import sys; from pymap.main import main; sys.exit(main())"
    options = ["--host", "127.0.0.1", "--port", str(number), "--no-tls", "dict"]
    account = ["--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *options, *account], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", number)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.05)
        yield number
    finally:
        process.kill()
        process.wait()


def settings(room: Newsroom, port: int, password: str = PASSWORD) -> None:
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        lines = ('host = "127.0.0.1"', f"port = {port}", f'user = "{USER}"', 'password_file = "surat.sandi"')
        file.write("[mail]\n" + "\n".join(lines) + "\n")
    (room.folder / ".kantor/surat.sandi").write_text(f"{password}\n")


def letter(subject: str, body: str, name: str = "Puskesmas Kampung Baru", key: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, f"{name} <puskesmas@banggai.example>"
    message["Message-ID"] = f"<{key or subject}@banggai.example>"
    message.set_content(body)
    return message


def send(port: int, *messages: bytes) -> None:
    with MailBoxUnencrypted("127.0.0.1", port).login(USER, PASSWORD) as box:
        for message in messages:
            box.append(message, "INBOX")


def unseen(port: int) -> int:
    with MailBoxUnencrypted("127.0.0.1", port).login(USER, PASSWORD) as box:
        return len(box.uids("UNSEEN"))


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.slow(cases=0)
def test_letters_come_with_their_files_once_and_stay_in_the_mailbox(room: Newsroom, port: int) -> None:
    settings(room, port)
    room.office.watcher.ask_due()
    for old in room.office.inbox.list_arrivals("anton"):
        room.office.inbox.remove(old.id)
    message = letter("Jadwal imunisasi <script>alert(1)</script>", "Selasa, 1 Desember, pukul 08.00.\n\n* bawa KMS *")
    message.add_attachment(picture(), maintype="image", subtype="jpeg", filename="../../jadwal.jpg")
    message.add_attachment(b"MZ\0" * 100, maintype="application", subtype="octet-stream", filename="virus.exe")
    html = letter("Rapat", "x")
    html.clear_content()
    html.set_content(
        "<h2>Rapat</h2><p>Jumat</p><script>alert(1)</script><img src=http://127.0.0.1/lacak>", subtype="html"
    )
    send(port, message.as_bytes(), html.as_bytes(), message.as_bytes())
    before = unseen(port)
    for _ in range(2):
        room.wait(minutes=16)
        room.office.watcher.ask_due()
    found = {each.title.split(" ")[0]: each for each in room.office.inbox.list_arrivals("anton")}
    assert sorted(found) == ["Jadwal", "Rapat"]
    assert unseen(port) == before
    assert found["Rapat"].body == "## Rapat\n\nJumat"
    assert [Path(file).name for file in found["Jadwal"].files] == ["jadwal.jpg"]

    anton = room.browser("Anton Djalil")
    anton.get(f"/kotak?buka={found['Jadwal'].id}")
    assert "puskesmas@banggai.example" in anton.words
    assert "<script>alert" not in anton.text
    anton.submit(f"/kotak/{found['Jadwal'].id}/ambil")
    (draft,) = room.folder.glob("_*.md")
    text = draft.read_text()
    assert "author: Puskesmas Kampung Baru" in text
    assert "address: puskesmas@banggai.example" in text
    assert "link:" not in text
    assert "\\* bawa KMS \\*" in text
    assert "file: lampiran/jadwal.jpg" in text

    send(port, message.as_bytes())  # once more, though it was taken
    room.wait(minutes=16)
    room.office.watcher.ask_due()
    assert [each.title for each in room.office.inbox.list_arrivals("anton")] == ["Rapat"]


@pytest.mark.slow(cases=0)
def test_a_letter_that_is_too_large_is_told_alone(room: Newsroom, port: int) -> None:
    settings(room, port)
    mail = read_setup(room.folder).mail
    large = letter("Foto banyak", "x" * 20_000)
    large.add_attachment(picture(), maintype="image", subtype="jpeg", filename="a.jpg")
    send(port, large.as_bytes())
    mailbox = Mailbox(room.folder / ".kantor", room.office.inbox, most=10_000)
    mailbox.check_mail(mail, room.now, wanted=True)
    told = next(each for each in room.office.inbox.list_arrivals("anton") if each.title == "Foto banyak")

    assert mailbox.told.problem is None
    assert (told.source, told.body, told.files) == ("Puskesmas Kampung Baru", "", ())


def test_a_server_that_refuses_is_told_and_its_password_is_not(room: Newsroom, port: int) -> None:
    settings(room, port, "salah sekali")
    room.office.watcher.ask_due()
    rahma = room.browser("Rahma Lasaeo")
    rahma.get("/kotak/sumber")

    assert "Kotak surat tidak dapat dibaca" in rahma.words
    assert "salah sekali" not in rahma.text
    told = room.office.watcher.statuses()[0]
    assert told.at == room.now


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 10_000,
        b"Subject: =?utf-8?b?" + b"A" * 100_000 + b"?=\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 200,
        b"From: \xff\xfe <a@b>\r\nMessage-ID: \r\n x\r\nContent-Type: text/plain; charset=tidak-ada\r\n\r\n\xff\xff",
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000,
    ],
)
def test_no_letter_breaks_what_reads_it(content: bytes) -> None:
    key, name, address, subject, body, files = read_letter(content)

    assert max(map(len, (key, name, address, subject))) <= 300
    assert len(body) <= 30_000
    assert files == ()


@pytest.mark.slow(cases=0)
def test_a_mailbox_that_is_named_by_halves_is_none(room: Newsroom) -> None:
    path = room.folder / "office.toml"
    for said in (
        "mail = 3",
        "[mail]",
        '[mail]\nhost = "a"\nuser = 3',
        '[[watch]]\nurl = 3\n[[mail]]\nhost = "a"',
        "watch = 1",
    ):
        path.write_text(said)
        assert read_setup(room.folder).mail is None
        assert read_setup(room.folder).watch == ()
    assert MOST_BYTES < 26_000_000
