"""`kiosk office`: the newsroom of an office in a browser, over the folder that `kiosk publish` publishes.

`office` serves on 127.0.0.1 the folder that `--folder` names, without it `~/kantor`, which is made where it is missing.
`office init` makes a folder, or sets the address of one that is there, and prints an invitation; it asks for name, area and
person as far as they are not given. `office invite` prints a link that lets an administrator in. The others are those of
`kiosk.cli.office_backup`, `office_keys`, `office_monitor` and `office_opensid`.
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli import office_backup, office_keys, office_monitor, office_opensid
from kiosk.cli.extras import require
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:
    from kiosk.office.context import OfficeContext

PORT = 8_090
HOME = "kantor"
"""Folder in the home directory that is used if none is named."""

_THREADS = 8
_CONNECTIONS = 500
_SERVER = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{0,61}[a-z0-9]")
_AREA = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--folder", type=Path, metavar=_("FOLDER"), help=_("the office's folder (~/{name})", name=HOME))
    parser.add_argument(
        "--port", type=int, default=PORT, metavar="N", help=_("the port on this machine ({port})", port=PORT)
    )
    what = parser.add_subparsers(dest="what", metavar=_("WHAT"))
    makes = _("make the office's folder and print the first invitation")
    invites = _("print a link that lets an administrator in, and no more")
    init = what.add_parser("init", help=makes, description=makes)
    init.add_argument("--address", metavar=_("ADDRESS"), help=_("how browsers and kiosks reach this desk"))
    init.add_argument("--name", metavar=_("NAME"), help=_("the office's name, instead of the question"))
    init.add_argument("--area", metavar=_("CODE"), help=_("its Kemendagri code, instead of the question"))
    init.add_argument("--person", metavar=_("NAME"), help=_("who comes in first, instead of the question"))
    init.add_argument("--to", metavar=_("FOLDER"), help=_("where editions are written"))
    served = _("the server in front hands editions out, at ADDRESS/edisi/")
    init.add_argument("--served", action="store_true", help=served)
    invite = what.add_parser("invite", help=invites, description=invites)
    invite.add_argument("name", metavar=_("NAME"), help=_("who comes in"))
    backs_up = _("write an encrypted backup of the office, while its desk runs")
    restores = _("put a backup in place of what is in the folder")
    office_backup.add_backup_options(what.add_parser("backup", help=backs_up, description=backs_up))
    replaces = _("make new keys in place of those that are lost or known to others")
    office_keys.add_options(what.add_parser("keys", help=replaces, description=replaces))
    hands_on = _("hand the backup of a dead kiosk on to the one that takes its place")
    office_backup.add_hand_on_options(what.add_parser("hand-on", help=hands_on, description=hands_on))
    exports = _("write a village's complaints and notices as a file for its OpenSID")
    office_opensid.add_options(what.add_parser("opensid", help=exports, description=exports))
    watches = _("write what the monitor's programs need, from the office's settings")
    office_monitor.add_options(what.add_parser("monitor", help=watches, description=watches))
    office_backup.add_restore_options(what.add_parser("restore", help=restores, description=restores))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("office")
    folder = (asked.folder or Path.home() / HOME).expanduser().absolute()
    match asked.what:
        case "init":
            _set_up_office(asked, installation, folder)
            return 0
        case "invite":
            installation.out(_invitation(_existing(folder), asked.name, asked.port))
            return 0
        case "backup":
            return office_backup.back_up(asked, installation, _existing(folder))
        case "hand-on":
            return office_backup.hand_on(asked, installation, _existing(folder))
        case "restore":
            return office_backup.restore(asked, installation, folder)
        case "monitor":
            office = _open_office(_existing(folder), language=installation.words.translation.language)
            return office_monitor.set_up_monitor(asked, installation, office)
        case "opensid":
            return office_opensid.export(asked, installation, _open_office(_existing(folder)))
        case "keys":
            return office_keys.replace(asked, installation, _existing(folder))
    if asked.folder is None and not folder.exists():
        _begin_at_home(installation, folder, asked.port)
    return _serve(installation, _existing(folder), asked.port)


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Refusal("{path}: no such folder; kiosk office --folder {path} init makes it", 2, path=str(folder))
    return folder


def _set_up_office(asked: argparse.Namespace, installation: Installation, folder: Path) -> None:
    """Ask for what was not given, write the folder and print an invitation.

    An office's values are kept, except an address that is given anew. Who has people is asked for no name, and gets an
    invitation only with *asked.person*.
    """
    from kiosk.office.editions.folder import SETTINGS

    _ = installation.words
    address = _address(asked.address) if asked.address else ""
    is_new = not (folder / SETTINGS).exists()
    name = asked.name or (_prompt(_("1. Name of the office, such as Diskominfo Banggai: ")) if is_new else "")
    if is_new and not name:
        raise Refusal("an office has a name", 2)
    area = asked.area
    if area is None:
        area = _prompt(_("2. Code of its area (Kemendagri), such as 72.01, or empty: ")) if is_new else ""
    if area and not _AREA.fullmatch(area):
        raise Refusal("{area} is no code of an area, such as 72.01 or 72.01.05", 2, area=area)
    has_people = not is_new and _has_people(folder)
    person = asked.person or ("" if has_people else _prompt(_("3. Your name: ")))
    if not person and not has_people:
        raise Refusal("somebody comes in first", 2)
    out = str(Path(asked.to).expanduser().absolute()) if asked.to else ""
    _write_settings(folder, title=name, area=area, out=out, address=address)
    if asked.served and address:
        _serve_editions(folder, address)
    if person:
        _print_invitation(installation, folder, person, asked.port)


def _begin_at_home(installation: Installation, folder: Path, port: int) -> None:
    """Create the folder of somebody who tries the desk on their own computer, and print an invitation.

    Its title can be changed later.
    """
    _write_settings(folder, title=installation.words("Our office"), area="", out="", address="")
    installation.out(installation.words("new folder: {path}", path=str(folder)))
    _print_invitation(installation, folder, getpass.getuser(), port)


def _write_settings(folder: Path, *, title: str, area: str, out: str, address: str) -> None:
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.setup.setup import FILE, set_value, write_setup

    try:
        write_setup(folder, title=title, area=area, out=out)
        if address:
            set_value(folder / FILE, "address", address)
        _open_office(folder).browsers.key.public()  # browsers subscribe with it, so it is in every backup
    except OfficeError as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error


def _serve_editions(folder: Path, address: str) -> None:
    """Allow the web server in front to read the folder's editions. Raises Refusal while a desk is open."""
    from kiosk.office.base.only_desk import DeskOpenError, only_desk
    from kiosk.office.setup.setup import serve_editions

    try:
        with only_desk(folder):
            serve_editions(folder, address)
    except DeskOpenError as error:
        raise Refusal("{path}: another desk is open on this folder", path=str(folder)) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error


def _address(given: str) -> str:
    """Return *given* as the desk's https address. Raises Refusal if it is no server name."""
    host = given.lower().removeprefix("https://").removesuffix("/")
    if not _SERVER.fullmatch(host):
        raise Refusal("{address} is no address of a server, such as kabar.example.go.id", 2, address=given)
    return f"https://{host}"


def _prompt(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def _print_invitation(installation: Installation, folder: Path, person: str, port: int) -> None:
    link = _invitation(folder, person, port)
    installation.out(installation.words("Open this in a browser, it holds for one day: {link}", link=link))


def _invitation(folder: Path, name: str, port: int) -> str:
    """Return an invitation for *name*, who gets every right except to release warnings, which takes two people."""
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.people.people import Role

    office = _open_office(folder)
    old = office.people.named(name)
    roles = frozenset({Role.WRITER, Role.EDITOR, Role.ADMINISTRATOR} | set(old.roles if old else ()))
    try:
        token = office.people.invite(old.name if old else name, roles, "", office.clock(), old.id if old else "")
    except OfficeError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    return f"{office.setup().address.rstrip('/') or f'http://127.0.0.1:{port}'}/undangan/{token}"


def _has_people(folder: Path) -> bool:
    """Return whether somebody has a password here; an invitation that nobody took does not count."""
    return bool(_open_office(folder).people.list_people())


def _open_office(folder: Path, **more: Any) -> OfficeContext:
    """Open the office in *folder*. Raises Refusal if the folder cannot be written, or if a target is invalid."""
    from kiosk.office.opening import open_office
    from kiosk.office.targets.faults import TargetError

    try:
        return open_office(folder, **more)
    except TargetError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error


def make_server(app: Callable[..., Any], port: int) -> Any:
    """Return the waitress server for *app* on loopback, sized for fifty writers with up to six connections each.

    Raises Refusal if *port* cannot be used.
    """
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
    from kiosk.office.backup.restore import complete_restoration
    from kiosk.office.base.only_desk import DeskOpenError, only_desk

    try:
        with only_desk(folder):
            complete_restoration(folder)
            return _serve_alone(installation, folder, port)
    except DeskOpenError as error:
        raise Refusal("{path}: another desk is open on this folder", path=str(folder)) from error


def _serve_alone(installation: Installation, folder: Path, port: int) -> int:
    import logging
    import threading

    from kiosk.cli.publish_voice import DeskVoice  # loads what speaks
    from kiosk.office.app import make_app, warm_app
    from kiosk.office.opening import collector_of, keep_delivering, keep_house, take_up, teller_of
    from kiosk.office.post.relay import keep_collecting
    from kiosk.office.targets.faults import TargetError

    office = _open_office(folder, language=installation.words.translation.language, voice=DeskVoice(installation))
    try:
        collector = collector_of(office)
    except TargetError as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    take_up(office)
    app = make_app(office)
    # waitress would log each request that waits for another
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = make_server(app, port)
    threading.Thread(target=office.watcher.keep_going, daemon=True).start()
    threading.Thread(target=warm_app, args=(app,), daemon=True).start()
    over = threading.Event()
    threading.Thread(target=keep_house, args=(office, over), daemon=True).start()
    threading.Thread(target=office.schedule.keep_going, args=(over,), daemon=True).start()
    threading.Thread(target=keep_delivering, args=(office, over), daemon=True).start()
    threading.Thread(target=teller_of(office).keep_going, args=(over,), daemon=True).start()
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
