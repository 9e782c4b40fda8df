"""File of people, sessions, browsers and tries: taken over from the JSON files of before, damaged, and on a full disk."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest

from kiosk.office.people.access_file import FILE, access_file
from kiosk.office.people.access_tables import SessionTable
from kiosk.office.people.people import Invitation, People, Person, Role, new_secret
from kiosk.office.people.sign_in import Credentials, NoDraft, SignIn, Visitor
from kiosk.web.sessions import Session, Sessions
from tests.support.newsroom import PASSWORD, Browser, Newsroom

BEFORE = Path(__file__).parent / "folder_before"
"""Private files of an office as version 1 of the desk left them: four people, two of them logged in, six tries at Fatma's name."""

INVITED = "3Hl_O8dWd0CsFfTQI5U213Lb1w0avsIe"
ANTON = {
    "kantor": "jRkpIiPgvGqDUQwQsvlusVhdba4JViz7eWSP2aeM5-s",
    "kenal": "cKzcxC9HXEPOYVKGcD7veGLbEGFd0mMh6bubv1lNBzo",
}
NAMES = ("people.json", "sessions.json", "devices.json", "tries.json", "kode.json")


@pytest.fixture
def private(tmp_path: Path) -> Path:
    private = tmp_path / "kantor/.kantor"
    shutil.copytree(BEFORE, private)
    return private


def cookies(room: Newsroom, values: dict[str, str]) -> Browser:
    browser = room.browser()
    for name, value in values.items():
        browser.client.set_cookie(name, value, domain="127.0.0.1")
    return browser


def test_folder_of_json_files_opens_with_all_that_it_held(private: Path) -> None:
    before = json.loads((BEFORE / "people.json").read_bytes())
    room = Newsroom(private.parent)
    people = {person.id: person for person in room.office.people.list_people()}

    assert [people[each["id"]].hash for each in before["people"]] == [each["hash"] for each in before["people"]]
    assert [[*people[each["id"]].roles] for each in before["people"]] == [each["roles"] for each in before["people"]]
    assert (people["anton"].totp, people["anton"].step) == ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 59873140)
    assert people["anton"].seen == room.now
    invitation = room.office.people.invited(INVITED, room.now)
    assert invitation == Invitation(
        before["invitations"][0]["mark"], "Sri Wahyuni", (Role.WRITER,), room.now + timedelta(days=1), "fatma"
    )
    assert room.office.people.set_roles("rahma", {Role.EMERGENCY}, "fatma").waits, "people had that role before"
    assert not [name for name in NAMES if (private / name).exists()]
    assert (private / FILE).stat().st_mode & 0o077 == 0

    anton = cookies(room, ANTON)
    assert anton.get("/").status_code == 200, "the session goes on"
    stranger = room.browser()
    stranger.log_in("fatma")
    assert "Terlalu sering salah" in stranger.words, "tries still count"
    known = cookies(room, {"kenal": ANTON["kenal"]})
    known.log_in("anton", "salah sekali")
    assert "tidak cocok" in known.words, "a known browser, from an address that is locked"


def test_kill_after_the_take_over_loses_and_doubles_nothing(private: Path) -> None:
    people = People(access_file(private), memory_kib=8)
    people.set_password("rahma", "burung maleo bertelur", "burung maleo bertelur")
    for name in NAMES:
        shutil.copy(BEFORE / name, private / name)
    people.file.close()

    again = People(access_file(private), memory_kib=8)
    assert again.list_people() == people.list_people()
    assert again.matches(again.find_person("rahma"), "burung maleo bertelur")
    assert not [name for name in NAMES if (private / name).exists()]


def test_people_of_another_file_are_not_taken_over_and_not_removed(private: Path) -> None:
    access_file(private).close()
    other = (
        b'{"people": [{"id": "x", "name": "X", "roles": ["pengurus"], "hash": "", "seen": null}], "invitations": []}'
    )
    (private / "people.json").write_bytes(other)

    assert "x" not in {person.id for person in People(access_file(private)).list_people()}
    assert (private / "people.json").read_bytes() == other


def test_unreadable_file_of_before_stays_and_the_others_are_taken_over(private: Path) -> None:
    (private / "people.json").write_bytes(b'{"people": [')
    file = access_file(private)

    assert People(file).list_people() == []
    assert (private / "people.json").read_bytes() == b'{"people": ['
    assert not (private / "devices.json").exists()
    file.close()
    shutil.copy(BEFORE / "people.json", private / "people.json")  # somebody has mended it
    assert len(People(access_file(private)).list_people()) == 4


@pytest.mark.parametrize("where", [0, 100, 8_192])
def test_damaged_file_is_put_aside_and_an_invitation_made_here_lets_somebody_in(tmp_path: Path, where: int) -> None:
    people = People(access_file(tmp_path), memory_kib=8)
    now = datetime(2026, 11, 27, tzinfo=UTC)
    people.accept(people.invite("Sri", {Role.ADMINISTRATOR}, "", now), PASSWORD, PASSWORD, now)
    people.file.close()
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(where)
        file.write(b"\xff" * 4_096)

    again = People(access_file(tmp_path), memory_kib=8)
    assert again.list_people() == []
    assert (tmp_path / f"{FILE}.damaged").exists()
    assert again.accept(again.invite("Sri", {Role.ADMINISTRATOR}, "", now), PASSWORD, PASSWORD, now).id == "sri"


def test_disk_that_takes_nothing_keeps_nobody_out_and_no_limit_off(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    people = People(access_file(tmp_path), memory_kib=8)
    sri = people.accept(people.invite("Sri", {Role.ADMINISTRATOR}, "", now), PASSWORD, PASSWORD, now)
    secret = new_secret()
    totp = pyotp.TOTP(secret)
    step = totp.timecode(now.astimezone())
    people.set_code(sri.id, secret, totp.generate_otp(step - 1))
    door = SignIn(people, lambda: now, now.timestamp)
    with people.file.db() as db:
        db.execute("PRAGMA query_only = ON")

    claim, visitor = Credentials("sri", PASSWORD, totp.generate_otp(step)), Visitor("192.0.2.1")
    person = door.known(claim, visitor)
    session, device = door.come_in(person, visitor)
    assert door.sessions.find(session) is not None
    assert device == ""
    told = [_fault(door, claim, visitor) for _ in range(7)]
    assert told == ["office_code_old"] * 5 + ["office_locked"] * 2


def test_start_on_a_full_disk_lets_people_in_until_there_is_room_again(tmp_path: Path) -> None:
    """Show that people can sign in when no write-ahead log can be made; a folder in its place stands for a full disk."""
    now = datetime.now(UTC)
    people = People(access_file(tmp_path), memory_kib=8)
    people.accept(people.invite("Sri", {Role.ADMINISTRATOR}, "", now), PASSWORD, PASSWORD, now)
    people.file.close()
    (tmp_path / f"{FILE}-wal").mkdir()

    people = People(access_file(tmp_path), memory_kib=8)
    door = SignIn(people, lambda: now, now.timestamp)
    sri = door.known(Credentials("sri", PASSWORD), Visitor("192.0.2.1"))
    session, device = door.come_in(sri, Visitor("192.0.2.1"))
    assert (door.sessions.find(session) is not None, device) == (True, "")
    with pytest.raises(OSError, match="readonly"):
        people.set_roles("sri", {Role.ADMINISTRATOR, Role.WRITER})

    (tmp_path / f"{FILE}-wal").rmdir()
    people.set_roles("sri", {Role.ADMINISTRATOR, Role.WRITER})
    assert [person.roles for person in People(access_file(tmp_path)).list_people()] == [
        (Role.WRITER, Role.ADMINISTRATOR)
    ]


class Busy(SessionTable):
    """Table that another process holds at the start."""

    def load(self, now: float) -> dict[str, Session[Any]]:
        raise OSError(f"busy at {now}")


def test_sessions_that_cannot_be_read_at_the_start_are_not_written_over(tmp_path: Path) -> None:
    file = access_file(tmp_path)
    token = Sessions[NoDraft](lambda: 1_000.0, SessionTable(file)).sign_in("sri-1")
    assert Sessions[NoDraft](lambda: 1_001.0, Busy(file)).find(token) is None
    assert Sessions[NoDraft](lambda: 1_002.0, SessionTable(file)).find(token) is not None


def _fault(door: SignIn, claim: Credentials, visitor: Visitor) -> str:
    try:
        door.known(claim, visitor)
    except ValueError as error:
        return str(error).split(" ")[0].strip(":")
    return ""


def test_no_row_of_a_role_that_is_not_known_ends_the_desk(tmp_path: Path) -> None:
    people = People(access_file(tmp_path), memory_kib=8)
    with people.file.together() as db:
        db.execute("INSERT INTO person VALUES ('x', 'X', 'penulis kelak', '', '', 0, NULL, '')")
    assert people.list_people() == [Person("x", "X", (Role.WRITER,), "")]
