"""`kiosk desk`: the web app for notices made in the hall."""

from __future__ import annotations

import argparse
import getpass
import os
import socket
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from content_cache.model.problems import msgid
from content_cache.ocr import tesseract
from kiosk.cli.extras import require
from kiosk.cli.translated_parser import Parser
from kiosk.hall.notices.as_item import Village
from kiosk.hall.notices.store import STAFF, NoticeStore
from kiosk.hall.notices.usb_import import import_notices
from kiosk.hall.notices.usb_staging import FOLDER, has_notices
from kiosk.i18n.phrases import village
from kiosk.installation import Installation, Refusal
from kiosk.settings import pin
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

USER = "kiosk-desk"  # named in systemd/sysusers.conf
DAYS = 14  # days whose counts are shown
NO_FRONT = msgid("the desk cannot be served ({reason}); it needs openssl, nginx-light and libnginx-mod-stream")


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--add", metavar=_("NAME"), help=_("a person who may write; the PIN is asked for"))
    parser.add_argument(
        "--new-pin", metavar=_("NAME"), help=_("another PIN for a person who may write; it is asked for")
    )
    parser.add_argument(
        "--remove", metavar=_("NAME"), help=_("a person who may no longer write; what was written stays")
    )
    parser.add_argument("--unpair", action="store_true", help=_("forget all phones: each is paired anew at the kiosk"))
    parser.add_argument(
        "--stick",
        type=Path,
        metavar=_("FOLDER"),
        help=_("publish the folder pengumuman of a USB stick; the staff PIN is asked for"),
    )
    parser.add_argument("--counts", action="store_true", help=_("print what was read, heard and looked for as JSON"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("desk")
    if asked.unpair:
        return _unpair(installation)
    if asked.remove is not None:
        return _remove(installation, asked.remove)
    if asked.new_pin is not None:
        return _add(installation, asked.new_pin, new_pin=True)
    return desk(installation, add=asked.add, stick=asked.stick, counts=asked.counts)


def desk(installation: Installation, *, add: str | None = None, stick: Path | None = None, counts: bool = False) -> int:
    """Serve the web app until it is stopped.

    Or let the person *add* in, publish what lies on *stick*, or print the *counts* as JSON. Raises Refusal.
    """
    if counts:
        installation.print_json({"counts": dict(_counts(installation))})
        return 0
    if add is not None:
        return _add(installation, add)
    if stick is not None:
        return _import_stick(installation, stick)
    if not installation.settings.desk.enabled:
        raise Refusal("the notice desk is switched off; write enabled = true under [desk] in kiosk.toml", 2)
    return _serve(installation)


def _add(installation: Installation, name: str, *, new_pin: bool = False) -> int:
    from kiosk.hall.desk.accounts import FILE as PEOPLE  # from an extra, as in _serve
    from kiosk.hall.desk.accounts import ClerkAccounts
    from kiosk.hall.desk.faults import PersonError

    notice_store = NoticeStore(installation.data, installation.settings.place.name)
    typed = _secret(installation.words("New PIN: "))
    try:
        person = ClerkAccounts(notice_store.folder).add(name, typed, new_pin=new_pin)
    except PersonError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    _leave_to_the_desk(notice_store.folder / PEOPLE)
    installation.out(installation.words("{name} may write notices", name=person.name))
    return 0


def _remove(installation: Installation, name: str) -> int:
    from kiosk.hall.desk.accounts import FILE as PEOPLE  # from an extra, as in _serve
    from kiosk.hall.desk.accounts import ClerkAccounts

    folder = NoticeStore(installation.data, installation.settings.place.name).folder
    accounts = ClerkAccounts(folder)
    person = accounts.named(name)
    if person is None:
        raise Refusal("{name}: nobody of this name may write notices", 2, name=name)
    accounts.remove(person.id)
    _leave_to_the_desk(folder / PEOPLE)
    installation.out(installation.words("{name} may no longer write notices", name=person.name))
    return 0


def _leave_to_the_desk(path: Path) -> None:
    """Give the file *path* to the desk's user if the technician is root: that user alone may read it."""
    import pwd  # exists on Unix only, like the desk

    if os.geteuid() == 0:
        with suppress(KeyError):  # a machine without that user
            os.chown(path, pwd.getpwnam(USER).pw_uid, -1)


def _unpair(installation: Installation) -> int:
    from kiosk.hall.desk.login import PHONES
    from kiosk.web.devices import DevicesFile, KnownDevices

    KnownDevices(
        DevicesFile(NoticeStore(installation.data, installation.settings.place.name).folder / PHONES)
    ).forget_all()
    installation.out(installation.words("No phone is paired any more"))
    return 0


def _import_stick(installation: Installation, stick: Path) -> int:
    """Publish the notices on *stick* after the staff PIN was typed.

    Return 1 if some of them cannot be used, else 0. Raises Refusal.
    """
    kept = installation.settings.technician.pin
    if not kept:
        raise Refusal("there is no staff PIN yet; make one with: kiosk check --set-pin", 2)
    if not has_notices(stick):
        raise Refusal(
            "{path}: there are no notices; put .txt or .mp3 files into the folder {folder}",
            2,
            path=str(stick),
            folder=FOLDER,
        )
    if not pin.matches(_secret(installation.words("Staff PIN: ")), kept):
        raise Refusal("wrong staff PIN; nothing is published")
    brought = import_notices(
        stick,
        NoticeStore(installation.data, village(installation.settings.place.name)),
        STAFF,
        _current_time(installation),
    )
    _request_notices(installation)
    installation.out(installation.words.plural("{n} notice published", "{n} notices published", brought.taken))
    for fault in brought.faults:
        installation.tell(installation.words.problem(fault))
    return 1 if brought.faults else 0


def _secret(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _serve(installation: Installation) -> int:
    from kiosk.hall.desk.accounts import ClerkAccounts
    from kiosk.hall.desk.front import NoFrontError, run_desk
    from kiosk.hall.desk.login import DeskContext
    from kiosk.hall.desk.unfinished import UnfinishedNotices
    from kiosk.hall.desk.web import make_app
    from kiosk.hall.notices.film_drafts import FilmDrafts
    from kiosk.hall.notices.found_texts import FoundTexts

    settings = installation.settings
    notice_store = NoticeStore(installation.data, village(settings.place.name))
    name = socket.gethostname()
    names = (f"{name}.local", name)
    app = make_app(
        DeskContext(
            notice_store=notice_store,
            people=ClerkAccounts(notice_store.folder),
            village=Village(village(settings.place.name), settings.place.timezone, dict(settings.speech.lexicon)),
            clock=lambda: _current_time(installation),
            monotonic=time.monotonic,
            taken=lambda: _request_notices(installation),
            counts=lambda: _counts(installation),
            texts=FoundTexts(notice_store.drafts, tesseract.find()),
            films=FilmDrafts(notice_store.drafts),
            questions=settings.questions,
            host_names=names,
            language=settings.place.language,
            doubt=lambda: None if (moment := installation.clock().read()).relative else moment.now,
        )
    )
    notice_store.clear_temporary()
    notice_store.mend(_current_time(installation))
    notice_store.clear_drafts(keep=UnfinishedNotices(notice_store.folder).files())
    address = f"https://{name}.local:{settings.desk.port}/"
    try:
        return run_desk(
            app, notice_store.folder, settings.desk.port, names,
            lambda: installation.tell(installation.words("notice desk: {address}", address=address)),
        )  # fmt: skip
    except NoFrontError as error:
        raise Refusal(NO_FRONT, reason=str(error)) from error
    except OSError as error:
        raise Refusal(
            "the port {port} cannot be used ({reason}); choose another one under [desk]",
            port=settings.desk.port,
            reason=error.strerror or str(error),
        ) from error


def _current_time(installation: Installation) -> datetime:
    return installation.clock().read().now


def _request_notices(installation: Installation) -> None:
    with Memory(installation.data) as memory:
        memory.requests.leave_request(RequestKind.NOTICES, _current_time(installation))


def _counts(installation: Installation) -> list[tuple[str, dict[str, int]]]:
    today = _current_time(installation).date()
    with Memory(installation.data) as memory:
        counted = [
            (day, memory.counts.counts_on(day)) for day in (today - timedelta(days=back) for back in range(DAYS))
        ]
    return [(day.isoformat(), numbers) for day, numbers in counted if numbers]
