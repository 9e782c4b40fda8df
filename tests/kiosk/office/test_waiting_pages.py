"""What waits for the person of an open page: told to those who may know, and no reason for a session to go on."""

from __future__ import annotations

from typing import Any

import pytest
from flask import template_rendered

from kiosk.office.door import WAITING
from kiosk.office.people.people import Role
from kiosk.office.warnings.warnings import new_warning
from kiosk.web.sessions import IDLE_S
from tests.kiosk.office.notices.test_writing import publish
from tests.kiosk.office.people.test_emergency_role import with_code
from tests.support.desk_routes import address
from tests.support.newsroom import KEY_PASSWORD, PEOPLE, Browser, Newsroom
from tests.support.posting import enrolled

WRITER, EDITOR = "Anton Djalil", "Rahma Lasaeo"


def known(room: Newsroom, name: str) -> Browser:
    """Return the browser of a person who has logged in, with a code where the role wants one."""
    browser = room.browser(name)
    browser.follow()
    if browser.page.request.path == "/akun/kode":
        with_code(browser)
    return browser


def begin_warning(room: Newsroom, first: str) -> None:
    person = room.office.people.named(first)
    assert person is not None
    warning = new_warning(
        event="Banjir", severity="awas", text="Air naik", steps="Lari", origin="BPBD", areas=("72.01",), hours="6",
        first=person.id, now=room.now, drill=False,
    )  # fmt: skip
    room.office.warnings.propose(warning)


def test_the_second_person_is_told_and_nobody_else(room: Newsroom) -> None:
    first, second = WRITER, "Hendra Mokoagow"
    browsers = {name: known(room, name) for name in (first, second, EDITOR)}
    begin_warning(room, first)
    told = {name: browser.get(WAITING).get_json() for name, browser in browsers.items()}
    assert told[second]["darurat"] == 1
    assert "Banjir" in told[second]["judul"]
    for name in (first, EDITOR):
        assert (told[name]["darurat"], told[name]["judul"], told[name]["gugur"]) == (0, "", "")
    room.wait(minutes=16)
    assert browsers[second].get(WAITING).get_json()["darurat"] == 0


def test_every_page_opens_while_a_warning_waits(room: Newsroom) -> None:
    (room.folder / "catatan.md").write_text("---\ntitle: Catatan\n---\nIsi")
    room.office.people.set_roles("fatma", set(Role))
    browser = known(room, "Fatma Adam")
    publish(browser)
    begin_warning(room, WRITER)
    shadowed: set[str] = set()
    own = set(room.app.jinja_env.globals) - {"g", "request", "session"}

    def look(_app: object, *, context: dict[str, Any], **_more: object) -> None:
        shadowed.update(own & set(context))

    opened, with_banner = {}, set()
    with template_rendered.connected_to(look, room.app):
        for route in room.app.extensions["routes"].values():
            if route.method == "GET":
                opened[route.path] = browser.get(address(route)).status_code
                with_banner |= {route.path} if b"Banjir" in browser.page.data else set()
    assert [path for path, status in opened.items() if status >= 500] == []
    assert {"/", "/tulis", "/kabar/<path:name>", "/terbitkan", "/tarik-sekarang/<path:name>"} <= with_banner
    assert shadowed == set()


def test_questions_are_counted_for_those_who_may_hear_them(room: Newsroom) -> None:
    room.office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
    room.office.post.receive(enrolled(room.office).question(1), room.now)
    counts = {name: known(room, name).get(WAITING).get_json()["tanya"] for name in PEOPLE}
    for name, count in counts.items():
        assert count == (1 if PEOPLE[name] & {Role.WRITER, Role.EDITOR} else 0), name


@pytest.mark.attack(
    "people",
    "a page that was left open asks for its badges and so keeps its session alive for whoever comes next",
    "that question counts as no use: after half an hour the session is over",
)
def test_an_open_page_that_asks_keeps_no_session_alive(room: Newsroom) -> None:
    browser = known(room, WRITER)
    for _ in range(5):
        room.wait(seconds=IDLE_S / 4)
        last = browser.get(WAITING).status_code
    assert last == 302
    assert Newsroom.over(room.office).app.test_client().get(WAITING, base_url="http://127.0.0.1").status_code == 302
