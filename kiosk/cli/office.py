"""`kiosk office`: the newsroom of an office in a browser, over the folder that `kiosk publish` publishes.

`office FOLDER` serves on 127.0.0.1. `office init FOLDER` asks for name, area, place of the editions and first person, as far as
they are not given. Then it makes the folder, prints an invitation and serves.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.cli.extras import require
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

PORT = 8_090
_THREADS = 8
_CONNECTIONS = 500
_AREA = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument(
        "folder", nargs="+", metavar=_("[init] FOLDER"), help=_("the office's folder; init makes a new one")
    )
    parser.add_argument(
        "--port", type=int, default=PORT, metavar="N", help=_("the port on this machine ({port})", port=PORT)
    )
    parser.add_argument(
        "--invite", metavar=_("NAME"), help=_("print a link that lets an administrator in, and no more")
    )
    parser.add_argument("--name", metavar=_("NAME"), help=_("with init: the office's name, instead of the question"))
    parser.add_argument("--area", metavar=_("CODE"), help=_("with init: its Kemendagri code"))
    parser.add_argument("--to", metavar=_("FOLDER"), help=_("with init: where editions are written"))
    parser.add_argument("--person", metavar=_("NAME"), help=_("with init: who comes in first"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("office")
    named: list[str] = asked.folder
    if len(named) > 2 or (len(named) == 2 and named[0] != "init"):
        raise Refusal("name one folder: kiosk office FOLDER, or kiosk office init FOLDER", 2)
    folder = Path(named[-1])
    if len(named) == 2:
        return _begin(asked, installation, folder)
    if not folder.is_dir():
        raise Refusal("{path}: no such folder; kiosk office init {path} makes it", 2, path=str(folder))
    if asked.invite:
        installation.out(_invitation(folder, asked.invite, asked.port))
        return 0
    return _serve(installation, folder, asked.port)


def _begin(asked: argparse.Namespace, installation: Installation, folder: Path) -> int:
    """Four questions, then it runs."""
    from kiosk.office.setup import write_setup

    _ = installation.words
    name = asked.name or _ask(_("1. Name of the office, such as Diskominfo Banggai: "))
    if not name:
        raise Refusal("an office has a name", 2)
    area = (
        asked.area if asked.area is not None else _ask(_("2. Code of its area (Kemendagri), such as 72.01, or empty: "))
    )
    if area and not _AREA.fullmatch(area):
        raise Refusal("{area} is no code of an area, such as 72.01 or 72.01.05", 2, area=area)
    out = asked.to if asked.to is not None else _ask(_("3. Folder that the site serves, or empty for one within: "))
    person = asked.person or _ask(_("4. Your name: "))
    if not person:
        raise Refusal("somebody comes in first", 2)
    try:
        write_setup(folder, title=name, area=area, out=str(Path(out).absolute()) if out else "")
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error
    installation.out(
        _("Open this in a browser, it holds for one day: {link}", link=_invitation(folder, person, asked.port))
    )
    return _serve(installation, folder, asked.port)


def _ask(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def _invitation(folder: Path, name: str, port: int) -> str:
    """Return an invitation for a person with every right but to release warnings, which takes two."""
    from kiosk.office.faults import OfficeError
    from kiosk.office.opening import open_office
    from kiosk.office.people import Role
    from kiosk.office.targets.faults import TargetError

    try:
        office = open_office(folder)
    except TargetError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    old = office.people.named(name)
    roles = frozenset({Role.WRITER, Role.EDITOR, Role.ADMINISTRATOR} | set(old.roles if old else ()))
    try:
        token = office.people.invite(old.name if old else name, roles, "", office.clock(), old.id if old else "")
    except OfficeError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    return f"{office.setup().address.rstrip('/') or f'http://127.0.0.1:{port}'}/undangan/{token}"


def make_server(app: Callable[..., Any], port: int) -> Any:
    """waitress on loopback, for the browsers of fifty writers, each of which holds up to six connections. Raises Refusal."""
    import waitress

    from kiosk.office.app import MOST_REQUEST

    try:
        return waitress.create_server(
            app, host="127.0.0.1", port=port, threads=_THREADS, trusted_proxy="127.0.0.1", ident="kiosk office",
            max_request_body_size=MOST_REQUEST, connection_limit=_CONNECTIONS, asyncore_use_poll=True,
            trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"}, clear_untrusted_proxy_headers=True,
        )  # fmt: skip
    except OSError as error:
        raise Refusal(
            "the port {port} cannot be used ({reason}); choose another one with --port",
            port=port,
            reason=error.strerror or str(error),
        ) from error


def _serve(installation: Installation, folder: Path, port: int) -> int:
    import logging
    import threading

    from kiosk.cli.publish_voice import OfficeVoice  # loads what speaks
    from kiosk.office.app import get_ready, make_app
    from kiosk.office.opening import collector_of, keep_house, open_office, take_up
    from kiosk.office.post_relay import keep_collecting
    from kiosk.office.targets.faults import TargetError

    try:
        office = open_office(folder, language=installation.words.translation.language, voice=OfficeVoice(installation))
        collector = collector_of(office)
    except TargetError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    take_up(office)
    app = make_app(office)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it tells of each page that waits for another
    server = make_server(app, port)
    threading.Thread(target=office.watcher.keep_going, daemon=True).start()
    threading.Thread(target=get_ready, args=(app,), daemon=True).start()
    over = threading.Event()
    threading.Thread(target=keep_house, args=(office, over), daemon=True).start()
    threading.Thread(target=office.schedule.keep_going, args=(over,), daemon=True).start()
    if collector is not None:
        threading.Thread(target=keep_collecting, args=(collector, office.clock, over), daemon=True).start()
    installation.out(installation.words("the office's desk: {address}", address=f"http://127.0.0.1:{port}/"))
    try:
        server.run()
    except KeyboardInterrupt:
        return 0
    finally:
        office.watcher.close()
        over.set()
    return 0
