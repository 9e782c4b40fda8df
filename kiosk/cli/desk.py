"""`kiosk desk`: the web app for notices made in the hall."""

from __future__ import annotations

import argparse
import getpass
import socket
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.cli.extras import require
from kiosk.cli.translated_parser import Parser
from kiosk.i18n.phrases import village
from kiosk.installation import Installation, Refusal
from kiosk.notices.as_item import Village
from kiosk.notices.store import STAFF, NoticeStore
from kiosk.notices.usb_import import FOLDER, has_notices, take
from kiosk.settings import pin
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

DAYS = 14  # of counts that are shown
ANYWHERE = "0.0.0.0"  # noqa: S104 -- a telephone comes by the hall's Wi-Fi; kiosk.desk.network_access lets only near addresses in


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--add", metavar=_("NAME"), help=_("a person who may write; the PIN is asked for"))
    parser.add_argument(
        "--stick",
        type=Path,
        metavar=_("FOLDER"),
        help=_("publish the folder pengumuman of a USB stick; the staff PIN is asked for"),
    )
    parser.add_argument("--counts", action="store_true", help=_("print what was read, heard and looked for as JSON"))


def execute(asked: argparse.Namespace, call: Installation) -> int:
    require("desk")
    return desk(call, add=asked.add, stick=asked.stick, counts=asked.counts)


def desk(call: Installation, *, add: str | None = None, stick: Path | None = None, counts: bool = False) -> int:
    """Serve until it is stopped; or let a person in (`add`: the name), publish what lies on a `stick`, print the counts as JSON.
    Raises Refusal."""
    if counts:
        call.print_json({"counts": dict(_counts(call))})
        return 0
    if add is not None:
        return _add(call, add)
    if stick is not None:
        return _take(call, stick)
    if not call.settings.desk.enabled:
        raise Refusal("the notice desk is switched off; write enabled = true under [desk] in kiosk.toml", 2)
    return _serve(call)


def _add(call: Installation, name: str) -> int:
    from kiosk.desk.accounts import People  # of an extra, as in _serve
    from kiosk.desk.faults import PersonError

    shelf = NoticeStore(call.data, call.settings.place.name)
    typed = _secret(call.words("New PIN: "))
    try:
        person = People(shelf.folder).add(name, typed)
    except PersonError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    call.out(call.words("{name} may write notices", name=person.name))
    return 0


def _take(call: Installation, stick: Path) -> int:
    """1 when something on the stick cannot be used: the rest is taken."""
    kept = call.settings.technician.pin
    if not kept:
        raise Refusal("there is no staff PIN yet; make one with: kiosk check --set-pin", 2)
    if not has_notices(stick):
        raise Refusal(
            "{path}: there are no notices; put .txt or .mp3 files into the folder {folder}",
            2,
            path=str(stick),
            folder=FOLDER,
        )
    if not pin.matches(_secret(call.words("Staff PIN: ")), kept):
        raise Refusal("wrong staff PIN; nothing is published")
    brought = take(stick, NoticeStore(call.data, village(call.settings.place.name)), STAFF, _now(call))
    _ask(call)
    call.out(call.words.plural("{n} notice published", "{n} notices published", brought.taken))
    for fault in brought.faults:
        call.tell(call.words.problem(fault))
    return 1 if brought.faults else 0


def _secret(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _serve(call: Installation) -> int:
    from waitress.server import create_server

    from kiosk.desk.accounts import People
    from kiosk.desk.login import DeskContext
    from kiosk.desk.web import MOST_REQUEST, make_app

    settings = call.settings
    shelf = NoticeStore(call.data, village(settings.place.name))
    name = socket.gethostname()
    app = make_app(
        DeskContext(
            shelf=shelf,
            people=People(shelf.folder),
            village=Village(village(settings.place.name), settings.place.timezone, dict(settings.speech.lexicon)),
            clock=lambda: _now(call),
            monotonic=time.monotonic,
            taken=lambda: _ask(call),
            counts=lambda: _counts(call),
            technician=lambda typed: pin.matches(typed, settings.technician.pin),
            host_names=(name, f"{name}.local"),
            language=settings.place.language,
        )
    )
    shelf.mend(_now(call))
    shelf.clear_drafts()
    try:
        server = create_server(
            app, host=ANYWHERE, port=settings.desk.port, threads=3, ident="", max_request_body_size=MOST_REQUEST
        )
    except OSError as error:
        raise Refusal(
            "the port {port} cannot be used ({reason}); choose another one under [desk]",
            port=settings.desk.port,
            reason=error.strerror or str(error),
        ) from error
    call.tell(call.words("notice desk: {address}", address=f"http://{name}.local:{settings.desk.port}/"))
    server.run()
    return 0


def _now(call: Installation) -> datetime:
    return call.clock().read().now


def _ask(call: Installation) -> None:
    with Memory(call.data) as memory:
        memory.ask(RequestKind.NOTICES, _now(call))


def _counts(call: Installation) -> list[tuple[str, dict[str, int]]]:
    today = _now(call).date()
    with Memory(call.data) as memory:
        counted = [(day, memory.counts(day)) for day in (today - timedelta(days=back) for back in range(DAYS))]
    return [(day.isoformat(), numbers) for day, numbers in counted if numbers]
