"""Answers of both desks to each of their routes, whoever asks: `python -m tests.kiosk.cli.answers > tests/kiosk/cli/answers.txt`.

A form has its token and nothing else. What a request changed is put back before the next one, so their order does not matter.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyotp
from flask import Flask
from msgspec import Struct
from werkzeug.test import TestResponse

from kiosk.office.people.people import Role, new_secret
from kiosk.web.routes import Route
from tests.support.desk import Hall
from tests.support.desk_routes import NOTICE, address
from tests.support.newsroom import PEOPLE, Newsroom

NOBODY, NO_CODE, PHONE, CLERK = "nobody", "no-code", "phone", "clerk"
_MADE_UP = re.compile(r"(?<==)[a-z0-9-]*[0-9a-f]{16,}\b|\d{4}-\d\d-\d\d-[a-z0-9-]*-[0-9a-f]{4}$")
"""Name in an address that is another one each time."""

_HEAD = """\
# Answers of the two desks to each route, by path: method, path, and each status with those who get it. A redirect says where to.
# A form has its token and nothing else. "no-code": for warnings, without the six digits that this role needs. "phone": paired
# with the kiosk, and nobody has logged in on it; "clerk": somebody has.
"""

Asked = Callable[[str, str], TestResponse]
"""Browser of one person: method and address to the answer."""

Answers = Mapping[str, str]
"""Status by a route's name, and behind it where a redirect leads."""


class RestoredDesk:
    """Desk over a copy of the folder *ready*, with one browser; made anew as soon as a request has changed a file."""

    def __init__(self, ready: Path, copy: Path, opened: Callable[[Path], Asked]) -> None:
        self._ready, self._copy, self._opened = ready, copy, opened
        self._before: object = None
        self._asked: Asked

    def ask(self, method: str, path: str) -> TestResponse:
        if self._before is None or self._files() != self._before:
            shutil.rmtree(self._copy, ignore_errors=True)
            shutil.copytree(self._ready, self._copy)
            self._asked = self._opened(self._copy)
            self._before = self._files()
        return self._asked(method, path)

    def _files(self) -> object:
        """Return name, size and time of each file."""
        found = [(path, path.stat()) for path in self._copy.rglob("*") if path.suffix != ".sqlite-shm"]
        return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in found}


def office_app(folder: Path) -> Flask:
    """Return the desk of a new office with one notice."""
    app = Newsroom(folder).app
    (folder / f"{NOTICE}.md").write_text("---\ntitle: Catatan\n---\nIsi")
    return app


def hall_app(folder: Path) -> Flask:
    """Return the desk of a new hall, which has its certificate."""
    hall = Hall(folder)
    hall.code()
    return hall.app


def _office_browser(who: str, folder: Path) -> Asked:
    room = Newsroom(folder)
    role = Role.EMERGENCY if who == NO_CODE else who
    browser = room.browser(next((name for name, roles in PEOPLE.items() if role in roles), ""))
    if who == Role.EMERGENCY:
        secret = new_secret()
        room.office.people.set_code("hendra", secret, pyotp.TOTP(secret).now())
    browser.get({NOBODY: "/masuk", NO_CODE: "/akun/kode"}.get(who, "/akun"))
    form = {"tanda": browser.token}
    return lambda method, path: browser.get(path) if method == "GET" else browser.post(path, form)


def _hall_browser(who: str, folder: Path) -> Asked:
    phone = Hall(folder).phone()
    if who != NOBODY:
        phone.be_paired()
    if who == CLERK:
        phone.log_in()
    phone.get("/" if who == CLERK else f"/pasangkan/{phone.hall.code()}")
    form = {"tanda": phone.mark}
    return lambda method, path: phone.ask(method, path, data=form if method == "POST" else None)


class DeskKind(Struct, frozen=True):
    """Kind of desk: `make` makes one in an empty folder, `browse` opens it anew for one of the `visitors`."""

    make: Callable[[Path], Flask]
    browse: Callable[[str, Path], Asked]
    visitors: Sequence[str]


DESKS = {
    "office": DeskKind(office_app, _office_browser, (NOBODY, NO_CODE, *sorted(Role))),
    "hall": DeskKind(hall_app, _hall_browser, (NOBODY, PHONE, CLERK)),
}


def routes(app: Flask) -> list[Route]:
    """Return all routes of a desk, by path and method."""
    return sorted(app.extensions["routes"].values(), key=lambda route: (route.path, route.method))


def answers(kind: DeskKind, who: str, folder: Path) -> Answers:
    """Ask a desk for each of its routes as *who*. It lies in *folder*, which is empty."""
    app = kind.make(folder / "ready")
    desk = RestoredDesk(folder / "ready", folder / who, lambda place: kind.browse(who, place))
    return {route.name: _described(desk.ask(route.method, address(route))) for route in routes(app)}


def _described(answer: TestResponse) -> str:
    target = _MADE_UP.sub("…", answer.headers.get("Location", ""))
    return f"{answer.status_code} {target}".rstrip()


def answer_table(folder: Path) -> str:
    """Return the whole table; *folder* is for the desks that are asked."""
    lines = [_HEAD]
    for name, kind in DESKS.items():
        found = {who: answers(kind, who, folder / name / who) for who in kind.visitors}
        lines += [f"\n{name}\n", *(_line(route, found) for route in found[NOBODY])]
    return "".join(lines)


def _line(route: str, found: Mapping[str, Answers]) -> str:
    by_answer: dict[str, list[str]] = {}
    for who, answered in found.items():
        by_answer.setdefault(answered[route], []).append(who)
    told = "; ".join(f"{answer}: {' '.join(who)}" for answer, who in by_answer.items())
    return f"{route} -> {told}\n"


def read_table(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return the answers in a table: by desk and visitor, then by the route's name."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    desk = ""
    for line in text.splitlines():
        route, _, told = line.partition(" -> ")
        desk = line if line in DESKS else desk
        for group in filter(None, told.split("; ")):
            answer, _, visitors = group.rpartition(": ")
            for who in visitors.split():
                found.setdefault((desk, who), {})[route] = answer
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        sys.stdout.write(answer_table(Path(temporary)))
