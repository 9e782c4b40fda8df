"""`kiosk office keys`: new keys in place of those that are lost, stolen, forgotten, or known to somebody who has left.

Each gets a password of its own. Kiosks take new news and alert keys by themselves, because the spare key signs the list of them; a
new spare key has to be written into the settings of each kiosk.
"""

from __future__ import annotations

import argparse
import getpass
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from content_cache.model.errors import SignatureError
from content_cache.signing.keyring import KeyRole
from kiosk.cli.keys import PASSWORD, read_secret_key
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:
    from kiosk.office.keys.cabinet import KeyCabinet


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument(
        "keys", nargs="+", choices=[str(role) for role in KeyRole], metavar=_("KEY"), help="news, alert, spare"
    )
    parser.add_argument("--spare", type=Path, metavar=_("FILE.key"), help=_("the spare key"))


def replace(asked: argparse.Namespace, installation: Installation, folder: Path) -> int:
    """Replace the keys that *asked* names, while the desk is closed. Raises Refusal."""
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.base.folders import PRIVATE
    from kiosk.office.base.only_desk import DeskOpenError, only_desk
    from kiosk.office.keys.cabinet import FOLDER, KeyCabinet
    from kiosk.office.keys.passwords import PasswordRule, words_of

    cabinet = KeyCabinet(folder / PRIVATE / FOLDER, rule=PasswordRule(lambda: words_of(folder)))
    roles = [role for role in KeyRole if role in asked.keys]
    try:
        with only_desk(folder):
            _replace(asked.spare, roles, installation, folder, cabinet)
    except DeskOpenError as error:
        raise Refusal("{path}: another desk is open on this folder", path=str(folder)) from error
    except OfficeError as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except SignatureError as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error
    return 0


def _replace(
    spare: Path | None, roles: list[KeyRole], installation: Installation, folder: Path, cabinet: KeyCabinet
) -> None:
    """Replace the keys of *roles*, signed with the key file *spare*, and print what to do next.

    Raises OfficeError, SignatureError, OSError, Refusal.
    """
    from kiosk.office.keys.replacing import replace_keys
    from kiosk.office.setup.setup import read_setup

    _ = installation.words
    by_spare: list[KeyRole] = [role for role in roles if role is not KeyRole.SPARE]
    if by_spare and spare is None:
        raise Refusal("to replace a news or alert key the spare key is needed: --spare FILE.key", 2)
    if spare is not None and by_spare:
        key = read_secret_key(installation, spare, os.environ)
        if key.public != cabinet.public(KeyRole.SPARE):
            raise Refusal("{path}: not the spare key of this office", 2, path=str(spare))
        passwords = {role: _password(installation, cabinet, role) for role in by_spare}
        out = folder / read_setup(folder).out
        replace_keys(cabinet, out, key, passwords, datetime.now(UTC), spare_file=spare)
        installation.out(
            _("new: {keys}. Publish now: kiosks learn of it with the next edition.", keys=", ".join(by_spare))
        )
    if KeyRole.SPARE in roles:
        cabinet.put(KeyRole.SPARE, cabinet.generate(KeyRole.SPARE), _password(installation, cabinet, KeyRole.SPARE))
        path = cabinet.folder / f"{KeyRole.SPARE}.key"
        installation.out(_("new: {path}. Move it to a stick that is kept sealed.", path=str(path)))
        installation.out(_("Each kiosk has to be given the new lines of the page Keys by hand."))


def _password(installation: Installation, cabinet: KeyCabinet, role: KeyRole) -> str:
    """Ask twice for a new password of the key *role*, or take it from the environment. Raises OfficeError, Refusal."""
    _ = installation.words
    if given := os.environ.get(PASSWORD):
        cabinet.check_password(given, given)
        return given
    try:
        first = getpass.getpass(_("New password of {file}: ", file=f"{role}.key"))
        cabinet.check_password(first, getpass.getpass(_("Once more: ")))
    except EOFError as error:
        raise Refusal("no password; type it at a terminal", 2) from error
    return first
