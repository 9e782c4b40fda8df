"""`kiosk backup`: what a village has and nobody sends again, in one sealed file: notices, recordings, people, choices, counts.

`--step` is for the unit `systemd/kiosk-backup@.service` alone.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC
from pathlib import Path

from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

_MEGABYTE = 1_000_000


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("path", type=Path, metavar=_("PATH"), help=_("a file, or a folder such as a USB stick"))
    parser.add_argument(
        "--step",
        choices=("ordered",),
        help=_("for kiosk-backup@.service: do what the technician's page has ordered, on this stick"),
    )
    parser.add_argument(
        "--words", action="store_true", help=_("six words open it, too, where it is sealed to the office")
    )


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    from kiosk.hall.backup.faults import BackupError
    from kiosk.hall.backup.kiosk_head import FORMAT, WORDS, BackupLabel
    from kiosk.hall.backup.kiosk_snapshot import file_name, write_backup
    from kiosk.i18n.phrases import village
    from kiosk.post.faults import PostError
    from kiosk.post.identity import own_key
    from kiosk.post.word_code import make_words

    if asked.step:
        from kiosk.hall.backup.stick_orders import StickOrders
        from kiosk.hall.backup.stick_work import BackedUpKiosk, do_order

        settings, clock = installation.settings, installation.clock()
        kiosk = BackedUpKiosk(
            installation.data, installation.config, settings.place.name, settings.post.office, lambda: clock.read().now
        )
        return do_order(kiosk, asked.path, StickOrders())
    _ = installation.words
    office = installation.settings.post.office
    try:
        own = own_key(installation.data)
        made = installation.clock().read().now.astimezone(UTC).replace(microsecond=0)
        label = BackupLabel(FORMAT, own.kiosk, village(installation.settings.place.name), made)
        path = asked.path.expanduser()
        target = path / file_name(label) if path.is_dir() else path
        words = make_words(WORDS) if office is None or asked.words else ""
        with Bar(sys.stderr) as bar:
            done = write_backup(
                installation.data, target, label, own, office=office, words=words,
                progress=lambda done, every: bar.draw(100 * done // every, 100),
            )  # fmt: skip
    except (BackupError, PostError) as error:
        raise Refusal("{fault}", fault=error.problem) from error
    megabytes = f"{done.size / _MEGABYTE:.1f}"
    installation.out(_("{path}: {n} files, {megabytes} MB", path=str(done.path), n=done.files, megabytes=megabytes))
    if office is not None:
        installation.out(_("sealed to the office, and to this kiosk"))
    if words:
        installation.out(_("Another kiosk opens it by these words. Write them down: they are shown this once."))
        installation.out(words)
    return 0
