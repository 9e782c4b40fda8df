"""`kiosk office opensid`: a village's complaints and notices as a file for its OpenSID, with the password of the post's key."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.cli.office_backup import asked_password
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:
    from kiosk.office.context import OfficeContext


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("area", metavar=_("CODE"), help=_("the village's code (Kemendagri)"))
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the ZIP to write; it may not be there yet"))


def export(asked: argparse.Namespace, installation: Installation, office: OfficeContext) -> int:
    """Write the ZIP of one village. Raises Refusal."""
    from kiosk.office.base.faults import OfficeError
    from kiosk.office.questions.opensid import OpenSIDExport

    zone = ZoneInfo(office.notices.office().timezone)
    made = OpenSIDExport(office.post, office.editions.out, installation.words, zone)
    if asked.area not in made.villages():
        raise Refusal("{area}: no kiosk of this village is known here", 2, area=asked.area)
    path = asked.file.expanduser()
    try:
        office.cabinet.open_post(asked_password(installation.words("Password of the post's key: ")))
        packed = made.make(asked.area)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(packed)
    except OfficeError as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})", path=str(path), reason=error.strerror or str(error)
        ) from error
    finally:
        office.cabinet.close()
    installation.out(str(path))
    return 0
