"""`kiosk office backup`, `restore`, `hand-on`: an office in one encrypted file, and back; a kiosk's backup for another one.

`backup` may run beside the desk. It asks for the password of the backups once, when there is none yet, and keeps the newest few on
the server. `restore` needs the desk closed; `-` reads the backup from standard input.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:
    from kiosk.office.backup.shelf import BackupShelf

PASSWORD = "KIOSK_BACKUP_PASSWORD"  # noqa: S105 - its name
"""Environment variable with the password of a backup, for what runs without a terminal."""


def add_backup_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument(
        "--unasked", action="store_true", help=_("make none, and ask nothing, while backups have no password")
    )
    parser.add_argument(
        "--new-password", action="store_true", help=_("set another password for this backup and later ones")
    )


def add_restore_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("file", metavar=_("FILE"), help=_("the backup; - reads it from standard input"))
    parser.add_argument(
        "--older", action="store_true", help=_("also when the backup has an older edition than is here")
    )


def back_up(asked: argparse.Namespace, installation: Installation, folder: Path) -> int:
    from kiosk.hall.backup.faults import BackupError
    from kiosk.office.backup.shelf import BackupShelf
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.keys.passwords import PasswordRule, words_of

    shelf = BackupShelf(folder, PasswordRule(lambda: words_of(folder)))
    _ = installation.words
    if not shelf.has_password and asked.unasked:
        installation.tell(_("backups have no password yet: kiosk office backup asks for one"))
        return 0
    try:
        if asked.new_password or not shelf.has_password:
            _set_password(shelf, installation)
        path, manifest = shelf.make_backup(datetime.now(UTC))
    except (BackupError, OfficeError) as error:
        raise Refusal("{fault}", fault=error.problem) from error
    installation.out(
        _("{path}: {n} files, edition {edition}", path=str(path), n=len(manifest.files), edition=manifest.edition)
    )
    if manifest.links:
        installation.tell(_("links are not in it: {n}", n=manifest.links))
    if manifest.kiosks_left:
        installation.tell(_("backups of kiosks that had no room in it: {n}", n=manifest.kiosks_left))
    return 0


def restore(asked: argparse.Namespace, installation: Installation, folder: Path) -> int:
    from kiosk.hall.backup.faults import BackupError
    from kiosk.office.backup.restore import restore as restored
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.base.only_desk import DeskOpenError, only_desk

    _ = installation.words
    try:
        file = nullcontext(sys.stdin.buffer) if asked.file == "-" else Path(asked.file).expanduser().open("rb")
        with file as read, only_desk(folder):
            done = restored(folder, read, _password(installation), older=asked.older)
    except DeskOpenError as error:
        raise Refusal("{path}: another desk is open on this folder", path=str(folder)) from error
    except (BackupError, OfficeError) as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be read ({reason})", path=asked.file, reason=error.strerror or str(error)
        ) from error
    made = done.manifest.made.astimezone().strftime("%Y-%m-%d %H:%M")
    installation.out(_("restored: the office as of {time}; its editions go on at number {n}", time=made, n=done.number))
    if done.before is not None:
        installation.out(_("what was here before is in {path}; delete it when all is well", path=str(done.before)))
    return 0


def _password(installation: Installation) -> str:
    return asked_password(installation.words("Password of the backup: "))


def asked_password(question: str) -> str:
    """Return the password of a backup, from the environment variable PASSWORD or typed after *question*.

    Raises Refusal without either.
    """
    return os.environ.get(PASSWORD) or _prompt(question)


def _set_password(shelf: BackupShelf, installation: Installation) -> None:
    """Ask twice for a new password of the backups. Raises OfficeError, Refusal."""
    _ = installation.words
    if given := os.environ.get(PASSWORD):
        shelf.set_password(given, given)
        return
    first = _prompt(_("New password of the backups (write it down, and keep it away from this server): "))
    shelf.set_password(first, _prompt(_("Once more: ")))


def _prompt(question: str) -> str:
    """Ask *question* on the terminal, even if standard input is a file, and return the answer.

    Raises Refusal without a terminal.
    """
    try:
        if sys.platform != "win32":
            os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        return getpass.getpass(question)
    except (OSError, EOFError) as error:
        raise Refusal("no password; type it at a terminal", 2) from error


def add_hand_on_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the backup of a dead kiosk"))
    parser.add_argument("--kiosk", required=True, metavar=_("NAME"), help=_("the kiosk that takes its place"))
    parser.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("what that kiosk restores"))


def hand_on(asked: argparse.Namespace, installation: Installation, folder: Path) -> int:
    """Decrypt the backup of a dead kiosk with the post key, for another kiosk of this office. Raises Refusal."""
    from kiosk.hall.backup.faults import BackupError
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.base.folders import PRIVATE
    from kiosk.office.keys.cabinet import FOLDER, KeyCabinet
    from kiosk.office.post.handing_on import hand_on as handed_on
    from kiosk.office.post.inbox import post_secret
    from kiosk.office.post.store import PostStore

    register = PostStore(folder / PRIVATE).register
    to = register.find_kiosk(asked.kiosk)
    if to is None:
        raise Refusal("{kiosk}: this office knows no such kiosk", kiosk=asked.kiosk)
    cabinet = KeyCabinet(folder / PRIVATE / FOLDER)
    try:
        cabinet.open_post(asked_password(installation.words("Password of the post's key: ")))
        with asked.file.expanduser().open("rb") as file:
            label = handed_on(
                file,
                asked.out.expanduser(),
                [post_secret(key) for key in cabinet.post_keys()],
                [(each.id, each.key) for each in register.kiosks(withdrawn=True)],
                to.key,
            )
    except (BackupError, OfficeError) as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be read ({reason})", path=str(asked.file), reason=error.strerror or str(error)
        ) from error
    finally:
        cabinet.close()
    installation.out(
        installation.words("the backup of {place} now opens at kiosk {kiosk}, too", place=label.place, kiosk=to.id)
    )
    return 0
