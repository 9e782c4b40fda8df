"""`kiosk site build`: the public pages for phones, as files that any web server hands out."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.cli.extras import require
from kiosk.cli.options import moment_of
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("what", choices=["build"], help=_("write the pages"))
    parser.add_argument(
        "to", type=Path, metavar=_("FOLDER"), help=_("where to; `sekarang` in it is what is handed out")
    )
    parser.add_argument("--now", metavar=_("TIME"), help=_("as if it were this time now (ISO 8601)"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("site")
    from kiosk.refresher.site.publishing import build

    try:
        written = build(installation, asked.to, installation.clock(moment_of(asked.now, installation)).read())
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})",
            path=str(error.filename or asked.to),
            reason=error.strerror or str(error),
        ) from error
    told = installation.words(
        "{count} pages, {anew} of them new: {folder}",
        count=written.pages,
        anew=written.anew,
        folder=str(written.folder),
    )
    installation.out(told)
    return 0
