"""`kiosk restore`: a kiosk's backup in place of what is here. The words of another kiosk's are asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.cli.office_backup import asked_password
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the backup of a kiosk"))
    parser.add_argument(
        "--other", action="store_true", help=_("also when it is another kiosk's, and something is here")
    )
    parser.add_argument("--older", action="store_true", help=_("also when something here was written after it"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    from kiosk.hall.backup.faults import BackupError
    from kiosk.hall.backup.kiosk_restore import restore, show_restored
    from kiosk.post.faults import PostError
    from kiosk.post.identity import own_key

    _ = installation.words
    data = installation.data
    try:
        with asked.file.expanduser().open("rb") as file:
            done = restore(
                data, installation.config, file, own_key(data),
                lambda: asked_password(_("The six words of this backup: ")),
                office=installation.settings.post.office, other=asked.other, older=asked.older,
            )  # fmt: skip
        show_restored(data, installation.settings.place.name, installation.clock().read().now)
    except (BackupError, PostError) as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        raise Refusal(
            "{path}: cannot be read ({reason})", path=str(asked.file), reason=error.strerror or str(error)
        ) from error
    made = done.label.made.astimezone(installation.zone).strftime("%Y-%m-%d %H.%M")
    installation.out(_("restored: {place} as of {time}, {n} files", place=done.label.place, time=made, n=done.files))
    if done.before is not None:
        installation.out(_("what was here before is in {path}; delete it when all is well", path=str(done.before)))
    return 0
