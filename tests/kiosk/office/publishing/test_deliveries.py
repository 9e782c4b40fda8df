"""Editions whose way to a target fails: told for each place, sent again by itself or by one key, never under another number."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from kiosk.office.editions.previous import in_folder
from kiosk.office.opening import open_office
from kiosk.office.publishing.records import EditionProgress, TargetStep
from kiosk.office.targets.delivery import MEMORY
from tests.kiosk.office.targets.servers import PASSWORD, Server, line, sftp, webdav
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys

PATIENCE_S = 60.0


def another_key() -> str:
    """Return a public key of nobody's, as known_hosts has it (RFC 8709)."""
    parts = (b"ssh-ed25519", bytes(SigningKey.generate().verify_key))
    return b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()


def aim(room: Newsroom, **targets: str) -> None:
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        for name, url in targets.items():
            file.write(f'[[target]]\nname = "{name}"\nurl = "{url}"\n')


def unlock(room: Newsroom, *urls: str, password: str = PASSWORD) -> None:
    """Write the passwords of targets as an administrator does."""
    path = room.folder / ".kantor/kunci/tujuan.toml"
    path.write_text("".join(f'["{url}"]\npassword = "{password}"\n' for url in urls), "utf-8")
    path.chmod(0o600)


def publish(room: Newsroom, editor: Browser) -> int:
    editor.get("/terbitkan")
    editor.submit("/terbitkan", sandi=KEY_PASSWORD, ke=[target.name for target in room.office.setup().targets])
    editor.follow()
    room.office.editions.wait(PATIENCE_S)
    return room.office.record.finished()[0].number


def states(room: Newsroom) -> dict[str, str]:
    return {step.target: step.state for step in room.office.record.finished()[0].steps}


def look(room: Newsroom, *, minutes: int) -> list[EditionProgress]:
    """Let *minutes* pass, and send what is due; the editions that came out by it."""
    came: list[EditionProgress] = []
    room.wait(minutes=minutes)
    room.office.editions.send_due(came.append)
    room.office.editions.wait(PATIENCE_S)
    return came


@pytest.fixture
def editor(room: Newsroom) -> Browser:
    make_shared_keys(room.office.cabinet)
    editor = room.browser("Rahma Lasaeo")
    editor.write("Air mati", "Besok pagi.", lalu="siap")
    return editor


def test_a_broken_line_is_tried_again_by_itself_and_a_wrong_password_by_one_key(
    room: Newsroom, editor: Browser, tmp_path: Path
) -> None:
    with webdav(tmp_path / "awan") as cloud, sftp(tmp_path / "web") as web, line(cloud.port) as way:
        far = cloud.at(way.port)
        aim(room, folder=str(tmp_path / "folder"), awan=far, web=web.at())
        unlock(room, far)
        way.cut_after(0)
        number = publish(room, editor)
        assert states(room) == {"folder": "verified", "awan": "failed", "web": "failed"}
        editor.get(f"/terbitkan/{number}")
        assert "terbit di 1 dari 3 tempat" in editor.words
        assert "Dicoba lagi" in editor.words
        assert "Perlu Anda" in editor.words

        look(room, minutes=4)
        assert states(room)["awan"] == "failed"
        way.mend()
        look(room, minutes=2)
        assert states(room) == {"folder": "verified", "awan": "verified", "web": "failed"}
        look(room, minutes=600)
        assert room.office.record.finished()[0].steps[2].tries == 1  # no password becomes right by trying

        unlock(room, far, web.at())
        editor = room.browser("Rahma Lasaeo")  # the session before is long over
        editor.get(f"/terbitkan/{number}")
        editor.submit(f"/terbitkan/{number}/lagi")
        room.office.editions.wait(PATIENCE_S)
        assert set(states(room).values()) == {"verified"}
        editor.get(f"/terbitkan/{number}")
        assert f"Edisi {number} sudah terbit." in editor.words
        assert "Kirim lagi" not in editor.words
        assert [in_folder(place.root).seq for place in (cloud, web)] == [number, number]


def test_a_host_with_another_key_waits_for_a_person(room: Newsroom, editor: Browser, tmp_path: Path) -> None:
    def served(server: Server) -> None:
        aim(room, web=server.at())
        unlock(room, server.at())

    with sftp(tmp_path / "web") as web:
        served(web)
        publish(room, editor)
        known = room.folder / MEMORY / "known_hosts"
        host = known.read_text("utf-8").split()[0]
        known.write_text(f"{host} ssh-ed25519 {another_key()}\n", "utf-8")
        editor.write("Air jalan", "Sudah mengalir.", lalu="siap")
        number = publish(room, editor)
        assert states(room) == {"web": "failed"}
        editor.get(f"/terbitkan/{number}")
        assert f"Edisi {number} tidak terbit." in editor.words
        assert look(room, minutes=6) == []
        known.unlink()
        editor.get(f"/terbitkan/{number}")
        editor.submit(f"/terbitkan/{number}/lagi")
        room.office.editions.wait(PATIENCE_S)
        assert states(room) == {"web": "verified"}
        assert f"menerbitkan edisi {number}" in [deed.what for deed in room.office.history.deeds(9)]


def test_what_a_killed_process_was_sending_is_sent_by_the_next_one(
    room: Newsroom, editor: Browser, tmp_path: Path
) -> None:
    with webdav(tmp_path / "awan") as cloud:
        aim(room, awan=cloud.at())
        unlock(room, cloud.at())
        number = publish(room, editor)
        kept = room.office.record.finished()[0]
        kept.state, kept.steps = "failed", [TargetStep("awan", state="goes")]
        (cloud.root / "latest.minisig").unlink()
        room.office.record.keep(kept)
        room.office = open_office(room.folder, clock=lambda: room.now)
        came = look(room, minutes=0)
        assert [each.number for each in came] == [number]
        assert in_folder(cloud.root).seq == number


def test_an_edition_that_a_newer_one_follows_is_not_sent_any_more(room: Newsroom, editor: Browser) -> None:
    aim(room, web="sftp://kantor@127.0.0.1:9/www")
    first = publish(room, editor)
    editor.write("Air jalan", "Sudah mengalir.", lalu="siap")
    publish(room, editor)
    editor.get(f"/terbitkan/{first}")
    assert "Kirim lagi" not in editor.words
    editor.post(f"/terbitkan/{first}/lagi", {"tanda": editor.token})
    assert "Edisi yang lebih baru" in editor.words


@pytest.mark.parametrize("hours", [25])
def test_nothing_is_tried_by_itself_after_a_day(room: Newsroom, editor: Browser, hours: int) -> None:
    aim(room, web="webdav+http://kantor@127.0.0.1:9/www")
    publish(room, editor)
    begun: datetime = room.now
    step = room.office.record.finished()[0].steps[0]
    assert step.again is not None
    assert step.again > begun
    look(room, minutes=hours * 60)
    assert room.office.record.finished()[0].steps[0].tries == 1
