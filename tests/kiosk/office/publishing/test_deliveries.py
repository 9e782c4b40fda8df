"""Editions whose way to a target fails: told for each place, sent again by itself or by one key, never under another number."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from nacl.signing import SigningKey

from kiosk.office.editions.previous import in_folder
from kiosk.office.opening import open_office
from kiosk.office.publishing.records import EditionProgress, TargetStep
from kiosk.office.targets.delivery import MEMORY
from tests.kiosk.office.targets.servers import PASSWORD, line, sftp, webdav
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


def unlock(room: Newsroom, *urls: str, wrong: str = "") -> None:
    """Write the passwords of targets as an administrator does, with a slip for the target *wrong*."""
    path = room.folder / ".kantor/kunci/tujuan.toml"
    passwords = dict.fromkeys(urls, PASSWORD) | ({wrong: f"{PASSWORD}x"} if wrong else {})
    path.write_text("".join(f'["{url}"]\npassword = "{each}"\n' for url, each in passwords.items()), "utf-8")
    path.chmod(0o600)


def publish(room: Newsroom, editor: Browser) -> int:
    editor.get("/terbitkan")
    editor.submit("/terbitkan", sandi=KEY_PASSWORD, ke=[target.name for target in room.office.setup().targets])
    editor.follow()
    room.office.editions.wait_until_done(PATIENCE_S)
    return room.office.record.finished()[0].number


def states(room: Newsroom) -> dict[str, str]:
    return {step.target: step.state for step in room.office.record.finished()[0].steps}


def look(room: Newsroom, *, minutes: int) -> list[EditionProgress]:
    """Let *minutes* pass, and send what is due; the editions that came out by it."""
    came: list[EditionProgress] = []
    room.wait(minutes=minutes)
    room.office.editions.send_due(came.append)
    room.office.editions.wait_until_done(PATIENCE_S)
    return came


@pytest.fixture
def editor(room: Newsroom) -> Browser:
    make_shared_keys(room.office.cabinet)
    editor = room.browser("Rahma Lasaeo")
    editor.write("Air mati", "Besok pagi.", lalu="siap")
    return editor


def shown(editor: Browser, number: int) -> tuple[str, dict[str, str]]:
    """Return what the edition's page says of it, and the colour and the chip of each target, the first two words of that."""
    editor.get(f"/terbitkan/{number}")
    page: Any = lxml.html.fromstring(editor.text)
    chips = {}
    for row in page.xpath("//ul[contains(@class, 'langkah')]/li[.//span[@class='kecil']]"):
        words = row.xpath("string(.//span[contains(@class, 'cip')])").split()
        chips[row.xpath("string(.//b)")] = " ".join([row.get("class"), *words[:2]])
    return page.xpath("string(//*[@role='status' or @role='alert'][contains(@class, 'jarak')]//b)"), chips


def send_again(editor: Browser, number: int, target: str) -> None:
    """Press the key beside a target of the edition's page."""
    editor.get(f"/terbitkan/{number}")
    assert f"Kirim lagi: {target}" in editor.words
    editor.post(f"/terbitkan/{number}/lagi", {"tanda": editor.token, "ke": target})
    editor.room.office.editions.wait_until_done(PATIENCE_S)


def test_three_targets_that_are_broken_and_mended_are_told_as_they_are(
    room: Newsroom, editor: Browser, tmp_path: Path
) -> None:
    with (
        webdav(tmp_path / "awan") as cloud,
        sftp(tmp_path / "web") as web,
        sftp(tmp_path / "balai") as hall,
        line(cloud.port) as way,
    ):
        urls = {"awan": cloud.at(way.port), "web": web.at(), "balai": hall.at()}
        aim(room, **urls)
        unlock(room, urls["awan"], urls["balai"], wrong=urls["web"])
        known = room.folder / MEMORY / "known_hosts"
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(f"[127.0.0.1]:{hall.port} ssh-ed25519 {another_key()}\n", "utf-8")
        way.cut_after(0)
        number = publish(room, editor)
        waiting, needs = "w-awas Dicoba lagi", "w-awas Perlu Anda"
        assert shown(editor, number) == (
            f"Edisi {number} tidak terbit.",
            {"awan": waiting, "web": needs, "balai": needs},
        )
        look(room, minutes=4)
        assert shown(editor, number)[1]["awan"] == waiting, "the back-off is not over"

        way.mend()
        assert [each.number for each in look(room, minutes=2)] == [number], "by itself"
        told = {"awan": "w-ok", "web": needs, "balai": needs}
        assert shown(editor, number) == (f"Edisi {number} terbit di 1 dari 3 tempat.", told)
        assert "sudah terbit" not in editor.words
        look(room, minutes=600)
        tries = [step.tries for step in room.office.record.finished()[0].steps]
        assert tries == [2, 1, 1], "no password becomes right by trying"

        editor = room.browser("Rahma Lasaeo")  # the session before is long over
        unlock(room, *urls.values())
        send_again(editor, number, "web")
        told["web"] = "w-ok"
        assert shown(editor, number) == (f"Edisi {number} terbit di 2 dari 3 tempat.", told)
        assert room.office.record.finished()[0].steps[2].tries == 1, "the others are left alone"

        known.unlink()
        send_again(editor, number, "balai")
        told["balai"] = "w-ok"
        assert shown(editor, number) == (f"Edisi {number} sudah terbit.", told)
        assert "Kirim lagi" not in editor.words
        signed = {(each.root / "latest.minisig").read_bytes() for each in (cloud, web, hall)}
        assert (len(signed), in_folder(web.root).seq) == (1, number)
        assert [each.number for each in room.office.record.finished()] == [number]


def test_all_targets_are_sent_to_again_by_one_key(room: Newsroom, editor: Browser, tmp_path: Path) -> None:
    with sftp(tmp_path / "web") as web, sftp(tmp_path / "balai") as hall:
        aim(room, web=web.at(), balai=hall.at())
        number = publish(room, editor)
        unlock(room, web.at(), hall.at())
        editor.get(f"/terbitkan/{number}")
        assert "Kirim lagi ke semuanya" in editor.words
        editor.post(f"/terbitkan/{number}/lagi", {"tanda": editor.token})
        room.office.editions.wait_until_done(PATIENCE_S)
        assert states(room) == {"web": "verified", "balai": "verified"}
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
        room.office.record.write_edition(kept)
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
