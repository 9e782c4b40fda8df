"""An edition put to real servers: what goes, in which order, what is there after a cut, and what an office is told."""

from __future__ import annotations

import io
import logging
import random
import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from content_cache.model.errors import CacheError
from content_cache.signing.edition import LATEST
from kiosk.office.targets.delivery import DeliveryStep, Progress, deliver
from kiosk.office.targets.faults import CutError, TargetError
from kiosk.office.targets.secrets import Secrets
from tests.content_cache.central.office import ALERT, MARKET, NEWS, OTHER, OfficePC, picture
from tests.content_cache.central.village import web
from tests.kiosk.office.targets import servers
from tests.kiosk.office.targets.conftest import Deliver
from tests.kiosk.office.targets.polling import look
from tests.kiosk.office.targets.servers import PASSWORD, Server, line
from tests.told import told

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "another machine takes the place of the office's SSH host",
        "its key is not the pinned one: it is told, and gets no password",
    ),
    pytest.mark.attack(
        "root and keys",
        "a host says that it stored what it did not",
        "all is read back before kiosks are sent there",
    ),
    pytest.mark.attack(
        "root and keys",
        "a link in the published folder, or a file that was changed, carries something of the office's PC away",
        "a file goes out only if it has the hash that the signed edition names",
    ),
    pytest.mark.attack(
        "root and keys",
        "passwords of targets in a line, a log, a fault, a file that others read",
    ),
]


SPACES = "kabar desa/Ñandú — ikan"


def code(error: pytest.ExceptionInfo[CacheError]) -> str:
    return error.value.problem.code


def change(office: OfficePC, text: str = "naik") -> None:
    """A day later one notice is another, and has another picture."""
    office.put("pasar.md", MARKET.replace("turun", text))
    office.put("pipa.png", picture(text if text in ("red", "gold") else "navy"))
    office.publish(later=timedelta(days=1))


@pytest.mark.slow(cases=1)
def test_all_goes_once_then_what_changed_and_a_kiosk_takes_it(
    server: Server, office: OfficePC, send: Deliver, tmp_path: Path
) -> None:
    told_of: list[Progress] = []
    done = send(server.at(), server.secrets, on_step=told_of.append)
    assert (done.seq, done.files, done.sent) == (1, 4, 5)
    assert done.bytes == sum(len(office.bytes_out()[name]) for name in office.bytes_out() if name != "feed.json")
    assert [step for step in DeliveryStep if any(each.step is step for each in told_of)] == list(DeliveryStep)
    assert (told_of[-1].done, told_of[-1].every) == (1, 1)
    assert look(server.public, tmp_path) == 1

    assert send(server.at(), server.secrets) == replace(done, sent=0, sent_bytes=0, read=0, read_bytes=0)

    change(office)
    done = send(server.at(), replace(server.secrets, public=server.public))
    assert (done.seq, done.sent, done.removed) == (2, 4, 0)  # the picture, the feed twice, the signature
    # over the same door the picture and the feed, and the calendar which nobody has read there yet; two over the public one
    assert done.read == 5
    assert look(server.public, tmp_path) == 2


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("server", sorted(servers.SERVERS), indirect=True)
def test_what_no_kiosk_wants_is_removed_when_the_next_edition_is_there(
    server: Server, office: OfficePC, send: Deliver
) -> None:
    send(server.at(), server.secrets)
    removed = []
    for text in ("red", "gold"):
        office.put("pasar.md", MARKET.replace("turun", text))
        office.put("pipa.png", picture(text))
        office.publish(later=timedelta(days=1), keep=1)
        removed.append(send(server.at(), server.secrets).removed)
    assert removed == [0, 2]  # each time the edition before the last one: its feed and its picture


def test_files_of_others_stay_and_half_files_of_ours_go(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    office.publish()
    there = tmp_path / "situs"
    (there / "media").mkdir(parents=True)
    (picture_name,) = (name for name in office.bytes_out() if name.startswith("media/"))
    others = ["index.html", "feed-x.json", "media/foto.jpg", "catatan.part", ".feed-x.json.0123abcd"]
    ours = [f"{picture_name}.part", f"media/.{picture_name[6:]}.0123abcd", ".latest.minisig.AbCdEf"]
    for name in (*others, *ours):
        (there / name).write_bytes(b"x")
    (there / "tujuan").symlink_to(tmp_path)
    assert send(str(there), Secrets()).removed == len(ours)
    assert {name for name in (*others, *ours) if (there / name).exists()} == set(others)


@pytest.mark.parametrize("name", ["folder", "s3", "sftp", "webdav"])
def test_folders_may_have_spaces_and_any_letters(name: str, office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    from tests.kiosk.office.targets.conftest import begun

    for server in begun(name, tmp_path, SPACES if name in ("folder", "s3") else f"/{SPACES}"):
        assert send(server.at(), server.secrets).seq == 1
        change(office)
        assert send(server.at(), server.secrets).sent == 4
        if server.root != Path():
            assert (server.root / LATEST).read_bytes() == (office.out / LATEST).read_bytes()


# --- the line


@pytest.mark.slow(cases=1)
def test_cut_anywhere_it_goes_on_and_no_kiosk_sees_a_half(
    far: Server, office: OfficePC, send: Deliver, tmp_path: Path
) -> None:
    office.put("besar.png", picture("red", (900, 700)))
    send(far.at(), far.secrets)
    change(office)
    dice, seen = random.Random(23), set()
    with line(far.port) as broken:
        for _ in range(3):
            broken.cut_after(dice.randint(1, 9_000))
            with suppress(CutError):
                send(far.at(broken.port), far.secrets)
            seen.add(look(far.public, tmp_path))
            broken.mend()
        assert seen <= {1, 2}
        assert send(far.at(broken.port), far.secrets).seq == 2
    assert look(far.public, tmp_path) == 2


def test_it_comes_again_by_itself_and_sends_no_file_twice(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    for number in range(6):
        office.put(f"{number}.png", picture("gold", (300 + number, 300)))
        text = f"---\ntitle: Kabar {number}\npictures:\n  - file: {number}.png\n    alt: Warna\n---\nIsi.\n"
        office.put(f"{number}.md", text)
    office.publish(later=timedelta(days=1))
    with servers.sftp(tmp_path / "server") as server, line(server.port) as broken:
        broken.cut_after(9_000)
        waited: list[float] = []

        def mend(seconds: float) -> None:
            waited.append(seconds)
            broken.mend()

        done = send(server.at(broken.port), server.secrets, tries=3, pause=mend)
        assert waited == [2.0]
        assert done.sent == done.files + 1
        assert look(server.public, tmp_path) == 2


@pytest.mark.slow(cases=0)
def test_a_large_file_goes_on_in_its_middle(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    office.put("rapat.wav", hiss(12_000_000))
    office.put("pasar.md", MARKET.replace('category = "berita"', 'audio = "rapat.wav"'))
    office.publish(later=timedelta(days=1))
    (name,) = (name for name in office.bytes_out() if name.endswith(".wav"))
    size = len(office.bytes_out()[name])
    with servers.sftp(tmp_path / "server") as server, line(server.port) as broken:
        broken.cut_after(size * 0.9)
        with pytest.raises(CutError):
            send(server.at(broken.port), server.secrets)
        begun = (server.root / f"{name}.part").stat().st_size
        assert 4_000_000 < begun < size
        broken.mend()
        assert send(server.at(broken.port), server.secrets).seq == 2
        assert broken.sent < size - (begun - 4_000_000) + 500_000


def hiss(size: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(random.Random(2).randbytes(size))
    return out.getvalue()


def test_nobody_there_is_told(send: Deliver) -> None:
    (port,) = servers.free_ports(1)
    for target in (
        f"sftp://a@127.0.0.1:{port}/x",
        f"webdav+http://a@127.0.0.1:{port}/x",
        f"s3+http://a@127.0.0.1:{port}/kabar/y",
    ):
        with pytest.raises(CutError) as error:
            send(target, Secrets("x"))
        assert code(error) == "target_unreachable"
        assert f"127.0.0.1:{port} tidak menjawab" in told(error.value.problem)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 207 x\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n<?xml version='1.0'?><mult",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>Login</html>",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<ListBucketRes",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\xff\xfe",
        b"HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-x\r\n",
        b"",
    ],
)
def test_whatever_answers_in_a_hosts_place_is_told_in_one_line(answer: bytes, send: Deliver) -> None:
    with servers.answering(answer) as (port, _):
        for scheme in ("webdav+http", "s3+http", "sftp"):
            with pytest.raises(TargetError) as error:
                send(f"{scheme}://a@127.0.0.1:{port}/kabar/y", Secrets("rahasia"))
            assert told(error.value.problem).isprintable()


def test_a_host_that_leads_elsewhere_takes_no_password_there(send: Deliver) -> None:
    with servers.answering(b"") as (elsewhere, heard):
        leads = f"HTTP/1.1 302 x\r\nLocation: http://127.0.0.1:{elsewhere}/x\r\nContent-Length: 0\r\n\r\n"
        with servers.answering(leads.encode()) as (port, first):
            for scheme in ("webdav+http", "s3+http"):
                with pytest.raises(TargetError):
                    send(f"{scheme}://a@127.0.0.1:{port}/kabar/y", Secrets("rahasia"))
    assert b"Authorization" in first[0]
    assert not any(b"authorization" in each.lower() for each in heard)


# --- who may


def test_a_wrong_password_is_told_and_never_shown(far: Server, send: Deliver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with servers.asking_for_passwords(far), pytest.raises(TargetError) as error:
        send(far.at(), Secrets("rahasia-salah"))
    assert code(error) == "target_password"
    assert not isinstance(error.value, CutError)
    assert "sandi atau kuncinya salah" in told(error.value.problem)
    text = "".join((str(error.value), repr(error.value), told(error.value.problem), caplog.text))
    assert "rahasia-salah" not in text
    assert PASSWORD not in repr(far.secrets)


def test_a_host_with_another_key_gets_nothing(send: Deliver, tmp_path: Path) -> None:
    import asyncssh

    key = asyncssh.generate_private_key("ssh-ed25519")
    with servers.sftp(tmp_path / "server", key=key) as server:
        send(server.at(), server.secrets)
        with line(server.port) as through:  # the same key: another port is another host to SSH
            send(server.at(through.port), server.secrets)
    known = (tmp_path / "ingat/known_hosts").read_text("utf-8")
    assert known.count("ssh-ed25519") == 2
    for other in ("ssh-ed25519", "ecdsa-sha2-nistp256"):
        with servers.sftp(tmp_path / f"lain-{other}", key=asyncssh.generate_private_key(other)) as foreign:
            (tmp_path / "ingat/known_hosts").write_text(known.replace(f":{server.port} ", f":{foreign.port} "), "utf-8")
            with pytest.raises(TargetError) as error:
                send(foreign.at(), server.secrets)
            assert code(error) == "target_host_key"
            assert "mungkin itu komputer lain yang menyamar" in told(error.value.problem)
            assert not any((tmp_path / f"lain-{other}").iterdir())


@pytest.mark.filterwarnings("ignore:.*bcrypt")  # a key of a test need not be costly
def test_a_key_file_opens_it(send: Deliver, tmp_path: Path) -> None:
    import asyncssh

    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "id").write_bytes(key.export_private_key(passphrase="melati", rounds=1))
    (tmp_path / "rusak").write_text("x", "utf-8")
    (tmp_path / "boleh").write_bytes(key.export_public_key())
    with servers.sftp(tmp_path / "server", allowed=tmp_path / "boleh") as server:
        assert send(server.at(), Secrets("melati", tmp_path / "id")).seq == 1
        for secrets in (
            Secrets("salah", tmp_path / "id"),
            Secrets("", tmp_path / "rusak"),
            Secrets("", tmp_path / "tidak-ada"),
        ):
            with pytest.raises(TargetError) as error:
                send(server.at(), secrets)
            assert code(error) == "target_password"


# --- what a host may do


@pytest.mark.parametrize("name", ["sftp", "webdav"])
def test_a_host_that_keeps_something_else_is_caught_before_kiosks_are_sent_there(
    name: str, office: OfficePC, send: Deliver, tmp_path: Path
) -> None:
    begin = cast(Callable[..., Any], servers.SERVERS[name])
    with begin(tmp_path / "server") as server:
        send(server.at(), server.secrets)
        office.put("pipa.png", picture("gold", (640, 480)))
        office.publish(later=timedelta(days=1))
        with begin(tmp_path / "server", lies=True) as liar, pytest.raises(TargetError) as error:
            send(liar.at(), liar.secrets)
        assert code(error) in ("target_kept_other", "target_full")
        assert look(server.public, tmp_path) == 1
        assert send(server.at(), server.secrets).seq == 2  # what the liar left is seen through
        assert look(server.public, tmp_path) == 2


def test_what_is_damaged_there_is_mended(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    with servers.folder(tmp_path / "server") as server:
        send(server.at(), server.secrets)
        (name,) = (name for name in office.bytes_out() if name.startswith("media/"))
        (server.root / name).write_bytes(b"setengah")
        (server.root / "feed-1.json").write_bytes(b"{")
        assert send(server.at(), server.secrets).sent == 2
        assert look(server.public, tmp_path) == 1


def test_all_is_read_again_after_a_month(send: Deliver, tmp_path: Path) -> None:
    there = tmp_path / "situs"
    send(str(there), Secrets())
    (memory,) = (tmp_path / "ingat").glob("*.json")
    memory.write_text(memory.read_text("utf-8").replace("2026-", "2025-"), "utf-8")
    assert send(str(there), Secrets()).read == 2
    assert send(str(there), Secrets()).read == 0
    for damaged in ("", "[]", '{"since": 1}', '{"since": "2026-01-01", "files": []}'):
        memory.write_text(damaged, "utf-8")
        assert send(str(there), Secrets()).read == 2


def test_an_edition_that_is_not_ours_to_replace_stays(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    there = tmp_path / "situs"
    change(office)
    send(str(there), Secrets())
    before = (there / LATEST).read_bytes()
    lost = OfficePC(office.folder, tmp_path / "hilang", now=office.now)
    lost.publish(later=timedelta(hours=1))
    for edition, expected in ((1, "target_newer"), (2, "target_foreign")):
        with pytest.raises(TargetError) as error:
            deliver(lost.out, str(there), Secrets(), key=NEWS.public, memory=tmp_path / "ingat")
        assert (edition, code(error)) == (edition, expected)
        lost.put("pasar.md", MARKET.replace("turun", "lain"))
        lost.publish(later=timedelta(hours=1))
    assert (there / LATEST).read_bytes() == before


def test_an_edition_that_is_not_whole_here_goes_nowhere(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    there = tmp_path / "situs"
    (name,) = (name for name in office.bytes_out() if name.startswith("media/"))
    whole = (office.out / name).read_bytes()
    (tmp_path / "rahasia").write_bytes(b"x" * len(whole))
    for damage in ("other", "link", "missing"):
        (office.out / name).unlink()
        if damage == "other":
            (office.out / name).write_bytes(whole[:-1] + b"x")
        elif damage == "link":
            (office.out / name).symlink_to(tmp_path / "rahasia")
        with pytest.raises(TargetError) as error:
            send(str(there), Secrets())
        assert code(error) == ("target_edition_here" if damage == "missing" else "target_file_here")
    (office.out / name).write_bytes(whole)
    for key in (OTHER, ALERT):
        with pytest.raises(TargetError) as error:
            deliver(office.out, str(there), Secrets(), key=key.public, memory=tmp_path / "ingat")
        assert code(error) == "target_edition_here"
    assert not there.exists() or not list(there.glob("*.minisig"))


def test_a_host_without_renaming_onto_a_file_is_written_over(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    with servers.sftp(tmp_path / "server", rename=False) as server:
        send(server.at(), server.secrets)
        change(office)
        assert send(server.at(), server.secrets).seq == 2
        assert look(server.public, tmp_path) == 2
        assert not list(server.root.rglob("*.part"))


def test_a_site_that_shows_the_edition_before_is_told(office: OfficePC, send: Deliver, tmp_path: Path) -> None:
    there, site = tmp_path / "situs", tmp_path / "cermin"
    send(str(site), Secrets())
    change(office)
    with web(site) as (public, _), pytest.raises(TargetError) as error:
        send(str(there), Secrets(public=f"{public}/"))
    assert code(error) == "target_public_old"
    assert "masih menampilkan edisi 1" in told(error.value.problem)
